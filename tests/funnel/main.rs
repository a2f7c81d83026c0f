//! Stage rules, held against what was written apart from them.
