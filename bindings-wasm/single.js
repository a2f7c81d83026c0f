// For pages and widgets without a bundler: `cargo xtask wasm` makes one file of this, with the
// module in it.
import { attach } from './door.js';
import load, * as native from './pkg/web/fieldbeat.js';
import module from './pkg/web/fieldbeat_bg.wasm';

export * from './operations.js';
export { AbortError, FieldbeatError, InputError, LimitError, PolicyError, StateError } from './errors.js';

let loading;

export function init() {
  loading ??= load({ module_or_path: module }).then(() => attach(native));
  return loading;
}
