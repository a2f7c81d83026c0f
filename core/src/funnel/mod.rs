//! What stage a case is in, what it may do next, and why not.
