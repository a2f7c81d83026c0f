//! What comes late, or twice, or tells of a scope: nothing depends on when it came.

use fieldbeat::Instant;
use fieldbeat::budget::{Budget, Continue};
use fieldbeat::segment::{ClientScope, MoveCause, ScopeZone, SegmentPin, SegmentPolicy, Segmenter};
use fieldbeat::shape::Value;

fn at(text: &str) -> Instant {
    format!("{text}:00Z").parse().unwrap()
}

fn with(policy: &str) -> Segmenter {
    Segmenter::new(&SegmentPolicy::from_json(policy).unwrap()).unwrap()
}

/// Client, time, amount and scope.
type Row<'r> = (&'r str, &'r str, i64, &'r str);

/// Takes in rows; where all scopes are empty, without them.
fn buy(own: &mut Segmenter, rows: &[Row<'_>]) {
    let column = |cell: &dyn Fn(&Row<'_>) -> String| {
        format!("[{}]", rows.iter().map(cell).collect::<Vec<_>>().join(","))
    };
    let scope = if rows.iter().all(|row| row.3.is_empty()) {
        "null".to_owned()
    } else {
        column(&|row| format!("\"{}\"", row.3))
    };
    let columns = format!(
        r#"{{"client": {}, "t": {}, "amount": {}, "scope": {scope}}}"#,
        column(&|row| format!("\"{}\"", row.0)),
        column(&|row| format!("\"{}:00Z\"", row.1)),
        column(&|row| row.2.to_string()),
    );
    own.ingest(&Value::from_json(&columns).unwrap(), &[], &[]).unwrap();
}

fn nothing() -> Value {
    Value::List(Vec::new())
}

fn pin(own: &mut Segmenter, client: &str, segment: &str, by: &str, from: &str) {
    let pin = SegmentPin {
        client: client.to_owned(),
        segment: Some(segment.to_owned()),
        until: None,
        by: Some(by.to_owned()),
        at: Some(at(from)),
    };
    own.ingest(&nothing(), &[], &[pin]).unwrap();
}

fn belongs(own: &mut Segmenter, client: &str, scope: &str, from: Option<&str>) {
    let scope =
        ClientScope { client: client.to_owned(), scope: scope.to_owned(), at: from.map(at) };
    own.ingest(&nothing(), &[scope], &[]).unwrap();
}

fn to(own: &mut Segmenter, now: &str) -> fieldbeat::segment::SegmentMoves {
    own.advance(at(now), &mut Budget::unlimited()).unwrap()
}

fn scope_of(own: &Segmenter, client: &str) -> String {
    let mut all = own.assignments().into_iter();
    all.find(|it| it.client == client).unwrap().scope
}

#[test]
fn a_late_old_bill_does_not_send_a_client_back_to_its_old_manager() {
    let mut own = with("{}");
    buy(&mut own, &[("a", "2026-11-10T10:00", 100, "new")]);
    to(&mut own, "2026-11-15T09:00");
    buy(&mut own, &[("a", "2026-10-01T10:00", 10, "old")]);
    to(&mut own, "2026-11-20T09:00");
    assert_eq!(scope_of(&own, "a"), "new");
}

#[test]
fn a_row_tells_the_scope_from_its_own_time_on_whenever_it_was_advanced() {
    let moved = |between: Option<&str>| {
        let mut own = with("{}");
        buy(&mut own, &[("a", "2026-01-01T10:00", 5, "A")]);
        to(&mut own, "2026-01-15T00:00");
        between.map(|between| to(&mut own, between));
        buy(&mut own, &[("a", "2026-02-01T10:00", 5, "B")]);
        to(&mut own, "2026-03-01T00:00");
        let moves = own.moves(Instant::MIN, Instant::MAX);
        moves.into_iter().map(|it| (it.scope, it.at)).collect::<Vec<_>>()
    };
    let expected =
        [("A".to_owned(), at("2026-01-02T00:00")), ("B".to_owned(), at("2026-02-02T00:00"))];
    assert_eq!(moved(None), expected);
    assert_eq!(moved(Some("2026-01-31T00:00")), expected);
}

#[test]
fn what_is_said_outright_holds_over_a_row_of_the_same_instant_and_rows_by_name() {
    let mut own = with("{}");
    let (a, b) = ("2026-01-01T10:00", "2026-01-05T10:00");
    buy(&mut own, &[("x", a, 5, "B"), ("x", a, 5, "A"), ("y", a, 5, "B")]);
    belongs(&mut own, "y", "A", Some(a));
    to(&mut own, "2026-01-04T00:00");
    assert_eq!((scope_of(&own, "x"), scope_of(&own, "y")), ("B".to_owned(), "A".to_owned()));
    // A correction takes back the scope too.
    let row = |scope: &str| {
        let columns = format!(
            r#"{{"client": ["x"], "t": ["{b}:00Z"], "amount": [1], "id": ["7"], "scope": ["{scope}"]}}"#
        );
        Value::from_json(&columns).unwrap()
    };
    own.ingest(&row("C"), &[], &[]).unwrap();
    to(&mut own, "2026-01-06T00:00");
    assert_eq!(scope_of(&own, "x"), "C");
    own.ingest(&row("D"), &[], &[]).unwrap();
    assert_eq!(scope_of(&own, "x"), "C");
    to(&mut own, "2026-01-06T00:00");
    assert_eq!(scope_of(&own, "x"), "D");
}

#[test]
fn the_same_planned_handover_every_night_adds_nothing() {
    let mut own = with("{}");
    belongs(&mut own, "a", "B", Some("2027-01-01T00:00"));
    let mut sizes = Vec::new();
    for day in 1..9 {
        buy(&mut own, &[("a", &format!("2026-11-0{day}T00:00"), 5, "A")]);
        assert!(to(&mut own, &format!("2026-11-0{day}T00:00")).withdrawn.is_empty());
        assert_eq!(own.moves(Instant::MIN, Instant::MAX).len(), usize::from(day > 1));
        sizes.push(own.snapshot().len());
    }
    // A day, a row and its scope a night, and no more.
    assert_eq!(sizes[7] - sizes[6], sizes[6] - sizes[5]);
}

#[test]
fn the_day_of_a_transaction_follows_the_scope_that_its_client_has_then() {
    let zones = r#"{"zones": [{"scope": "east", "zone": {"name": "x", "offsets": [[0, 10800]]}}]}"#;
    let told = |scope_first: bool| {
        let mut own = with(zones);
        if scope_first {
            belongs(&mut own, "a", "east", None);
        }
        buy(&mut own, &[("a", "2026-11-10T22:00", 100, "")]);
        if !scope_first {
            belongs(&mut own, "a", "east", None);
        }
        let told = to(&mut own, "2026-11-20T09:00");
        (told.moves[0].at, own.snapshot())
    };
    assert!(told(true) == told(false));
    assert_eq!(told(true).0, at("2026-11-11T21:00"));
}

/// Clients of one scope, advanced, and something late that changes all shares.
fn waiting() -> Segmenter {
    let mut own = with("{}");
    let names: Vec<String> = (0..50).map(|number| format!("c{number}")).collect();
    let rows: Vec<_> = names
        .iter()
        .zip(10..)
        .map(|(name, n)| (name.as_str(), "2026-09-01T10:00", n, ""))
        .collect();
    buy(&mut own, &rows);
    to(&mut own, "2026-11-20T09:00");
    own
}

#[test]
fn assignments_are_those_of_the_last_advance_whatever_came_since() {
    let mut own = waiting();
    let (before, moves) = (own.assignments(), own.moves(Instant::MIN, Instant::MAX));
    buy(&mut own, &[("c1", "2025-11-01T10:00", 900_000, ""), ("z", "2026-01-01T10:00", 1, "")]);
    belongs(&mut own, "c2", "other", Some("2026-10-01T10:00"));
    pin(&mut own, "c3", "periphery", "head", "2026-11-01T00:00");
    assert_eq!(own.assignments(), before);
    let bytes = own.snapshot();
    let mut restored = Segmenter::restore(&bytes, own.policy()).unwrap();
    assert_eq!(restored.assignments(), before);
    assert_eq!(restored.moves(Instant::MIN, Instant::MAX), moves);
    assert!(restored.snapshot() == bytes);
    assert_eq!(restored.next_due(), own.next_due());
    // It is due at once.
    assert!(own.next_due().unwrap() < at("2026-11-20T09:00"));
    // A cancelled advance has done nothing.
    let mut stopped = Budget::on_progress(1, |_| Continue::No);
    assert!(own.advance(at("2026-11-21T09:00"), &mut stopped).is_err());
    drop(stopped);
    assert_eq!(own.assignments(), before);
    assert!(own.snapshot() == bytes);
    let told = to(&mut own, "2026-11-21T09:00");
    assert_eq!(told.moves, to(&mut restored, "2026-11-21T09:00").moves);
    assert_eq!(scope_of(&own, "c2"), "other");
    assert_ne!(own.assignments(), before);
}

#[test]
fn a_pin_that_takes_the_place_of_another_withdraws_what_was_told() {
    let mut own = with("{}");
    buy(&mut own, &[("a", "2026-01-01T10:00", 100, "")]);
    to(&mut own, "2026-01-05T00:00");
    let by = |moves: &[fieldbeat::segment::SegmentMove]| -> Vec<(String, Value)> {
        let by = |it: &fieldbeat::segment::SegmentMove| {
            let facts = &it.condition.facts.0;
            let by = facts.iter().find(|(name, _)| name == "by").unwrap();
            (it.to_segment.clone(), by.1.clone())
        };
        moves.iter().map(by).collect()
    };
    let told = |segment: &str, by: &str| (segment.to_owned(), Value::Text(by.to_owned()));
    let from = "2026-01-06T00:00";
    pin(&mut own, "a", "core_stable", "anna", from);
    to(&mut own, "2026-01-08T00:00");
    pin(&mut own, "a", "core_growing", "boris", from);
    let second = to(&mut own, "2026-01-08T00:00");
    assert_eq!(by(&second.withdrawn), [told("core_stable", "anna")]);
    assert_eq!(by(&second.moves), [told("core_growing", "boris")]);
    // The same segment by another: what was told is no longer true.
    pin(&mut own, "a", "core_growing", "clara", from);
    let third = to(&mut own, "2026-01-08T00:00");
    assert_eq!(by(&third.withdrawn), [told("core_growing", "boris")]);
    assert_eq!(by(&third.moves), [told("core_growing", "clara")]);
}

#[test]
fn who_is_pinned_before_it_buys_is_pinned_from_its_first_move_on() {
    let mut own = with("{}");
    pin(&mut own, "a", "core_stable", "head", "2025-01-01T00:00");
    buy(&mut own, &[("a", "2026-01-01T10:00", 100, "A")]);
    buy(&mut own, &[("a", "2026-01-09T10:00", 100, "B")]);
    let told = to(&mut own, "2026-02-01T00:00").moves;
    let told: Vec<_> = told.iter().map(|it| (&*it.scope, it.cause, &*it.condition.code)).collect();
    let expected = [("A", MoveCause::Purchase, "pinned"), ("B", MoveCause::ScopeChange, "pinned")];
    assert_eq!(told, expected);
}

#[test]
fn nothing_is_due_after_the_last_day_of_time() {
    let mut own = with("{}");
    buy(&mut own, &[("a", "9999-12-30T10:00", 100, "")]);
    assert_eq!(own.next_due(), Some(at("9999-12-31T00:00")));
    to(&mut own, "9999-12-31T12:00");
    buy(&mut own, &[("a", "9999-12-31T13:00", 100, "")]);
    assert_eq!(own.next_due(), None);
}

#[test]
fn who_is_elsewhere_for_a_night_comes_back_and_stays_anew() {
    // Midnights: of the east at 19:00, of the others at 00:00.
    let zones = r#"{"zones": [{"scope": "east", "zone": {"name": "x", "offsets": [[0, 18000]]}}]}"#;
    let mut own = with(zones);
    buy(
        &mut own,
        &[
            ("a", "2026-01-01T10:00", 5, "east"),
            ("a", "2026-01-05T20:00", 5, "west"),
            ("a", "2026-01-06T01:00", 5, "east"),
        ],
    );
    let told = to(&mut own, "2026-01-08T00:00").moves;
    let told: Vec<_> = told.iter().map(|it| (&*it.scope, it.at, it.cause)).collect();
    let expected = [
        ("east", at("2026-01-01T19:00"), MoveCause::Purchase),
        ("west", at("2026-01-06T00:00"), MoveCause::ScopeChange),
        ("east", at("2026-01-06T19:00"), MoveCause::ScopeChange),
    ];
    assert_eq!(told, expected);
    assert_eq!(own.assignments()[0].since, at("2026-01-06T19:00"));
}

#[test]
fn a_scope_that_a_waiting_row_tells_of_is_due() {
    let mut own = with("{}");
    buy(&mut own, &[("a", "2026-11-01T10:00", 100, "A"), ("b", "2026-11-01T10:00", 100, "A")]);
    to(&mut own, "2026-11-19T09:00");
    // Bills that are dated by their day alone are all of midnight.
    buy(&mut own, &[("b", "2026-11-20T00:00", 10, "B")]);
    assert_eq!(own.next_due(), Some(at("2026-11-20T00:00")));
    let told = to(&mut own, "2026-11-20T00:00").moves;
    assert_eq!((&*told[0].client, told[0].cause), ("b", MoveCause::ScopeChange));
}

#[test]
fn what_came_before_zones_is_taken_back_from_the_day_on_which_it_was_counted() {
    let row = |client: &str, amount: i64| {
        let row = format!(
            r#"[{{"client": "{client}", "t": "2026-11-10T20:00:00Z", "amount": {amount},
                 "id": "{client}"}}]"#
        );
        Value::from_json(&row).unwrap()
    };
    let mut own = with("{}");
    own.ingest(&row("a", 100), &[], &[]).unwrap();
    own.ingest(&row("b", 50), &[], &[]).unwrap();
    to(&mut own, "2026-11-15T00:00");
    // It was the next day in Tokyo; clients without a scope keep their clock.
    let zones = r#"{"zone": {"name": "Asia/Tokyo", "offsets": [[0, 32400]]},
                    "zones": [{"scope": "", "zone": {"name": "UTC", "offsets": [[0, 0]]}}]}"#;
    let zones = SegmentPolicy::from_json(zones).unwrap();
    let utc = own.policy().zone.clone();
    let zones =
        SegmentPolicy { zones: vec![ScopeZone { scope: String::new(), zone: utc }], ..zones };
    assert!(own.change_policy(&zones).unwrap());
    own.ingest(&row("a", 0), &[], &[]).unwrap();
    to(&mut own, "2026-11-20T09:00");
    let known = own.assignments();
    let known: Vec<_> =
        known.iter().map(|it| (&*it.client, it.features.base_revenue.to_string())).collect();
    assert_eq!(known, [("a", "0".to_owned()), ("b", "50".to_owned())]);
}

