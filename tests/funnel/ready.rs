//! The ready pipelines of core/policies, each led through what its people tell.

use std::fs::{read_dir, read_to_string};

use crate::cases::{apply, open, pipeline, t, target, tick, ticked, update, way};
use fieldbeat::catalog::lint;
use fieldbeat::funnel::{Actor, Case, Command, Event, NewCase, Outcome, Pipeline, Possible};
use fieldbeat::shape::Value;
use fieldbeat_tests::project;

const NAMES: [&str; 8] = [
    "contract_approval",
    "debt_collection",
    "development",
    "field_visits",
    "leads",
    "quote_approval",
    "sale",
    "service",
];

fn text(file: &str) -> String {
    read_to_string(project().join("core/policies").join(file)).unwrap()
}

fn ready(name: &str) -> Pipeline {
    pipeline(&text(&format!("{name}.json")))
}

fn days(way: &[(&str, &str)]) -> Vec<(String, String)> {
    way.iter().map(|(stage, day)| ((*stage).to_owned(), (*day).to_owned())).collect()
}

fn owned(way: Vec<(&str, String)>) -> Vec<(String, String)> {
    way.into_iter().map(|(stage, day)| (stage.to_owned(), day)).collect()
}

/// What commands are about: tasks, messages, fields, cases.
fn told(commands: &[Command]) -> Vec<String> {
    let one = |command: &Command| {
        let Some((_, Value::Text(about))) = command.details.0.first() else {
            panic!("{command:?}")
        };
        format!("{} {about}", command.kind.as_str())
    };
    commands.iter().map(one).collect()
}

#[test]
fn every_file_is_documented_named_as_it_is_and_nothing_is_odd_about_it() {
    let files = read_dir(project().join("core/policies")).unwrap();
    let files = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut found: Vec<String> =
        files.filter_map(|file| file.strip_suffix(".json").map(str::to_owned)).collect();
    found.sort();
    assert_eq!(found, NAMES);
    let page = text("README.md");
    for name in NAMES {
        let policy = Value::from_json(&text(&format!("{name}.json"))).unwrap();
        assert_eq!(lint("pipeline", &policy).unwrap().problems, [], "{name}");
        assert_eq!(ready(name).policy().name, name);
        assert!(page.contains(&format!("## {name}\n")), "{name} is not documented");
    }
}

#[test]
fn what_one_hands_over_the_other_can_take() {
    let mut handed = Vec::new();
    for name in NAMES {
        let from = ready(name);
        for handover in &from.policy().handover {
            let to = ready(&handover.pipeline);
            let stage = handover.stage.as_ref().unwrap();
            assert!(to.policy().stages.iter().any(|known| known.id == *stage), "{name}");
            for field in &handover.carry {
                assert!(to.policy().schema.0.iter().any(|(known, _)| known == field), "{field}");
            }
            handed.push((name, handover.pipeline.clone()));
        }
        for select in &from.policy().select {
            assert!(NAMES.contains(&select.pipeline.as_str()));
        }
    }
    assert_eq!(
        handed,
        [("development", "service".to_owned()), ("leads", "development".to_owned())]
    );
}

const VISIT: &str = r#"{"id": "v1", "fields": {"date": "2026-12-15"}}"#;

#[test]
fn visits_go_their_way_whenever_the_host_ticks() {
    let visits = ready("field_visits");
    let case = open(&visits, VISIT, "2026-11-20T10:00:00Z");
    assert_eq!(visits.next_due(&case).unwrap(), Some(t("2026-12-08T00:00:00Z")));
    let expected = days(&[
        ("draft", "2026-11-20"),
        ("in_work", "2026-12-08"),
        ("overdue", "2026-12-16"),
        ("failed", "2026-12-21"),
    ]);
    let down_until = ticked(&visits, &case, "2026-12-25T12:00:00Z");
    assert_eq!(told(&down_until.commands), ["notify overdue", "notify failed"]);
    let down_until = &down_until.cases[0];
    assert_eq!(owned(way(down_until)), expected);
    let mut daily = case.clone();
    for day in 1..=25 {
        daily = tick(&visits, &daily, &format!("2026-12-{day:02}T09:30:00Z"));
    }
    assert_eq!(owned(way(&daily)), expected);
    assert_eq!((daily.entered_at, daily.stays), (down_until.entered_at, down_until.stays.clone()));
}

