// What one operation answers is what the next one takes: a day is verified, its visits are scored,
// the scores are held against targets and ranked. With whichever build of the library.

const at = (minute) => new Date(Date.UTC(2026, 10, 13, 9, minute));
// Two clinics and a shop, 2 km apart, and a place where the rep then stays.
const places = { clinic: 55.8, hospital: 55.82, shop: 55.84 };
const elsewhere = 55.79;

/** A rep's day: two visits are made, the third is not. */
function day({ verifyPlan }) {
  const slots = [['clinic', -10, 60], ['hospital', 30, 90], ['shop', 100, 140]];
  const plan = slots.map(([site, start, end], index) => (
    { id: `v${index}`, rep: 'anna', site, slot: { start: at(start), end: at(end) } }
  ));
  const sites = Object.entries(places).map(([id, lat]) => (
    { id, fence: { center: { lat, lon: 49.1 }, radius_m: 80 } }
  ));
  const stays = [['clinic', 0, 25], ['hospital', 35, 60], [null, 70, 200]];
  const track = stays.flatMap(([site, start, end]) => (
    Array.from({ length: end - start }, (_, index) => start + index).map((minute) => (
      // Nobody stands quite still.
      { t: at(minute), lat: (places[site] ?? elsewhere) + 1e-5 * (minute % 7), lon: 49.1, accuracy_m: 8 }
    ))
  ));
  return verifyPlan(plan, track, sites);
}

/** What comes of it, as far as `expected` tells. */
export function joined(fieldbeat) {
  const verdicts = day(fieldbeat).visits;
  const card = new fieldbeat.ScoreCard({
    name: 'visits',
    version: '1',
    schema: { status: 'string' },
    eligible: { field: 'status', eq: 'verified' },
    tables: [{ rows: [], default: 10 }],
    limits: [{ id: 'day', kind: 'cap', key: ['rep'], per: 'day', points: 15 }],
  });
  // A visit that nobody made has no time.
  const { scores } = card.scoreAll(verdicts.filter(({ arrival }) => arrival));
  const now = at(300);
  const targets = [{ value: 60 }, { value: 4, measure: 'visits' }];
  const { progress } = fieldbeat.progress(targets, scores, {}, now);
  const { standings } = fieldbeat.leaderboard(scores, 'month', {}, now);
  return {
    verdicts: verdicts.map(({ status }) => status),
    scores: scores.map(({ id, rep, site, points }) => [id, rep, site, points]),
    keepTheirTimes: scores.every(({ t, left }, index) => {
      const { arrival, departure } = verdicts[index];
      return t === arrival.t && left === departure.t;
    }),
    progress: progress.map(({ whose, actual, left }) => [whose, actual, left]),
    standings: standings.map(({ rank, whose, points }) => [rank, whose, points]),
    ...long(fieldbeat, now),
  };
}

/** Steps of more digits than a number tells go back as they came, also through text. */
function long(fieldbeat, now) {
  const card = new fieldbeat.ScoreCard({
    name: 'long',
    version: '1',
    tables: [{ rows: [], default: 1234.56 }],
    modifiers: [{ kind: 'multiply', factor: 1.123457 }, { kind: 'multiply', factor: 0.987653 }],
  });
  const report = card.scoreAll([{ id: 'v', rep: 'anna', t: at(0) }]);
  const stored = JSON.parse(JSON.stringify(report));
  const snapshot = fieldbeat.closePeriod('2026-11', report.scores, {});
  const kept = JSON.parse(JSON.stringify(snapshot));
  return {
    delta: report.scores[0].steps[2].delta,
    merged: [report, stored].map((part) => (
      JSON.stringify(fieldbeat.mergeScores([part])) === JSON.stringify(report)
    )),
    actual: fieldbeat.progress([{ value: 60 }], stored.scores, {}, now).progress[0].actual,
    best: fieldbeat.leaderboard(stored.scores, 'month', {}, now).standings[0].points,
    adjustments: fieldbeat.reconcile(kept, stored.scores, {}, '2026-12-31T00:00:00Z').adjustments,
  };
}

export const expected = {
  verdicts: ['verified', 'verified', 'rejected'],
  scores: [['v0', 'anna', 'clinic', 10], ['v1', 'anna', 'hospital', 5]],
  keepTheirTimes: true,
  progress: [['anna', 15, 45], ['anna', 2, 2]],
  standings: [[1, 'anna', 15]],
  delta: '-17.12498123769024',
  merged: [true, true],
  actual: 1369.85,
  best: 1369.85,
  adjustments: [],
};
