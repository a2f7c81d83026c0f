//! Who matters now: segments of clients by what they buy.
