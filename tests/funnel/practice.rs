//! Pipelines of five deployments, as their people tell them.

use fieldbeat::Instant;
use fieldbeat::budget::Budget;
use fieldbeat::funnel::{
    Actor, Applied, Case, ClockStatus, Event, Fields, NewCase, Outcome, Pipeline, PipelinePolicy,
    Possible,
};
use fieldbeat::shape::Shaped;

fn t(text: &str) -> Instant {
    text.parse().unwrap()
}

fn pipeline(text: &str) -> Pipeline {
    Pipeline::new(&PipelinePolicy::from_json(text).unwrap()).unwrap()
}

fn open(pipeline: &Pipeline, record: &str, now: &str) -> Case {
    pipeline.open(&NewCase::from_json(record).unwrap(), t(now)).unwrap().case.unwrap()
}

fn apply(pipeline: &Pipeline, case: &Case, event: &str, now: &str) -> Applied {
    pipeline.apply(case, &Event::from_json(event).unwrap(), t(now)).unwrap()
}

fn update(pipeline: &Pipeline, case: &Case, fields: &str, now: &str) -> Applied {
    let fields: Fields = Shaped::from_json(fields).unwrap();
    pipeline.update(case, &fields, t(now)).unwrap()
}

fn tick(pipeline: &Pipeline, case: &Case, now: &str) -> Case {
    let cases = std::slice::from_ref(case);
    let mut ticked = pipeline.tick(cases, t(now), &mut Budget::unlimited()).unwrap();
    ticked.cases.pop().unwrap_or_else(|| case.clone())
}

fn way(case: &Case) -> Vec<(String, String)> {
    let day = |t: Instant| t.to_string()[..10].to_owned();
    let mut way: Vec<_> =
        case.stays.iter().map(|stay| (stay.stage.clone(), day(stay.entered_at))).collect();
    way.push((case.stage.clone(), day(case.entered_at)));
    way
}

const VISITS: &str = r#"{
    "name": "visits", "version": "1",
    "schema": {"date": "date", "repeat": "bool",
        "visit.verdict": {"type": "enum", "values": ["verified", "not_verified", "uncertain"]}},
    "stages": [
        {"id": "draft", "timers": [{"id": "soon", "anchor": "field:date", "offset": "-7d", "go": "in_work"}]},
        {"id": "repeat", "timers": [{"id": "soon", "anchor": "field:date", "offset": "-3d", "go": "in_work"}]},
        {"id": "in_work", "timers": [{"id": "past", "anchor": "field:date", "offset": "1d", "go": "overdue"}]},
        {"id": "overdue", "timers": [{"id": "failed", "anchor": "entered", "offset": "5d", "go": "failed"}]},
        {"id": "visited", "kind": "won"},
        {"id": "failed", "kind": "lost"}
    ],
    "transitions": [
        {"source": ["draft"], "target": "repeat", "on": "repeat_planned"},
        {"source": ["in_work", "overdue"], "target": "visited",
         "guard": {"field": "visit.verdict", "eq": "verified"}}
    ]
}"#;

