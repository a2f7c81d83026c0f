// Between the operations and the WebAssembly module, whichever way it was loaded.
import { holdIn } from './engine.js';
import { StateError, answerOf } from './errors.js';

let native;

/** From now on operations are calls of `module`. */
export function attach(module) {
  native = module;
  holdIn(module);
}

export function call(name, args) {
  if (native === undefined) {
    const message = 'the module is not loaded yet: await init() first';
    throw new StateError({ kind: 'state', message, problems: [{ code: 'not_initialized', path: '$', message }] });
  }
  return answerOf(native.call(name, args));
}
