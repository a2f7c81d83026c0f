// Written by `cargo xtask stubs`: change the catalog of the core, not this file.
import { Engine } from './engine.js';

/**
 * Metres between two positions along the shortest line on the WGS84 ellipsoid.
 *
 * @param a - One position.
 * @param b - The other.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function distance(a: Position, b: Position): number;

/**
 * Whether one fix was inside one fence: inside, outside or uncertain.
 *
 * @param fence - The fence.
 * @param fix - The fix.
 * @param policy - How they are held against each other.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function presence(fence: Fence, fix: FixInput, policy?: PresencePolicy | null): Presence;

/**
 * The events of a day that was pushed again, each with the earlier events that it replaces.
 *
 * @param events - The events of a day that was pushed again, as a tracker answered them.
 * @param earlier - The events that it answered before.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function supersede(
  events: readonly FenceEventInput[],
  earlier: readonly FenceEventInput[],
): FenceEvent[];

/**
 * The verdicts on a rep's day: was each planned visit real, when, and for how long.
 *
 * @param plan - The visits that were planned, of one rep and day.
 * @param track - The rep's fixes, in any order.
 * @param sites - The sites: those of the plan, and others that may have been visited.
 * @param policy - The rules.
 * @param history - What is known from other days and reps.
 * @param control - Who listens, and may stop it.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function verifyPlan(
  plan: readonly PlannedVisit[],
  track: Track,
  sites: readonly Site[],
  policy?: VisitPolicy | null,
  history?: History | null,
  control?: Control,
): VisitReport;

/**
 * What is odd about a track: impossible legs, frozen or simulated places, wrong clocks, replays.
 *
 * @param track - A rep's fixes of one day, in any order.
 * @param policy - When a track is not what a moving person's phone writes.
 * @param history - What is known from other days and reps.
 * @param control - Who listens, and may stop it.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function anomalies(
  track: Track,
  policy?: AnomalyPolicy | null,
  history?: History | null,
  control?: Control,
): AnomalyReport;

/**
 * The sites at which a visit made on the spot may be, by likelihood; nobody is picked silently.
 *
 * @param fix - Where the rep is.
 * @param sites - The sites that may be meant.
 * @param policy - How the fix is held against their fences.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function registerVisit(
  fix: FixInput,
  sites: readonly Site[],
  policy?: PresencePolicy | null,
): Registration;

/**
 * Where sites really are, by five or more verified visits, and which stored points are suspect.
 *
 * @param visits - Visits to sites, and where they were. The answer has no place for warnings: a `status` that is misspelled is none.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function suggestSitePosition(visits: readonly LocatedVisit[]): SitePosition[];

/**
 * When and how far a rep was off the planned path, and what of the path was driven.
 *
 * @param track - The rep's fixes, in any order.
 * @param path - The way that was planned.
 * @param policy - The rules.
 * @param control - Who listens, and may stop it.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function deviation(
  track: Track,
  path: Path,
  policy?: DeviationPolicy | null,
  control?: Control,
): Deviation;

/**
 * From stay to stay: when, how far, and whether it was a business trip.
 *
 * @param track - The rep's fixes, in any order.
 * @param policy - The rules.
 * @param sites - Known sites; stops elsewhere end trips too.
 * @param base - Where the rep comes from; without it nobody knows of business trips.
 * @param control - Who listens, and may stop it.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function trips(
  track: Track,
  policy?: TripPolicy | null,
  sites?: readonly Site[] | null,
  base?: Position | null,
  control?: Control,
): TripReport;

/**
 * The verdicts on the days of many reps, in columns.
 *
 * @param plan - The visits that were planned, of many reps and days, each with its `rep`.
 * @param track - The fixes of all reps, in any order.
 * @param sites - The sites: those of the plan, and others that may have been visited.
 * @param policy - The rules.
 * @param histories - What is known of the reps from before.
 * @param control - Who listens, and may stop it.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function verifyMany(
  plan: readonly PlannedVisit[],
  track: RepFixes,
  sites: readonly Site[],
  policy?: VisitPolicy | null,
  histories?: readonly RepHistory[] | null,
  control?: Control,
): ManyReport;

/**
 * SHA-256 of the canonical fixes, in hex: a verdict stays provable after the track is erased.
 *
 * @param track - A rep's fixes, in any order. The answer has no place for warnings: of keys that look misspelled `anomalies` tells.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function digest(track: Track): string;

/**
 * A report with no more detail than a level: verdict, evidence or track. Nothing else changes.
 *
 * @param report - A report of `verify_plan`, `trips` or `deviation`.
 * @param level - The detail that is left at most.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function redact(report: AnyReport, level: Detail): AnyReport;

/**
 * A track on a grid of places and in buckets of time, its accuracies widened to stay honest.
 *
 * @param track - A rep's fixes, in any order. The answer has no place for warnings: of keys that look misspelled `anomalies` tells.
 * @param metres - The side of a cell of the grid, 1 to 1,000,000.
 * @param seconds - The length of a bucket of time, 0.001 to 31,622,400.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function coarsen(track: Track, metres: number, seconds: number): Fix[];

/**
 * What of a report and its track is to be erased, and when.
 *
 * @param report - A report of `verify_plan`, `trips` or `deviation`.
 * @param policy - How long what is kept; an empty one has the defaults.
 * @param now - The present.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function retention(report: AnyReport, policy: RetentionPolicy, now: InstantInput): Retention;

/**
 * The stays of every rep, as columns: where, from when to when.
 *
 * @param columns - The fixes of one rep or many, in any order.
 * @param policy - What a stay is.
 * @param control - Who listens, and may stop it.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function stayPoints(
  columns: StayFixes,
  policy?: StayPolicy | null,
  control?: Control,
): StayPoints;

/**
 * An order in which stops are visited on a short tour; lengths in metres.
 *
 * @param lat - Latitudes in degrees, -90 to 90.
 * @param lon - Longitudes in degrees, as many; wrapped.
 * @param options - What the tour is to be, and how long to look for it.
 * @param control - Who listens, and may stop it.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function orderStops(
  lat: NumberColumn,
  lon: NumberColumn,
  options?: TourOptions | null,
  control?: Control,
): Tour;

/**
 * An order in which points of a plane are visited on a short tour; lengths in their unit.
 *
 * @param x - Coordinates in any unit, at most 1e150 from 0.
 * @param y - The other coordinates, as many.
 * @param options - What the tour is to be, and how long to look for it.
 * @param control - Who listens, and may stop it.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function orderPlane(
  x: NumberColumn,
  y: NumberColumn,
  options?: TourOptions | null,
  control?: Control,
): Tour;

/**
 * An order of stops that is short by a table of costs, which need not be the same both ways.
 *
 * @param matrix - The costs from each stop to every stop, row by row: 0 or more, `null` where no way leads.
 * @param options - What the tour is to be, and how long to look for it.
 * @param control - Who listens, and may stop it.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function orderMatrix(
  matrix: readonly NumberColumn[],
  options?: TourOptions | null,
  control?: Control,
): Tour;

/**
 * Driving times and distances between positions, estimated from straight lines.
 *
 * @param positions - The stops, at most 16,384.
 * @param profile - How straight lines become driving times.
 * @param control - Who listens, and may stop it.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function matrixOf(
  positions: readonly Position[],
  profile?: MatrixProfile | null,
  control?: Control,
): TravelMatrix;

/**
 * The driving times and distances that a routing service answered: OSRM or Valhalla.
 *
 * @param answer - What the routing service answered, as an object.
 * @param kind - Which service it was.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function matrixFrom(
  answer: { readonly [name: string]: unknown },
  kind: MatrixKind,
): TravelMatrix;

/**
 * A period by its name: a half-open range of time in a zone.
 *
 * @param name - Such as `2026-11-13`, `2026-W47`, `2026-11`, `2026-Q4`, `2026`, `today`, `last_week`.
 * @param zone - Whose clock it is by.
 * @param now - The present, on which `today` and `last_week` depend.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function period(name: string, zone: Zone, now?: InstantInput | null): Period;

/**
 * The period of a kind that holds an instant.
 *
 * @param t - An instant of the period.
 * @param kind - What kind of period.
 * @param zone - Whose clock it is by.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function periodOf(t: InstantInput, kind: PeriodKind, zone: Zone): Period;

/**
 * A zone's offsets from UTC between two instants, as a table that every build understands.
 *
 * @param name - A name of the tz database, such as `Europe/Moscow`.
 * @param start - From when on the table holds.
 * @param end - Until when it holds.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function zoneTable(name: string, start: InstantInput, end: InstantInput): ZoneTable;

/**
 * One report of several, each over a part of the visits: the same bytes as of all at once.
 *
 * @param parts - What `ScoreCard.score_all` answered, each over a part of the visits.
 * @param control - Who listens, and may stop it.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function mergeScores(parts: readonly ScoreReportInput[], control?: Control): ScoreReport;

/**
 * How far every rep, team or territory is with every target: plan to date, forecast, tier.
 *
 * @param targets - What is to be reached.
 * @param scored - Points of visits, in any order; of the period before too, where something is carried over.
 * @param calendar - When the company works.
 * @param now - As of when.
 * @param reps - Teams, territories, calendars of their own, absences.
 * @param adjustments - What `reconcile` answered for periods that were closed.
 * @param control - Who listens, and may stop it.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function progress(
  targets: readonly Target[],
  scored: Scored,
  calendar: WorkCalendar,
  now: InstantInput,
  reps?: readonly Rep[] | null,
  adjustments?: readonly AdjustmentInput[] | null,
  control?: Control,
): ProgressReport;

/**
 * What every rep had in a period, by rule and by visit, with a hash: to be kept, and paid by.
 *
 * @param period - Such as `2026-10`, `2026-Q3` or `last_month`.
 * @param scored - Points of visits, in any order; those of other periods are passed over.
 * @param calendar - When the company works.
 * @param reps - Calendars of their own: a visit is of the period in which it began in the rep's zone.
 * @param policy - When a period may be closed.
 * @param now - The present; without it a period is closed at any time.
 * @param control - Who listens, and may stop it.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function closePeriod(
  period: string,
  scored: Scored,
  calendar: WorkCalendar,
  reps?: readonly Rep[] | null,
  policy?: ClosePolicy | null,
  now?: InstantInput | null,
  control?: Control,
): PeriodSnapshot;

/**
 * What is to be paid besides for a period that was closed, or taken back, by rep and rule.
 *
 * @param snapshot - What `close_period` answered.
 * @param scored - Points of visits as they are now, in any order.
 * @param calendar - When the company works.
 * @param now - The present: adjustments are posted in the period that holds it.
 * @param reps - Calendars of their own.
 * @param posted - What was posted for the period before: it is not posted again.
 * @param control - Who listens, and may stop it.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function reconcile(
  snapshot: PeriodSnapshotInput,
  scored: Scored,
  calendar: WorkCalendar,
  now: InstantInput,
  reps?: readonly Rep[] | null,
  posted?: readonly AdjustmentInput[] | null,
  control?: Control,
): Reconciliation;

/**
 * Plan, potential, actual and difference, by any dimensions and by period, with totals.
 *
 * @param rows - Rows with `plan`, `potential` and `actual`, any of them, and with dimensions.
 * @param by - The dimensions: keys of the rows.
 * @param period - By which kind of period rows are split, or of which one they are; by default by none.
 * @param calendar - Whose zone and weeks; by default of UTC.
 * @param now - The present, on which `last_month` depends.
 * @param control - Who listens, and may stop it.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function planActual(
  rows: readonly ({ readonly [name: string]: unknown })[],
  by?: readonly string[] | null,
  period?: TargetPeriod | null,
  calendar?: WorkCalendar | null,
  now?: InstantInput | null,
  control?: Control,
): PlanActualReport;

/**
 * Counts and shares of rows, margin, new and handled clients, overdue tasks, visits that sold.
 *
 * @param rows - Rows of any system: points, verdicts, activities.
 * @param calendar - When the company works.
 * @param now - As of when.
 * @param beside - Clients, tasks and orders, any of them.
 * @param options - What is counted, and when an order comes of a visit.
 * @param control - Who listens, and may stop it.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function statistics(
  rows: readonly ({ readonly [name: string]: unknown })[],
  calendar: WorkCalendar,
  now: InstantInput,
  beside?: Beside | null,
  options?: StatisticsOptions | null,
  control?: Control,
): Statistics;

/**
 * Reps, teams or territories by points: ranks, movement, points per rule and per working day.
 *
 * @param scored - Points of visits, in any order; those of the period before too.
 * @param period - A kind of period, of which that one is meant which holds `now`, or a named one.
 * @param calendar - When the company works.
 * @param now - As of when.
 * @param reps - Teams, territories, calendars of their own, absences.
 * @param options - Who is ranked, and who is shown.
 * @param control - Who listens, and may stop it.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function leaderboard(
  scored: Scored,
  period: TargetPeriod,
  calendar: WorkCalendar,
  now: InstantInput,
  reps?: readonly Rep[] | null,
  options?: LeaderboardOptions | null,
  control?: Control,
): Leaderboard;

/**
 * One case of two copies that saw different events offline, the same in either order.
 *
 * @param a - A case.
 * @param b - The same case with other events.
 * @param pipeline - Its pipeline.
 * @param now - The present.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function mergeLogs(
  a: CaseInput,
  b: CaseInput,
  pipeline: Pipeline,
  now: InstantInput,
): Applied;

/**
 * Open cases, the most overdue first, with why they are stalled.
 *
 * @param cases - Cases, in any order.
 * @param now - The present.
 * @param pipeline - Their pipeline.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function worklist(
  cases: readonly CaseInput[],
  now: InstantInput,
  pipeline: Pipeline,
): WorkItem[];

/**
 * One notice for the owner of each client with whom nothing is planned, once a local date.
 *
 * @param clients - The clients with whom something should be planned.
 * @param activities - What is planned or was done with them, in any order.
 * @param sent - Keys of notices that were carried out.
 * @param now - As of when.
 * @param options - What counts as a next step.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function nextStepAudit(
  clients: readonly NextStepClient[],
  activities: readonly ClientActivity[],
  sent: readonly string[],
  now: InstantInput,
  options?: NextStepOptions | null,
): NextStepAudit;

/**
 * Requests that wait for an answer, by how long and by source, and when that changes.
 *
 * @param requests - What clients want, with all that went to and fro.
 * @param now - As of when.
 * @param calendar - When people work; without it the time by the clock counts.
 * @param edges - Where one bucket ends and the next begins, ascending.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function waiting(
  requests: readonly ClientRequest[],
  now: InstantInput,
  calendar?: WorkCalendar | null,
  edges?: readonly string[] | null,
): WaitingReport;

/**
 * When anything about a company last changed, and when somebody there was last called.
 *
 * @param contacts - Contacts of companies, in any order.
 * @param now - What comes later has not happened yet; by default all has.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function rollUp(contacts: readonly CompanyContact[], now?: InstantInput | null): RollUp;

/**
 * How far the cases in a log of stages come, how long they stay where, and on which ways.
 *
 * @param columns - Columns `case`, `stage` and `entered` in any order of rows, and others by which cases are told apart. `case`: texts or whole numbers. `stage`: texts, or whole numbers that are places in the list `stage_names`.
 * @param now - The end of observation: cases that have not ended are open until then; later rows are left out.
 * @param calendar - When people work: time is told by it too, and norms count it.
 * @param options - What the log is held against, and how it is told.
 * @param control - Who listens, and may stop it.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function funnelReport(
  columns: { readonly [name: string]: AnyColumn },
  now: InstantInput,
  calendar?: WorkCalendar | null,
  options?: FunnelOptions | null,
  control?: Control,
): FunnelReport;

/**
 * Clients by recency, frequency and money, with scores that stay put while their cuts do.
 *
 * @param columns - Columns, equally long: `client`, `t`, `amount` and, where clients have one, `scope`.
 * @param now - The present: days before it count.
 * @param policy - The window, the number of scores, names for them.
 * @param cuts - Where scores end: the `cuts` of an earlier answer, or a person's; else quantiles.
 * @param control - Who listens, and may stop it.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function rfm(
  columns: { readonly [name: string]: AnyColumn },
  now: InstantInput,
  policy?: RfmPolicy | null,
  cuts?: readonly RfmCutsInput[] | null,
  control?: Control,
): RfmReport;

/**
 * Clients by the share of revenue that those before them have: A, B and C.
 *
 * @param columns - Columns, equally long: `client`, `t`, `amount` and, where clients have one, `scope`.
 * @param now - The present: days before it count.
 * @param policy - The window, and where classes end.
 * @param control - Who listens, and may stop it.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function abc(
  columns: { readonly [name: string]: AnyColumn },
  now: InstantInput,
  policy?: AbcPolicy | null,
  control?: Control,
): AbcReport;

/**
 * Clients by how steadily they buy, X, Y and Z, and with ABC the matrix of both.
 *
 * @param columns - Columns, equally long: `client`, `t`, `amount` and, where clients have one, `scope`.
 * @param now - The present: days before it count.
 * @param policy - The periods, and where classes end.
 * @param control - Who listens, and may stop it.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function xyz(
  columns: { readonly [name: string]: AnyColumn },
  now: InstantInput,
  policy?: XyzPolicy | null,
  control?: Control,
): XyzReport;

/**
 * Clients by share and growth, the Boston matrix: star, cow, question and dog.
 *
 * @param columns - Columns, equally long: `client`, `t`, `amount` and, where clients have one, `scope`.
 * @param now - The present: days before it count.
 * @param policy - The window, and from where on a client is large or grows.
 * @param control - Who listens, and may stop it.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function bcg(
  columns: { readonly [name: string]: AnyColumn },
  now: InstantInput,
  policy?: BcgPolicy | null,
  control?: Control,
): BcgReport;

/**
 * Clients by the stage of their life, each by its own pace: from potential to lost.
 *
 * @param columns - Columns, equally long: `client`, `t`, `amount` and, where clients have one, `scope`.
 * @param now - The present: days before it count.
 * @param policy - When a client is new, sleeps or is lost.
 * @param prospects - Clients that are known from elsewhere: those without a row are potential.
 * @param control - Who listens, and may stop it.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function lifeCycle(
  columns: { readonly [name: string]: AnyColumn },
  now: InstantInput,
  policy?: LifeCyclePolicy | null,
  prospects?: readonly string[] | null,
  control?: Control,
): LifeCycleReport;

/**
 * The clients that two segment policies put into different segments, and why.
 *
 * @param policy_a - How clients are divided, once.
 * @param policy_b - And otherwise.
 * @param transactions - What was bought and given back, in any order.
 * @param now - The present.
 * @param scopes - Of which scope clients are, from when on.
 * @param pins - Segments that somebody decided on: of both policies.
 * @param control - Who listens, and may stop it.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function compare(
  policy_a: SegmentPolicyInput,
  policy_b: SegmentPolicyInput,
  transactions: TransactionRows,
  now: InstantInput,
  scopes?: readonly ClientScope[] | null,
  pins?: readonly SegmentPin[] | null,
  control?: Control,
): SegmentComparison;

/**
 * A condition that says what JsonLogic says: the part of it that query builders write.
 *
 * @param logic - JsonLogic: `and`, `or`, `!`, comparisons, `in`, tests of null. Whatever has no counterpart is refused with its path as `unsupported_construct`.
 * @param schema - The fields that records may have, by dotted path.
 * @param null_semantics - `strict`: what is missing is unknown; `jsonlogic`: it is null, as JsonLogic has it.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function fromJsonlogic(
  logic: JsonLogic,
  schema: { readonly [name: string]: FieldTypeOrPolicy },
  null_semantics?: NullSemantics | null,
): ConditionPolicy;

/**
 * A condition as JsonLogic.
 *
 * @param condition - The condition.
 * @param schema - The fields that records may have, by dotted path.
 * @param null_semantics - `strict`: operators one for one; `jsonlogic`: with tests of null around them, so that any JsonLogic is truthy of just the records of which the condition is true.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function toJsonlogic(
  condition: ConditionPolicyInput,
  schema: { readonly [name: string]: FieldTypeOrPolicy },
  null_semantics?: NullSemantics | null,
): JsonLogic;

/**
 * A condition that says what a query of react-querybuilder says.
 *
 * @param query - A query of react-querybuilder: `{combinator, rules, not}`. Whatever has no counterpart is refused with its path as `unsupported_construct`.
 * @param schema - The fields that records may have, by dotted path: they say that the text `"5"` is a number.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function fromQueryBuilder(
  query: { readonly [name: string]: unknown },
  schema: { readonly [name: string]: FieldTypeOrPolicy },
): ConditionPolicy;

/**
 * A condition as a query of react-querybuilder, to be shown and edited.
 *
 * @param condition - The condition.
 * @param schema - The fields that records may have, by dotted path.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function toQueryBuilder(
  condition: ConditionPolicyInput,
  schema: { readonly [name: string]: FieldTypeOrPolicy },
): { [name: string]: string | number | boolean | null };

/**
 * A reason in words, in English (`en`) or Russian (`ru`).
 *
 * @param reason - A reason of any answer.
 * @param lang - `en` or `ru`.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function reasonText(reason: ReasonInput, lang: Language): string;

/**
 * All that is wrong with a policy, and what is odd about it; fails only for an unknown kind.
 *
 * @param kind - Kind of policy, such as `visit`: one of those that `schema` knows.
 * @param policy - The policy, as it would be passed to an operation; `null` is none. A condition alone has no schema: what is never or always true of it, `Condition.warnings` tells.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function lint(kind: string, policy?: unknown): Lint;

/**
 * The JSON Schema (draft 2020-12) of a kind of policy.
 *
 * @param kind - Kind of policy, such as `visit`; an unknown one is answered with the list of all.
 * @throws {@link FieldbeatError} with all problems of the arguments.
 */
export function schema(kind: string): unknown;

/** The version of the engine. */
export function version(): string;

/**
 * Many fences, to be asked which of them contain a position, or are nearest to it.
 *
 * It never changes. Only positions and areas count here: accuracy and tolerance are for
 * `presence` and `Tracker`.
 */
export class FenceIndex extends Engine {
  /**
   * Builds one.
   *
   * @param fences - The fences; an answer names them by their place in this list.
   * @param policy - How the boundary counts.
   * @param control - Who listens, and may stop it.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  constructor(fences: Fences, policy?: IndexPolicy | null, control?: Control);

  /**
   * The fences that contain a position, in their own order.
   *
   * @param lat - Latitude in degrees, -90 to 90.
   * @param lon - Longitude in degrees; wrapped.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  containing(lat: number, lon: number): FenceHit[];

  /**
   * The fences that contain each of many positions.
   *
   * @param lat - Latitudes in degrees, -90 to 90.
   * @param lon - Longitudes in degrees, as many; wrapped.
   * @param control - Who listens, and may stop it.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  containingMany(lat: NumberColumn, lon: NumberColumn, control?: Control): ContainingPairs;

  /**
   * The fences whose edges are nearest to a position, or that contain it deepest.
   *
   * @param lat - Latitude in degrees, -90 to 90.
   * @param lon - Longitude in degrees; wrapped.
   * @param k - At most so many fences.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  nearest(lat: number, lon: number, k?: number | null): FenceHit[];

  /** How many fences there are. */
  get size(): number;

  /** What in the fences was legal and probably not meant; bytes do not keep it. */
  get warnings(): Warning[];

  /** Bytes of memory that it takes. */
  get memoryBytes(): number;

  /** The index as bytes, to be built once and used elsewhere. */
  toBytes(): Uint8Array;

  /**
   * The index that `to_bytes` wrote.
   *
   * @param bytes - What `to_bytes` answered, of this version or an older one.
   * @param control - Who listens, and may stop it.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  static fromBytes(bytes: Uint8Array | ArrayBuffer | DataView, control?: Control): FenceIndex;
}

/**
 * A stream of fixes into events: who entered, stayed at, left or crossed which fence.
 *
 * Fixes may come in any order within the policy's `lateness`, and any number of times: the
 * events are the same. They are final, and those of `verify_plan`.
 */
export class Tracker extends Engine {
  /**
   * Builds one.
   *
   * @param index - The fences.
   * @param policy - How fixes become events.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  constructor(index: FenceIndex, policy?: TrackerPolicy | null);

  /**
   * Takes one fix of a rep; answers what is now certain, and whether the fix was put aside.
   *
   * @param rep - Whose fix it is.
   * @param fix - The fix.
   * @param now - When it came, where the caller has a clock: a fix far ahead of it is put aside.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  push(rep: string, fix: FixInput, now?: InstantInput | null): Pushed;

  /**
   * Takes many fixes as `push` would, one after the other; where one fails, none was taken.
   *
   * @param fixes - Fixes of any reps, in the order in which they came.
   * @param now - When they came, where the caller has a clock.
   * @param control - Who listens, and may stop it.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  pushMany(fixes: RepFixes, now?: InstantInput | null, control?: Control): Pushed;

  /**
   * Moves the watermark on by the clock, for reps whose phones went silent. Confirms nothing.
   *
   * @param now - The present.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  advance(now: InstantInput): Pushed;

  /** The end of the data: every visit ends with its last fix, and all reps are forgotten. */
  finish(): Pushed;

  /**
   * Drops all that is known of a rep, positions too; answers whether the rep was known.
   *
   * @param rep - Whom.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  forget(rep: string): boolean;

  /** Fences in which honest reps could never be seen, with a radius that would do. */
  lint(): SmallFence[];

  /** Bytes that it holds in memory, about, without the index. */
  get memoryBytes(): number;

  /** The state as bytes, without the fences and the policy. */
  snapshot(): Uint8Array;

  /**
   * The tracker of a snapshot, with the same fences and policy: it goes on as if nothing had
   * happened.
   *
   * @param bytes - What `snapshot` answered.
   * @param index - The same fences.
   * @param policy - The same policy.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  static restore(
    bytes: Uint8Array | ArrayBuffer | DataView,
    index: FenceIndex,
    policy?: TrackerPolicy | null,
  ): Tracker;
}

/** Working hours over all of time: how much lies between two instants, and where a span ends. */
export class Calendar extends Engine {
  /**
   * Builds one.
   *
   * @param policy - When people work.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  constructor(policy?: CalendarPolicyInput | null);

  /**
   * The instant that lies a span after `t`: exact, by the local clock, in working days or hours.
   *
   * @param t - From where on.
   * @param span - How long: `90s`, `20m`, `4h`; `3d`, `2w`, `1mo`, `1q`, `1y`; `5bd`, `8bh`. Signed.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  add(t: InstantInput, span: string): string;

  /**
   * Milliseconds of work in [a, b); negative where b is earlier.
   *
   * @param a - From when.
   * @param b - Until when.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  workingTime(a: InstantInput, b: InstantInput): number;

  /**
   * Whether people work at an instant.
   *
   * @param t - When.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  isWorking(t: InstantInput): boolean;

  /**
   * How many working dates begin in a period.
   *
   * @param period - In which period.
   * @param now - The present, on which `today` and `last_week` depend.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  workingDays(period: PeriodOrRange, now?: InstantInput | null): number;

  /**
   * A period by its name in this calendar's zone, with its first day of the week and of the year.
   *
   * @param name - Such as `2026-11-13`, `2026-W47`, `2026-11`, `2026-Q4`, `2026`, `today`, `last_week`.
   * @param now - The present, on which `today` and `last_week` depend.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  period(name: string, now?: InstantInput | null): Period;

  /**
   * The period of a kind that holds an instant, in the same way.
   *
   * @param t - An instant of the period.
   * @param kind - What kind of period.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  periodOf(t: InstantInput, kind: PeriodKind): Period;

  /** The rules that it was made of. */
  get policy(): CalendarPolicy;
}

/**
 * A typed condition over records: compiled once with all problems, then asked.
 *
 * Answers have three values: a missing field is unknown, not zero and not no.
 */
export class Condition extends Engine {
  /**
   * Builds one.
   *
   * @param json - The condition.
   * @param schema - The fields that records may have, by dotted path.
   * @param calendar - When people work: what `within` counts days by.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  constructor(
    json: ConditionPolicyInput,
    schema: { readonly [name: string]: FieldTypeOrPolicy },
    calendar?: Calendar | null,
  );

  /**
   * Whether a record meets the condition; nothing, where what is missing could decide.
   *
   * @param record - A record; keys that the condition does not read may hold anything.
   * @param now - The present, where the condition depends on it.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  matches(record: { readonly [name: string]: unknown }, now?: InstantInput | null): boolean | null;

  /**
   * Whether each of many records meets it: 0 no, 1 yes, 2 unknown.
   *
   * An array of integers (numpy, pandas, Arrow, typed) for a `decimal` is in units of its `scale`: 150 is
   * 1.50 with a scale of 2. A list holds the numbers themselves, and so does an array of floats, which
   * must be decimals of at most 4 digits after the point. NaN is missing.
   *
   * @param columns - Columns by dotted path, equally long; a field without one is missing everywhere.
   * @param now - The present, where the condition depends on it.
   * @param control - Who listens, and may stop it.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  matchesMany(
    columns: { readonly [name: string]: AnyColumn },
    now?: InstantInput | null,
    control?: Control,
  ): Uint8Array;

  /**
   * Why a record meets the condition or not: every leaf with its value.
   *
   * @param record - A record; keys that the condition does not read may hold anything.
   * @param now - The present, where the condition depends on it.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  explain(record: { readonly [name: string]: unknown }, now?: InstantInput | null): Explanation;

  /**
   * The first instant after `now` at which the answer is another, if nothing but time passes.
   *
   * @param record - A record.
   * @param now - The present.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  nextChange(record: { readonly [name: string]: unknown }, now: InstantInput): string | null;

  /** Dotted paths of the fields that it reads; those of records in lists behind `[]`. */
  fields(): string[];

  /** The condition that it was made of. */
  get json(): ConditionPolicy;

  /** The fields that records may have. */
  get schema(): { [name: string]: FieldTypeOrPolicy };

  /** What is legal and probably not meant: `never_true`, `always_true`, `all_of_empty`. */
  get warnings(): Warning[];
}

/** What visits are worth, by rules that are data: exact, explained, in whatever order they come. */
export class ScoreCard extends Engine {
  /**
   * Builds one.
   *
   * @param policy - The card, or its versions.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  constructor(policy: ScoreCardVersions);

  /**
   * What one visit is worth on its own; the deltas of its steps sum to the points.
   *
   * Limits (once per site, caps) need history, and a joint visit is shared among its reps: see
   * `score_all`.
   *
   * @param visit - A visit: `id`, `rep`, `t`, and the fields of the card's schema.
   * @param now - The present, where the card depends on it.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  score(visit: { readonly [name: string]: unknown }, now?: InstantInput | null): Score;

  /**
   * What visits are worth together: joint visits shared, limits applied, totals.
   *
   * @param visits - Visits, in any order.
   * @param now - The present, where the card depends on it.
   * @param control - Who listens, and may stop it.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  scoreAll(
    visits: readonly ({ readonly [name: string]: unknown })[],
    now?: InstantInput | null,
    control?: Control,
  ): ScoreReport;

  /**
   * The same of columns: a row each in the order of the input, and the steps of all of them.
   *
   * Joint visits and `supersedes` are for `score_all`.
   *
   * @param columns - Columns, equally long: `t` and `rep`, `id`, `site`, `team` where there are such, and those of the card's schema.
   * @param now - The present, where the card depends on it.
   * @param control - Who listens, and may stop it.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  scoreMany(
    columns: { readonly [name: string]: AnyColumn },
    now?: InstantInput | null,
    control?: Control,
  ): ScoreColumns;

  /** The rules that it was made of. */
  get policy(): ScoreCardVersions;

  /** What is legal and probably not meant: `never_true`, `always_true`, `unreachable`, `overlap`, `hole`. */
  get warnings(): Warning[];
}

/** Stages, guarded moves and timers of cases; when the host ticks changes nothing. */
export class Pipeline extends Engine {
  /**
   * Builds one.
   *
   * @param policy - The rules.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  constructor(policy: PipelinePolicyInput);

  /**
   * A new case; or the pipeline to which the record belongs.
   *
   * @param record - What the case begins with.
   * @param now - The present.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  open(record: NewCase, now: InstantInput): Opened;

  /**
   * What may be done with a case, before anybody tries: allowed, needs input, denied and why.
   *
   * @param record - The case.
   * @param now - The present.
   * @param actor - Who would act.
   * @param event - The event that is thought of; without one, every move.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  can(
    record: CaseInput,
    now: InstantInput,
    actor?: ActorInput | null,
    event?: EventInput | null,
  ): Possibilities;

  /**
   * What an event makes of a case, after all timers planned before it.
   *
   * An older one is put in its place. A refused one changes nothing and is not kept: send it again
   * when one from before it came late.
   *
   * @param record - The case.
   * @param event - What happened.
   * @param now - The present.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  apply(record: CaseInput, event: EventInput, now: InstantInput): Applied;

  /**
   * What many events make of many cases: the same as `apply` of one after the other.
   *
   * Each case is made up once, after all of its events. Outcomes and moves are columns.
   *
   * @param records - Cases, of which no two have one name.
   * @param events - What happened with them.
   * @param now - The present.
   * @param control - Who listens, and may stop it.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  applyMany(
    records: readonly CaseInput[],
    events: CaseEvents,
    now: InstantInput,
    control?: Control,
  ): AppliedMany;

  /**
   * New values of fields: the moment at which pauses, automatic moves and anchors change.
   *
   * @param record - The case.
   * @param fields - New values; `null` takes one away.
   * @param now - The present.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  update(
    record: CaseInput,
    fields: { readonly [name: string]: unknown },
    now: InstantInput,
  ): Applied;

  /**
   * What a tick would do with a case, and what the timers of its stage wait for.
   *
   * @param record - The case.
   * @param now - The present.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  due(record: CaseInput, now: InstantInput): Due;

  /**
   * The first instant at which a timer of a case fires, if nothing happens before.
   *
   * @param record - The case.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  nextDue(record: CaseInput): string | null;

  /**
   * Lets all timers fire that are due; the cases that changed, and those that cannot be ticked.
   *
   * @param records - Cases; those that are not due are passed over.
   * @param now - The present.
   * @param control - Who listens, and may stop it.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  tick(records: readonly CaseInput[], now: InstantInput, control?: Control): Ticked;

  /**
   * How long a case has been in its stage against the norm, and whether it is stalled.
   *
   * @param record - The case.
   * @param now - The present.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  clock(record: CaseInput, now: InstantInput): Clock;

  /**
   * Cases of another version in this one; those without a place are listed, none is lost.
   *
   * @param records - Cases of another version.
   * @param stage_map - The new stage of each old one that is called otherwise now.
   * @param control - Who listens, and may stop it.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  migrate(
    records: readonly CaseInput[],
    stage_map: { readonly [name: string]: unknown },
    control?: Control,
  ): Migrated;

  /** The stages and moves as a Mermaid `stateDiagram-v2`. */
  diagram(): string;

