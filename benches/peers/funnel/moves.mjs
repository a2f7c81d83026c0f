// Sales along six stages with two guards, by fieldbeat (Rust) and by XState: the same final stages?
//
//     node moves.mjs [CASES [ROUNDS [NATIVE]]]
//
// XState is asked in both its ways: the pure function from a snapshot and an event to a snapshot, which
// is what fieldbeat is, and a running actor. All events of all cases in one call, `applyMany`, are measured
// too; there the events are columns, the cases objects that come in and go out, or are held by a
// `CaseStore`: events as lists and as codes with names, and with the cases put into it in the measured
// time. Seconds of the processor, the best of the rounds.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

import { createActor, createMachine, initialTransition, transition } from 'xstate';

import { CaseStore, Pipeline } from '../../../bindings-node/index.mjs';

const [cases = '2000', rounds = '5', native = 'target/release/peer_moves'] = process.argv.slice(2);
const WANTED = 50;
const WANTED_FROM_NODE = 10;
const NOW = '2026-11-20T12:00:00Z';
const EVENTS = ['qualify', 'send_offer', 'sign', 'ship', 'close'].map((type) => ({ type }));
const STAGES = ['lead', 'qualified', 'offer', 'order', 'delivery', 'won'];

const machine = createMachine({
  context: ({ input }) => input,
  initial: 'lead',
  states: {
    lead: { on: { qualify: 'qualified' } },
    qualified: { on: { send_offer: 'offer' } },
    offer: { on: { sign: { target: 'order', guard: ({ context }) => context.amount >= 500 } } },
    order: { on: { ship: 'delivery' } },
    delivery: { on: { close: { target: 'won', guard: ({ context }) => context.paid } } },
    won: { type: 'final' },
  },
});

// The same as in main.rs.
const sale = (isMixed) => (_, index) =>
  isMixed ? { amount: (index * 37) % 2000, paid: index % 5 !== 0 } : { amount: 1000, paid: true };

function best(begin, run) {
  let least = Infinity;
  let ended;
  // Rounds before the first that counts let the compiler warm up.
  for (let round = -2; round < Number(rounds); round += 1) {
    const made = begin();
    const start = process.cpuUsage();
    ended = run(made);
    const { user, system } = process.cpuUsage(start);
    if (round >= 0) least = Math.min(least, user + system);
  }
  return [ended, (least * 1e3) / (Number(cases) * EVENTS.length)];
}

function byFunction(sales) {
  const begin = () => sales.map((input) => initialTransition(machine, input)[0]);
  const walk = (snapshot) => EVENTS.reduce((state, event) => transition(machine, state, event)[0], snapshot);
  return best(begin, (snapshots) => snapshots.map((snapshot) => walk(snapshot).value));
}

function byActor(sales) {
  const begin = () => sales.map((input) => createActor(machine, { input }).start());
  const run = (actors) =>
    actors.map((actor) => {
      for (const event of EVENTS) actor.send(event);
      return actor.getSnapshot().value;
    });
  return best(begin, run);
}

/** A column of texts as places among the distinct ones. */
function coded(rows) {
  const names = [...new Set(rows)];
  const places = new Map(names.map((name, place) => [name, place]));
  return { codes: Uint32Array.from(rows, (row) => places.get(row)), names };
}

/** The ways in which Node may ask, each with the final stages and how long an event takes. */
function byFieldbeat(sales) {
  const pipeline = new Pipeline(JSON.parse(readFileSync(new URL('machine.json', import.meta.url))));
  const opened = sales.map((fields, index) => pipeline.open({ id: `s${index}`, fields }, NOW).case_after);
  const lists = {
    case_id: EVENTS.flatMap(() => opened.map(({ id }) => id)),
    id: EVENTS.flatMap((_, index) => opened.map(() => `e${index}`)),
    on: EVENTS.flatMap(({ type }) => opened.map(() => type)),
  };
  const columns = Object.fromEntries(Object.entries(lists).map(([key, rows]) => [key, coded(rows)]));
  const many = () => pipeline.applyMany(opened, lists, NOW).cases;
  const empty = () => new CaseStore(pipeline);
  const full = () => {
    const store = empty();
    store.put(opened);
    return store;
  };
  const put = (store) => {
    store.put(opened);
    return store.applyMany(columns, NOW);
  };
  const stages = ([answer, each]) => [answer.cases.stage, each];
  const [cases, each] = best(() => undefined, many);
  return {
    'Pipeline.applyMany, objects': [cases.map(({ stage }) => stage), each],
    'CaseStore.applyMany, lists': stages(best(full, (store) => store.applyMany(lists, NOW))),
    'CaseStore.applyMany, codes': stages(best(full, (store) => store.applyMany(columns, NOW))),
    'put and applyMany, codes': stages(best(empty, put)),
  };
}

const told = JSON.parse(execFileSync(native, [cases, rounds], { encoding: 'utf8' }));
for (const [name, isMixed] of [['passing', false], ['mixed', true]]) {
  const own = told[name];
  const sales = Array.from({ length: Number(cases) }, sale(isMixed));
  const natively = `${own.advance_ns} ns a move (advance), ${own.apply_ns} (apply), ${own.apply_many_ns} (apply_many)`;
  console.log(`${name}: fieldbeat ${natively}`);
  const ways = Object.entries(byFieldbeat(sales));
  for (const [way, [finals, each]] of ways) {
    if (finals.length !== own.finals.length || finals.some((stage, index) => STAGES.indexOf(stage) !== own.finals[index])) {
      console.error(`${way} ends in other stages`);
      process.exit(1);
    }
    console.log(`  from Node, ${way}: ${each.toFixed(0)} ns`);
  }
  for (const [peer, run] of [['transition', byFunction], ['actor', byActor]]) {
    const [ended, each] = run(sales);
    if (ended.some((stage, index) => STAGES.indexOf(stage) !== own.finals[index])) {
      console.error(`xstate's ${peer} ends in other stages`);
      process.exit(1);
    }
    const times = [own.advance_ns, own.apply_ns, own.apply_many_ns].map((ns) => (each / ns).toFixed(1));
    const ratios = `${times[0]} times advance (wanted ${WANTED}), ${times[1]} times apply`;
    console.log(`  xstate, ${peer}: ${each.toFixed(0)} ns, ${ratios}, ${times[2]} times apply_many`);
    for (const [way, [, ns]] of ways) {
      console.log(`    ${(each / ns).toFixed(1)} times ${way} (wanted ${WANTED_FROM_NODE})`);
    }
  }
}
