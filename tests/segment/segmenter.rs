//! The sentences of the specification of core accounts.

use fieldbeat::budget::Budget;
use fieldbeat::column::{Cells, Column};
use fieldbeat::segment::{
    Assignment, ClientScope, MoveCause, SegmentMove, SegmentMoves, SegmentPin, SegmentPolicy,
    Segmenter,
};
use fieldbeat::shape::Value;
use fieldbeat::{ErrorKind, Instant};

fn day(text: &str) -> Instant {
    format!("{text}T00:00:00Z").parse().unwrap()
}

fn with(policy: &str) -> Segmenter {
    Segmenter::new(&SegmentPolicy::from_json(policy).unwrap()).unwrap()
}

/// Takes in rows of client, date and amount.
fn buy(segmenter: &mut Segmenter, bought: &[(&str, &str, &str)]) {
    let row = |(client, date, amount): &(&str, &str, &str)| {
        format!(r#"{{"client": "{client}", "t": "{date}T12:00:00Z", "amount": "{amount}"}}"#)
    };
    let rows: Vec<String> = bought.iter().map(row).collect();
    let rows = Value::from_json(&format!("[{}]", rows.join(","))).unwrap();
    segmenter.ingest(&rows, &[], &[]).unwrap();
}

fn to(segmenter: &mut Segmenter, date: &str) -> SegmentMoves {
    segmenter.advance(day(date), &mut Budget::unlimited()).unwrap()
}

fn of(segmenter: &Segmenter, client: &str) -> Assignment {
    segmenter.assignments().into_iter().find(|it| it.client == client).unwrap()
}

fn short(moves: &[SegmentMove]) -> Vec<(String, String, MoveCause)> {
    let date = |t: Instant| t.to_string()[..10].to_owned();
    let told =
        |it: &SegmentMove| (date(it.at), format!("{} {}", it.client, it.to_segment), it.cause);
    moves.iter().map(told).collect()
}

fn told(date: &str, what: &str, cause: MoveCause) -> (String, String, MoveCause) {
    (date.to_owned(), what.to_owned(), cause)
}

fn codes(own: &Assignment) -> Vec<&str> {
    own.reasons.iter().map(|reason| reason.code.as_str()).collect()
}

/// A client that buys `amount` on the tenth of each of these months.
fn monthly(segmenter: &mut Segmenter, client: &str, amount: &str, months: &[&str]) {
    for month in months {
        buy(segmenter, &[(client, &format!("{month}-10"), amount)]);
    }
}

const YEAR: [&str; 12] = [
    "2025-01", "2025-02", "2025-03", "2025-04", "2025-05", "2025-06", "2025-07", "2025-08",
    "2025-09", "2025-10", "2025-11", "2025-12",
];

#[test]
fn position_is_the_revenue_of_those_strictly_above() {
    let mut own = with("{}");
    // 400 + 250 + 150 of 1000 stand above d: 0.8 is not less than 0.8.
    let names = ["a", "b", "c", "d", "e"];
    for (name, amount) in names.iter().zip(["400", "250", "150", "150", "50"]) {
        buy(&mut own, &[(name, "2026-01-01", amount)]);
    }
    to(&mut own, "2026-01-02");
    let shares: Vec<String> =
        names.iter().map(|name| of(&own, name).features.base_share.to_string()).collect();
    assert_eq!(shares, ["0", "0.4", "0.65", "0.8", "0.95"]);
    let segments: Vec<String> = names.iter().map(|name| of(&own, name).segment).collect();
    assert_eq!(segments, ["rising", "rising", "rising", "periphery", "periphery"]);
    assert_eq!(codes(&of(&own, "a")), ["in_dynamic_core", "new_client"]);
}

#[test]
fn who_has_no_revenue_stands_below_all_and_is_not_summed() {
    let mut own = with("{}");
    buy(
        &mut own,
        &[("a", "2026-01-01", "100"), ("b", "2026-01-01", "-300"), ("c", "2026-01-01", "0")],
    );
    to(&mut own, "2026-01-02");
    for (name, share) in [("a", "0"), ("b", "1"), ("c", "1")] {
        let own = of(&own, name).features;
        assert_eq!((own.base_share.to_string(), own.pace), (share.to_owned(), None));
    }
    let moves = own.moves(Instant::MIN, Instant::MAX);
    let causes: Vec<MoveCause> = moves.iter().map(|it| it.cause).collect();
    assert_eq!(causes, [MoveCause::Purchase, MoveCause::Return, MoveCause::Purchase]);
}

#[test]
fn whole_days_before_count_and_the_day_itself_does_not() {
    let mut own = with("{}");
    buy(&mut own, &[("a", "2026-01-01", "100")]);
    assert_eq!(own.next_due(), Some(day("2026-01-02")));
    let t: Instant = "2026-01-01T23:59:59Z".parse().unwrap();
    let none = own.advance(t, &mut Budget::unlimited()).unwrap();
    assert!(none.moves.is_empty() && own.assignments().is_empty());
    assert_eq!(to(&mut own, "2026-01-02").moves.len(), 1);
    let known = of(&own, "a").features;
    assert_eq!((known.known_days, known.quiet_days, known.active_months), (1, 0, 1));
}

#[test]
fn a_client_is_new_for_two_moving_windows() {
    let mut own = with("{}");
    // The first transaction was on the first of January; that day counts.
    buy(&mut own, &[("a", "2025-01-01", "100"), ("a", "2025-06-20", "100")]);
    to(&mut own, "2025-06-29");
    assert!(of(&own, "a").features.is_new);
    to(&mut own, "2025-06-30");
    let known = of(&own, "a").features;
    assert_eq!((known.known_days, known.is_new), (180, false));
    // 100 / 90 over 200 / 180.
    assert_eq!(known.pace.unwrap().to_string(), "1");
}

#[test]
fn the_static_core_takes_six_active_months_and_keeps_those_with_four() {
    let mut own = with("{}");
    monthly(&mut own, "a", "100", &YEAR[..6]);
    to(&mut own, "2025-06-10");
    assert!(!of(&own, "a").features.static_core);
    let moves = to(&mut own, "2025-06-11").moves;
    assert_eq!(short(&moves), [told("2025-06-11", "a core_growing", MoveCause::Purchase)]);
    assert_eq!(moves[0].condition.code, "months_enough");
    assert_eq!(moves[0].condition.path.as_deref(), Some("$.policy.static_core.enter_months"));
    // January falls out on the first of January, and on the first of March three are left.
    to(&mut own, "2026-02-28");
    let known = of(&own, "a");
    assert_eq!((known.features.active_months, known.features.static_core), (4, true));
    let moves = to(&mut own, "2026-03-01").moves;
    assert_eq!(short(&moves), [told("2026-03-01", "a periphery", MoveCause::Expiry)]);
    assert_eq!(moves[0].condition.code, "months_few");
}

/// A client that buys ten every day of a year, and then no more.
fn daily(segmenter: &mut Segmenter) {
    for day_of_year in 0..365 {
        let t = day("2025-01-01").plus(day_of_year * 86_400_000).to_string();
        buy(segmenter, &[("a", &t[..10], "10")]);
    }
}

#[test]
fn the_pace_divides_the_static_core() {
    let mut own = with("{}");
    daily(&mut own);
    to(&mut own, "2026-01-01");
    let known = of(&own, "a");
    assert_eq!(
        (&*known.segment, known.features.pace),
        ("core_growing", Some("1".parse().unwrap()))
    );
    // After k days 90 - k of 90 are left of one window, 365 - k of 365 of the other: the pace falls
    // below 0.9 with k = 12, and below 0.7 with k = 33.
    let moves = to(&mut own, "2026-03-01").moves;
    let expected = [
        told("2026-01-13", "a core_stable", MoveCause::Expiry),
        told("2026-02-03", "a core_at_risk", MoveCause::Expiry),
    ];
    assert_eq!(short(&moves), expected);
    let condition = |at: usize| (&*moves[at].condition.code, moves[at].condition.path.as_deref());
    assert_eq!(condition(0), ("pace_down", Some("$.policy.dynamic_core.leave_pace")));
    assert_eq!(condition(1), ("pace_at_risk", Some("$.policy.at_risk_pace")));
    let paces = [&moves[0].before, &Some(moves[0].after.clone())];
    let paces = paces.map(|known| known.as_ref().unwrap().pace.unwrap().to_string());
    assert_eq!(paces, ["0.905053", "0.896128"]);
}

#[test]
fn a_stable_client_that_buys_less_is_cooling() {
    let mut own = with("{}");
    daily(&mut own);
    to(&mut own, "2026-01-20");
    assert_eq!(codes(&of(&own, "a")), ["in_static_core", "cooling"]);
    to(&mut own, "2026-02-10");
    assert_eq!(codes(&of(&own, "a")), ["in_static_core", "pace_at_risk"]);
}

#[test]
fn leaving_waits_for_the_stay_but_for_one_without_revenue() {
    let mut own = with("{}");
    buy(&mut own, &[("a", "2026-01-01", "100")]);
    to(&mut own, "2026-01-02");
    // Another takes all the revenue: a would leave on the fourth, and stays fourteen days.
    buy(&mut own, &[("b", "2026-01-03", "5000")]);
    to(&mut own, "2026-01-15");
    let known = of(&own, "a");
    assert_eq!(known.segment, "rising");
    assert_eq!(codes(&known), ["in_dynamic_core", "stay_not_over", "new_client"]);
    let moves = to(&mut own, "2026-01-16").moves;
    assert_eq!(short(&moves), [told("2026-01-16", "a periphery", MoveCause::DwellEnd)]);
    assert_eq!(moves[0].condition.code, "moving_share_high");

    let mut own = with("{}");
    buy(&mut own, &[("a", "2026-01-01", "100"), ("b", "2026-01-01", "1")]);
    to(&mut own, "2026-01-02");
    buy(&mut own, &[("a", "2026-01-03", "-100")]);
    let moves = to(&mut own, "2026-01-04").moves;
    let expected = [
        told("2026-01-04", "a periphery", MoveCause::Return),
        told("2026-01-04", "b rising", MoveCause::ThresholdShift),
    ];
    assert_eq!(short(&moves), expected);
}

#[test]
fn what_is_late_or_corrected_withdraws_what_was_told() {
    let mut own = with("{}");
    let bill = |amount: &str| {
        let json = format!(
            r#"[{{"client": "a", "t": "2026-01-01T12:00:00Z", "amount": {amount}, "id": "bill-1"}}]"#
        );
        Value::from_json(&json).unwrap()
    };
    own.ingest(&bill("100"), &[], &[]).unwrap();
    buy(&mut own, &[("b", "2026-01-01", "50")]);
    let first = to(&mut own, "2026-01-10");
    assert_eq!(short(&first.moves).len(), 2);
    let taken = own.ingest(&bill("10"), &[], &[]).unwrap();
    assert_eq!((taken.transactions, taken.corrected, taken.late), (1, 1, 1));
    // Before the next advance nothing has changed.
    assert_eq!(of(&own, "a").segment, "rising");
    let again = to(&mut own, "2026-01-10");
    assert_eq!(again.withdrawn.len(), 2);
    let expected = [
        told("2026-01-02", "a periphery", MoveCause::Purchase),
        told("2026-01-02", "b rising", MoveCause::Purchase),
    ];
    assert_eq!(short(&again.moves), expected);
    assert_eq!(own.moves(Instant::MIN, Instant::MAX), again.moves);
}

#[test]
fn a_change_of_scope_takes_the_history_along_and_starts_the_stay_anew() {
    let mut own = with("{}");
    monthly(&mut own, "a", "100", &YEAR[..7]);
    to(&mut own, "2025-07-15");
    let at = Some("2025-07-20T15:00:00Z".parse().unwrap());
    let scope = |name: &str| ClientScope { client: "a".to_owned(), scope: name.to_owned(), at };
    own.ingest(&Value::List(Vec::new()), &[scope("anna")], &[]).unwrap();
    assert_eq!(own.next_due(), Some(day("2025-07-21")));
    // It is no longer new: its pace would have to be 1.1 for the dynamic core to take it again.
    let moves = to(&mut own, "2025-07-31").moves;
    assert_eq!(short(&moves), [told("2025-07-21", "a core_stable", MoveCause::ScopeChange)]);
    assert_eq!((&*moves[0].scope, moves[0].before.is_none()), ("anna", true));
    let known = of(&own, "a");
    assert_eq!((known.since, known.features.active_months), (day("2025-07-21"), 7));
    let counts = own.migration(day("2025-07-01"), day("2025-08-01"), Some("anna")).unwrap();
    assert_eq!((counts.arrived.iter().sum::<i64>(), counts.after[2]), (1, 1));
    let counts = own.migration(day("2025-07-01"), day("2025-08-01"), Some("")).unwrap();
    assert_eq!(counts.left.iter().sum::<i64>(), 1);
}

#[test]
fn managers_have_each_their_own_core() {
    let mut own = with("{}");
    let rows = r#"{"client": ["a", "b", "c"], "scope": ["anna", "boris", "anna"],
                   "t": ["2026-01-01T12:00:00Z", "2026-01-01T12:00:00Z", "2026-01-01T12:00:00Z"],
                   "amount": [1000, 10, 900]}"#;
    own.ingest(&Value::from_json(rows).unwrap(), &[], &[]).unwrap();
    to(&mut own, "2026-01-02");
    // Ten is all that boris has, and c stands behind a.
    let known = ["a", "b", "c"].map(|name| of(&own, name));
    let shares = known.each_ref().map(|it| it.features.base_share.to_string());
    assert_eq!(shares, ["0", "0", "0.526315"]);
    assert_eq!(known.each_ref().map(|it| it.scope.as_str()), ["anna", "boris", "anna"]);
}

