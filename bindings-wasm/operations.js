// Written by `cargo xtask stubs`: change the catalog of the core, not this file.
import { call } from './door.js';
import { Engine, bytesOf, engineOf } from './engine.js';
import { schemas } from './schemas.js';
import { zoneTable as tableOfZone } from './zones.js';

export function distance(a, b) {
  return call('distance', { a, b });
}

export function presence(fence, fix, policy) {
  return call('presence', { fence, fix, policy });
}

export function supersede(events, earlier) {
  return call('supersede', { events, earlier });
}

export function verifyPlan(plan, track, sites, policy, history, control = {}) {
  return call('verify_plan', { plan, track, sites, policy, history }, control);
}

export function anomalies(track, policy, history, control = {}) {
  return call('anomalies', { track, policy, history }, control);
}

export function registerVisit(fix, sites, policy) {
  return call('register_visit', { fix, sites, policy });
}

export function suggestSitePosition(visits) {
  return call('suggest_site_position', { visits });
}

export function deviation(track, path, policy, control = {}) {
  return call('deviation', { track, path, policy }, control);
}

export function trips(track, policy, sites, base, control = {}) {
  return call('trips', { track, policy, sites, base }, control);
}

export function verifyMany(plan, track, sites, policy, histories, control = {}) {
  return call('verify_many', { plan, track, sites, policy, histories }, control);
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

export function stayPoints(columns, policy, control = {}) {
  return call('stay_points', { columns, policy }, control);
}

export function orderStops(lat, lon, options, control = {}) {
  return call('order_stops', { lat, lon, options }, control);
}

export function orderPlane(x, y, options, control = {}) {
  return call('order_plane', { x, y, options }, control);
}

export function orderMatrix(matrix, options, control = {}) {
  return call('order_matrix', { matrix, options }, control);
}

export function matrixOf(positions, profile, control = {}) {
  return call('matrix_of', { positions, profile }, control);
}

export function matrixFrom(answer, kind) {
  return call('matrix_from', { answer, kind });
}

export function period(name, zone, now) {
  return call('period', { name, zone, now });
}

export function periodOf(t, kind, zone) {
  return call('period_of', { t, kind, zone });
}

export function zoneTable(name, start, end) {
  return tableOfZone(name, start, end);
}

export function mergeScores(parts, control = {}) {
  return call('merge_scores', { parts }, control);
}

export function progress(targets, scored, calendar, now, reps, adjustments, control = {}) {
  return call('progress', { targets, scored, calendar, now, reps, adjustments }, control);
}

export function closePeriod(period, scored, calendar, reps, policy, now, control = {}) {
  return call('close_period', { period, scored, calendar, reps, policy, now }, control);
}

export function reconcile(snapshot, scored, calendar, now, reps, posted, control = {}) {
  return call('reconcile', { snapshot, scored, calendar, now, reps, posted }, control);
}

export function planActual(rows, by, period, calendar, now, control = {}) {
  return call('plan_actual', { rows, by, period, calendar, now }, control);
}

export function statistics(rows, calendar, now, beside, options, control = {}) {
  return call('statistics', { rows, calendar, now, beside, options }, control);
}

export function leaderboard(scored, period, calendar, now, reps, options, control = {}) {
  return call('leaderboard', { scored, period, calendar, now, reps, options }, control);
}

export function mergeLogs(a, b, pipeline, now) {
  return call('merge_logs', { a, b, pipeline, now });
}

export function worklist(cases, now, pipeline) {
  return call('worklist', { cases, now, pipeline });
}

export function nextStepAudit(clients, activities, sent, now, options) {
  return call('next_step_audit', { clients, activities, sent, now, options });
}

export function waiting(requests, now, calendar, edges) {
  return call('waiting', { requests, now, calendar, edges });
}

export function rollUp(contacts, now) {
  return call('roll_up', { contacts, now });
}

export function funnelReport(columns, now, calendar, options, control = {}) {
  return call('funnel_report', { columns, now, calendar, options }, control);
}

export function rfm(columns, now, policy, cuts, control = {}) {
  return call('rfm', { columns, now, policy, cuts }, control);
}

export function abc(columns, now, policy, control = {}) {
  return call('abc', { columns, now, policy }, control);
}

export function xyz(columns, now, policy, control = {}) {
  return call('xyz', { columns, now, policy }, control);
}

export function bcg(columns, now, policy, control = {}) {
  return call('bcg', { columns, now, policy }, control);
}

export function lifeCycle(columns, now, policy, prospects, control = {}) {
  return call('life_cycle', { columns, now, policy, prospects }, control);
}

export function compare(policy_a, policy_b, transactions, now, scopes, pins, control = {}) {
  return call('compare', { policy_a, policy_b, transactions, now, scopes, pins }, control);
}

export function fromJsonlogic(logic, schema, null_semantics) {
  return call('from_jsonlogic', { logic, schema, null_semantics });
}

export function toJsonlogic(condition, schema, null_semantics) {
  return call('to_jsonlogic', { condition, schema, null_semantics });
}

export function fromQueryBuilder(query, schema) {
  return call('from_query_builder', { query, schema });
}

export function toQueryBuilder(condition, schema) {
  return call('to_query_builder', { condition, schema });
}

export function reasonText(reason, lang) {
  return call('reason_text', { reason, lang });
}

export function lint(kind, policy) {
  return call('lint', { kind, policy });
}

export function schema(kind) {
  call('schema', { kind });
  return schemas[kind]();
}

export function version() {
  return call('version', {});
}

export class FenceIndex extends Engine {
  constructor(fences, policy, control = {}) {
    super(call('FenceIndex.new', { fences, policy }, control));
  }

  containing(lat, lon) {
    return call('FenceIndex.containing', { this: this, lat, lon });
  }

  containingMany(lat, lon, control = {}) {
    return call('FenceIndex.containing_many', { this: this, lat, lon }, control);
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

  static fromBytes(bytes, control = {}) {
    return engineOf(FenceIndex, call('FenceIndex.from_bytes', { bytes: bytesOf(bytes) }, control));
  }
}

export class Tracker extends Engine {
  constructor(index, policy) {
    super(call('Tracker.new', { index, policy }));
  }

  push(rep, fix, now) {
    return call('Tracker.push', { this: this, rep, fix, now });
  }

  pushMany(fixes, now, control = {}) {
    return call('Tracker.push_many', { this: this, fixes, now }, control);
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

  get memoryBytes() {
    return call('Tracker.memory_bytes', { this: this });
  }

  snapshot() {
    return call('Tracker.snapshot', { this: this });
  }

  static restore(bytes, index, policy) {
    return engineOf(Tracker, call('Tracker.restore', { bytes: bytesOf(bytes), index, policy }));
  }
}

export class Calendar extends Engine {
  constructor(policy) {
    super(call('Calendar.new', { policy }));
  }

  add(t, span) {
    return call('Calendar.add', { this: this, t, span });
  }

  workingTime(a, b) {
    return call('Calendar.working_time', { this: this, a, b });
  }

  isWorking(t) {
    return call('Calendar.is_working', { this: this, t });
  }

  workingDays(period, now) {
    return call('Calendar.working_days', { this: this, period, now });
  }

  period(name, now) {
    return call('Calendar.period', { this: this, name, now });
  }

  periodOf(t, kind) {
    return call('Calendar.period_of', { this: this, t, kind });
  }

  get policy() {
    return call('Calendar.policy', { this: this });
  }
}

export class Condition extends Engine {
  constructor(json, schema, calendar) {
    super(call('Condition.new', { json, schema, calendar }));
  }

  matches(record, now) {
    return call('Condition.matches', { this: this, record, now });
  }

  matchesMany(columns, now, control = {}) {
    return call('Condition.matches_many', { this: this, columns, now }, control);
  }

  explain(record, now) {
    return call('Condition.explain', { this: this, record, now });
  }

  nextChange(record, now) {
    return call('Condition.next_change', { this: this, record, now });
  }

  fields() {
    return call('Condition.fields', { this: this });
  }

  get json() {
    return call('Condition.json', { this: this });
  }

  get schema() {
    return call('Condition.schema', { this: this });
  }

  get warnings() {
    return call('Condition.warnings', { this: this });
  }
}

export class ScoreCard extends Engine {
  constructor(policy) {
    super(call('ScoreCard.new', { policy }));
  }

  score(visit, now) {
    return call('ScoreCard.score', { this: this, visit, now });
  }

  scoreAll(visits, now, control = {}) {
    return call('ScoreCard.score_all', { this: this, visits, now }, control);
  }

  scoreMany(columns, now, control = {}) {
    return call('ScoreCard.score_many', { this: this, columns, now }, control);
  }

  get policy() {
    return call('ScoreCard.policy', { this: this });
  }

  get warnings() {
    return call('ScoreCard.warnings', { this: this });
  }
}

export class Pipeline extends Engine {
  constructor(policy) {
    super(call('Pipeline.new', { policy }));
  }

  open(record, now) {
    return call('Pipeline.open', { this: this, record, now });
  }

  can(record, now, actor, event) {
    return call('Pipeline.can', { this: this, record, now, actor, event });
  }

  apply(record, event, now) {
    return call('Pipeline.apply', { this: this, record, event, now });
  }

  applyMany(records, events, now, control = {}) {
    return call('Pipeline.apply_many', { this: this, records, events, now }, control);
  }

  update(record, fields, now) {
    return call('Pipeline.update', { this: this, record, fields, now });
  }

  due(record, now) {
    return call('Pipeline.due', { this: this, record, now });
  }

  nextDue(record) {
    return call('Pipeline.next_due', { this: this, record });
  }

  tick(records, now, control = {}) {
    return call('Pipeline.tick', { this: this, records, now }, control);
  }

  clock(record, now) {
    return call('Pipeline.clock', { this: this, record, now });
  }

  migrate(records, stage_map, control = {}) {
    return call('Pipeline.migrate', { this: this, records, stage_map }, control);
  }

  diagram() {
    return call('Pipeline.diagram', { this: this });
  }

  get policy() {
    return call('Pipeline.policy', { this: this });
  }

  get warnings() {
    return call('Pipeline.warnings', { this: this });
  }
}

export class CaseStore extends Engine {
  constructor(pipeline) {
    super(call('CaseStore.new', { pipeline }));
  }

  put(records) {
    return call('CaseStore.put', { this: this, records });
  }

  applyMany(events, now, control = {}) {
    return call('CaseStore.apply_many', { this: this, events, now }, control);
  }

  tick(now, control = {}) {
    return call('CaseStore.tick', { this: this, now }, control);
  }

  nextDue() {
    return call('CaseStore.next_due', { this: this });
  }

  get(case_id) {
    return call('CaseStore.get', { this: this, case_id });
  }

  stages() {
    return call('CaseStore.stages', { this: this });
  }

  remove(case_ids) {
    return call('CaseStore.remove', { this: this, case_ids });
  }

  snapshot() {
    return call('CaseStore.snapshot', { this: this });
  }

  static restore(bytes, pipeline) {
    return engineOf(CaseStore, call('CaseStore.restore', { bytes: bytesOf(bytes), pipeline }));
  }

  get size() {
    return call('CaseStore.size', { this: this });
  }

  get memoryBytes() {
    return call('CaseStore.memory_bytes', { this: this });
  }
}

export class Segmenter extends Engine {
  constructor(policy) {
    super(call('Segmenter.new', { policy }));
  }

  ingest(transactions, scopes, pins) {
    return call('Segmenter.ingest', { this: this, transactions, scopes, pins });
  }

  advance(now, control = {}) {
    return call('Segmenter.advance', { this: this, now }, control);
  }

  changePolicy(policy) {
    return call('Segmenter.change_policy', { this: this, policy });
  }

  assignments() {
    return call('Segmenter.assignments', { this: this });
  }

  assignmentsMany() {
    return call('Segmenter.assignments_many', { this: this });
  }

  movesMany(start, end) {
    return call('Segmenter.moves_many', { this: this, start, end });
  }

  moves(start, end) {
    return call('Segmenter.moves', { this: this, start, end });
  }

  migration(start, end, scope) {
    return call('Segmenter.migration', { this: this, start, end, scope });
  }

  nextDue() {
    return call('Segmenter.next_due', { this: this });
  }

  snapshot() {
    return call('Segmenter.snapshot', { this: this });
  }

  static restore(bytes, policy) {
    return engineOf(Segmenter, call('Segmenter.restore', { bytes: bytesOf(bytes), policy }));
  }

  static merge(parts, policy) {
    return engineOf(Segmenter, call('Segmenter.merge', { parts, policy }));
  }

  get policy() {
    return call('Segmenter.policy', { this: this });
  }

  get warnings() {
    return call('Segmenter.warnings', { this: this });
  }

  get memoryBytes() {
    return call('Segmenter.memory_bytes', { this: this });
  }
}

export class TourSearch extends Engine {
  constructor(lat, lon, options, control = {}) {
    super(call('TourSearch.new', { lat, lon, options }, control));
  }

  static plane(x, y, options, control = {}) {
    return engineOf(TourSearch, call('TourSearch.plane', { x, y, options }, control));
  }

  static matrix(matrix, options, control = {}) {
    return engineOf(TourSearch, call('TourSearch.matrix', { matrix, options }, control));
  }

  run(budget, control = {}) {
    return call('TourSearch.run', { this: this, budget }, control);
  }

  best() {
    return call('TourSearch.best', { this: this });
  }

  snapshot() {
    return call('TourSearch.snapshot', { this: this });
  }

  static restore(bytes) {
    return engineOf(TourSearch, call('TourSearch.restore', { bytes: bytesOf(bytes) }));
  }
}
