// Tours on the thread pool and off it: progress, signals, searches in slices.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  anomalies, orderMatrix, orderPlane, orderPlaneAsync, orderStops, orderStopsAsync, AbortError, PolicyError, TourSearch,
} from 'fieldbeat';

const count = 300;
const lat = Float64Array.from({ length: count }, (_, index) => 55 + ((index * 7919) % 1000) / 3000);
const lon = Float64Array.from({ length: count }, (_, index) => 37 + ((index * 104729) % 1000) / 2000);
// Nobody waits for so many.
const endless = { iterations: 4_000_000_000 };

const isWhole = ({ order }) => assert.deepEqual([...order].sort((a, b) => a - b), Array.from({ length: count }, (_, index) => index));

test('options are one object, and a slip in it is told', () => {
  const tour = orderStops(lat, lon, { closed: false, start: 7, end: 3, budget: { iterations: 50 } });
  assert.equal(tour.order[0], 7);
  assert.equal(tour.order.at(-1), 3);
  assert.throws(() => orderStops(lat, lon, { clsed: false, budget: { time: 5 } }), (error) => {
    assert.ok(error instanceof PolicyError);
    assert.deepEqual(error.problems.map(({ path }) => path), ['$.options.clsed', '$.options.budget.time']);
    return true;
  });
});

test('a table is rows of numbers, typed or not, with null where no way leads', () => {
  const rows = [[0, 3, 9, null], [4, 0, 2, 9], [9, 2, 0, 1], [1, 9, 3, 0]];
  const typed = rows.map((row) => Float64Array.from(row, (cost) => cost ?? Infinity));
  assert.deepEqual(orderMatrix(typed), orderMatrix(rows));
});

test('a number that is none is told where it stands', () => {
  for (const wrong of [NaN, Infinity, -Infinity]) {
    const bad = Float64Array.from(lon);
    bad[7] = wrong;
    for (const [order, path] of [[orderStops, '$.lon[7]'], [orderPlane, '$.y[7]']]) {
      for (const column of [bad, [...bad]]) {
        assert.throws(() => order(lat, column), ({ problems }) => {
          assert.deepEqual(problems.map((problem) => [problem.code, problem.path]), [['not_finite', path]]);
          return true;
        });
      }
    }
  }
});

test('the promise has the answer of the plain call', async () => {
  const options = { seed: 5, budget: { iterations: 100 } };
  assert.deepEqual(await orderStopsAsync(lat, lon, options), orderStops(lat, lon, options));
});

test('a signal ends a search with the best so far', async () => {
  const controller = new AbortController();
  const search = orderStopsAsync(lat, lon, { budget: endless }, {
    signal: controller.signal, progress: () => controller.abort(),
  });
  const tour = await search;
  assert.equal(tour.stopped_by, 'cancelled');
  isWhole(tour);
});

test('a signal that was aborted before starts no search', async () => {
  await assert.rejects(orderStopsAsync(lat, lon, {}, { signal: AbortSignal.abort() }), AbortError);
});

test('progress ends a search on this thread', () => {
  const told = [];
  const tour = orderPlane(lat, lon, { budget: endless }, { progress: (done) => told.push(done) < 3 });
  assert.equal(tour.stopped_by, 'cancelled');
  assert.equal(told.length, 3);
  assert.deepEqual(told.toSorted((a, b) => a - b), told);
  isWhole(tour);
});

test('what progress throws is thrown, on the pool too', async () => {
  const mine = new Error('mine');
  const progress = () => { throw mine; };
  assert.throws(() => orderPlane(lat, lon, { budget: endless }, { progress }), (error) => error === mine);
  await assert.rejects(orderPlaneAsync(lat, lon, { budget: endless }, { progress }), (error) => error === mine);
});

test('other long work that progress stops is an error', () => {
  const fixes = 2_000_000;
  const track = {
    t: Float64Array.from({ length: fixes }, (_, index) => 1_795_000_000_000 + index * 1000),
    lat: Float64Array.from({ length: fixes }, (_, index) => 55 + (index % 1000) * 1e-5),
    lon: Float64Array.from({ length: fixes }, (_, index) => 37 + (index % 777) * 1e-5),
  };
  assert.throws(() => anomalies(track, null, null, { progress: () => false }), AbortError);
});

test('a search goes on where it stood, and is busy while it runs', async () => {
  const search = new TourSearch(lat, lon, { seed: 3 });
  for (let slice = 0; slice < 4; slice += 1) assert.equal(search.run({ iterations: 25 }), 'iterations');
  const whole = orderStops(lat, lon, { seed: 3, budget: { iterations: 100 } });
  assert.deepEqual(search.best(), whole);
  assert.equal(String(search), 'TourSearch(300 stops, 100 iterations)');

  const controller = new AbortController();
  let busy;
  const running = search.runAsync(endless, {
    signal: controller.signal,
    progress: () => {
      busy ??= [String(search), (() => { try { return search.best(); } catch (error) { return error.problems[0].code; } })()];
      controller.abort();
    },
  });
  assert.equal(await running, 'cancelled');
  assert.deepEqual(busy, ['TourSearch(running)', 'busy']);
  isWhole(search.best());
});