#[test]
fn a_pin_overrides_until_it_ends() {
    let mut own = with("{}");
    buy(&mut own, &[("a", "2026-01-01", "100")]);
    to(&mut own, "2026-01-05");
    let pin = SegmentPin {
        client: "a".to_owned(),
        segment: Some("core_stable".to_owned()),
        until: Some(day("2026-01-20")),
        by: Some("head".to_owned()),
        at: Some(day("2026-01-05")),
    };
    own.ingest(&Value::List(Vec::new()), &[], std::slice::from_ref(&pin)).unwrap();
    let moves = to(&mut own, "2026-01-19").moves;
    // The fifth was evaluated, so that the pin holds from that day on: it is evaluated again.
    assert_eq!(short(&moves), [told("2026-01-05", "a core_stable", MoveCause::Pin)]);
    assert_eq!(moves[0].condition.code, "pinned");
    assert_eq!(codes(&of(&own, "a")), ["pinned", "in_dynamic_core", "new_client"]);
    let moves = to(&mut own, "2026-01-20").moves;
    assert_eq!(short(&moves), [told("2026-01-20", "a rising", MoveCause::Pin)]);
    let odd = SegmentPin { segment: Some("core_stabel".to_owned()), ..pin };
    let error = own.ingest(&Value::List(Vec::new()), &[], &[odd]).unwrap_err();
    assert_eq!(error.problems()[0].path, "$.pins[0].segment");
    assert!(error.problems()[0].message.contains("did you mean \"core_stable\"?"));
}

