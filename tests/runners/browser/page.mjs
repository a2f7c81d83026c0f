// The checks that run in the page. Bundled with esbuild, for the packages in tests/node_modules;
// the fieldbeat module itself is not bundled in: it is loaded as a browser loads it.
import canonicalize from 'canonicalize';

import { expected, joined } from '../joints.mjs';
import { byName, equal, replay, withColumns } from '../replay.mjs';

const json = async (path) => (await fetch(path)).json();
const WASM = '/bindings-wasm/pkg/web/fieldbeat_bg.wasm';

let copies = 0;
/** The package, loaded anew with its module in no state. */
const fresh = () => import(`/fresh/${(copies += 1)}/bindings-wasm/index.js`);

function isTrue(condition, what) {
  if (!condition) throw new Error(what);
}

function errorOf(call) {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was wrong');
}

const problemsOf = (call) => errorOf(call).problems.map(({ code, path }) => `${code} ${path}`);
const same = (actual, expected, what) => equal(canonicalize(actual), canonicalize(expected), what);

const place = { lat: 55.7558, lon: 37.6173 };
const fence = { center: place, radius_m: 100 };
const fix = { t: '2026-11-20T09:00:00Z', ...place, accuracy_m: 12 };

export async function run({ vectors, operations, classes, random, check }) {
  await loading(check);
  const fieldbeat = await fresh();
  const native = await import(`/fresh/${copies}/bindings-wasm/pkg/web/fieldbeat.js`);
  const { memory } = await native.default();
  await fieldbeat.init();

  const signatures = await json('/tests/runners/signatures.json');
  const call = byName(fieldbeat, signatures);
  const callWithArrays = byName(fieldbeat, signatures, true);
  for (const name of operations) {
    await check(`${signatures[name].name} is an operation`, () => {
      const operation = fieldbeat[signatures[name].name];
      isTrue(operation?.length === signatures[name].arguments.length, 'it is missing');
    });
  }
  for (const { name, new: made, methods = [], properties = [], statics = [] } of classes) {
    await check(`${name} is a class with all its members`, () => {
      const type = fieldbeat[name];
      isTrue(type?.length === made.length, 'it is missing');
      same(signatures[`${name}.new`].arguments, made, 'arguments');
      for (const [role, names] of Object.entries({ method: methods, property: properties, static: statics })) {
        for (const method of names) {
          const signature = signatures[`${name}.${method}`];
          equal(signature.role, role, method);
          isTrue(Object.hasOwn(role === 'static' ? type : type.prototype, signature.name), `${method} is missing`);
        }
      }
    });
  }
  await check('what one operation answers is what the next one takes', () => {
    same(joined(fieldbeat), expected, 'what was joined');
  });
  for (const file of vectors) {
    const { operation, vectors } = await json(`/tests/vectors/${file}`);
    for (const vector of vectors) {
      await check(`${file}: ${vector.name}`, async () => {
        await replay(call, operation, vector);
        if (signatures[operation] === undefined) {
          await replay(callWithArrays, operation, vector);
          return;
        }
        const input = vector.error === undefined && withColumns(vector.input);
        if (input) await replay(call, operation, { ...vector, input });
      });
    }
  }
  if (random !== undefined) {
    await check('random vectors', async () => {
      for (const { operation, vectors } of await json(random)) {
        isTrue(vectors.length > 0, 'there are none');
        for (const vector of vectors) {
          await replay(call, operation, vector);
          const input = vector.error === undefined && withColumns(vector.input);
          if (input) await replay(call, operation, { ...vector, input });
        }
      }
    });
  }
  await values(fieldbeat, check);
  await hostile(fieldbeat, check);
  await engines(fieldbeat, memory, check);
  await tours(fieldbeat, check);
  await bulk(fieldbeat, memory, check);
}

