// Written by `cargo xtask stubs`: change the catalog of the core, not this file.
import { loadedBy } from './loader.js';
import load, * as native from './pkg/segment/fieldbeat.js';

export {
  distance,
  period,
  periodOf,
  zoneTable,
  rfm,
  abc,
  xyz,
  bcg,
  lifeCycle,
  compare,
  reasonText,
  lint,
  schema,
  version,
  Calendar,
  Condition,
  Segmenter,
} from './operations.js';
export { FieldbeatError, PolicyError, InputError, StateError, LimitError, AbortError } from './errors.js';

export const init = loadedBy(load, native);
