// Written by `cargo xtask stubs`: change the catalog of the core, not this file.
import { loadedBy } from './loader.js';
import load, * as native from './pkg/geofence/fieldbeat.js';

export {
  distance,
  presence,
  reasonText,
  schema,
  version,
} from './operations.js';
export { FieldbeatError, PolicyError, InputError, StateError, LimitError, AbortError } from './errors.js';

export const init = loadedBy(load, native);
