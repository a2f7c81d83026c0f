// A page without a bundler: this file runs as it is.
import { init, distance, FenceIndex } from '/bindings-wasm/pkg/single/fieldbeat.js';

await init();
const metres = distance({ lat: 0, lon: 0 }, { lat: 0, lon: 1 });
const index = new FenceIndex([{ id: 'clinic', center: { lat: 0, lon: 0 }, radius_m: 100 }]);
const [{ id }] = index.containing(0, 0);
index.free();
document.documentElement.dataset.bundled = `${metres.toFixed(4)} ${String(index) === 'FenceIndex(freed)' ? id : index}`;
