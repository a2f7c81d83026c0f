// Conditions beside json-logic-js: the same records, the same answers, one thread.
import assert from 'node:assert/strict';

import jsonLogic from 'json-logic-js';

import { Condition, fromJsonlogic } from '../../../bindings-node/index.mjs';

const rows = 20_000;
const kinds = ['demo', 'consultation', 'call', 'order'];
const statuses = ['state', 'private', 'chain'];
const schema = { doctors_met: 'int', distance_km: 'number', kind: { type: 'enum', values: kinds }, 'site.status': 'string' };
const logic = {
  and: [
    { '>=': [{ var: 'doctors_met' }, 5] },
    { '==': [{ var: 'site.status' }, 'state'] },
    { or: [{ in: [{ var: 'kind' }, ['demo', 'consultation']] }, { '>': [{ var: 'distance_km' }, 100] }] },
  ],
};

let state = 20_261_120;
function draw(below) {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return (state >>> 8) % below;
}
const visits = Array.from({ length: rows }, () => ({
  doctors_met: draw(10), distance_km: draw(1_600) / 8, kind: kinds[draw(4)], site: { status: statuses[draw(3)] },
}));
const columns = {
  doctors_met: Float64Array.from(visits, (visit) => visit.doctors_met),
  distance_km: Float64Array.from(visits, (visit) => visit.distance_km),
  kind: visits.map((visit) => visit.kind),
  'site.status': visits.map((visit) => visit.site.status),
};
const condition = new Condition(fromJsonlogic(logic, schema), schema);

function best(run) {
  let [answer, least] = [undefined, Infinity];
  for (let round = 0; round < 15; round += 1) {
    const before = process.cpuUsage();
    for (let turn = 0; turn < 5; turn += 1) answer = run();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 5);
  }
  return [answer, (least * 1_000) / rows];
}

const [theirs, peer] = best(() => visits.map((visit) => jsonLogic.apply(logic, visit)));
console.log(`json-logic-js: ${peer.toFixed(0)} ns a record`);
const forms = [['row by row', () => visits.map((visit) => condition.matches(visit))], ['columns', () => condition.matchesMany(columns)]];
for (const [name, run] of forms) {
  const [ours, each] = best(run);
  assert.deepEqual(Array.from(ours, Boolean), theirs.map(Boolean), name);
  console.log(`${name}: ${each.toFixed(1)} ns a record, ${(peer / each).toFixed(1)} times as fast`);
}
