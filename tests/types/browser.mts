// What TypeScript must accept and refuse of the package for browsers.
import { FenceIndex, InputError, init, presence, verifyPlan, type FixInput, type VisitReport } from 'fieldbeat-wasm';
import * as bundled from 'fieldbeat-wasm/bundler';
import * as single from 'fieldbeat-wasm/single';

import * as route from 'fieldbeat-wasm/route';

await init();
await route.init();
const tour: route.Tour = route.orderStops([1], [2], { closed: false, budget: { iterations: 9 } }, { progress: (done) => done < 9 });
const ranking: Uint32Array = tour.order;
// @ts-expect-error the module of tours does not verify visits
route.verifyPlan([], [], []);
// @ts-expect-error a slip of the pen
route.orderStops([1], [2], { clsed: false });
await init(new URL('fieldbeat_bg.wasm', import.meta.url));
await init(fetch('fieldbeat_bg.wasm'));
await init(new Uint8Array(8));
await init(new WebAssembly.Module(new Uint8Array(8)));
await bundled.init();
await single.init();

const fix: FixInput = { t: new Date(), lat: 1, lon: 2 };
const report: VisitReport = verifyPlan([], [fix], []);
const same: typeof presence = bundled.presence;
const type: typeof InputError = bundled.InputError;
const index: FenceIndex = new single.FenceIndex([]);
const points: Uint32Array = index.containingMany([1], new Float64Array(1)).point_index;
index[Symbol.dispose]();
void [report, same, type, points, ranking];

// @ts-expect-error the module is in one place
await init(fetch('a'), fetch('b'));
// @ts-expect-error the module is in the file
await single.init(fetch('a'));
// @ts-expect-error a page has no thread pool
bundled.verifyPlanAsync;
// @ts-expect-error nor for an index
FenceIndex.buildAsync([]);
