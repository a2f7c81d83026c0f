// Points of visits by fieldbeat from Node, and by json-logic-js: the same points?
//
//     node node.mjs VISITS.json ROUNDS
//
// What json-logic-js says is the points alone, in floating point, without steps; limits and rounding
// are JavaScript beside it. Prints one line of JSON.
import { readFileSync } from 'node:fs';

import jsonLogic from 'json-logic-js';

import { ScoreCard } from '../../../bindings-node/index.mjs';

const [file, rounds] = process.argv.slice(2);
const columns = JSON.parse(readFileSync(file, 'utf8'));
const card = JSON.parse(readFileSync(new URL('card.json', import.meta.url), 'utf8'));

const v = (name) => ({ var: name });
const doctors = { min: [{ '*': [2, v('doctors_met')] }, 16] };
const base = { '+': [{ if: [{ '==': [v('institution'), 'state'] }, 10, 8] }, doctors] };
const kind = { if: [{ '==': [v('kind'), 'demonstration'] }, { '*': [base, 1.5] }, base] };
const beyond = { max: [{ '-': [v('distance_km'), 100] }, 0] };
const complete = { '-': [beyond, { '%': [beyond, 1] }] };
const logic = {
  if: [
    { '==': [v('status'), 'verified'] },
    {
      '+': [
        kind,
        { if: [{ '>': [v('distance_km'), 100] }, 5, 0] },
        { min: [{ '*': [complete, 0.01] }, 5] },
      ],
    },
    0,
  ],
};

const keys = Object.keys(columns);
const visits = columns.t.map((_, row) => Object.fromEntries(keys.map((key) => [key, columns[key][row]])));

function byJsonLogic() {
  const units = visits.map((visit) => Math.round(jsonLogic.apply(logic, visit) * 100));
  const day = visits.map((visit) => Math.floor(visit.t / 86_400_000));
  const order = [...visits.keys()].sort(
    (a, b) => visits[a].t - visits[b].t || (visits[a].id < visits[b].id ? -1 : 1),
  );
  const seen = new Set();
  const room = new Map();
  for (const row of order) {
    if (units[row] <= 0) continue;
    if (seen.has(visits[row].site)) units[row] = 0;
    seen.add(visits[row].site);
  }
  for (const row of order) {
    if (units[row] <= 0) continue;
    const key = `${visits[row].rep} ${day[row]}`;
    const left = room.get(key) ?? card.limits[1].points * 100;
    units[row] = Math.min(units[row], left);
    room.set(key, left - units[row]);
  }
  return units;
}

function timed(work) {
  let [best, answer] = [Infinity, undefined];
  for (let round = 0; round < Number(rounds); round += 1) {
    const start = process.cpuUsage();
    answer = work();
    const { user, system } = process.cpuUsage(start);
    best = Math.min(best, (user + system) / 1e6);
  }
  return [best, answer];
}

const scoring = new ScoreCard(card);
/** Texts once, as a service holds them: the distinct ones, and the place of each row's among them. */
function coded(texts) {
  const places = new Map();
  const codes = Uint32Array.from(texts, (text) => {
    if (!places.has(text)) places.set(text, places.size);
    return places.get(text);
  });
  return { codes, names: [...places.keys()] };
}
const texts = ['id', 'rep', 'site', 'status', 'institution', 'kind'];
const typed = {
  ...Object.fromEntries(texts.map((key) => [key, coded(columns[key])])),
  t: Float64Array.from(columns.t),
  doctors_met: Int32Array.from(columns.doctors_met),
  distance_km: Float64Array.from(columns.distance_km),
};
const [peer, theirs] = timed(byJsonLogic);
const [seconds, ours] = timed(() => {
  const scored = scoring.scoreMany(typed);
  // A list of what may be absent is made when it is looked at: the peer has told its points too.
  if (scored.points_units.length !== visits.length) throw new Error('a visit has no points');
  return scored;
});
const units = Array.from(ours.points_units, Number);
const differs = units.findIndex((points, row) => points !== theirs[row]);
if (differs >= 0) {
  throw new Error(`visit ${differs}: ${units[differs]} is not ${theirs[differs]}`);
}
const sum = units.reduce((total, points) => total + points, 0);
console.log(JSON.stringify({ peer, seconds, units: sum }));