#[test]
fn a_table_of_ones_own_comes_before_the_cores() {
    let mut own = with(
        r#"{"segments": [
            {"name": "asleep", "when": {"field": "quiet_days", "ge": 60}},
            {"name": "one_off", "when": {"field": "pace", "lt": 0.1}}]}"#,
    );
    buy(&mut own, &[("a", "2026-01-01", "100")]);
    let moves = to(&mut own, "2026-03-15").moves;
    let expected = [
        told("2026-01-02", "a rising", MoveCause::Purchase),
        told("2026-03-03", "a asleep", MoveCause::Expiry),
    ];
    assert_eq!(short(&moves), expected);
    assert_eq!(moves[1].condition.path.as_deref(), Some("$.policy.segments[0].when"));
}

#[test]
fn days_begin_by_the_clock_of_the_scope() {
    let mut own =
        with(r#"{"zones": [{"scope": "east", "zone": {"name": "x", "offsets": [[0, 36000]]}}]}"#);
    let scope = ClientScope { client: "a".to_owned(), scope: "east".to_owned(), at: None };
    own.ingest(&Value::List(Vec::new()), &[scope], &[]).unwrap();
    // Noon in Greenwich is ten in the evening there, and two hours later the next day begins.
    buy(&mut own, &[("a", "2026-01-01", "100")]);
    assert_eq!(own.next_due(), Some("2026-01-01T14:00:00Z".parse().unwrap()));
}

#[test]
fn a_policy_says_all_that_is_wrong_with_it() {
    let policy = SegmentPolicy::from_json(
        r#"{"moving_days": 200, "static_core": {"leave_share": 0.7, "leave_months": 9},
            "dynamic_core": {"leave_pace": 1.5, "enter_share": 1.2}, "at_risk_pace": 0.95,
            "zones": [{"scope": "a", "zone": "UTC"}, {"scope": "a", "zone": "UTC"}]}"#,
    );
    let error = policy.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Policy);
    let found: Vec<_> = error.problems().iter().map(|it| (&*it.code, &*it.path)).collect();
    let expected = [
        ("hysteresis_reversed", "$.static_core.leave_share"),
        ("hysteresis_reversed", "$.static_core.leave_months"),
        ("out_of_range", "$.dynamic_core.enter_share"),
        ("hysteresis_reversed", "$.dynamic_core.leave_share"),
        ("hysteresis_reversed", "$.dynamic_core.leave_pace"),
        ("window_too_long", "$.moving_days"),
        ("hysteresis_reversed", "$.cooling_pace"),
        ("duplicate_id", "$.zones[1].scope"),
    ];
    assert_eq!(found, expected);
    let odd = r#"{"segments": [{"name": "", "when": {"field": "base_shar", "lt": 0.3}}]}"#;
    let odd = SegmentPolicy::from_json(odd).unwrap_err();
    let found: Vec<_> = odd.problems().iter().map(|it| &*it.path).collect();
    assert_eq!(found, ["$.segments[0].name", "$.segments[0].when.field"]);
    // What was put together in Rust is read as well.
    let mut own = SegmentPolicy::from_json(
        r#"{"segments": [{"name": "x", "when": {"field": "base_share", "lt": 0.3}}]}"#,
    )
    .unwrap();
    (own.base_days, own.segments[0].name) = (100, String::new());
    let error = Segmenter::new(&own).unwrap_err();
    let found: Vec<_> = error.problems().iter().map(|it| &*it.path).collect();
    assert_eq!(found, ["$.policy.moving_days", "$.policy.segments[0].name"]);
    assert_eq!(error.kind(), ErrorKind::Policy);
}

