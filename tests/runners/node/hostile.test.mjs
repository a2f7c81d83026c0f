// Whatever comes in: an answer or an error with all problems, and nothing else.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import v8 from 'node:v8';
import vm from 'node:vm';

import * as fieldbeat from 'fieldbeat';
import fc from './seeded.mjs';

const { distance, digest, presence, verifyPlan, FieldbeatError, InputError, LimitError, PolicyError } = fieldbeat;

const fence = { center: { lat: 55.7558, lon: 37.6173 }, radius_m: 100 };
const fix = { t: '2026-11-20T09:00:00Z', lat: 55.7558, lon: 37.6173, accuracy_m: 12 };

const errorOf = (call) => {
  try {
    call();
  } catch (error) {
    return error;
  }
  return assert.fail('nothing was wrong');
};
const problemsOf = (call) => errorOf(call).problems.map(({ code, path }) => `${code} ${path}`);

test('ten unknown keys of a policy are ten problems, each with its path', () => {
  const keys = Array.from({ length: 10 }, (_, index) => `key_${index}`);
  const error = errorOf(() => presence(fence, fix, Object.fromEntries(keys.map((key) => [key, 1]))));
  assert.ok(error instanceof PolicyError && error instanceof FieldbeatError && error instanceof Error);
  assert.equal(error.name, 'PolicyError');
  assert.equal(error.code, 'policy');
  assert.deepEqual(error.problems.map(({ code, path }) => `${code} ${path}`), keys.map((key) => `unknown_key $.policy.${key}`));
  assert.match(error.message, /10 problems/);
});

test('problems of all arguments come at once', () => {
  assert.deepEqual(
    problemsOf(() => distance({ lat: 91, lon: NaN }, { lat: '1' })),
    ['out_of_range $.a.lat', 'not_finite $.a.lon', 'wrong_type $.b.lat', 'missing_key $.b.lon'],
  );
});

test('a missing argument is named', () => {
  assert.deepEqual(problemsOf(() => distance()), ['missing_key $.a', 'missing_key $.b']);
});

test('NaN, infinities and 1e308 are errors, -0 is 0', () => {
  for (const x of [NaN, Infinity, -Infinity]) {
    assert.deepEqual(problemsOf(() => distance({ lat: x, lon: x }, { lat: 0, lon: 0 })), ['not_finite $.a.lat', 'not_finite $.a.lon']);
  }
  assert.deepEqual(problemsOf(() => distance({ lat: 1e308, lon: 0 }, { lat: 0, lon: 0 })), ['out_of_range $.a.lat']);
  assert.ok(Object.is(distance({ lat: -0, lon: -0 }, { lat: 0, lon: 0 }), 0));
});

test('naive times are errors', () => {
  assert.deepEqual(problemsOf(() => presence(fence, { ...fix, t: '2026-11-20T09:00:00' })), ['naive_time $.fix.t']);
});

test('an object within itself ends, and is named where data were expected', () => {
  const cyclic = { lon: 1 };
  cyclic.lat = cyclic;
  cyclic.list = [cyclic, [cyclic]];
  assert.deepEqual(problemsOf(() => distance(cyclic, { lat: 0, lon: 0 })), ['cyclic $.a.lat']);
});

test('a value at two places is no cycle', () => {
  const place = { lat: 1, lon: 2 };
  assert.equal(distance(place, place), 0);
});

test('what is nested too deeply ends, and is named where data were expected', () => {
  let deep = {};
  for (let level = 0; level < 100_000; level += 1) deep = { deep };
  assert.deepEqual(problemsOf(() => distance(deep, [])), ['missing_key $.a.lat', 'missing_key $.a.lon', 'wrong_type $.b']);
  let list = [];
  for (let level = 0; level < 100_000; level += 1) list = [list];
  assert.deepEqual(problemsOf(() => digest(list)), ['wrong_type $.track[0]']);
});

test('a list of four billion holes ends with a limit', () => {
  const error = errorOf(() => digest(new Array(2 ** 32 - 1)));
  assert.ok(error instanceof LimitError);
  assert.deepEqual(error.problems.map(({ code, path }) => `${code} ${path}`), ['too_many_values $']);
});

test('lists of texts, and what is read by itself, count together', () => {
  const texts = new Array(2 ** 20).fill('');
  // With a number behind them, texts are not joined.
  for (const last of [texts, [...texts, 0]]) {
    const error = errorOf(() => digest([...new Array(15).fill(texts), last]));
    assert.ok(error instanceof LimitError);
    assert.deepEqual(error.problems.map(({ code, path }) => `${code} ${path}`), ['too_many_values $']);
  }
});

