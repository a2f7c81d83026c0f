//! What stands at the door: the same facts are the same in whatever form they come, and to whom.

use fieldbeat::budget::Budget;
use fieldbeat::segment::{AbcPolicy, ClientScope, SegmentPin, SegmentPolicy, Segmenter, abc};
use fieldbeat::shape::Value;
use fieldbeat::{Error, Instant, compare};

fn now() -> Instant {
    "2026-11-20T09:00:00Z".parse().unwrap()
}

fn json(text: &str) -> Value {
    Value::from_json(text).unwrap()
}

fn fresh() -> Segmenter {
    Segmenter::new(&SegmentPolicy::default()).unwrap()
}

fn taken(transactions: &str) -> Segmenter {
    let mut own = fresh();
    own.ingest(&json(transactions), &[], &[]).unwrap();
    own
}

/// Client, scope and revenue.
fn stands(own: &mut Segmenter) -> Vec<(String, String, String)> {
    own.advance(now(), &mut Budget::unlimited()).unwrap();
    let told = own.assignments().into_iter();
    told.map(|it| (it.client, it.scope, it.features.base_revenue.to_string())).collect()
}

fn classed(columns: &str, policy: &str) -> fieldbeat::Result<(i64, u32)> {
    let policy = AbcPolicy::from_json(policy).unwrap();
    let report = abc(&json(columns), now(), &policy, &mut Budget::unlimited())?;
    Ok((report.revenue_units[0], report.scale))
}

fn problems(error: &Error) -> Vec<String> {
    error.problems().iter().map(|it| format!("{} {}", it.code, it.path)).collect()
}

fn refused<T>(result: fieldbeat::Result<T>) -> Vec<String> {
    result.err().map(|error| problems(&error)).unwrap_or_default()
}

