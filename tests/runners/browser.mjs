// The browser's tests: a page in headless Chromium under a strict Content Security Policy.
//
//     node tests/runners/browser.mjs
//
// FIELDBEAT_CHROMIUM (or CHROMIUM) names the browser. Needs `cargo xtask wasm`.
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build as esbuild } from 'esbuild';
import { chromium } from 'playwright-core';
import { parse } from 'smol-toml';
import { build as vite } from 'vite';

const project = fileURLToPath(new URL('../../', import.meta.url));
const here = join(project, 'tests/runners/browser');
const CSP = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src data:; frame-src 'self' about:";
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.json': 'application/json', '.wasm': 'application/wasm' };
// Chromium's own errands would only slow it down here.
const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

let passed = 0;
let failed = 0;
let skipped = 0;

async function check(name, work) {
  try {
    await work();
    passed += 1;
    console.log(`ok ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED ${name}\n  ${error?.stack ?? error}`);
  }
}

/** Files that were built for this run, by path. */
const built = new Map();

function serve() {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname));
    // A module is loaded once for its URL: another prefix is another copy.
    const file = join(project, path.replace(/^\/fresh\/\d+/, ''));
    const body = built.get(path) ?? (file.startsWith(project) && existsSync(file) ? readFileSync(file) : undefined);
    const type = TYPES[extname(path)] ?? 'application/octet-stream';
    response.writeHead(body === undefined ? 404 : 200, {
      'Content-Security-Policy': CSP, 'Content-Type': type, 'Cache-Control': 'no-store',
    });
    response.end(body);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

/** Opens `path`; what the page logs and what it breaks is told. */
async function open(page, path, faults) {
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    // The one file that is not there is asked for on purpose.
    const isMissing = message.location().url.endsWith('/nowhere.wasm');
    if (message.type() === 'error' && !isMissing) faults.push(`${message.text()} ${message.location().url}`);
  });
  await page.goto(path);
}

/** Waits for the page to set an attribute: a policy without eval forbids waiting for a function. */
async function attached(page, attribute, faults, timeout = 20_000) {
  await page.locator(`html[${attribute}]`).waitFor({ state: 'attached', timeout }).catch(() => {
    throw new Error(faults.join('\n  ') || `the page never set ${attribute}`);
  });
}

async function replayInPage(context, origin) {
  const random = 'target/vectors/random.json';
  const has_random = existsSync(join(project, random));
  if (!has_random && process.env.FIELDBEAT_RANDOM_VECTORS !== undefined) {
    throw new Error(`${random} is not there: cargo xtask vectors --random`);
  }
  if (!has_random) {
    skipped += 1;
    console.log(`SKIPPED random vectors: ${random} is not there`);
  }
  const { operation, class: classes } = parse(readFileSync(join(project, 'tests/operations.toml'), 'utf8'));
  const job = {
    vectors: readdirSync(join(project, 'tests/vectors')).filter((file) => file.endsWith('.json')).sort(),
    operations: operation.map(({ name }) => name),
    classes,
    random: has_random ? `/${random}` : undefined,
  };
  await bundle(join(here, 'start.mjs'), '/start.mjs');
  built.set('/job.json', JSON.stringify(job));
  built.set('/page.html', readFileSync(join(here, 'page.html')));

  const faults = [];
  const page = await context.newPage();
  // The page works by itself and tells us through its console: what goes on after a debugger's
  // call into the page may use eval, whatever the policy says.
  const told = [];
  page.on('console', (message) => {
    if (message.type() !== 'debug') return;
    const { name, error } = JSON.parse(message.text());
    told.push(check(name, () => {
      if (error !== undefined) throw error;
    }));
  });
  await open(page, `${origin}/page.html`, faults);
  await attached(page, 'data-done', faults, 300_000);
  await Promise.all(told);
  await check('the page broke nothing, and no rule of its policy', () => {
    if (faults.length > 0) throw faults.join('\n  ');
  });
  await page.close();
}

