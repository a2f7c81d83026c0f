// Sales along six stages with two guards, by fieldbeat (Rust) and by XState: the same final stages?
//
//     node moves.mjs [CASES [ROUNDS [NATIVE]]]
//
// XState is asked in both its ways: the pure function from a snapshot and an event to a snapshot, which
// is what fieldbeat is, and a running actor. All events of all cases in one call, `applyMany`, are measured
// too; there the events are columns, the cases objects that come in and go out. Seconds of the
// processor, the best of the rounds.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

import { createActor, createMachine, initialTransition, transition } from 'xstate';

import { Pipeline } from '../../../bindings-node/index.mjs';

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

function byFieldbeat(sales) {
  const pipeline = new Pipeline(JSON.parse(readFileSync(new URL('machine.json', import.meta.url))));
  const opened = sales.map((fields, index) => pipeline.open({ id: `s${index}`, fields }, NOW).case_after);
  const columns = {
    case_id: EVENTS.flatMap(() => opened.map(({ id }) => id)),
    id: EVENTS.flatMap((_, index) => opened.map(() => `e${index}`)),
    on: EVENTS.flatMap(({ type }) => opened.map(() => type)),
  };
  const run = () => pipeline.applyMany(opened, columns, NOW).cases.map(({ stage }) => stage);
  return best(() => undefined, run);
}

const told = JSON.parse(execFileSync(native, [cases, rounds], { encoding: 'utf8' }));
for (const [name, isMixed] of [['passing', false], ['mixed', true]]) {
  const own = told[name];
  const sales = Array.from({ length: Number(cases) }, sale(isMixed));
  const natively = `${own.advance_ns} ns a move (advance), ${own.apply_ns} (apply), ${own.apply_many_ns} (apply_many)`;
  console.log(`${name}: fieldbeat ${natively}`);
  const [finals, node] = byFieldbeat(sales);
  if (finals.some((stage, index) => STAGES.indexOf(stage) !== own.finals[index])) {
    console.error('applyMany ends in other stages');
    process.exit(1);
  }
  console.log(`  applyMany from Node: ${node.toFixed(0)} ns`);
  for (const [peer, run] of [['transition', byFunction], ['actor', byActor]]) {
    const [ended, each] = run(sales);
    if (ended.some((stage, index) => STAGES.indexOf(stage) !== own.finals[index])) {
      console.error(`xstate's ${peer} ends in other stages`);
      process.exit(1);
    }
    const times = [own.advance_ns, own.apply_ns, own.apply_many_ns, node].map((ns) => (each / ns).toFixed(1));
    const ratios = `${times[0]} times advance (wanted ${WANTED}), ${times[1]} times apply`;
    const batch = `${times[2]} times apply_many, from Node ${times[3]} (wanted ${WANTED_FROM_NODE})`;
    console.log(`  xstate, ${peer}: ${each.toFixed(0)} ns, ${ratios}, ${batch}`);
  }
}