async function loading(check) {
  await check('before init an operation is a state error', async () => {
    const { version, StateError } = await fresh();
    const error = errorOf(() => version());
    isTrue(error instanceof StateError && error.name === 'StateError', error);
    isTrue(error.problems[0].code === 'not_initialized', error);
  });
  const inputs = {
    'nothing: the file beside the code': () => undefined,
    'a path': () => WASM,
    'a URL': () => new URL(WASM, location),
    'a Request': () => new Request(WASM),
    'a Response on its way': () => fetch(WASM),
    bytes: async () => (await fetch(WASM)).arrayBuffer(),
    'a view of bytes': async () => new Uint8Array(await (await fetch(WASM)).arrayBuffer()),
    'a Module': () => WebAssembly.compileStreaming(fetch(WASM)),
  };
  for (const [what, make] of Object.entries(inputs)) {
    await check(`init from ${what}`, async () => {
      const { init, version } = await fresh();
      await init(await make());
      isTrue(/^\d+\.\d+\.\d+$/.test(version()), version());
    });
  }
  await check('init twice is init once', async () => {
    const { init, version } = await fresh();
    isTrue(init() === init(), 'two promises');
    await init();
    await init('/nowhere.wasm');
    version();
  });
  await check('init that failed may be tried again', async () => {
    const { init, version } = await fresh();
    let failed = false;
    await init('/nowhere.wasm').catch(() => { failed = true; });
    isTrue(failed, 'it did not fail');
    await init();
    version();
  });
  await check('a Content Security Policy forbids eval here', () => {
    isTrue(errorOf(() => new Function('return 1')) instanceof EvalError, 'eval is allowed');
  });
}

async function values({ presence, digest, reasonText }, check) {
  const seen = (value) => reasonText({ code: 'stay_used_by', facts: { plan_id: value } }, 'en');
  const [before, after] = seen('|').split('|');
  const echo = (value) => seen(value).slice(before.length, seen(value).length - after.length);
  await check('text, numbers, bigints, booleans and dates arrive as they are', () => {
    for (const text of ['', 'лес 🌲 \0']) equal(echo(text), text, 'text');
    equal(echo('\ud800'), '\ufffd', 'no Unicode');
    for (const x of [0, 1, -1, 0.1, 2 ** 53, 1e308, 5e-324]) isTrue(Number(echo(x)) === x, x);
    equal(echo(2n ** 63n - 1n), '9223372036854775807', 'bigint');
    equal(echo(true), 'true', 'boolean');
    equal(echo(new Date(0)), '1970-01-01T00:00:00.000Z', 'date');
  });
  await check('a Date of another frame is a Date', () => {
    const frame = document.body.appendChild(document.createElement('iframe'));
    equal(echo(new frame.contentWindow.Date(0)), '1970-01-01T00:00:00.000Z', 'date');
    const answer = presence(fence, fix);
    same(presence(fence, fix, new frame.contentWindow.Object()), answer, 'object');
    const { Float64Array } = frame.contentWindow;
    const columns = { t: Float64Array.of(0), lat: Float64Array.of(1), lon: Float64Array.of(2) };
    equal(digest(columns), digest([{ t: 0, lat: 1, lon: 2 }]), 'columns');
    frame.remove();
  });
  await check('null and undefined are absent', () => {
    same(presence(fence, { ...fix, mock: null, seq: undefined }, null), presence(fence, fix), 'presence');
  });
  await check('every typed array is a column', () => {
    const kinds = [Float64Array, Float32Array, Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array];
    const list = digest([{ t: 0, lat: 1, lon: 2 }, { t: 1, lat: 1, lon: 2 }]);
    for (const Kind of kinds) equal(digest({ t: Kind.of(0, 1), lat: Kind.of(1, 1), lon: Kind.of(2, 2) }), list, Kind.name);
    for (const Kind of [BigInt64Array, BigUint64Array]) {
      equal(digest({ t: Kind.of(0n, 1n), lat: Kind.of(1n, 1n), lon: Kind.of(2n, 2n) }), list, Kind.name);
    }
  });
  await check('a proxy of a list is a list', () => {
    equal(digest(new Proxy([new Proxy(fix, {})], {})), digest([fix]), 'digest');
  });
}