async function bundle(entry, path, options = {}) {
  const { outputFiles } = await esbuild({
    entryPoints: [entry], bundle: true, format: 'esm', target: 'es2022', write: false, outdir: '/', logLevel: 'silent', minify: true, ...options,
  });
  for (const { path: name, contents } of outputFiles) {
    built.set(name.endsWith('.js') ? path : `/${name.split('/').pop()}`, Buffer.from(contents));
  }
}

/** An application made by a bundler, from the package as an installation has it. */
async function runBundle(context, origin, path, expected) {
  built.set('/bundle.html', `<!doctype html><link rel="icon" href="data:,"><script type="module" src="${path}"></script>`);
  await runPage(context, `${origin}/bundle.html`, expected);
}

async function runPage(context, url, expected) {
  const faults = [];
  const page = await context.newPage();
  await open(page, url, faults);
  await attached(page, 'data-bundled', faults);
  const answer = await page.evaluate(() => document.documentElement.dataset.bundled);
  await page.close();
  if (answer !== expected || faults.length > 0) throw new Error(`${answer}\n  ${faults.join('\n  ')}`);
}

/** A widget's own script, after the one that sets `fieldbeat`. */
const classic = `
  fieldbeat.init().then(() => {
    document.documentElement.dataset.bundled = fieldbeat.distance({ lat: 0, lon: 0 }, { lat: 0, lon: 1 }).toFixed(4);
  });
`;

/** WebAssembly as a module, as the ES integration proposal says: esbuild leaves it to plugins. */
const wasmModule = {
  name: 'wasm-module',
  setup(builder) {
    builder.onLoad({ filter: /\.wasm$/ }, ({ path, with: { type } }) => {
      if (type === 'url') return { contents: readFileSync(path), loader: 'file' };
      const module = new WebAssembly.Module(readFileSync(path));
      const sources = [...new Set(WebAssembly.Module.imports(module).map(({ module }) => module))];
      const names = WebAssembly.Module.exports(module).map(({ name }) => name);
      const contents = [
        `import url from ${JSON.stringify(path)} with { type: 'url' };`,
        ...sources.map((source, index) => `import * as import${index} from ${JSON.stringify(source)};`),
        `const imports = { ${sources.map((source, index) => `${JSON.stringify(source)}: import${index}`).join(', ')} };`,
        'const { instance } = await WebAssembly.instantiateStreaming(fetch(url), imports);',
        `export const { ${names.map((name) => `${name}: ${name}`).join(', ')} } = instance.exports;`,
      ];
      return { contents: contents.join('\n'), loader: 'js', resolveDir: join(path, '..') };
    });
  },
};

/** A call of each part, what it answers, and what that part does not have. */
const PARTS = {
  geofence: {
    code: 'part.presence({ center: { lat: 0, lon: 0 }, radius_m: 9 }, { t: 0, lat: 0, lon: 0, accuracy_m: 1 }).state',
    expected: 'inside', others: ['FenceIndex', 'verifyPlan', 'orderStops'],
  },
  visit: {
    code: "part.verifyPlan([{ id: 'a', site: 'b', date: '2026-11-20' }], [], [{ id: 'b', fence: { center: { lat: 0, lon: 0 }, radius_m: 9 } }]).visits[0].status",
    expected: 'unproven', others: ['orderStops', 'TourSearch'],
  },
  route: {
    code: 'part.orderStops([0, 0, 0], [0, 2, 1], { closed: false, start: 0 }).order',
    expected: '0,2,1', others: ['presence', 'verifyPlan', 'Tracker'],
  },
};

