// Zones from the browser's own data: the module has no names of zones.
import { call } from './door.js';
import { InputError } from './errors.js';

// No zone has two changes of its clocks within six days, but some within a week.
const STEP = 6 * 86_400_000;

/** Seconds by which the clocks of a zone are ahead of UTC, as a function of milliseconds. */
function offsets(name) {
  let format;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: name, hourCycle: 'h23', era: 'short', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
    });
  } catch {
    const message = `no zone is called "${name}"`;
    throw new InputError({ kind: 'input', message, problems: [{ code: 'unknown_zone', path: '$.name', message }] });
  }
  return (ms) => {
    const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]));
    const year = parts.era === 'BC' ? 1 - parts.year : Number(parts.year);
    const local = new Date(0);
    local.setUTCFullYear(year, parts.month - 1, parts.day);
    local.setUTCHours(parts.hour, parts.minute, parts.second);
    return (local - Math.floor(ms / 1000) * 1000) / 1000;
  };
}

export function zoneTable(name, start, end) {
  // What is no text or no time is told by the module, which knows UTC.
  const known = typeof name === 'string' ? 'UTC' : name;
  const utc = call('zone_table', { name: known, start, end });
  const [[from]] = utc.offsets;
  const [[until]] = call('zone_table', { name: known, start: end, end }).offsets;
  const offset = offsets(name);
  const rows = [[from, offset(from)]];
  for (let ms = from; ms < until; ms += STEP) {
    const next = Math.min(ms + STEP, until);
    if (offset(next) === offset(ms)) continue;
    let [before, after] = [Math.floor(ms / 1000), Math.ceil(next / 1000)];
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (offset(middle * 1000) === offset(ms)) before = middle;
      else after = middle;
    }
    if (after * 1000 < until) rows.push([after * 1000, offset(after * 1000)]);
  }
  return { name, offsets: rows };
}
