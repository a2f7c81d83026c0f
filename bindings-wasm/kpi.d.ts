// Written by `cargo xtask stubs`: change the catalog of the core, not this file.
export type * from './operations.js';
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
export * from './errors.js';
export { init } from './index.js';