#[test]
fn what_is_wrong_with_a_policy_is_told_once() {
    let call = |policy: &str| {
        let arguments = format!(r#"{{"kind": "segment", "policy": {policy}}}"#);
        let arguments = Value::from_json(&arguments).unwrap();
        fieldbeat::catalog::call("lint", &arguments, &mut Budget::unlimited()).unwrap()
    };
    let codes = |found: &Value| -> Vec<String> {
        let Some(Value::List(found)) = found.get("problems") else { panic!("no problems") };
        let code = |it: &Value| match it.get("code") {
            Some(Value::Text(code)) => code.clone(),
            other => panic!("{other:?}"),
        };
        found.iter().map(code).collect()
    };
    let odd =
        call(r#"{"base_days": 0, "segments": [{"name": "v", "when": {"field": "pac", "ge": 1}}]}"#);
    assert_eq!(codes(&odd), ["out_of_range", "window_too_long", "unknown_field"]);
    let never = call(
        r#"{"segments": [{"name": "v", "when": {"all": [{"field": "pace", "ge": 2},
            {"field": "pace", "lt": 1}]}}]}"#,
    );
    assert_eq!(codes(&never), ["never_true"]);
}

#[test]
fn what_is_refused_changes_nothing() {
    let mut own = with("{}");
    buy(&mut own, &[("a", "2026-01-01", "100")]);
    let bytes = own.snapshot();
    let refused = |own: &mut Segmenter, json: &str| {
        let error = own.ingest(&Value::from_json(json).unwrap(), &[], &[]).unwrap_err();
        let problem = &error.problems()[0];
        (problem.code.to_string(), problem.path.clone())
    };
    let row = |amount: &str| {
        format!(r#"[{{"client": "b", "t": "2026-01-01T12:00:00Z", "amount": {amount}}}]"#)
    };
    let at = |code: &str, path: &str| (code.to_owned(), path.to_owned());
    let amount = "$.transactions[0].amount";
    assert_eq!(refused(&mut own, &row("0.00001")), at("too_precise", amount));
    assert_eq!(refused(&mut own, &row("\"1000000000000000\"")), at("too_large", amount));
    let most = "\"922337203685477\"";
    assert_eq!(refused(&mut own, &row(most)), at("too_large", "$.transactions"));
    let columns = r#"{"client": ["b"], "t": [0], "amount": [1], "id": ["x", "y"]}"#;
    assert_eq!(refused(&mut own, columns), at("length_mismatch", "$.transactions.id"));
    let columns = r#"{"client": ["b"], "t": [0], "amount": [1], "scale": 7}"#;
    assert_eq!(refused(&mut own, columns), at("out_of_range", "$.transactions.scale"));
    let columns = r#"{"client": ["b"], "t": [0], "amount": [15], "scale": 5}"#;
    assert_eq!(refused(&mut own, columns), at("too_precise", "$.transactions.amount[0]"));
    assert!(own.snapshot() == bytes);
}

/// What a page may hold: ten thousand clients, and half a million purchases that may be corrected.
#[test]
fn ten_thousand_clients_and_half_a_million_purchases_fit_into_a_page() {
    const CLIENTS: u32 = 10_000;
    const ROWS: usize = 500_000;
    let column = |cells: Cells| Value::Column(Column::new(cells));
    let mut dice = fieldbeat_tests::simulator::Dice::new(3);
    let code = |client: usize| (client * 7_919 % CLIENTS as usize) as u32;
    let names = (0..CLIENTS).map(|client| format!("client-{client}")).collect();
    let t: Vec<i64> =
        (0..ROWS).map(|_| 1_767_225_600_000 + dice.minutes(0.0, 365.0 * 1440.0)).collect();
    let cents: Vec<i64> = (0..ROWS).map(|_| dice.between(100.0, 90_000.0) as i64).collect();
    let ids = (0..ROWS).map(|row| format!("bill-{row}")).collect();
    let rows = Value::Map(vec![
        ("client".to_owned(), Value::Column(Column::texts((0..ROWS).map(code).collect(), names))),
        ("t".to_owned(), column(Cells::Millis(t.into()))),
        ("amount".to_owned(), column(Cells::I64(cents.into()))),
        ("id".to_owned(), Value::Column(Column::texts((0..ROWS as u32).collect(), ids))),
        ("scale".to_owned(), Value::Int(2)),
    ]);
    let mut own = with("{}");
    own.ingest(&rows, &[], &[]).unwrap();
    to(&mut own, "2026-07-01");
    to(&mut own, "2027-01-01");
    let bytes = own.memory_bytes();
    println!("{bytes} bytes: {} a client, {} a purchase", bytes / 10_000, bytes / ROWS);
    assert!(bytes < 64 << 20, "{bytes}");
}
