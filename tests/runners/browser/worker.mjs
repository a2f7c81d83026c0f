// A Web Worker with the module of tours: it searches while the page goes on.
import { init, TourSearch } from '/bindings-wasm/route.js';

onmessage = async ({ data: { x, y } }) => {
  await init();
  const search = TourSearch.plane(x, y, { seed: 1 });
  search.run({ iterations: 200 });
  postMessage(search.best());
  search.free();
};