#[test]
fn a_client_between_two_scopes_keeps_its_place_until_the_next_day_there() {
    let mut own = with(
        r#"{"zones": [{"scope": "msk", "zone": {"name": "m", "offsets": [[0, 10800]]}},
                      {"scope": "la", "zone": {"name": "l", "offsets": [[0, -28800]]}}]}"#,
    );
    buy(&mut own, &[("a", "2026-11-01T10:00", 100, "")]);
    belongs(&mut own, "a", "msk", None);
    belongs(&mut own, "a", "la", Some("2026-11-10T12:00"));
    for (now, scope) in [
        ("2026-11-10T15:00", "msk"),
        ("2026-11-11T05:00", "msk"),
        ("2026-11-11T08:00", "la"),
        ("2026-11-11T09:00", "la"),
    ] {
        to(&mut own, now);
        let known = own.assignments();
        let known: Vec<_> =
            known.iter().map(|it| (&*it.client, &*it.scope, &*it.segment)).collect();
        assert_eq!(known, [("a", scope, "rising")], "{now}");
        // As `migration` has it.
        let told = own.migration(at("2026-01-01T00:00"), at("2027-01-01T00:00"), None).unwrap();
        assert_eq!(told.after.iter().sum::<i64>(), 1);
    }
}

/// Midnights: of the west at 08:00, of the others at 00:00.
const WEST: &str =
    r#"{"zones": [{"scope": "west", "zone": {"name": "w", "offsets": [[0, -28800]]}}]}"#;

