export * from './operations.js';
export * from './errors.js';

/** Compiles the WebAssembly module that is in this file; operations work once it is done. */
export function init(): Promise<void>;
