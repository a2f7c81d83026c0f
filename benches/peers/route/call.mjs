// One call of one solver in a process of its own: a job on standard input, its answer on output.
//
// Started by python.py. A first call, on fifty other stops, is the warm-up of everybody.
// Needs `node bindings-node/build.mjs`.
import { readFileSync } from 'node:fs';

/** Each solver takes coordinates and answers a function of a budget in seconds and a seed. */
const SOLVERS = {
  'fieldbeat, Node': async ({ x, y }) => {
    const { orderPlane } = await import('../../../bindings-node/index.mjs');
    const columns = [Float64Array.from(x), Float64Array.from(y)];
    return (seconds, seed) => orderPlane(...columns, { seed, budget: { time_ms: seconds * 1000 } }).order;
  },
  // Neither a budget nor a seed.
  'salesman.js': async ({ x, y }) => {
    const { default: salesman } = await import('salesman.js');
    const points = x.map((_, stop) => new salesman.Point(x[stop], y[stop]));
    return () => salesman.solve(points);
  },
};

/** Fifty stops on a lattice that is bent a little. */
function fifty() {
  const stops = Array.from({ length: 50 }, (_, stop) => stop);
  return { x: stops.map((stop) => (stop * 7919) % 1009), y: stops.map((stop) => (stop * stop * 31) % 1013) };
}

const job = JSON.parse(readFileSync(0, 'utf8'));
const solver = SOLVERS[job.solver];
(await solver(fifty()))(0.01, 0);
const ask = await solver(job.instance);
const [used, start] = [process.cpuUsage(), performance.now()];
const order = ask(job.seconds, job.seed);
const [wall, { user, system }] = [(performance.now() - start) / 1000, process.cpuUsage(used)];
process.stdout.write(JSON.stringify({ order: Array.from(order), wall, processor: (user + system) / 1e6 }));
