// Calendars as they are or as policies, and what goes back as it came.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Calendar, closePeriod, InputError, progress, reconcile, FenceIndex, ScoreCard } from 'fieldbeat';

const policy = { zone: 'UTC', days: [{ first: '2026-11-04' }] };
const now = new Date('2026-11-13T18:00:00Z');
const rows = (...points) => points.map((worth, index) => ({
  id: String(index), rep: 'anna', t: new Date(now - index * 86_400_000), points: worth,
}));

test('a calendar is as good as its policy', () => {
  const calendar = new Calendar(policy);
  const reports = [policy, calendar].flatMap((company) => [null, policy, calendar].map((own) => (
    progress([{ value: 100 }], rows(5, '7.5', 0.1), company, now, [{ id: 'anna', calendar: own }])
  )));
  for (const report of reports) assert.deepEqual(report, reports[0]);
  assert.equal(reports[0].progress[0].actual, 12.6);
});

test('another engine is no calendar', () => {
  assert.throws(() => progress([{ value: 100 }], [], new FenceIndex([]), now), (error) => {
    assert.ok(error instanceof InputError);
    assert.deepEqual(error.problems.map(({ code, path }) => [code, path]), [['wrong_type', '$.calendar']]);
    return true;
  });
});

test('a snapshot goes back as it came, also through text', () => {
  const snapshot = closePeriod('2026-11', rows(5, 7.5), policy);
  const stored = JSON.parse(JSON.stringify(snapshot));
  assert.equal(reconcile(stored, rows(5, 7.25), policy, '2026-12-01T09:00:00+03:00').difference, -0.25);
});

test('a step that 15 digits do not tell is a text, and goes in again as it came', () => {
  const card = new ScoreCard({
    name: 'visits', version: '1', tables: [{ rows: [], default: 1234.56 }],
    modifiers: [{ kind: 'multiply', factor: 1.123457 }, { kind: 'multiply', factor: 0.987653 }],
  });
  const score = card.score({ id: 'v', rep: 'anna', t: now });
  assert.deepEqual(score.steps.map(({ delta }) => delta), [1234.56, 152.41507392, '-17.12498123769024', -0.00009268230976]);
  assert.deepEqual(score.steps.map(({ after }) => after), [1234.56, 1386.97507392, '1369.85009268230976', 1369.85]);
  // Numbers of 10^-18, as which they sum exactly; as numbers they would not.
  const units = (points) => {
    const [, sign, whole, part] = /^(-?)(\d+)\.?(\d*)$/.exec(String(points));
    return BigInt(sign + whole + part.padEnd(18, '0'));
  };
  const sum = score.steps.reduce((sum, { delta }) => sum + units(delta), 0n);
  assert.equal(sum, units('1369.85'));
  assert.equal(score.points, 1369.85);
  for (const rows of [[score], JSON.parse(JSON.stringify([score]))]) {
    assert.equal(progress([{ value: 100 }], rows, policy, now).progress[0].actual, 1369.85);
    const [line] = closePeriod('2026-11', rows, policy).lines.filter(({ points }) => typeof points === 'string');
    assert.equal(line.points, '-17.12498123769024');
  }
  // A shorter text would be another step: nothing is read into what was cut.
  const [cut] = structuredClone([score]);
  cut.steps[2].delta = Number(cut.steps[2].delta.slice(0, -3));
  assert.throws(() => progress([{ value: 100 }], [cut], policy, now), (error) => {
    assert.deepEqual(error.problems.map(({ code, path }) => [code, path]), [['steps_differ', '$.scored[0].steps']]);
    return true;
  });
});

test('a long column of texts is made when it is looked at, and a list like any other', () => {
  const card = new ScoreCard({ name: 'visits', version: '1', schema: {}, modifiers: [{ id: 'visit', kind: 'add', points: 2 }] });
  const count = 100;
  const columns = { rep: Array(count).fill('anna'), t: Float64Array.from({ length: count }, (_, row) => +now + row) };
  const due = Array(count).fill('visit');
  const answers = () => card.scoreMany(columns);
  assert.deepEqual(answers().step_rule, due);
  assert.deepEqual(JSON.parse(JSON.stringify(answers())).step_rule, due);
  assert.deepEqual(structuredClone(answers()).step_rule, due);
  assert.deepEqual({ ...answers() }.step_rule, due);
  assert.deepEqual(Object.freeze(answers()).step_rule, due);
  const answer = answers();
  assert.equal(answer.step_rule, answer.step_rule);
  assert.equal(Object.getOwnPropertyDescriptor(answer, 'step_rule').value, answer.step_rule);
  answer.step_kind = 'mine';
  assert.equal(answer.step_kind, 'mine');
  // And goes in again as it came.
  const report = progress([{ value: 100 }], { ...columns, ...answers() }, policy, now);
  assert.equal(report.progress[0].scope, 'rep');
});

test('a long column of numbers that may be absent is such a list too', () => {
  const modifiers = [{ id: 'doctors', kind: 'per_unit', field: 'doctors_met', rate: 2 }];
  const card = new ScoreCard({ name: 'visits', version: '1', schema: { doctors_met: 'number' }, modifiers });
  const count = 300;
  const doctors = Array.from({ length: count }, (_, row) => (row % 3 === 0 ? NaN : row));
  const columns = {
    rep: { codes: Uint32Array.from(doctors, (_, row) => row), names: doctors.map((_, row) => `rep-${row}`) },
    t: Float64Array.from(doctors, (_, row) => +now + row),
    doctors_met: Float64Array.from(doctors),
  };
  const due = doctors.map((met) => (Number.isNaN(met) ? null : met * 200));
  const answer = card.scoreMany(columns);
  assert.equal(typeof Object.getOwnPropertyDescriptor(answer, 'points_units').get, 'function');
  assert.deepEqual(structuredClone(answer).points_units, due);
  assert.deepEqual(answer.points_units, due);
  assert.equal(Object.getOwnPropertyDescriptor(answer, 'points_units').value, answer.points_units);
  assert.deepEqual(answer.worth_units, Array(count).fill(null));
  // More names than a byte can tell apart.
  assert.deepEqual(answer.totals.filter(({ kind }) => kind === 'day').length, count);
});

test('many names cross joined, whatever is in them', () => {
  const card = new ScoreCard({ name: 'visits', version: '1', schema: {}, modifiers: [{ id: 'visit', kind: 'add', points: 2 }] });
  const count = 10_000;
  const t = Float64Array.from({ length: count }, () => +now);
  const codes = Uint32Array.from(t, (_, row) => row);
  for (const odd of ['plain', 'я\u{1f600}', '\ud800', 'a\0b', '']) {
    const names = Array.from(codes, (row) => `rep-${row}${odd}`);
    // One stands twice: both rows are of one rep.
    names[count - 1] = names[4096];
    const { totals } = card.scoreMany({ rep: { codes, names }, t });
    const days = new Map(totals.filter(({ kind }) => kind === 'day').map(({ of, scored }) => [of, scored]));
    assert.equal(days.size, count - 1);
    assert.equal(days.get(names[4096].toWellFormed()), 2);
    assert.equal(days.get(names[0].toWellFormed()), 1);
  }
  const short = card.scoreMany({ rep: { codes: codes.map(() => 1), names: ['nobody', 'anna'] }, t }).totals;
  assert.deepEqual([...new Set(short.map(({ of }) => of))], ['anna']);
  assert.throws(() => card.scoreMany({ rep: { codes, names: Array(count - 1).fill('anna') }, t }), { name: 'InputError' });
});