test('what a getter or a proxy throws comes through unchanged', () => {
  const mine = new RangeError('mine');
  const raise = () => { throw mine; };
  const hostile = [
    Object.defineProperty({}, 'lat', { get: raise, enumerable: true }),
    new Proxy({}, { ownKeys: raise }),
    new Proxy({ lat: 1 }, { get: raise }),
    new Proxy([1], { get: raise }),
  ];
  for (const a of hostile) {
    assert.equal(errorOf(() => distance(a, { lat: 0, lon: 0 })), mine);
    assert.equal(errorOf(() => digest([{ t: 0, lat: 1, lon: 1 }, a])), mine);
  }
  assert.throws(() => distance({ get lat() { throw 'text'; } }), (thrown) => thrown === 'text');
  const { proxy, revoke } = Proxy.revocable([], {});
  revoke();
  assert.throws(() => distance(proxy), TypeError);
});

test('a getter that calls the library again does no harm', () => {
  const place = { get lat() { return distance({ lat: 0, lon: 0 }, { lat: 0, lon: 0 }); }, lon: 0 };
  assert.equal(distance(place, { lat: 0, lon: 0 }), 0);
});

test('columns: wrong kinds, different lengths and huge numbers are one problem each', () => {
  const lat = new Float64Array(3);
  assert.deepEqual(problemsOf(() => digest({ t: new Float64Array(3), lat, lon: new Float64Array(2) })), ['lengths_differ $.track.lon']);
  assert.deepEqual(problemsOf(() => digest({ t: new Float64Array(3), lat, lon: 5 })), ['wrong_type $.track.lon']);
  assert.deepEqual(problemsOf(() => digest({ t: new BigUint64Array([2n ** 63n]), lat, lon: lat })).slice(0, 1), ['out_of_range $.track.t']);
  assert.deepEqual(problemsOf(() => digest({ t: new Float64Array(3), lat, lon: new DataView(new ArrayBuffer(24)) })), ['wrong_type $.track.lon']);
  assert.deepEqual(problemsOf(() => digest(lat)), ['wrong_type $.track']);
});

test('a column of bad cells names each row', () => {
  const problems = problemsOf(() => digest({ t: [0, 1], lat: new Float64Array([NaN, 95]), lon: new Float64Array(2) }));
  assert.deepEqual(problems, ['not_finite $.track.lat[0]', 'out_of_range $.track.lat[1]']);
});

test('a million bad cells are a thousand problems and a count', () => {
  const bad = new Float64Array(1_000_000).fill(NaN);
  const { problems } = errorOf(() => digest({ t: new Float64Array(1_000_000), lat: bad, lon: bad }));
  assert.equal(problems.length, 1001);
  assert.equal(problems.at(-1).code, 'more_problems');
});

test('any junk in any argument is an answer or an error of ours', () => {
  const junk = fc.anything({ withBigInt: true, withDate: true, withTypedArray: true, withMap: true, withSet: true, withSparseArray: true, withNullPrototype: true, withObjectString: true });
  const operations = [distance, presence, verifyPlan, digest, fieldbeat.reasonText, fieldbeat.schema];
  fc.assert(
    fc.property(fc.constantFrom(...operations), fc.array(junk, { maxLength: 5 }), (operation, values) => {
      try {
        operation(...values);
      } catch (error) {
        assert.ok(error instanceof FieldbeatError, error);
        assert.ok(error.problems.length > 0);
        for (const problem of error.problems) assert.match(problem.path, /^\$/);
      }
    }),
    { numRuns: 2000 },
  );
});

test('junk in a known place is named there', () => {
  const wrong = fc.anything().filter((value) => typeof value !== 'number' && value !== null && value !== undefined && typeof value !== 'bigint');
  fc.assert(fc.property(wrong, (lat) => {
    const error = errorOf(() => distance({ lat, lon: 0 }, { lat: 0, lon: 0 }));
    assert.ok(error instanceof InputError);
    assert.deepEqual(error.problems.map(({ path }) => path), ['$.a.lat']);
  }));
});

test('many calls, failed or not, keep no memory', () => {
  v8.setFlagsFromString('--expose-gc');
  const collect = vm.runInNewContext('gc');
  const track = { t: new Float64Array(5000).map((_, index) => index * 1000), lat: new Float64Array(5000), lon: new Float64Array(5000) };
  const rounds = (count) => {
    for (let round = 0; round < count; round += 1) {
      digest(track);
      presence(fence, fix);
      errorOf(() => presence(fence, fix, { unknown: track }));
      errorOf(() => distance({ get lat() { throw new Error('mine'); } }));
      errorOf(() => digest({ ...track, lat: [NaN] }));
    }
    collect();
    return process.memoryUsage().rss;
  };
  rounds(300);
  const before = rounds(300);
  const after = rounds(1500);
  // 1,500 tracks of 5,000 fixes are a gigabyte: a leak of one in a hundred would show.
  assert.ok(after - before < 10e6, `grew by ${((after - before) / 1e6).toFixed(1)} MB`);
});
