//! The sentences of the specification of core accounts.
