// Written by `cargo xtask stubs`: change the catalog of the core, not this file.
import { call } from './door.js';
import { Engine, bytesOf, engineOf } from './engine.js';
import { schemas } from './schemas.js';

export function distance(a, b) {
  return call('distance', { a, b });
}

export function presence(fence, fix, policy) {
  return call('presence', { fence, fix, policy });
}

export function supersede(events, earlier) {
  return call('supersede', { events, earlier });
}

export function verifyPlan(plan, track, sites, policy, history) {
  return call('verify_plan', { plan, track, sites, policy, history });
}

export function anomalies(track, policy, history) {
  return call('anomalies', { track, policy, history });
}

export function registerVisit(fix, sites, policy) {
  return call('register_visit', { fix, sites, policy });
}

export function suggestSitePosition(visits) {
  return call('suggest_site_position', { visits });
}

export function deviation(track, path, policy) {
  return call('deviation', { track, path, policy });
}

export function trips(track, policy, sites, base) {
  return call('trips', { track, policy, sites, base });
}

export function verifyMany(plan, track, sites, policy, histories) {
  return call('verify_many', { plan, track, sites, policy, histories });
}

export function digest(track) {
  return call('digest', { track });
}

export function redact(report, level) {
  return call('redact', { report, level });
}

export function coarsen(track, metres, seconds) {
  return call('coarsen', { track, metres, seconds });
}

export function retention(report, policy, now) {
  return call('retention', { report, policy, now });
}

export function stayPoints(columns, policy) {
  return call('stay_points', { columns, policy });
}

export function reasonText(reason, lang) {
  return call('reason_text', { reason, lang });
}

export function schema(kind) {
  call('schema', { kind });
  return schemas[kind]();
}

export function version() {
  return call('version', {});
}

export class FenceIndex extends Engine {
  constructor(fences, policy) {
    super(call('FenceIndex.new', { fences, policy }));
  }

  containing(lat, lon) {
    return call('FenceIndex.containing', { this: this, lat, lon });
  }

  containingMany(lat, lon) {
    return call('FenceIndex.containing_many', { this: this, lat, lon });
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
}

export class Tracker extends Engine {
  constructor(index, policy) {
    super(call('Tracker.new', { index, policy }));
  }

  push(rep, fix, now) {
    return call('Tracker.push', { this: this, rep, fix, now });
  }

  pushMany(fixes, now) {
    return call('Tracker.push_many', { this: this, fixes, now });
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
}
