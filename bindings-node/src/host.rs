//! Node-API made safe: every call of it that this crate makes is here.
//!
//! Node-API is C: handles are pointers that live until their scope closes. Here a handle carries
//! the lifetime of its scope, so that none outlives it.

#![allow(unsafe_code, reason = "Node-API is C; this file is its only caller")]

use std::cell::RefCell;
use std::ffi::c_void;
use std::marker::PhantomData;
use std::{mem, ptr};

use napi::bindgen_prelude::{FromNapiValue, ToNapiValue, TypeName};
use napi::{Error, Result, Status, ValueType, sys};

use crate::call::{Arguments, Outcome};
use crate::elements::{Element, Elements};
use crate::{flat, reader, writer};

/// The engine that runs our caller, within one scope of handles.
#[derive(Clone, Copy)]
pub(crate) struct Host<'h> {
    env: sys::napi_env,
    scope: PhantomData<&'h ()>,
}

/// A JavaScript value that is alive while its scope is.
#[derive(Clone, Copy)]
pub(crate) struct Handle<'h> {
    raw: sys::napi_value,
    scope: PhantomData<&'h ()>,
}

/// An error for `status`; a pending exception stays pending, and is what the caller will see.
fn check(status: sys::napi_status) -> Result<()> {
    match status {
        sys::Status::napi_ok => Ok(()),
        other => Err(Error::from_status(Status::from(other))),
    }
}

/// Calls a function of Node-API that writes its result behind its last argument.
macro_rules! ask {
    ($default:expr, $function:ident($($argument:expr),*)) => {{
        let mut result = $default;
        // SAFETY: `env` is the one that Node passed to the call in progress, on its thread; all
        // handles are alive, by their lifetimes; the result is written to a local.
        check(unsafe { sys::$function($($argument,)* &mut result) }).map(|()| result)
    }};
}