#[test]
fn a_scale_among_the_columns_is_one_for_the_classics_too() {
    let cents = r#"{"client": ["a"], "t": ["2026-11-01T10:00:00Z"], "amount": [1050], "scale": 2}"#;
    assert_eq!(stands(&mut taken(cents))[0].2, "10.5");
    assert_eq!(classed(cents, "{}").unwrap(), (1050, 2));
    assert_eq!(classed(cents, r#"{"scale": 2}"#).unwrap(), (1050, 2));
    let differs = refused(classed(cents, r#"{"scale": 3}"#));
    assert_eq!(differs, ["scale_differs $.columns.scale"]);
    for (scale, code) in [("7", "out_of_range"), ("\"2\"", "wrong_type")] {
        let odd = cents.replace("\"scale\": 2", &format!("\"scale\": {scale}"));
        assert_eq!(refused(classed(&odd, "{}")), [format!("{code} $.columns.scale")]);
        let taken = refused(fresh().ingest(&json(&odd), &[], &[]));
        assert_eq!(taken, [format!("{code} $.transactions.scale")]);
    }
}

#[test]
fn what_corrects_nothing_is_refused_where_nothing_is_remembered() {
    let bills = r#"{"client": ["a", "a"], "amount": [10, 12], "id": ["bill", "bill"],
                    "t": ["2026-11-01T10:00:00Z", "2026-11-01T10:00:00Z"]}"#;
    assert_eq!(stands(&mut taken(bills))[0].2, "12");
    assert_eq!(refused(classed(bills, "{}")), ["duplicate_id $.columns.id[1]"]);
    let distinct = bills.replace(r#"["bill", "bill"]"#, r#"["bill", "other"]"#);
    assert_eq!(stands(&mut taken(&distinct))[0].2, "22");
    assert_eq!(classed(&distinct, "{}").unwrap(), (220_000, 4));
    let unnamed = bills.replace(r#"["bill", "bill"]"#, "[null, null]");
    assert_eq!(classed(&unnamed, "{}").unwrap(), (220_000, 4));
}

#[test]
fn nobody_and_nothing_has_an_empty_name() {
    let columns = r#"{"client": ["a", "", "c"], "amount": [1, 2, 3], "id": ["", "x", ""],
                      "t": [0, 1, 2]}"#;
    let wanted = |at: &str| {
        ["client[1]", "id[0]", "id[2]"].map(|own| format!("empty $.{at}.{own}")).to_vec()
    };
    let sorted = |mut found: Vec<String>| {
        found.sort();
        found
    };
    let taken = refused(fresh().ingest(&json(columns), &[], &[]));
    assert_eq!(sorted(taken), wanted("transactions"));
    let found = refused(classed(columns, "{}"));
    assert_eq!(sorted(found), wanted("columns"));
    let nameless = columns.replace(r#"["", "x", ""]"#, "null");
    let taken = refused(fresh().ingest(&json(&nameless), &[], &[]));
    assert_eq!(taken, ["empty $.transactions.client[1]"]);

    let rows = r#"[{"client": "a", "t": 0, "amount": 1, "id": ""},
                   {"client": "", "t": 0, "amount": 1}]"#;
    let scope = ClientScope { client: String::new(), scope: "anna".to_owned(), at: None };
    let pin = SegmentPin { client: String::new(), segment: None, until: None, by: None, at: None };
    let mut own = fresh();
    let (before, found) = (own.snapshot(), refused(own.ingest(&json(rows), &[scope], &[pin])));
    assert_eq!(
        found,
        [
            "empty $.transactions[0].id",
            "empty $.transactions[1].client",
            "empty $.scopes[0].client",
            "empty $.pins[0].client",
        ]
    );
    assert!(own.snapshot() == before);
}

#[test]
fn rows_in_a_list_are_the_same_as_in_columns() {
    let columns = r#"{"client": ["b", "a", "a"], "amount": [10, 100, "1.5"], "scope": ["y", "x", "y"],
                      "id": ["1", null, "3"],
                      "t": ["2026-11-01T10:00:00Z", "2026-11-01T10:00:00Z", "2026-11-02T10:00:00Z"]}"#;
    let rows = r#"[
        {"client": "b", "t": "2026-11-01T10:00:00Z", "amount": 10, "scope": "y", "id": "1"},
        {"client": "a", "t": "2026-11-01T10:00:00Z", "amount": 100, "scope": "x"},
        {"client": "a", "t": "2026-11-02T10:00:00Z", "amount": 1.5, "scope": "y", "id": "3"}]"#;
    let (mut of_rows, mut of_columns) = (taken(rows), taken(columns));
    assert!(of_rows.snapshot() == of_columns.snapshot());
    let told = stands(&mut of_rows);
    assert_eq!(told, stands(&mut of_columns));
    assert_eq!((&*told[0].1, &*told[0].2), ("y", "101.5"));
}

#[test]
fn a_correction_without_a_scope_leaves_its_client_where_it_is() {
    let row = |client: &str, amount: u32, scope: &str| {
        format!(
            r#"[{{"client": "{client}", "t": "2026-11-01T10:00:00Z", "amount": {amount},
                 "id": "1"{scope}}}]"#
        )
    };
    let told = |client: &str, scope: &str, amount: &str| {
        vec![(client.to_owned(), scope.to_owned(), amount.to_owned())]
    };
    let mut own = taken(&row("a", 100, r#", "scope": "anna""#));
    own.ingest(&json(&row("a", 101, "")), &[], &[]).unwrap();
    assert_eq!(stands(&mut own), told("a", "anna", "101"));
    own.ingest(&json(&row("a", 102, r#", "scope": "boris""#)), &[], &[]).unwrap();
    assert_eq!(stands(&mut own), told("a", "boris", "102"));
    // Of another client nothing was said.
    own.ingest(&json(&row("b", 103, "")), &[], &[]).unwrap();
    assert_eq!(stands(&mut own), told("b", "", "103"));
}

#[test]
fn keys_that_look_misspelled_are_told_of_rows_as_of_columns() {
    let rows = r#"[{"client": "a", "t": 0, "amount": 1, "scop": "x", "region": "north"}]"#;
    let columns = r#"{"client": ["a"], "t": [0], "amount": [1], "scop": ["x"], "region": ["n"]}"#;
    for (form, path) in [(rows, "$.transactions[0].scop"), (columns, "$.transactions.scop")] {
        let warnings = fresh().ingest(&json(form), &[], &[]).unwrap().warnings;
        let told: Vec<_> = warnings.iter().map(|it| (&*it.code, &*it.path)).collect();
        assert_eq!(told, [("unknown_key", path)]);
    }
}

#[test]
fn a_row_of_a_list_has_no_scale() {
    let row = r#"[{"client": "a", "t": 0, "amount": 1050, "scale": 2}]"#;
    let found = refused(fresh().ingest(&json(row), &[], &[]));
    assert_eq!(found, ["unknown_key $.transactions[0].scale"]);
}

#[test]
fn policies_are_compared_with_the_scopes_and_pins_that_a_segmenter_takes() {
    let bought = json(
        r#"[{"client": "a", "t": "2026-11-02T10:00:00Z", "amount": 60},
            {"client": "b", "t": "2026-11-02T10:00:00Z", "amount": 40},
            {"client": "c", "t": "2026-11-02T10:00:00Z", "amount": 5},
            {"client": "d", "t": "2026-11-02T10:00:00Z", "amount": 5}]"#,
    );
    let of = |client: &str, scope: &str| ClientScope {
        client: client.to_owned(),
        scope: scope.to_owned(),
        at: None,
    };
    let scopes = [of("c", "anna"), of("d", "anna")];
    let pins = [SegmentPin {
        client: "b".to_owned(),
        segment: Some("core_stable".to_owned()),
        until: None,
        by: None,
        at: None,
    }];
    let narrow = SegmentPolicy::from_json(r#"{"dynamic_core": {"enter_share": 0.5}}"#).unwrap();
    let policies = [SegmentPolicy::default(), narrow];
    let told = |scopes: &[ClientScope], pins: &[SegmentPin]| {
        let [a, b] = &policies;
        let budget = &mut Budget::unlimited();
        let found = compare(a, b, &bought, scopes, pins, now(), budget).unwrap();
        let expected = policies.clone().map(|policy| {
            let mut own = Segmenter::new(&policy).unwrap();
            own.ingest(&bought, scopes, pins).unwrap();
            own.advance(now(), &mut Budget::unlimited()).unwrap();
            own.assignments()
        });
        for it in &found.differences {
            for (own, all) in [&it.a, &it.b].into_iter().zip(&expected) {
                let own = own.as_ref().unwrap();
                let known = all.iter().find(|known| known.client == it.client).unwrap();
                let is = (&own.segment, &own.scope, own.since, &own.features);
                assert_eq!(is, (&known.segment, &known.scope, known.since, &known.features));
            }
        }
        found.differences.into_iter().map(|it| it.client).collect::<Vec<_>>()
    };
    assert_eq!(told(&[], &[]), ["b"]);
    assert_eq!(told(&scopes, &[]), ["b", "d"]);
    assert_eq!(told(&scopes, &pins), ["d"]);
}

#[test]
fn a_pin_that_holds_under_one_policy_alone_is_why_they_differ() {
    let bought = json(r#"[{"client": "a", "t": "2026-11-02T10:00:00Z", "amount": 60}]"#);
    // The day begins at midnight of either zone: the pin ends between the two.
    let pin = SegmentPin {
        client: "a".to_owned(),
        segment: Some("core_growing".to_owned()),
        until: Some("2026-11-20T03:00:00Z".parse().unwrap()),
        by: Some("anna".to_owned()),
        at: None,
    };
    let early = SegmentPolicy::default();
    let late = SegmentPolicy::from_json(r#"{"zone": "America/New_York"}"#).unwrap();
    for (a, b, is_first) in [(&early, &late, true), (&late, &early, false)] {
        let pins = std::slice::from_ref(&pin);
        let budget = &mut Budget::unlimited();
        let found = compare(a, b, &bought, &[], pins, now(), budget).unwrap();
        let [own] = &*found.differences else { panic!("{:?}", found.differences) };
        let segments = [&own.a, &own.b].map(|it| it.as_ref().unwrap().segment.as_str());
        let expected = ["core_growing", "rising"];
        assert_eq!(segments, if is_first { expected } else { [expected[1], expected[0]] });
        let codes: Vec<&str> = own.reasons.iter().map(|it| it.code.as_str()).collect();
        assert_eq!(codes, ["pinned"]);
    }
}
