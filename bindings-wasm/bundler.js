// For bundlers that import WebAssembly as a module: it is loaded when this code is.
import { attach } from './door.js';
import * as native from './pkg/bundler/fieldbeat.js';

export * from './operations.js';
export { AbortError, FieldbeatError, InputError, LimitError, PolicyError, StateError } from './errors.js';

attach(native);

export async function init() {}
