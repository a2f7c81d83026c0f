//! Tracks that no moving person's phone writes.