async function hostile(fieldbeat, check) {
  const { distance, digest, presence, verifyPlan, reasonText, FieldbeatError, InputError, LimitError, PolicyError } = fieldbeat;
  await check('ten unknown keys of a policy are ten problems, each with its path', () => {
    const keys = Array.from({ length: 10 }, (_, index) => `key_${index}`);
    const error = errorOf(() => presence(fence, fix, Object.fromEntries(keys.map((key) => [key, 1]))));
    isTrue(error instanceof PolicyError && error.code === 'policy', error);
    same(error.problems.map(({ code, path }) => `${code} ${path}`), keys.map((key) => `unknown_key $.policy.${key}`), 'problems');
  });
  await check('wrong types, NaN, infinities and 1e308 are named, all at once', () => {
    same(
      problemsOf(() => distance({ lat: 1e308, lon: NaN }, { lat: Symbol('x'), lon: () => 1 })),
      ['out_of_range $.a.lat', 'not_finite $.a.lon', 'wrong_type $.b.lat', 'wrong_type $.b.lon'],
      'problems',
    );
    same(problemsOf(() => distance({ lat: -Infinity, lon: 2n ** 64n }, [])), ['not_finite $.a.lat', 'out_of_range $.a.lon', 'wrong_type $.b'], 'problems');
  });
  await check('-0 is 0, and no answer is -0', () => {
    isTrue(Object.is(distance({ lat: -0, lon: -0 }, { lat: 0, lon: 0 }), 0), '-0');
  });
  await check('naive times and invalid dates are named', () => {
    same(problemsOf(() => presence(fence, { ...fix, t: '2026-11-20T09:00:00' })), ['naive_time $.fix.t'], 'naive');
    same(problemsOf(() => presence(fence, { ...fix, t: new Date(NaN) })), ['invalid_time $.fix.t'], 'invalid');
    same(problemsOf(() => presence(fence, { ...fix, t: new Date(-8.64e15) })), ['out_of_range $.fix.t'], 'range');
  });
  await check('an object within itself, or nested too deeply, ends', () => {
    const cyclic = { lon: 1 };
    cyclic.lat = cyclic;
    same(problemsOf(() => distance(cyclic, place)), ['cyclic $.a.lat'], 'cyclic');
    let deep = [];
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    same(problemsOf(() => digest(deep)), ['wrong_type $.track[0]'], 'deep');
  });
  await check('an object whose data are not its keys is no empty object', () => {
    for (const thing of [new Map(), Promise.resolve(), document.body.getBoundingClientRect(), new ArrayBuffer(8)]) {
      same(problemsOf(() => presence(fence, fix, thing)), ['wrong_type $.policy'], thing.constructor.name);
    }
  });
  await check('what a getter or a proxy throws comes through unchanged', () => {
    const mine = new RangeError('mine');
    const raise = () => { throw mine; };
    const things = [
      Object.defineProperty({}, 'lat', { get: raise, enumerable: true }),
      new Proxy({}, { ownKeys: raise }), new Proxy({ lat: 1 }, { get: raise }), new Proxy([1], { get: raise }), new Proxy({}, { getPrototypeOf: raise }),
    ];
    for (const thing of things) {
      isTrue(errorOf(() => distance(thing, place)) === mine, 'not mine');
      isTrue(errorOf(() => digest([fix, thing])) === mine, 'not mine');
    }
    const { proxy, revoke } = Proxy.revocable([], {});
    revoke();
    isTrue(errorOf(() => distance(proxy)) instanceof TypeError, 'no TypeError');
  });
  await check('a list of four billion holes ends with a limit', () => {
    isTrue(errorOf(() => digest(new Array(2 ** 32 - 1))) instanceof LimitError, 'no limit');
  });
  await check('junk in any argument is an answer or an error of ours', () => {
    const junk = [undefined, null, NaN, -0, '', '\ud800', [], [[]], {}, { '': {} }, { __proto__: null, a: 1 }, new Date(), 5n, Symbol.iterator, () => 0, new Uint8Array(3), window, document.body];
    for (const operation of [distance, presence, verifyPlan, digest, reasonText, fieldbeat.schema]) {
      for (const a of junk) {
        for (const b of junk) {
          try {
            operation(a, b, a, b, a);
          } catch (error) {
            isTrue(error instanceof FieldbeatError && error.problems.length > 0, error);
          }
        }
      }
    }
    isTrue(errorOf(() => distance(window, place)) instanceof InputError, 'window');
  });
}

