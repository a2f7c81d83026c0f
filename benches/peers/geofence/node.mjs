// The fence index from Node, and as WebAssembly in Node, against Turf with flatbush, one thread each.
//
//     node node.mjs FOLDER [--points N] [--rounds N] [WORKLOAD ...]
//
// FOLDER is what `peer_geofence --write FOLDER` wrote. Every peer must find the very same pairs of a
// point and a fence, else the script fails. Everybody gets the points as columns (Float64Array) and
// has indexed the fences beforehand. Needs `node bindings-node/build.mjs` and `cargo xtask wasm`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import { distance } from '@turf/distance';
import Flatbush from 'flatbush';

import * as native from '../../../bindings-node/index.mjs';
import * as wasm from '../../../bindings-wasm/index.js';

const CORNERS = 100;
/** How many times as quick as Turf with flatbush the specification wants fieldbeat to be. */
const WANTED = 8;
const WORKLOADS = ['circles_1000', 'circles_10000', 'circles_100000', 'polygons_1000', 'polygons_10000', 'stars_10000'];
const METERS = { units: 'meters' };

/** Degrees to metres around a place: the mid-latitude formula on the WGS84 ellipsoid. */
function frameOf({ lat }) {
  const [a, f, degree] = [6_378_137, 1 / 298.257223563, Math.PI / 180];
  const e2 = f * (2 - f);
  const [s, c] = [Math.sin(lat * degree), Math.cos(lat * degree)];
  const w2 = 1 - e2 * s * s;
  const prime = a / Math.sqrt(w2);
  const meridian = (prime * (1 - e2)) / w2;
  const half = (degree * degree) / 2;
  return { k0: prime * c * degree, k1: -meridian * s * half, m0: meridian * degree, m1: ((3 * e2 * s * c * meridian) / w2) * half };
}

function treeOf(boxes) {
  const tree = new Flatbush(boxes.length);
  for (const box of boxes) tree.add(...box);
  tree.finish();
  return tree;
}

/** Pairs whose fence `holds` the point, among those whose box does. */
function pairsBy(tree, { lat, lon }, holds) {
  return () => {
    const [point_index, fence_index] = [[], []];
    for (let point = 0; point < lat.length; point += 1) {
      const [x, y] = [lon[point], lat[point]];
      for (const fence of tree.search(x, y, x, y)) {
        if (holds(fence, x, y)) {
          point_index.push(point);
          fence_index.push(fence);
        }
      }
    }
    return { point_index, fence_index };
  };
}

function peersOfCircles({ lat, lon, radius_m }, points) {
  const circles = Array.from(lat, (_, index) => ({ lat: lat[index], lon: lon[index], radius_m: radius_m[index], ...frameOf({ lat: lat[index] }) }));
  const tree = treeOf(circles.map((circle) => {
    // A little more, lest the box be narrower than the circle.
    const [dlat, dlon] = [(1.0001 * circle.radius_m) / circle.m0, (1.0001 * circle.radius_m) / circle.k0];
    return [circle.lon - dlon, circle.lat - dlat, circle.lon + dlon, circle.lat + dlat];
  }));
  const centers = circles.map((circle) => [circle.lon, circle.lat]);
  return {
    'Turf and flatbush': pairsBy(tree, points, (fence, x, y) => distance(centers[fence], [x, y], METERS) <= circles[fence].radius_m),
    'flatbush and a formula': pairsBy(tree, points, (fence, x, y) => {
      const circle = circles[fence];
      const [dlat, dlon] = [y - circle.lat, x - circle.lon];
      const [east, north] = [(circle.k0 + circle.k1 * dlat) * dlon, (circle.m0 + circle.m1 * dlat) * dlat];
      return east * east + north * north <= circle.radius_m * circle.radius_m;
    }),
  };
}

function peersOfPolygons(fences, points) {
  const polygons = fences.map(({ geometry }) => geometry);
  const tree = treeOf(polygons.map(({ coordinates: [ring] }) => {
    const [x, y] = [ring.map(([lon]) => lon), ring.map(([, lat]) => lat)];
    return [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)];
  }));
  return { 'Turf and flatbush': pairsBy(tree, points, (fence, x, y) => booleanPointInPolygon([x, y], polygons[fence])) };
}

