// Written by `cargo xtask stubs`: change the catalog of the core, not this file.
'use strict';

const { call, callAsync } = require('./door.js');
const { Engine, bytesOf, engineOf } = require('./engine.js');

exports.distance = function distance(a, b) {
  return call('distance', { a, b });
};

exports.presence = function presence(fence, fix, policy) {
  return call('presence', { fence, fix, policy });
};

exports.supersede = function supersede(events, earlier) {
  return call('supersede', { events, earlier });
};

exports.verifyPlan = function verifyPlan(plan, track, sites, policy, history) {
  return call('verify_plan', { plan, track, sites, policy, history });
};

exports.verifyPlanAsync = function verifyPlanAsync(plan, track, sites, policy, history, options) {
  return callAsync('verify_plan', { plan, track, sites, policy, history }, options);
};

exports.anomalies = function anomalies(track, policy, history) {
  return call('anomalies', { track, policy, history });
};

exports.anomaliesAsync = function anomaliesAsync(track, policy, history, options) {
  return callAsync('anomalies', { track, policy, history }, options);
};

exports.registerVisit = function registerVisit(fix, sites, policy) {
  return call('register_visit', { fix, sites, policy });
};

exports.suggestSitePosition = function suggestSitePosition(visits) {
  return call('suggest_site_position', { visits });
};

exports.deviation = function deviation(track, path, policy) {
  return call('deviation', { track, path, policy });
};

exports.deviationAsync = function deviationAsync(track, path, policy, options) {
  return callAsync('deviation', { track, path, policy }, options);
};

exports.trips = function trips(track, policy, sites, base) {
  return call('trips', { track, policy, sites, base });
};

exports.tripsAsync = function tripsAsync(track, policy, sites, base, options) {
  return callAsync('trips', { track, policy, sites, base }, options);
};

exports.verifyMany = function verifyMany(plan, track, sites, policy, histories) {
  return call('verify_many', { plan, track, sites, policy, histories });
};

exports.verifyManyAsync = function verifyManyAsync(plan, track, sites, policy, histories, options) {
  return callAsync('verify_many', { plan, track, sites, policy, histories }, options);
};

exports.digest = function digest(track) {
  return call('digest', { track });
};

exports.redact = function redact(report, level) {
  return call('redact', { report, level });
};

exports.coarsen = function coarsen(track, metres, seconds) {
  return call('coarsen', { track, metres, seconds });
};

exports.retention = function retention(report, policy, now) {
  return call('retention', { report, policy, now });
};

exports.stayPoints = function stayPoints(columns, policy) {
  return call('stay_points', { columns, policy });
};

exports.stayPointsAsync = function stayPointsAsync(columns, policy, options) {
  return callAsync('stay_points', { columns, policy }, options);
};

exports.reasonText = function reasonText(reason, lang) {
  return call('reason_text', { reason, lang });
};

exports.schema = function schema(kind) {
  return call('schema', { kind });
};

exports.version = function version() {
  return call('version', {});
};

exports.FenceIndex = class FenceIndex extends Engine {
  constructor(fences, policy) {
    super(call('FenceIndex.new', { fences, policy }));
  }

  static async buildAsync(fences, policy, options) {
    return engineOf(FenceIndex, await callAsync('FenceIndex.new', { fences, policy }, options));
  }

  containing(lat, lon) {
    return call('FenceIndex.containing', { this: this, lat, lon });
  }

  containingMany(lat, lon) {
    return call('FenceIndex.containing_many', { this: this, lat, lon });
  }

  containingManyAsync(lat, lon, options) {
    return callAsync('FenceIndex.containing_many', { this: this, lat, lon }, options);
  }

  nearest(lat, lon, k) {
    return call('FenceIndex.nearest', { this: this, lat, lon, k });
  }

  get size() {
    return call('FenceIndex.size', { this: this });
  }

  get warnings() {
    return call('FenceIndex.warnings', { this: this });
  }

  get memoryBytes() {
    return call('FenceIndex.memory_bytes', { this: this });
  }

  toBytes() {
    return call('FenceIndex.to_bytes', { this: this });
  }

  static fromBytes(bytes) {
    return engineOf(FenceIndex, call('FenceIndex.from_bytes', { bytes: bytesOf(bytes) }));
  }

  static async fromBytesAsync(bytes, options) {
    return engineOf(FenceIndex, await callAsync('FenceIndex.from_bytes', { bytes: bytesOf(bytes) }, options));
  }
};

exports.Tracker = class Tracker extends Engine {
  constructor(index, policy) {
    super(call('Tracker.new', { index, policy }));
  }

  push(rep, fix, now) {
    return call('Tracker.push', { this: this, rep, fix, now });
  }

  pushMany(fixes, now) {
    return call('Tracker.push_many', { this: this, fixes, now });
  }

  pushManyAsync(fixes, now, options) {
    return callAsync('Tracker.push_many', { this: this, fixes, now }, options);
  }

  advance(now) {
    return call('Tracker.advance', { this: this, now });
  }

  finish() {
    return call('Tracker.finish', { this: this });
  }

  forget(rep) {
    return call('Tracker.forget', { this: this, rep });
  }

  lint() {
    return call('Tracker.lint', { this: this });
  }

  snapshot() {
    return call('Tracker.snapshot', { this: this });
  }

  static restore(bytes, index, policy) {
    return engineOf(Tracker, call('Tracker.restore', { bytes: bytesOf(bytes), index, policy }));
  }
};