async function engines({ FenceIndex, presence, InputError }, memory, check) {
  const many = Array.from({ length: 10_000 }, (_, index) => ({
    center: { lat: 55 + (index % 100) * 0.01, lon: 37 + Math.floor(index / 100) * 0.01 }, radius_m: 100,
  }));
  await check('an index answers until it is freed, and is freed once', () => {
    const index = new FenceIndex([{ id: 'clinic', ...fence }]);
    equal(index.containing(place.lat, place.lon)[0].id, 'clinic', 'id');
    isTrue(/^FenceIndex\(1 fences?, \d+ bytes\)$/.test(String(index)), String(index));
    same(Object.keys(index), [], 'keys');
    index.free();
    index.free();
    const error = errorOf(() => index.containing(place.lat, place.lon));
    isTrue(error instanceof InputError, error);
    same(problemsOf(() => index.memoryBytes), ['disposed $.this'], 'disposed');
    equal(String(index), 'FenceIndex(freed)', 'text');
    if (Symbol.dispose !== undefined) {
      const other = new FenceIndex([]);
      other[Symbol.dispose]();
      same(problemsOf(() => other.toBytes()), ['disposed $.this'], 'Symbol.dispose');
    }
  });
  await check('the proxy of an index is an index', () => {
    const index = new Proxy(new FenceIndex([fence]), {});
    isTrue(index.containing(place.lat, place.lon).length === 1, 'it contains nothing');
    index.free();
    same(problemsOf(() => index.memoryBytes), ['disposed $.this'], 'disposed');
  });
  await check('what is no index, and one where data are expected, is refused', () => {
    const index = new FenceIndex([fence]);
    const { containing } = FenceIndex.prototype;
    for (const thing of [undefined, null, 1, {}, [], new Map(), { _engine: 1 }, structuredClone(index)]) {
      equal(errorOf(() => containing.call(thing, 1, 2)).problems[0].path, '$.this', String(thing));
    }
    same(problemsOf(() => presence(index, fix)), ['wrong_type $.fence'], 'fence');
    index.free();
  });
  await check('an index of another copy of the module is none of ours', async () => {
    const other = await fresh();
    isTrue(errorOf(() => new other.FenceIndex([fence])) instanceof other.StateError, 'it is loaded already');
    await other.init();
    const theirs = Array.from({ length: 50 }, () => new other.FenceIndex([fence]));
    const ours = Array.from({ length: 50 }, () => new FenceIndex([fence]));
    for (const index of theirs) same(problemsOf(() => FenceIndex.prototype.containing.call(index, 1, 2)), ['disposed $.this'], 'theirs');
    for (const index of ours) index.free();
    for (const index of theirs) isTrue(index.containing(place.lat, place.lon).length === 1, 'theirs is gone');
  });
  await check('columns come out as typed arrays, bytes as Uint8Array', () => {
    const index = new FenceIndex([fence]);
    const { point_index, fence_index } = index.containingMany(Float64Array.of(0, place.lat), [0, place.lon]);
    isTrue(point_index instanceof Uint32Array && fence_index instanceof Uint32Array, 'no Uint32Array');
    same([[...point_index], [...fence_index]], [[1], [0]], 'pairs');
    isTrue(index.containingMany([], []).point_index.length === 0, 'pairs of nothing');
    const bytes = index.toBytes();
    isTrue(bytes instanceof Uint8Array && bytes.buffer !== memory.buffer, 'no bytes of our own');
    isTrue(FenceIndex.fromBytes(bytes) instanceof FenceIndex, 'no index');
    isTrue(FenceIndex.fromBytes(new Uint8Array([9, ...bytes]).subarray(1)) instanceof FenceIndex, 'no index of a part');
    isTrue(FenceIndex.fromBytes(bytes.slice().buffer) instanceof FenceIndex, 'no index of an ArrayBuffer');
    isTrue(FenceIndex.fromBytes(new DataView(bytes.slice().buffer)) instanceof FenceIndex, 'no index of a DataView');
    index.free();
  });
  await check('a million points go in and a million pairs come out', () => {
    const index = new FenceIndex([fence]);
    const { point_index, fence_index } = index.containingMany(new Float64Array(1e6).fill(place.lat), new Float64Array(1e6).fill(place.lon));
    isTrue(point_index.length === 1e6 && point_index.every((point, row) => point === row), 'points');
    isTrue(fence_index.length === 1e6 && fence_index.every((place) => place === 0), 'fences');
    index.free();
  });
  await check('freed indexes give their memory back', () => {
    new FenceIndex(many).free();
    const before = memory.buffer.byteLength;
    for (let round = 0; round < 100; round += 1) new FenceIndex(many).free();
    isTrue(memory.buffer.byteLength === before, `grew from ${before} to ${memory.buffer.byteLength} bytes`);
  });
}

