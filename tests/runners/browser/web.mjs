// What a bundler makes of the package whose code fetches its module: this file is an application.
import { init, distance } from 'fieldbeat-wasm';

await init();
document.documentElement.dataset.bundled = distance({ lat: 0, lon: 0 }, { lat: 0, lon: 1 }).toFixed(4);
