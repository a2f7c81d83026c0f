// Replays shared vectors with a runtime's own functions, in Node and in the browser.
//
// What is compared are RFC 8785 bytes of the host's own answer, so that the binding's conversion
// is under test too.
import canonicalize from 'canonicalize';

/**
 * A call by an operation's name and its arguments' names; `signatures` is signatures.json. By the
 * name of a class it is a script, as tests/vector.rs says. With `arrays` columns and bytes go in as
 * typed arrays, where these can hold them.
 */
export function byName(api, signatures, arrays = false) {
  function call(operation, input, engine, last) {
    const { name, role, arguments: names, engines = {}, arrays: kinds = {} } = signatures[operation];
    const unknown = Object.keys(input).filter((key) => !names.includes(key));
    if (unknown.length > 0) throw new Error(`${operation} takes no ${unknown}`);
    const values = names.map((key) => {
      const value = input[key];
      if (value === '$last') return last;
      if (Array.isArray(value) && value.includes('$last')) {
        return value.map((item) => (item === '$last' ? last : item));
      }
      if (value !== undefined && engines[key] !== undefined) return call(`${engines[key]}.new`, value);
      return arrays && kinds[key] !== undefined ? typedArray(kinds[key], value) : value;
    });
    const type = api[operation.split('.')[0]];
    switch (role) {
      case 'constructor': return new type(...values);
      case 'static': return type[name](...values);
      case 'method': return engine[name](...values);
      case 'property': return engine[name];
      default: return api[name](...values);
    }
  }

  function script(type, { new: made, calls = [] }) {
    let engine = call(`${type}.new`, made);
    let last = null;
    return calls.flatMap(Object.entries).map(([method, input]) => {
      const operation = `${type}.${method}`;
      try {
        const answer = call(operation, input, engine, last);
        if (signatures[operation].answer === 'engine') {
          engine = answer;
          return { answer: null };
        }
        last = answer;
        return { answer: signatures[operation].answer === 'bytes' ? hex(answer) : plain(answer) };
      } catch (error) {
        return { error: problemsOf(error) };
      }
    });
  }

  return (operation, input) => (signatures[operation] === undefined ? script(operation, input) : plain(call(operation, input)));
}

/** What a script's columns and bytes are, where a typed array of class `kind` holds the same. */
function typedArray(kind, value) {
  if (kind === 'Uint8Array' && typeof value === 'string' && /^([0-9a-f]{2})*$/i.test(value)) {
    return Uint8Array.from(value.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
  }
  if (!Array.isArray(value)) return value;
  const array = globalThis[kind].from(value);
  return value.every((cell, row) => Object.is(cell, array[row])) ? array : value;
}

/** An answer as JSON has it: typed arrays are lists. */
function plain(answer) {
  if (ArrayBuffer.isView(answer)) return Array.from(answer);
  if (Array.isArray(answer)) return answer.map(plain);
  if (answer === null || typeof answer !== 'object') return answer;
  return Object.fromEntries(Object.entries(answer).map(([key, value]) => [key, plain(value)]));
}

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** An error as vectors record it. */
function problemsOf(error) {
  if (error.problems === undefined) throw error;
  return { kind: error.code, problems: error.problems };
}

/** What a call came to, as vectors record it. */
export async function outcomeOf(call) {
  try {
    return { output: await call() };
  } catch (error) {
    return { error: problemsOf(error) };
  }
}

/** Fails when `call` does not come to what the vector records. */
export async function replay(call, operation, vector) {
  const { output, output_sha256, error } = vector;
  if (output === undefined && output_sha256 === undefined && error === undefined) {
    throw new Error(`nothing is recorded for "${vector.name}": run cargo xtask vectors`);
  }
  const outcome = await outcomeOf(() => call(operation, vector.input));
  if (output_sha256 !== undefined) {
    equal(await sha256(canonicalize(outcome.output ?? outcome)), output_sha256, vector.name);
  } else {
    equal(canonicalize(outcome), canonicalize(error === undefined ? { output } : { error }), vector.name);
  }
}

/** The same input with its track as columns, where every fix can be a row of typed arrays. */
export function withColumns(input) {
  const columns = columnsOf(input.track);
  return columns === undefined ? undefined : { ...input, track: columns };
}

const KEYS = ['rep', 't', 'lat', 'lon', 'accuracy_m', 'mock', 'speed_mps', 'received', 'source', 'mark', 'seq'];

function columnsOf(track) {
  if (!Array.isArray(track) || track.length === 0) return undefined;
  if (track.some((fix) => fix === null || typeof fix !== 'object')) return undefined;
  const columns = {};
  for (const key of KEYS) {
    const cells = track.map((fix) => fix[key] ?? null);
    if (cells.every((cell) => cell === null)) continue;
    columns[key] = columnOf(key, cells);
    if (columns[key] === undefined) return undefined;
  }
  return columns;
}

/** A typed array where no cell is absent and one can hold them all; else a list. */
function columnOf(key, cells) {
  if (cells.includes(null)) return cells;
  if (key === 't' || key === 'received') {
    // Date.parse rounds what is finer than a millisecond in its own way.
    const exact = cells.every((cell) => /:\d\d(\.\d{1,3})?(Z|[+-]\d\d:\d\d)$/.test(cell));
    const instants = cells.map((cell) => Date.parse(cell));
    return exact && !instants.some(Number.isNaN) ? Float64Array.from(instants) : cells;
  }
  if (key === 'mock') return cells.every((cell) => typeof cell === 'boolean') ? Uint8Array.from(cells, Number) : cells;
  return cells.every((cell) => typeof cell === 'number') ? Float64Array.from(cells) : cells;
}

async function sha256(text) {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return hex(new Uint8Array(bytes));
}

export function equal(actual, expected, what) {
  if (actual === expected) return;
  let at = 0;
  while (actual[at] === expected[at]) at += 1;
  const near = (text) => text.slice(Math.max(0, at - 60), at + 120);
  throw new Error(`${what}: at byte ${at}\n  expected ...${near(expected)}\n  got      ...${near(actual)}`);
}
