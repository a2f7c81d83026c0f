// Long lists of records are made when they are looked at, and are lists like any other.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { CaseStore, Pipeline } from 'fieldbeat';

const policy = {
  name: 'deals', version: '1', schema: { paid: 'bool', sum: 'number', note: 'string' },
  stages: [{ id: 'a' }, { id: 'z', kind: 'won' }],
  transitions: [{ source: ['a'], target: 'z', guard: { all: [
    { field: 'paid', eq: true }, { field: 'sum', gt: 1e300 }, { field: 'note', ne: '\u2028"😀\0' }] } }],
};
const opened = '2026-11-20T10:00:00Z';
const now = '2026-11-20T11:00:00Z';
const ids = (count) => Array.from({ length: count }, (_, row) => `c${row}`);

function refused(count, fields) {
  const pipeline = new Pipeline(policy);
  const store = new CaseStore(pipeline);
  const cases = ids(count).map((id) => pipeline.open({ id, fields }, opened).case_after);
  store.put(cases);
  const events = { case_id: ids(count), id: ids(count), target: Array(count).fill('z') };
  return { pipeline, cases, answer: () => store.applyMany(events, now) };
}

test('refused events are told when somebody looks, in the words in which one is', () => {
  const { pipeline, cases, answer } = refused(100, { paid: false, sum: 1e21 / 3, note: '\u2028"😀\0' });
  assert.equal(typeof Object.getOwnPropertyDescriptor(answer(), 'failed').get, 'function');
  const due = cases.map((one, index) => {
    const { failed } = pipeline.apply(one, { id: one.id, target: 'z' }, now);
    assert.equal(failed.length, 3);
    return { index, case_id: one.id, failed };
  });
  const { failed } = answer();
  assert.ok(Array.isArray(failed));
  assert.deepEqual(failed, due);
  assert.deepEqual(Object.keys(failed[7]), ['index', 'case_id', 'failed']);
  assert.deepEqual(JSON.parse(JSON.stringify(answer())).failed, due);
  assert.deepEqual(structuredClone(answer()).failed, due);
  assert.deepEqual({ ...answer() }.failed, due);
  assert.deepEqual(Object.freeze(answer()).failed, due);
  const one = answer();
  assert.equal(one.failed, one.failed);
  assert.equal(Object.getOwnPropertyDescriptor(one, 'failed').value, one.failed);
  one.failed = [];
  assert.deepEqual(one.failed, []);
  const sealed = Object.seal(answer());
  sealed.failed = [];
  assert.deepEqual(sealed.failed, []);
  const frozen = Object.freeze(answer());
  assert.throws(() => { frozen.failed = []; }, TypeError);
  const above = answer();
  const below = Object.create(above);
  below.failed = [];
  assert.deepEqual([below.failed, above.failed], [[], due]);
});

test('a short list of them is a list from the first', () => {
  const { answer } = refused(3, { paid: false });
  const { value } = Object.getOwnPropertyDescriptor(answer(), 'failed');
  assert.deepEqual(value.map(({ index, case_id }) => [index, case_id]), [[0, 'c0'], [1, 'c1'], [2, 'c2']]);
});