#[test]
fn visits_go_their_way_whenever_the_host_ticks() {
    let visits = pipeline(VISITS);
    let record = r#"{"id": "v1", "fields": {"date": "2026-12-15"}}"#;
    let case = open(&visits, record, "2026-11-20T10:00:00Z");
    assert_eq!(visits.next_due(&case).unwrap(), Some(t("2026-12-08T00:00:00Z")));
    let expected = [
        ("draft", "2026-11-20"),
        ("in_work", "2026-12-08"),
        ("overdue", "2026-12-16"),
        ("failed", "2026-12-21"),
    ]
    .map(|(stage, day)| (stage.to_owned(), day.to_owned()));
    let down_until = tick(&visits, &case, "2026-12-25T12:00:00Z");
    assert_eq!(way(&down_until), expected);
    let mut daily = case.clone();
    for day in 1..=25 {
        daily = tick(&visits, &daily, &format!("2026-12-{day:02}T09:30:00Z"));
    }
    assert_eq!(way(&daily), expected);
    assert_eq!(daily.entered_at, down_until.entered_at);
    let repeat =
        apply(&visits, &case, r#"{"id": "r", "on": "repeat_planned"}"#, "2026-11-21T10:00:00Z");
    let repeat = tick(&visits, &repeat.case, "2026-12-13T00:00:00Z");
    assert_eq!(way(&repeat).last().unwrap(), &("in_work".to_owned(), "2026-12-12".to_owned()));
}

#[test]
fn a_visit_counts_only_when_it_is_verified() {
    let visits = pipeline(VISITS);
    let record = r#"{"id": "v1", "fields": {"date": "2026-12-15"}}"#;
    let case = open(&visits, record, "2026-11-20T10:00:00Z");
    let drop = r#"{"id": "e1", "at": "2026-12-15T12:00:00Z", "target": "visited"}"#;
    let now = "2026-12-15T18:00:00Z";
    let unknown = apply(&visits, &case, drop, now);
    assert_eq!(unknown.failed[0].code, "guard_unknown");
    assert_eq!(unknown.case, case);
    let verdict = |verdict: &str| {
        let fields = format!(r#"{{"visit": {{"verdict": "{verdict}"}}}}"#);
        update(&visits, &case, &fields, "2026-12-15T11:00:00Z").case
    };
    let refused = apply(&visits, &verdict("not_verified"), drop, now);
    let failed = &refused.failed[0];
    assert_eq!(refused.outcome, Outcome::Refused);
    assert_eq!((&*failed.code, &*failed.path), ("guard_failed", "$.fields.visit.verdict"));
    let moved = apply(&visits, &verdict("verified"), drop, now);
    assert_eq!((moved.outcome, &*moved.case.stage), (Outcome::Moved, "visited"));
}

#[test]
fn a_visit_that_was_synced_late_is_what_it_would_have_been() {
    let visits = pipeline(VISITS);
    let record =
        r#"{"id": "v1", "fields": {"date": "2026-12-15", "visit": {"verdict": "verified"}}}"#;
    let case = open(&visits, record, "2026-11-20T10:00:00Z");
    let failed = tick(&visits, &case, "2026-12-25T12:00:00Z");
    assert_eq!(failed.stage, "failed");
    let drop = r#"{"id": "e1", "at": "2026-12-15T12:00:00Z", "target": "visited"}"#;
    let synced = apply(&visits, &failed, drop, "2026-12-26T12:00:00Z");
    assert_eq!((synced.outcome, &*synced.case.stage), (Outcome::Moved, "visited"));
    assert_eq!(synced.case.entered_at, t("2026-12-15T12:00:00Z"));
    let again = apply(&visits, &synced.case, drop, "2026-12-26T12:00:00Z");
    assert_eq!((again.outcome, again.case), (Outcome::Repeated, synced.case));
}

const LEADS: &str = r#"{
    "name": "leads", "version": "1",
    "schema": {"company": "string", "answered": "bool"},
    "stages": [
        {"id": "request", "timers": [{"id": "unanswered", "offset": "4h", "go": "overdue"}]},
        {"id": "identified", "timers": [{"id": "chase", "offset": "1d",
            "emit": {"notify": [{"id": "chase", "recipient": "owner"}]}}]},
        {"id": "overdue"},
        {"id": "target", "kind": "won", "require": ["company"]},
        {"id": "rejected", "kind": "lost", "reasons": ["price", "no_need"]}
    ],
    "transitions": [
        {"source": ["request", "overdue"], "target": "identified", "auto": true,
         "guard": {"field": "answered", "eq": true}},
        {"source": ["identified"], "target": "target"}
    ],
    "policies": {"lost_from_any": true}
}"#;

#[test]
fn leads_are_identified_rejected_for_a_reason_and_belong_to_a_company() {
    let leads = pipeline(LEADS);
    let case = open(&leads, r#"{"id": "l1"}"#, "2026-11-20T10:00:00Z");
    let answered = update(&leads, &case, r#"{"answered": true}"#, "2026-11-20T11:00:00Z");
    assert_eq!((answered.outcome, &*answered.case.stage), (Outcome::Moved, "identified"));
    let silent = tick(&leads, &case, "2026-11-21T10:00:00Z");
    assert_eq!((&*silent.stage, silent.entered_at), ("overdue", t("2026-11-20T14:00:00Z")));
    let now = t("2026-11-20T12:00:00Z");
    let board = leads.can(&answered.case, now, None, None).unwrap();
    let of = |stage: &str| board.targets.iter().find(|target| target.stage == stage).unwrap();
    assert_eq!(of("target").answer, Possible::NeedsInput);
    assert_eq!(of("target").fields, ["company"]);
    assert_eq!(
        (of("rejected").answer, &*of("rejected").fields),
        (Possible::NeedsInput, &["reason".to_owned()][..])
    );
    assert_eq!(of("rejected").options.0.len(), 1);
    assert_eq!(of("request").answer, Possible::Denied);
    let wrong = r#"{"id": "e", "target": "rejected", "reason": "mood"}"#;
    let wrong = apply(&leads, &answered.case, wrong, "2026-11-20T12:00:00Z");
    assert_eq!(wrong.failed[0].code, "unknown_reason");
    let bring = r#"{"id": "e", "target": "target", "fields": {"company": "Clinic"}}"#;
    let brought = apply(&leads, &answered.case, bring, "2026-11-20T12:00:00Z");
    assert_eq!((brought.outcome, &*brought.case.stage), (Outcome::Moved, "target"));
}

#[test]
fn commands_that_would_not_have_been_are_withdrawn() {
    let leads = pipeline(LEADS);
    let record = r#"{"id": "l1", "fields": {"answered": true}}"#;
    let case = open(&leads, record, "2026-11-20T10:00:00Z");
    let cases = [case];
    let now = t("2026-11-22T10:00:00Z");
    let ticked = leads.tick(&cases, now, &mut Budget::unlimited()).unwrap();
    assert_eq!(ticked.commands.len(), 1);
    let again = leads.tick(&ticked.cases, now, &mut Budget::unlimited()).unwrap();
    assert!(again.cases.is_empty() && again.commands.is_empty());
    let bring = r#"{"id": "e", "at": "2026-11-20T12:00:00Z", "target": "target", "fields": {"company": "C"}}"#;
    let late = apply(&leads, &ticked.cases[0], bring, "2026-11-22T12:00:00Z");
    assert_eq!(late.withdrawn, ticked.commands);
}

#[test]
fn a_deal_over_its_norm_is_told_with_its_hours() {
    let deals = pipeline(
        r#"{"name": "deals", "version": "1", "schema": {"waiting": "bool"},
            "stages": [{"id": "offer", "norm": "2bd", "pause_when": {"field": "waiting", "eq": true}},
                       {"id": "won", "kind": "won"}],
            "transitions": [{"source": ["offer"], "target": "won"}]}"#,
    );
    // Friday, 16:00.
    let case = open(&deals, r#"{"id": "d1"}"#, "2026-11-20T16:00:00Z");
    let clock = deals.clock(&case, t("2026-11-24T17:00:00Z")).unwrap();
    assert_eq!((clock.working_ms, clock.norm_ms), (19 * 3_600_000, Some(18 * 3_600_000)));
    assert_eq!(clock.status, ClockStatus::Over);
    assert!(clock.stalled);
    // Monday, waiting from 10:00 to 13:00: three working hours more.
    let waits = update(&deals, &case, r#"{"waiting": true}"#, "2026-11-23T10:00:00Z").case;
    let goes_on = update(&deals, &waits, r#"{"waiting": false}"#, "2026-11-23T13:00:00Z").case;
    let clock = deals.clock(&goes_on, t("2026-11-24T17:00:00Z")).unwrap();
    assert_eq!((clock.working_ms, clock.status), (16 * 3_600_000, ClockStatus::Warning));
    assert_eq!(clock.deadline, Some(t("2026-11-25T10:00:00Z")));
}

const DEBT: &str = r#"{
    "name": "debt", "version": "1",
    "schema": {"due": "date", "balance": "decimal"},
    "stages": [
        {"id": "waiting", "timers": [
            {"id": "before", "anchor": "field:due", "offset": "-3d", "when": {"field": "balance", "gt": 0},
             "emit": {"notify": [{"id": "before", "recipient": "client"}]}},
            {"id": "today", "anchor": "field:due", "offset": "0d", "when": {"field": "balance", "gt": 0},
             "emit": {"notify": [{"id": "today", "recipient": "client"}]}},
            {"id": "late", "anchor": "field:due", "offset": "1d", "when": {"field": "balance", "gt": 0}, "go": "overdue"}]},
        {"id": "overdue", "timers": [{"id": "t", "anchor": "field:due", "offset": "10d", "go": "claim"}]},
        {"id": "claim", "timers": [{"id": "t", "anchor": "field:due", "offset": "30d", "go": "pre_court"}]},
        {"id": "pre_court", "timers": [{"id": "t", "anchor": "field:due", "offset": "60d", "go": "court"}]},
        {"id": "court"},
        {"id": "paid", "kind": "won"}
    ],
    "transitions": [{"source": ["waiting", "overdue", "claim", "pre_court", "court"], "target": "paid",
        "auto": true, "guard": {"field": "balance", "le": 0}}]
}"#;

#[test]
fn only_a_balance_of_zero_stops_the_way_of_a_debt() {
    let debt = pipeline(DEBT);
    let record = r#"{"id": "d1", "fields": {"due": "2026-12-01", "balance": 100}}"#;
    let case = open(&debt, record, "2026-11-20T10:00:00Z");
    let court = tick(&debt, &case, "2027-03-01T00:00:00Z");
    let days: Vec<String> = way(&court).into_iter().map(|(_, day)| day).collect();
    assert_eq!(days, ["2026-11-20", "2026-12-02", "2026-12-11", "2026-12-31", "2027-01-30"]);
    let ticked =
        debt.tick(std::slice::from_ref(&case), t("2027-03-01T00:00:00Z"), &mut Budget::unlimited());
    assert_eq!(ticked.unwrap().commands.len(), 2);
    let part = update(&debt, &case, r#"{"balance": 40}"#, "2026-12-05T10:00:00Z").case;
    assert_eq!(part.stage, "overdue");
    let paid = update(&debt, &part, r#"{"balance": 0}"#, "2026-12-06T10:00:00Z").case;
    assert_eq!(paid.stage, "paid");
    assert_eq!(debt.next_due(&paid).unwrap(), None);
}

#[test]
fn a_quote_is_approved_by_a_quorum_of_roles() {
    let quotes = pipeline(
        r#"{"name": "quotes", "version": "1", "schema": {"sum": "decimal"},
            "stages": [{"id": "approval"}, {"id": "approved", "kind": "won"}, {"id": "rework"}],
            "transitions": [
                {"source": ["approval"], "target": "approved", "auto": true, "approvals": {
                    "need": [{"role": "lawyer"}, {"role": "head", "count": 2}],
                    "any_reject": "rework", "not_author": true, "reset_on": ["sum"]}},
                {"source": ["rework"], "target": "approval"}]}"#,
    );
    let record = r#"{"id": "q1", "author": "anna", "fields": {"sum": 10}}"#;
    let case = open(&quotes, record, "2026-11-20T10:00:00Z");
    let vote = |case: &Case, kind: &str, actor: &str, roles: &str, minute: u32| {
        let event = format!(
            r#"{{"id": "e{minute}", "kind": "{kind}", "actor": {{"id": "{actor}", "roles": {roles}}}}}"#
        );
        apply(&quotes, case, &event, &format!("2026-11-20T11:{minute:02}:00Z"))
    };
    assert_eq!(vote(&case, "approve", "anna", r#"["head"]"#, 1).failed[0].code, "author_votes");
    // One of both roles fills the seat that nobody else can.
    let one = vote(&case, "approve", "ben", r#"["head", "lawyer"]"#, 2);
    assert_eq!(one.outcome, Outcome::Recorded);
    let two = vote(&one.case, "approve", "cara", r#"["head"]"#, 3).case;
    assert_eq!(vote(&two, "approve", "cara", r#"["head"]"#, 4).failed[0].code, "voted");
    let done = vote(&two, "approve", "dan", r#"["head"]"#, 5);
    assert_eq!((done.outcome, &*done.case.stage), (Outcome::Moved, "approved"));
    let rejected = vote(&two, "reject", "eve", r#"["lawyer"]"#, 6);
    assert_eq!((rejected.outcome, &*rejected.case.stage), (Outcome::Moved, "rework"));
    let reset = update(&quotes, &two, r#"{"sum": 11}"#, "2026-11-20T11:07:00Z").case;
    assert!(reset.votes.is_empty());
}

#[test]
fn a_sale_makes_tasks_and_waits_for_the_accountant() {
    let sale = pipeline(
        r#"{"name": "sale", "version": "1", "schema": {"company": "string"},
            "stages": [
                {"id": "order", "on_enter": {"tasks": [{"id": "contract", "required": true, "due": "1bd"}]}},
                {"id": "payment"}, {"id": "paid"}, {"id": "won", "kind": "won"}],
            "transitions": [
                {"source": ["order"], "target": "payment", "guard": {"field": "tasks.required_open", "eq": 0}},
                {"source": ["payment"], "target": "paid", "on": "paid", "roles": ["accountant"]},
                {"source": ["paid"], "target": "won"}],
            "handover": [{"source": "won", "pipeline": "service", "stage": "planned", "carry": ["company"]}]}"#,
    );
    let record = NewCase::from_json(r#"{"id": "s1", "fields": {"company": "Clinic"}}"#).unwrap();
    let opened = sale.open(&record, t("2026-11-20T10:00:00Z")).unwrap();
    assert_eq!(opened.commands.len(), 1);
    let case = opened.case.unwrap();
    let pay = r#"{"id": "e1", "target": "payment"}"#;
    let refused = apply(&sale, &case, pay, "2026-11-20T11:00:00Z");
    assert_eq!(refused.failed[0].path, "$.fields.tasks.required_open");
    let done = update(&sale, &case, r#"{"tasks.done": ["contract"]}"#, "2026-11-20T11:00:00Z").case;
    let waits = apply(&sale, &done, pay, "2026-11-20T12:00:00Z").case;
    let event = Event::from_json(r#"{"id": "e2", "on": "paid"}"#).unwrap();
    let now = t("2026-11-20T13:00:00Z");
    let actor = |role: &str| Actor { id: "x".to_owned(), roles: vec![role.to_owned()] };
    let can = |role: &str| sale.can(&waits, now, Some(&actor(role)), Some(&event)).unwrap();
    assert_eq!(can("rep").targets[0].failed[0].code, "role_required");
    assert_eq!(can("accountant").targets[0].answer, Possible::Allowed);
    let paid = sale.apply(&waits, &Event { actor: Some(actor("accountant")), ..event }, now);
    let won = apply(
        &sale,
        &paid.unwrap().case,
        r#"{"id": "e3", "target": "won"}"#,
        "2026-11-20T14:00:00Z",
    );
    assert_eq!(won.commands[0].kind.as_str(), "open_case");
    let details = won.commands[0].details.to_json().unwrap();
    assert!(details.contains(r#""fields":{"company":"Clinic"}"#), "{details}");
}

#[test]
fn a_new_timer_reaches_cases_that_are_there_already() {
    let old = r#"{"name": "d", "version": "1", "stages": [{"id": "a"}, {"id": "b", "kind": "lost"}],
        "transitions": [{"source": ["a"], "target": "b"}]}"#;
    let new = r#"{"name": "d", "version": "2", "stages": [
        {"id": "first", "timers": [{"id": "t", "offset": "3d", "go": "b"}]}, {"id": "b", "kind": "lost"}]}"#;
    let (old, new) = (pipeline(old), pipeline(new));
    let case = open(&old, r#"{"id": "x"}"#, "2026-11-20T10:00:00Z");
    let map = fieldbeat::Facts::default();
    let lost = new.migrate(&case, &map).unwrap();
    assert!(!lost.is_migrated);
    assert_eq!((lost.failed[0].code.as_str(), lost.case), ("no_place", case.clone()));
    let moved = new.migrate(&case, &map.with("a", "first".to_owned())).unwrap().case;
    let ticked = tick(&new, &moved, "2026-12-20T10:00:00Z");
    assert_eq!((&*ticked.stage, ticked.entered_at), ("b", t("2026-11-23T10:00:00Z")));
    assert!(new.diagram().starts_with("stateDiagram-v2\n"));
}
