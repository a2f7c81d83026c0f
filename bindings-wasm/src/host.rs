//! What JavaScript is asked about a value, where any answer may throw.
//!
//! A proxy throws where it likes. An import that is not `catch` would let the exception fly
//! through our frames, and what they own would leak; js-sys has no such form of these.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    pub(crate) fn is_array(value: &JsValue) -> Result<bool, JsValue>;

    #[wasm_bindgen(js_namespace = ArrayBuffer, js_name = isView)]
    pub(crate) fn is_view(value: &JsValue) -> bool;

    /// The object's own enumerable keys that are strings.
    #[wasm_bindgen(catch, js_namespace = Object, js_name = keys)]
    pub(crate) fn keys(object: &JsValue) -> Result<js_sys::Array, JsValue>;

    /// The prototype, or `null`.
    #[wasm_bindgen(catch, js_namespace = Object, js_name = getPrototypeOf)]
    pub(crate) fn prototype(object: &JsValue) -> Result<JsValue, JsValue>;

    /// Milliseconds of a `Date`, one of another frame too; anything else throws.
    #[wasm_bindgen(catch, js_namespace = ["Date", "prototype", "getTime"], js_name = call)]
    pub(crate) fn time_of(date: &JsValue) -> Result<f64, JsValue>;

    /// Any list, a proxy of one too.
    pub(crate) type List;

    #[wasm_bindgen(catch, method, getter, structural)]
    pub(crate) fn length(this: &List) -> Result<u32, JsValue>;

    #[wasm_bindgen(catch, method, indexing_getter, structural)]
    pub(crate) fn at(this: &List, index: u32) -> Result<JsValue, JsValue>;
}
