// Written by `cargo xtask stubs`: change the catalog of the core, not this file.
export type * from './operations.js';
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
export * from './errors.js';
export { init } from './index.js';
