//! The elements of typed arrays: those that come in, and those that we make.

use napi::sys;

/// The elements of a typed array, copied.
pub(crate) enum Elements {
    /// Of `Float64Array` and `Float32Array`.
    Floats(Vec<f64>),
    /// Of arrays of whole numbers that have no kind of their own here.
    Integers(Vec<i64>),
    /// Of `Uint32Array`.
    Places(Vec<u32>),
    /// Of `Uint8Array` and `Uint8ClampedArray`.
    Bytes(Vec<u8>),
    /// Of `BigUint64Array`.
    Unsigned(Vec<u64>),
    /// Of a kind that is younger than this module.
    Unknown,
}

/// A cell of a typed array that we make.
pub(crate) trait Element: Copy {
    /// The array's class.
    const KIND: sys::napi_typedarray_type;
}

impl Element for f64 {
    const KIND: sys::napi_typedarray_type = sys::TypedarrayType::float64_array;
}

impl Element for u32 {
    const KIND: sys::napi_typedarray_type = sys::TypedarrayType::uint32_array;
}

impl Element for u8 {
    const KIND: sys::napi_typedarray_type = sys::TypedarrayType::uint8_array;
}
