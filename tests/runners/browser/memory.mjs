// What ten thousand clients take in a browser: half a million purchases of a year come month by month in
// columns, days are evaluated up to each, a snapshot is made, and the module's memory, which never shrinks,
// is read.
import load from '/bindings-wasm/pkg/segment/fieldbeat.js';
import { Segmenter, init } from '/bindings-wasm/segment.js';

const CLIENTS = 10_000;
const MONTHS = 10;
const ROWS = 50_000;
const MONTH_MS = 36 * 86_400_000;
const START = Date.UTC(2026, 0, 1);
const MOST_MB = 64;

// A module is loaded once: this is the one that `init` attaches.
const { memory } = await load();
await init();

let seed = 7;
/** 0 to 1, by a seed (the constants are those of Numerical Recipes). */
function chance() {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
}

/** A few clients buy most. */
function month(number) {
  const rows = { client: new Uint32Array(ROWS), t: new Float64Array(ROWS), amount: new Float64Array(ROWS) };
  for (let row = 0; row < ROWS; row += 1) {
    rows.client[row] = CLIENTS * chance() ** 2;
    rows.t[row] = START + (number + chance()) * MONTH_MS;
    rows.amount[row] = Math.round(100 + 50_000 * chance() ** 2) / 100;
  }
  return rows;
}

const clients = Array.from({ length: CLIENTS }, (_, number) => `client-${number}`);
const segmenter = new Segmenter();
let taken = 0;
let moves = 0;
for (let number = 0; number < MONTHS; number += 1) {
  taken += segmenter.ingest({ clients, ...month(number) }).transactions;
  moves += segmenter.advance(START + (number + 1) * MONTH_MS).moves.length;
}
const kept = segmenter.snapshot().length;
const megabytes = memory.buffer.byteLength / 2 ** 20;
const told = megabytes <= MOST_MB && moves > CLIENTS && kept > 2 ** 20 ? `within ${MOST_MB} MB` : `${megabytes} MB, ${moves} moves, a snapshot of ${kept} bytes`;
document.documentElement.dataset.bundled = `${taken} transactions ${told}`;