impl<'h> Host<'h> {
    fn handle(raw: sys::napi_value) -> Handle<'h> {
        Handle { raw, scope: PhantomData }
    }

    /// Runs `work` in a scope of its own: its handles are free afterwards. Without this, reading
    /// a million objects would keep ten million handles.
    pub(crate) fn scoped<R>(
        self,
        work: impl for<'inner> FnOnce(Host<'inner>) -> Result<R>,
    ) -> Result<R> {
        let scope = ask!(ptr::null_mut(), napi_open_handle_scope(self.env))?;
        let result = work(Host { env: self.env, scope: PhantomData });
        // SAFETY: opened above, and closed once; `R` holds no handle of it, by its lifetime.
        let closed = check(unsafe { sys::napi_close_handle_scope(self.env, scope) });
        result.and_then(|result| closed.map(|()| result))
    }

    pub(crate) fn type_of(self, value: Handle<'_>) -> Result<ValueType> {
        ask!(0, napi_typeof(self.env, value.raw)).map(ValueType::from)
    }

    pub(crate) fn same(self, a: Handle<'_>, b: Handle<'_>) -> Result<bool> {
        ask!(false, napi_strict_equals(self.env, a.raw, b.raw))
    }

    pub(crate) fn is_array(self, value: Handle<'_>) -> Result<bool> {
        ask!(false, napi_is_array(self.env, value.raw))
    }

    /// What `Array.isArray` says: yes to the proxy of a list too, which is an object to Node-API.
    pub(crate) fn is_list(self, value: Handle<'_>) -> Result<bool> {
        let global = ask!(ptr::null_mut(), napi_get_global(self.env)).map(Self::handle)?;
        let array = self.named_property(global, "Array")?;
        let is_array = self.named_property(array, "isArray")?;
        let answer = ask!(
            ptr::null_mut(),
            napi_call_function(self.env, array.raw, is_array.raw, 1, &value.raw)
        )?;
        self.boolean(Self::handle(answer))
    }

    pub(crate) fn is_date(self, value: Handle<'_>) -> Result<bool> {
        ask!(false, napi_is_date(self.env, value.raw))
    }

    pub(crate) fn is_typed_array(self, value: Handle<'_>) -> Result<bool> {
        ask!(false, napi_is_typedarray(self.env, value.raw))
    }

    pub(crate) fn boolean(self, value: Handle<'_>) -> Result<bool> {
        ask!(false, napi_get_value_bool(self.env, value.raw))
    }

    pub(crate) fn number(self, value: Handle<'_>) -> Result<f64> {
        ask!(0.0, napi_get_value_double(self.env, value.raw))
    }

    /// Milliseconds since 1970-01-01 UTC; NaN for an invalid `Date`.
    pub(crate) fn date(self, value: Handle<'_>) -> Result<f64> {
        ask!(0.0, napi_get_date_value(self.env, value.raw))
    }

    /// A `bigint`, if 64 bits hold it.
    pub(crate) fn bigint(self, value: Handle<'_>) -> Result<Option<i64>> {
        let mut whole = 0;
        let lossless = ask!(false, napi_get_value_bigint_int64(self.env, value.raw, &mut whole))?;
        Ok(lossless.then_some(whole))
    }

    /// A string; what is no Unicode in it becomes U+FFFD.
    pub(crate) fn text(self, value: Handle<'_>) -> Result<String> {
        // Most texts are short, and need not be measured first.
        let mut short = [0_u8; 256];
        let written = ask!(
            0,
            napi_get_value_string_utf8(self.env, value.raw, short.as_mut_ptr().cast(), short.len())
        )?;
        // A character of four bytes that had no room any more leaves three of them, and the 0 at the end.
        if let Some(text) = short.get(..written).filter(|_| written < short.len() - 4) {
            return String::from_utf8(text.to_vec())
                .map_err(|_| Error::from_status(Status::StringExpected));
        }
        let len = ask!(0, napi_get_value_string_utf8(self.env, value.raw, ptr::null_mut(), 0))?;
        // One more byte for the 0 that Node-API writes at the end.
        let mut bytes = vec![0_u8; len + 1];
        let written = ask!(
            0,
            napi_get_value_string_utf8(self.env, value.raw, bytes.as_mut_ptr().cast(), bytes.len())
        )?;
        bytes.truncate(written);
        String::from_utf8(bytes).map_err(|_| Error::from_status(Status::StringExpected))
    }

    pub(crate) fn array_len(self, array: Handle<'_>) -> Result<u32> {
        ask!(0, napi_get_array_length(self.env, array.raw))
    }

    pub(crate) fn element(self, array: Handle<'_>, index: u32) -> Result<Handle<'h>> {
        ask!(ptr::null_mut(), napi_get_element(self.env, array.raw, index)).map(Self::handle)
    }

    /// The object's own enumerable keys that are strings, in an array.
    pub(crate) fn keys(self, object: Handle<'_>) -> Result<Handle<'h>> {
        ask!(
            ptr::null_mut(),
            napi_get_all_property_names(
                self.env,
                object.raw,
                sys::KeyCollectionMode::own_only,
                sys::KeyFilter::enumerable | sys::KeyFilter::skip_symbols,
                sys::KeyConversion::numbers_to_strings
            )
        )
        .map(Self::handle)
    }

    pub(crate) fn property(self, object: Handle<'_>, key: Handle<'_>) -> Result<Handle<'h>> {
        ask!(ptr::null_mut(), napi_get_property(self.env, object.raw, key.raw)).map(Self::handle)
    }

    pub(crate) fn named_property(self, object: Handle<'_>, key: &str) -> Result<Handle<'h>> {
        let key = self.new_text(key)?;
        self.property(object, key)
    }

    pub(crate) fn prototype(self, object: Handle<'_>) -> Result<Handle<'h>> {
        ask!(ptr::null_mut(), napi_get_prototype(self.env, object.raw)).map(Self::handle)
    }

    /// The class of a typed array, how many elements it has, and where they lie: aligned for them, and
    /// until JavaScript runs again.
    fn cells(self, array: Handle<'_>) -> Result<(sys::napi_typedarray_type, usize, *const c_void)> {
        let (mut kind, mut len, mut data) = (0, 0_usize, ptr::null_mut());
        // SAFETY: as in `ask!`; results that are not wanted may be null.
        check(unsafe {
            sys::napi_get_typedarray_info(
                self.env,
                array.raw,
                &mut kind,
                &mut len,
                &mut data,
                ptr::null_mut(),
                ptr::null_mut(),
            )
        })?;
        Ok((kind, len, data.cast_const()))
    }

    /// The elements of a typed array.
    pub(crate) fn elements(self, array: Handle<'_>) -> Result<Elements> {
        use sys::TypedarrayType as Kind;
        let (kind, len, data) = self.cells(array)?;
        // SAFETY: `len` elements of this kind lie at `data`, and are copied before JavaScript runs again.
        Ok(unsafe {
            match kind {
                Kind::int8_array => Elements::Integers(copied::<i8, _>(data, len)),
                Kind::uint8_array | Kind::uint8_clamped_array => {
                    Elements::Bytes(copied::<u8, _>(data, len))
                }
                Kind::int16_array => Elements::Integers(copied::<i16, _>(data, len)),
                Kind::uint16_array => Elements::Integers(copied::<u16, _>(data, len)),
                Kind::int32_array => Elements::Integers(copied::<i32, _>(data, len)),
                Kind::uint32_array => Elements::Places(copied::<u32, _>(data, len)),
                Kind::bigint64_array => Elements::Integers(copied::<i64, _>(data, len)),
                Kind::biguint64_array => Elements::Unsigned(copied::<u64, _>(data, len)),
                Kind::float32_array => Elements::Floats(copied::<f32, _>(data, len)),
                Kind::float64_array => Elements::Floats(copied::<f64, _>(data, len)),
                _ => Elements::Unknown,
            }
        })
    }

    /// The first elements of a `Float64Array`, as many as the first of them says.
    pub(crate) fn first_floats(self, array: Handle<'_>) -> Result<Vec<f64>> {
        let (kind, len, data) = self.cells(array)?;
        if kind != sys::TypedarrayType::float64_array || len == 0 {
            return Err(Error::from_status(Status::InvalidArg));
        }
        // SAFETY: `len` numbers lie at `data`; as many are read at most, before JavaScript runs again.
        Ok(unsafe {
            let first = *data.cast::<f64>();
            copied::<f64, f64>(data, len.min(first as usize))
        })
    }

    pub(crate) fn new_null(self) -> Result<Handle<'h>> {
        ask!(ptr::null_mut(), napi_get_null(self.env)).map(Self::handle)
    }

    pub(crate) fn new_boolean(self, value: bool) -> Result<Handle<'h>> {
        ask!(ptr::null_mut(), napi_get_boolean(self.env, value)).map(Self::handle)
    }

    pub(crate) fn new_number(self, value: f64) -> Result<Handle<'h>> {
        ask!(ptr::null_mut(), napi_create_double(self.env, value)).map(Self::handle)
    }

    pub(crate) fn new_text(self, text: &str) -> Result<Handle<'h>> {
        let len =
            isize::try_from(text.len()).map_err(|_| Error::from_status(Status::InvalidArg))?;
        ask!(ptr::null_mut(), napi_create_string_utf8(self.env, text.as_ptr().cast(), len))
            .map(Self::handle)
    }

    pub(crate) fn new_array(self, len: usize) -> Result<Handle<'h>> {
        ask!(ptr::null_mut(), napi_create_array_with_length(self.env, len)).map(Self::handle)
    }

    pub(crate) fn new_object(self) -> Result<Handle<'h>> {
        ask!(ptr::null_mut(), napi_create_object(self.env)).map(Self::handle)
    }

    /// A typed array of `cells`.
    pub(crate) fn new_typed_array<T: Element>(self, cells: Vec<T>) -> Result<Handle<'h>> {
        let len = cells.len();
        let buffer = self.new_array_buffer(cells)?;
        ask!(ptr::null_mut(), napi_create_typedarray(self.env, T::KIND, len, buffer.raw, 0))
            .map(Self::handle)
    }

    /// Where the cells lie, if there are enough for that to be cheaper than a copy of them, and
    /// the runtime takes memory of ours: Electron does not.
    fn new_array_buffer<T: Element>(self, cells: Vec<T>) -> Result<Handle<'h>> {
        /// Measured: a copy is quicker below 64 KiB, and slower from 256 KiB on.
        const WORTH_HANDING_OVER: usize = 1 << 17;
        let bytes = mem::size_of_val(cells.as_slice());
        if bytes < WORTH_HANDING_OVER {
            return self.new_copy(&cells);
        }
        let cells = Box::into_raw(Box::new(cells));
        let mut buffer = ptr::null_mut();
        // SAFETY: as in `ask!`. Nobody but the array has the cells until Node calls `forget`, once
        // the array is gone; the box keeps them where they are.
        let status = unsafe {
            sys::napi_create_external_arraybuffer(
                self.env,
                (*cells).as_mut_ptr().cast(),
                bytes,
                Some(forget::<T>),
                cells.cast(),
                &mut buffer,
            )
        };
        if status == sys::Status::napi_no_external_buffers_allowed {
            // SAFETY: Node took nothing, and will not call `forget`: the box is ours again.
            return self.new_copy(&unsafe { Box::from_raw(cells) });
        }
        // After another failure `forget` was called or not: the cells are left to it.
        check(status).map(|()| Self::handle(buffer))
    }

    fn new_copy<T: Element>(self, cells: &[T]) -> Result<Handle<'h>> {
        let bytes = mem::size_of_val(cells);
        let mut data = ptr::null_mut();
        let buffer = ask!(ptr::null_mut(), napi_create_arraybuffer(self.env, bytes, &mut data))?;
        if bytes > 0 {
            // SAFETY: V8 says that `bytes` bytes lie at `data`; they are new, so that they are
            // not the cells. A cell is plain memory of a size that the caller did not choose.
            unsafe { ptr::copy_nonoverlapping(cells.as_ptr().cast(), data.cast::<u8>(), bytes) };
        }
        Ok(Self::handle(buffer))
    }

    /// What a script of ours comes to. It is run once: a function that is made anew begins slowly, before
    /// V8 has learned to run it fast.
    pub(crate) fn script(self, text: &'static str) -> Result<Handle<'h>> {
        let is_own = |run: &&Run| run.env == self.env && run.text == text;
        let known = RUN.with_borrow(|all| all.iter().find(is_own).map(|run| run.made));
        if let Some(made) = known {
            return ask!(ptr::null_mut(), napi_get_reference_value(self.env, made))
                .map(Self::handle);
        }
        let source = self.new_text(text)?;
        let made = ask!(ptr::null_mut(), napi_run_script(self.env, source.raw))?;
        let run = Run {
            env: self.env,
            text,
            made: ask!(ptr::null_mut(), napi_create_reference(self.env, made, 1))?,
        };
        if RUN.with_borrow(|all| all.iter().all(|other| other.env != self.env)) {
            // SAFETY: as in `ask!`; the hook is called with `env`, on its thread, before it ends.
            check(unsafe {
                sys::napi_add_env_cleanup_hook(self.env, Some(forget_scripts), self.env.cast())
            })?;
        }
        RUN.with_borrow_mut(|all| all.push(run));
        Ok(Self::handle(made))
    }

    /// Calls a function.
    pub(crate) fn apply<const N: usize>(
        self,
        function: Handle<'_>,
        arguments: [Handle<'_>; N],
    ) -> Result<Handle<'h>> {
        let arguments = arguments.map(|argument| argument.raw);
        let global = ask!(ptr::null_mut(), napi_get_global(self.env))?;
        ask!(
            ptr::null_mut(),
            napi_call_function(self.env, global, function.raw, N, arguments.as_ptr())
        )
        .map(Self::handle)
    }

    pub(crate) fn set_element(
        self,
        array: Handle<'_>,
        index: u32,
        value: Handle<'_>,
    ) -> Result<()> {
        // SAFETY: as in `ask!`.
        check(unsafe { sys::napi_set_element(self.env, array.raw, index, value.raw) })
    }

    pub(crate) fn set_property(
        self,
        object: Handle<'_>,
        key: &str,
        value: Handle<'_>,
    ) -> Result<()> {
        let name = self.new_text(key)?;
        if key == "__proto__" {
            return self.define_property(object, name, value);
        }
        // SAFETY: as in `ask!`.
        check(unsafe { sys::napi_set_property(self.env, object.raw, name.raw, value.raw) })
    }

    /// Sets a key that would set something else, were it simply set.
    #[cold]
    fn define_property(
        self,
        object: Handle<'_>,
        name: Handle<'_>,
        value: Handle<'_>,
    ) -> Result<()> {
        let own = sys::napi_property_descriptor {
            utf8name: std::ptr::null(),
            name: name.raw,
            method: None,
            getter: None,
            setter: None,
            value: value.raw,
            attributes: sys::PropertyAttributes::writable
                | sys::PropertyAttributes::enumerable
                | sys::PropertyAttributes::configurable,
            data: std::ptr::null_mut(),
        };
        // SAFETY: as in `ask!`, and there is one descriptor.
        check(unsafe { sys::napi_define_properties(self.env, object.raw, 1, &raw const own) })
    }
}