#[test]
fn nobody_is_looked_at_before_its_first_purchase_by_whatever_clock() {
    let first = [("a", "2026-11-10T05:00", 100, "west")];
    let told = |every_hour: bool| {
        let mut own = with(WEST);
        buy(&mut own, &[("z", "2026-11-01T10:00", 5, "")]);
        // Where purchases come as they are made.
        let (mut moves, mut late) = (Vec::new(), 0);
        if every_hour {
            to(&mut own, "2026-11-10T04:00");
        }
        buy(&mut own, &first);
        if every_hour {
            late += to(&mut own, "2026-11-10T05:00").withdrawn.len();
        }
        let told = to(&mut own, "2026-11-12T00:00");
        late += told.withdrawn.len();
        moves.extend(own.moves(Instant::MIN, Instant::MAX));
        (moves, late, own.snapshot())
    };
    let (moves, withdrawn, bytes) = told(true);
    let of_a: Vec<_> = moves.iter().filter(|it| it.client == "a").collect();
    let told_of_a: Vec<_> = of_a.iter().map(|it| (&*it.scope, it.at, it.cause)).collect();
    assert_eq!(told_of_a, [("west", at("2026-11-10T08:00"), MoveCause::Purchase)]);
    assert_eq!((withdrawn, of_a[0].after.known_days), (0, 1));
    let at_once = told(false);
    assert_eq!(at_once.0, moves);
    assert!(at_once.2 == bytes);
}

