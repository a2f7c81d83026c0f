// Written by `cargo xtask stubs`: change the catalog of the core, not this file.
import { loadedBy } from './loader.js';
import load, * as native from './pkg/route/fieldbeat.js';

export {
  distance,
  orderStops,
  orderPlane,
  orderMatrix,
  matrixOf,
  matrixFrom,
  reasonText,
  schema,
  version,
  TourSearch,
} from './operations.js';
export { FieldbeatError, PolicyError, InputError, StateError, LimitError, AbortError } from './errors.js';

export const init = loadedBy(load, native);