async function packaging(context, origin) {
  await check('esbuild bundles the build for bundlers', async () => {
    await bundle(join(here, 'bundled.mjs'), '/bundled.mjs', { plugins: [wasmModule], publicPath: '/' });
    await runBundle(context, origin, '/bundled.mjs', '111319.4908 true');
  });
  await check('vite bundles the build that fetches its module', async () => {
    const { output } = await vite({
      root: here, configFile: false, logLevel: 'silent', base: '/vite/',
      build: { write: false, target: 'es2022', assetsInlineLimit: 0, modulePreload: false, rollupOptions: { input: join(here, 'web.mjs') } },
    });
    for (const file of output) built.set(`/vite/${file.fileName}`, Buffer.from(file.code ?? file.source));
    const entry = output.find((file) => file.isEntry).fileName;
    await runBundle(context, origin, `/vite/${entry}`, '111319.4908');
  });
  for (const [part, { code, expected, others }] of Object.entries(PARTS)) {
    await check(`the module of ${part} alone does its part`, async () => {
      built.set(`/${part}.mjs`, `
        import * as part from '/bindings-wasm/${part}.js';
        await part.init();
        const others = ${JSON.stringify(others)}.filter((name) => name in part);
        document.documentElement.dataset.bundled = String(${code}) + others;
      `);
      await runBundle(context, origin, `/${part}.mjs`, expected);
    });
  }
  await check('ten thousand clients and half a million transactions take at most 64 MB', () => (
    runBundle(context, origin, '/tests/runners/browser/memory.mjs', '500000 transactions within 64 MB')
  ));
  await check('a second module on one page is refused', async () => {
    built.set('/both.mjs', `
      import { init } from '/bindings-wasm/route.js';
      import { init as other } from '/bindings-wasm/geofence.js';
      await init();
      const refused = await other().catch((error) => error);
      document.documentElement.dataset.bundled = refused.problems[0].code;
    `);
    await runBundle(context, origin, '/both.mjs', 'already_initialized');
  });
  await check('the single file is an ES module', () => runBundle(context, origin, '/tests/runners/browser/single.mjs', '111319.4908 clinic'));
  await check('the single file is a classic script too', async () => {
    built.set('/classic.js', classic);
    built.set('/classic.html', `<!doctype html><link rel="icon" href="data:,"><script src="/bindings-wasm/pkg/single/fieldbeat.global.js"></script><script src="/classic.js"></script>`);
    await runPage(context, `${origin}/classic.html`, '111319.4908');
  });
  await check('a page that was opened as a file runs the single file', async () => {
    const page = join(profile, 'page.html');
    const single = new URL('../../bindings-wasm/pkg/single/fieldbeat.global.js', import.meta.url);
    writeFileSync(page, `<!doctype html><script src="${single}"></script><script>${classic}</script>`);
    await runPage(context, pathToFileURL(page).href, '111319.4908');
  });
  await check('the example of the README runs as it is', async () => {
    const readme = readFileSync(join(project, 'bindings-wasm/README.md'), 'utf8');
    const [, example] = /```js\n([^]*?)```/.exec(readme);
    const [, promised] = /\/\/ -> (.*)/.exec(example);
    const contents = `${example.replace('console.log(', 'show(')}\nfunction show(text) { document.documentElement.dataset.bundled = text; }`;
    await bundle(undefined, '/example.mjs', {
      entryPoints: undefined, stdin: { contents, resolveDir: here, loader: 'js' }, define: { 'import.meta.url': '"/bindings-wasm/pkg/web/"' },
      banner: { js: 'const documentURL = location.href;' },
    });
    built.set('/example.mjs', String(built.get('/example.mjs')).replace('"/bindings-wasm/pkg/web/"', 'location.origin+"/bindings-wasm/pkg/web/"'));
    await runBundle(context, origin, '/example.mjs', promised);
  });
}

const server = await serve();
const origin = `http://127.0.0.1:${server.address().port}`;
const profile = mkdtempSync(join(tmpdir(), 'fieldbeat-chromium-'));
try {
  const executablePath = process.env.FIELDBEAT_CHROMIUM ?? process.env.CHROMIUM ?? '/usr/bin/chromium';
  const context = await chromium.launchPersistentContext(profile, { executablePath, headless: true, args: FLAGS });
  await replayInPage(context, origin);
  await packaging(context, origin);
  await context.close();
} catch (error) {
  failed += 1;
  console.log(`FAILED ${error?.stack ?? error}`);
} finally {
  server.close();
  rmSync(profile, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
