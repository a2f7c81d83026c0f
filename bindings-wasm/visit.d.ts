// Written by `cargo xtask stubs`: change the catalog of the core, not this file.
export type * from './operations.js';
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
  period,
  periodOf,
  zoneTable,
  reasonText,
  schema,
  version,
  FenceIndex,
  Tracker,
  Calendar,
} from './operations.js';
export * from './errors.js';
export { init } from './index.js';