  /** The rules that it was made of. */
  get policy(): PipelinePolicy;

  /** What is legal and probably not meant: `overlap` of automatic moves, `never_true`. */
  get warnings(): Warning[];
}

/**
 * Cases of a pipeline that stay between calls: events come in and stages go out, in columns.
 *
 * What `apply_many` and `tick` of the pipeline make of cases that are passed in, a store makes of
 * those that it holds: the same cases, byte by byte.
 */
export class CaseStore extends Engine {
  /**
   * Builds one.
   *
   * @param pipeline - The pipeline of its cases.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  constructor(pipeline: Pipeline);

  /**
   * Takes cases in, in the place of those of the same names; lists those that it cannot hold.
   *
   * A case of another version of the rules comes under these, as by `migrate`.
   *
   * @param records - Cases, of which no two have one name.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  put(records: readonly CaseInput[]): PutCases;

  /**
   * What many events make of the cases, as `apply_many` of a pipeline; where they stand then.
   *
   * Events of cases that it does not hold fail the call, each with its path, and nothing changes.
   *
   * @param events - What happened with its cases.
   * @param now - The present.
   * @param control - Who listens, and may stop it.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  applyMany(events: CaseEvents, now: InstantInput, control?: Control): StoreApplied;

  /**
   * Lets all timers fire that are due, and looks at no other case; those that changed.
   *
   * @param now - The present.
   * @param control - Who listens, and may stop it.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  tick(now: InstantInput, control?: Control): StoreTicked;

  /** The first instant at which a timer of any case fires, if nothing happens before. */
  nextDue(): string | null;

  /**
   * A case as `apply` answers it; nothing where it holds none of this name.
   *
   * @param case_id - Which case.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  get(case_id: string): Case | null;

  /** In which stage all cases are, since when, and when they are due: by name. */
  stages(): CaseStages;

  /**
   * Drops cases; answers how many of them it held.
   *
   * @param case_ids - Which cases.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  remove(case_ids: readonly string[]): number;

  /** The state as bytes, without the pipeline. */
  snapshot(): Uint8Array;

  /**
   * The store of a snapshot, with the same pipeline: it goes on as if nothing had happened.
   *
   * @param bytes - What `snapshot` answered.
   * @param pipeline - The same pipeline.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  static restore(bytes: Uint8Array | ArrayBuffer | DataView, pipeline: Pipeline): CaseStore;

  /** The number of cases. */
  get size(): number;

  /** Bytes that it holds in memory, about. */
  get memoryBytes(): number;
}

/**
 * Segments of clients that recalculate themselves: the static and the dynamic core of each scope.
 *
 * Every client is looked at at the start of every local day, on whole days before it, but only
 * those are touched who can have changed.
 */
export class Segmenter extends Engine {
  /**
   * Builds one.
   *
   * @param policy - How clients are divided.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  constructor(policy?: SegmentPolicyInput | null);

  /**
   * Takes in transactions, scopes and pins, which wait for the next `advance`: nothing is told before.
   *
   * The `scope` of a row holds from its own time on; an older row overrides no newer one.
   * A transaction whose `id` came before is a correction: it takes the place of that one, and
   * without a scope keeps its. Columns are `client`, `t`, `amount` and perhaps `id`, `scope`; with a `scale` amounts are whole numbers
   * of 10^-scale.
   *
   * @param transactions - What was bought and given back, in any order.
   * @param scopes - Of which scope clients are, from when on.
   * @param pins - Segments that somebody decided on.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  ingest(
    transactions?: TransactionRows | null,
    scopes?: readonly ClientScope[] | null,
    pins?: readonly SegmentPin[] | null,
  ): Ingested;

  /**
   * Evaluates all local days that have begun, and what came late again; answers the moves.
   *
   * @param now - The present.
   * @param control - Who listens, and may stop it.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  advance(now: InstantInput, control?: Control): SegmentMoves;

  /**
   * Clients are divided otherwise on days that begin after the last `advance`: is it another policy?
   *
   * What was is not rewritten. A move on the first day of a policy to where the one before would not
   * have put the client has the cause `policy`. Scopes that are known keep their zone.
   *
   * @param policy - How clients are divided from now on.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  changePolicy(policy: SegmentPolicyInput): boolean;

  /** In which segment every client is, since when and why, as of the last `advance`. */
  assignments(): Assignment[];

  /** The same in columns, of many clients much quicker: without reasons, and of features only money. */
  assignmentsMany(): AssignmentColumns;

  /**
   * The moves of a range of time in columns, without what was known and what flipped.
   *
   * @param start - The first instant that counts.
   * @param end - The first that no longer does.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  movesMany(start: InstantInput, end: InstantInput): MoveColumns;

  /**
   * The moves of a range of time, by time, scope and client.
   *
   * @param start - The first instant that counts.
   * @param end - The first that no longer does.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  moves(start: InstantInput, end: InstantInput): SegmentMove[];

  /**
   * How many clients went from which segment to which in a range of time.
   *
   * @param start - The first instant that counts.
   * @param end - The first that no longer does.
   * @param scope - Whose clients; by default all.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  migration(start: InstantInput, end: InstantInput, scope?: string | null): Migration;

  /** The next instant at which any client may move, if nothing comes in. */
  nextDue(): string | null;

  /** The state as bytes, without the policy. */
  snapshot(): Uint8Array;

  /**
   * The segmenter of a snapshot, with the same policy: it goes on as if nothing had happened.
   *
   * @param bytes - What `snapshot` answered.
   * @param policy - The same policy, the last one where it was changed.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  static restore(
    bytes: Uint8Array | ArrayBuffer | DataView,
    policy?: SegmentPolicyInput | null,
  ): Segmenter;

  /**
   * One segmenter of the snapshots of several: shards by scope, or parts that never advanced.
   *
   * @param parts - What `snapshot` answered, of each part.
   * @param policy - The policy of all of them, the last one where it was changed.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  static merge(
    parts: readonly (Uint8Array | ArrayBuffer | DataView)[],
    policy?: SegmentPolicyInput | null,
  ): Segmenter;

  /** The policy that it was made of, or the last one that it was changed to. */
  get policy(): SegmentPolicy;

  /** What in the policy is legal and probably not meant: `never_true`, `always_true`. */
  get warnings(): Warning[];

  /** Bytes that it holds in memory, about. */
  get memoryBytes(): number;
}

/**
 * A search for the shortest tour, which goes on from where it stands: run in slices it finds
 * what it would have found at once.
 */
export class TourSearch extends Engine {
  /**
   * Builds one.
   *
   * @param lat - Latitudes in degrees, -90 to 90.
   * @param lon - Longitudes in degrees, as many; wrapped.
   * @param options - What the tour is to be, and how long to look for it.
   * @param control - Who listens, and may stop it.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  constructor(
    lat: NumberColumn,
    lon: NumberColumn,
    options?: TourOptions | null,
    control?: Control,
  );

  /**
   * A search among points of a plane; lengths are in the unit of the coordinates.
   *
   * @param x - Coordinates in any unit, at most 1e150 from 0.
   * @param y - The other coordinates, as many.
   * @param options - What the tour is to be, and how long to look for it.
   * @param control - Who listens, and may stop it.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  static plane(
    x: NumberColumn,
    y: NumberColumn,
    options?: TourOptions | null,
    control?: Control,
  ): TourSearch;

  /**
   * A search by a table of costs, which need not be the same both ways.
   *
   * @param matrix - The costs from each stop to every stop, row by row: 0 or more, `null` where no way leads.
   * @param options - What the tour is to be, and how long to look for it.
   * @param control - Who listens, and may stop it.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  static matrix(
    matrix: readonly NumberColumn[],
    options?: TourOptions | null,
    control?: Control,
  ): TourSearch;

  /**
   * Goes on until the first limit is reached, and says why it ended.
   *
   * @param budget - How long this slice goes on; an empty one until many iterations have brought nothing.
   * @param control - Who listens, and may stop it.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  run(budget: TourBudget, control?: Control): StoppedBy;

  /** The best tour so far. */
  best(): Tour;

  /** The search as bytes, with its stops. */
  snapshot(): Uint8Array;