#[test]
fn who_is_handed_over_before_it_buys_was_never_of_the_first_scope() {
    // The first purchase is at 21:00 of the day before, in the west.
    let mut own = with(WEST);
    belongs(&mut own, "a", "east", None);
    belongs(&mut own, "a", "west", Some("2026-11-10T04:00"));
    buy(&mut own, &[("a", "2026-11-10T05:00", 100, "")]);
    let told = to(&mut own, "2026-11-12T00:00").moves;
    let told: Vec<_> = told.iter().map(|it| (&*it.scope, it.at)).collect();
    assert_eq!(told, [("west", at("2026-11-10T08:00"))]);
}

#[test]
fn how_late_a_row_is_is_told_by_the_scope_that_its_client_will_have() {
    let ten = |own: &mut Segmenter, scope: &[ClientScope]| {
        let row = r#"[{"client": "a", "t": "2026-11-10T05:00:00Z", "amount": 1}]"#;
        own.ingest(&Value::from_json(row).unwrap(), scope, &[]).unwrap().late
    };
    let west = ClientScope { client: "a".to_owned(), scope: "west".to_owned(), at: None };
    let known = || {
        let mut own = with(WEST);
        buy(&mut own, &[("a", "2026-11-01T10:00", 5, "")]);
        to(&mut own, "2026-11-11T07:00");
        own
    };
    // By the clock of nobody in particular that day is over.
    assert_eq!(ten(&mut known(), &[]), 1);
    // In the west it is the ninth, and that is over too.
    assert_eq!(ten(&mut known(), std::slice::from_ref(&west)), 1);
    let early = || {
        let mut own = with(WEST);
        buy(&mut own, &[("a", "2026-11-01T10:00", 5, "")]);
        to(&mut own, "2026-11-10T07:00");
        own
    };
    // Here the ninth is not.
    assert_eq!(ten(&mut early(), std::slice::from_ref(&west)), 0);
    // Said before, and still waiting.
    let mut own = early();
    own.ingest(&nothing(), &[west], &[]).unwrap();
    assert_eq!(ten(&mut own, &[]), 0);
    let bytes = own.snapshot();
    assert_eq!(ten(&mut Segmenter::restore(&bytes, own.policy()).unwrap(), &[]), 0);
}

