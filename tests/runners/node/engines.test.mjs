// Engines that live longer than a call, and columns that come out of them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import v8 from 'node:v8';
import vm from 'node:vm';
import { Worker } from 'node:worker_threads';

import { FenceIndex, presence, AbortError, InputError } from 'fieldbeat';

const here = { lat: 55.7558, lon: 37.6173 };
const fence = { id: 'clinic', center: here, radius_m: 100 };
const fences = (count) => Array.from({ length: count }, (_, index) => ({
  center: { lat: 55 + (index % 100) * 0.01, lon: 37 + Math.floor(index / 100) * 0.01 }, radius_m: 100,
}));

const errorOf = (call) => {
  try {
    call();
  } catch (error) {
    return error;
  }
  return assert.fail('nothing was wrong');
};
const problemsOf = (call) => errorOf(call).problems.map(({ code, path }) => `${code} ${path}`);

v8.setFlagsFromString('--expose-gc');
const collect = vm.runInNewContext('gc');

/** Bytes that the process has after garbage is gone, and with it what it held. */
async function settled() {
  for (let round = 0; round < 3; round += 1) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return process.memoryUsage().rss;
}

/** Fails when `round` keeps memory: run many times, the process must not grow by `most` bytes. */
async function keepsNothing(round, rounds, most) {
  for (let index = 0; index < rounds; index += 1) await round();
  const before = await settled();
  for (let index = 0; index < 3 * rounds; index += 1) await round();
  const grown = (await settled()) - before;
  assert.ok(grown < most, `grew by ${(grown / 1e6).toFixed(1)} MB`);
}

test('an index is a class with methods, properties and statics', () => {
  const index = new FenceIndex([fence]);
  assert.deepEqual(index.containing(here.lat, here.lon).map(({ id }) => id), ['clinic']);
  assert.equal(typeof index.memoryBytes, 'number');
  assert.ok(index instanceof FenceIndex);
  assert.throws(() => FenceIndex([fence]), TypeError);
  assert.deepEqual(Object.keys(index), []);
});

test('a constructor that is refused tells all problems', () => {
  const error = errorOf(() => new FenceIndex([{ id: 'nowhere' }], { unknown: 1 }));
  assert.ok(error.problems.length >= 2, error);
  assert.ok(error.problems.every(({ path }) => path.startsWith('$.')), error);
});

test('a freed index is refused by name, and may be freed again', () => {
  const index = new FenceIndex([fence]);
  index.free();
  index.free();
  const error = errorOf(() => index.containing(here.lat, here.lon));
  assert.ok(error instanceof InputError);
  assert.deepEqual(error.problems.map(({ code, path }) => `${code} ${path}`), ['disposed $.this']);
  assert.deepEqual(problemsOf(() => index.memoryBytes), ['disposed $.this']);
  assert.equal(String(index), 'FenceIndex(freed)');
});

test('another index is still there when one is freed', () => {
  const indexes = Array.from({ length: 10 }, () => new FenceIndex([fence]));
  for (const at of [0, 9, 4, 5]) indexes[at].free();
  for (const [at, index] of indexes.entries()) {
    const is_free = [0, 9, 4, 5].includes(at);
    assert.equal(String(index) === 'FenceIndex(freed)', is_free, at);
    if (!is_free) assert.equal(index.containing(here.lat, here.lon).length, 1);
  }
});

test('Symbol.dispose frees, for `using`', { skip: Symbol.dispose === undefined && 'this Node has no Symbol.dispose' }, () => {
  const index = new FenceIndex([fence]);
  index[Symbol.dispose]();
  assert.deepEqual(problemsOf(() => index.toBytes()), ['disposed $.this']);
});

test('what is no index is refused where an index is expected', () => {
  const { containing } = FenceIndex.prototype;
  const numbered = Object.defineProperty({}, '_engine', { value: 1 });
  for (const thing of [undefined, null, 1, {}, [], new Map(), { _engine: 1 }, numbered, structuredClone(new FenceIndex([fence]))]) {
    const [problem] = errorOf(() => containing.call(thing, 1, 2)).problems;
    assert.equal(problem.path, '$.this');
    assert.match(problem.code, /^(wrong_type|missing_key|disposed)$/);
  }
  class Other extends Object.getPrototypeOf(FenceIndex) {}
  for (const number of [0, -1, 0.5, NaN, 1e300]) assert.deepEqual(problemsOf(() => containing.call(new Other(number), 1, 2)), ['disposed $.this']);
});