async function tours({ orderPlane, TourSearch }, check) {
  const count = 300;
  const x = Float64Array.from({ length: count }, (_, index) => (index * 7919) % 1000);
  const y = Float64Array.from({ length: count }, (_, index) => (index * 104729) % 997);
  const endless = { iterations: 4_000_000_000 };

  await check('progress ends a search with the best so far', () => {
    const told = [];
    const tour = orderPlane(x, y, { budget: endless }, { progress: (done) => told.push(done) < 3 });
    same([tour.stopped_by, told.length, new Set(tour.order).size], ['cancelled', 3, count]);
  });
  await check('what progress throws is thrown', () => {
    const mine = new Error('mine');
    const thrown = errorOf(() => orderPlane(x, y, { budget: endless }, { progress: () => { throw mine; } }));
    isTrue(thrown === mine, thrown);
  });
  await check('a budget of time ends a search', () => {
    const tour = orderPlane(x, y, { budget: { time_ms: 20 } });
    same(tour.stopped_by, 'time');
  });
  await check('a page stays alive around a search in slices', async () => {
    const search = TourSearch.plane(x, y, { seed: 1 });
    let turns = 0;
    for (let slice = 0; slice < 4; slice += 1) {
      search.run({ iterations: 50 });
      await new Promise((resolve) => { setTimeout(resolve); });
      turns += 1;
    }
    const tour = search.best();
    search.free();
    same([turns, tour.iterations], [4, 200]);

    const worker = new Worker('/tests/runners/browser/worker.mjs', { type: 'module' });
    const answer = await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage({ x, y });
    });
    worker.terminate();
    // What a Worker finds is what the page finds.
    same([...answer.order], [...tour.order]);
  });
}

async function bulk({ digest, presence, distance, verifyPlan }, memory, check) {
  const MILLION = 1_000_000;
  const start = Date.UTC(2026, 10, 20, 6);
  const track = (fixes) => ({
    t: Float64Array.from({ length: fixes }, (_, index) => start + index * 50),
    lat: new Float64Array(fixes).fill(place.lat),
    lon: Float64Array.from({ length: fixes }, (_, index) => place.lon + (index % 7) * 1e-6),
    accuracy_m: new Float32Array(fixes).fill(10),
  });
  const plan = [{ id: 'p1', site: 's1', slot: { start, end: start + 3_600_000 } }];
  const sites = [{ id: 's1', fence }];

  await check('a million fixes in columns are verified', () => {
    const report = verifyPlan(plan, track(MILLION), sites);
    isTrue(report.visits[0].status === 'verified', report.visits[0].status);
    isTrue(report.fixes.used === MILLION, report.fixes.used);
  });
  await check('a million bad fixes are a thousand problems and a count', () => {
    const bad = { ...track(MILLION), lat: new Float64Array(MILLION).fill(NaN) };
    const { problems } = errorOf(() => verifyPlan(plan, bad, sites));
    isTrue(problems.length === 1001 && problems.at(-1).code === 'more_problems', problems.length);
  });
  await check('calls that fail and calls that do not keep no memory', () => {
    const columns = track(5000);
    const rounds = (count) => {
      for (let round = 0; round < count; round += 1) {
        verifyPlan(plan, columns, sites);
        digest(columns);
        presence(fence, fix);
        errorOf(() => presence(fence, fix, { unknown: columns }));
        errorOf(() => distance({ get lat() { throw new Error('mine'); } }));
        errorOf(() => digest([fix, new Proxy([1], { get() { throw new Error('mine'); } })]));
        errorOf(() => digest({ ...columns, lat: [NaN] }));
      }
      return memory.buffer.byteLength;
    };
    rounds(50);
    const before = rounds(50);
    isTrue(rounds(300) === before, `grew from ${before} to ${memory.buffer.byteLength} bytes`);
  });
}
