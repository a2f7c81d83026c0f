// For browsers: `init` fetches the module, by default from the URL beside this code.
import { attach } from './door.js';
import load, * as native from './pkg/web/fieldbeat.js';

export * from './operations.js';
export { AbortError, FieldbeatError, InputError, LimitError, PolicyError, StateError } from './errors.js';

let loading;

export function init(input) {
  loading ??= load(input === undefined ? undefined : { module_or_path: input }).then(
    () => attach(native),
    (error) => {
      // A network that failed once may do better next time.
      loading = undefined;
      throw error;
    },
  );
  return loading;
}
