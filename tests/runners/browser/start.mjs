// Runs the checks as the page's own code, and tells the runner outside of each.
import { run } from './page.mjs';

async function check(name, work) {
  let error;
  try {
    await work();
  } catch (thrown) {
    error = String(thrown?.stack ?? thrown);
  }
  console.debug(JSON.stringify({ name, error }));
}

const job = await (await fetch('/job.json')).json();
await check('all checks ran', () => run({ ...job, check }));
document.documentElement.dataset.done = '';