test('an index is refused where data are expected', () => {
  const index = new FenceIndex([fence]);
  const fix = { t: 0, ...here };
  assert.deepEqual(problemsOf(() => presence(index, fix)), ['wrong_type $.fence']);
  assert.throws(() => presence(fence, fix, index), /FenceIndex/);
});

test('in words an index tells how much it holds, and no place', () => {
  const index = new FenceIndex([fence]);
  assert.match(String(index), /^FenceIndex\(1 fences?, \d+ bytes\)$/);
  assert.equal(inspect(index), String(index));
  assert.ok(!inspect({ index }).includes('55.'));
});

test('the proxy of an index is an index: frameworks hand them out', () => {
  const index = new Proxy(new FenceIndex([fence]), {});
  assert.equal(index.containing(here.lat, here.lon).length, 1);
  index.free();
  assert.deepEqual(problemsOf(() => index.memoryBytes), ['disposed $.this']);
});

test('bytes are a Uint8Array, and make an index again', async () => {
  const bytes = new FenceIndex([fence]).toBytes();
  assert.ok(bytes instanceof Uint8Array);
  assert.ok(FenceIndex.fromBytes(bytes) instanceof FenceIndex);
  assert.ok((await FenceIndex.fromBytesAsync(bytes)) instanceof FenceIndex);
  const inside = new Uint8Array([9, 9, ...bytes, 9]);
  assert.deepEqual(FenceIndex.fromBytes(inside.subarray(2, 2 + bytes.length)).toBytes(), FenceIndex.fromBytes(bytes).toBytes());
  assert.deepEqual(problemsOf(() => FenceIndex.fromBytes([1.5])), ['wrong_type $.bytes']);
});

test('bytes come in whatever holds them', () => {
  const bytes = new FenceIndex([fence]).toBytes();
  const buffer = new Uint8Array([9, ...bytes, 9]).buffer;
  const elsewhere = vm.runInNewContext('new Uint8Array(bytes).buffer', { bytes: [...bytes] });
  const all = [bytes.slice().buffer, new DataView(buffer, 1, bytes.length), Buffer.from(bytes), elsewhere, new DataView(elsewhere)];
  for (const held of all) assert.deepEqual(FenceIndex.fromBytes(held).toBytes(), bytes);
  assert.deepEqual(problemsOf(() => FenceIndex.fromBytes(new ArrayBuffer(0))), ['not_an_index $.bytes']);
  assert.deepEqual(problemsOf(() => FenceIndex.fromBytes({})), ['wrong_type $.bytes']);
  assert.deepEqual(problemsOf(() => FenceIndex.fromBytes(null)), ['missing_key $.bytes']);
});

test('an index tells its size, and what is odd about its fences', () => {
  const index = new FenceIndex([fence, { ...fence, tolerence_m: 20 }]);
  assert.equal(index.size, 2);
  assert.deepEqual(index.warnings.map(({ code, path }) => `${code} ${path}`), ['unknown_key $.fences[1].tolerence_m']);
});

test('columns come out as typed arrays that are the caller\'s own', () => {
  const index = new FenceIndex([fence]);
  const lat = Float64Array.of(0, here.lat, here.lat);
  const lon = Float64Array.of(0, here.lon, here.lon);
  const pairs = index.containingMany(lat, lon);
  assert.deepEqual(pairs, { point_index: Uint32Array.of(1, 2), fence_index: Uint32Array.of(0, 0) });
  pairs.point_index.fill(9);
  assert.deepEqual(index.containingMany(lat, lon).point_index, Uint32Array.of(1, 2));
  assert.deepEqual(index.containingMany([], []), { point_index: new Uint32Array(), fence_index: new Uint32Array() });
});

test('columns go in as typed arrays, parts of them and lists', () => {
  const index = new FenceIndex([{ center: { lat: 1, lon: 2 }, radius_m: 100 }]);
  const expected = { point_index: Uint32Array.of(1), fence_index: Uint32Array.of(0) };
  for (const Kind of [Float64Array, Float32Array, Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Array]) {
    assert.deepEqual(index.containingMany(Kind.of(50, 1), Kind.of(50, 2)), expected, Kind.name);
  }
  for (const Kind of [BigInt64Array, BigUint64Array]) assert.deepEqual(index.containingMany(Kind.of(50n, 1n), Kind.of(50n, 2n)), expected, Kind.name);
  const [lat, lon] = [Float64Array.of(7, 50, 1, 7).subarray(1, 3), Float64Array.of(7, 7, 50, 2).subarray(2)];
  assert.deepEqual(index.containingMany(lat, lon), expected);
});