#[test]
fn a_repeat_visit_is_back_in_work_three_days_before() {
    let visits = ready("field_visits");
    let case = open(&visits, VISIT, "2026-11-20T10:00:00Z");
    let repeat = r#"{"id": "r", "target": "repeat"}"#;
    let repeat = apply(&visits, &case, repeat, "2026-11-21T10:00:00Z").case_after;
    let repeat = tick(&visits, &repeat, "2026-12-13T00:00:00Z");
    assert_eq!(
        owned(way(&repeat)),
        days(&[("draft", "2026-11-20"), ("repeat", "2026-11-21"), ("in_work", "2026-12-12")])
    );
    // One that was overdue comes back with another date.
    let overdue = tick(&visits, &case, "2026-12-17T00:00:00Z");
    let again = r#"{"id": "r", "target": "repeat", "fields": {"date": "2027-01-15"}}"#;
    let again = apply(&visits, &overdue, again, "2026-12-17T10:00:00Z").case_after;
    assert_eq!((again.stage.as_str(), again.next_due), ("repeat", Some(t("2027-01-12T00:00:00Z"))));
}

#[test]
fn the_days_of_a_visit_are_those_of_its_zone() {
    let zoned = text("field_visits.json").replacen(
        r#""version": "1","#,
        r#""version": "1", "calendar": {"zone": "Asia/Vladivostok"},"#,
        1,
    );
    let visits = pipeline(&zoned);
    let case = open(&visits, VISIT, "2026-11-20T10:00:00Z");
    assert_eq!(visits.next_due(&case).unwrap(), Some(t("2026-12-07T14:00:00Z")));
}

