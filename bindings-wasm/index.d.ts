export * from './operations.js';
export * from './errors.js';

/**
 * Loads the WebAssembly module; operations work once it is done. Further calls wait for the first.
 *
 * @param input - Where it is, its bytes, or the compiled module; by default the file
 * `fieldbeat_bg.wasm` beside the package's code.
 */
export function init(
  input?: URL | string | Request | Response | PromiseLike<Response> | ArrayBuffer | ArrayBufferView | WebAssembly.Module,
): Promise<void>;