  /**
   * The search of a snapshot: it goes on as if nothing had happened.
   *
   * @param bytes - What `snapshot` answered.
   * @throws {@link FieldbeatError} with all problems of the arguments.
   */
  static restore(bytes: Uint8Array | ArrayBuffer | DataView): TourSearch;
}

/** Who listens to a long call, and may stop it. */
export interface Control {
  /**
   * Called up to twenty times a second with the units of work done, of a search its iterations.
   * `false` stops the call: a search answers the best so far, others throw `AbortError`.
   */
  readonly progress?: ((done: number) => boolean | void) | null;
}

/** A moment: RFC 3339 with an offset, milliseconds since 1970-01-01 UTC, or a `Date`. */
export type InstantInput = string | number | Date;

/** Values of one kind; `null` where one is missing, in a typed array NaN. Texts may be their places among the distinct ones. */
export type AnyColumn =
  | readonly unknown[]
  | { readonly codes: Uint32Array | Int32Array; readonly names: readonly string[] }
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array
  | BigInt64Array;

/** Booleans; in a typed array 0 is false, 1 true, and 2 unknown. */
export type BooleanColumn = readonly (boolean | null)[] | Uint8Array;

/** Moments; in a typed array milliseconds since 1970-01-01 UTC. */
export type InstantColumn = readonly (InstantInput | null)[] | Float64Array | BigInt64Array;

/** Numbers; NaN in a typed array is no number, where one may be absent. */
export type NumberColumn =
  | readonly (number | null)[]
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array
  | BigInt64Array;

/** Why a rep is away. */
export type AbsenceKind =
  /** A vacation. */
  | 'vacation'
  /** A sick leave. */
  | 'sick';

/** What adjustments of closed periods count for. */
export type AdjustmentUse =
  /** For pay alone: they are shown apart. */
  | 'pay'
  /** For attainment too. */
  | 'attainment';

/** Whether a move back is allowed. */
export type Backward =
  /** No. */
  | 'deny'
  /** When the event says why. */
  | 'reason'
  /** Yes. */
  | 'allow';

/** Whether the boundary itself is inside. */
export type Boundary =
  /** It is. */
  | 'closed'
  /** Half of it is, so that every point is in exactly one of two adjacent polygons; the edge of a circle, or of a fence widened by a tolerance, is then outside. */
  | 'half_open';

/** What of the period before is carried over, once, after proration. */
export type Carry =
  /** Nothing: a new period starts at zero. */
  | 'none'
  /** What was missing is added to the plan. */
  | 'deficit'
  /** Besides, what was above the plan is taken from it. Where that is all of the plan, the actual counts on top of it: 30 of a plan of 10 and 2 more are 320 %, of which the 2 are paid. */
  | 'both';

/** How a case stands to the norm of its stage. */
export type ClockStatus =
  /** The stage has no norm, or is none in which time counts. */
  | 'none'
  /** Within it. */
  | 'within'
  /** Near its end. */
  | 'warning'
  /** Over it. */
  | 'over'
  /** The clocks stand. */
  | 'paused';

/** What the host is told to do. */
export type CommandKind =
  /** Create the task `task`, with `title`, `due_at`, `required`, `assignee`. */
  | 'create_task'
  /** Send `text` to `recipient`. */
  | 'notify'
  /** Set `field` to `value`; the case has it already. */
  | 'set_field'
  /** Open a case of `pipeline` in `stage` with `fields`. */
  | 'open_case';

/** How much a stay rests on measurement. */
export type Confidence =
  /** On its end points, or with a gap at an end. */
  | 'low'
  /** Measured throughout. */
  | 'high';

/** What an anomaly does to a verdict that it bears on. */
export type Degrade =
  /** Verified and partial become suspect. */
  | 'suspect'
  /** It is named among the reasons. */
  | 'note';

/** How much a report tells. */
export type Detail =
  /** Statuses, times and reasons. */
  | 'verdict'
  /** The evidence too, without coordinates. */
  | 'evidence'
  /** Coordinates too. */
  | 'track';

/** Who wrote or called whom. */
export type Direction =
  /** The client us. */
  | 'inbound'
  /** We the client. */
  | 'outbound';

/** What is erased in time. */
export type Erasable =
  /** The raw fixes behind a report. */
  | 'track'
  /** Positions in the report. */
  | 'positions'
  /** Evidence in the report. */
  | 'evidence';

/** What an event is about. */
export type EventKind =
  /** A move: the event called `on`, or the stage `target`. */
  | 'move'
  /** A vote for a move that needs approval. */
  | 'approve'
  /** A vote against it. */
  | 'reject'
  /** New values of fields, as `update` makes them. */
  | 'update';

/** What the values of a field are. */
export type FieldType =
  /** `true` or `false`. */
  | 'bool'
  /** A whole number. */
  | 'int'
  /** Any number, as the nearest f64: measures such as metres. */
  | 'number'
  /** An exact decimal: money and points. */
  | 'decimal'
  /** Text. */
  | 'string'
  /** One of a set of texts, listed under `values`. */
  | 'enum'
  /** A date such as `2026-11-20`. */
  | 'date'
  /** A moment. */
  | 'instant'
  /** An exact length of time: `20m`, or a whole number of milliseconds. */
  | 'span'
  /** A list of records, whose fields are listed under `items`. */
  | 'list';

/** What measured a fix. */
export type FixSource =
  /** Satellites. */
  | 'gps'
  /** Cell towers and Wi-Fi. */
  | 'network'
  /** The platform's mixture. */
  | 'fused';

/** Which rows of a table give their points: the hit policies of DMN (OMG 2015, section 8.2.10). */
export type HitPolicy =
  /** The first that is met. */
  | 'first'
  /** The only one that is met; several are a mistake of the card. */
  | 'unique'
  /** All that are met, together. */
  | 'collect_sum'
  /** Of those that are met, the one with most points. */
  | 'collect_max';

/** Why a timer of the present stage is not waiting. */
export type Idle =
  /** Its anchor is empty. */
  | 'anchor_missing'
  /** It fired. */
  | 'fired'
  /** The clocks stand. */
  | 'paused'
  /** Its condition is not met. */
  | 'condition_not_met'
  /** Its deadline lies before the stage was entered. */
  | 'late'
  /** Its deadline lies beyond the years 1 to 9999. */
  | 'out_of_range'
  /** There were too many automatic steps. */
  | 'halted';

/** Which line of several is left. */
export type Keep =
  /** The earliest. */
  | 'first'
  /** The visit with most points to all its reps that are counted together; of equals the earliest. */
  | 'best';

/** A language of reason texts. */
export type Language =
  /** English. */
  | 'en'
  /** Russian. */
  | 'ru';

/** Whether a timer whose deadline lies before the stage was entered still fires, at the entry. */
export type Late =
  /** It does; of `go` the default. */
  | 'fire'
  /** It does not; of `emit` the default. */
  | 'skip';

/** What a limit leaves. */
export type LimitKind =
  /** One visit of a key in a period; all lines of a joint visit stay, or none. */
  | 'once'
  /** At most `points` of a key in a period. */
  | 'cap'
  /** At most `count` visits of a key in a period; all lines of a joint visit stay, or none. */
  | 'count_cap'
  /** Visits of a key that are `span` apart, counted from the last one that was left; all lines of a joint visit stay, or none. */
  | 'min_gap';

/** Within what a limit counts. */
export type LimitPeriod =
  /** A local date. */
  | 'day'
  /** An ISO week. */
  | 'week'
  /** A month. */
  | 'month'
  /** A quarter. */
  | 'quarter'
  /** A year. */
  | 'year'
  /** All of time. */
  | 'ever';

/** The type of a GeoJSON LineString. */
export type LineStringType =
  /** A line. */
  | 'LineString';

/** A press of the check-in or check-out button. */
export type Mark =
  /** Check-in. */
  | 'in'
  /** Check-out. */
  | 'out';

/** Whose answer it is. */
export type MatrixKind =
  /** The table service of OSRM: `durations` in seconds, `distances` in metres. */
  | 'osrm'
  /** `sources_to_targets` of Valhalla, in either form: seconds, and kilometres or miles. */
  | 'valhalla';

/** What is counted. */
export type Measure =
  /** Points. */
  | 'points'
  /** Visits that are scored; a joint visit is one visit of a team. */
  | 'visits'
  /** Sites with a visit that is scored. */
  | 'distinct_sites'
  /** The sum sold. */
  | 'sum'
  /** What of it is earned. */
  | 'margin';

/** How distances are measured. */
export type Metric =
  /** On the WGS84 ellipsoid. */
  | 'ellipsoidal'
  /** On a sphere, up to 0.56 % off, for agreement with other systems. Polygons are measured in the plane that touches the sphere at the fix. */
  | 'haversine';

/** How presence is decided. */
export type Model =
  /** By the probability that the true position is inside. */
  | 'probability'
  /** By the reported position plus or minus its accuracy. */
  | 'margin';

/** What a modifier does to the points so far. */
export type ModifierKind =
  /** Adds `points`. */
  | 'add'
  /** Multiplies by `factor`. */
  | 'multiply'
  /** Adds `rate` for every complete `step` of `field` above `above`; without a step in proportion. */
  | 'per_unit'
  /** Multiplies by a factor that falls with the age of `field` at `now`. */
  | 'decay'
  /** Takes `points` away. */
  | 'penalty';

/** Whose doing a move was. */
export type MoveCause =
  /** The client bought on the day before. */
  | 'purchase'
  /** The client gave back on the day before. */
  | 'return'
  /** Time passed: something of its own left a window, or it is no longer new. */
  | 'expiry'
  /** Others bought more or less. */
  | 'threshold_shift'
  /** It would have left before, and the shortest stay is over. */
  | 'dwell_end'
  /** The client came from another scope. */
  | 'scope_change'
  /** It was pinned, or no longer is. */
  | 'pin'
  /** By the policy before it would be elsewhere: it is the first day of another. */
  | 'policy';

/** What moved a case. */
export type MovedBy =
  /** An event. */
  | 'event'
  /** A transition that is made by itself. */
  | 'auto'
  /** A timer. */
  | 'timer'
  /** A vote against a move. */
  | 'reject';

/** The type of a GeoJSON MultiLineString. */
export type MultiLineStringType =
  /** Several lines. */
  | 'MultiLineString';

/** The type of a GeoJSON MultiPolygon. */
export type MultiPolygonType =
  /** Several polygons. */
  | 'MultiPolygon';

/**
 * By which clock a norm is counted. Its span says so: whoever writes a day means a day, weekend or
 * not, and whoever writes a working day means the hours in which people work.
 */
export type NormClock =
  /** By the wall clock: a norm in minutes, hours, days, weeks, months or years. */
  | 'wall'
  /** While people work: a norm in working days or hours. */
  | 'working';

/** What the norm of a stage counts. */
export type NormCounts =
  /** All stays in the stage together: leaving it and coming back does not reset the clock. */
  | 'total'
  /** The present stay. */
  | 'visit';

/** What a host is to do. */
export type NoticeKind =
  /** Tell somebody. */
  | 'notify';

/** What becomes of fields that are missing when a condition is exchanged. */
export type NullSemantics =
  /** Operators are taken one for one: what is missing is unknown, as in every condition. */
  | 'strict'
  /** The answers of JsonLogic, where a missing field is `null`: less than 1, and equal to nothing. */
  | 'jsonlogic';

/** What happens where a missing field leaves it open whether a rule applies. */
export type OnUnknown =
  /** Nobody knows what the visit is worth. */
  | 'undetermined'
  /** The rule does not apply. */
  | 'skip';

/** What became of an event. */
export type Outcome =
  /** It moved the case. */
  | 'moved'
  /** It is in the case, which stays where it is: a vote, new values of fields. */
  | 'recorded'
  /** It changed nothing, for the reasons that are listed. */
  | 'refused'
  /** It was known already, and changed nothing. */
  | 'repeated';

/** A kind of period. */
export type PeriodKind =
  /** A date. */
  | 'day'
  /** Seven dates, of an ISO week from Monday on. */
  | 'week'
  /** A month. */
  | 'month'
  /** Three months. */
  | 'quarter'
  /** Twelve months. */
  | 'year';

/** Whose clock says on which day a visit was made. */
export type PeriodZone =
  /** The visit's `rep_zone`; the card's where it has none. */
  | 'rep'
  /** The visit's `site_zone`; the card's where it has none. */
  | 'site'
  /** The card's. */
  | 'card';

/** Whether something is allowed. */
export type Permission =
  /** No. */
  | 'deny'
  /** Yes. */
  | 'allow';

/** The type of a GeoJSON Polygon. */
export type PolygonType =
  /** One polygon. */
  | 'Polygon';

/** Whether a move is possible. */
export type Possible =
  /** It is. */
  | 'allowed'
  /** It is when the event brings what is missing. Each part of a guard is looked at by itself: that one number, date or text meets all of them is not promised. */
  | 'needs_input'
  /** It is not. */
  | 'denied';

/** Three answers: unknown is not no. */
export type PresenceState =
  /** Inside the fence. */
  | 'inside'
  /** Outside the fence. */
  | 'outside'
  /** The fix does not tell. */
  | 'uncertain';

/** What makes a plan smaller. */
export type Prorate =
  /** Vacations of the roster. */
  | 'vacation'
  /** Days before a rep was hired and after they left. */
  | 'hire'
  /** Sick leaves of the roster. */
  | 'sick'
  /** The share of a full-time job. */
  | 'part_time'
  /** Days by which a rep's own calendar differs from the company's, its layers too. */
  | 'calendar';

/** How an arrival lies to its slot. */
export type PunctualityKind =
  /** Before its start. */
  | 'early'
  /** Within it. */
  | 'on_time'
  /** After its end. */
  | 'late';

/** A quadrant of the Boston matrix (Henderson, 1970). */
export type Quadrant =
  /** Large and growing. */
  | 'star'
  /** Large and not growing. */
  | 'cow'
  /** Small and growing. */
  | 'question'
  /** Small and not growing. */
  | 'dog';

/** How the points are rounded at the end. */
export type RoundingMode =
  /** To the nearest; halves away from zero. */
  | 'half_up'
  /** To the nearest; halves to the even digit. */
  | 'half_even'
  /** Toward zero. */
  | 'down';

/** How the tracker samples. */
export type Sampling =
  /** All the time: a longer silence than `gap` is a gap. */
  | 'continuous'
  /** It sleeps while the rep stands still: silence between two fixes of one place is a stay. */
  | 'motion_gated'
  /** Presses of check-in and check-out bound a stay: none lasts from a check-out to a check-in. */
  | 'check_in';

/** Whose figures: of one rep, of all reps of a team, or of a territory. */
export type Scope =
  /** A rep. */
  | 'rep'
  /** A team. */
  | 'team'
  /** A territory. */
  | 'territory';

/** Whether a visit has points. */
export type ScoreStatus =
  /** It has. */
  | 'scored'
  /** It does not count: 0 points. */
  | 'not_eligible'
  /** Fields are missing, and nobody knows what it is worth: it is in no total. */
  | 'undetermined';

/** How bad it is. */
export type Severity =
  /** No operation takes the policy. */
  | 'error'
  /** It is legal, and probably not meant. */
  | 'warning';

/** Whom a leaderboard shows. */
export type Show =
  /** One rep, team or territory alone. */
  | 'own'
  /** The first, ties among them, and the one that `whose` names. */
  | 'top_n'
  /** Everybody. */
  | 'all';

/** What has to lie in the slot. */
export type SlotRule =
  /** The arrival; time on site then counts in full. */
  | 'arrival'
  /** The time on site, which is clipped to the slot. */
  | 'presence';

/** How a joint visit is shared. */
export type SplitBy =
  /** Equally. */
  | 'equal'
  /** By the weights of the reps. */
  | 'weights'
  /** The lead gets `lead_share`, the others the rest in equal parts. One of the reps has `lead`. */
  | 'lead';

/** Over which days of its period a plan is spread. */
export type Spread =
  /** Evenly over working days. */
  | 'working_days'
  /** Evenly over all days. */
  | 'calendar'
  /** Over working days, by `weights`. */
  | 'weights';

/** What a stage is. */
export type StageKind =
  /** Work is going on. */
  | 'open'
  /** Work rests: no norm counts, nothing is stalled. */
  | 'hold'
  /** The end that was wanted. */
  | 'won'
  /** The other end. */
  | 'lost';

/** The verdict on a planned visit. */
export type Status =
  /** On site, in the slot, for `min_dwell`. */
  | 'verified'
  /** On site, but short; or for `min_dwell`, yet out of the slot. */
  | 'partial'
  /** No evidence either way. A dead phone is not a no-show. */
  | 'unproven'
  /** Would be verified or partial, but for an anomaly that bears on it. */
  | 'suspect'
  /** Evidence against: nowhere in the window could the visit hide. */
  | 'rejected';

/** How stays are told from travel. */
export type StayAlgorithm =
  /** The definition of Li et al. (2008): from each fix on, those that follow within `distance_m` of it; if the last comes `duration` after it, all are one stay, else the next fix is tried. */
  | 'li2008'
  /** What most libraries do (trackintel, scikit-mobility): the first fix beyond `distance_m` ends a stay and is where the next one is looked for. Misses stays that begin within what was none, and counts the way to that fix, so that sparse tracks have more of them. */
  | 'anchored';

/** At which stage of a score card points were given or taken. */
export type StepKind =
  /** A row of a table. */
  | 'table'
  /** What multiplies, adds or takes away. */
  | 'modifier'
  /** The share of one rep in a joint visit. */
  | 'split'
  /** A cap, or once a month. */
  | 'limit'
  /** To the digits of the card. */
  | 'rounding';

/** Why a search ended. */
export type StoppedBy =
  /** The tour is the shortest that there is. */
  | 'optimal'
  /** All iterations are done. */
  | 'iterations'
  /** The time is up. */
  | 'time'
  /** Many iterations brought nothing. */
  | 'no_improvement'
  /** The caller wanted no more. */
  | 'cancelled';

/** What the factor of a tier pays. */
export type TierKind =
  /** That part of the actual which lies within the tier. */
  | 'marginal'
  /** All of the actual. */
  | 'retroactive';

/** What a distance between stops is. */
export type TourMetric =
  /** Along the shortest line on the WGS84 ellipsoid. */
  | 'geodesic'
  /** On a sphere of the earth's mean radius: up to 0.56 % off. */
  | 'haversine';

/** A day of the week. */
export type Weekday =
  /** The first day of an ISO week. */
  | 'monday'
  /** The day after Monday. */
  | 'tuesday'
  /** The day after Tuesday. */
  | 'wednesday'
  /** The day after Wednesday. */
  | 'thursday'
  /** The day after Thursday. */
  | 'friday'
  /** The day after Friday. */
  | 'saturday'
  /** The day after Saturday. */
  | 'sunday';

/** What revenue is summed by. */
export type XyzPeriod =
  /** From Monday on. */
  | 'week'
  /** A month of the calendar. */
  | 'month'
  /** Three months, from January on. */
  | 'quarter';

/** A report of `verify_plan`, of `trips` or of `deviation`. */
export type AnyReport = VisitReportInput | TripReportInput | DeviationInput;

/** Events of many cases, those of one case in the order in which they come: a list, or columns of equal length: `case_id`, `id` and perhaps `at`, `seq`, `kind`, `on`, `target`, `reason`, `actor` (who), `role` (in which role); every other one is a field that the events bring, and so is `fields.X`, for an X that has the name of one of these. An empty cell says nothing. */
export type CaseEvents = readonly CaseEvent[] | { readonly [name: string]: unknown };

/** Hours on duty: a list of times, or a calendar whose working hours they are. */
export type DutyHours = readonly Interval[] | WorkCalendar;

/** Many fences: a list of any, or columns of circles. */
export type Fences = readonly Fence[] | CircleColumns;

/** The type of a field by its name, or with what belongs to it. */
export type FieldTypeOrPolicy = FieldType | FieldPolicyInput;

/** A GeoJSON Polygon or MultiPolygon (RFC 7946); positions are [lon, lat]. */
export type Geometry = Polygon | MultiPolygon;

/** JsonLogic: an operator with its arguments, or `true` or `false`. */
export type JsonLogic = boolean | { readonly [name: string]: unknown };

/** A GeoJSON line (RFC 7946): several, where it is cut at the antimeridian. */
export type Line = LineStringInput | MultiLineString;

/** The stages that a move leaves: one, or a list. */
export type MoveSources = string | readonly string[];

/** A planned way: a list of positions, or a GeoJSON LineString (RFC 7946). */
export type Path = readonly Position[] | LineStringInput;

/** A period by its name, such as `2026-11` or `last_week`, or a range of time. */
export type PeriodOrRange = string | Range;

/** Fixes of many reps in any order: a list, or columns of equal length. */
export type RepFixes = readonly RepFix[] | RepFixColumns;

/** A score card, or its versions, of which the one holds that is valid at an arrival. */
export type ScoreCardVersions = ScoreCardPolicyInput | readonly ScoreCardPolicyInput[];

/** Rows of points; or columns: those that were scored, with the answer of `score_many`. */
export type Scored = readonly ScoreInput[] | { readonly [name: string]: unknown };

/** Fixes of one rep or many in any order: a list, or columns of equal length. */
export type StayFixes = readonly StayFix[] | StayColumns;

/** A kind of period, or the name of one, such as `2026-11`, `2026-W47` or `last_month`. */
export type TargetPeriod = PeriodKind | string;

/** A rep's fixes in any order: a list, or columns of equal length. */
export type Track = readonly FixInput[] | TrackColumns;

/** Transactions in any order: a list, or columns `client`, `t`, `amount` and perhaps `id`, `scope`, of equal length. */
export type TransactionRows = readonly Transaction[] | { readonly [name: string]: unknown };

/** A calendar, or the policy of one. */
export type WorkCalendar = CalendarPolicyInput | Calendar;

/** A zone: a table of offsets, or a name where names are known. */
export type Zone = string | ZoneTableInput;

/** A class of a scope. */
export interface AbcClass {
  /** The scope, where there are scopes. */
  scope: string | null;
  /** `A`, `B` or `C`. */
  abc: string;
  /** How many clients are of it. */
  clients: number;
  /** Their revenue; of those that have none too. */
  revenue: number;
  /** Percent of the scope's positive revenue, half up to four digits; none where that is 0. */
  revenue_percent: number | null;
}

/** How clients are classed by their share of revenue. */
export interface AbcPolicy {
  /**
   * Version of the defaults; they never change within one.
   * @defaultValue `1`
   */
  readonly version?: number;
  /**
   * Whose local dates days are.
   * @defaultValue `'UTC'`
   */
  readonly zone?: Zone;
  /**
   * Digits after the point of amounts that are whole numbers, at most 6: with 2 they are
   * cents. Without it amounts are numbers of at most four digits after the point.
   */
  readonly scale?: number | null;
  /** How many days before `now` count; without it all do. */
  readonly window_days?: number | null;
  /**
   * A client is of class A if those before it have less of the positive revenue.
   * @defaultValue `80`
   */
  readonly a_percent?: number | string;
  /**
   * Of class B if they have less than this.
   * @defaultValue `95`
   */
  readonly b_percent?: number | string;
}

/** Clients with a row in the window, by their share of revenue: a row each. */
export interface AbcReport {
  /** Version of the engine. */
  engine: string;
  /** Hash of the policy. */
  policy_hash: string;
  /** The first day that counts, where there is a window. */
  start: string | null;
  /** The date of `now`: the first day that does not count. */
  end: string;
  /** Rows of that day and later, which are in no figure. */
  rows_later: number;
  /** Digits after the point of money: it is whole numbers of their last digit. */
  scale: number;
  /** A, B and C of every scope. */
  classes: AbcClass[];
  /** The clients, in byte order. */
  client: string[];
  /** Their scopes, where there are scopes. */
  scope: string[] | null;
  /** All amounts of the window, returns too, times 10^scale. */
  revenue_units: Float64Array;
  /** Place within the scope, from 1: by revenue, and among equals by client. */
  rank: Uint32Array;
  /** Positive revenue of those before it in the scope, times 10^scale: it decides the class. */
  before_units: Float64Array;
  /** `A`, `B` or `C`. */
  abc: string[];
  /** What someone should look at: `no_revenue`. */
  notices: Reason[];
  /** What is legal and probably not meant. */
  warnings: Warning[];
}

/** Dates on which a rep is away. */
export interface Absence {
  /**
   * Why.
   * @defaultValue `'vacation'`
   */
  readonly kind?: AbsenceKind;
  /** The first date. */
  readonly first: string;
  /** The last date, which is one of them; by default the first is the only one. */
  readonly last?: string | null;
}

/** Who acts. */
export interface ActorInput {
  /** Who. */
  readonly id: string;
  /**
   * In which roles.
   * @defaultValue `[]`
   */
  readonly roles?: readonly string[];
}

/** Who acts. */
export interface Actor {
  /** Who. */
  id: string;
  /** In which roles. */
  roles: string[];
}

/** What is to be paid besides for a period that was closed, or taken back. */
export interface AdjustmentInput {
  /** Who. */
  readonly rep: string;
  /** At which stage; absent for points without steps. */
  readonly kind?: StepKind | null;
  /** The rule, by the name that the card gives it. */
  readonly rule_id?: string | null;
  /** Points: rescored minus closed. */
  readonly points: number | string;
  /** The period that was closed. */
  readonly for_period: string;
  /** The open period in which it is posted. */
  readonly period: string;
}

/** What is to be paid besides for a period that was closed, or taken back. */
export interface Adjustment {
  /** Who. */
  rep: string;
  /** At which stage; absent for points without steps. */
  kind: StepKind | null;
  /** The rule, by the name that the card gives it. */
  rule_id: string | null;
  /** Points: rescored minus closed. */
  points: number | string;
  /** The period that was closed. */
  for_period: string;
  /** The open period in which it is posted. */
  period: string;
}

/** Something odd about the track, with its evidence. */
export interface AnomalyInput {
  /** Stable code. */
  readonly code: string;
  /** From. */
  readonly start: InstantInput;
  /** Until. */
  readonly end: InstantInput;
  /** How many fixes show it. */
  readonly fixes: number;
  /** What it does to verdicts that it bears on. */
  readonly effect: Degrade;
  /** What shows it. */
  readonly facts: { readonly [name: string]: unknown };
}

/** Something odd about the track, with its evidence. */
export interface Anomaly {
  /** Stable code. */
  code: string;
  /** From. */
  start: string;
  /** Until. */
  end: string;
  /** How many fixes show it. */
  fixes: number;
  /** What it does to verdicts that it bears on. */
  effect: Degrade;
  /** What shows it. */
  facts: { [name: string]: string | number | boolean | null };
}

/** When a track is not what a moving person's phone writes. */
export interface AnomalyPolicy {
  /**
   * Faster than this, in m/s, no leg is real.
   * @defaultValue `70`
   */
  readonly max_speed_mps?: number;
  /**
   * Nor, over long legs, faster than this: planes.
   * @defaultValue `300`
   */
  readonly max_flight_speed_mps?: number;
  /**
   * Legs, and runs of fast legs, longer than this many metres may be flights.
   * @defaultValue `100000`
   */
  readonly flight_leg_m?: number;
  /**
   * Both legs of a teleport are longer than this many metres.
   * @defaultValue `100`
   */
  readonly teleport_leg_m?: number;
  /**
   * A teleport returns to within this share of its shorter leg.
   * @defaultValue `0.3`
   */
  readonly teleport_return_share?: number;
  /**
   * So many fixes at least make frozen coordinates. A fix that does not say where it is from
   * counts as one of satellites, as browsers never say; where most of a run come from
   * networks or fused providers, or tell no accuracy, it is a note.
   * @defaultValue `8`
   */
  readonly frozen_fixes?: number;
  /**
   * In so many places at most, told apart to 1e-7 degrees.
   * @defaultValue `2`
   */
  readonly frozen_places?: number;
  /**
   * Over at least this time.
   * @defaultValue `'4m'`
   */
  readonly frozen_span?: string;
  /**
   * A fix further ahead of its receipt than this is not used.
   * @defaultValue `'1m'`
   */
  readonly clock_ahead?: string;
  /**
   * So many fixes at least show that the accuracy never changes.
   * @defaultValue `30`
   */
  readonly accuracy_constant_fixes?: number;
  /**
   * Two reps within joint accuracy for longer than this ...
   * @defaultValue `'2h'`
   */
  readonly companion_span?: string;
  /**
   * ... and at this many sites are one.
   * @defaultValue `3`
   */
  readonly companion_sites?: number;
}

/** What is odd about a track. No coordinates. */
export interface AnomalyReport {
  /** Version of the engine. */
  engine: string;
  /** Hash of the policy with all its defaults. */
  policy_hash: string;
  /** SHA-256 of the canonical fixes. */
  digest: string;
  /** SHA-256 of the places alone, for the `history` of later days; absent for fewer than ten. */
  path_digest: string | null;
  /** First usable fix. */
  first: string | null;
  /** Last usable fix. */
  last: string | null;
  /**
   * How far the device's clock was ahead, all day: the smallest `received - t` that most
   * uploads confirm; removed from all times.
   */
  clock_offset_ms: number;
  /** The flags, by start; each a reason that `reason_text` puts into words. */
  anomalies: Anomaly[];
  /** What became of the fixes. */
  fixes: FixCounts;
  /** What in the input is legal and probably not meant. */
  warnings: Warning[];
}

/** What an event made of a case. */
export interface Applied {
  /** What became of it. */
  outcome: Outcome;
  /** The case: to be stored. */
  case_after: Case;
  /** Of a refused event all conditions that are not met. */
  failed: Failed[];
  /** The moves that it made, with those of timers before it and of automatic steps after it. */
  moves: Move[];
  /** The timers that fired. */
  fired: Firing[];
  /** What the host is told to do. */
  commands: Command[];
  /** Commands of earlier answers that would not have been, had this event been known. */
  withdrawn: Command[];
  /** Events that would have been refused, had this one been known. */
  overruled: Overruled[];
}

/** What many events made of many cases. */
export interface AppliedMany {
  /** What became of each event, in their order: `moved`, `recorded`, `refused`, `repeated`. */
  outcomes: string[];
  /** The cases, in their order, after all of their events: to be stored. */
  cases: Case[];
  /** The refused events. */
  failed: FailedEvent[];
  /** The moves, case by case. */
  moves: CaseMoves;
  /** The timers that fired, case by case. */
  fired: Firing[];
  /** What the host is told to do, case by case. */
  commands: Command[];
  /** Commands of earlier answers that would not have been. */
  withdrawn: Command[];
  /** Events that would have been refused, had others been known. */
  overruled: Overruled[];
  /** Keys that look misspelled. */
  warnings: Warning[];
}

/** Who has to approve a move before it is made. Votes are of one stay: whoever comes back asks anew. */
export interface ApprovalPolicyInput {
  /** Of each role so many. */
  readonly need: readonly ApproverPolicyInput[];
  /**
   * The stage to which a single rejection sends the case. What the stage requires and its reason are
   * asked of the vote.
   */
  readonly any_reject?: string | null;
  /**
   * Whether the author of the case may not vote; nobody can where the author is not known.
   * @defaultValue `false`
   */
  readonly not_author?: boolean;
  /**
   * Fields whose change makes all votes void.
   * @defaultValue `[]`
   */
  readonly reset_on?: readonly string[];
}

/** Who has to approve a move before it is made. Votes are of one stay: whoever comes back asks anew. */
export interface ApprovalPolicy {
  /** Of each role so many. */
  need: ApproverPolicy[];
  /**
   * The stage to which a single rejection sends the case. What the stage requires and its reason are
   * asked of the vote.
   */
  any_reject: string | null;
  /** Whether the author of the case may not vote; nobody can where the author is not known. */
  not_author: boolean;
  /** Fields whose change makes all votes void. */
  reset_on: string[];
}

/** So many people of a role. */
export interface ApproverPolicyInput {
  /** The role. */
  readonly role: string;
  /**
   * How many of it; each person counts for one role.
   * @defaultValue `1`
   */
  readonly count?: number;
}

/** So many people of a role. */
export interface ApproverPolicy {
  /** The role. */
  role: string;
  /** How many of it; each person counts for one role. */
  count: number;
}

/** In which segment a client is. */
export interface Assignment {
  /** Who. */
  client: string;
  /** In which scope. */
  scope: string;
  /** In which segment. */
  segment: string;
  /** Since when. */
  since: string;
  /**
   * What is known of it on the day. Of one that has left a scope, while the day of the next has
   * not begun, what was known when anything about it changed last.
   */
  features: CoreFeatures;
  /** Why. */
  reasons: Reason[];
}

/** In which segment clients are, in columns, by the names of clients. */
export interface AssignmentColumns {
  /** Who. */
  client: string[];
  /** In which scope. */
  scope: string[];
  /** In which segment. */
  segment: string[];
  /** Since when. */
  since: Float64Array;
  /** Net revenue in the base window, in whole ten-thousandths. */
  base_revenue_units: Float64Array;
  /** The same in the moving window. */
  moving_revenue_units: Float64Array;
}

/** An order, and the visit that it goes to. */
export interface AttributedOrder {
  /** Identifier of the order. */
  order: string;
  /** Identifier of the visit; absent where its row has none. */
  visit: string | null;
}

/** A quadrant of a scope. */
export interface BcgCount {
  /** The scope, where there are scopes. */
  scope: string | null;
  /** Which one. */
  quadrant: Quadrant;
  /** How many clients are in it. */
  clients: number;
  /** Their revenue. */
  revenue: number;
}

/** What is large, and what grows. */
export interface BcgPolicy {
  /**
   * Version of the defaults; they never change within one.
   * @defaultValue `1`
   */
  readonly version?: number;
  /**
   * Whose local dates days are.
   * @defaultValue `'UTC'`
   */
  readonly zone?: Zone;
  /**
   * Digits after the point of amounts that are whole numbers, at most 6: with 2 they are
   * cents. Without it amounts are numbers of at most four digits after the point.
   */
  readonly scale?: number | null;
  /**
   * How many days before `now` count; as many before those are what they grew from.
   * @defaultValue `365`
   */
  readonly window_days?: number;
  /**
   * From this percent of the revenue of the scope's largest client on a client is large.
   * @defaultValue `50`
   */
  readonly share_percent?: number | string;
  /**
   * From this growth on, in percent of the revenue before, it grows.
   * @defaultValue `10`
   */
  readonly growth_percent?: number | string;
}

/** Clients with a row in either window, by share and growth: a row each. */
export interface BcgReport {
  /** Version of the engine. */
  engine: string;
  /** Hash of the policy. */
  policy_hash: string;
  /** The first day of the window before. */
  start_before: string;
  /** The first day that counts. */
  start: string;
  /** The date of `now`: the first day that does not count. */
  end: string;
  /** Rows of that day and later, which are in no figure. */
  rows_later: number;
  /** Digits after the point of money: it is whole numbers of their last digit. */
  scale: number;
  /** How many clients are in each quadrant, scope by scope. */
  quadrants: BcgCount[];
  /** The clients, in byte order. */
  client: string[];
  /** Their scopes, where there are scopes. */
  scope: string[] | null;
  /** All amounts of the window, returns too, times 10^scale. */
  revenue_units: Float64Array;
  /** The same of the window before. */
  revenue_before_units: Float64Array;
  /** Percent of the revenue of the scope's largest client; 0 without revenue. */
  share_percent: Float64Array;
  /** By how much revenue grew, in percent of the window before; none where that had none. */
  growth_percent: (number | null)[];
  /** `star`, `cow`, `question` or `dog`. */
  quadrant: string[];
  /** What someone should look at: `no_revenue`, `grew_from_nothing`. */
  notices: Reason[];
  /** What is legal and probably not meant. */
  warnings: Warning[];
}

/** What stands beside the rows. */
export interface Beside {
  /** All clients. */
  readonly clients?: readonly Client[] | null;
  /** Tasks, whether done or not. */
  readonly tasks?: readonly Task[] | null;
  /** Orders. */
  readonly orders?: readonly Order[] | null;
}

/** Dates with hours of their own: a holiday, a vacation, a working Saturday. */
export interface CalendarDaysInput {
  /** The first date. */
  readonly first: string;
  /** The last date, which is one of them; by default the first is the only one. */
  readonly last?: string | null;
  /**
   * The hours of each of these dates; none of a day off.
   * @defaultValue `[]`
   */
  readonly hours?: readonly HoursInput[];
  /** What it is, for people. */
  readonly name?: string | null;
}

/** Dates with hours of their own: a holiday, a vacation, a working Saturday. */
export interface CalendarDays {
  /** The first date. */
  first: string;
  /** The last date, which is one of them; by default the first is the only one. */
  last: string | null;
  /** The hours of each of these dates; none of a day off. */
  hours: Hours[];
  /** What it is, for people. */
  name: string | null;
}

/** What a branch or a rep has of its own. */
export interface CalendarLayerInput {
  /** Whose it is, for people: `company`, `branch`, `rep`. */
  readonly name?: string | null;
  /** Its hours, in place of those of the layers before it. */
  readonly hours?: WeekHoursInput | null;
  /**
   * Its dates, in place of what the layers before it say of them.
   * @defaultValue `[]`
   */
  readonly days?: readonly CalendarDaysInput[];
}

/** What a branch or a rep has of its own. */
export interface CalendarLayer {
  /** Whose it is, for people: `company`, `branch`, `rep`. */
  name: string | null;
  /** Its hours, in place of those of the layers before it. */
  hours: WeekHours | null;
  /** Its dates, in place of what the layers before it say of them. */
  days: CalendarDays[];
}

/**
 * When people work.
 *
 * Of a date decides the last layer that names it; of other dates the day of the week, by the last
 * layer that has hours. So a company's holiday holds for a rep with hours of their own, and a rep's
 * vacation holds on a working Saturday.
 */
export interface CalendarPolicyInput {
  /**
   * Version of the defaults; they never change within one.
   * @defaultValue `1`
   */
  readonly version?: number;
  /**
   * Whose clock the hours are of.
   * @defaultValue `'UTC'`
   */
  readonly zone?: Zone;
  /** The hours of a week, where no layer has others. */
  readonly hours?: WeekHoursInput;
  /**
   * Dates with hours of their own.
   * @defaultValue `[]`
   */
  readonly days?: readonly CalendarDaysInput[];
  /**
   * From the weakest to the strongest: company, branch, rep.
   * @defaultValue `[]`
   */
  readonly layers?: readonly CalendarLayerInput[];
  /**
   * The day on which `this_week` begins.
   * @defaultValue `'monday'`
   */
  readonly week_start?: Weekday;
  /**
   * The month, 1 to 12, with which years and quarters begin; a year is called by the one in which
   * it begins.
   * @defaultValue `1`
   */
  readonly year_start?: number;
}

/**
 * When people work.
 *
 * Of a date decides the last layer that names it; of other dates the day of the week, by the last
 * layer that has hours. So a company's holiday holds for a rep with hours of their own, and a rep's
 * vacation holds on a working Saturday.
 */
export interface CalendarPolicy {
  /** Version of the defaults; they never change within one. */
  version: number;
  /** Whose clock the hours are of. */
  zone: Zone;
  /** The hours of a week, where no layer has others. */
  hours: WeekHours;
  /** Dates with hours of their own. */
  days: CalendarDays[];
  /** From the weakest to the strongest: company, branch, rep. */
  layers: CalendarLayer[];
  /** The day on which `this_week` begins. */
  week_start: Weekday;
  /**
   * The month, 1 to 12, with which years and quarters begin; a year is called by the one in which
   * it begins.
   */
  year_start: number;
}

/** A site at which a visit may be. */
export interface Candidate {
  /** Identifier of the site. */
  site: string;
  /** Inside its fence, or uncertain. */
  state: PresenceState;
  /** How likely this site is among the candidates; they sum to 1. */
  likelihood: number;
  /** Probability that the rep is inside its fence, whatever the others. */
  probability: number | null;
  /** Metres to the fence's edge, negative inside; two digits of them beyond 100 m. */
  distance_m: number;
  /** Why it is a candidate. */
  reasons: Reason[];
}

/** Under which keys a visit holds what every card reads, as dotted paths. */
export interface CardKeysInput {
  /**
   * Its identifier; where there is none, `plan_id`, as verdicts on a plan have it.
   * @defaultValue `'id'`
   */
  readonly id?: string;
  /**
   * When the rep came; where there is none, `arrival` or `arrival.t`.
   * @defaultValue `'t'`
   */
  readonly t?: string;
  /**
   * When the rep left; where there is none, `departure` or `departure.t`.
   * @defaultValue `'left'`
   */
  readonly left?: string;
  /**
   * Who came.
   * @defaultValue `'rep'`
   */
  readonly rep?: string;
  /**
   * The reps of a joint visit: names, or `{rep, weight, lead, team}`. Who stands under `rep` besides
   * is one of them.
   * @defaultValue `'reps'`
   */
  readonly reps?: string;
  /**
   * The site.
   * @defaultValue `'site'`
   */
  readonly site?: string;
  /**
   * The rep's team.
   * @defaultValue `'team'`
   */
  readonly team?: string;
  /**
   * The rep's territory.
   * @defaultValue `'territory'`
   */
  readonly territory?: string;
  /**
   * The sum sold.
   * @defaultValue `'amount'`
   */
  readonly amount?: string;
  /**
   * What of it is earned.
   * @defaultValue `'margin'`
   */
  readonly margin?: string;
  /**
   * Identifiers of the visits that this one replaces.
   * @defaultValue `'supersedes'`
   */
  readonly supersedes?: string;
  /**
   * The zone of the rep.
   * @defaultValue `'rep_zone'`
   */
  readonly rep_zone?: string;
  /**
   * The zone of the site.
   * @defaultValue `'site_zone'`
   */
  readonly site_zone?: string;
}

/** Under which keys a visit holds what every card reads, as dotted paths. */
export interface CardKeys {
  /** Its identifier; where there is none, `plan_id`, as verdicts on a plan have it. */
  id: string;
  /** When the rep came; where there is none, `arrival` or `arrival.t`. */
  t: string;
  /** When the rep left; where there is none, `departure` or `departure.t`. */
  left: string;
  /** Who came. */
  rep: string;
  /**
   * The reps of a joint visit: names, or `{rep, weight, lead, team}`. Who stands under `rep` besides
   * is one of them.
   */
  reps: string;
  /** The site. */
  site: string;
  /** The rep's team. */
  team: string;
  /** The rep's territory. */
  territory: string;
  /** The sum sold. */
  amount: string;
  /** What of it is earned. */
  margin: string;
  /** Identifiers of the visits that this one replaces. */
  supersedes: string;
  /** The zone of the rep. */
  rep_zone: string;
  /** The zone of the site. */
  site_zone: string;
}

/** What of a card is applied to the visits of many together: parts are merged by it. */
export interface CardTermsInput {
  /** Name and version of the card. */
  readonly card: string;
  /** Where it stands in what the score card was made of. */
  readonly path: string;
  /** Hash of all of its rules. */
  readonly policy_hash: string;
  /** Digits after the point. */
  readonly scale: number;
  /** How points are rounded to them. */
  readonly rounding: RoundingMode;
  /** By what spans are counted. */
  readonly calendar: CalendarPolicyInput;
  /** The limits. */
  readonly limits: readonly LimitInput[];
}

/** What of a card is applied to the visits of many together: parts are merged by it. */
export interface CardTerms {
  /** Name and version of the card. */
  card: string;
  /** Where it stands in what the score card was made of. */
  path: string;
  /** Hash of all of its rules. */
  policy_hash: string;
  /** Digits after the point. */
  scale: number;
  /** How points are rounded to them. */
  rounding: RoundingMode;
  /** By what spans are counted. */
  calendar: CalendarPolicy;
  /** The limits. */
  limits: Limit[];
}

/** A case: a visit, a deal, a lead, a company, a debt. The pipeline writes it, the host stores it. */
export interface CaseInput {
  /** Its name. */
  readonly id: string;
  /** The pipeline. */
  readonly pipeline: string;
  /** The version of the pipeline that wrote it. */
  readonly version: string;
  /** The hash of its rules. */
  readonly policy_hash: string;
  /** Who made it. */
  readonly author?: string | null;
  /** When it was made. */
  readonly created_at: InstantInput;
  /** The stage that it is in. */
  readonly stage: string;
  /** Since when. */
  readonly entered_at: InstantInput;
  /** When anybody last did something with it. */
  readonly last_activity_at: InstantInput;
  /** When it last changed, by a person, by a timer, or by time alone. */
  readonly stepped_at: InstantInput;
  /** The first instant at which time changes it: a timer fires, or a condition is met by then. */
  readonly next_due?: InstantInput | null;
  /** What is known of it. */
  readonly fields?: { readonly [name: string]: unknown };
  /** Why it came to its stage, where that was asked. */
  readonly reason?: string | null;
  /** Since when its clocks stand. */
  readonly paused_since?: InstantInput | null;
  /** For how long they stood in this stay, before. */
  readonly paused?: Paused;
  /** For how long they stood since the last activity, before. */
  readonly paused_idle?: Paused;
  /**
   * Whether automatic steps were stopped, as there were too many.
   * @defaultValue `false`
   */
  readonly halted?: boolean;
  /**
   * Timers that fired in this stay.
   * @defaultValue `[]`
   */
  readonly fired?: readonly FiredTimerInput[];
  /**
   * Tasks that are not done.
   * @defaultValue `[]`
   */
  readonly tasks?: readonly OpenTaskInput[];
  /**
   * Votes in this stay.
   * @defaultValue `[]`
   */
  readonly votes?: readonly VoteInput[];
  /**
   * The stays before this one, at most `MAX_STAYS` of them: the last.
   * @defaultValue `[]`
   */
  readonly stays?: readonly StayInput[];
  /**
   * The last events, in the order of their times.
   * @defaultValue `[]`
   */
  readonly log?: readonly EventInput[];
  /** What it was before them. */
  readonly origin?: CaseInput | null;
  /**
   * The names of events before them, which stay as they are: the log was long, or other rules were
   * in force. At most `MAX_SETTLED` of them: the last.
   * @defaultValue `[]`
   */
  readonly settled?: readonly string[];
}

/** A case: a visit, a deal, a lead, a company, a debt. The pipeline writes it, the host stores it. */
export interface Case {
  /** Its name. */
  id: string;
  /** The pipeline. */
  pipeline: string;
  /** The version of the pipeline that wrote it. */
  version: string;
  /** The hash of its rules. */
  policy_hash: string;
  /** Who made it. */
  author: string | null;
  /** When it was made. */
  created_at: string;
  /** The stage that it is in. */
  stage: string;
  /** Since when. */
  entered_at: string;
  /** When anybody last did something with it. */
  last_activity_at: string;
  /** When it last changed, by a person, by a timer, or by time alone. */
  stepped_at: string;
  /** The first instant at which time changes it: a timer fires, or a condition is met by then. */
  next_due: string | null;
  /** What is known of it. */
  fields: { [name: string]: string | number | boolean | null };
  /** Why it came to its stage, where that was asked. */
  reason: string | null;
  /** Since when its clocks stand. */
  paused_since: string | null;
  /** For how long they stood in this stay, before. */
  paused: Paused;
  /** For how long they stood since the last activity, before. */
  paused_idle: Paused;
  /** Whether automatic steps were stopped, as there were too many. */
  halted: boolean;
  /** Timers that fired in this stay. */
  fired: FiredTimer[];
  /** Tasks that are not done. */
  tasks: OpenTask[];
  /** Votes in this stay. */
  votes: Vote[];
  /** The stays before this one, at most `MAX_STAYS` of them: the last. */
  stays: Stay[];
  /** The last events, in the order of their times. */
  log: Event[];
  /** What it was before them. */
  origin: Case | null;
  /**
   * The names of events before them, which stay as they are: the log was long, or other rules were
   * in force. At most `MAX_SETTLED` of them: the last.
   */
  settled: string[];
}

/** An event of one of many cases. */
export interface CaseEvent {
  /** The case. */
  readonly case_id: string;
  /** What happened. */
  readonly event: EventInput;
}

/** Moves of many cases in columns, case by case. */
export interface CaseMoves {
  /** The case, by its place in `cases`. */
  index: Uint32Array;
  /** The stage that it left. */
  source: string[];
  /** The stage that it entered. */
  target: string[];
  /** When: of a timer when it was planned. */
  at: Float64Array;
  /** What moved it: `event`, `auto`, `timer`, `reject`. */
  by: string[];
}

/** Where cases stand, in columns: what a board shows. */
export interface CaseStages {
  /** The case. */
  case_id: string[];
  /** The stage that it is in. */
  stage: string[];
  /** Since when. */
  entered_at: Float64Array;
  /** The first instant at which a timer fires. */
  next_due: (string | null)[];
}

/** A visit that is worth something else than when its period was closed. */
export interface ChangedVisit {
  /** Identifier of the visit. */
  id: string;
  /** Who. */
  rep: string;
  /** Points when the period was closed; absent where it had none, or nobody knew them. */
  closed: number | null;
  /** Points now; absent where it is gone, or nobody knows them. */
  rescored: number | null;
}

/** Circles as columns of equal length. */
export interface CircleColumns {
  /** Identifiers. */
  readonly id?: readonly (string | null)[] | null;
  /** Latitudes of the centres in degrees, -90 to 90. */
  readonly lat: NumberColumn;
  /** Longitudes of the centres in degrees. */
  readonly lon: NumberColumn;
  /** Radii in metres, above 0. */
  readonly radius_m: NumberColumn;
  /** Metres around each that count as inside; else the policy's. */
  readonly tolerance_m?: NumberColumn | null;
}

/** What the rep says about a visit. */
export interface ClaimInput {
  /** When the rep said so. */
  readonly t?: InstantInput | null;
  /** Whether the rep says that it was made. */
  readonly done: boolean;
  /** How many people the rep says to have met there: doctors, buyers. */
  readonly people_met?: number | null;
}

/** What the rep says about a visit. */
export interface Claim {
  /** When the rep said so. */
  t: string | null;
  /** Whether the rep says that it was made. */
  done: boolean;
  /** How many people the rep says to have met there: doctors, buyers. */
  people_met: number | null;
}

/** A client. */
export interface Client {
  /** Identifier, by which rows call it their `site`. */
  readonly id: string;
  /** What kind of client. */
  readonly kind?: string | null;
  /** Since when. */
  readonly created?: InstantInput | null;
}

/** Something planned or done with a client: a visit, a call, a task. */
export interface ClientActivity {
  /** Of which client. */
  readonly client: string;
  /** By when; without it the activity is never overdue. */
  readonly due?: InstantInput | null;
  /** When it was done or called off; open before that. */
  readonly done?: InstantInput | null;
}

/** Clients of one kind. */
export interface ClientCounts {
  /** The kind; absent for clients of none, and for sites that are no client of the list. */
  kind: string | null;
  /** Clients that were new in the period; absent without one. */
  new: number | null;
  /** Clients with at least one row. */
  handled: number;
}

/** What a client wants of us, with all that went to and fro. */
export interface ClientRequest {
  /** Identifier. */
  readonly id: string;
  /** Where it came in: a site, a phone line, an advertisement. */
  readonly source?: string | null;
  /** In any order. */
  readonly messages: readonly RequestMessage[];
}

/** Of which scope a client is. */
export interface ClientScope {
  /** Who. */
  readonly client: string;
  /** The scope: its manager, branch, company. */
  readonly scope: string;
  /**
   * From when on; by default from the beginning, as if it had always been so. A client that was
   * handed over keeps its past where this is given.
   */
  readonly at?: InstantInput | null;
}

/** The clock of a case. */
export interface Clock {
  /** The stage. */
  stage: string;
  /** Since when it is in it, this time. */
  entered_at: string;
  /** The time in the stage by the wall clock, without pauses; of all stays where the norm counts so. */
  elapsed_ms: number;
  /** Of it, working time. */
  working_ms: number;
  /** For how long the clock stood. */
  paused: Paused;
  /** How the case stands to the norm. */
  status: ClockStatus;
  /** By which clock the norm is counted: its span says so. */
  norm_clock: NormClock | null;
  /** The norm, by its clock: from the entry to the deadline before pauses. */
  norm_ms: number | null;
  /** When it is over, or was: moved by pauses. */
  deadline: string | null;
  /** When the warning begins. */
  warn_from: string | null;
  /** By how much the case is over its norm, by the norm's clock; below it negative. */
  deviation_ms: number | null;
  /** The same in percent of the norm. */
  deviation_percent: number | null;
  /** Whether nothing goes on though it should. */
  stalled: boolean;
  /**
   * Why: `over_norm`, `no_activity`, `no_next_step`, `halted`; of a case that somebody snoozed
   * too.
   */
  reasons: Reason[];
  /** Until when nobody wants to hear of it. */
  snoozed_until: string | null;
}

/** When a period may be closed. */
export interface ClosePolicy {
  /**
   * Version of the defaults; they never change within one.
   * @defaultValue `1`
   */
  readonly version?: number;
  /**
   * How long after its end phones may still send visits of the period: with `3bd` it is closed
   * when the fourth working day begins.
   * @defaultValue `'3bd'`
   */
  readonly close_after?: string;
}

/** What one rule gave a rep. */
export interface ClosedLineInput {
  /** Who. */
  readonly rep: string;
  /** At which stage; absent for points without steps. */
  readonly kind?: StepKind | null;
  /** The rule, by the name that the card gives it. */
  readonly rule_id?: string | null;
  /** Points. */
  readonly points: number | string;
}

/** What one rule gave a rep. */
export interface ClosedLine {
  /** Who. */
  rep: string;
  /** At which stage; absent for points without steps. */
  kind: StepKind | null;
  /** The rule, by the name that the card gives it. */
  rule_id: string | null;
  /** Points. */
  points: number | string;
}

/** What a rep had. */
export interface ClosedRepInput {
  /** Who. */
  readonly rep: string;
  /** Points. */
  readonly points: number | string;
  /** Visits with points. */
  readonly visits: number;
}

/** What a rep had. */
export interface ClosedRep {
  /** Who. */
  rep: string;
  /** Points. */
  points: number;
  /** Visits with points. */
  visits: number;
}

/** What a visit gave a rep. */
export interface ClosedVisitInput {
  /** Identifier of the visit. */
  readonly id: string;
  /** Who. */
  readonly rep: string;
  /** Points. */
  readonly points: number | string;
}

/** What a visit gave a rep. */
export interface ClosedVisit {
  /** Identifier of the visit. */
  id: string;
  /** Who. */
  rep: string;
  /** Points. */
  points: number;
}

/** Something that the host is told to do once, however often it is told. */
export interface Command {
  /** What. */
  kind: CommandKind;
  /** The same key is the same command; one that was withdrawn may be told anew. */
  key: string;
  /** The case. */
  case_id: string;
  /** As of when. */
  at: string;
  /** JSON path of the part of the policy that asks for it. */
  rule: string;
  /** What belongs to its kind. */
  details: { [name: string]: string | number | boolean | null };
}

/** Another rep's track of the same day. */
export interface Companion {
  /** Who. */
  readonly rep: string;
  /** Their fixes. */
  readonly track: Track;
}

/** A person at a company. */
export interface CompanyContact {
  /** Identifier. */
  readonly id: string;
  /** Of which company; those of none are counted apart. */
  readonly company?: string | null;
  /** When anything about the contact last changed. */
  readonly changed?: InstantInput | null;
  /**
   * Calls, in any order.
   * @defaultValue `[]`
   */
  readonly calls?: readonly ContactCall[];
}

/** What is known of a company. */
export interface CompanySummary {
  /** Identifier. */
  company: string;
  /** How many contacts it has. */
  contacts: number;
  /** When anything about a contact last changed; absent where that is not known. */
  last_change: string | null;
  /** Which contact it was. */
  last_change_contact: string | null;
  /** When somebody was last called; absent where no call is known. */
  last_call: string | null;
  /** What kind of call. */
  last_call_kind: string | null;
  /** With which contact. */
  last_call_contact: string | null;
}

/** One node of a condition: `all`, `any` or `not`, or a `field` with one operator. */
export interface ConditionPolicyInput {
  /** True when every part is; true when there is none. */
  readonly all?: readonly ConditionPolicyInput[] | null;
  /** True when a part is; false when there is none. */
  readonly any?: readonly ConditionPolicyInput[] | null;
  /** True when the part is false. */
  readonly not?: ConditionPolicyInput | null;
  /** Dotted path of the field that is looked at; `now` is the instant of the question. */
  readonly field?: string | null;
  /** Equal to a value, or to another field: `{"field": "planned_at"}`. */
  readonly eq?: unknown | null;
  /** Not equal to it. */
  readonly ne?: unknown | null;
  /** Less than it. */
  readonly lt?: unknown | null;
  /** At most it. */
  readonly le?: unknown | null;
  /** More than it. */
  readonly gt?: unknown | null;
  /** At least it. */
  readonly ge?: unknown | null;
  /** One of the values. */
  readonly in?: readonly unknown[] | null;
  /** None of the values. */
  readonly not_in?: readonly unknown[] | null;
  /** From the first to the second, both included. */
  readonly between?: readonly unknown[] | null;
  /** From the first, included, to the second, excluded. */
  readonly range?: readonly unknown[] | null;
  /** `true`: the field is missing. */
  readonly is_null?: boolean | null;
  /** `true`: the field is there. */
  readonly not_null?: boolean | null;
  /** The text holds this one. */
  readonly contains?: string | null;
  /** The text begins with this one. */
  readonly starts_with?: string | null;
  /** At least one record of the list meets it. */
  readonly any_of?: ConditionPolicyInput | null;
  /** Every record of the list meets it; true when there is none. */
  readonly all_of?: ConditionPolicyInput | null;
  /**
   * The number of records of the list that meet it, compared by one more operator of this
   * node: `{"field": "contacts", "count_of": {..}, "ge": 2}`.
   */
  readonly count_of?: ConditionPolicyInput | null;
  /**
   * How far a time lies from `now`: `"7d"`, it comes within seven days; `"-7d"`, it came within
   * the last seven. The instant itself has come. Spans of every kind: `20m`, `3d`, `5bd`, `8bh`.
   */
  readonly within?: string | null;
}

/** One node of a condition: `all`, `any` or `not`, or a `field` with one operator. */
export interface ConditionPolicy {
  /** True when every part is; true when there is none. */
  all?: ConditionPolicy[] | null;
  /** True when a part is; false when there is none. */
  any?: ConditionPolicy[] | null;
  /** True when the part is false. */
  not?: ConditionPolicy | null;
  /** Dotted path of the field that is looked at; `now` is the instant of the question. */
  field?: string | null;
  /** Equal to a value, or to another field: `{"field": "planned_at"}`. */
  eq?: unknown | null;
  /** Not equal to it. */
  ne?: unknown | null;
  /** Less than it. */
  lt?: unknown | null;
  /** At most it. */
  le?: unknown | null;
  /** More than it. */
  gt?: unknown | null;
  /** At least it. */
  ge?: unknown | null;
  /** One of the values. */
  in?: unknown[] | null;
  /** None of the values. */
  not_in?: unknown[] | null;
  /** From the first to the second, both included. */
  between?: unknown[] | null;
  /** From the first, included, to the second, excluded. */
  range?: unknown[] | null;
  /** `true`: the field is missing. */
  is_null?: boolean | null;
  /** `true`: the field is there. */
  not_null?: boolean | null;
  /** The text holds this one. */
  contains?: string | null;
  /** The text begins with this one. */
  starts_with?: string | null;
  /** At least one record of the list meets it. */
  any_of?: ConditionPolicy | null;
  /** Every record of the list meets it; true when there is none. */
  all_of?: ConditionPolicy | null;
  /**
   * The number of records of the list that meet it, compared by one more operator of this
   * node: `{"field": "contacts", "count_of": {..}, "ge": 2}`.
   */
  count_of?: ConditionPolicy | null;
  /**
   * How far a time lies from `now`: `"7d"`, it comes within seven days; `"-7d"`, it came within
   * the last seven. The instant itself has come. Spans of every kind: `20m`, `3d`, `5bd`, `8bh`.
   */
  within?: string | null;
}

/** A call with a contact. */
export interface ContactCall {
  /** When. */
  readonly t: InstantInput;
  /** What kind of call: `inbound`, `missed`, `meeting` or any word of one's own. */
  readonly kind?: string | null;
}

/** Which points are in which fences: a row for each pair, by point, then fence. */
export interface ContainingPairs {
  /** Place of the point in the columns. */
  point_index: Uint32Array;
  /** Place of the fence in the list that the index was built from. */
  fence_index: Uint32Array;
}

/**
 * From visits to orders. An order goes to the latest visit to its site in whose window it lies, of any
 * period, and counts in that of the visit alone.
 */
export interface Conversion {
  /** Visits whose window has ended. */
  visits: number;
  /** Of these, visits with an order. */
  with_order: number;
  /** Their share in percent; absent where no window has ended. */
  rate_percent: number | null;
  /** Visits whose window is open, which are not in the rate. */
  open: number;
  /** Of these, visits that have an order already. */
  open_with_order: number;
  /**
   * Which order goes to which of the visits that are counted, in the order of the orders'
   * identifiers.
   */
  orders: AttributedOrder[];
  /** Orders that go to no visit at all. */
  unattributed: number;
  /** The sum of the orders that go to visits; absent where none has one. */
  amount: number | null;
}

/** What decides about a client on a day. Whole days before it count. */
export interface CoreFeatures {
  /** Whether it belongs to the static core. */
  static_core: boolean;
  /** Whether it belongs to the dynamic core. */
  dynamic_core: boolean;
  /** Whether it is known for less than two moving windows: its pace is then unknown. */
  is_new: boolean;
  /** Net revenue in the base window. */
  base_revenue: number;
  /** Net revenue in the moving window. */
  moving_revenue: number;
  /**
   * Revenue of the clients above it over the scope's positive revenue, in the base window: 0 to
   * 1, rounded down to 6 digits; 1 without revenue.
   */
  base_share: number;
  /** The same in the moving window. */
  moving_share: number;
  /**
   * Revenue a day in the moving window over that in the base window, rounded down to 6 digits
   * and at most 2147.483647; absent of new clients and those without revenue in the base window.
   */
  pace: number | null;
  /** Months with positive net revenue. */
  active_months: number;
  /** Whole days since its first transaction, that day included. */
  known_days: number;
  /** Whole days since its last transaction, that day not included. */
  quiet_days: number;
}

/** How many rows have a value. */
export interface CountedValue {
  /** The value: a text, a whole number or a boolean; absent where rows have none. */
  value: unknown;
  /** How many. */
  count: number;
  /** Their share in percent, to a tenth: shares sum to exactly 100. */
  share_percent: number;
}

/** Rows by the values of one key. */
export interface Counts {
  /** The key. */
  by: string;
  /** In the order of the values; what no row tells comes first. */
  values: CountedValue[];
}

/** Days of reps. */
export interface DayColumns {
  /** Who. */
  rep: string[];
  /** The local date of the day. */
  date: string[];
  /** SHA-256 of the canonical fixes. */
  digest: string[];
  /** First usable fix. */
  first: (string | null)[];
  /** Last usable fix. */
  last: (string | null)[];
  /** Planned visits. */
  planned: Uint32Array;
  /** Of them, those that stand as verified. */
  verified: Uint32Array;
  /** Time at known sites. */
  on_site_ms: Float64Array;
  /** Time moving. */
  travel_ms: Float64Array;
  /** Time standing at no known site. */
  idle_ms: Float64Array;
  /** Time in gaps. */
  unknown_ms: Float64Array;
  /** Fixes that were used. */
  fixes: Uint32Array;
  /** Codes of what is odd about the track, a space apart. */
  anomalies: string[];
}

/** From some age on a factor holds. */
export interface DecayStepInput {
  /** The age: `30d`, `20bd`, `4h`. */
  readonly age: string;
  /** What the points are multiplied by; at most 6 digits after the point. */
  readonly factor: number | string;
}

/** From some age on a factor holds. */
export interface DecayStep {
  /** The age: `30d`, `20bd`, `4h`. */
  age: string;
  /** What the points are multiplied by; at most 6 digits after the point. */
  factor: number;
}

/** What each anomaly does to a verdict that it bears on. */
export interface DegradePolicy {
  /**
   * The device says that the position is simulated.
   * @defaultValue `'suspect'`
   */
  readonly mock_location?: Degrade;
  /**
   * There and back, both ways faster than anything drives.
   * @defaultValue `'suspect'`
   */
  readonly teleport?: Degrade;
  /**
   * The same coordinates to the last digit.
   * @defaultValue `'suspect'`
   */
  readonly frozen_coordinates?: Degrade;
  /**
   * The path of an earlier day.
   * @defaultValue `'suspect'`
   */
  readonly replayed_track?: Degrade;
  /**
   * Two phones in one pocket.
   * @defaultValue `'suspect'`
   */
  readonly companion_track?: Degrade;
  /**
   * One leg faster than anything drives.
   * @defaultValue `'note'`
   */
  readonly speed_impossible?: Degrade;
  /**
   * Fixes from the future.
   * @defaultValue `'note'`
   */
  readonly clock_ahead?: Degrade;
  /**
   * A clock that was set back.
   * @defaultValue `'note'`
   */
  readonly clock_back?: Degrade;
  /**
   * Fixes at latitude 0, longitude 0.
   * @defaultValue `'note'`
   */
  readonly zero_island?: Degrade;
  /**
   * The accuracy never changes.
   * @defaultValue `'note'`
   */
  readonly accuracy_constant?: Degrade;
  /**
   * Several places at one instant.
   * @defaultValue `'note'`
   */
  readonly conflicting_fix?: Degrade;
}

/** How a track lies to a planned path. */
export interface DeviationInput {
  /** Version of the engine. */
  readonly engine: string;
  /** Hash of the policy with all its defaults. */
  readonly policy_hash: string;
  /**
   * SHA-256 of the canonical fixes, by which the report is provable after the track is
   * erased.
   */
  readonly digest: string;
  /** First usable fix. */
  readonly first?: InstantInput | null;
  /** Last usable fix. */
  readonly last?: InstantInput | null;
  /** How far the device's clock was ahead, all day; removed from all times. */
  readonly clock_offset_ms: number;
  /** On the path: neither in an excursion nor unknown. */
  readonly time_on_ms: number;
  /** In excursions, as far as it is known. */
  readonly time_off_ms: number;
  /**
   * In gaps, and where accuracies do not tell on which side of the corridor's edge the rep
   * was. The three sum to `last` - `first`.
   */
  readonly unknown_ms: number;
  /** Driven in excursions; straight lines over gaps are not counted. */
  readonly distance_off_m: number;
  /** The fix that was certainly farthest from the path. */
  readonly worst?: FarthestInput | null;
  /** Times off the path, in order. */
  readonly excursions: readonly ExcursionInput[];
  /** Length of the path. */
  readonly path_m: number;
  /**
   * Share of the path's length within the corridor of the line that was driven; absent
   * where nobody knows of any time what was driven.
   */
  readonly coverage_share?: number | null;
  /**
   * Metres driven, gaps in straight lines, from the first fix that was certainly in the
   * corridor to the last, for each metre of the path from its first point that was driven
   * to its last; absent where nothing was.
   */
  readonly detour_ratio?: number | null;
  /** Legs of the path, from 0, of which less than `min_leg_share` was driven. */
  readonly skipped_legs: readonly number[];
  /** Legs of the path, from 0, that may have been driven while nobody knows where the rep was. */
  readonly unproven_legs: readonly number[];
  /** Why. */
  readonly reasons: readonly ReasonInput[];
  /** What became of the fixes. */
  readonly fixes: FixCounts;
  /** What in the input is legal and probably not meant. */
  readonly warnings: readonly Warning[];
}

/** How a track lies to a planned path. */
export interface Deviation {
  /** Version of the engine. */
  engine: string;
  /** Hash of the policy with all its defaults. */
  policy_hash: string;
  /**
   * SHA-256 of the canonical fixes, by which the report is provable after the track is
   * erased.
   */
  digest: string;
  /** First usable fix. */
  first: string | null;
  /** Last usable fix. */
  last: string | null;
  /** How far the device's clock was ahead, all day; removed from all times. */
  clock_offset_ms: number;
  /** On the path: neither in an excursion nor unknown. */
  time_on_ms: number;
  /** In excursions, as far as it is known. */
  time_off_ms: number;
  /**
   * In gaps, and where accuracies do not tell on which side of the corridor's edge the rep
   * was. The three sum to `last` - `first`.
   */
  unknown_ms: number;
  /** Driven in excursions; straight lines over gaps are not counted. */
  distance_off_m: number;
  /** The fix that was certainly farthest from the path. */
  worst: Farthest | null;
  /** Times off the path, in order. */
  excursions: Excursion[];
  /** Length of the path. */
  path_m: number;
  /**
   * Share of the path's length within the corridor of the line that was driven; absent
   * where nobody knows of any time what was driven.
   */
  coverage_share: number | null;
  /**
   * Metres driven, gaps in straight lines, from the first fix that was certainly in the
   * corridor to the last, for each metre of the path from its first point that was driven
   * to its last; absent where nothing was.
   */
  detour_ratio: number | null;
  /** Legs of the path, from 0, of which less than `min_leg_share` was driven. */
  skipped_legs: number[];
  /** Legs of the path, from 0, that may have been driven while nobody knows where the rep was. */
  unproven_legs: number[];
  /** Why. */
  reasons: Reason[];
  /** What became of the fixes. */
  fixes: FixCounts;
  /** What in the input is legal and probably not meant. */
  warnings: Warning[];
}

/** When a rep is off the planned path. */
export interface DeviationPolicy {
  /**
   * Version of the defaults; they never change within one.
   * @defaultValue `1`
   */
  readonly version?: number;
  /**
   * So many metres from the path are still on it.
   * @defaultValue `500`
   */
  readonly corridor_m?: number;
  /**
   * Outside the corridor for this long is an excursion.
   * @defaultValue `'3m'`
   */
  readonly off_after?: string;
  /**
   * Back inside for this long ends it ...
   * @defaultValue `'1m'`
   */
  readonly back_after?: string;
  /**
   * ... within this share of `corridor_m`.
   * @defaultValue `0.8`
   */
  readonly back_share?: number;
  /**
   * A leg of the path of which a smaller share was driven is skipped.
   * @defaultValue `0.5`
   */
  readonly min_leg_share?: number;
  /**
   * How fixes are read: `presence` (accuracies), `gap`, `sampling`, `anomalies`, `observe`,
   * stops, and `detail`.
   */
  readonly visit?: VisitPolicy;
}

/** What is due of a case. */
export interface Due {
  /** The timers that a tick would let fire, also of stages that the case would enter. */
  fired: Firing[];
  /** The moves that they would make. */
  moves: Move[];
  /** The timers of the stage that the case is in now. */
  timers: Waiting[];
}

/** Who belongs to the dynamic core: clients that carry the quarter, and grow. */
export interface DynamicCorePolicyInput {
  /**
   * Enters with a smaller share of the moving window's revenue above it, 0 to 1,
   * @defaultValue `0.80`
   */
  readonly enter_share?: number | string;
  /**
   * and at least this pace, or new.
   * @defaultValue `1.10`
   */
  readonly enter_pace?: number | string;
  /**
   * Leaves from this share above it on,
   * @defaultValue `0.90`
   */
  readonly leave_share?: number | string;
  /**
   * or below this pace, or without revenue in the moving window.
   * @defaultValue `0.90`
   */
  readonly leave_pace?: number | string;
  /**
   * Stays at least so many days, unless there is no revenue.
   * @defaultValue `14`
   */
  readonly min_stay_days?: number;
}

/** Who belongs to the dynamic core: clients that carry the quarter, and grow. */
export interface DynamicCorePolicy {
  /** Enters with a smaller share of the moving window's revenue above it, 0 to 1, */
  enter_share: number;
  /** and at least this pace, or new. */
  enter_pace: number;
  /** Leaves from this share above it on, */
  leave_share: number;
  /** or below this pace, or without revenue in the moving window. */
  leave_pace: number;
  /** Stays at least so many days, unless there is no revenue. */
  min_stay_days: number;
}

/** What the host is told to do. */
export interface EffectsInput {
  /**
   * Tasks to create; one of a name that is still open is not created again.
   * @defaultValue `[]`
   */
  readonly tasks?: readonly TaskPolicyInput[];
  /** Fields to set: a value, or `{"field": "now"}` or another field. */
  readonly set?: { readonly [name: string]: unknown };
  /**
   * Messages to send.
   * @defaultValue `[]`
   */
  readonly notify?: readonly NotifyPolicyInput[];
}

/** What the host is told to do. */
export interface Effects {
  /** Tasks to create; one of a name that is still open is not created again. */
  tasks: TaskPolicy[];
  /** Fields to set: a value, or `{"field": "now"}` or another field. */
  set: { [name: string]: string | number | boolean | null };
  /** Messages to send. */
  notify: NotifyPolicy[];
}

/** How many fixes, over what time, confirm that a fence was entered. */
export interface EnterPolicy {
  /**
   * So many inside fixes in a row confirm it ...
   * @defaultValue `2`
   */
  readonly fixes?: number;
  /**
   * ... if the last is so long after the first;
   * @defaultValue `'10s'`
   */
  readonly min_span?: string;
  /**
   * or any inside fix so long after the first.
   * @defaultValue `'30s'`
   */
  readonly or_after?: string;
}

/** One thing to erase. */
export interface Erasure {
  /** What. */
  what: Erasable;
  /** From when on; absent where nobody knows how old it is. */
  due: string | null;
  /** Whether it is due already. */
  overdue: boolean | null;
  /** The level to which `redact` takes the report; absent for the fixes, which are elsewhere. */
  redact_to: Detail | null;
  /** Why. */
  reasons: Reason[];
}

/** Something that happened, wherever and whenever it becomes known. */
export interface EventInput {
  /**
   * Its name; one that is known already changes nothing, be it in the log of the case or among the
   * last 1000 that are `settled`.
   */
  readonly id: string;
  /**
   * When it happened; by default now, after all that the case has seen. Of events that name one
   * instant, in whatever order they come, `seq` decides, then `id`.
   */
  readonly at?: InstantInput | null;
  /**
   * Its place among the events of its instant, by default 0. The case gives one to an event that
   * comes without `at` when it has seen others at that instant.
   */
  readonly seq?: number | null;
  /**
   * What it is about.
   * @defaultValue `'move'`
   */
  readonly kind?: EventKind;
  /** Who did it. */
  readonly actor?: ActorInput | null;
  /** The event that transitions wait for. */
  readonly on?: string | null;
  /** The stage that is wanted. */
  readonly target?: string | null;
  /** Why; blanks are no reason. */
  readonly reason?: string | null;
  /** Fields that it brings. */
  readonly fields?: { readonly [name: string]: unknown };
}

/** Something that happened, wherever and whenever it becomes known. */
export interface Event {
  /**
   * Its name; one that is known already changes nothing, be it in the log of the case or among the
   * last 1000 that are `settled`.
   */
  id: string;
  /**
   * When it happened; by default now, after all that the case has seen. Of events that name one
   * instant, in whatever order they come, `seq` decides, then `id`.
   */
  at: string | null;
  /**
   * Its place among the events of its instant, by default 0. The case gives one to an event that
   * comes without `at` when it has seen others at that instant.
   */
  seq: number | null;
  /** What it is about. */
  kind: EventKind;
  /** Who did it. */
  actor: Actor | null;
  /** The event that transitions wait for. */
  on: string | null;
  /** The stage that is wanted. */
  target: string | null;
  /** Why; blanks are no reason. */
  reason: string | null;
  /** Fields that it brings. */
  fields: { [name: string]: string | number | boolean | null };
}

/** What a verdict rests on. No coordinates. */
export interface EvidenceInput {
  /** Fixes inside the fence. */
  readonly fixes_inside: number;
  /** Fixes in the window that are neither inside nor clearly elsewhere. */
  readonly fixes_near: number;
  /** Median accuracy of the fixes inside, in metres. */
  readonly median_accuracy_m?: number | null;
  /** Longest silence in the window. */
  readonly longest_gap_ms: number;
  /** Nearest fix to the fence's edge in metres, negative inside. */
  readonly nearest_m?: number | null;
  /** Share of the time on site that no usable fix covers. */
  readonly bridged_share: number;
  /** Whether the device can tell simulated positions. */
  readonly mock_checked: boolean;
}

/** What a verdict rests on. No coordinates. */
export interface Evidence {
  /** Fixes inside the fence. */
  fixes_inside: number;
  /** Fixes in the window that are neither inside nor clearly elsewhere. */
  fixes_near: number;
  /** Median accuracy of the fixes inside, in metres. */
  median_accuracy_m: number | null;
  /** Longest silence in the window. */
  longest_gap_ms: number;
  /** Nearest fix to the fence's edge in metres, negative inside. */
  nearest_m: number | null;
  /** Share of the time on site that no usable fix covers. */
  bridged_share: number;
  /** Whether the device can tell simulated positions. */
  mock_checked: boolean;
}

/** One time off the path. */
export interface ExcursionInput {
  /** When the corridor was left for certain, interpolated between fixes. */
  readonly start: InstantInput;
  /** The last moment that was certainly outside of it. */
  readonly end: InstantInput;
  /** How long. */
  readonly duration_ms: number;
  /** How much of it nobody knows. */
  readonly unknown_ms: number;
  /** Metres driven in it. */
  readonly distance_m: number;
  /** The fix in it that was certainly farthest from the path. */
  readonly worst: FarthestInput;
  /** Whether the rep was seen to return; not so at a gap and at the end of the track. */
  readonly returned: boolean;
}

/** One time off the path. */
export interface Excursion {
  /** When the corridor was left for certain, interpolated between fixes. */
  start: string;
  /** The last moment that was certainly outside of it. */
  end: string;
  /** How long. */
  duration_ms: number;
  /** How much of it nobody knows. */
  unknown_ms: number;
  /** Metres driven in it. */
  distance_m: number;
  /** The fix in it that was certainly farthest from the path. */
  worst: Farthest;
  /** Whether the rep was seen to return; not so at a gap and at the end of the track. */
  returned: boolean;
}

/** How many fixes, over what time, confirm that a fence was left. */
export interface ExitPolicy {
  /**
   * So many fixes outside the exit fence in a row confirm it ...
   * @defaultValue `2`
   */
  readonly fixes?: number;
  /**
   * ... if the last is so long after the first;
   * @defaultValue `'10s'`
   */
  readonly min_span?: string;
  /**
   * or any such fix so long after the first.
   * @defaultValue `'1m'`
   */
  readonly or_after?: string;
}

/** Why a condition is met, or is not. */
export interface Explanation {
  /** Yes, no, or `null`: unknown. */
  answer: boolean | null;
  /** Every leaf, in the order of the condition. */
  leaves: LeafAnswer[];
  /** The fields that are missing and without which leaves are unknown, each once. */
  missing: string[];
}

/** A condition that is not met. */
export interface Failed {
  /** Stable code, with texts in `reason_text`. */
  code: string;
  /** JSON path of what was looked at: `$.fields.visit.verdict` of the case, `$.event.reason`. */
  path: string;
  /** English text; the transition's own where it has one. */
  message: string;
  /** What stands there. */
  value: unknown;
  /** JSON path of the part of the policy that asks for it. */
  rule: string | null;
  /** What the text tells. */
  facts: { [name: string]: string | number | boolean | null };
}

/** A case of a list with which something could not be done: it is as it was. */
export interface FailedCase {
  /** Its place in the list. */
  index: number;
  /** The case. */
  case_id: string;
  /** Why not, with paths from the arguments. */
  problems: Failed[];
}

/** An event of a list that changed nothing, and why. */
export interface FailedEvent {
  /** Its place in the list. */
  index: number;
  /** The case. */
  case_id: string;
  /** All conditions that are not met; with paths from the event and its case. */
  failed: Failed[];
}

/** A fix far from the path. */
export interface FarthestInput {
  /** When. */
  readonly t: InstantInput;
  /** Metres to the nearest point of the path. */
  readonly distance_m: number;
  /** Where; only with `detail: track`. */
  readonly position?: Position | null;
}

/** A fix far from the path. */
export interface Farthest {
  /** When. */
  t: string;
  /** Metres to the nearest point of the path. */
  distance_m: number;
  /** Where; only with `detail: track`. */
  position: Position | null;
}

/**
 * An area that counts as being there: a circle (`center` and `radius_m`) or a polygon
 * (`geometry`).
 */
export interface Fence {
  /** Identifier, where the fence stands on its own. */
  readonly id?: string | null;
  /** Centre of the circle. */
  readonly center?: Position | null;
  /** Radius of the circle in metres, above 0. */
  readonly radius_m?: number | null;
  /** GeoJSON Polygon or MultiPolygon. */
  readonly geometry?: Geometry | null;
  /**
   * Metres around the fence that count as inside, for imprecise addresses; else the
   * policy's.
   */
  readonly tolerance_m?: number | null;
}

/** What happened at a fence. Events are final: none is ever taken back or changed. */
export interface FenceEventInput {
  /** Stable: the same for the same rep, fence, first inside fix and kind. */
  readonly id: string;
  /** Who. */
  readonly rep: string;
  /** The fence's id, or its index as text if it has none. */
  readonly fence: string;
  /** The fence's index. */
  readonly fence_index: number;
  /** What happened. */
  readonly kind: EventKind;
  /** When, most likely: the crossing of the edge, interpolated between two fixes. */
  readonly t: InstantInput;
  /** Not before this. */
  readonly t_min: InstantInput;
  /** Nor after this. */
  readonly t_max: InstantInput;
  /** Low where the edge was crossed in a gap, or at an end of the track. */
  readonly confidence: Confidence;
  /** With `exit`: time inside the fence and its tolerance, without absences and gaps. */
  readonly time_on_site_ms?: number | null;
  /** Ids of earlier events that this one replaces: see `supersede`(super::supersede). */
  readonly supersedes: readonly string[];
  /** Why. */
  readonly reasons: readonly ReasonInput[];
}

/** What happened at a fence. Events are final: none is ever taken back or changed. */
export interface FenceEvent {
  /** Stable: the same for the same rep, fence, first inside fix and kind. */
  id: string;
  /** Who. */
  rep: string;
  /** The fence's id, or its index as text if it has none. */
  fence: string;
  /** The fence's index. */
  fence_index: number;
  /** What happened. */
  kind: EventKind;
  /** When, most likely: the crossing of the edge, interpolated between two fixes. */
  t: string;
  /** Not before this. */
  t_min: string;
  /** Nor after this. */
  t_max: string;
  /** Low where the edge was crossed in a gap, or at an end of the track. */
  confidence: Confidence;
  /** With `exit`: time inside the fence and its tolerance, without absences and gaps. */
  time_on_site_ms: number | null;
  /** Ids of earlier events that this one replaces: see `supersede`(super::supersede). */
  supersedes: string[];
  /** Why. */
  reasons: Reason[];
}

/** A fence that an index found. */
export interface FenceHit {
  /** Which fence, in the order in which they were given. */
  fence_index: number;
  /** Its identifier. */
  id: string | null;
  /** Metres to its own edge, negative inside. */
  distance_m: number;
}

/** The type of one field. Where only `type` is given, its name alone will do: `"int"`. */
export interface FieldPolicyInput {
  /** What the values are. */
  readonly type: FieldType;
  /** The values of an `enum`. */
  readonly values?: readonly string[] | null;
  /** The fields of the records of a `list`. */
  readonly items?: { readonly [name: string]: FieldTypeOrPolicy } | null;
  /**
   * Whether what stands for nothing in a CRM is missing: an empty text or list, the zero GUID,
   * the date 0001-01-01; of dates and instants an empty text too, and 0001-01-01 with any time,
   * without a zone too.
   * @defaultValue `false`
   */
  readonly empty_is_missing?: boolean;
  /**
   * Digits after the point that an array of integers has for a `decimal`: with 2, 150 is 1.50. Lists,
   * rows and arrays of floats hold the numbers themselves, 150. At most 9.
   * @defaultValue `0`
   */
  readonly scale?: number;
}

/** The type of one field. Where only `type` is given, its name alone will do: `"int"`. */
export interface FieldPolicy {
  /** What the values are. */
  type: FieldType;
  /** The values of an `enum`. */
  values: string[] | null;
  /** The fields of the records of a `list`. */
  items: { [name: string]: FieldTypeOrPolicy } | null;
  /**
   * Whether what stands for nothing in a CRM is missing: an empty text or list, the zero GUID,
   * the date 0001-01-01; of dates and instants an empty text too, and 0001-01-01 with any time,
   * without a zone too.
   */
  empty_is_missing: boolean;
  /**
   * Digits after the point that an array of integers has for a `decimal`: with 2, 150 is 1.50. Lists,
   * rows and arrays of floats hold the numbers themselves, 150. At most 9.
   */
  scale: number;
}

/** A timer that fired in the present stay. */
export interface FiredTimerInput {
  /** Which. */
  readonly timer: string;
  /** The deadline by its anchor and offset: another one fires again. */
  readonly deadline: InstantInput;
  /** When it was to fire: what it does is done as of then. */
  readonly planned_at: InstantInput;
  /** When the host let it. */
  readonly fired_at: InstantInput;
}

/** A timer that fired in the present stay. */
export interface FiredTimer {
  /** Which. */
  timer: string;
  /** The deadline by its anchor and offset: another one fires again. */
  deadline: string;
  /** When it was to fire: what it does is done as of then. */
  planned_at: string;
  /** When the host let it. */
  fired_at: string;
}

/** A timer that fired. */
export interface Firing {
  /** The case. */
  case_id: string;
  /** The stage that it was in. */
  stage: string;
  /** The timer. */
  timer: string;
  /** One for each case, stay, timer and deadline. */
  key: string;
  /** The deadline by its anchor and offset. */
  deadline: string;
  /** When it was to fire: the deadline, moved by pauses, at the earliest when it was set. */
  planned_at: string;
  /** When the host let it. */
  fired_at: string;
}

/** One reading of a positioning device. */
export interface FixInput {
  /** When the position was measured, by the device's clock. */
  readonly t: InstantInput;
  /** Latitude in degrees, -90 to 90. */
  readonly lat: number;
  /** Longitude in degrees; wrapped to [-180, 180). */
  readonly lon: number;
  /**
   * Horizontal accuracy: the radius in metres that holds the true position with the
   * policy's `accuracy_percentile`. Absent and 0 mean none was given.
   */
  readonly accuracy_m?: number | null;
  /** Whether the device says that the position is simulated; absent where it cannot tell. */
  readonly mock?: boolean | null;
  /** Speed in metres a second, as measured; negative means unknown. */
  readonly speed_mps?: number | null;
  /** When the app or the server got it. */
  readonly received?: InstantInput | null;
  /** What measured it. */
  readonly source?: FixSource | null;
  /** A press of the check-in or check-out button. */
  readonly mark?: Mark | null;
  /** The device's own count. */
  readonly seq?: number | null;
}

/** One reading of a positioning device. */
export interface Fix {
  /** When the position was measured, by the device's clock. */
  t: string;
  /** Latitude in degrees, -90 to 90. */
  lat: number;
  /** Longitude in degrees; wrapped to [-180, 180). */
  lon: number;
  /**
   * Horizontal accuracy: the radius in metres that holds the true position with the
   * policy's `accuracy_percentile`. Absent and 0 mean none was given.
   */
  accuracy_m: number | null;
  /** Whether the device says that the position is simulated; absent where it cannot tell. */
  mock: boolean | null;
  /** Speed in metres a second, as measured; negative means unknown. */
  speed_mps: number | null;
  /** When the app or the server got it. */
  received: string | null;
  /** What measured it. */
  source: FixSource | null;
  /** A press of the check-in or check-out button. */
  mark: Mark | null;
  /** The device's own count. */
  seq: number | null;
}

/** What became of the fixes, repeated ones counted once. */
export interface FixCounts {
  /** Used. */
  used: number;
  /** Outside the times on duty: dropped, not looked at. */
  off_duty: number;
  /** Ahead of their receipt: not used. */
  clock_ahead: number;
  /** At latitude 0, longitude 0: not used. */
  zero_island: number;
}

/** What a move waits for. */
export interface FunnelApprovals {
  /** The stage to which a rejection sends the case. */
  readonly any_reject?: string | null;
}

/**
 * Cases that share the value of a column, or the period in which they began. What is told of them
 * is what a report of their rows alone would tell.
 */
export interface FunnelGroup {
  /** The column, or `cohort`. */
  by: string;
  /**
   * Its value: a text, a whole number or a boolean, or the name of a period; absent where the
   * first row of a case has none.
   */
  value: unknown;
  /** As in the whole report, and so are the following. */
  entries: number;
  /** Distinct cases. */
  cases: number;
  /** Cases that have not ended. */
  open: number;
  /** Cases that were won. */
  won: number;
  /** Cases that were lost. */
  lost: number;
  /** From the first entry to the end. */
  cycle: TimeFigures;
  /** The same while people work. */
  cycle_working: TimeFigures | null;
  /** How many moves were made. */
  moves: number;
  /** Moves that the pipeline forbids. */
  forbidden: number | null;
  /** Their share of all moves. */
  forbidden_share: number | null;
  /** Every stage of the whole report. */
  stages: StageFigures[];
  /** Every pair of stages between which moves were made. */
  pairs: FunnelMove[];
  /** How many different sequences of stages there are. */
  variant_count: number;
  /** The most frequent of them. */
  variants: FunnelVariant[];
  /** Cases that began and ended by period, from the first entry of the group on. */
  throughput: FunnelThroughput[];
}

/** Moves from one stage to another. */
export interface FunnelMove {
  /** The stage that was left. */
  source: string;
  /** The stage that was entered. */
  target: string;
  /** How many. */
  count: number;
  /** Whether the pipeline forbids them; absent where neither moves nor an order are declared. */
  forbidden: boolean | null;
}

/** What a log is held against, and how it is told. */
export interface FunnelOptions {
  /**
   * The stages in their order; others come behind them, by name.
   * @defaultValue `[]`
   */
  readonly stages?: readonly FunnelStage[];
  /** The moves that are allowed. Without them, those to a later stage or to a lost one are. */
  readonly transitions?: readonly FunnelTransition[] | null;
  /** What is allowed besides the transitions. */
  readonly policies?: MovePoliciesInput;
  /**
   * Columns by whose values the cases are told apart: each case has those of its first row.
   * @defaultValue `[]`
   */
  readonly by?: readonly string[];
  /** By the period of what kind in which they began cases are told apart too. */
  readonly cohort?: PeriodKind | null;
  /**
   * By periods of what kind throughput is told.
   * @defaultValue `'month'`
   */
  readonly period?: PeriodKind;
  /**
   * How many variants are told, the most frequent first; 10,000 at most.
   * @defaultValue `100`
   */
  readonly variants?: number;
}

/** What a log of stages tells. Shares are absent where there is nothing to take a share of. */
export interface FunnelReport {
  /** Version of the engine. */
  engine: string;
  /** Hash of the options with all their defaults. */
  policy_hash: string;
  /** Rows up to `now`: a row is the entry of a case into a stage. */
  entries: number;
  /** Rows after `now`, which are left out. */
  after_now: number;
  /** Distinct cases. */
  cases: number;
  /**
   * Cases whose last stage is neither won nor lost: they are still there, and nobody knows for
   * how long yet.
   */
  open: number;
  /** Cases whose last stage is won. */
  won: number;
  /** Cases whose last stage is lost. */
  lost: number;
  /** From the first entry of a case to its last one, if that is won or lost; of others so far. */
  cycle: TimeFigures;
  /** The same while people work; absent without a calendar. */
  cycle_working: TimeFigures | null;
  /** How many moves were made: two entries of one case behind one another. */
  moves: number;
  /** Moves that the pipeline forbids; absent where neither moves nor an order are declared. */
  forbidden: number | null;
  /** Their share of all moves. */
  forbidden_share: number | null;
  /** Every stage, as declared, then others by name. */
  stages: StageFigures[];
  /** Every pair of stages between which moves were made, in the order of the stages. */
  pairs: FunnelMove[];
  /** How many different sequences of stages there are. */
  variant_count: number;
  /** The most frequent of them; of equals the first in the order of the stages. */
  variants: FunnelVariant[];
  /** Cases that began and ended by period, without gaps. */
  throughput: FunnelThroughput[];
  /** Cases by what tells them apart: a column after the other, cohorts last. */
  groups: FunnelGroup[];
  /** Why something is absent. */
  reasons: Reason[];
  /** What in the input is legal and probably not meant. */
  warnings: Warning[];
}

/** A stage, as much of it as a log is held against; that of a pipeline will do. */
export interface FunnelStage {
  /** Its name, which the column `stage` holds. */
  readonly id: string;
  /**
   * What it is.
   * @defaultValue `'open'`
   */
  readonly kind?: StageKind;
  /** How long a case may be in it, if it is open: by the wall clock, or in working days or hours. */
  readonly norm?: string | null;
  /**
   * What the norm counts.
   * @defaultValue `'total'`
   */
  readonly norm_counts?: NormCounts;
  /**
   * Moves that are made when time has passed: a pipeline makes them itself.
   * @defaultValue `[]`
   */
  readonly timers?: readonly FunnelTimer[];
}

/** Cases that began and ended in a period. */
export interface FunnelThroughput {
  /** The period. */
  period: Period;
  /** Cases whose first entry lies in it. */
  started: number;
  /**
   * Cases whose last entry lies in it, into a won stage; absent where no stage is declared won
   * or lost.
   */
  won: number | null;
  /** Cases whose last entry lies in it, into a lost stage. */
  lost: number | null;
}

/** What moves a case out of a stage when time has passed. */
export interface FunnelTimer {
  /** The stage to which the case goes. */
  readonly go?: string | null;
}

/** A move that the pipeline allows. */
export interface FunnelTransition {
  /** The stages that it leaves. */
  readonly source: MoveSources;
  /** The stage that it enters. */
  readonly target: string;
  /** Who has to approve it. */
  readonly approvals?: FunnelApprovals | null;
}

/** Cases with the same sequence of stages so far. */
export interface FunnelVariant {
  /** The stages. */
  stages: string[];
  /** How many cases. */
  cases: number;
  /** Their share of all cases. */
  share: number | null;
}

/** A case of another pipeline that begins where one of this enters a stage. */
export interface HandoverPolicyInput {
  /** The stage that is entered. */
  readonly source: string;
  /** The other pipeline. */
  readonly pipeline: string;
  /** The stage with which the new case begins; by default the first. */
  readonly stage?: string | null;
  /**
   * The fields that it takes along.
   * @defaultValue `[]`
   */
  readonly carry?: readonly string[];
}

/** A case of another pipeline that begins where one of this enters a stage. */
export interface HandoverPolicy {
  /** The stage that is entered. */
  source: string;
  /** The other pipeline. */
  pipeline: string;
  /** The stage with which the new case begins; by default the first. */
  stage: string | null;
  /** The fields that it takes along. */
  carry: string[];
}

/** What is known from other days and other reps. */
export interface History {
  /**
   * `path_digest` of the rep's reports of earlier days; not of this one.
   * @defaultValue `[]`
   */
  readonly path_digests?: readonly string[];
  /**
   * Other reps' tracks of the same day: those who may carry two phones, such as a team.
   * @defaultValue `[]`
   */
  readonly companions?: readonly Companion[];
}

/** Working hours within one date, [start, end). */
export interface HoursInput {
  /**
   * When they begin by the local clock, such as `09:00`.
   * @defaultValue `'09:00'`
   */
  readonly start?: string;
  /**
   * When they end, such as `18:00`; `24:00` is the end of the date.
   * @defaultValue `'18:00'`
   */
  readonly end?: string;
}

/** Working hours within one date, [start, end). */
export interface Hours {
  /** When they begin by the local clock, such as `09:00`. */
  start: string;
  /** When they end, such as `18:00`; `24:00` is the end of the date. */
  end: string;
}

/** How an index answers. */
export interface IndexPolicy {
  /**
   * Version of the defaults; they never change within one.
   * @defaultValue `1`
   */
  readonly version?: number;
  /**
   * Whether the boundary is inside.
   * @defaultValue `'closed'`
   */
  readonly boundary?: Boundary;
}

/** What was taken in. */
export interface Ingested {
  /** Transactions. */
  transactions: number;
  /** Of these, those that replace one with the same id. */
  corrected: number;
  /** Of these, those that change a day that was evaluated already: `advance` does so again. */
  late: number;
  /** What in the input is legal and probably not meant. */
  warnings: Warning[];
}

/** A half-open range of time. */
export interface Interval {
  /** First instant. */
  readonly start: InstantInput;
  /** First instant after it. */
  readonly end: InstantInput;
}

/** Who stands where. */
export interface Leaderboard {
  /** Version of the engine. */
  engine: string;
  /** Hash of the options with all their defaults. */
  policy_hash: string;
  /** Whether reps, teams or territories are ranked. */
  scope: Scope;
  /** Of which period. */
  period: Period;
  /** The period before, with which movement is told. */
  last_period: Period;
  /** How many are ranked, shown or not. */
  ranked: number;
  /** Those who are shown, by rank, and those of one rank by name. */
  standings: Standing[];
  /** What in the input is legal and probably not meant. */
  warnings: Warning[];
}

/** Who is ranked, and who is shown. */
export interface LeaderboardOptions {
  /**
   * Whether reps, teams or territories are ranked.
   * @defaultValue `'rep'`
   */
  readonly scope?: Scope;
  /**
   * Who is shown.
   * @defaultValue `'all'`
   */
  readonly show?: Show;
  /**
   * With `show: top_n`, up to which rank.
   * @defaultValue `10`
   */
  readonly top?: number;
  /** For whom it is: with `show: own` nobody else is shown. */
  readonly whose?: string | null;
}

/** One leaf of a condition, with what it was asked of. */
export interface LeafAnswer {
  /** JSON path of the leaf. */
  path: string;
  /** Dotted path of the field; of a record in a list `contacts[2].role`. */
  field: string;
  /** The operator: `ge`, `in`, `any_of` ... */
  operator: string;
  /** What the field is held against. */
  expected: unknown;
  /** Where that is another field, what it holds; else `null`. */
  against: unknown;
  /**
   * What the field holds: `null` where it is missing. Spans in milliseconds; of a list the
   * number of records that meet the condition.
   */
  value: unknown;
  /** Yes, no, or `null`: unknown. */
  answer: boolean | null;
}

/** When a client is new, active, sleeping or lost. */
export interface LifeCyclePolicy {
  /**
   * Version of the defaults; they never change within one.
   * @defaultValue `1`
   */
  readonly version?: number;
  /**
   * Whose local dates days are.
   * @defaultValue `'UTC'`
   */
  readonly zone?: Zone;
  /**
   * Digits after the point of amounts that are whole numbers, at most 6; without it amounts
   * are numbers of at most four digits after the point.
   */
  readonly scale?: number | null;
  /**
   * No client's gap counts as shorter.
   * @defaultValue `7`
   */
  readonly min_gap_days?: number;
  /**
   * A client of one purchase is new for so many days.
   * @defaultValue `90`
   */
  readonly new_days?: number;
  /**
   * A client sleeps after more than so many of its gaps.
   * @defaultValue `2`
   */
  readonly sleeping_gaps?: number;
  /**
   * It is lost after more than so many.
   * @defaultValue `4`
   */
  readonly lost_gaps?: number;
  /**
   * And after more than so many days, whatever its gap.
   * @defaultValue `365`
   */
  readonly lost_days?: number;
}

/** Clients by the stage of their life: a row each. */
export interface LifeCycleReport {
  /** Version of the engine. */
  engine: string;
  /** Hash of the policy. */
  policy_hash: string;
  /** The date of `now`: the first day that does not count. */
  end: string;
  /** Rows of that day and later, which are in no figure. */
  rows_later: number;
  /** How many clients are in each stage. */
  stages: StageCount[];
  /** The clients, in byte order; prospects too. */
  client: string[];
  /** Days with a purchase. */
  purchase_days: Uint32Array;
  /** Days from the last purchase to `end`, at least 1; none without a purchase. */
  since_days: (number | null)[];
  /**
   * The mean gap between days with a purchase, no shorter than the policy's; none before a
   * second one.
   */
  gap_days: (number | null)[];
  /** `potential`, `new`, `active`, `sleeping` or `lost`. */
  stage: string[];
  /** What is legal and probably not meant. */
  warnings: Warning[];
}

/** What a rep can have at most. Only lines with points above 0 enter; others pass and free no room. */
export interface LimitInput {
  /** Its name in explanations; by default its place. */
  readonly id?: string | null;
  /** What it leaves. */
  readonly kind: LimitKind;
  /**
   * What lines have in common that it counts together: `rep`, `site`, `team`, `territory`, or
   * fields of the schema.
   */
  readonly key: readonly string[];
  /** Within what; not of `min_gap`. */
  readonly per?: LimitPeriod | null;
  /**
   * Of `once`: which.
   * @defaultValue `'first'`
   */
  readonly keep?: Keep;
  /** Of `cap`: how many points. */
  readonly points?: number | string | null;
  /** Of `count_cap`: how many visits. */
  readonly count?: number | null;
  /** Of `min_gap`: how far apart; days and longer by local dates. */
  readonly span?: string | null;
}

/** What a rep can have at most. Only lines with points above 0 enter; others pass and free no room. */
export interface Limit {
  /** Its name in explanations; by default its place. */
  id: string | null;
  /** What it leaves. */
  kind: LimitKind;
  /**
   * What lines have in common that it counts together: `rep`, `site`, `team`, `territory`, or
   * fields of the schema.
   */
  key: string[];
  /** Within what; not of `min_gap`. */
  per: LimitPeriod | null;
  /** Of `once`: which. */
  keep: Keep;
  /** Of `cap`: how many points. */
  points: number | null;
  /** Of `count_cap`: how many visits. */
  count: number | null;
  /** Of `min_gap`: how far apart; days and longer by local dates. */
  span: string | null;
}

/** A GeoJSON LineString. */
export interface LineStringInput {
  /** What it is. */
  readonly type: LineStringType;
  /** Positions [lon, lat] in degrees. */
  readonly coordinates: readonly (readonly number[])[];
}

/** A GeoJSON LineString. */
export interface LineString {
  /** What it is. */
  type: LineStringType;
  /** Positions [lon, lat] in degrees. */
  coordinates: number[][];
}

/** What is wrong with a policy, or odd. */
export interface Lint {
  /** All of it, errors first; nothing of a policy that is as it should be. */
  problems: LintProblem[];
}

/** One thing that is wrong with a policy, or odd. */
export interface LintProblem {
  /** Stable code, such as `unknown_key`. */
  code: string;
  /** JSON path from the arguments, such as `$.policy.presence.model`. */
  path: string;
  /** English text. */
  message: string;
  /** How bad it is. */
  severity: Severity;
}

/** A visit to a site, and where it was. */
export interface LocatedVisit {
  /** Identifier of the site. */
  readonly site: string;
  /** The point that is stored for the site. */
  readonly stored: Position;
  /** Where the rep was: the `position` of a verdict. */
  readonly position: Position;
  /** The visit's status; only `verified` ones count. Absent: it is. */
  readonly status?: Status | null;
}

/** The verdicts on the days of many reps. */
export interface ManyReport {
  /** Version of the engine. */
  engine: string;
  /** Hash of the policy with all its defaults. */
  policy_hash: string;
  /** One row a planned visit: by rep, then date, then the order of the plan. */
  visits: VisitColumns;
  /** One row a stay at a known site that was not planned: by rep, then date, then arrival. */
  off_plan: OffPlanColumns;
  /** One row a rep and date. */
  days: DayColumns;
  /** What in the input is legal and probably not meant. */
  warnings: Warning[];
}

/**
 * How straight lines become driving times.
 *
 * The defaults are a car in and around a town: 1.3 times the straight line (the mean circuity
 * of road networks is 1.2 to 1.4; Ballou, Rahardja and Sakai 2002), the first 2 km at 20 km/h,
 * then 36 km/h up to 10 km, 60 km/h up to 50 km, and 85 km/h beyond.
 */
export interface MatrixProfile {
  /**
   * Version of the defaults; they never change within one.
   * @defaultValue `1`
   */
  readonly version?: number;
  /**
   * Metres by road for a metre of the straight line.
   * @defaultValue `1.3`
   */
  readonly circuity?: number;
  /**
   * From the first metre of a way to its last. A longer way is never quicker than a shorter.
   * @defaultValue `[]`
   */
  readonly speeds?: readonly SpeedBand[];
}

/** Cases that were brought to another version. */
export interface Migrated {
  /** Those that have a place: to be stored. */
  cases: Case[];
  /** Those that have none, and why: `no_place`, `other_pipeline`. */
  failed: FailedCase[];
}

/** How many clients went from where to where. */
export interface Migration {
  /** Version of the engine. */
  engine: string;
  /** Hash of the policy with all its defaults, the last one where it was changed. */
  policy_hash: string;
  /** The segments, in the order of rows and columns. */
  segments: string[];
  /** Clients of each segment before the start: the sums of the rows. */
  before: number[];
  /** Clients of each segment before the end: the sums of the columns, and who arrived. */
  after: number[];
  /** Row by row, clients that went from the segment of the row to that of the column. */
  counts: number[][];
  /** Clients that were in no segment of the scope before, by where they are. */
  arrived: number[];
  /** Clients that are in none any more, by where they were. */
  left: number[];
}

/** What changes the points that the tables gave. */
export interface ModifierInput {
  /** Its name in explanations; by default its place. */
  readonly id?: string | null;
  /** What it does. */
  readonly kind: ModifierKind;
  /** When it does so; always, where it says nothing. */
  readonly when?: ConditionPolicyInput | null;
  /** Of `add` and `penalty`: how many. */
  readonly points?: number | string | null;
  /** Of `multiply`; at most 6 digits after the point. */
  readonly factor?: number | string | null;
  /** Of `per_unit` the number that is counted, of `decay` the instant or date that ages. */
  readonly field?: string | null;
  /**
   * Of `per_unit`: only what lies above counts, and nothing below. Without it all counts, what
   * is negative too.
   */
  readonly above?: number | string | null;
  /** Of `per_unit`: only complete steps count. */
  readonly step?: number | string | null;
  /** Of `per_unit`: points for a step, or for one unit; at most 6 digits after the point. */
  readonly rate?: number | string | null;
  /** Of `per_unit`: at most so many points. */
  readonly cap?: number | string | null;
  /** Of `decay`: the factors by age; before the first it is 1. */
  readonly steps?: readonly DecayStepInput[] | null;
  /** Of `decay`: the exact span in which the factor halves; rounded to 6 digits. */
  readonly half_life?: string | null;
  /**
   * What it means where its condition or its field is unknown.
   * @defaultValue `'undetermined'`
   */
  readonly on_unknown?: OnUnknown;
}

/** What changes the points that the tables gave. */
export interface Modifier {
  /** Its name in explanations; by default its place. */
  id: string | null;
  /** What it does. */
  kind: ModifierKind;
  /** When it does so; always, where it says nothing. */
  when: ConditionPolicy | null;
  /** Of `add` and `penalty`: how many. */
  points: number | null;
  /** Of `multiply`; at most 6 digits after the point. */
  factor: number | null;
  /** Of `per_unit` the number that is counted, of `decay` the instant or date that ages. */
  field: string | null;
  /**
   * Of `per_unit`: only what lies above counts, and nothing below. Without it all counts, what
   * is negative too.
   */
  above: number | null;
  /** Of `per_unit`: only complete steps count. */
  step: number | null;
  /** Of `per_unit`: points for a step, or for one unit; at most 6 digits after the point. */
  rate: number | null;
  /** Of `per_unit`: at most so many points. */
  cap: number | null;
  /** Of `decay`: the factors by age; before the first it is 1. */
  steps: DecayStep[] | null;
  /** Of `decay`: the exact span in which the factor halves; rounded to 6 digits. */
  half_life: string | null;
  /** What it means where its condition or its field is unknown. */
  on_unknown: OnUnknown;
}

/** A crossing of a fence, interpolated between two fixes. */
export interface MomentInput {
  /** The likeliest instant. */
  readonly t: InstantInput;
  /** Not before. */
  readonly t_min: InstantInput;
  /** Not after. */
  readonly t_max: InstantInput;
}

/** A crossing of a fence, interpolated between two fixes. */
export interface Moment {
  /** The likeliest instant. */
  t: string;
  /** Not before. */
  t_min: string;
  /** Not after. */
  t_max: string;
}

/** A case that went from one stage to another. */
export interface Move {
  /** The case. */
  case_id: string;
  /** The stage that it left. */
  source: string;
  /** The stage that it entered. */
  target: string;
  /** When: of a timer when it was planned. */
  at: string;
  /** What moved it. */
  by: MovedBy;
  /** JSON path of the transition or the timer. */
  rule: string;
}

/** Moves in columns, by time, scope and client. */
export interface MoveColumns {
  /** Who. */
  client: string[];
  /** In which scope. */
  scope: string[];
  /** From which segment; empty where it was in none. */
  from_segment: string[];
  /** To which. */
  to_segment: string[];
  /** When. */
  at: Float64Array;
  /** Whose doing it was, as in `MoveCause`. */
  cause: string[];
}

/** What may be done without a transition of its own, from any stage that is neither won nor lost. */
export interface MovePoliciesInput {
  /**
   * Moves to any later stage that is not lost.
   * @defaultValue `'deny'`
   */
  readonly skip?: Permission;
  /**
   * Moves to any earlier open stage.
   * @defaultValue `'deny'`
   */
  readonly backward?: Backward;
  /**
   * Moves to any lost stage.
   * @defaultValue `false`
   */
  readonly lost_from_any?: boolean;
}

/** What may be done without a transition of its own, from any stage that is neither won nor lost. */
export interface MovePolicies {
  /** Moves to any later stage that is not lost. */
  skip: Permission;
  /** Moves to any earlier open stage. */
  backward: Backward;
  /** Moves to any lost stage. */
  lost_from_any: boolean;
}

/** A GeoJSON MultiLineString. */
export interface MultiLineString {
  /** What it is. */
  type: MultiLineStringType;
  /** Of each line the positions [lon, lat] in degrees. */
  coordinates: number[][][];
}

/** A GeoJSON MultiPolygon. */
export interface MultiPolygon {
  /** What it is. */
  readonly type: MultiPolygonType;
  /** Polygons, each of rings of [lon, lat] positions in degrees. */
  readonly coordinates: readonly (readonly (readonly (readonly number[])[])[])[];
}

/** The nearest site. */
export interface NearestSite {
  /** Identifier of the site. */
  site: string;
  /** Metres to the fence's edge; two digits of them beyond 100 m. */
  distance_m: number;
}

/** What a case begins with. */
export interface NewCase {
  /** Its name. */
  readonly id: string;
  /** Who made it: to be told where the author does not vote. */
  readonly author?: string | null;
  /** The stage that it is in; by default the one with which the pipeline begins. */
  readonly stage?: string | null;
  /** When it was made, not after it entered its stage; by default now. */
  readonly created_at?: InstantInput | null;
  /** Since when it is in its stage. Nothing is done on entry then: it is in it already. */
  readonly entered_at?: InstantInput | null;
  /** What is known of it; what the pipeline does not know is passed over. */
  readonly fields?: { readonly [name: string]: unknown };
}

/** Clients without a next step. */
export interface NextStepAudit {
  /** Version of the engine. */
  engine: string;
  /** Hash of the options with all their defaults. */
  policy_hash: string;
  /**
   * One for each client without a next step of whom nothing was sent today, in the order of
   * the clients.
   */
  commands: Notice[];
  /** How many clients were looked at. */
  clients: number;
  /** How many have no next step. */
  without_step: number;
  /** Of these, those whose key was in `sent`. */
  already_sent: number;
  /** Activities of clients that are not among the clients. */
  unmatched: number;
  /** What in the input is legal and probably not meant. */
  warnings: Warning[];
}

/** A client with whom something should be planned at any time. */
export interface NextStepClient {
  /** Identifier. */
  readonly id: string;
  /** Who is told when nothing is planned; without an owner nobody knows whom to tell. */
  readonly owner?: string | null;
  /** The zone of the owner's dates; by default that of the options. */
  readonly zone?: Zone | null;
}

/** What counts as a next step. */
export interface NextStepOptions {
  /**
   * Whether an open activity whose time is over is a next step.
   * @defaultValue `true`
   */
  readonly overdue_counts?: boolean;
  /**
   * The zone of the dates, of which each gives at most one notice a client.
   * @defaultValue `'UTC'`
   */
  readonly zone?: Zone;
}

/** Actual time against a norm: of stays, or of all stays of a case in the stage together. */
export interface NormFigures {
  /** The norm. */
  norm: string;
  /** By which clock both are counted: working time of a norm in working days or hours. */
  clock: NormClock;
  /** How many are over. */
  count: number;
  /** Of these, how many took longer than their norm. */
  late: number;
  /** Their share. */
  late_share: number | null;
  /** The mean norm of those that are over: five working days are not always so many hours. */
  norm_mean_ms: number | null;
  /** The mean of what they took. */
  actual_mean_ms: number | null;
  /** By how much that is more, in percent of the norm. */
  deviation_percent: number | null;
  /** How many are not over at `now`. */
  open: number;
  /** Of these, how many have taken longer than their norm already. */
  open_late: number;
}

/** Something for the host to do, once: whoever has carried out a key passes it in `sent`. */
export interface Notice {
  /** What to do. */
  kind: NoticeKind;
  /** The same client and local date always have the same key. */
  key: string;
  /** Whom to tell; absent for a client without an owner. */
  to: string | null;
  /** About which client. */
  client: string;
  /** The local date. */
  date: string;
  /** Why. */
  reasons: Reason[];
}

/** A message to be sent. */
export interface NotifyPolicyInput {
  /** Its name within the pipeline. */
  readonly id: string;
  /** To whom: a role, a person, whatever the host understands. */
  readonly recipient?: string | null;
  /** The text, or the name of one. */
  readonly text?: string | null;
}

/** A message to be sent. */
export interface NotifyPolicy {
  /** Its name within the pipeline. */
  id: string;
  /** To whom: a role, a person, whatever the host understands. */
  recipient: string | null;
  /** The text, or the name of one. */
  text: string | null;
}

/** Stays at known sites that were not planned. */
export interface OffPlanColumns {
  /** Who. */
  rep: string[];
  /** The local date of the day. */
  date: string[];
  /** Identifiers of the sites. */
  site: string[];
  /** When the rep came. */
  arrival: Float64Array;
  /** When the rep left. */
  departure: Float64Array;
  /** Time inside the fence and its tolerance. */
  time_on_site_ms: Float64Array;
  /** Codes of the reasons, a space apart. */
  reasons: string[];
}

/** A stay at a known site that was not planned. */
export interface OffPlanVisitInput {
  /** Identifier of the site. */
  readonly site: string;
  /** When the rep came. */
  readonly arrival: MomentInput;
  /** When the rep left. */
  readonly departure: MomentInput;
  /** Time inside the fence and its tolerance. */
  readonly time_on_site_ms: number;
  /** Why it counts as it does. */
  readonly reasons: readonly ReasonInput[];
}

/** A stay at a known site that was not planned. */
export interface OffPlanVisit {
  /** Identifier of the site. */
  site: string;
  /** When the rep came. */
  arrival: Moment;
  /** When the rep left. */
  departure: Moment;
  /** Time inside the fence and its tolerance. */
  time_on_site_ms: number;
  /** Why it counts as it does. */
  reasons: Reason[];
}

/** A task that was created and is not done. */
export interface OpenTaskInput {
  /** Its name in the pipeline. */
  readonly id: string;
  /** The key of the command that created it. */
  readonly key: string;
  /**
   * Whether it counts in `tasks.required_open`.
   * @defaultValue `false`
   */
  readonly required?: boolean;
}

/** A task that was created and is not done. */
export interface OpenTask {
  /** Its name in the pipeline. */
  id: string;
  /** The key of the command that created it. */
  key: string;
  /** Whether it counts in `tasks.required_open`. */
  required: boolean;
}

/** A case that was opened, or not. */
export interface Opened {
  /** The pipeline to which the record belongs; none where that is not known. */
  pipeline: string | null;
  /** The case, where it belongs to this one: to be stored. */
  case_after: Case | null;
  /** Why there is none. */
  failed: Failed[];
  /** The moves of automatic steps. */
  moves: Move[];
  /** The timers that fired. */
  fired: Firing[];
  /** What the host is told to do. */
  commands: Command[];
  /**
   * Fields that the pipeline does not know or sets itself: they are passed over. An author that
   * approvals ask for, and nobody told (`author_unknown`).
   */
  warnings: Warning[];
}

/** An order. */
export interface Order {
  /** Identifier. */
  readonly id: string;
  /** Of which site. */
  readonly site: string;
  /** When it was made. */
  readonly t: InstantInput;
  /** Its sum. */
  readonly amount?: number | string | null;
}

/** Tasks of one owner that are overdue. */
export interface OverdueTasks {
  /** Whose; absent for tasks of nobody. */
  owner: string | null;
  /** How many. */
  count: number;
  /** For how long the oldest has been. */
  longest_ms: number;
}

/**
 * A person's decision about a visit (an appeal): it changes `status`, never
 * `computed_status`.
 */
export interface OverrideInput {
  /** The status that stands. */
  readonly status: Status;
  /** Who decided. */
  readonly by: string;
  /** Why. */
  readonly reason: string;
  /** When. */
  readonly at: InstantInput;
}

/**
 * A person's decision about a visit (an appeal): it changes `status`, never
 * `computed_status`.
 */
export interface Override {
  /** The status that stands. */
  status: Status;
  /** Who decided. */
  by: string;
  /** Why. */
  reason: string;
  /** When. */
  at: string;
}

/** An event of the past that is not possible any more, since an earlier one became known. */
export interface Overruled {
  /** The event. */
  id: string;
  /** Why. */
  failed: Failed[];
}

/** Time for which the clocks of a case stood. */
export interface Paused {
  /** By the wall clock. */
  elapsed_ms: number;
  /** Of it, working time. */
  working_ms: number;
}

/** A half-open range of time: [start, end). */
export interface PeriodInput {
  /**
   * Its name: `2026-11-13`, `2026-W47`, `2026-11`, `2026-Q4`, `2026`; a week that begins on
   * another day than Monday is `2026-11-15/P1W`.
   */
  readonly name: string;
  /** Its first instant. */
  readonly start: InstantInput;
  /** The first instant after it. */
  readonly end: InstantInput;
}

/** A half-open range of time: [start, end). */
export interface Period {
  /**
   * Its name: `2026-11-13`, `2026-W47`, `2026-11`, `2026-Q4`, `2026`; a week that begins on
   * another day than Monday is `2026-11-15/P1W`.
   */
  name: string;
  /** Its first instant. */
  start: string;
  /** The first instant after it. */
  end: string;
}

/** What every rep had in a period when it was closed; to be kept as it is. */
export interface PeriodSnapshotInput {
  /** Version of the engine. */
  readonly engine: string;
  /** Hash of the policy with all its defaults; absent in what was kept before there was one. */
  readonly policy_hash?: string | null;
  /**
   * 128 bits over the period and all figures that follow, in hex: the same for the same rows in any
   * order.
   */
  readonly hash: string;
  /** The period, by the company's calendar. */
  readonly period: PeriodInput;
  /** When it was closed. */
  readonly closed_at?: InstantInput | null;
  /** Points by rep. */
  readonly reps: readonly ClosedRepInput[];
  /** Points by rep and rule; their sums are those of the reps. */
  readonly lines: readonly ClosedLineInput[];
  /** Points by visit and rep; their sums are those of the reps. */
  readonly visits: readonly ClosedVisitInput[];
  /** All points. */
  readonly total: number | string;
  /** Rows whose points are not known, in no total. */
  readonly undetermined: number;
  /** Why. */
  readonly reasons: readonly ReasonInput[];
  /** What in the input is legal and probably not meant. */
  readonly warnings: readonly Warning[];
}

/** What every rep had in a period when it was closed; to be kept as it is. */
export interface PeriodSnapshot {
  /** Version of the engine. */
  engine: string;
  /** Hash of the policy with all its defaults; absent in what was kept before there was one. */
  policy_hash: string | null;
  /**
   * 128 bits over the period and all figures that follow, in hex: the same for the same rows in any
   * order.
   */
  hash: string;
  /** The period, by the company's calendar. */
  period: Period;
  /** When it was closed. */
  closed_at: string | null;
  /** Points by rep. */
  reps: ClosedRep[];
  /** Points by rep and rule; their sums are those of the reps. */
  lines: ClosedLine[];
  /** Points by visit and rep; their sums are those of the reps. */
  visits: ClosedVisit[];
  /** All points. */
  total: number;
  /** Rows whose points are not known, in no total. */
  undetermined: number;
  /** Why. */
  reasons: Reason[];
  /** What in the input is legal and probably not meant. */
  warnings: Warning[];
}

/** A pipeline: the stages of a case, and how it gets from one to another. */
export interface PipelinePolicyInput {
  /** Its name. */
  readonly name: string;
  /** Its version: a change of rules is a new one. */
  readonly version: string;
  /**
   * The fields of cases. Besides, conditions know `stage`, `created_at`, `entered_at`,
   * `last_activity_at`, `tasks.required_open`, `snooze.until` and `snooze.reason`.
   */
  readonly schema?: { readonly [name: string]: FieldTypeOrPolicy };
  /** When people work; by default Monday to Friday, 9 to 18 in UTC. */
  readonly calendar?: CalendarPolicyInput | null;
  /** The stage with which cases begin; by default the first. */
  readonly initial?: string | null;
  /** The stages in their order. */
  readonly stages: readonly StagePolicyInput[];
  /**
   * The moves. Of several that an event can make the first one is made.
   * @defaultValue `[]`
   */
  readonly transitions?: readonly TransitionPolicyInput[];
  /** What may be done without a transition of its own. */
  readonly policies?: MovePoliciesInput;
  /**
   * Cases that begin elsewhere.
   * @defaultValue `[]`
   */
  readonly handover?: readonly HandoverPolicyInput[];
  /**
   * To which pipeline a record belongs: the first whose condition is met, else this one.
   * @defaultValue `[]`
   */
  readonly select?: readonly SelectPolicyInput[];
  /** When a case is stalled. */
  readonly stall?: StallPolicyInput;
  /** The fields that `update` takes; by default all. */
  readonly updates?: readonly string[] | null;
  /**
   * How many of the last events a case keeps, 1 to 1000, so that an older one can be put in its
   * place; up to twice as many for a while. Older ones stay as they are, and their names are known.
   * @defaultValue `100`
   */
  readonly keep_events?: number;
}

/** A pipeline: the stages of a case, and how it gets from one to another. */
export interface PipelinePolicy {
  /** Its name. */
  name: string;
  /** Its version: a change of rules is a new one. */
  version: string;
  /**
   * The fields of cases. Besides, conditions know `stage`, `created_at`, `entered_at`,
   * `last_activity_at`, `tasks.required_open`, `snooze.until` and `snooze.reason`.
   */
  schema: { [name: string]: FieldTypeOrPolicy };
  /** When people work; by default Monday to Friday, 9 to 18 in UTC. */
  calendar: CalendarPolicy | null;
  /** The stage with which cases begin; by default the first. */
  initial: string | null;
  /** The stages in their order. */
  stages: StagePolicy[];
  /** The moves. Of several that an event can make the first one is made. */
  transitions: TransitionPolicy[];
  /** What may be done without a transition of its own. */
  policies: MovePolicies;
  /** Cases that begin elsewhere. */
  handover: HandoverPolicy[];
  /** To which pipeline a record belongs: the first whose condition is met, else this one. */
  select: SelectPolicy[];
  /** When a case is stalled. */
  stall: StallPolicy;
  /** The fields that `update` takes; by default all. */
  updates: string[] | null;
  /**
   * How many of the last events a case keeps, 1 to 1000, so that an older one can be put in its
   * place; up to twice as many for a while. Older ones stay as they are, and their names are known.
   */
  keep_events: number;
}

/** Plan, potential and actual of some rows. */
export interface PlanActual {
  /** Which rows: the value of each dimension. */
  key: { [name: string]: string | number | boolean | null };
  /** Of which period; absent where all of time is meant. */
  period: Period | null;
  /** The plan; absent where no row has one. */
  plan: number | null;
  /** The potential; absent where no row has one. */
  potential: number | null;
  /** The actual; absent where no row has one. */
  actual: number | null;
  /** The actual minus the plan. */
  difference: number | null;
  /** The actual in percent of the plan. */
  plan_percent: number | null;
  /** The actual in percent of the potential. */
  potential_percent: number | null;
  /** How many rows. */
  rows: number;
  /** Why something is absent. */
  reasons: Reason[];
}

/** Plan, potential and actual, by groups and in all. */
export interface PlanActualReport {
  /** Version of the engine. */
  engine: string;
  /** In the order of their keys. */
  groups: PlanActual[];
  /** All groups together. */
  totals: PlanActual;
  /** Rows that are in no group: of another period, or of none. */
  left_out: number;
  /** What in the input is legal and probably not meant. */
  warnings: Warning[];
}

/** A visit that was to be made. */
export interface PlannedVisit {
  /** Identifier of the planned visit, unique in the plan. */
  readonly id: string;
  /** Who was to make it. One call verifies one rep. */
  readonly rep?: string | null;
  /** Identifier of the site. */
  readonly site: string;
  /** When; or else `date`. */
  readonly slot?: Interval | null;
  /** The local date on which it may happen at any time. */
  readonly date?: string | null;
  /** Time on site that makes it a visit; else the policy's. */
  readonly min_dwell?: string | null;
  /** Time on site that every person whom the rep says to have met takes at least. */
  readonly min_dwell_per_person?: string | null;
  /** What the rep says. */
  readonly claimed?: ClaimInput | null;
  /** A person's decision that stands above the computed status. */
  readonly override?: OverrideInput | null;
}

/** A GeoJSON Polygon. */
export interface Polygon {
  /** What it is. */
  readonly type: PolygonType;
  /** Rings of [lon, lat] positions in degrees; rings inside another are its holes. */
  readonly coordinates: readonly (readonly (readonly number[])[])[];
}

/** A position on the WGS84 ellipsoid, in degrees. */
export interface Position {
  /** Latitude, -90 to 90. */
  lat: number;
  /** Longitude; any finite number is wrapped to [-180, 180). */
  lon: number;
}

/** What may be done with a case. */
export interface Possibilities {
  /** The stage that it is in then. */
  stage: string;
  /**
   * Without an event every other stage, in their order, by every way there; with one the moves
   * that it can make.
   */
  targets: PossibleMove[];
}

/** A move that a person may think of. */
export interface PossibleMove {
  /** The stage that it enters. */
  stage: string;
  /** The event that makes it; without one, an event that names the stage. */
  on: string | null;
  /** Whether it is made by itself once it can be. */
  auto: boolean;
  /** Whether it is possible. */
  answer: Possible;
  /** What the event has to bring: fields, `reason`. */
  fields: string[];
  /** The values that each of them may have, where there is a list: those that the guard lets pass. */
  options: { [name: string]: string | number | boolean | null };
  /** All conditions that are not met. */
  failed: Failed[];
  /** JSON path of the transition; none where there is no such move. */
  rule: string | null;
}

/** Whether one fix was inside one fence. */
export interface Presence {
  /** The answer. */
  state: PresenceState;
  /**
   * Probability that the true position is inside the fence widened by its tolerance;
   * absent under `margin` and where the accuracy is unknown.
   */
  probability: number | null;
  /** Metres from the reported position to the fence's own edge, negative inside. */
  distance_m: number;
  /** Why. */
  reasons: Reason[];
  /** What in the input is legal and probably not meant. */
  warnings: Warning[];
}

/** How one fix is held against one fence. */
export interface PresencePolicy {
  /**
   * Version of the defaults; they never change within one.
   * @defaultValue `1`
   */
  readonly version?: number;
  /**
   * How presence is decided.
   * @defaultValue `'probability'`
   */
  readonly model?: Model;
  /**
   * How distances are measured.
   * @defaultValue `'ellipsoidal'`
   */
  readonly metric?: Metric;
  /**
   * Whether the boundary is inside.
   * @defaultValue `'closed'`
   */
  readonly boundary?: Boundary;
  /**
   * Metres around every fence that count as inside, unless the fence says otherwise.
   * @defaultValue `0`
   */
  readonly tolerance_m?: number;
  /**
   * Share of positions within `accuracy_m` of the true one: 0.68 (Android), 0.95.
   * @defaultValue `0.68`
   */
  readonly accuracy_percentile?: number;
  /**
   * Better accuracies than this many metres are not believed.
   * @defaultValue `5`
   */
  readonly accuracy_floor_m?: number;
  /**
   * Worse accuracies than this many metres prove no presence.
   * @defaultValue `100`
   */
  readonly max_accuracy_m?: number;
  /** Metres assumed where a fix has no accuracy; without it such a fix is uncertain. */
  readonly default_accuracy_m?: number | null;
  /**
   * From this probability on a fix is inside.
   * @defaultValue `0.85`
   */
  readonly inside_probability?: number;
  /**
   * Up to this probability a fix is outside.
   * @defaultValue `0.15`
   */
  readonly outside_probability?: number;
}

/** How far one rep, team or territory is with one target. */
export interface Progress {
  /** The target, counted from 0. */
  target: number;
  /** What it is called. */
  target_id: string | null;
  /** Whether a rep, a team or a territory is meant. */
  scope: Scope;
  /** Which one. */
  whose: string;
  /** What is counted. */
  measure: Measure;
  /** In which period. */
  period: Period;
  /** What the target says. */
  plan: number;
  /** The plan by own days and share of a job. */
  prorated_plan: number;
  /**
   * What the period before left to do, below 0 where more was done; absent where nothing is
   * carried.
   */
  carried: number | null;
  /** The prorated plan and what was carried: all else is held against it. */
  goal: number;
  /** What of the goal falls on the days that are over. */
  plan_to_date: number;
  /** What was reached. */
  actual: number;
  /** By how much the actual is above the plan to date, or below 0. */
  gap: number;
  /** What is left to do, 0 or more. */
  left: number;
  /**
   * The actual in percent of the goal; absent where there is no plan. Where what was carried over
   * meets all of the plan, that and the actual together, in percent of the prorated plan.
   */
  attainment_percent: number | null;
  /** The actual in percent of the plan to date. */
  pace_percent: number | null;
  /** Where it ends if it goes on like this. */
  forecast: number | null;
  /** What is needed on each day that is left. */
  needed_per_day: number | null;
  /** Days of the period, by the company's calendar. */
  all_days: number;
  /** Of these, days that count for the plan. */
  plan_days: number;
  /** Days on which the rep is there. */
  own_days: number;
  /** Of these, days that are over. */
  elapsed_days: number;
  /** Of these, days that are left, today among them. */
  days_left: number;
  /** The tier that was reached. */
  tier: Tier | null;
  /**
   * By what the actual is multiplied for pay; absent without tiers or plan. Only the actual is
   * paid: what was carried over was, in its own period.
   */
  payout_factor: number | null;
  /** The actual times the exact factor. */
  payable: number | null;
  /** Adjustments of closed periods, posted in this one. */
  adjusted: number;
  /** Rows that were counted. */
  counted: number;
  /** Rows whose value is not known, in no total. */
  undetermined: number;
  /** Why. */
  reasons: Reason[];
}

/** How far everybody is with every target. */
export interface ProgressReport {
  /** Version of the engine. */
  engine: string;
  /** Hash of the targets with all their defaults. */
  policy_hash: string;
  /** In the order of the targets, and of the names of those whom a target is of. */
  progress: Progress[];
  /** What in the input is legal and probably not meant. */
  warnings: Warning[];
}

/** How an arrival lies to its slot. */
export interface Punctuality {
  /** Early, on time or late. */
  kind: PunctualityKind;
  /** By how much. */
  by_ms: number;
}

/** What a call to a tracker led to. */
export interface Pushed {
  /** What is now certain. */
  events: FenceEvent[];
  /** Fixes that came too late for their place in the order. */
  late: SetAside[];
  /** Fixes that cannot be true: from the future, or at latitude 0, longitude 0. */
  quarantined: SetAside[];
  /** What in the input is legal and probably not meant. */
  warnings: Warning[];
}

/** What became of cases that were put into a store. */
export interface PutCases {
  /** So many are new in it. */
  added: number;
  /** So many took the place of one of the same name. */
  replaced: number;
  /** Those that were not taken, and why. */
  failed: FailedCase[];
}

/**
 * The quadrant of each pair of an ABC and an XYZ class, as users of 1C know it: who buys
 * steadily is a market that has grown up. That AX is a cow and AZ a star is theirs; the rest
 * reads A as large, and Y and Z as growing.
 */
export interface Quadrants {
  /**
   * Of A and X.
   * @defaultValue `'cow'`
   */
  readonly ax?: Quadrant;
  /**
   * Of A and Y.
   * @defaultValue `'star'`
   */
  readonly ay?: Quadrant;
  /**
   * Of A and Z.
   * @defaultValue `'star'`
   */
  readonly az?: Quadrant;
  /**
   * Of B and X.
   * @defaultValue `'dog'`
   */
  readonly bx?: Quadrant;
  /**
   * Of B and Y.
   * @defaultValue `'question'`
   */
  readonly by?: Quadrant;
  /**
   * Of B and Z.
   * @defaultValue `'question'`
   */
  readonly bz?: Quadrant;
  /**
   * Of C and X.
   * @defaultValue `'dog'`
   */
  readonly cx?: Quadrant;
  /**
   * Of C and Y.
   * @defaultValue `'question'`
   */
  readonly cy?: Quadrant;
  /**
   * Of C and Z.
   * @defaultValue `'question'`
   */
  readonly cz?: Quadrant;
}

/** A half-open range of time: [start, end). */
export interface Range {
  /** Its first instant. */
  readonly start: InstantInput;
  /** The first instant after it. */
  readonly end: InstantInput;
}

/** One reason of an answer. Texts in English and Russian come from `reason_text`. */
export interface ReasonInput {
  /** Stable snake_case code. */
  readonly code: string;
  /** JSON path of the part of the policy that decided, such as `$.policy.max_accuracy_m`. */
  readonly path?: string | null;
  /** What it decided on. */
  readonly facts: { readonly [name: string]: unknown };
}

/** One reason of an answer. Texts in English and Russian come from `reason_text`. */
export interface Reason {
  /** Stable snake_case code. */
  code: string;
  /** JSON path of the part of the policy that decided, such as `$.policy.max_accuracy_m`. */
  path: string | null;
  /** What it decided on. */
  facts: { [name: string]: string | number | boolean | null };
}

/** What has changed since a period was closed. */
export interface Reconciliation {
  /** Version of the engine. */
  engine: string;
  /** Hash of the snapshot. */
  hash: string;
  /**
   * By rep and rule, only where something changed; their sum is `rescored` - `closed`, less what
   * was posted before.
   */
  adjustments: Adjustment[];
  /** The visits that changed. */
  visits: ChangedVisit[];
  /** All points when the period was closed. */
  closed: number;
  /** All points now. */
  rescored: number;
  /** `rescored` - `closed`: the sum of the adjustments, and of what was posted for the period before. */
  difference: number;
  /** Why. */
  reasons: Reason[];
  /** What in the input is legal and probably not meant. */
  warnings: Warning[];
}

/** The sites at which a visit made on the spot may be. No coordinates. */
export interface Registration {
  /** Version of the engine. */
  engine: string;
  /** Hash of the policy with all its defaults. */
  policy_hash: string;
  /** When, by the device's clock. */
  t: string;
  /** How clear it is. */
  outcome: Outcome;
  /** The sites, the likeliest first. */
  candidates: Candidate[];
  /** The nearest site, where none is in reach. */
  nearest: NearestSite | null;
  /** Why. */
  reasons: Reason[];
  /** What in the input is legal and probably not meant. */
  warnings: Warning[];
}

/** A rep: of which team, by which calendar, since when. */
export interface Rep {
  /** Identifier. */
  readonly id: string;
  /** The team. */
  readonly team?: string | null;
  /** The territory. */
  readonly territory?: string | null;
  /** The rep's own calendar, where it is not the company's: another zone, other days. */
  readonly calendar?: WorkCalendar | null;
  /** The first day of work. */
  readonly hired?: string | null;
  /** The last day of work. */
  readonly left?: string | null;
  /**
   * The share of a full-time job, 0 to 1.
   * @defaultValue `1`
   */
  readonly share?: number | string;
  /**
   * Vacations and sick leaves.
   * @defaultValue `[]`
   */
  readonly absences?: readonly Absence[];
}

/** A fix, and whose it is. */
export interface RepFix {
  /** Whose fix it is. */
  readonly rep: string;
  /** When the position was measured, by the device's clock. */
  readonly t: InstantInput;
  /** Latitude in degrees, -90 to 90. */
  readonly lat: number;
  /** Longitude in degrees; wrapped to [-180, 180). */
  readonly lon: number;
  /**
   * Horizontal accuracy: the radius in metres that holds the true position with the
   * policy's `accuracy_percentile`. Absent and 0 mean none was given.
   */
  readonly accuracy_m?: number | null;
  /** Whether the device says that the position is simulated; absent where it cannot tell. */
  readonly mock?: boolean | null;
  /** Speed in metres a second, as measured; negative means unknown. */
  readonly speed_mps?: number | null;
  /** When the app or the server got it. */
  readonly received?: InstantInput | null;
  /** What measured it. */
  readonly source?: FixSource | null;
  /** A press of the check-in or check-out button. */
  readonly mark?: Mark | null;
  /** The device's own count. */
  readonly seq?: number | null;
}

/** The keys of `Fix` and `rep`, each a column. */
export interface RepFixColumns {
  /** Whose fix it is. */
  readonly rep: readonly (string | null)[];
  /** The names, where `rep` holds places in this list. */
  readonly rep_names?: readonly string[] | null;
  /** When the position was measured, by the device's clock. */
  readonly t: InstantColumn;
  /** Latitude in degrees, -90 to 90. */
  readonly lat: NumberColumn;
  /** Longitude in degrees; wrapped to [-180, 180). */
  readonly lon: NumberColumn;
  /**
   * Horizontal accuracy: the radius in metres that holds the true position with the
   * policy's `accuracy_percentile`. Absent and 0 mean none was given.
   */
  readonly accuracy_m?: NumberColumn | null;
  /** Whether the device says that the position is simulated; absent where it cannot tell. */
  readonly mock?: BooleanColumn | null;
  /** Speed in metres a second, as measured; negative means unknown. */
  readonly speed_mps?: NumberColumn | null;
  /** When the app or the server got it. */
  readonly received?: InstantColumn | null;
  /** What measured it. */
  readonly source?: readonly (FixSource | null)[] | null;
  /** A press of the check-in or check-out button. */
  readonly mark?: readonly (Mark | null)[] | null;
  /** The device's own count. */
  readonly seq?: NumberColumn | null;
}

/** What is known of a rep from before. */
export interface RepHistory {
  /** Who. */
  readonly rep: string;
  /**
   * `path_digest` of the rep's reports of earlier days.
   * @defaultValue `[]`
   */
  readonly path_digests?: readonly string[];
  /**
   * Other reps of the same call who may carry two phones with this one, such as a team.
   * @defaultValue `[]`
   */
  readonly companions?: readonly string[];
}

/** A visit that another one replaces; it is in no row. */
export interface ReplacedVisit {
  /** Its identifier. */
  id: string;
  /** The visit that replaces it. */
  by: string;
}

/** A letter, a chat message or a call. */
export interface RequestMessage {
  /** When. */
  readonly t: InstantInput;
  /** Who wrote or called. */
  readonly direction: Direction;
  /**
   * Sent by a machine: that answers nobody, and waits for nothing.
   * @defaultValue `false`
   */
  readonly automatic?: boolean;
}

/** What is to be erased, and when. */
export interface Retention {
  /** Version of the engine. */
  engine: string;
  /** Hash of the policy with all its defaults. */
  policy_hash: string;
  /** What there is to erase, now or later. */
  erase: Erasure[];
  /** When the next of it is due that is not overdue. */
  next_due: string | null;
  /** What in the input is legal and probably not meant. */
  warnings: Warning[];
}

/** How long what is kept. Days are of 24 hours. */
export interface RetentionPolicy {
  /**
   * Version of the defaults; they never change within one.
   * @defaultValue `1`
   */
  readonly version?: number;
  /**
   * Fixes, and positions in reports: for so many days after the last fix.
   * @defaultValue `90`
   */
  readonly track_days?: number;
  /**
   * Evidence in reports: for so many days after the last fix; three years.
   * @defaultValue `1095`
   */
  readonly evidence_days?: number;
}

/** How many clients of a scope have each score, from 1 on. */
export interface RfmBins {
  /** The scope, where there are scopes. */
  scope: string | null;
  /** How many clients are scored. */
  clients: number;
  /** Whether their cuts were given, and not taken from themselves. */
  are_given: boolean;
  /** By recency. */
  recency: number[];
  /** By frequency. */
  frequency: number[];
  /** By money. */
  monetary: number[];
}

/**
 * Where scores end: a value has one point more than there are cuts below it.
 *
 * An answer's `cuts`, passed on, freeze them: what one client buys then shifts nobody else.
 */
export interface RfmCutsInput {
  /** Of which scope they are; without it of every scope that has none of its own. */
  readonly scope?: string | null;
  /** In days since the last purchase; the fewer, the higher the score. */
  readonly recency_days: readonly number[];
  /** In days with a purchase. */
  readonly frequency_days: readonly number[];
  /** In money. */
  readonly monetary: readonly (number | string)[];
}

/**
 * Where scores end: a value has one point more than there are cuts below it.
 *
 * An answer's `cuts`, passed on, freeze them: what one client buys then shifts nobody else.
 */
export interface RfmCuts {
  /** Of which scope they are; without it of every scope that has none of its own. */
  scope: string | null;
  /** In days since the last purchase; the fewer, the higher the score. */
  recency_days: number[];
  /** In days with a purchase. */
  frequency_days: number[];
  /** In money. */
  monetary: number[];
}

/** How clients are scored by recency, frequency and money. */
export interface RfmPolicy {
  /**
   * Version of the defaults; they never change within one.
   * @defaultValue `1`
   */
  readonly version?: number;
  /**
   * Whose local dates days are.
   * @defaultValue `'UTC'`
   */
  readonly zone?: Zone;
  /**
   * Digits after the point of amounts that are whole numbers, at most 6: with 2 they are
   * cents. Without it amounts are numbers of at most four digits after the point.
   */
  readonly scale?: number | null;
  /** How many days before `now` count; without it all do. */
  readonly window_days?: number | null;
  /**
   * How many scores there are where cuts are by quantiles: 2 to 100.
   * @defaultValue `5`
   */
  readonly bins?: number;
  /**
   * Names for scores; without them nobody is named.
   * @defaultValue `[]`
   */
  readonly segments?: readonly RfmSegment[];
  /**
   * The segment of those whom no row of the table fits.
   * @defaultValue `'other'`
   */
  readonly otherwise?: string;
}

/** Clients with a purchase in the window, by recency, frequency and money: a row each. */
export interface RfmReport {
  /** Version of the engine. */
  engine: string;
  /** Hash of the policy. */
  policy_hash: string;
  /** The first day that counts, where there is a window. */
  start: string | null;
  /** The date of `now`: the first day that does not count. */
  end: string;
  /** Rows of that day and later, which are in no figure. */
  rows_later: number;
  /** Clients without a purchase in the window: they have no row. */
  without_purchase: number;
  /** Digits after the point of money: it is whole numbers of their last digit. */
  scale: number;
  /**
   * The cuts of every scope in which somebody bought, to be passed on when scores shall stay put;
   * a scope that has none yet gets its own then. Those that were given for other scopes follow.
   */
  cuts: RfmCuts[];
  /** How many clients of each scope have each score. */
  bins: RfmBins[];
  /** The clients, in byte order. */
  client: string[];
  /** Their scopes, where there are scopes. */
  scope: string[] | null;
  /**
   * Days from the last purchase to `end`, at least 1: a client bought within the last n days
   * if this is n at most.
   */
  recency_days: Uint32Array;
  /** Days with a purchase. */
  frequency_days: Uint32Array;
  /** All amounts of the window, returns too, times 10^scale. */
  monetary_units: Float64Array;
  /** From 1; the highest is the latest. */
  recency_score: Uint32Array;
  /** From 1; the highest is the most. */
  frequency_score: Uint32Array;
  /** From 1; the highest is the most. */
  monetary_score: Uint32Array;
  /** By the policy's table, where it has one. */
  segment: string[] | null;
  /**
   * Days with a purchase after the first such day: *frequency* of models of lifetime value
   * (Fader, Hardie and Lee, 2005) and of the package lifetimes.
   */
  repeat_days: Uint32Array;
  /** Days from the first purchase to the last: their *recency*. */
  span_days: Uint32Array;
  /** Days from the first purchase to the last day that counts, the one before `end`: their *T*. */
  age_days: Uint32Array;
  /** What someone should look at: `bin_empty`. */
  notices: Reason[];
  /** What is legal and probably not meant. */
  warnings: Warning[];
}

/** One row of a table of segments: a client is of the first whose demands it all meets. */
export interface RfmSegment {
  /** What the segment is called. */
  readonly segment: string;
  /** The least and the greatest score by recency, `[4, 5]`. */
  readonly recency?: readonly number[] | null;
  /** The same by frequency. */
  readonly frequency?: readonly number[] | null;
  /** The same by money. */
  readonly monetary?: readonly number[] | null;
  /**
   * A condition over `recency_score`, `frequency_score`, `monetary_score`, `recency_days`,
   * `frequency_days`, `monetary`, `repeat_days`, `span_days`, `age_days` and `scope`.
   */
  readonly when?: ConditionPolicyInput | null;
}

/** What is known of companies by their contacts. */
export interface RollUp {
  /** Version of the engine. */
  engine: string;
  /** By identifier. */
  companies: CompanySummary[];
  /** Contacts of no company. */
  without_company: number;
  /** What in the input is legal and probably not meant. */
  warnings: Warning[];
}

/** What one rule gave. */
export interface RulePoints {
  /** At which stage; absent for points without steps. */
  kind: StepKind | null;
  /** The rule, by the name that the card gives it. */
  rule_id: string | null;
  /** Points. */
  points: number | string;
}

/** Whose days begin by another clock. */
export interface ScopeZone {
  /** The scope: a manager, a branch. */
  scope: string;
  /** Its zone. */
  zone: Zone;
}

/**
 * What one visit was worth to one rep.
 *
 * A score card writes them all; from a system of one's own `id`, `rep`, `t` and `points` are enough.
 * Of a joint visit each rep has a row. Progress, leaderboards and periods that are closed read them.
 */
export interface ScoreInput {
  /** Identifier of the visit. */
  readonly id: string;
  /** Whose points they are. */
  readonly rep: string;
  /** The rep's team; where it is absent, that of the roster, or else of the rep's latest row. */
  readonly team?: string | null;
  /** The rep's territory; where it is absent, that of the roster, or else of the rep's latest row. */
  readonly territory?: string | null;
  /** The site. */
  readonly site?: string | null;
  /** When the rep came: the local day and the period follow from it. */
  readonly t: InstantInput;
  /** When the rep left. */
  readonly left?: InstantInput | null;
  /** The local date of the arrival, by the clock that the card names. */
  readonly day?: string | null;
  /**
   * Whether it has points.
   * @defaultValue `'scored'`
   */
  readonly status?: ScoreStatus;
  /** The points; absent where nobody knows them. */
  readonly points?: number | string | null;
  /** What it would have been worth, had it been eligible. */
  readonly worth?: number | string | null;
  /** The sum sold, in any currency; of a joint visit the rep's share. */
  readonly amount?: number | string | null;
  /** What of it is earned; of a joint visit the rep's share. */
  readonly margin?: number | string | null;
  /** Name and version of the score card. */
  readonly card?: string | null;
  /**
   * How the points came about.
   * @defaultValue `[]`
   */
  readonly steps?: readonly ScoreStepInput[];
  /**
   * Why.
   * @defaultValue `[]`
   */
  readonly reasons?: readonly ReasonInput[];
  /**
   * Fields that the card reads and the visit lacks.
   * @defaultValue `[]`
   */
  readonly missing?: readonly string[];
  /**
   * What else of the visit the card's limits count by; instants and decimals as texts, so that
   * rows that were stored count together with others.
   */
  readonly keys?: { readonly [name: string]: unknown };
  /**
   * Identifiers of the visits that this one replaces.
   * @defaultValue `[]`
   */
  readonly supersedes?: readonly string[];
}

/**
 * What one visit was worth to one rep.
 *
 * A score card writes them all; from a system of one's own `id`, `rep`, `t` and `points` are enough.
 * Of a joint visit each rep has a row. Progress, leaderboards and periods that are closed read them.
 */
export interface Score {
  /** Identifier of the visit. */
  id: string;
  /** Whose points they are. */
  rep: string;
  /** The rep's team; where it is absent, that of the roster, or else of the rep's latest row. */
  team: string | null;
  /** The rep's territory; where it is absent, that of the roster, or else of the rep's latest row. */
  territory: string | null;
  /** The site. */
  site: string | null;
  /** When the rep came: the local day and the period follow from it. */
  t: string;
  /** When the rep left. */
  left: string | null;
  /** The local date of the arrival, by the clock that the card names. */
  day: string | null;
  /** Whether it has points. */
  status: ScoreStatus;
  /** The points; absent where nobody knows them. */
  points: number | null;
  /** What it would have been worth, had it been eligible. */
  worth: number | null;
  /** The sum sold, in any currency; of a joint visit the rep's share. */
  amount: number | null;
  /** What of it is earned; of a joint visit the rep's share. */
  margin: number | null;
  /** Name and version of the score card. */
  card: string | null;
  /** How the points came about. */
  steps: ScoreStep[];
  /** Why. */
  reasons: Reason[];
  /** Fields that the card reads and the visit lacks. */
  missing: string[];
  /**
   * What else of the visit the card's limits count by; instants and decimals as texts, so that
   * rows that were stored count together with others.
   */
  keys: { [name: string]: string | number | boolean | null };
  /** Identifiers of the visits that this one replaces. */
  supersedes: string[];
}

/** What visits are worth: the stages are eligible, tables, modifiers, split, limits, rounding. */
export interface ScoreCardPolicyInput {
  /** Its name. */
  readonly name: string;
  /** Its version: a change of rules is a new one. */
  readonly version: string;
  /** The first arrival for which it holds; without it, all. */
  readonly valid_from?: InstantInput | null;
  /**
   * Digits after the point of points, at most 6.
   * @defaultValue `2`
   */
  readonly scale?: number;
  /**
   * How they are rounded to it.
   * @defaultValue `'half_up'`
   */
  readonly rounding?: RoundingMode;
  /**
   * Whose clock says on which day a visit was made.
   * @defaultValue `'rep'`
   */
  readonly period_zone?: PeriodZone;
  /** The card's own clock; by default the calendar's, else UTC. */
  readonly zone?: Zone | null;
  /** When people work: for spans in working days. */
  readonly calendar?: CalendarPolicyInput | null;
  /** Under which keys a visit holds its id, rep, time and so on. */
  readonly keys?: CardKeysInput;
  /** The fields that conditions and modifiers read. */
  readonly schema?: { readonly [name: string]: FieldTypeOrPolicy };
  /** Which visits count; all, where it says nothing. */
  readonly eligible?: ConditionPolicyInput | null;
  /**
   * What gives points; the sum of all tables.
   * @defaultValue `[]`
   */
  readonly tables?: readonly ScoreTableInput[];
  /**
   * What changes them, in order.
   * @defaultValue `[]`
   */
  readonly modifiers?: readonly ModifierInput[];
  /** How those of joint visits are shared. */
  readonly split?: SplitPolicyInput;
  /**
   * What there is at most, in order, each over what the one before left. A limit that several
   * versions have at one place, word for word, counts over the visits of all of them, by the
   * working days of the card that holds for the later visit; one that is changed starts anew.
   * @defaultValue `[]`
   */
  readonly limits?: readonly LimitInput[];
}

/** What visits are worth: the stages are eligible, tables, modifiers, split, limits, rounding. */
export interface ScoreCardPolicy {
  /** Its name. */
  name: string;
  /** Its version: a change of rules is a new one. */
  version: string;
  /** The first arrival for which it holds; without it, all. */
  valid_from: string | null;
  /** Digits after the point of points, at most 6. */
  scale: number;
  /** How they are rounded to it. */
  rounding: RoundingMode;
  /** Whose clock says on which day a visit was made. */
  period_zone: PeriodZone;
  /** The card's own clock; by default the calendar's, else UTC. */
  zone: Zone | null;
  /** When people work: for spans in working days. */
  calendar: CalendarPolicy | null;
  /** Under which keys a visit holds its id, rep, time and so on. */
  keys: CardKeys;
  /** The fields that conditions and modifiers read. */
  schema: { [name: string]: FieldTypeOrPolicy };
  /** Which visits count; all, where it says nothing. */
  eligible: ConditionPolicy | null;
  /** What gives points; the sum of all tables. */
  tables: ScoreTable[];
  /** What changes them, in order. */
  modifiers: Modifier[];
  /** How those of joint visits are shared. */
  split: SplitPolicy;
  /**
   * What there is at most, in order, each over what the one before left. A limit that several
   * versions have at one place, word for word, counts over the visits of all of them, by the
   * working days of the card that holds for the later visit; one that is changed starts anew.
   */
  limits: Limit[];
}

/** What visits were worth, in columns: a row each in the order of the input, and their steps. */
export interface ScoreColumns {
  /** Version of the engine. */
  engine: string;
  /** Hash of the cards: of one its own, of several that of theirs, in whatever order. */
  policy_hash: string;
  /** Digits after the point of points: they are whole numbers of their last digit, 3800 is 38.00. */
  scale: number;
  /** The local date of the arrival, by the clock that the card names. */
  day: string[];
  /** Whether a visit has points: `scored`, `not_eligible`, `undetermined`. */
  status: string[];
  /** The points, times 10^scale; absent where nobody knows them. */
  points_units: (number | null)[];
  /** What those that do not count would have been worth, times 10^scale. */
  worth_units: (number | null)[];
  /** Of each step, the row; steps are in the order of rows, and within one of the stages. */
  step_row: Uint32Array;
  /** At which stage: `table`, `modifier`, `limit`, `rounding`. */
  step_kind: string[];
  /** The rule, by the name that the card gives it. */
  step_rule: string[];
  /** What it gave or took: the nearest number to the exact decimal, which `step_units` hold. */
  step_delta: Float64Array;
  /** Digits after the point of `step_units`: 6, or as many as a step has. */
  step_scale: number;
  /**
   * What each step gave or took, exactly, times 10^step_scale: those of a row sum to its points.
   * Absent as a whole where one is beyond 2^53.
   */
  step_units: Float64Array | null;
  /** By rep and by team, day, week and month. */
  totals: ScoreTotal[];
}

/** What visits were worth, with all limits, whatever order they came in. */
export interface ScoreReportInput {
  /** Version of the engine. */
  readonly engine: string;
  /** Hash of the cards: of one its own, of several that of theirs, in whatever order. */
  readonly policy_hash: string;
  /** As of when, where a card depends on it. */
  readonly now?: InstantInput | null;
  /** The versions of the card. */
  readonly cards: readonly CardTermsInput[];
  /** A row a visit and rep, in the order of local day, arrival, id and rep. */
  readonly scores: readonly ScoreInput[];
  /** By rep and by team, day, week and month. */
  readonly totals: readonly ScoreTotalInput[];
  /** Visits that others replace; they are in no row. */
  readonly replaced: readonly ReplacedVisit[];
  /** What someone should look at: `possible_joint`. */
  readonly notices: readonly ReasonInput[];
  /**
   * Keys that look misspelled, each at the first visit that has it; of parts, as those told them.
   * Nothing else depends on the order of the visits.
   * @defaultValue `[]`
   */
  readonly warnings?: readonly Warning[];
}

/** What visits were worth, with all limits, whatever order they came in. */
export interface ScoreReport {
  /** Version of the engine. */
  engine: string;
  /** Hash of the cards: of one its own, of several that of theirs, in whatever order. */
  policy_hash: string;
  /** As of when, where a card depends on it. */
  now: string | null;
  /** The versions of the card. */
  cards: CardTerms[];
  /** A row a visit and rep, in the order of local day, arrival, id and rep. */
  scores: Score[];
  /** By rep and by team, day, week and month. */
  totals: ScoreTotal[];
  /** Visits that others replace; they are in no row. */
  replaced: ReplacedVisit[];
  /** What someone should look at: `possible_joint`. */
  notices: Reason[];
  /**
   * Keys that look misspelled, each at the first visit that has it; of parts, as those told them.
   * Nothing else depends on the order of the visits.
   */
  warnings: Warning[];
}

/** A row of a score table. */
export interface ScoreRowInput {
  /** Its name in explanations; by default its place. */
  readonly id?: string | null;
  /** When it gives its points: this, or `bands`. */
  readonly when?: ConditionPolicyInput | null;
  /**
   * The same by ranges of numbers, instead of `when`: `{"doctors_met": [5, 10]}` is from 5 on, and
   * below 10.
   */
  readonly bands?: { readonly [name: string]: readonly (number | string | null)[] } | null;
  /** The points. */
  readonly points: number | string;
}

/** A row of a score table. */
export interface ScoreRow {
  /** Its name in explanations; by default its place. */
  id: string | null;
  /** When it gives its points: this, or `bands`. */
  when: ConditionPolicy | null;
  /**
   * The same by ranges of numbers, instead of `when`: `{"doctors_met": [5, 10]}` is from 5 on, and
   * below 10.
   */
  bands: { [name: string]: (number | null)[] } | null;
  /** The points. */
  points: number;
}

/** One step on the way to the points of a visit: its `delta` is what the rule gave or took. */
export interface ScoreStepInput {
  /** At which stage. */
  readonly kind: StepKind;
  /** The rule, by the name that the card gives it. */
  readonly rule_id?: string | null;
  /** JSON path of the rule in the card. */
  readonly path?: string | null;
  /**
   * Points before.
   * @defaultValue `0`
   */
  readonly before?: number | string;
  /** What it added; the deltas of all steps sum to the points. */
  readonly delta: number | string;
  /**
   * Points after.
   * @defaultValue `0`
   */
  readonly after?: number | string;
  /** What it decided on. */
  readonly facts?: { readonly [name: string]: unknown };
}

/** One step on the way to the points of a visit: its `delta` is what the rule gave or took. */
export interface ScoreStep {
  /** At which stage. */
  kind: StepKind;
  /** The rule, by the name that the card gives it. */
  rule_id: string | null;
  /** JSON path of the rule in the card. */
  path: string | null;
  /** Points before. */
  before: number | string;
  /** What it added; the deltas of all steps sum to the points. */
  delta: number | string;
  /** Points after. */
  after: number | string;
  /** What it decided on. */
  facts: { [name: string]: string | number | boolean | null };
}

/** A table that gives points. */
export interface ScoreTableInput {
  /** Its name in explanations; by default its place. */
  readonly id?: string | null;
  /**
   * Which rows give their points.
   * @defaultValue `'first'`
   */
  readonly hit?: HitPolicy;
  /** The rows, in the order in which they are asked. */
  readonly rows: readonly ScoreRowInput[];
  /** The points where no row is met. */
  readonly default?: number | string | null;
  /**
   * What a row means whose condition is unknown.
   * @defaultValue `'undetermined'`
   */
  readonly on_unknown?: OnUnknown;
}

/** A table that gives points. */
export interface ScoreTable {
  /** Its name in explanations; by default its place. */
  id: string | null;
  /** Which rows give their points. */
  hit: HitPolicy;
  /** The rows, in the order in which they are asked. */
  rows: ScoreRow[];
  /** The points where no row is met. */
  default: number | null;
  /** What a row means whose condition is unknown. */
  on_unknown: OnUnknown;
}

/** The points of a rep or a team in a period. */
export interface ScoreTotalInput {
  /** Whose: of a rep or a team. */
  readonly scope: Scope;
  /** Which one. */
  readonly of: string;
  /** The kind of period: day, week, month. */
  readonly kind: PeriodKind;
  /** The period, by local dates of arrival. */
  readonly period: string;
  /** The points. */
  readonly points: number | string;
  /** How many visits have points. */
  readonly scored: number;
  /** How many do not count. */
  readonly not_eligible: number;
  /** Of how many nobody knows what they are worth; they are in no points. */
  readonly undetermined: number;
}

/** The points of a rep or a team in a period. */
export interface ScoreTotal {
  /** Whose: of a rep or a team. */
  scope: Scope;
  /** Which one. */
  of: string;
  /** The kind of period: day, week, month. */
  kind: PeriodKind;
  /** The period, by local dates of arrival. */
  period: string;
  /** The points. */
  points: number;
  /** How many visits have points. */
  scored: number;
  /** How many do not count. */
  not_eligible: number;
  /** Of how many nobody knows what they are worth; they are in no points. */
  undetermined: number;
}

/** What two policies see differently. */
export interface SegmentComparison {
  /** Version of the engine. */
  engine: string;
  /** Hash of the first policy with all its defaults. */
  policy_hash_a: string;
  /** Hash of the second. */
  policy_hash_b: string;
  /** How many clients are in the same segment under both. */
  same: number;
  /** The others, by name. */
  differences: SegmentDifference[];
  /** What in the input is legal and probably not meant. */
  warnings: Warning[];
}

/** A client that two policies see differently. */
export interface SegmentDifference {
  /** Who. */
  client: string;
  /** Its segment under the first policy; absent where it is in none. */
  a: Assignment | null;
  /** Its segment under the second. */
  b: Assignment | null;
  /** What made it move last under the first policy. */
  condition_a: Reason | null;
  /** What made it move last under the second. */
  condition_b: Reason | null;
  /** Why they differ. */
  reasons: Reason[];
}

/** A client went from one segment to another. */
export interface SegmentMove {
  /** Who. */
  client: string;
  /** In which scope: where it is now. */
  scope: string;
  /** From which segment; absent where it was in none. */
  from_segment: string | null;
  /** To which. */
  to_segment: string;
  /** When: at the start of a local day. */
  at: string;
  /** Whose doing it was. */
  cause: MoveCause;
  /** What was known the day before; absent where it was not in the scope then. */
  before: CoreFeatures | null;
  /** What is known on the day. */
  after: CoreFeatures;
  /** The condition that flipped, with the part of the policy. */
  condition: Reason;
}

/** What an advance brought. */
export interface SegmentMoves {
  /** Version of the engine. */
  engine: string;
  /** Hash of the policy with all its defaults. */
  policy_hash: string;
  /** Moves, by time, scope and client. */
  moves: SegmentMove[];
  /** Moves told before, which what came late has made untrue. */
  withdrawn: SegmentMove[];
  /**
   * How many clients were looked at to find moves, each day anew: who had other revenue in a
   * window, whom others pushed over a threshold, and who might have changed by time alone. How
   * many of those last there are depends on when they were looked at before: a segmenter that
   * was restored knows better.
   */
  touched: number;
}

/** A segment that somebody decided on. */
export interface SegmentPin {
  /** Whose. */
  readonly client: string;
  /** Which; without one the client is pinned no longer. */
  readonly segment?: string | null;
  /** The first instant at which it no longer holds. */
  readonly until?: InstantInput | null;
  /** Who decided. */
  readonly by?: string | null;
  /**
   * From when on: when it was decided. By default from the last `advance` on, so that nothing is
   * told anew; what depends on when a job ran is better given its time.
   */
  readonly at?: InstantInput | null;
}

/** How clients are divided into core accounts and others, day by day. */
export interface SegmentPolicyInput {
  /**
   * Version of the defaults; they never change within one.
   * @defaultValue `1`
   */
  readonly version?: number;
  /**
   * By whose clock days begin.
   * @defaultValue `'UTC'`
   */
  readonly zone?: Zone;
  /**
   * Scopes that have another zone.
   * @defaultValue `[]`
   */
  readonly zones?: readonly ScopeZone[];
  /**
   * The base window, in whole days: what a client is worth.
   * @defaultValue `365`
   */
  readonly base_days?: number;
  /**
   * The moving window, in whole days: what it buys now. At most half of the base window.
   * @defaultValue `90`
   */
  readonly moving_days?: number;
  /**
   * Over so many months, that of the day among them, active ones are counted.
   * @defaultValue `12`
   */
  readonly activity_months?: number;
  /** The static core. */
  readonly static_core?: StaticCorePolicyInput;
  /** The dynamic core. */
  readonly dynamic_core?: DynamicCorePolicyInput;
  /**
   * Of the static core alone, below this pace: at risk.
   * @defaultValue `0.70`
   */
  readonly at_risk_pace?: number | string;
  /**
   * Of the static core alone, below this pace: cooling, a warning.
   * @defaultValue `0.90`
   */
  readonly cooling_pace?: number | string;
  /**
   * Segments of one's own: the first whose condition is met. Where none is, or it is unknown,
   * the cores decide.
   * @defaultValue `[]`
   */
  readonly segments?: readonly SegmentRuleInput[];
}

/** How clients are divided into core accounts and others, day by day. */
export interface SegmentPolicy {
  /** Version of the defaults; they never change within one. */
  version: number;
  /** By whose clock days begin. */
  zone: Zone;
  /** Scopes that have another zone. */
  zones: ScopeZone[];
  /** The base window, in whole days: what a client is worth. */
  base_days: number;
  /** The moving window, in whole days: what it buys now. At most half of the base window. */
  moving_days: number;
  /** Over so many months, that of the day among them, active ones are counted. */
  activity_months: number;
  /** The static core. */
  static_core: StaticCorePolicy;
  /** The dynamic core. */
  dynamic_core: DynamicCorePolicy;
  /** Of the static core alone, below this pace: at risk. */
  at_risk_pace: number;
  /** Of the static core alone, below this pace: cooling, a warning. */
  cooling_pace: number;
  /**
   * Segments of one's own: the first whose condition is met. Where none is, or it is unknown,
   * the cores decide.
   */
  segments: SegmentRule[];
}

/** A segment of one's own. */
export interface SegmentRuleInput {
  /** What it is called. */
  readonly name: string;
  /** Who belongs to it, by the fields of `CoreFeatures`. */
  readonly when: ConditionPolicyInput;
}

/** A segment of one's own. */
export interface SegmentRule {
  /** What it is called. */
  name: string;
  /** Who belongs to it, by the fields of `CoreFeatures`. */
  when: ConditionPolicy;
}

/** To which pipeline a record belongs. */
export interface SelectPolicyInput {
  /** Of such records. */
  readonly when: ConditionPolicyInput;
  /** The pipeline. */
  readonly pipeline: string;
}

/** To which pipeline a record belongs. */
export interface SelectPolicy {
  /** Of such records. */
  when: ConditionPolicy;
  /** The pipeline. */
  pipeline: string;
}

/** A fix that changed nothing, and why. */
export interface SetAside {
  /** Whose. */
  rep: string;
  /** The fix, as it came. */
  fix: Fix;
  /** Why. */
  reasons: Reason[];
}

/** A place that is visited. */
export interface Site {
  /** Identifier, unique among the sites. */
  readonly id: string;
  /** Where it is. */
  readonly fence: Fence;
  /** How many people can be met there. */
  readonly staff?: number | null;
  /** Anything else about the site; never read here. */
  readonly attributes?: unknown;
}

/** Where a site really is, by the visits to it. */
export interface SitePosition {
  /** Identifier of the site. */
  site: string;
  /** How many verified visits count. */
  visits: number;
  /** Their median. */
  position: Position | null;
  /** Metres from the stored point to the median. */
  offset_m: number | null;
  /** Median of the visits' distances from their median, in metres. */
  spread_m: number | null;
  /** Whether the stored point is wrong by all appearances; absent for too few visits. */
  suspect: boolean | null;
  /** Why. */
  reasons: Reason[];
}

/** A fence that honest reps could never be seen in. */
export interface SmallFence {
  /** The fence's id, or its index as text if it has none. */
  fence: string;
  /** The fence's index. */
  fence_index: number;
  /** The radius in metres, or that of a circle with the polygon's area. */
  radius_m: number;
  /** Metres around it that count as inside. */
  tolerance_m: number;
  /** The smallest radius in whole metres that would do with this tolerance. */
  suggested_radius_m: number;
  /** Why. */
  reasons: Reason[];
}

/** Requests of one source that wait. */
export interface SourceWaiting {
  /** The source; absent for requests of none. */
  source: string | null;
  /** How many wait. */
  waiting: number;
  /** For how long. */
  buckets: WaitingBucket[];
}

/** How fast the first metres of a way are driven. */
export interface SpeedBand {
  /** The band reaches up to so many metres of the way; without it to the end. */
  readonly up_to_m?: number | null;
  /**
   * Metres a second within the band.
   * @defaultValue `10`
   */
  readonly speed_mps?: number;
}

/**
 * How the points of a joint visit are shared among its reps, and by the same weights the sum sold and
 * its margin.
 */
export interface SplitPolicyInput {
  /**
   * By what.
   * @defaultValue `'equal'`
   */
  readonly by?: SplitBy;
  /** The part of the lead, 0 to 1; at most 6 digits after the point. */
  readonly lead_share?: number | string | null;
}

/**
 * How the points of a joint visit are shared among its reps, and by the same weights the sum sold and
 * its margin.
 */
export interface SplitPolicy {
  /** By what. */
  by: SplitBy;
  /** The part of the lead, 0 to 1; at most 6 digits after the point. */
  lead_share: number | null;
}

/** A stage of life. */
export interface StageCount {
  /** Which one. */
  stage: string;
  /** How many clients are in it. */
  clients: number;
}

/** What is told of one stage. */
export interface StageFigures {
  /** The stage. */
  stage: string;
  /** What it is; absent where it is not declared. */
  kind: StageKind | null;
  /** How often it was entered. */
  entries: number;
  /** How many cases ever reached it. */
  cases: number;
  /** Their share of all cases. */
  reached_share: number | null;
  /**
   * The next stage that is declared open or won; absent behind the last, of a won or lost
   * stage, and where the order is not declared.
   */
  next: string | null;
  /** Cases that entered the next stage at any time after they first entered this one. */
  next_cases: number | null;
  /** Their share of the cases that reached this stage. */
  next_share: number | null;
  /** Rework: entries of cases that had been there before. */
  reentries: number;
  /** Cases with such entries. */
  rework_cases: number;
  /** Their share of the cases that reached this stage. */
  rework_share: number | null;
  /** Entries that were left again. */
  left: number;
  /** Entries that ended a case: the stage is won or lost. */
  ended: number;
  /** Entries that are neither: the case is there at `now`. */
  open: number;
  /** Time in the stage by the clock. */
  wall: TimeFigures;
  /** The same while people work; absent without a calendar. */
  working: TimeFigures | null;
  /** Actual time against the norm; absent for a stage without one, and of one that is not open. */
  norm: NormFigures | null;
}

/** One stage. */
export interface StagePolicyInput {
  /** Its name. */
  readonly id: string;
  /** What people call it. */
  readonly title?: string | null;
  /**
   * What it is.
   * @defaultValue `'open'`
   */
  readonly kind?: StageKind;
  /** How long a case may be in it, if it is open: by the wall clock, or in working days or hours. */
  readonly norm?: string | null;
  /**
   * The share of the norm from which the clock warns.
   * @defaultValue `0.8`
   */
  readonly warn_at?: number;
  /**
   * What the norm counts.
   * @defaultValue `'total'`
   */
  readonly norm_counts?: NormCounts;
  /**
   * While this is met the clocks stand: waiting for the client. Looked at when a case enters, when
   * its fields change, and at the instant at which time alone changes the answer.
   */
  readonly pause_when?: ConditionPolicyInput | null;
  /**
   * Fields without which no event and no automatic step enters the stage.
   * @defaultValue `[]`
   */
  readonly require?: readonly string[];
  /**
   * Of a lost stage: the reasons of which an event has to name one; what is made by itself
   * names none.
   * @defaultValue `[]`
   */
  readonly reasons?: readonly string[];
  /** What is done when a case enters. */
  readonly on_enter?: EffectsInput | null;
  /**
   * What happens by itself.
   * @defaultValue `[]`
   */
  readonly timers?: readonly TimerPolicyInput[];
}

/** One stage. */
export interface StagePolicy {
  /** Its name. */
  id: string;
  /** What people call it. */
  title: string | null;
  /** What it is. */
  kind: StageKind;
  /** How long a case may be in it, if it is open: by the wall clock, or in working days or hours. */
  norm: string | null;
  /** The share of the norm from which the clock warns. */
  warn_at: number;
  /** What the norm counts. */
  norm_counts: NormCounts;
  /**
   * While this is met the clocks stand: waiting for the client. Looked at when a case enters, when
   * its fields change, and at the instant at which time alone changes the answer.
   */
  pause_when: ConditionPolicy | null;
  /** Fields without which no event and no automatic step enters the stage. */
  require: string[];
  /**
   * Of a lost stage: the reasons of which an event has to name one; what is made by itself
   * names none.
   */
  reasons: string[];
  /** What is done when a case enters. */
  on_enter: Effects | null;
  /** What happens by itself. */
  timers: TimerPolicy[];
}

/** When a case is stalled besides being over its norm. */
export interface StallPolicyInput {
  /** Nothing was done with it for so long. */
  readonly no_activity?: string | null;
  /** The date or instant of the next step: stalled where it is missing, or over. */
  readonly next_step?: string | null;
}

/** When a case is stalled besides being over its norm. */
export interface StallPolicy {
  /** Nothing was done with it for so long. */
  no_activity: string | null;
  /** The date or instant of the next step: stalled where it is missing, or over. */
  next_step: string | null;
}

/** Where one stands. */
export interface Standing {
  /** 1 is the best; of equals each has the same, and the next ranks are left out: 1, 2, 2, 4. */
  rank: number;
  /** How many have this rank. */
  sharing: number;
  /** Who. */
  whose: string;
  /** Points. */
  points: number;
  /** The rank in the period before; absent for those who had no rows then. */
  last_rank: number | null;
  /** How many ranks higher than then; below 0, lower. */
  movement: number | null;
  /** Visits with points. */
  visits: number;
  /**
   * Working days that are over, on which the rep was there; of a team, those of all reps who are of
   * it by the roster or by a row of the period.
   */
  days: number;
  /** Points per working day. */
  points_per_day: number | null;
  /** Points per rule; they sum to the points. */
  rules: RulePoints[];
  /** Rows whose points are not known, in no total. */
  undetermined: number;
  /** Why. */
  reasons: Reason[];
}

/** Who belongs to the static core: clients that carry the year. */
export interface StaticCorePolicyInput {
  /**
   * Enters with a smaller share of the base window's revenue above it, 0 to 1,
   * @defaultValue `0.80`
   */
  readonly enter_share?: number | string;
  /**
   * and at least so many active months.
   * @defaultValue `6`
   */
  readonly enter_months?: number;
  /**
   * Leaves from this share above it on,
   * @defaultValue `0.90`
   */
  readonly leave_share?: number | string;
  /**
   * or with fewer active months, or without revenue in the base window.
   * @defaultValue `4`
   */
  readonly leave_months?: number;
  /**
   * Stays at least so many days, unless there is no revenue.
   * @defaultValue `30`
   */
  readonly min_stay_days?: number;
}

/** Who belongs to the static core: clients that carry the year. */
export interface StaticCorePolicy {
  /** Enters with a smaller share of the base window's revenue above it, 0 to 1, */
  enter_share: number;
  /** and at least so many active months. */
  enter_months: number;
  /** Leaves from this share above it on, */
  leave_share: number;
  /** or with fewer active months, or without revenue in the base window. */
  leave_months: number;
  /** Stays at least so many days, unless there is no revenue. */
  min_stay_days: number;
}

/** Counts, shares, sums and conversion of rows. */
export interface Statistics {
  /** Version of the engine. */
  engine: string;
  /** Hash of the options with all their defaults. */
  policy_hash: string;
  /** Of which period; absent where all of time is meant. */
  period: Period | null;
  /** How many rows. */
  rows: number;
  /** Rows without a time, where a period is asked for: they are not counted. */
  undated: number;
  /** By each key that was asked for. */
  counts: Counts[];
  /** The sum sold; absent where no row has one. */
  amount: number | null;
  /** What of it is earned; absent where no row tells. */
  margin: number | null;
  /** The margin in percent of the sum, of those rows that have both. */
  margin_percent: number | null;
  /** Clients by kind, where clients were passed. */
  clients: ClientCounts[] | null;
  /** Tasks that are overdue by owner, where tasks were passed. */
  overdue: OverdueTasks[] | null;
  /** From visits to orders, where orders were passed. */
  conversion: Conversion | null;
  /** Why something is absent. */
  reasons: Reason[];
  /** What in the input is legal and probably not meant. */
  warnings: Warning[];
}

/** What is counted, and when an order comes of a visit. */
export interface StatisticsOptions {
  /**
   * Keys of the rows by whose values they are counted.
   * @defaultValue `[]`
   */
  readonly by?: readonly string[];
  /** Of which period rows are counted: that which holds `now`, or a named one; by default all. */
  readonly period?: TargetPeriod | null;
  /**
   * Values of `status` whose rows are no visits: they sold nothing, brought no order and handled no
   * client, and are counted by the keys alone.
   * @defaultValue `[]`
   */
  readonly void_statuses?: readonly string[];
  /**
   * How long after a visit an order is its success.
   * @defaultValue `'2w'`
   */
  readonly order_span?: string;
}

/** A stay in a stage that is over. */
export interface StayInput {
  /** The stage. */
  readonly stage: string;
  /** From when. */
  readonly entered_at: InstantInput;
  /** To when. */
  readonly left_at: InstantInput;
  /** For how long its clock stood. */
  readonly paused?: Paused;
}

/** A stay in a stage that is over. */
export interface Stay {
  /** The stage. */
  stage: string;
  /** From when. */
  entered_at: string;
  /** To when. */
  left_at: string;
  /** For how long its clock stood. */
  paused: Paused;
}

/** Fixes of one rep or many, as columns. */
export interface StayColumns {
  /** When each was measured. */
  readonly t: InstantColumn;
  /** Latitudes in degrees, -90 to 90. */
  readonly lat: NumberColumn;
  /** Longitudes in degrees; wrapped. */
  readonly lon: NumberColumn;
  /** Accuracies in metres: of several fixes of one instant the most accurate counts. */
  readonly accuracy_m?: NumberColumn | null;
  /** Whose they are; without it they are one rep's. */
  readonly rep?: readonly (string | null)[] | null;
  /** The names, where `rep` holds places in this list. */
  readonly rep_names?: readonly string[] | null;
}

/** A fix, and whose it is. */
export interface StayFix {
  /** When the position was measured. */
  readonly t: InstantInput;
  /** Latitude in degrees, -90 to 90. */
  readonly lat: number;
  /** Longitude in degrees; wrapped to [-180, 180). */
  readonly lon: number;
  /** Accuracy in metres: of several fixes of one instant the most accurate counts. */
  readonly accuracy_m?: number | null;
  /** Whose it is: all fixes say so, or none. */
  readonly rep?: string | null;
}

/** Stays as columns of equal length, by rep, then time; and what was odd about the input. */
export interface StayPoints {
  /** Who; absent where the fixes have no `rep`. */
  rep: string[] | null;
  /** First fix. */
  t_start: Float64Array;
  /** Last fix; with `anchored`, where that is known, the first fix elsewhere. */
  t_end: Float64Array;
  /** From `t_start` to `t_end`. */
  duration_ms: Float64Array;
  /** Mean latitude of the fixes. */
  lat: Float64Array;
  /** Mean longitude of the fixes, the shorter way round. */
  lon: Float64Array;
  /** Median latitude, which a few wild fixes do not move. */
  median_lat: Float64Array;
  /** Median longitude. */
  median_lon: Float64Array;
  /** Number of fixes. */
  fixes: Uint32Array;
  /** Whether nobody saw the end: the track ended there, or fell silent for longer than `gap`. */
  open: Uint8Array;
  /** What in the input is legal and probably not meant. */
  warnings: Warning[];
}

/** What a stay is. */
export interface StayPolicy {
  /**
   * Version of the defaults; they never change within one.
   * @defaultValue `1`
   */
  readonly version?: number;
  /**
   * How stays are told from travel.
   * @defaultValue `'li2008'`
   */
  readonly algorithm?: StayAlgorithm;
  /**
   * Fixes within this many metres of the first belong to one stay; with `anchored`, less
   * than so many. 200 m and 20 min are those of Li et al. (2008).
   * @defaultValue `200`
   */
  readonly distance_m?: number;
  /**
   * A stay lasts at least this long: above 0.
   * @defaultValue `'20m'`
   */
  readonly duration?: string;
  /**
   * A longer silence than this ends a stay.
   * @defaultValue `'15m'`
   */
  readonly gap?: string;
  /**
   * How distances are measured.
   * @defaultValue `'ellipsoidal'`
   */
  readonly metric?: Metric;
}

/** Two stops by their places. */
export interface StopPair {
  /** Where the way would begin. */
  source: number;
  /** Where it would end. */
  target: number;
}

/** What events made of the cases of a store. */
export interface StoreApplied {
  /** What became of each event, in their order: `moved`, `recorded`, `refused`, `repeated`. */
  outcomes: string[];
  /** The case of each event, by its place in `cases`. */
  index: Uint32Array;
  /**
   * The cases that the events are of, in the order of their first ones: where they stand after
   * all of them.
   */
  cases: CaseStages;
  /** The refused events. */
  failed: FailedEvent[];
  /** The moves, case by case. */
  moves: CaseMoves;
  /** The timers that fired, case by case. */
  fired: Firing[];
  /** What the host is told to do, case by case. */
  commands: Command[];
  /** Commands of earlier answers that would not have been. */
  withdrawn: Command[];
  /** Events that would have been refused, had others been known. */
  overruled: Overruled[];
  /** Keys that look misspelled. */
  warnings: Warning[];
}

/** What time made of the cases of a store. */
export interface StoreTicked {
  /** The cases that changed, those that were due first before others: where they stand now. */
  cases: CaseStages;
  /** Their moves, case by case. */
  moves: Move[];
  /** The timers that fired, case by case. */
  fired: Firing[];
  /** What the host is told to do, case by case. */
  commands: Command[];
  /** The cases whose timers cannot fire. */
  failed: StuckCase[];
}

/** A case of a store that is due and whose timers cannot fire: it is as it was. */
export interface StuckCase {
  /** The case. */
  case_id: string;
  /** Why not, with paths from the case as `record`. */
  problems: Failed[];
}

/** What a rep, a team or a territory is to reach in a period. */
export interface Target {
  /**
   * Version of the defaults; they never change within one.
   * @defaultValue `1`
   */
  readonly version?: number;
  /** What it is called in answers. */
  readonly id?: string | null;
  /**
   * Whether it is of reps, teams or territories.
   * @defaultValue `'rep'`
   */
  readonly scope?: Scope;
  /** Of which one; by default of each by itself. */
  readonly whose?: string | null;
  /**
   * What is counted.
   * @defaultValue `'points'`
   */
  readonly measure?: Measure;
  /**
   * In which period: that which holds `now`, or a named one.
   * @defaultValue `'month'`
   */
  readonly period?: TargetPeriod;
  /** How much of it, in the whole period. */
  readonly value: number | string;
  /** Digits of the prorated plan after the point, 0 to 6; by default 0 for visits and sites, else 2. */
  readonly scale?: number | null;
  /**
   * Over which days the plan is spread.
   * @defaultValue `'working_days'`
   */
  readonly spread?: Spread;
  /**
   * With `spread: weights`, what a working day weighs: in a year by its twelve months, in a
   * quarter by its three, in a month or a week by the day of the week from Monday on.
   * @defaultValue `[]`
   */
  readonly weights?: readonly number[];
  /**
   * What makes the plan of a rep smaller; plans of teams and territories stay as they are.
   * @defaultValue `[]`
   */
  readonly prorate?: readonly Prorate[];
  /**
   * What of the period before is carried over.
   * @defaultValue `'none'`
   */
  readonly carry?: Carry;
  /** How what was reached is paid. */
  readonly tiers?: Tiers | null;
  /**
   * With fewer days over there is no forecast.
   * @defaultValue `3`
   */
  readonly forecast_min_days?: number;
  /**
   * What adjustments of closed periods count for, where points are counted.
   * @defaultValue `'pay'`
   */
  readonly adjustments?: AdjustmentUse;
}

/** Something to be done by a time. */
export interface Task {
  /** Identifier. */
  readonly id: string;
  /** Whose it is. */
  readonly owner?: string | null;
  /** By when. */
  readonly due: InstantInput;
  /** When it was done. */
  readonly done?: InstantInput | null;
}

/** A task to be created. */
export interface TaskPolicyInput {
  /** Its name within the pipeline. */
  readonly id: string;
  /** Its title, for people. */
  readonly title?: string | null;
  /**
   * Whether it counts in `tasks.required_open` until it is done.
   * @defaultValue `false`
   */
  readonly required?: boolean;
  /** How long after its creation it is due. */
  readonly due?: string | null;
  /** Who is to do it: a role, a person, whatever the host understands. */
  readonly assignee?: string | null;
}

/** A task to be created. */
export interface TaskPolicy {
  /** Its name within the pipeline. */
  id: string;
  /** Its title, for people. */
  title: string | null;
  /** Whether it counts in `tasks.required_open` until it is done. */
  required: boolean;
  /** How long after its creation it is due. */
  due: string | null;
  /** Who is to do it: a role, a person, whatever the host understands. */
  assignee: string | null;
}

/** What time made of a case, or of many. */
export interface Ticked {
  /** The cases that changed: to be stored. */
  cases: Case[];
  /** Their moves. */
  moves: Move[];
  /** The timers that fired. */
  fired: Firing[];
  /** What the host is told to do. */
  commands: Command[];
  /** The cases that could not be looked at: of another pipeline, in a stage that is no more. */
  failed: FailedCase[];
}

/** A factor from an attainment on, up to the next tier: [at_percent, next). */
export interface TierInput {
  /** The lowest attainment, in percent of the plan; the exact fraction is compared. */
  readonly at_percent: number | string;
  /** By what the points are multiplied. */
  readonly factor: number | string;
  /** What it is called, for people. */
  readonly name?: string | null;
}

/** A factor from an attainment on, up to the next tier: [at_percent, next). */
export interface Tier {
  /** The lowest attainment, in percent of the plan; the exact fraction is compared. */
  at_percent: number;
  /** By what the points are multiplied. */
  factor: number;
  /** What it is called, for people. */
  name: string | null;
}

/** How what was reached is paid. */
export interface Tiers {
  /** What a factor pays. */
  readonly kind: TierKind;
  /** From the lowest on; below the first nothing is paid. */
  readonly steps: readonly TierInput[];
}

/** Lengths of time. Those that are over, and those that are not yet, are told apart. */
export interface TimeFigures {
  /** How many are over. */
  count: number;
  /** The mean of those that are over. */
  mean_ms: number | null;
  /** Their median: the middle one, or the mean of the two in the middle. */
  median_ms: number | null;
  /** Their ninth decile, interpolated between neighbours (Hyndman and Fan 1996, type 7). */
  p90_ms: number | null;
  /** How many are not over at `now`. */
  open: number;
  /** The mean of their lengths so far. */
  open_mean_ms: number | null;
  /**
   * The median of all, of which those that are not over are known to last at least so far
   * (Kaplan and Meier 1958): the first length at which no more than half survive. Absent
   * where so many are never over.
   */
  km_median_ms: number | null;
}

/** Something that happens by itself when time has passed. */
export interface TimerPolicyInput {
  /** Its name, of which there is one in a stage. */
  readonly id: string;
  /**
   * From when it counts: `entered`, `created`, `last_activity`, or `field:X` of a date or instant.
   * A date is the first instant of its local day.
   * @defaultValue `'entered'`
   */
  readonly anchor?: string;
  /** How long after the anchor, or before it: `"-3d"`, `"5bd"`. */
  readonly offset: string;
  /** It fires only where this is met; as soon as it is, where time alone meets it. */
  readonly when?: ConditionPolicyInput | null;
  /** The stage to which the case goes; or `emit`. */
  readonly go?: string | null;
  /** What the host is told to do; or `go`. */
  readonly emit?: EffectsInput | null;
  /** Whether it fires at the entry where its deadline lies before that. */
  readonly late?: Late | null;
  /**
   * Whether pauses move it; only of the anchors `entered` and `last_activity`.
   * @defaultValue `true`
   */
  readonly pausable?: boolean;
}

/** Something that happens by itself when time has passed. */
export interface TimerPolicy {
  /** Its name, of which there is one in a stage. */
  id: string;
  /**
   * From when it counts: `entered`, `created`, `last_activity`, or `field:X` of a date or instant.
   * A date is the first instant of its local day.
   */
  anchor: string;
  /** How long after the anchor, or before it: `"-3d"`, `"5bd"`. */
  offset: string;
  /** It fires only where this is met; as soon as it is, where time alone meets it. */
  when: ConditionPolicy | null;
  /** The stage to which the case goes; or `emit`. */
  go: string | null;
  /** What the host is told to do; or `go`. */
  emit: Effects | null;
  /** Whether it fires at the entry where its deadline lies before that. */
  late: Late | null;
  /** Whether pauses move it; only of the anchors `entered` and `last_activity`. */
  pausable: boolean;
}

/** Where the time between the first and the last usable fix went. The parts sum exactly. */
export interface Totals {
  /** At known sites. */
  on_site_ms: number;
  /** Moving. */
  travel_ms: number;
  /** Standing at no known site. */
  idle_ms: number;
  /** In gaps. */
  unknown_ms: number;
}

/** An order of stops, and how long it is. */
export interface Tour {
  /** The stops in the order of the tour, each by its place in the input. */
  order: Uint32Array;
  /**
   * The length of each leg: from each stop to the next, of a closed tour also back to the
   * first. Metres for positions, else in the caller's unit.
   */
  legs: Float64Array;
  /** The sum of the legs. */
  length: number;
  /** The tour as GeoJSON, where the options ask for it. */
  line: Line | null;
  /** Whether no tour is shorter, for certain: through at most 12 places. */
  proven_optimal: boolean;
  /** How many iterations were done. */
  iterations: number;
  /** Why the search ended. */
  stopped_by: StoppedBy;
}

/**
 * How long a search goes on: until the first limit is reached.
 *
 * The same seed and number of iterations give the same tour everywhere; how far a search comes
 * in a time depends on the machine.
 */
export interface TourBudget {
  /**
   * At most so many iterations, 0 for the first tour that no chain of exchanges of legs
   * shortens.
   */
  readonly iterations?: number | null;
  /** At most so many milliseconds, where the caller has a clock. */
  readonly time_ms?: number | null;
}

/** What a tour is to be, and how long to look for it. */
export interface TourOptions {
  /**
   * Whether the tour returns to where it began.
   * @defaultValue `true`
   */
  readonly closed?: boolean;
  /** The stop to begin with; by default 0 of a closed tour, any of an open one. */
  readonly start?: number | null;
  /** The stop to end with, of an open tour; by default any. */
  readonly end?: number | null;
  /**
   * What a distance between positions is.
   * @defaultValue `'geodesic'`
   */
  readonly metric?: TourMetric;
  /**
   * Any number; another one leads to another search.
   * @defaultValue `0`
   */
  readonly seed?: number;
  /** A tour to begin the search with: every stop once. */
  readonly initial?: readonly number[] | null;
  /**
   * Whether the answer has the tour as a GeoJSON line, for maps; of positions only.
   * @defaultValue `false`
   */
  readonly line?: boolean;
  /** How long to search; by default for 1,000 iterations and 20 a stop, 200,000 at most. */
  readonly budget?: TourBudget | null;
}

/** The keys of `Fix`, each a column. */
export interface TrackColumns {
  /** When the position was measured, by the device's clock. */
  readonly t: InstantColumn;
  /** Latitude in degrees, -90 to 90. */
  readonly lat: NumberColumn;
  /** Longitude in degrees; wrapped to [-180, 180). */
  readonly lon: NumberColumn;
  /**
   * Horizontal accuracy: the radius in metres that holds the true position with the
   * policy's `accuracy_percentile`. Absent and 0 mean none was given.
   */
  readonly accuracy_m?: NumberColumn | null;
  /** Whether the device says that the position is simulated; absent where it cannot tell. */
  readonly mock?: BooleanColumn | null;
  /** Speed in metres a second, as measured; negative means unknown. */
  readonly speed_mps?: NumberColumn | null;
  /** When the app or the server got it. */
  readonly received?: InstantColumn | null;
  /** What measured it. */
  readonly source?: readonly (FixSource | null)[] | null;
  /** A press of the check-in or check-out button. */
  readonly mark?: readonly (Mark | null)[] | null;
  /** The device's own count. */
  readonly seq?: NumberColumn | null;
}

/** How a stream of fixes becomes events. */
export interface TrackerPolicy {
  /**
   * Version of the defaults; they never change within one.
   * @defaultValue `1`
   */
  readonly version?: number;
  /** How one fix is held against a fence. */
  readonly presence?: PresencePolicy;
  /** What confirms that a fence was entered. */
  readonly enter?: EnterPolicy;
  /** What confirms that it was left. */
  readonly exit?: ExitPolicy;
  /**
   * So much time on site is a dwell.
   * @defaultValue `'5m'`
   */
  readonly dwell?: string;
  /**
   * Leaving for less than this continues the visit.
   * @defaultValue `'3m'`
   */
  readonly grace?: string;
  /**
   * Silence longer than this is a gap.
   * @defaultValue `'15m'`
   */
  readonly gap?: string;
  /**
   * Fixes may come so much later than newer ones of the same rep and source, and the first
   * of a source so much later than those of the others.
   * @defaultValue `'5m'`
   */
  readonly lateness?: string;
  /**
   * So many fixes of one rep and source may wait for their place in the order.
   * @defaultValue `4096`
   */
  readonly max_pending?: number;
  /**
   * A fix further ahead of its receipt, or of `now`, is put aside.
   * @defaultValue `'1m'`
   */
  readonly clock_ahead?: string;
  /**
   * Faster than this, in m/s, no leg is real: it confirms no exit and crosses no fence.
   * @defaultValue `70`
   */
  readonly max_speed_mps?: number;
  /**
   * The accuracy in metres that honest phones reach on site, indoors too: fences that it is
   * too poor for are named by `lint`.
   * @defaultValue `30`
   */
  readonly typical_accuracy_m?: number;
}

/** What a client bought, or gave back. */
export interface Transaction {
  /** Who. */
  readonly client: string;
  /** When. */
  readonly t: InstantInput;
  /** For how much, at most 4 digits after the point; a return is negative. */
  readonly amount: number | string;
  /**
   * Of which scope its client is from then on: its manager, branch, company. Without one a
   * correction says what the transaction said that it corrects.
   */
  readonly scope?: string | null;
  /**
   * Its own name, not empty, where it may be corrected: a transaction with an id that came
   * before replaces that one, whatever its client, time and amount.
   */
  readonly id?: string | null;
}

/** A move from some stages to another. */
export interface TransitionPolicyInput {
  /** Its name, for people. */
  readonly id?: string | null;
  /** The stages that it leaves. */
  readonly source: readonly string[];
  /** The stage that it enters. */
  readonly target: string;
  /** The event that makes it; without one, and if it is not `auto`, an event that names the target. */
  readonly on?: string | null;
  /**
   * Whether it is made as soon as it can be: when a case enters, when its fields change, and at the
   * instant at which time alone meets its guard.
   * @defaultValue `false`
   */
  readonly auto?: boolean;
  /** What has to be met. Unknown is not met. */
  readonly guard?: ConditionPolicyInput | null;
  /**
   * Fields that have to be there; the event may bring them.
   * @defaultValue `[]`
   */
  readonly require?: readonly string[];
  /**
   * Other fields that the event may bring.
   * @defaultValue `[]`
   */
  readonly input?: readonly string[];
  /**
   * The roles of which the actor has to have one; without any, everybody.
   * @defaultValue `[]`
   */
  readonly roles?: readonly string[];
  /** Who has to approve it. */
  readonly approvals?: ApprovalPolicyInput | null;
  /** What a person is told when its guard fails. */
  readonly message?: string | null;
}

/** A move from some stages to another. */
export interface TransitionPolicy {
  /** Its name, for people. */
  id: string | null;
  /** The stages that it leaves. */
  source: string[];
  /** The stage that it enters. */
  target: string;
  /** The event that makes it; without one, and if it is not `auto`, an event that names the target. */
  on: string | null;
  /**
   * Whether it is made as soon as it can be: when a case enters, when its fields change, and at the
   * instant at which time alone meets its guard.
   */
  auto: boolean;
  /** What has to be met. Unknown is not met. */
  guard: ConditionPolicy | null;
  /** Fields that have to be there; the event may bring them. */
  require: string[];
  /** Other fields that the event may bring. */
  input: string[];
  /** The roles of which the actor has to have one; without any, everybody. */
  roles: string[];
  /** Who has to approve it. */
  approvals: ApprovalPolicy | null;
  /** What a person is told when its guard fails. */
  message: string | null;
}

/** Driving times and distances between all pairs of stops; `null` where no way leads. */
export interface TravelMatrix {
  /** Milliseconds, whole, from each stop to every stop. */
  durations_ms: ((number | null)[])[] | null;
  /** Metres from each stop to every stop. */
  distances_m: ((number | null)[])[] | null;
  /** The pairs without a way, row by row. */
  unreachable: StopPair[];
}

/** From one stay to the next. */
export interface TripInput {
  /** When it began. */
  readonly start: InstantInput;
  /** When it ended. */
  readonly end: InstantInput;
  /** How long it took. */
  readonly duration_ms: number;
  /** How far it went: `cleaned_m` and `bridged_m` together. */
  readonly distance_m: number;
  /** The metres apart. */
  readonly mileage: TripMileage;
  /** Time of it in gaps. */
  readonly bridged_ms: number;
  /** Known sites where it began; several in one building. */
  readonly start_sites: readonly string[];
  /** Known sites where it ended. */
  readonly end_sites: readonly string[];
  /** Where it began; only with `detail: track`. */
  readonly start_position?: Position | null;
  /** Where it ended; only with `detail: track`. */
  readonly end_position?: Position | null;
  /** What is to be known about its distance. */
  readonly reasons: readonly ReasonInput[];
}

/** From one stay to the next. */
export interface Trip {
  /** When it began. */
  start: string;
  /** When it ended. */
  end: string;
  /** How long it took. */
  duration_ms: number;
  /** How far it went: `cleaned_m` and `bridged_m` together. */
  distance_m: number;
  /** The metres apart. */
  mileage: TripMileage;
  /** Time of it in gaps. */
  bridged_ms: number;
  /** Known sites where it began; several in one building. */
  start_sites: string[];
  /** Known sites where it ended. */
  end_sites: string[];
  /** Where it began; only with `detail: track`. */
  start_position: Position | null;
  /** Where it ended; only with `detail: track`. */
  end_position: Position | null;
  /** What is to be known about its distance. */
  reasons: Reason[];
}

/** Metres, by how they are known. */
export interface TripMileage {
  /** From fix to fix as they came, without legs over gaps. */
  raw_m: number;
  /** The same without outliers, and without the wandering of a receiver that stands still. */
  cleaned_m: number;
  /** In straight lines over gaps on duty. */
  bridged_m: number;
}

/** What is a trip, and what is a business trip. */
export interface TripPolicy {
  /**
   * Version of the defaults; they never change within one.
   * @defaultValue `1`
   */
  readonly version?: number;
  /**
   * A shorter way than this many metres is no trip.
   * @defaultValue `200`
   */
  readonly min_distance_m?: number;
  /**
   * Nor is one that takes less time.
   * @defaultValue `'3m'`
   */
  readonly min_duration?: string;
  /**
   * A gap longer than this ends a trip; shorter ones are bridged by a straight line.
   * @defaultValue `'4h'`
   */
  readonly max_bridge?: string;
  /**
   * Farther from the base than this many metres is a business trip.
   * @defaultValue `100000`
   */
  readonly business_distance_m?: number;
  /**
   * A night farther from the base than this many metres is one too.
   * @defaultValue `50000`
   */
  readonly night_distance_m?: number;
  /**
   * The night begins at local midnight and takes this long by the local clock.
   * @defaultValue `'5h'`
   */
  readonly night?: string;
  /**
   * A night is spent where at least this share of it was.
   * @defaultValue `0.5`
   */
  readonly min_night_share?: number;
  /**
   * Whether nights are looked at, even those outside `visit.observe`; else no night makes
   * a business trip, and a track with a night in it leaves it open, unless its distance
   * decides.
   * @defaultValue `false`
   */
  readonly observe_nights?: boolean;
  /** How fixes are read and stays are found: as by `verify_plan`. */
  readonly visit?: VisitPolicy;
}

/** The trips of a track, and how far they went. */
export interface TripReportInput {
  /** Version of the engine. */
  readonly engine: string;
  /** Hash of the policy with all its defaults. */
  readonly policy_hash: string;
  /**
   * SHA-256 of the canonical fixes, by which the report is provable after the track is
   * erased.
   */
  readonly digest: string;
  /** First usable fix. */
  readonly first?: InstantInput | null;
  /** Last usable fix. */
  readonly last?: InstantInput | null;
  /** How far the device's clock was ahead, all day; removed from all times. */
  readonly clock_offset_ms: number;
  /** The trips, in order. */
  readonly trips: readonly TripInput[];
  /** Where the time went, to the millisecond: the sum is `last` - `first`. */
  readonly totals: Totals;
  /** Metres of the whole track. */
  readonly mileage: TripMileage;
  /** Whether the rep was on a business trip; absent where nobody knows. */
  readonly business_trip?: boolean | null;
  /** Metres from the base to the fix that was certainly farthest from it, to two digits. */
  readonly farthest_from_base_m?: number | null;
  /** Dates of the nights spent away from the base. */
  readonly nights_away: readonly string[];
  /** Nights between the first and the last fix of which nobody knows where they were spent. */
  readonly nights_unseen: number;
  /** Why it is a business trip, or why nobody knows. */
  readonly reasons: readonly ReasonInput[];
  /** What is odd about the track. */
  readonly anomalies: readonly AnomalyInput[];
  /**
   * What became of the fixes; fixes off duty that only the nights are asked of count as
   * off duty.
   */
  readonly fixes: FixCounts;
  /** What in the input is legal and probably not meant. */
  readonly warnings: readonly Warning[];
}

/** The trips of a track, and how far they went. */
export interface TripReport {
  /** Version of the engine. */
  engine: string;
  /** Hash of the policy with all its defaults. */
  policy_hash: string;
  /**
   * SHA-256 of the canonical fixes, by which the report is provable after the track is
   * erased.
   */
  digest: string;
  /** First usable fix. */
  first: string | null;
  /** Last usable fix. */
  last: string | null;
  /** How far the device's clock was ahead, all day; removed from all times. */
  clock_offset_ms: number;
  /** The trips, in order. */
  trips: Trip[];
  /** Where the time went, to the millisecond: the sum is `last` - `first`. */
  totals: Totals;
  /** Metres of the whole track. */
  mileage: TripMileage;
  /** Whether the rep was on a business trip; absent where nobody knows. */
  business_trip: boolean | null;
  /** Metres from the base to the fix that was certainly farthest from it, to two digits. */
  farthest_from_base_m: number | null;
  /** Dates of the nights spent away from the base. */
  nights_away: string[];
  /** Nights between the first and the last fix of which nobody knows where they were spent. */
  nights_unseen: number;
  /** Why it is a business trip, or why nobody knows. */
  reasons: Reason[];
  /** What is odd about the track. */
  anomalies: Anomaly[];
  /**
   * What became of the fixes; fixes off duty that only the nights are asked of count as
   * off duty.
   */
  fixes: FixCounts;
  /** What in the input is legal and probably not meant. */
  warnings: Warning[];
}

/** A stop at no known site. */
export interface UnknownStopInput {
  /** From. */
  readonly start: InstantInput;
  /** Until. */
  readonly end: InstantInput;
  /** How long. */
  readonly duration_ms: number;
  /** Where; only with `detail: track`. */
  readonly position?: Position | null;
}

/** A stop at no known site. */
export interface UnknownStop {
  /** From. */
  start: string;
  /** Until. */
  end: string;
  /** How long. */
  duration_ms: number;
  /** Where; only with `detail: track`. */
  position: Position | null;
}

/** Verdicts on planned visits. */
export interface VisitColumns {
  /** Who. */
  rep: string[];
  /** The local date of the day. */
  date: string[];
  /** Identifiers of the planned visits. */
  plan_id: string[];
  /** Identifiers of the sites. */
  site: string[];
  /** The status that stands. */
  status: string[];
  /** The status before any override. */
  computed_status: string[];
  /** Whether it was in the slot; unknown where nobody was seen on site. */
  in_slot: Uint8Array;
  /** When the rep came. */
  arrival: (string | null)[];
  /** When the rep left. */
  departure: (string | null)[];
  /** Time inside the fence and its tolerance. */
  time_on_site_ms: Float64Array;
  /** Milliseconds after the end of the slot (late), or, below 0, before its start (early). */
  late_ms: (number | null)[];
  /** Codes of the reasons, a space apart. */
  reasons: string[];
}

/** The rules by which visits are judged. */
export interface VisitPolicy {
  /**
   * Version of the defaults; they never change within one.
   * @defaultValue `1`
   */
  readonly version?: number;
  /** How one fix is held against a fence. */
  readonly presence?: PresencePolicy;
  /**
   * What has to lie in the slot.
   * @defaultValue `'arrival'`
   */
  readonly slot_rule?: SlotRule;
  /**
   * So much before the slot an arrival still counts.
   * @defaultValue `'15m'`
   */
  readonly early?: string;
  /**
   * So much after the slot's end an arrival still counts.
   * @defaultValue `'15m'`
   */
  readonly late?: string;
  /**
   * Time on site that makes a visit, where the plan says nothing else.
   * @defaultValue `'5m'`
   */
  readonly min_dwell?: string;
  /**
   * So much less still makes one.
   * @defaultValue `'30s'`
   */
  readonly dwell_grace?: string;
  /** What confirms that a fence was entered. */
  readonly enter?: EnterPolicy;
  /** What confirms that it was left. */
  readonly exit?: ExitPolicy;
  /**
   * Leaving for less than this continues the visit.
   * @defaultValue `'3m'`
   */
  readonly grace?: string;
  /**
   * Silence longer than this is a gap.
   * @defaultValue `'15m'`
   */
  readonly gap?: string;
  /**
   * How the tracker samples.
   * @defaultValue `'continuous'`
   */
  readonly sampling?: Sampling;
  /**
   * With `motion_gated`, silence longer than this is a gap all the same.
   * @defaultValue `'4h'`
   */
  readonly motion_gap?: string;
  /**
   * Stays of lower confidence are `unproven`.
   * @defaultValue `'low'`
   */
  readonly min_confidence?: Confidence;
  /**
   * A larger share of time on site without a usable fix proves nothing.
   * @defaultValue `0.5`
   */
  readonly max_bridged_share?: number;
  /**
   * Inside for less than this is passing by, unless a visit takes no longer.
   * @defaultValue `'1m'`
   */
  readonly passed_by?: string;
  /**
   * Nobody gets to a site and back faster than this many m/s on average.
   * @defaultValue `40`
   */
  readonly max_travel_speed_mps?: number;
  /**
   * Anomalies within this time of a stay bear on it.
   * @defaultValue `'10m'`
   */
  readonly anomaly_window?: string;
  /** What is an anomaly. */
  readonly anomalies?: AnomalyPolicy;
  /** What an anomaly does. */
  readonly degrade?: DegradePolicy;
  /**
   * Whether a device that cannot tell simulated positions proves nothing.
   * @defaultValue `false`
   */
  readonly require_mock_flag?: boolean;
  /**
   * The zone of the plan's dates.
   * @defaultValue `'UTC'`
   */
  readonly zone?: Zone;
  /**
   * Hours on duty, a list of times or a calendar: fixes outside them are dropped at the door
   * and only counted. Times that touch or overlap are one.
   */
  readonly observe?: DutyHours | null;
  /**
   * Two fixes within this many metres may belong to one stop.
   * @defaultValue `100`
   */
  readonly stop_radius_m?: number;
  /**
   * Standing still for this long is a stop.
   * @defaultValue `'5m'`
   */
  readonly stop_span?: string;
  /**
   * How much the report tells.
   * @defaultValue `'evidence'`
   */
  readonly detail?: Detail;
}

/** The verdicts on a rep's day. */
export interface VisitReportInput {
  /** Version of the engine. */
  readonly engine: string;
  /** Hash of the policy with all its defaults. */
  readonly policy_hash: string;
  /** Who, where the plan says so. */
  readonly rep?: string | null;
  /**
   * SHA-256 of the canonical fixes, by which the report is provable after the track is
   * erased.
   */
  readonly digest: string;
  /** SHA-256 of the places alone, for the `history` of later days; absent for fewer than ten. */
  readonly path_digest?: string | null;
  /** First usable fix. */
  readonly first?: InstantInput | null;
  /** Last usable fix. */
  readonly last?: InstantInput | null;
  /**
   * How far the device's clock was ahead, all day: the smallest `received - t` that most
   * uploads confirm; removed from all times.
   */
  readonly clock_offset_ms: number;
  /** One verdict a planned visit, in the order of the plan. */
  readonly visits: readonly VisitVerdictInput[];
  /** Stays at known sites that were not planned. */
  readonly off_plan: readonly OffPlanVisitInput[];
  /** Stops at no known site. */
  readonly unknown_stops: readonly UnknownStopInput[];
  /** What is odd about the track. */
  readonly anomalies: readonly AnomalyInput[];
  /** Where the time went, to the millisecond: the sum is `last` - `first`. */
  readonly totals: Totals;
  /** What became of the fixes. */
  readonly fixes: FixCounts;
  /** What in the input is legal and probably not meant. */
  readonly warnings: readonly Warning[];
}

/** The verdicts on a rep's day. */
export interface VisitReport {
  /** Version of the engine. */
  engine: string;
  /** Hash of the policy with all its defaults. */
  policy_hash: string;
  /** Who, where the plan says so. */
  rep: string | null;
  /**
   * SHA-256 of the canonical fixes, by which the report is provable after the track is
   * erased.
   */
  digest: string;
  /** SHA-256 of the places alone, for the `history` of later days; absent for fewer than ten. */
  path_digest: string | null;
  /** First usable fix. */
  first: string | null;
  /** Last usable fix. */
  last: string | null;
  /**
   * How far the device's clock was ahead, all day: the smallest `received - t` that most
   * uploads confirm; removed from all times.
   */
  clock_offset_ms: number;
  /** One verdict a planned visit, in the order of the plan. */
  visits: VisitVerdict[];
  /** Stays at known sites that were not planned. */
  off_plan: OffPlanVisit[];
  /** Stops at no known site. */
  unknown_stops: UnknownStop[];
  /** What is odd about the track. */
  anomalies: Anomaly[];
  /** Where the time went, to the millisecond: the sum is `last` - `first`. */
  totals: Totals;
  /** What became of the fixes. */
  fixes: FixCounts;
  /** What in the input is legal and probably not meant. */
  warnings: Warning[];
}

/** The verdict on one planned visit. */
export interface VisitVerdictInput {
  /** Identifier of the planned visit. */
  readonly plan_id: string;
  /** Who. */
  readonly rep?: string | null;
  /** Identifier of the site. */
  readonly site: string;
  /** The status that stands. */
  readonly status: Status;
  /** The status before any override. */
  readonly computed_status: Status;
  /** Whether it was in the slot; absent where nobody was seen on site. */
  readonly in_slot?: boolean | null;
  /** When the rep came. */
  readonly arrival?: MomentInput | null;
  /** When the rep left. */
  readonly departure?: MomentInput | null;
  /** Time inside the fence and its tolerance. */
  readonly time_on_site_ms: number;
  /** Early, on time or late; apart from status. */
  readonly punctuality?: Punctuality | null;
  /** How much the stay rests on measurement. */
  readonly confidence?: Confidence | null;
  /** What the rep said. */
  readonly claimed?: ClaimInput | null;
  /** The decision that stands above the computed status. */
  readonly override?: OverrideInput | null;
  /** Where the rep was: the median of the fixes inside; only with `detail: track`. */
  readonly position?: Position | null;
  /** Why. */
  readonly reasons: readonly ReasonInput[];
  /** What the verdict rests on; absent with `detail: verdict`. */
  readonly evidence?: EvidenceInput | null;
}

/** The verdict on one planned visit. */
export interface VisitVerdict {
  /** Identifier of the planned visit. */
  plan_id: string;
  /** Who. */
  rep: string | null;
  /** Identifier of the site. */
  site: string;
  /** The status that stands. */
  status: Status;
  /** The status before any override. */
  computed_status: Status;
  /** Whether it was in the slot; absent where nobody was seen on site. */
  in_slot: boolean | null;
  /** When the rep came. */
  arrival: Moment | null;
  /** When the rep left. */
  departure: Moment | null;
  /** Time inside the fence and its tolerance. */
  time_on_site_ms: number;
  /** Early, on time or late; apart from status. */
  punctuality: Punctuality | null;
  /** How much the stay rests on measurement. */
  confidence: Confidence | null;
  /** What the rep said. */
  claimed: Claim | null;
  /** The decision that stands above the computed status. */
  override: Override | null;
  /** Where the rep was: the median of the fixes inside; only with `detail: track`. */
  position: Position | null;
  /** Why. */
  reasons: Reason[];
  /** What the verdict rests on; absent with `detail: verdict`. */
  evidence: Evidence | null;
}

/** A vote in the present stay. */
export interface VoteInput {
  /** Whose. */
  readonly actor: ActorInput;
  /** Whether for the move. */
  readonly approves: boolean;
  /** For the move to this stage only. */
  readonly target?: string | null;
  /** When. */
  readonly at: InstantInput;
}

/** A vote in the present stay. */
export interface Vote {
  /** Whose. */
  actor: Actor;
  /** Whether for the move. */
  approves: boolean;
  /** For the move to this stage only. */
  target: string | null;
  /** When. */
  at: string;
}

/** A timer of the present stage. */
export interface Waiting {
  /** The timer. */
  timer: string;
  /** One for each case, stay, timer and deadline. */
  key: string | null;
  /** The deadline by its anchor and offset. */
  deadline: string | null;
  /** When it fires. */
  planned_at: string | null;
  /** Why it does not. */
  idle: Idle | null;
}

/** Requests that have waited for a time in [start, end). */
export interface WaitingBucket {
  /** From how long on. */
  start_ms: number;
  /** Until how long; absent in the last bucket. */
  end_ms: number | null;
  /** How many. */
  count: number;
  /** How many have waited so long or longer. */
  at_least: number;
}

/** Who waits for an answer. */
export interface WaitingReport {
  /** Version of the engine. */
  engine: string;
  /** Requests that wait: the longest first, those of one length by their identifiers. */
  waiting: WaitingRequest[];
  /** How many wait for how long. */
  buckets: WaitingBucket[];
  /** The same by source: requests of none first, then by name. */
  sources: SourceWaiting[];
  /** Requests to which nothing came in that is not answered. */
  answered: number;
  /**
   * When the first request moves to the next bucket, if nobody answers; absent where none
   * will.
   */
  next_change: string | null;
  /** What in the input is legal and probably not meant. */
  warnings: Warning[];
}

/** A request that waits. */
export interface WaitingRequest {
  /** Identifier. */
  id: string;
  /** Where it came in. */
  source: string | null;
  /** The first that came in after the last answer. */
  since: string;
  /** For how long, by the clock. */
  wall_ms: number;
  /** For how long while people work; absent without a calendar. */
  working_ms: number | null;
  /** Its place in `buckets`. */
  bucket: number;
  /**
   * When it moves to the next bucket; absent in the last one, and where the calendar has no
   * work left.
   */
  next_change: string | null;
}

/** Something legal and probably not meant. */
export interface Warning {
  /** Stable code. */
  code: string;
  /** JSON path into what was passed. */
  path: string;
  /** English text. */
  message: string;
}

/**
 * Working hours by day of the week; several parts leave a lunch between them:
 * `{"monday": [{"start": "09:00", "end": "13:00"}, {"start": "14:00", "end": "18:00"}]}`.
 */
export interface WeekHoursInput {
  /**
   * Of Mondays.
   * @defaultValue `[]`
   */
  readonly monday?: readonly HoursInput[];
  /**
   * Of Tuesdays.
   * @defaultValue `[]`
   */
  readonly tuesday?: readonly HoursInput[];
  /**
   * Of Wednesdays.
   * @defaultValue `[]`
   */
  readonly wednesday?: readonly HoursInput[];
  /**
   * Of Thursdays.
   * @defaultValue `[]`
   */
  readonly thursday?: readonly HoursInput[];
  /**
   * Of Fridays.
   * @defaultValue `[]`
   */
  readonly friday?: readonly HoursInput[];
  /**
   * Of Saturdays.
   * @defaultValue `[]`
   */
  readonly saturday?: readonly HoursInput[];
  /**
   * Of Sundays.
   * @defaultValue `[]`
   */
  readonly sunday?: readonly HoursInput[];
}

/**
 * Working hours by day of the week; several parts leave a lunch between them:
 * `{"monday": [{"start": "09:00", "end": "13:00"}, {"start": "14:00", "end": "18:00"}]}`.
 */
export interface WeekHours {
  /** Of Mondays. */
  monday: Hours[];
  /** Of Tuesdays. */
  tuesday: Hours[];
  /** Of Wednesdays. */
  wednesday: Hours[];
  /** Of Thursdays. */
  thursday: Hours[];
  /** Of Fridays. */
  friday: Hours[];
  /** Of Saturdays. */
  saturday: Hours[];
  /** Of Sundays. */
  sunday: Hours[];
}

/** A case on a list of work. */
export interface WorkItem {
  /** The case. */
  case_id: string;
  /** Its stage. */
  stage: string;
  /** When its norm is over. */
  deadline: string | null;
  /**
   * The time since then by the wall clock, whatever the norm counts; before it negative. The
   * list is in this order.
   */
  overdue_ms: number | null;
  /** Of it, working time. */
  overdue_working_ms: number | null;
  /** Whether nothing goes on though it should. */
  stalled: boolean;
  /** Why. */
  reasons: Reason[];
  /** The first instant after now at which a timer fires, if nothing happens before. */
  next_due: string | null;
}

/** A pair of an ABC and an XYZ class of a scope. */
export interface XyzCell {
  /** The scope, where there are scopes. */
  scope: string | null;
  /** From `AX` to `CZ`. */
  cell: string;
  /** How many clients are of it. */
  clients: number;
  /** Their revenue. */
  revenue: number;
}

/** How clients are classed by how steadily they buy. */
export interface XyzPolicy {
  /**
   * Version of the defaults; they never change within one.
   * @defaultValue `1`
   */
  readonly version?: number;
  /**
   * Whose local dates days are.
   * @defaultValue `'UTC'`
   */
  readonly zone?: Zone;
  /**
   * Digits after the point of amounts that are whole numbers, at most 6: with 2 they are
   * cents. Without it amounts are numbers of at most four digits after the point.
   */
  readonly scale?: number | null;
  /**
   * What revenue is summed by: whole ones of the calendar, weeks from Monday.
   * @defaultValue `'month'`
   */
  readonly period?: XyzPeriod;
  /**
   * How many of them count, up to the last that is over: 1 to 60.
   * @defaultValue `12`
   */
  readonly periods?: number;
  /**
   * With fewer periods since its first purchase a client is of class Z: 1 to `periods`.
   * @defaultValue `1`
   */
  readonly min_periods?: number;
  /**
   * A client is of class X if its coefficient of variation is less than this.
   * @defaultValue `10`
   */
  readonly x_percent?: number | string;
  /**
   * Of class Y if it is less than this.
   * @defaultValue `25`
   */
  readonly y_percent?: number | string;
  /**
   * A client is of class A if those before it have less of the positive revenue.
   * @defaultValue `80`
   */
  readonly a_percent?: number | string;
  /**
   * Of class B if they have less than this.
   * @defaultValue `95`
   */
  readonly b_percent?: number | string;
  /** Where in the Boston matrix each pair of classes stands. */
  readonly quadrants?: Quadrants;
}

/** Clients with a row in the periods, by how steadily they buy: a row each. */
export interface XyzReport {
  /** Version of the engine. */
  engine: string;
  /** Hash of the policy. */
  policy_hash: string;
  /** The first day of the first period. */
  start: string;
  /** The first day after the last period: that which holds `now` does not count. */
  end: string;
  /** Rows of that day and later, which are in no figure. */
  rows_later: number;
  /** Digits after the point of money: it is whole numbers of their last digit. */
  scale: number;
  /** How many clients are of each of the nine pairs of classes, scope by scope. */
  cells: XyzCell[];
  /** The clients, in byte order. */
  client: string[];
  /** Their scopes, where there are scopes. */
  scope: string[] | null;
  /** All amounts of the periods, returns too, times 10^scale. */
  revenue_units: Float64Array;
  /** How many periods count: those from the first purchase on, without revenue too. */
  periods: Uint32Array;
  /**
   * The coefficient of variation of their sums: the population's standard deviation in
   * percent of the mean (Pearson, 1896). None where the mean is not positive.
   */
  variation_percent: (number | null)[];
  /** `A`, `B` or `C`, by revenue of the periods, as `abc` has it. */
  abc: string[];
  /** `X`, `Y` or `Z`. */
  xyz: string[];
  /** Where both together stand in the Boston matrix: `star`, `cow`, `question`, `dog`. */
  quadrant: string[];
  /** What someone should look at: `no_revenue`, `few_periods`. */
  notices: Reason[];
  /** What is legal and probably not meant. */
  warnings: Warning[];
}

/**
 * A zone's offsets from UTC, each from an instant on.
 *
 * Before the first row the first row's offset holds. In a browser the table is made from
 * `Intl`; with feature `tzdb` (on in Python and Node) a name is enough.
 */
export interface ZoneTableInput {
  /** Name, such as `Europe/Moscow`; it only names the table. */
  readonly name: string;
  /** Rows `[utc_ms, offset_s]`, `utc_ms` increasing: seconds east of UTC from that instant. */
  readonly offsets: readonly (readonly number[])[];
}

/**
 * A zone's offsets from UTC, each from an instant on.
 *
 * Before the first row the first row's offset holds. In a browser the table is made from
 * `Intl`; with feature `tzdb` (on in Python and Node) a name is enough.
 */
export interface ZoneTable {
  /** Name, such as `Europe/Moscow`; it only names the table. */
  name: string;
  /** Rows `[utc_ms, offset_s]`, `utc_ms` increasing: seconds east of UTC from that instant. */
  offsets: number[][];
}