#[test]
fn a_cancelled_advance_takes_back_purchases_of_days_to_come() {
    let mut own = with("{}");
    buy(&mut own, &[("a", "2026-01-01T10:00", 100, ""), ("b", "2026-01-02T10:00", 50, "")]);
    to(&mut own, "2026-01-05T00:00");
    let later = [
        ("a", "2026-01-05T10:00", 10, ""),
        ("a", "2026-01-05T11:00", -20, ""),
        ("c", "2026-01-06T10:00", 70, ""),
    ];
    buy(&mut own, &later);
    let (bytes, before) = (own.snapshot(), own.assignments());
    for steps in 1..3 {
        let mut count = 0;
        let mut stopped = Budget::on_progress(1, |_| {
            count += 1;
            if count < steps { Continue::Yes } else { Continue::No }
        });
        assert!(own.advance(at("2026-01-09T00:00"), &mut stopped).is_err());
        drop(stopped);
        assert_eq!(own.assignments(), before);
        assert!(own.snapshot() == bytes);
    }
    let mut restored = Segmenter::restore(&bytes, own.policy()).unwrap();
    let told = to(&mut own, "2026-01-09T00:00");
    assert_eq!(told.moves, to(&mut restored, "2026-01-09T00:00").moves);
    assert!(own.snapshot() == restored.snapshot());
}