function numbersOf(path) {
  const bytes = readFileSync(path);
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

/** Each `step`th number from `first`. */
const column = (numbers, first, step, most = Infinity) =>
  Float64Array.from({ length: Math.min(numbers.length / step, most) }, (_, row) => numbers[row * step + first]);

function read(folder, name, most) {
  const numbers = numbersOf(join(folder, `${name}.points`));
  const points = { lat: column(numbers, 0, 2, most), lon: column(numbers, 1, 2, most) };
  const shapes = numbersOf(join(folder, `${name}.fences`));
  if (name.startsWith('circles')) {
    const fences = { lat: column(shapes, 0, 3), lon: column(shapes, 1, 3), radius_m: column(shapes, 2, 3) };
    return { fences, count: fences.lat.length, points, peers: peersOfCircles(fences, points) };
  }
  const fences = Array.from({ length: shapes.length / (2 * CORNERS) }, (_, fence) => {
    const ring = Array.from({ length: CORNERS }, (_, corner) => {
      const at = 2 * (fence * CORNERS + corner);
      return [shapes[at], shapes[at + 1]];
    });
    return { geometry: { type: 'Polygon', coordinates: [[...ring, ring[0]]] } };
  });
  return { fences, count: fences.length, points, peers: peersOfPolygons(fences, points) };
}

/** Seconds that this thread had a processor, where the system tells: others may run beside. */
function busy() {
  try {
    return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]) / 1e9;
  } catch {
    return performance.now() / 1e3;
  }
}

/** Seconds of one of so many runs that a tick of the system's clock does not count. */
function secondsOf(work) {
  const start = busy();
  let [runs, passed] = [0, 0];
  while (passed < 0.2) {
    work();
    runs += 1;
    passed = busy() - start;
  }
  return passed / runs;
}

/** Pairs in order, as one number each. */
function inOrder({ point_index, fence_index }) {
  return Float64Array.from(point_index, (point, row) => point * 2 ** 22 + fence_index[row]).sort();
}

function isSame(one, other) {
  return one.length === other.length && one.every((pair, row) => pair === other[row]);
}

function row(folder, name, most, rounds) {
  const { fences, count, points, peers } = read(folder, name, most);
  const asking = ({ FenceIndex }) => {
    const index = new FenceIndex(fences);
    return { index, ask: () => index.containingMany(points.lat, points.lon) };
  };
  const [inNode, inWasm] = [asking(native), asking(wasm)];
  const asked = { Node: inNode.ask, wasm: inWasm.ask, ...peers };
  const expected = inOrder(inNode.ask());
  const least = {};
  for (let round = 0; round < rounds; round += 1) {
    for (const [who, ask] of Object.entries(asked)) {
      const found = inOrder(ask());
      if (!isSame(found, expected)) {
        console.log(`${name}: ${who} found ${found.length} pairs, fieldbeat in Node ${expected.length}, others`);
        return false;
      }
      least[who] = Math.min(least[who] ?? Infinity, secondsOf(ask));
    }
  }
  const ratios = Object.keys(peers).map((peer) => `${peer} ${(least[peer] / least.Node).toFixed(1)}, ${(least[peer] / least.wasm).toFixed(1)}`);
  const [turf] = Object.keys(peers);
  const rates = ['Node', 'wasm'].map((who) => (points.lat.length / least[who] / 1e6).toFixed(0));
  console.log(
    `| ${name} | ${expected.length} | ${rates.join(' | ')} | ${(least[turf] / least.Node).toFixed(1)} | ${(least[turf] / least.wasm).toFixed(1)}`
    + ` | ${WANTED} | ${ratios.slice(1).join('; ')} | ${Math.floor(inNode.index.memoryBytes / count)} |`,
  );
  return true;
}

const { values, positionals: [folder, ...workloads] } = parseArgs({
  allowPositionals: true,
  options: { points: { type: 'string', default: '1000000' }, rounds: { type: 'string', default: '3' } },
});
if (folder === undefined) throw new Error('which folder did `peer_geofence --write FOLDER` write?');
await wasm.init(readFileSync(new URL('../../../bindings-wasm/pkg/web/fieldbeat_bg.wasm', import.meta.url)));
console.log('How many times the time of fieldbeat peers take, who all get columns.');
console.log('| fences | pairs | Node, million points/s | wasm | Turf and flatbush / Node | / wasm | wanted | / Node, / wasm | B a fence |');
console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | ---: |');
const chosen = workloads.length > 0 ? workloads : WORKLOADS;
const equal = chosen.map((name) => row(folder, name, Number(values.points), Number(values.rounds)));
process.exitCode = equal.every(Boolean) ? 0 : 1;
