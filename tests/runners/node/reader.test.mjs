// What JavaScript has, as the core sees it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import vm from 'node:vm';

import { digest, distance, presence, reasonText, FieldbeatError } from 'fieldbeat';
import fc from './seeded.mjs';

/** What the core read, in words: the text of a reason repeats its fact. */
const seen = (value) => reasonText({ code: 'stay_used_by', facts: { plan_id: value } }, 'en');
const words = seen('').split('""').length === 2 ? seen('').split('""') : seen('\u0000').split('\u0000');
const echo = (value) => {
  const text = seen(value);
  assert.ok(text.startsWith(words[0]) && text.endsWith(words[1]), text);
  return text.slice(words[0].length, text.length - words[1].length);
};

const fence = { center: { lat: 55.7558, lon: 37.6173 }, radius_m: 100 };
const fix = { t: '2026-11-20T09:00:00Z', lat: 55.7558, lon: 37.6173, accuracy_m: 12 };

const problemsOf = (call) => {
  try {
    call();
  } catch (error) {
    assert.ok(error instanceof FieldbeatError, error);
    return error.problems.map(({ code, path }) => `${code} ${path}`);
  }
  return assert.fail('nothing was wrong');
};

test('text arrives as it is, and what is no Unicode as U+FFFD', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
    assert.equal(echo(text), text.toWellFormed());
  }));
  assert.equal(echo('лес\u0000🌲\ud800'), 'лес\u0000🌲\ufffd');
});

test('every finite number arrives as itself', () => {
  fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
    assert.equal(Number(echo(x)), x + 0);
  }));
  for (const x of [0, -0, 1, -1, 2 ** 53 - 1, 2 ** 53, 1e308, 5e-324, 0.1]) {
    assert.equal(Number(echo(x)), x + 0);
  }
});

test('whole numbers are whole: a duration is one, however it was written', () => {
  assert.equal(echo(200.0), '200');
});

test('a bigint is a whole number as long as 64 bits hold it', () => {
  assert.equal(echo(2n ** 63n - 1n), '9223372036854775807');
  assert.equal(echo(-(2n ** 63n)), '-9223372036854775808');
  assert.deepEqual(problemsOf(() => presence(fence, { ...fix, seq: 2n ** 63n })), ['out_of_range $.fix.seq']);
});

test('booleans', () => {
  assert.equal(echo(true), 'true');
  assert.equal(echo(false), 'false');
});

