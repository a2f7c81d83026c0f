//! Builds bindings-wasm/pkg: cargo, wasm-bindgen, wasm-opt.

use crate::Result;

pub(crate) fn build() -> Result<()> {
    Err("the browser module is not laid out yet".into())
}