/// A script of ours that was run.
struct Run {
    env: sys::napi_env,
    text: &'static str,
    /// What it came to; alive as long as `env` is.
    made: sys::napi_ref,
}

thread_local! {
    /// The scripts that were run on this thread. One engine may end on it, and another begin.
    static RUN: RefCell<Vec<Run>> = const { RefCell::new(Vec::new()) };
}

/// Forgets what an engine that ends has made: it frees that itself.
unsafe extern "C" fn forget_scripts(env: *mut c_void) {
    // Where the thread ends too, they may be forgotten already.
    let _ = RUN.try_with(|all| all.borrow_mut().retain(|run| run.env.cast() != env));
}

/// Frees the cells of an array that is gone.
///
/// # Safety
/// `cells` is a box of them that nobody else has.
unsafe extern "C" fn forget<T>(_: sys::napi_env, _: *mut c_void, cells: *mut c_void) {
    // SAFETY: by this function's own condition.
    drop(unsafe { Box::from_raw(cells.cast::<Vec<T>>()) });
}

/// The `len` elements at `data`, widened.
///
/// # Safety
/// `len` elements of type `T` lie at `data`, aligned; `data` may be null when `len` is 0.
unsafe fn copied<T: Copy, W: From<T>>(data: *const c_void, len: usize) -> Vec<W> {
    if len == 0 {
        return Vec::new();
    }
    // SAFETY: by this function's own condition.
    let elements = unsafe { std::slice::from_raw_parts(data.cast::<T>(), len) };
    elements.iter().map(|&element| W::from(element)).collect()
}

impl FromNapiValue for Arguments {
    unsafe fn from_napi_value(env: sys::napi_env, raw: sys::napi_value) -> Result<Self> {
        let host = Host { env, scope: PhantomData };
        let arguments = Host::handle(raw);
        // As they are, arguments are an object.
        let is_flat = host.is_array(arguments)?;
        let read = if is_flat {
            flat::read(host, arguments)
        } else {
            reader::read(host, arguments, &mut 0)
        };
        read.map(Self)
    }
}

impl ToNapiValue for Outcome {
    unsafe fn to_napi_value(env: sys::napi_env, outcome: Self) -> Result<sys::napi_value> {
        let host = Host { env, scope: PhantomData };
        writer::write(host, outcome.0).map(|handle| handle.raw)
    }
}

impl TypeName for Outcome {
    fn type_name() -> &'static str {
        "Outcome"
    }

    fn value_type() -> ValueType {
        ValueType::Object
    }
}
