//! Nobody is forgotten and nobody told twice; who waits is who a plain count says waits.

use fieldbeat::funnel::{
    ClientActivity, ClientRequest, CompanyContact, ContactCall, Direction, NextStepClient,
    NextStepOptions, RequestMessage,
};
use fieldbeat::{Calendar, CalendarPolicy, Instant, Span, Zone, next_step_audit, roll_up, waiting};
use proptest::prelude::*;

const MINUTE: i64 = 60_000;

/// The company of a contact, when it changed, and its calls.
type Drawn = (Option<u8>, Option<i64>, Vec<(i64, Option<u8>)>);

fn at(minutes: i64) -> Instant {
    let noon: Instant = "2026-11-20T12:00:00Z".parse().unwrap();
    noon.plus(minutes * MINUTE)
}

fn client(id: usize) -> NextStepClient {
    let owner = (!id.is_multiple_of(5)).then(|| format!("rep-{}", id % 3));
    NextStepClient { id: format!("client-{id}"), owner, zone: None }
}

fn options(overdue_counts: bool) -> NextStepOptions {
    NextStepOptions { overdue_counts, ..NextStepOptions::default() }
}

#[test]
fn seven_of_120_clients_are_reported_once() {
    let clients: Vec<_> = (0..120).map(client).collect();
    let without = [3, 17, 18, 54, 77, 100, 119];
    let activities: Vec<_> = (0..120)
        .filter(|id| !without.contains(id))
        .map(|id| ClientActivity { client: format!("client-{id}"), due: None, done: None })
        .collect();
    let told = next_step_audit(&clients, &activities, &[], at(0), &options(true)).unwrap();
    let ids: Vec<_> = told.commands.iter().map(|command| command.client.clone()).collect();
    assert_eq!(ids, without.map(|id| format!("client-{id}")));
    let sent: Vec<_> = told.commands.into_iter().map(|command| command.key).collect();
    let again = next_step_audit(&clients, &activities, &sent, at(60), &options(true)).unwrap();
    assert_eq!((again.commands.len(), again.without_step, again.already_sent), (0, 7, 7));
    // The next day they are still without.
    let later = next_step_audit(&clients, &activities, &sent, at(720), &options(true)).unwrap();
    assert_eq!((later.commands.len(), later.already_sent), (7, 0));
}

#[test]
fn the_date_is_that_of_the_owner() {
    let zone = r#"{"name": "Asia/Vladivostok", "offsets": [[0, 36000]]}"#;
    let clients = ["utc", "east"].map(|id| NextStepClient {
        id: id.to_owned(),
        owner: None,
        zone: (id == "east").then(|| fieldbeat::Shaped::from_json(zone).unwrap()),
    });
    let now = "2026-11-20T15:00:00Z".parse().unwrap();
    let told = next_step_audit(&clients, &[], &[], now, &options(true)).unwrap();
    let keys: Vec<_> = told.commands.iter().map(|command| command.key.as_str()).collect();
    assert_eq!(keys, ["next_step:2026-11-20:utc", "next_step:2026-11-21:east"]);
    assert_eq!(Zone::utc(), NextStepOptions::default().zone);
}

