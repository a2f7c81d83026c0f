// Written by `cargo xtask stubs`: change the catalog of the core, not this file.
import { loadedBy } from './loader.js';
import load, * as native from './pkg/funnel/fieldbeat.js';

export {
  distance,
  period,
  periodOf,
  zoneTable,
  mergeLogs,
  worklist,
  nextStepAudit,
  waiting,
  rollUp,
  funnelReport,
  reasonText,
  lint,
  schema,
  version,
  Calendar,
  Condition,
  Pipeline,
  CaseStore,
} from './operations.js';
export { FieldbeatError, PolicyError, InputError, StateError, LimitError, AbortError } from './errors.js';

export const init = loadedBy(load, native);
