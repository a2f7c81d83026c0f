// Conditions beside json-logic-js and json-rules-engine: the same records, the same answers, one thread.
//
// On records that lack nothing the three mean the same. json-rules-engine answers events, by promises
// only: what is awaited is part of what it takes. Its records are flat, as it reads them fastest.
import assert from 'node:assert/strict';

import jsonLogic from 'json-logic-js';
import { Engine } from 'json-rules-engine';

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

const engine = new Engine();
engine.addRule({
  conditions: {
    all: [
      { fact: 'doctors_met', operator: 'greaterThanInclusive', value: 5 },
      { fact: 'site.status', operator: 'equal', value: 'state' },
      {
        any: [
          { fact: 'kind', operator: 'in', value: ['demo', 'consultation'] },
          { fact: 'distance_km', operator: 'greaterThan', value: 100 },
        ],
      },
    ],
  },
  event: { type: 'met' },
});
const flat = visits.map(({ site, ...visit }) => ({ ...visit, 'site.status': site.status }));

async function byEngine() {
  const answers = [];
  for (const visit of flat) answers.push((await engine.run(visit)).events.length > 0);
  return answers;
}

async function best(run, rounds = 15) {
  let [answer, least] = [undefined, Infinity];
  for (let round = 0; round < rounds; round += 1) {
    const before = process.cpuUsage();
    for (let turn = 0; turn < 5; turn += 1) answer = await run();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 5);
  }
  return [Array.from(answer, Boolean), (least * 1_000) / rows];
}

const [theirs, logicJs] = await best(() => visits.map((visit) => jsonLogic.apply(logic, visit)));
const [events, rulesEngine] = await best(byEngine, 3);
assert.deepEqual(events, theirs, 'json-rules-engine');
console.log(`json-logic-js: ${logicJs.toFixed(0)} ns a record; json-rules-engine: ${rulesEngine.toFixed(0)}`);
const forms = [['row by row', () => visits.map((visit) => condition.matches(visit))], ['columns', () => condition.matchesMany(columns)]];
for (const [name, run] of forms) {
  const [ours, each] = await best(run);
  assert.deepEqual(ours, theirs, name);
  const times = [logicJs, rulesEngine].map((peer) => (peer / each).toFixed(1)).join(' and ');
  console.log(`${name}: ${each.toFixed(1)} ns a record, ${times} times as fast`);
}
