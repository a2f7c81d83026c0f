// Calls on the thread pool.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { verifyPlan, verifyPlanAsync, AbortError, FenceIndex, PolicyError, Tracker } from 'fieldbeat';

const start = Date.UTC(2026, 10, 20, 6);

/** A rep who stays at the site for an hour, with a fix every `every` seconds. */
const day = (fixes, every) => ({
  plan: [{ id: 'p1', site: 's1', slot: { start, end: start + 3_600_000 } }],
  track: {
    t: Float64Array.from({ length: fixes }, (_, index) => start + index * every * 1000),
    lat: new Float64Array(fixes).fill(55.7558),
    lon: Float64Array.from({ length: fixes }, (_, index) => 37.6173 + (index % 7) * 1e-6),
    accuracy_m: new Float64Array(fixes).fill(10),
  },
  sites: [{ id: 's1', fence: { center: { lat: 55.7558, lon: 37.6173 }, radius_m: 100 } }],
});

test('the promise has the answer of the plain call', async () => {
  const { plan, track, sites } = day(360, 10);
  assert.deepEqual(await verifyPlanAsync(plan, track, sites), verifyPlan(plan, track, sites));
});

test('the arguments are read before it returns', async () => {
  const { plan, track, sites } = day(360, 10);
  const expected = verifyPlan(plan, track, sites);
  const promise = verifyPlanAsync(plan, track, sites);
  track.lat.fill(0);
  plan.length = 0;
  assert.deepEqual(await promise, expected);
});

test('errors reject, with all problems', async () => {
  const { plan, track, sites } = day(10, 10);
  await assert.rejects(verifyPlanAsync(plan, track, sites, { unknown: 1, late: 5 }), (error) => {
    assert.ok(error instanceof PolicyError);
    assert.deepEqual(error.problems.map(({ path }) => path), ['$.policy.unknown', '$.policy.late']);
    return true;
  });
});

test('what a getter throws rejects too', async () => {
  const mine = new Error('mine');
  await assert.rejects(verifyPlanAsync({ get plan() { throw mine; } }, [], []), (error) => error === mine);
});

test('a signal that was aborted before starts nothing', async () => {
  const reason = new Error('closed');
  const { plan, track, sites } = day(10, 10);
  const promise = verifyPlanAsync(plan, track, sites, null, null, { signal: AbortSignal.abort(reason) });
  await assert.rejects(promise, (error) => {
    assert.ok(error instanceof AbortError);
    assert.equal(error.name, 'AbortError');
    assert.equal(error.code, 'cancelled');
    assert.equal(error.cause, reason);
    return true;
  });
});

test('a signal stops a call under way, on the pool too', async () => {
  const { plan, track, sites } = day(1_000_000, 0.05);
  const began = performance.now();
  await verifyPlanAsync(plan, track, sites);
  const whole = performance.now() - began;

  const controllers = Array.from({ length: 16 }, () => new AbortController());
  const calls = controllers.map(({ signal }) => verifyPlanAsync(plan, track, sites, null, null, { signal }));
  const settled = Promise.allSettled(calls);
  for (const controller of controllers) controller.abort();
  for (const { status, reason } of await settled) {
    assert.equal(status, 'rejected');
    assert.ok(reason instanceof AbortError, reason);
  }
  // The pool is free again long before 16 calls of this size could end.
  const again = performance.now();
  const small = day(10, 10);
  await verifyPlanAsync(small.plan, small.track, small.sites);
  assert.ok(performance.now() - again < 4 * whole + 200, 'the pool went on with work that nobody waits for');
});

test('who stops an engine is told what it took in, or it took in nothing', async () => {
  const here = { lat: 55, lon: 37 };
  const fences = new FenceIndex([{ id: 'f', center: here, radius_m: 50 }]);
  for (let turn = 0; turn < 40; turn += 1) {
    const tracker = new Tracker(fences);
    const empty = tracker.snapshot();
    const fixes = Array.from({ length: 40 }, (_, at) => ({ rep: 'anna', t: at * 1000, ...here, accuracy_m: 10 }));
    const controller = new AbortController();
    const pushed = tracker.pushManyAsync(fixes, null, { signal: controller.signal });
    setTimeout(() => controller.abort(), turn % 4);
    const isTold = await pushed.then(() => true, (error) => assert.ok(error instanceof AbortError, error));
    assert.equal(Buffer.compare(Buffer.from(tracker.snapshot()), Buffer.from(empty)) !== 0, isTold === true);
  }
});

test('a signal that is never used is left alone', async () => {
  const { plan, track, sites } = day(10, 10);
  const { signal } = new AbortController();
  const added = [];
  const removed = [];
  const watched = new Proxy(signal, {
    get(target, key) {
      if (key === 'addEventListener') return (type) => added.push(type);
      if (key === 'removeEventListener') return (type) => removed.push(type);
      return Reflect.get(target, key, target);
    },
  });
  await verifyPlanAsync(plan, track, sites, null, null, { signal: watched });
  assert.deepEqual(removed, added);
});

test('the event loop turns while the pool works', async () => {
  const { plan, track, sites } = day(300_000, 0.1);
  let turns = 0;
  const timer = setInterval(() => { turns += 1; }, 1);
  await verifyPlanAsync(plan, track, sites);
  clearInterval(timer);
  assert.ok(turns > 0);
});
