// What TypeScript must accept and refuse of the package for Node.
import {
  AbortError, FenceIndex, FieldbeatError, PolicyError, ScoreCard, closePeriod, distance, leaderboard, presence, reasonText, reconcile, verifyPlan, verifyPlanAsync, version,
  type ContainingPairs, type FenceHit, type FixInput, type IndexPolicy, type PlannedVisit, type Presence, type Site, type Status, type TrackColumns, type VisitPolicy, type VisitReport,
} from 'fieldbeat';

const plan: readonly PlannedVisit[] = [
  { id: 'p1', site: 's1', slot: { start: new Date(), end: '2026-11-20T10:00:00Z' }, override: null },
  { id: 'p2', site: 's1', date: '2026-11-20', min_dwell: '20m' },
];
const sites: Site[] = [{ id: 's1', fence: { center: { lat: 1, lon: 2 }, radius_m: 100 }, attributes: { any: ['thing'] } }];
const fix: FixInput = { t: 0, lat: 1, lon: 2 };
const columns: TrackColumns = {
  t: new BigInt64Array(1), lat: new Float32Array(1), lon: [1], accuracy_m: [null, 1], mock: new Uint8Array(1), source: ['gps', null],
};
const policy: VisitPolicy = { presence: { model: 'margin' }, degrade: { teleport: 'note' }, observe: [{ start: 0, end: 1 }] };

const report: VisitReport = verifyPlan(plan, columns, sites, policy);
const again: Promise<VisitReport> = verifyPlanAsync(plan, [fix] as const, sites, null, { path_digests: ['x'] }, { signal: new AbortController().signal });
const status: Status | undefined = report.visits[0]?.status;
const arrival: string | undefined = report.visits[0]?.arrival?.t;
const answer: Presence = presence({ geometry: { type: 'Polygon', coordinates: [] } }, fix);
const texts: string[] = answer.reasons.map((reason) => reasonText(reason, 'ru'));
const metres: number = distance({ lat: 1, lon: 2 }, { lat: 1, lon: 2 });

const rules: IndexPolicy = { boundary: 'half_open' };
const index: FenceIndex = new FenceIndex([{ id: 'clinic', center: { lat: 1, lon: 2 }, radius_m: 100 }] as const, rules);
const built: Promise<FenceIndex> = FenceIndex.buildAsync([], null, { signal: AbortSignal.timeout(1) });
const hits: FenceHit[] = index.containing(1, 2).concat(index.nearest(1, 2), index.nearest(1, 2, 5));
const id: string | null | undefined = hits[0]?.id;
const pairs: ContainingPairs = index.containingMany(new Float64Array(1), [1, 2]);
const points: Uint32Array = pairs.point_index;
const later: Promise<ContainingPairs> = index.containingManyAsync([1], [2], {});
const size: number = index.memoryBytes;
const copy: FenceIndex = FenceIndex.fromBytes(index.toBytes());
const words: string = index.toString();
{
  using scoped = new FenceIndex([]);
  void scoped.memoryBytes;
}
index.free();

// What an answer gives can be asked again.
verifyPlan(plan.map((planned) => ({ ...planned, claimed: report.visits[0]?.claimed ?? null })), [fix], sites);

// Steps are exact. One that 15 digits do not tell is a text, so that whoever computes with it must ask.
const card = new ScoreCard({ name: 'visits', version: '1', tables: [{ rows: [], default: '1234.56' }] });
const score = card.score({ id: 'v', rep: 'anna', t: 0 });
const exact = (points: number | string): string => (typeof points === 'string' ? points : points.toString());
for (const step of score.steps) {
  // @ts-expect-error what a step gave may be a text
  const given: number = step.delta;
  // @ts-expect-error nor is a sum of texts one of numbers
  const doubled = step.before * 2;
  // @ts-expect-error a text has no digits to cut
  step.after.toFixed(2);
  const narrowed: number = typeof step.delta === 'number' ? step.delta : Number(step.delta);
  void [given, doubled, narrowed, exact(step.before), exact(step.after)];
}
const closed = closePeriod('2026-11', [score], {});
const [line] = closed.lines;
// @ts-expect-error as are the points of a rule in a closed period
const lined: number | undefined = line?.points;
const [adjustment] = reconcile(closed, [score], {}, 0).adjustments;
// @ts-expect-error in what is paid later
const adjusted: number | undefined = adjustment?.points;
const [standing] = leaderboard([score], 'month', {}, 0).standings;
// @ts-expect-error and in a ranking
const ruled: number | undefined = standing?.rules[0]?.points;
// What a card rounded is a number.
const rounded: number | null = score.points;
void [lined, adjusted, ruled, rounded];

try {
  version();
} catch (error) {
  if (error instanceof PolicyError) {
    const code: 'policy' = error.code;
    const path: string | undefined = error.problems[0]?.path;
    void [code, path];
  }
  if (error instanceof AbortError || error instanceof FieldbeatError) void error.problems.length;
}

// @ts-expect-error an unknown key of a policy
presence({}, fix, { max_accuracy: 100 });
// @ts-expect-error an unknown code
presence({}, fix, { model: 'guess' });
// @ts-expect-error a fix needs an instant
presence({}, { lat: 1, lon: 2 });
// @ts-expect-error a language that nobody speaks here
reasonText({ code: 'x', facts: {} }, 'xx');
// @ts-expect-error an index is made with new
FenceIndex([]);
// @ts-expect-error an index needs fences
new FenceIndex();
// @ts-expect-error a property is no method
index.memoryBytes();
// @ts-expect-error a property is read only
index.memoryBytes = 1;
// @ts-expect-error bytes are no text
FenceIndex.fromBytes('00');
// @ts-expect-error an engine is no data
presence(index, fix);
// @ts-expect-error data are no engine
const fake: FenceIndex = { memoryBytes: 1 };
// @ts-expect-error spans are strings
verifyPlan(plan, [fix], sites, { late: 15 });

void [again, status, arrival, texts, metres, built, id, points, later, size, copy, words, fake];
