// For browsers: `init` fetches the module, by default from the URL beside this code.
import { loadedBy } from './loader.js';
import load, * as native from './pkg/web/fieldbeat.js';

export * from './operations.js';
export { AbortError, FieldbeatError, InputError, LimitError, PolicyError, StateError } from './errors.js';

export const init = loadedBy(load, native);
