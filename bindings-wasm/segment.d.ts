// Written by `cargo xtask stubs`: change the catalog of the core, not this file.
export type * from './operations.js';
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
export * from './errors.js';
export { init } from './index.js';
