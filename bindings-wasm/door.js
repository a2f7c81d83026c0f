// Between the operations and the WebAssembly module, whichever way it was loaded.
import { holdIn } from './engine.js';
import { StateError, answerOf } from './errors.js';

let native;

/** From now on operations are calls of `module`: engines of another would be lost. */
export function attach(module) {
  if (native !== undefined && native !== module) {
    const message = 'another module of fieldbeat-wasm is loaded here: use the one that has everything';
    throw new StateError({ kind: 'state', message, problems: [{ code: 'already_initialized', path: '$', message }] });
  }
  native = module;
  holdIn(module);
}

export function call(name, args, { progress } = {}) {
  if (native === undefined) {
    const message = 'the module is not loaded yet: await init() first';
    throw new StateError({ kind: 'state', message, problems: [{ code: 'not_initialized', path: '$', message }] });
  }
  return answerOf(native.call(name, args, progress ? (done) => progress(done) !== false : undefined));
}
