// What a bundler makes of the package: this file is an application.
import { init, distance, InputError } from 'fieldbeat-wasm/bundler';

await init();
const metres = distance({ lat: 0, lon: 0 }, { lat: 0, lon: 1 });
let refused = false;
try {
  distance();
} catch (error) {
  refused = error instanceof InputError;
}
document.documentElement.dataset.bundled = `${metres.toFixed(4)} ${refused}`;
