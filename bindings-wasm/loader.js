// One module, however often it is asked for.
import { attach } from './door.js';

/** The function `init` of a module that `load` fetches. */
export function loadedBy(load, native) {
  let loading;
  return function init(input) {
    loading ??= load(input === undefined ? undefined : { module_or_path: input }).then(
      () => attach(native),
      (error) => {
        // A network that failed once may do better next time.
        loading = undefined;
        throw error;
      },
    );
    return loading;
  };
}
