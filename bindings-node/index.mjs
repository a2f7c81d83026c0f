// Written by `cargo xtask stubs`: change the catalog of the core, not this file.
import fieldbeat from './index.js';

export const {
  distance,
  presence,
  verifyPlan,
  verifyPlanAsync,
  anomalies,
  anomaliesAsync,
  registerVisit,
  suggestSitePosition,
  deviation,
  trips,
  verifyMany,
  digest,
  redact,
  coarsen,
  retention,
  reasonText,
  schema,
  version,
  FieldbeatError,
  PolicyError,
  InputError,
  StateError,
  LimitError,
  AbortError,
} = fieldbeat;
