// Written by `cargo xtask stubs`: change the catalog of the core, not this file.
import { loadedBy } from './loader.js';
import load, * as native from './pkg/visit/fieldbeat.js';

export {
  distance,
  presence,
  supersede,
  verifyPlan,
  anomalies,
  registerVisit,
  suggestSitePosition,
  deviation,
  trips,
  verifyMany,
  digest,
  redact,
  coarsen,
  retention,
  stayPoints,
  reasonText,
  schema,
  version,
  FenceIndex,
  Tracker,
} from './operations.js';
export { FieldbeatError, PolicyError, InputError, StateError, LimitError, AbortError } from './errors.js';

export const init = loadedBy(load, native);