proptest! {
    #[test]
    fn told_is_who_has_no_open_activity(
        activities in prop::collection::vec(
            (0_usize..12, prop::option::of(-9_i64..9), prop::option::of(-9_i64..9)), 0..30,
        ),
        overdue_counts: bool,
        sent in prop::collection::vec(0_usize..10, 0..4),
    ) {
        let clients: Vec<_> = (0..10).map(client).collect();
        let read = |(client, due, done): &(usize, Option<i64>, Option<i64>)| ClientActivity {
            client: format!("client-{client}"), due: due.map(at), done: done.map(at),
        };
        let activities: Vec<_> = activities.iter().map(read).collect();
        let sent: Vec<_> = sent.iter().map(|id| format!("next_step:2026-11-20:client-{id}")).collect();
        let told = next_step_audit(&clients, &activities, &sent, at(0), &options(overdue_counts));
        let told = told.unwrap();
        for client in &clients {
            let is_step = |activity: &&ClientActivity| {
                activity.client == client.id
                    && activity.done.is_none_or(|done| done > at(0))
                    && (overdue_counts || activity.due.is_none_or(|due| due >= at(0)))
            };
            let is_sent = sent.iter().any(|key| key.ends_with(&format!(":{}", client.id)));
            let is_due = activities.iter().find(is_step).is_none() && !is_sent;
            let count = told.commands.iter().filter(|command| command.client == client.id).count();
            prop_assert_eq!(count, usize::from(is_due));
        }
        let known = |activity: &&ClientActivity| clients.iter().all(|c| c.id != activity.client);
        prop_assert_eq!(told.unmatched, activities.iter().filter(known).count() as i64);
    }

    #[test]
    fn waiting_is_a_plain_count_of_minutes(
        messages in prop::collection::vec(
            prop::collection::vec((-3000_i64..100, 0_u8..4), 0..6), 0..12,
        ),
        edges in prop::collection::btree_set(1_i32..900, 0..5),
        has_calendar: bool,
    ) {
        let edges: Vec<Span> = edges.into_iter().map(Span::minutes).collect();
        let calendar = Calendar::new(&CalendarPolicy::default()).unwrap();
        let calendar = has_calendar.then_some(&calendar);
        let message = |(t, kind): &(i64, u8)| RequestMessage {
            t: at(*t),
            direction: if *kind < 2 { Direction::Inbound } else { Direction::Outbound },
            automatic: *kind == 3,
        };
        let requests: Vec<_> = messages.iter().enumerate().map(|(id, messages)| ClientRequest {
            id: format!("r{id:02}"),
            source: (id % 3 > 0).then(|| format!("s{}", id % 3)),
            messages: messages.iter().map(message).collect(),
        }).collect();
        let report = waiting(&requests, at(0), calendar, &edges).unwrap();

        // Message by message, as a clerk would: the answers of an instant come after its questions.
        let mut due = Vec::new();
        for request in &requests {
            let mut known: Vec<_> = request.messages.iter().filter(|m| m.t <= at(0) && !m.automatic).collect();
            known.sort_by_key(|m| (m.t, m.direction == Direction::Outbound));
            let mut since = None;
            for message in known {
                since = match message.direction {
                    Direction::Inbound => since.or(Some(message.t)),
                    _ => None,
                };
            }
            due.extend(since.map(|since| (request.id.clone(), since)));
        }
        let mut told: Vec<_> = report.waiting.iter().map(|w| (w.id.clone(), w.since)).collect();
        told.sort();
        prop_assert_eq!(&told, &due);
        prop_assert_eq!(report.answered, (requests.len() - due.len()) as i64);

        // By the minute: how long, in which bucket, and when the next one begins.
        let minutes = |since: Instant, until: Instant| (0..until.since(since) / MINUTE)
            .filter(|m| calendar.is_none_or(|calendar| calendar.is_working(since.plus(m * MINUTE))))
            .count() as i64 * MINUTE;
        let mut counts = vec![0; edges.len() + 1];
        for one in &report.waiting {
            let length = minutes(one.since, at(0));
            prop_assert_eq!(one.working_ms.unwrap_or(one.wall_ms), length);
            let bucket = edges.iter().filter(|edge| edge.millis() <= length).count();
            prop_assert_eq!(one.bucket, bucket as i64);
            counts[bucket] += 1;
            prop_assert_eq!(one.next_change.is_some(), bucket < edges.len());
            if let Some(next) = one.next_change {
                prop_assert!(next > at(0));
                prop_assert_eq!(minutes(one.since, next), edges[bucket].millis());
                prop_assert!(minutes(one.since, next.plus(-MINUTE)) < edges[bucket].millis());
            }
        }
        let told: Vec<_> = report.buckets.iter().map(|bucket| bucket.count).collect();
        prop_assert_eq!(&told, &counts);
        for (place, bucket) in report.buckets.iter().enumerate() {
            prop_assert_eq!(bucket.at_least, counts[place..].iter().sum::<i64>());
            let of_sources = report.sources.iter().map(|s| s.buckets[place].count).sum::<i64>();
            prop_assert_eq!(of_sources, bucket.count);
        }
        let length = |w: &fieldbeat::funnel::WaitingRequest| w.working_ms.unwrap_or(w.wall_ms);
        let mut sorted = report.waiting.clone();
        sorted.sort_by(|a, b| (length(b), &a.id).cmp(&(length(a), &b.id)));
        prop_assert_eq!(sorted, report.waiting.clone());
        prop_assert_eq!(report.next_change, report.waiting.iter().filter_map(|w| w.next_change).min());
    }

    #[test]
    fn companies_are_what_a_search_of_all_contacts_finds(
        contacts in prop::collection::vec(
            (
                prop::option::of(0_u8..3),
                prop::option::of(-9_i64..9),
                prop::collection::vec((-9_i64..9, prop::option::of(0_u8..3)), 0..4),
            ),
            0..12,
        ),
        turn in 0_usize..12,
    ) {
        let read = |(id, (company, changed, calls)): (usize, &Drawn)| {
            let call = |(t, kind): &(i64, Option<u8>)| ContactCall {
                t: at(*t), kind: kind.map(|kind| format!("kind-{kind}")),
            };
            CompanyContact {
                id: format!("c{id:02}"),
                company: company.map(|company| format!("company-{company}")),
                changed: changed.map(at),
                calls: calls.iter().map(call).collect(),
            }
        };
        let mut contacts: Vec<_> = contacts.iter().enumerate().map(read).collect();
        let rolled = roll_up(&contacts, Some(at(0))).unwrap();
        let turn = turn.min(contacts.len());
        contacts.rotate_left(turn);
        prop_assert_eq!(&roll_up(&contacts, Some(at(0))).unwrap(), &rolled);

        contacts.rotate_right(turn);
        let mut counted = rolled.without_company;
        for company in &rolled.companies {
            let own = || contacts.iter().filter(|c| c.company.as_ref() == Some(&company.company));
            prop_assert_eq!(company.contacts, own().count() as i64);
            counted += company.contacts;
            let changes = own().filter_map(|c| Some((c.changed.filter(|t| *t <= at(0))?, &c.id)));
            let last = changes.min_by_key(|(t, id)| (std::cmp::Reverse(*t), *id));
            prop_assert_eq!(company.last_change, last.map(|(t, _)| t));
            prop_assert_eq!(&company.last_change_contact, &last.map(|(_, id)| id.clone()));
            let calls = own().flat_map(|c| c.calls.iter().map(move |call| (call, &c.id)));
            let last = calls
                .filter(|(call, _)| call.t <= at(0))
                .min_by_key(|(call, id)| (std::cmp::Reverse(call.t), *id, &call.kind));
            prop_assert_eq!(company.last_call, last.map(|(call, _)| call.t));
            prop_assert_eq!(&company.last_call_contact, &last.map(|(_, id)| id.clone()));
            prop_assert_eq!(&company.last_call_kind, &last.and_then(|(call, _)| call.kind.clone()));
        }
        prop_assert_eq!(counted, contacts.len() as i64);
    }
}
