// Written by `cargo xtask stubs`: change the catalog of the core, not this file.
export type * from './operations.js';
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
export * from './errors.js';
export { init } from './index.js';