test('a million points go in and a million pairs come out', async () => {
  const index = new FenceIndex([fence]);
  const lat = new Float64Array(1_000_000).fill(here.lat);
  const lon = new Float64Array(1_000_000).fill(here.lon);
  for (const { point_index, fence_index } of [index.containingMany(lat, lon), await index.containingManyAsync(lat, lon)]) {
    assert.equal(point_index.length, 1_000_000);
    assert.ok(point_index.every((point, row) => point === row));
    assert.ok(fence_index.every((place) => place === 0));
  }
});

test('a call on the pool keeps its index, freed or forgotten', async () => {
  let index = await FenceIndex.buildAsync(fences(100));
  assert.ok(index instanceof FenceIndex);
  const lat = new Float64Array(10_000).fill(55);
  const lon = new Float64Array(10_000).fill(37);
  const expected = index.containingMany(lat, lon);
  const freed = index.containingManyAsync(lat, lon);
  index.free();
  assert.deepEqual(await freed, expected);
  index = new FenceIndex(fences(100));
  const forgotten = index.containingManyAsync(lat, lon);
  index = undefined;
  await settled();
  assert.deepEqual(await forgotten, expected);
});

test('what is wrong in a build on the pool rejects', async () => {
  await assert.rejects(FenceIndex.buildAsync([{ id: 'nowhere' }]), InputError);
  await assert.rejects(FenceIndex.fromBytesAsync(5), InputError);
  const freed = new FenceIndex([]);
  freed.free();
  await assert.rejects(freed.containingManyAsync([], []), /freed/);
});

test('freed indexes give their memory back', async () => {
  const many = fences(5000);
  await keepsNothing(() => new FenceIndex(many).free(), 20, 20e6);
});

test('forgotten indexes give their memory back', async () => {
  const many = fences(5000);
  await keepsNothing(() => {
    new FenceIndex(many);
    return settled();
  }, 10, 20e6);
});

test('an index whose build nobody waits for any more gives its memory back', async () => {
  const many = fences(5000);
  await keepsNothing(async () => {
    const controller = new AbortController();
    const built = FenceIndex.buildAsync(many, null, { signal: controller.signal });
    setImmediate(() => controller.abort());
    await built.then((index) => index.free(), (error) => assert.ok(error instanceof AbortError, error));
  }, 20, 20e6);
});

test('columns that came out give their memory back', async () => {
  const index = new FenceIndex([fence]);
  const lat = new Float64Array(100_000).fill(here.lat);
  const lon = new Float64Array(100_000).fill(here.lon);
  await keepsNothing(async () => {
    index.containingMany(lat, lon);
    await settled();
  }, 12, 15e6);
});

/** What `source`, in a thread of its own, says. */
async function inWorker(source, workerData) {
  const before = `
    const { parentPort, workerData } = require('node:worker_threads');
    const { FenceIndex } = require('node:module').createRequire(${JSON.stringify(import.meta.url)})('fieldbeat');
  `;
  const worker = new Worker(before + source, { eval: true, workerData });
  try {
    return await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
  } finally {
    await worker.terminate();
  }
}

test('worker threads build indexes of their own, and take none of ours', async () => {
  const index = new FenceIndex([fence]);
  const told = await inWorker(`
    const own = new FenceIndex([workerData.fence]);
    const point_index = own.containingMany(workerData.lat, workerData.lon).point_index;
    const code = (() => {
      try {
        Reflect.construct(Object.getPrototypeOf(FenceIndex), [workerData.number], FenceIndex).containing(1, 2);
      } catch (error) {
        return error.problems[0].code;
      }
    })();
    parentPort.postMessage({ point_index, code, bytes: own.toBytes() });
  `, { fence, lat: Float64Array.of(here.lat), lon: Float64Array.of(here.lon), number: index._engine });
  assert.deepEqual(told.point_index, Uint32Array.of(0));
  assert.equal(told.code, 'disposed');
  assert.ok(FenceIndex.fromBytes(told.bytes) instanceof FenceIndex);
  assert.equal(index.containing(here.lat, here.lon).length, 1);
});

test('a worker that ends takes its indexes with it', async () => {
  const many = fences(5000);
  await keepsNothing(
    () => inWorker('globalThis.kept = Array.from({ length: 5 }, () => new FenceIndex(workerData)); parentPort.postMessage(1);', many),
    4,
    30e6,
  );
});
