// Written by `cargo xtask stubs`: change the catalog of the core, not this file.
import { loadedBy } from './loader.js';
import load, * as native from './pkg/kpi/fieldbeat.js';

export {
  distance,
  period,
  periodOf,
  zoneTable,
  mergeScores,
  progress,
  closePeriod,
  reconcile,
  planActual,
  statistics,
  leaderboard,
  reasonText,
  lint,
  schema,
  version,
  Calendar,
  Condition,
  ScoreCard,
} from './operations.js';
export { FieldbeatError, PolicyError, InputError, StateError, LimitError, AbortError } from './errors.js';

export const init = loadedBy(load, native);