test('a Date is its instant, and one of another realm too', () => {
  const years = { min: new Date('0001-01-01T00:00:00.000Z'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true };
  fc.assert(fc.property(fc.date(years), (date) => {
    assert.equal(echo(date), date.toISOString());
  }));
  assert.equal(echo(vm.runInNewContext('new Date(0)')), '1970-01-01T00:00:00.000Z');
});

test('a Date that is none, or before the year 1, is an error with its path', () => {
  assert.deepEqual(problemsOf(() => presence(fence, { ...fix, t: new Date(NaN) })), ['invalid_time $.fix.t']);
  assert.deepEqual(problemsOf(() => presence(fence, { ...fix, t: new Date(-8.64e15) })), ['out_of_range $.fix.t']);
});

test('instants may be text, milliseconds or a Date', () => {
  const answers = ['2026-11-20T12:00:00+03:00', Date.UTC(2026, 10, 20, 9), new Date(Date.UTC(2026, 10, 20, 9))]
    .map((t) => presence(fence, { ...fix, t }));
  assert.deepEqual(answers[1], answers[0]);
  assert.deepEqual(answers[2], answers[0]);
});

test('null and undefined are absent', () => {
  const answer = presence(fence, fix);
  assert.deepEqual(presence(fence, { ...fix, mock: null, seq: undefined }, undefined), answer);
  assert.deepEqual(presence(fence, fix, { model: undefined }), answer);
  assert.deepEqual(presence(fence, fix, null), answer);
});

test('functions and symbols are no data', () => {
  assert.deepEqual(
    problemsOf(() => distance({ lat: () => 1, lon: Symbol('x') }, class {})),
    ['wrong_type $.a.lat', 'wrong_type $.a.lon', 'wrong_type $.b'],
  );
});

test('an object whose data are not its keys is no empty object', () => {
  class Place {
    get lat() { return 1; }
  }
  const things = [new Map([['version', 1]]), new Set(), Promise.resolve({}), new Place(), /x/, new ArrayBuffer(8), new Number(1)];
  for (const thing of things) {
    assert.deepEqual(problemsOf(() => presence(fence, fix, thing)), ['wrong_type $.policy'], thing.constructor.name);
  }
  assert.throws(() => presence(fence, fix, new Map()), /an object of class Map/);
});

test('plain objects of any realm, without a prototype, or of a class with keys are data', () => {
  class Fix {
    constructor() { Object.assign(this, fix); }
  }
  const answer = presence(fence, fix);
  assert.deepEqual(presence(fence, fix, Object.create(null)), answer);
  assert.deepEqual(presence(fence, fix, vm.runInNewContext('({})')), answer);
  assert.deepEqual(presence(fence, new Fix()), answer);
  assert.deepEqual(presence(fence, new Proxy(fix, {})), answer);
  assert.deepEqual(presence(fence, Object.freeze({ ...fix })), answer);
});

test('a proxy of a list is a list: frameworks hand them out', () => {
  const proxied = (list) => new Proxy(list, {});
  const track = [fix, { ...fix, t: '2026-11-20T09:01:00Z' }];
  assert.equal(digest(proxied(track.map((one) => new Proxy(one, {})))), digest(track));
  assert.equal(digest(proxied([])), digest([]));
});

test('keys that are symbols, inherited or not enumerable do not count', () => {
  const policy = Object.create({ max_accuracy: 1 }, { hidden: { value: 1, enumerable: false } });
  policy.version = 1;
  policy[Symbol('key')] = 1;
  assert.deepEqual(presence(fence, fix, policy), presence(fence, fix));
});

test('an object of answers is plain: numbers, strings, null', () => {
  const answer = presence(fence, { ...fix, accuracy_m: undefined });
  assert.equal(Object.getPrototypeOf(answer), Object.prototype);
  assert.deepEqual(JSON.parse(JSON.stringify(answer)), answer);
});

test('halves of a character at the end of a text and the beginning of the next stay apart', () => {
  assert.equal(echo(['\ud83c', '\udf32', 'я']), '\ufffd, \ufffd, я');
  fc.assert(fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 90 }), (texts) => {
    assert.equal(echo(texts), texts.map((text) => text.toWellFormed()).join(', '));
  }));
});

test('a long list of texts is the same with the mark that joins them in one, or with something else', () => {
  const texts = Array.from({ length: 100 }, (_, index) => `text ${index}`);
  for (const odd of ['', '\u0000', 'a\u0000b', 'лес 🌲', '\ud800', 7, true, null]) {
    const list = [...texts, odd, 'last'];
    const words = list.map((item) => (typeof item === 'string' ? item.toWellFormed() : item === null ? '' : String(item)));
    assert.equal(echo(list), words.join(', '));
  }
});

test('what is written flat is what Node-API reads: an object of a class is never flat', () => {
  class Reason {
    constructor(facts) { Object.assign(this, { code: 'stay_used_by', facts }); }
  }
  const leaf = fc.oneof(fc.string({ unit: 'binary' }), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null));
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('tree'), { maxLength: 70 })),
  }));
  fc.assert(fc.property(tree, (value) => {
    assert.equal(seen(value), reasonText(new Reason({ plan_id: value }), 'en'));
  }));
});

test('an object that contains itself is told where it does', () => {
  const own = { ...fix };
  own.lat = own;
  assert.deepEqual(problemsOf(() => presence(fence, own)), ['cyclic $.fix.lat']);
  own.lat = fix.lat;
  own.lon = [[own]];
  assert.deepEqual(problemsOf(() => digest([fix, own])), ['wrong_type $.track[1].lon']);
});

test('a getter that calls us leaves what is being read alone', () => {
  const meddling = { ...fix };
  Object.defineProperty(meddling, 'lat', { enumerable: true, get: () => (distance(fix, { lat: 1, lon: 1 }), fix.lat) });
  assert.deepEqual(presence(fence, meddling), presence(fence, fix));
  const thrown = new Error('mine');
  Object.defineProperty(meddling, 'lon', { enumerable: true, get: () => { throw thrown; } });
  assert.throws(() => presence(fence, meddling), (error) => error === thrown);
  assert.deepEqual(presence(fence, { ...fix }), presence(fence, fix));
});
