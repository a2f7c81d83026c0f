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
  reasonText,
  schema,
  version,
  FenceIndex,
  Tracker,
} from './operations.js';
export * from './errors.js';
export { init } from './index.js';