#[test]
fn a_visit_counts_only_when_it_is_verified() {
    let visits = ready("field_visits");
    let case = open(&visits, VISIT, "2026-11-20T10:00:00Z");
    let drop = r#"{"id": "e1", "at": "2026-12-15T12:00:00Z", "target": "visited"}"#;
    let now = "2026-12-15T18:00:00Z";
    let unknown = apply(&visits, &case, drop, now);
    assert_eq!(unknown.failed[0].code, "guard_unknown");
    assert_eq!(unknown.case_after, case);
    // Nobody brings the verdict along.
    let brought =
        drop.replace(r#""target""#, r#""fields": {"visit.verdict": "verified"}, "target""#);
    assert_eq!(apply(&visits, &case, &brought, now).failed[0].code, "field_not_accepted");
    let verdict = |verdict: &str| {
        let fields = format!(r#"{{"visit": {{"verdict": "{verdict}"}}}}"#);
        update(&visits, &case, &fields, "2026-12-15T11:00:00Z").case_after
    };
    for other in ["partial", "unproven", "suspect", "rejected"] {
        let refused = apply(&visits, &verdict(other), drop, now);
        let failed = &refused.failed[0];
        assert_eq!((refused.outcome, refused.failed.len()), (Outcome::Refused, 1));
        assert_eq!((&*failed.code, &*failed.path), ("guard_failed", "$.fields.visit.verdict"));
        assert_eq!(failed.message, "the visit is not verified");
        assert_eq!(target(&visits, &verdict(other), "visited", now).answer, Possible::Denied);
    }
    let moved = apply(&visits, &verdict("verified"), drop, now);
    assert_eq!((moved.outcome, &*moved.case_after.stage), (Outcome::Moved, "visited"));
    assert_eq!(target(&visits, &verdict("verified"), "visited", now).answer, Possible::Allowed);
}

#[test]
fn a_visit_that_was_synced_late_is_what_it_would_have_been() {
    let visits = ready("field_visits");
    let record =
        r#"{"id": "v1", "fields": {"date": "2026-12-15", "visit": {"verdict": "verified"}}}"#;
    let case = open(&visits, record, "2026-11-20T10:00:00Z");
    let failed = tick(&visits, &case, "2026-12-25T12:00:00Z");
    assert_eq!(failed.stage, "failed");
    let drop = r#"{"id": "e1", "at": "2026-12-15T12:00:00Z", "target": "visited"}"#;
    let synced = apply(&visits, &failed, drop, "2026-12-26T12:00:00Z");
    assert_eq!((synced.outcome, &*synced.case_after.stage), (Outcome::Moved, "visited"));
    assert_eq!(synced.case_after.entered_at, t("2026-12-15T12:00:00Z"));
    assert_eq!(told(&synced.withdrawn), ["notify overdue", "notify failed"]);
    let again = apply(&visits, &synced.case_after, drop, "2026-12-26T12:00:00Z");
    assert_eq!((again.outcome, again.case_after), (Outcome::Repeated, synced.case_after));
}

#[test]
fn leads_are_identified_rejected_for_a_reason_and_belong_to_a_company() {
    let leads = ready("leads");
    let case = open(&leads, r#"{"id": "l1"}"#, "2026-11-20T10:00:00Z");
    let call = r#"{"call": {"answered": true}}"#;
    let answered = update(&leads, &case, call, "2026-11-20T11:00:00Z");
    assert_eq!((answered.outcome, &*answered.case_after.stage), (Outcome::Moved, "identified"));
    let silent = tick(&leads, &case, "2026-11-21T10:00:00Z");
    assert_eq!(
        (&*silent.stage, silent.entered_at),
        ("identification_overdue", t("2026-11-20T14:00:00Z"))
    );
    // Friday at 17:00: three of the four hours are on Monday.
    let late = open(&leads, r#"{"id": "l2"}"#, "2026-11-20T17:00:00Z");
    assert_eq!(late.next_due, Some(t("2026-11-23T12:00:00Z")));
    let called = update(&leads, &silent, call, "2026-11-21T11:00:00Z").case_after;
    assert_eq!(called.stage, "identified");
    let now = "2026-11-20T12:00:00Z";
    let of = |stage: &str| target(&leads, &answered.case_after, stage, now);
    assert_eq!(of("target").answer, Possible::NeedsInput);
    assert_eq!(of("target").fields, ["company"]);
    let rejected = of("rejected");
    assert_eq!((rejected.answer, &*rejected.fields[0]), (Possible::NeedsInput, "reason"));
    assert_eq!(rejected.options.0.len(), 1);
    assert_eq!(of("request").answer, Possible::Denied);
    let wrong = r#"{"id": "e", "target": "rejected", "reason": "mood"}"#;
    assert_eq!(apply(&leads, &answered.case_after, wrong, now).failed[0].code, "unknown_reason");
    let bring = r#"{"id": "e", "target": "target", "fields": {"company": "Clinic"}}"#;
    let brought = apply(&leads, &answered.case_after, bring, now);
    assert_eq!((brought.outcome, &*brought.case_after.stage), (Outcome::Moved, "target"));
    assert_eq!(told(&brought.commands), ["open_case development"]);
}

#[test]
fn commands_that_would_not_have_been_are_withdrawn() {
    let leads = ready("leads");
    let record = r#"{"id": "l1", "fields": {"call": {"answered": true}}}"#;
    let case = open(&leads, record, "2026-11-20T10:00:00Z");
    let chased = ticked(&leads, &case, "2026-11-24T10:00:00Z");
    assert_eq!(told(&chased.commands), ["notify chase"]);
    let again = ticked(&leads, &chased.cases[0], "2026-11-24T10:00:00Z");
    assert!(again.cases.is_empty() && again.commands.is_empty());
    let bring = r#"{"id": "e", "at": "2026-11-20T12:00:00Z", "target": "target", "fields": {"company": "C"}}"#;
    let late = apply(&leads, &chased.cases[0], bring, "2026-11-24T12:00:00Z");
    assert_eq!(late.withdrawn, chased.commands);
}

#[test]
fn development_hands_a_company_over_to_service_whose_rest_is_planned_anew() {
    let development = ready("development");
    let record = r#"{"id": "d1", "fields": {"company": "Clinic"}}"#;
    let mut case = open(&development, record, "2026-11-20T10:00:00Z");
    for (id, stage) in [("e1", "needs"), ("e2", "offer")] {
        let event = format!(r#"{{"id": "{id}", "target": "{stage}"}}"#);
        case = apply(&development, &case, &event, "2026-11-23T10:00:00Z").case_after;
    }
    let client = target(&development, &case, "client", "2026-11-23T10:00:00Z");
    assert_eq!(
        (client.answer, client.fields),
        (Possible::NeedsInput, vec!["service_date".to_owned()])
    );
    let won = r#"{"id": "e3", "target": "client", "fields": {"service_date": "2026-12-01"}}"#;
    let won = apply(&development, &case, won, "2026-11-23T10:00:00Z");
    assert_eq!(told(&won.commands), ["open_case service"]);
    let fields = serde_json::to_string(&won.commands[0].details.0.last().unwrap().1).unwrap();

    let service = ready("service");
    let record = format!(r#"{{"id": "s1", "stage": "planned", "fields": {fields}}}"#);
    let planned = open(&service, &record, "2026-11-23T10:00:00Z");
    let part = r#"{"id": "e1", "target": "partly_completed", "fields": {"remaining": "ward 2"}}"#;
    let part = apply(&service, &planned, part, "2026-12-01T12:00:00Z");
    assert_eq!(told(&part.commands), ["create_task plan_rest", "set_field service_date"]);
    // The date is over: the rest needs one of its own.
    let back = target(&service, &part.case_after, "planned", "2026-12-02T10:00:00Z");
    assert_eq!((back.answer, back.fields), (Possible::NeedsInput, vec!["service_date".to_owned()]));
    assert!(service.clock(&part.case_after, t("2026-12-02T10:00:00Z")).unwrap().stalled);
    let back = r#"{"id": "e2", "target": "planned", "fields": {"service_date": "2026-12-08"}}"#;
    let back = apply(&service, &part.case_after, back, "2026-12-02T10:00:00Z").case_after;
    assert!(!service.clock(&back, t("2026-12-02T10:00:00Z")).unwrap().stalled);
    let done =
        apply(&service, &back, r#"{"id": "e3", "target": "completed"}"#, "2026-12-08T12:00:00Z");
    let stages: Vec<&str> = way(&done.case_after).into_iter().map(|(stage, _)| stage).collect();
    assert_eq!(stages, ["planned", "partly_completed", "planned", "completed"]);
}

#[test]
fn an_existing_client_belongs_to_service() {
    let development = ready("development");
    let opened = |fields: &str| {
        let record = NewCase::from_json(&format!(r#"{{"id": "d", "fields": {fields}}}"#)).unwrap();
        let opened = development.open(&record, t("2026-11-20T10:00:00Z")).unwrap();
        (opened.pipeline.unwrap(), opened.case_after.is_some())
    };
    assert_eq!(opened(r#"{"is_existing": true}"#), ("service".to_owned(), false));
    assert_eq!(opened(r#"{"is_existing": false}"#), ("development".to_owned(), true));
    assert_eq!(opened("{}"), ("development".to_owned(), true));
}

#[test]
fn a_sale_makes_tasks_and_waits_for_the_accountant() {
    let sale = ready("sale");
    let record = NewCase::from_json(r#"{"id": "s1", "fields": {"company": "Clinic"}}"#).unwrap();
    let opened = sale.open(&record, t("2026-11-20T10:00:00Z")).unwrap();
    assert_eq!(told(&opened.commands), ["create_task needs"]);
    let mut case = opened.case_after.unwrap();
    let now = "2026-11-20T11:00:00Z";
    let order = r#"{"id": "e1", "target": "order", "fields": {"sum": 5000}}"#;
    let refused = apply(&sale, &case, order, now);
    assert_eq!(refused.failed[0].path, "$.fields.tasks.required_open");
    assert_eq!(refused.failed[0].message, "there are unfinished tasks");
    let steps = [
        (r#"["needs"]"#, order, vec!["create_task contract", "create_task invoice"]),
        (
            r#"["contract", "invoice"]"#,
            r#"{"id": "e2", "target": "production"}"#,
            vec!["create_task make"],
        ),
        (
            r#"["make"]"#,
            r#"{"id": "e3", "target": "payment"}"#,
            vec!["create_task closing", "notify awaited"],
        ),
    ];
    for (done, event, commands) in steps {
        let stage = case.stage.clone();
        assert_eq!(apply(&sale, &case, event, now).outcome, Outcome::Refused, "{stage}");
        case = update(&sale, &case, &format!(r#"{{"tasks.done": {done}}}"#), now).case_after;
        let moved = apply(&sale, &case, event, now);
        assert_eq!(told(&moved.commands), commands, "{stage}");
        case = moved.case_after;
    }
    assert_eq!(case.stage, "payment");
    let drop = r#"{"id": "e4", "target": "paid"}"#;
    assert_eq!(apply(&sale, &case, drop, now).outcome, Outcome::Refused);
    let event = Event::from_json(r#"{"id": "e4", "on": "payment_received"}"#).unwrap();
    let now = t("2026-11-20T13:00:00Z");
    let actor = |role: &str| Actor { id: "x".to_owned(), roles: vec![role.to_owned()] };
    let can = |role: &str| sale.can(&case, now, Some(&actor(role)), Some(&event)).unwrap();
    assert_eq!(can("rep").targets[0].failed[0].code, "role_required");
    assert_eq!(can("accountant").targets[0].answer, Possible::Allowed);
    let paid = Event { actor: Some(Box::new(actor("accountant"))), ..event };
    let paid = sale.apply(&case, &paid, now).unwrap().case_after;
    // Money alone wins nothing: a person looks at it.
    assert_eq!(paid.stage, "paid");
    let won = apply(&sale, &paid, r#"{"id": "e5", "target": "won"}"#, "2026-11-20T14:00:00Z");
    assert_eq!((won.outcome, &*won.case_after.stage), (Outcome::Moved, "won"));
}

#[test]
fn only_a_balance_of_zero_stops_the_way_of_a_debt() {
    let debt = ready("debt_collection");
    let record = r#"{"id": "d1", "fields": {"due": "2026-12-01", "balance": 100}}"#;
    let case = open(&debt, record, "2026-11-20T10:00:00Z");
    let court = ticked(&debt, &case, "2027-03-01T00:00:00Z");
    assert_eq!(
        owned(way(&court.cases[0])),
        days(&[
            ("awaited", "2026-11-20"),
            ("overdue", "2026-12-02"),
            ("claim", "2026-12-11"),
            ("pre_court", "2026-12-31"),
            ("court", "2027-01-30"),
        ])
    );
    assert_eq!(
        told(&court.commands),
        [
            "notify before",
            "notify today",
            "create_task call",
            "notify overdue",
            "create_task claim",
            "create_task warning",
            "create_task suit",
        ]
    );
    let sent: Vec<String> =
        court.commands[..2].iter().map(|command| command.at.to_string()[..10].to_owned()).collect();
    assert_eq!(sent, ["2026-11-28", "2026-12-01"]);
    let part = update(&debt, &case, r#"{"balance": 40}"#, "2026-12-05T10:00:00Z").case_after;
    assert_eq!(part.stage, "overdue");
    let paid = update(&debt, &part, r#"{"balance": 0}"#, "2026-12-06T10:00:00Z").case_after;
    assert_eq!(paid.stage, "paid");
    assert_eq!(debt.next_due(&paid).unwrap(), None);
    // Whoever does not say what is owed stops nothing, and no client is written to.
    let unknown =
        open(&debt, r#"{"id": "d2", "fields": {"due": "2026-12-01"}}"#, "2026-11-20T10:00:00Z");
    let unknown = ticked(&debt, &unknown, "2026-12-03T00:00:00Z");
    assert_eq!(unknown.cases[0].stage, "overdue");
    assert_eq!(told(&unknown.commands), ["create_task call", "notify overdue"]);
}

/// A vote at 11:00 and so many minutes.
fn vote(
    of: &Pipeline,
    case: &Case,
    kind: &str,
    actor: &str,
    roles: &str,
    minute: u32,
) -> fieldbeat::funnel::Applied {
    let event = format!(
        r#"{{"id": "e{minute}", "kind": "{kind}", "actor": {{"id": "{actor}", "roles": {roles}}}}}"#
    );
    apply(of, case, &event, &format!("2026-11-20T11:{minute:02}:00Z"))
}

#[test]
fn a_quote_is_approved_by_a_quorum_of_roles() {
    let quotes = ready("quote_approval");
    let record = r#"{"id": "q1", "author": "anna", "fields": {"client": "Clinic"}}"#;
    let draft = open(&quotes, record, "2026-11-20T10:00:00Z");
    let asks = r#"{"id": "a", "target": "approval", "fields": {"sum": 10}}"#;
    assert_eq!(target(&quotes, &draft, "approval", "2026-11-20T10:00:00Z").fields, ["sum"]);
    let case = apply(&quotes, &draft, asks, "2026-11-20T10:30:00Z").case_after;
    let vote = |case: &Case, kind: &str, actor: &str, roles: &str, minute: u32| {
        vote(&quotes, case, kind, actor, roles, minute)
    };
    assert_eq!(vote(&case, "approve", "anna", r#"["head"]"#, 1).failed[0].code, "author_votes");
    // One of both roles fills the seat that nobody else can.
    let one = vote(&case, "approve", "ben", r#"["head", "finance"]"#, 2);
    assert_eq!(one.outcome, Outcome::Recorded);
    let two = vote(&one.case_after, "approve", "cara", r#"["head"]"#, 3).case_after;
    assert_eq!(vote(&two, "approve", "cara", r#"["head"]"#, 4).failed[0].code, "voted");
    let done = vote(&two, "approve", "dan", r#"["head"]"#, 5);
    assert_eq!((done.outcome, &*done.case_after.stage), (Outcome::Moved, "approved"));
    let rejected = vote(&two, "reject", "eve", r#"["finance"]"#, 6);
    assert_eq!((rejected.outcome, &*rejected.case_after.stage), (Outcome::Moved, "rework"));
    let reset = update(&quotes, &two, r#"{"sum": 11}"#, "2026-11-20T11:07:00Z").case_after;
    assert!(reset.votes.is_empty() && !two.votes.is_empty());
}

#[test]
fn a_large_contract_needs_the_director_too() {
    let contracts = ready("contract_approval");
    let approvals = |sum: u32| {
        let record = format!(
            r#"{{"id": "c1", "author": "anna", "stage": "approval",
                "fields": {{"company": "Clinic", "sum": {sum}, "text_version": 1}}}}"#
        );
        let case = open(&contracts, &record, "2026-11-20T10:00:00Z");
        let case = vote(&contracts, &case, "approve", "ben", r#"["lawyer"]"#, 1).case_after;
        vote(&contracts, &case, "approve", "cara", r#"["finance"]"#, 2).case_after
    };
    assert_eq!(approvals(999_999).stage, "signing");
    let large = approvals(1_000_000);
    assert_eq!((&*large.stage, large.votes.len()), ("approval", 2));
    let signing = vote(&contracts, &large, "approve", "dora", r#"["director"]"#, 3).case_after;
    assert_eq!(signing.stage, "signing");
    let again =
        update(&contracts, &large, r#"{"text_version": 2}"#, "2026-11-20T11:04:00Z").case_after;
    assert!(again.votes.is_empty(), "another text is another contract");
    let reject = vote(&contracts, &large, "reject", "dora", r#"["director"]"#, 5).case_after;
    assert_eq!(reject.stage, "rework");
    let signed = target(&contracts, &signing, "signed", "2026-11-23T10:00:00Z");
    assert_eq!(
        (signed.answer, signed.fields),
        (Possible::NeedsInput, vec!["signed_on".to_owned()])
    );
}

#[test]
fn the_empty_values_of_crms_are_no_values() {
    let now = "2026-11-20T10:00:00Z";
    let leads = ready("leads");
    let fields = r#""fields": {"company": "", "call": {"answered": true}}"#;
    let lead = open(&leads, &format!(r#"{{"id": "1", {fields}}}"#), now);
    let refused = apply(&leads, &lead, r#"{"id": "e", "target": "target"}"#, now);
    assert_eq!((refused.outcome, &*lead.stage), (Outcome::Refused, "identified"));
    assert_eq!(refused.failed[0].code, "field_required");
    let debt = r#"{"id": "1", "fields": {"due": "0001-01-01", "balance": 100}}"#;
    let debt = open(&ready("debt_collection"), debt, now);
    assert_eq!((&*debt.stage, debt.next_due), ("awaited", None));
    // Whatever is text, date or instant in them says so.
    for name in NAMES {
        let policy = Value::from_json(&text(&format!("{name}.json"))).unwrap();
        let Some(Value::Map(schema)) = policy.get("schema").cloned() else { panic!("{name}") };
        for (field, policy) in schema {
            let of = policy.get("type").unwrap_or(&policy);
            if ["string", "date", "instant"].iter().any(|kind| *of == Value::Text((*kind).into())) {
                assert_eq!(
                    policy.get("empty_is_missing"),
                    Some(&Value::Bool(true)),
                    "{name} {field}"
                );
            }
        }
    }
}
