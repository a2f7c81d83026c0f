//! The definition, word by word: every client of every scope on every day, from the beginning.
//!
//! It shares no line with the engine: sums are made anew for every day, and clients are compared by
//! fractions one by one.

use std::collections::BTreeMap;

use chrono::Datelike;
use fieldbeat::math::Decimal;
use fieldbeat::rule::{Condition, Schema};
use fieldbeat::segment::{
    ClientScope, CoreFeatures, MoveCause, SegmentMove, SegmentPin, SegmentPolicy, Transaction,
};
use fieldbeat::shape::{Shaped, Value};
use fieldbeat::{Date, Instant, Reason, Zone};

/// A policy, and after which instant days begin that are evaluated by it.
struct Rules {
    after: Option<Instant>,
    policy: SegmentPolicy,
    table: Vec<Condition>,
}

/// What was taken in so far.
pub(crate) struct Reference {
    /// In the order of time; the first holds from the beginning.
    rules: Vec<Rules>,
    transactions: Vec<(Transaction, Option<String>)>,
    /// What was said outright.
    outright: BTreeMap<String, BTreeMap<Instant, String>>,
    /// All that is said of each client's scope, the rows' too: in the order in which it holds.
    stints: BTreeMap<String, Vec<(Instant, bool, String)>>,
    pins: BTreeMap<String, BTreeMap<Instant, SegmentPin>>,
    pub(crate) now: Option<Instant>,
}

/// A client on a day.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) at: Instant,
    day: i64,
    pub(crate) scope: String,
    pub(crate) segment: String,
    static_since: Option<i64>,
    dynamic_since: Option<i64>,
    row: Option<usize>,
    pinned: Option<String>,
    exact: Exact,
    pub(crate) features: CoreFeatures,
    /// The net sum of the day before, if there were transactions.
    bought: Option<i128>,
    /// The segment that the policy of the day before would make, where that is another.
    otherwise: Option<String>,
}

/// What is known of a client on a day.
#[derive(Clone, Debug, Default)]
struct Exact {
    base: i128,
    moving: i128,
    /// Above it, and all.
    base_share: (i128, i128),
    moving_share: (i128, i128),
    known: i128,
    quiet: i128,
    months: u32,
}

/// Days, amounts and instants by client.
pub(crate) type Rows = BTreeMap<String, Vec<(i64, i128, Instant)>>;

/// Who is there on a day.
pub(crate) type Day = BTreeMap<String, Seen>;

/// The sum of those above each client, and of all: by amount from the largest on, then by name.
fn shares<'c>(
    clients: &BTreeMap<&'c str, Exact>,
    of: fn(&Exact) -> i128,
) -> BTreeMap<&'c str, (i128, i128)> {
    let total = clients.values().map(of).filter(|own| *own > 0).sum();
    let mut order: Vec<(i128, &str)> =
        clients.iter().map(|(name, own)| (-of(own), *name)).collect();
    order.sort();
    let mut above = 0;
    let mut shares = BTreeMap::new();
    for (negative, name) in order {
        if negative < 0 {
            shares.insert(name, (above, total));
            above -= negative;
        } else {
            shares.insert(name, (1, 1));
        }
    }
    shares
}

fn units(decimal: Decimal) -> i128 {
    decimal.units(6).unwrap()
}

fn epoch(day: i64) -> chrono::NaiveDate {
    chrono::DateTime::from_timestamp(day * 86_400, 0).unwrap().date_naive()
}

pub(crate) fn start(day: i64, zone: &Zone) -> Instant {
    zone.day(Date::from(epoch(day))).0
}

pub(crate) fn day_of(t: Instant, zone: &Zone) -> i64 {
    let (year, month, day) = {
        let text = zone.date(t).to_string();
        let parts: Vec<u32> = text.split('-').map(|part| part.parse().unwrap()).collect();
        (parts[0] as i32, parts[1], parts[2])
    };
    let date = chrono::NaiveDate::from_ymd_opt(year, month, day).unwrap();
    let shown = i64::from(date.num_days_from_ce()) - 719_163;
    // Where clocks are put back over midnight, the next date has begun already.
    shown + i64::from(start(shown + 1, zone) <= t)
}

const FIELDS: [&str; 11] = [
    "static_core",
    "dynamic_core",
    "is_new",
    "base_revenue",
    "moving_revenue",
    "base_share",
    "moving_share",
    "pace",
    "active_months",
    "known_days",
    "quiet_days",
];

impl Rules {
    fn new(after: Option<Instant>, policy: &SegmentPolicy) -> Self {
        let kind = |field: &str| match field {
            "static_core" | "dynamic_core" | "is_new" => "bool",
            "active_months" | "known_days" | "quiet_days" => "int",
            _ => "decimal",
        };
        let fields: Vec<String> =
            FIELDS.iter().map(|field| format!("\"{field}\": \"{}\"", kind(field))).collect();
        let schema = Schema::from_json(&format!("{{{}}}", fields.join(","))).unwrap();
        let table = policy.segments.iter();
        Self {
            after,
            policy: policy.clone(),
            table: table.map(|row| Condition::new(&row.when, &schema, None).unwrap()).collect(),
        }
    }
}

impl Reference {
    pub(crate) fn new(policy: &SegmentPolicy) -> Self {
        Self {
            rules: vec![Rules::new(None, policy)],
            transactions: Vec::new(),
            outright: BTreeMap::new(),
            stints: BTreeMap::new(),
            pins: BTreeMap::new(),
            now: None,
        }
    }

    /// Another policy holds on days that begin from now on.
    pub(crate) fn change(&mut self, policy: &SegmentPolicy) {
        self.rules.retain(|rules| rules.after < self.now);
        if self.rules.last().is_none_or(|last| last.policy != *policy) {
            self.rules.push(Rules::new(self.now, policy));
        }
    }

    /// By which policy a day is evaluated that begins at `at`.
    fn rules(&self, at: Instant) -> &Rules {
        let mut rules = self.rules.iter().rev();
        rules.find(|rules| rules.after.is_none_or(|after| after < at)).unwrap()
    }

    fn zone(&self, scope: &str) -> &Zone {
        let policy = &self.rules.last().unwrap().policy;
        let own = policy.zones.iter().find(|own| own.scope == scope);
        own.map_or(&policy.zone, |own| &own.zone)
    }

    fn scope_at(&self, client: &str, t: Instant) -> String {
        let stints = self.stints.get(client).into_iter().flatten();
        let last = stints.rev().find(|(at, ..)| *at <= t);
        last.map_or(String::new(), |(.., scope)| scope.clone())
    }

    pub(crate) fn ingest(
        &mut self,
        transactions: &[Transaction],
        scopes: &[ClientScope],
        pins: &[SegmentPin],
    ) {
        self.ingest_scoped(transactions, &[], scopes, pins);
    }

    /// Rows with a scope each, or none.
    pub(crate) fn ingest_scoped(
        &mut self,
        transactions: &[Transaction],
        of: &[String],
        scopes: &[ClientScope],
        pins: &[SegmentPin],
    ) {
        for own in scopes {
            let at = own.at.unwrap_or(Instant::MIN);
            self.outright.entry(own.client.clone()).or_default().insert(at, own.scope.clone());
        }
        for pin in pins {
            self.pins.entry(pin.client.clone()).or_default().insert(pin.at.unwrap(), pin.clone());
        }
        for (row, own) in transactions.iter().enumerate() {
            let mut scope = of.get(row).cloned();
            if own.id.is_some() {
                let is_it = |known: &Transaction| known.id == own.id;
                let before = self.transactions.iter().find(|(known, _)| is_it(known));
                if let Some((_, said)) = before.filter(|(known, _)| known.client == own.client) {
                    scope = scope.or_else(|| said.clone());
                }
                self.transactions.retain(|(known, _)| !is_it(known));
            }
            self.transactions.push((own.clone(), scope));
        }
        self.stints.clear();
        for (client, stints) in &self.outright {
            let all = self.stints.entry(client.clone()).or_default();
            all.extend(stints.iter().map(|(at, scope)| (*at, true, scope.clone())));
        }
        for (row, scope) in &self.transactions {
            if let Some(scope) = scope {
                let all = self.stints.entry(row.client.clone()).or_default();
                all.push((row.t, false, scope.clone()));
            }
        }
        self.stints.values_mut().for_each(|all| all.sort());
    }

    /// Every client on every day, in the order of time.
    pub(crate) fn seen(&self) -> BTreeMap<String, Vec<Seen>> {
        let mut all: BTreeMap<String, Vec<Seen>> = BTreeMap::new();
        let rows = self.rows();
        let first = rows.values().flatten().map(|row| row.0).min();
        let (Some(now), Some(first)) = (self.now, first) else { return all };
        let mut scopes: Vec<String> = vec![String::new()];
        let told = self.stints.values().flatten();
        scopes.extend(told.map(|(.., scope)| scope.clone()));
        scopes.sort();
        scopes.dedup();
        for scope in scopes {
            let zone = self.zone(&scope);
            let mut yesterday = Day::new();
            let mut day = first;
            while start(day, zone) <= now {
                let today = self.day(&scope, day, &rows, &yesterday);
                for (client, seen) in &today {
                    all.entry(client.clone()).or_default().push(seen.clone());
                }
                yesterday = today;
                day += 1;
            }
        }
        for seen in all.values_mut() {
            seen.sort_by_key(|seen| seen.at);
        }
        all
    }

    /// Days and amounts of each client.
    pub(crate) fn rows(&self) -> Rows {
        let mut rows = Rows::new();
        for (own, _) in &self.transactions {
            // By the zone of the scope that the client has then.
            let zone = self.zone(&self.scope_at(&own.client, own.t));
            let row = (day_of(own.t, zone), units(own.amount), own.t);
            rows.entry(own.client.clone()).or_default().push(row);
        }
        rows
    }

    /// How many of these rows are of a day that was looked at already, by the scopes that are known now.
    pub(crate) fn late(&self, rows: &[Transaction]) -> i64 {
        let is_late = |row: &&Transaction| {
            let zone = self.zone(&self.scope_at(&row.client, row.t));
            self.now.is_some_and(|now| day_of(row.t, zone) < day_of(now, zone))
        };
        rows.iter().filter(is_late).count() as i64
    }

    /// Whether a client is of a scope all the time after `from` up to `to`.
    fn stays(&self, client: &str, scope: &str, from: Instant, to: Instant) -> bool {
        let stints = self.stints.get(client).into_iter().flatten();
        let mut within = stints.filter(|(at, ..)| from < *at && *at <= to);
        within.all(|(at, ..)| self.scope_at(client, *at) == scope)
    }

    /// All clients of a scope on a day.
    pub(crate) fn day(&self, scope: &str, day: i64, rows: &Rows, yesterday: &Day) -> Day {
        let zone = self.zone(scope);
        let stays =
            |client: &String| self.stays(client, scope, start(day - 1, zone), start(day, zone));
        let stayed = yesterday.iter().filter(|(client, _)| stays(client));
        let yesterday = &stayed.map(|(client, seen)| (client.clone(), seen.clone())).collect();
        let (rules, before) = (self.rules(start(day, zone)), self.rules(start(day - 1, zone)));
        let mut today = self.day_by(rules, scope, day, rows, yesterday);
        if !std::ptr::eq(rules, before) {
            for (client, otherwise) in self.day_by(before, scope, day, rows, yesterday) {
                today.get_mut(&client).unwrap().otherwise = Some(otherwise.segment);
            }
        }
        today
    }

    fn day_by(&self, rules: &Rules, scope: &str, day: i64, rows: &Rows, yesterday: &Day) -> Day {
        let at = start(day, self.zone(scope));
        let mut exact: BTreeMap<&str, Exact> = BTreeMap::new();
        for (client, own) in rows {
            // Nobody is there before it has bought, whatever its days are called elsewhere.
            let has_bought = own.iter().any(|row| row.0 < day && row.2 < at);
            if !has_bought || self.scope_at(client, at) != scope {
                continue;
            }
            let first = own.iter().map(|row| row.0).min().unwrap();
            let last = own.iter().map(|row| row.0).filter(|last| *last < day).max().unwrap();
            let sum = |from: i64| -> i128 {
                own.iter().filter(|row| (from..day).contains(&row.0)).map(|row| row.1).sum()
            };
            let month = |day: i64| epoch(day).year() * 12 + epoch(day).month0() as i32;
            let mut months: BTreeMap<i32, i128> = BTreeMap::new();
            for (bought, amount, _) in own.iter().filter(|row| row.0 < day) {
                *months.entry(month(*bought)).or_default() += amount;
            }
            let since = month(day) - rules.policy.activity_months as i32;
            let active = months.iter().filter(|(month, sum)| **month > since && **sum > 0);
            let own = Exact {
                base: sum(day - i64::from(rules.policy.base_days)),
                moving: sum(day - i64::from(rules.policy.moving_days)),
                known: i128::from(day - first),
                quiet: i128::from(day - 1 - last),
                months: active.count() as u32,
                ..Exact::default()
            };
            exact.insert(client, own);
        }
        let base = shares(&exact, |it| it.base);
        let moving = shares(&exact, |it| it.moving);
        let mut today = BTreeMap::new();
        for (client, mut own) in exact {
            (own.base_share, own.moving_share) = (base[client], moving[client]);
            let bought = rows[client].iter().filter(|row| row.0 == day - 1).map(|row| row.1);
            let bought = bought.reduce(|a, b| a + b);
            let mut seen = rules.evaluate(day, at, own, yesterday.get(client), bought);
            seen.scope = scope.to_owned();
            seen.pinned = self.pin(client, at).and_then(|pin| pin.segment.clone());
            if let Some(pinned) = &seen.pinned {
                seen.segment.clone_from(pinned);
            }
            today.insert(client.to_owned(), seen);
        }
        today
    }
}

impl Rules {
    fn is_new(&self, own: &Exact) -> bool {
        own.known.min(self.policy.base_days.into()) < 2 * i128::from(self.policy.moving_days)
    }

    /// The pace in 10^-6 against a limit: `None` where it is not known.
    fn paces(&self, own: &Exact, limit: Decimal) -> Option<bool> {
        if self.is_new(own) || own.base <= 0 {
            return None;
        }
        let days = own.known.min(self.policy.base_days.into());
        Some(
            own.moving * days * 1_000_000
                >= units(limit) * own.base * i128::from(self.policy.moving_days),
        )
    }

    /// Which conditions are true: by name, as the answers name them.
    fn holds(&self, name: &str, own: &Exact) -> bool {
        let (st, dy) = (&self.policy.static_core, &self.policy.dynamic_core);
        let below = |(above, all): (i128, i128), share| above * 1_000_000 < units(share) * all;
        match name {
            "base_share_low" => below(own.base_share, st.enter_share),
            "base_share_high" => !below(own.base_share, st.leave_share),
            "months_enough" => own.months >= st.enter_months,
            "months_few" => own.months < st.leave_months,
            "base_gone" => own.base <= 0,
            "moving_share_low" => below(own.moving_share, dy.enter_share),
            "moving_share_high" => !below(own.moving_share, dy.leave_share),
            "moving_gone" => own.moving <= 0,
            "pace_up" => self.paces(own, dy.enter_pace) == Some(true),
            "pace_down" => self.paces(own, dy.leave_pace) == Some(false),
            "new_client" => self.is_new(own),
            "pace_at_risk" => self.paces(own, self.policy.at_risk_pace) == Some(false),
            _ => panic!("{name}"),
        }
    }

    fn features(&self, own: &Exact, is_static: bool, is_dynamic: bool) -> CoreFeatures {
        let decimal = |units: i128| {
            let text = Decimal::from_units(units, 6).unwrap().to_f64();
            Decimal::from_f64(text).unwrap()
        };
        let floor = |(above, all): (i128, i128)| decimal((above * 1_000_000).div_euclid(all));
        let days = own.known.min(self.policy.base_days.into());
        let pace = self.paces(own, Decimal::ONE).map(|_| {
            let usual = own.base * i128::from(self.policy.moving_days);
            let pace = (own.moving * days * 1_000_000).div_euclid(usual);
            decimal(pace.clamp(-2_147_483_647, 2_147_483_647))
        });
        CoreFeatures {
            static_core: is_static,
            dynamic_core: is_dynamic,
            is_new: self.is_new(own),
            base_revenue: decimal(own.base),
            moving_revenue: decimal(own.moving),
            base_share: floor(own.base_share),
            moving_share: floor(own.moving_share),
            pace,
            active_months: own.months.into(),
            known_days: own.known as i64,
            quiet_days: own.quiet as i64,
        }
    }

    fn segment(
        &self,
        own: &Exact,
        features: &CoreFeatures,
        at: Instant,
    ) -> (Option<usize>, String) {
        let record = features.to_value();
        for (row, condition) in self.table.iter().enumerate() {
            if condition.matches(&record, Some(at)).unwrap() == Some(true) {
                return (Some(row), self.policy.segments[row].name.clone());
            }
        }
        let segment = match (features.static_core, features.dynamic_core) {
            (true, true) => "core_growing",
            (true, false) if own.base <= 0 || self.holds("pace_at_risk", own) => "core_at_risk",
            (true, false) => "core_stable",
            (false, true) => "rising",
            (false, false) => "periphery",
        };
        (None, segment.to_owned())
    }

    /// A client that nobody pinned.
    fn evaluate(
        &self,
        day: i64,
        at: Instant,
        own: Exact,
        before: Option<&Seen>,
        bought: Option<i128>,
    ) -> Seen {
        let holds = |name: &str| self.holds(name, &own);
        let (st, dy) = (&self.policy.static_core, &self.policy.dynamic_core);
        let static_since = match before.and_then(|before| before.static_since) {
            Some(_) if holds("base_gone") => None,
            Some(since) if day - since < i64::from(st.min_stay_days) => Some(since),
            Some(_) if holds("base_share_high") || holds("months_few") => None,
            Some(since) => Some(since),
            None => {
                (own.base > 0 && holds("base_share_low") && holds("months_enough")).then_some(day)
            }
        };
        let dynamic_since = match before.and_then(|before| before.dynamic_since) {
            Some(_) if holds("moving_gone") => None,
            Some(since) if day - since < i64::from(dy.min_stay_days) => Some(since),
            Some(_) if holds("moving_share_high") || holds("pace_down") => None,
            Some(since) => Some(since),
            None => {
                let enters = holds("moving_share_low") && (holds("pace_up") || holds("new_client"));
                (own.moving > 0 && enters).then_some(day)
            }
        };
        let features = self.features(&own, static_since.is_some(), dynamic_since.is_some());
        let (row, segment) = self.segment(&own, &features, at);
        Seen {
            at,
            day,
            scope: String::new(),
            segment,
            static_since,
            dynamic_since,
            row,
            pinned: None,
            exact: own,
            features,
            bought,
            otherwise: None,
        }
    }
}

impl Reference {
    fn pin(&self, client: &str, at: Instant) -> Option<&SegmentPin> {
        let (_, pin) = self.pins.get(client)?.range(..=at).next_back()?;
        (pin.segment.is_some() && pin.until.is_none_or(|until| at < until)).then_some(pin)
    }

    /// All moves, by time, scope and client.
    pub(crate) fn moves(&self) -> Vec<SegmentMove> {
        let mut moves = Vec::new();
        for (client, days) in self.seen() {
            let mut last: Option<&Seen> = None;
            for seen in &days {
                let is_same = last
                    .is_some_and(|last| last.scope == seen.scope && last.segment == seen.segment);
                if !is_same {
                    moves.push(self.told(&client, last, seen));
                }
                last = Some(seen);
            }
        }
        moves.sort_by(|a, b| (a.at, &a.scope, &a.client).cmp(&(b.at, &b.scope, &b.client)));
        moves
    }

    pub(crate) fn told(&self, client: &str, last: Option<&Seen>, seen: &Seen) -> SegmentMove {
        // The day before, if it was here then.
        let before = last.filter(|last| {
            last.scope == seen.scope
                && last.day == seen.day - 1
                && self.stays(client, &seen.scope, last.at, seen.at)
        });
        let own = match seen.bought {
            Some(sum) if sum < 0 => MoveCause::Return,
            _ => MoveCause::Purchase,
        };
        let (condition, cause) = match before {
            None => {
                let code = if seen.pinned.is_some() { "pinned" } else { "first_seen" };
                let cause = if last.is_some() { MoveCause::ScopeChange } else { own };
                (code.to_owned(), cause)
            }
            Some(before) if before.pinned != seen.pinned => {
                let code = if seen.pinned.is_some() { "pinned" } else { "pin_ended" };
                (code.to_owned(), MoveCause::Pin)
            }
            Some(before) => {
                let (code, stayed) = self.flipped(before, seen);
                let by_policy = seen.otherwise.as_ref().is_some_and(|own| *own != seen.segment);
                let cause = if by_policy {
                    MoveCause::Policy
                } else if stayed {
                    MoveCause::DwellEnd
                } else if seen.bought.is_some() {
                    own
                } else if self.is_of_others(&code, before, seen) {
                    MoveCause::ThresholdShift
                } else {
                    MoveCause::Expiry
                };
                (code, cause)
            }
        };
        let row = before.and_then(|before| before.row);
        SegmentMove {
            client: client.to_owned(),
            scope: seen.scope.clone(),
            from_segment: last.map(|last| last.segment.clone()),
            to_segment: seen.segment.clone(),
            at: seen.at,
            cause,
            before: before.map(|before| before.features.clone()),
            after: seen.features.clone(),
            condition: self.condition(&condition, client, seen, row),
        }
    }

    /// The code of what flipped, and whether the stay had been all that kept it.
    fn flipped(&self, before: &Seen, seen: &Seen) -> (String, bool) {
        let (rules, rules_before) = (self.rules(seen.at), self.rules(before.at));
        if seen.row.is_some() || before.row.is_some() {
            let code = if seen.row.is_some() { "row_met" } else { "row_not_met" };
            return (code.to_owned(), false);
        }
        let now = |names: &[&str]| -> Vec<String> {
            let true_now = names.iter().filter(|name| rules.holds(name, &seen.exact));
            true_now.map(|name| (*name).to_owned()).collect()
        };
        let first_new = |names: &[String]| {
            names.iter().find(|name| !rules_before.holds(name, &before.exact)).cloned()
        };
        let left = |names: &[&str]| {
            let now = now(names);
            first_new(&now).map_or_else(|| (now[0].clone(), true), |name| (name, false))
        };
        let entered = |names: &[&str]| {
            let now = now(names);
            (first_new(&now).unwrap_or_else(|| now[0].clone()), false)
        };
        let was = (before.static_since.is_some(), before.dynamic_since.is_some());
        let is = (seen.static_since.is_some(), seen.dynamic_since.is_some());
        if was.0 && !is.0 {
            left(&["base_gone", "base_share_high", "months_few"])
        } else if is.0 && !was.0 {
            entered(&["base_share_low", "months_enough"])
        } else if was.1 && !is.1 {
            left(&["moving_gone", "moving_share_high", "pace_down"])
        } else if is.1 && !was.1 {
            entered(&["moving_share_low", "pace_up"])
        } else if rules.holds("pace_at_risk", &seen.exact) {
            ("pace_at_risk".to_owned(), false)
        } else {
            ("pace_recovered".to_owned(), false)
        }
    }

    fn is_of_others(&self, code: &str, before: &Seen, seen: &Seen) -> bool {
        match code {
            "base_share_low" | "base_share_high" => before.exact.base == seen.exact.base,
            "moving_share_low" | "moving_share_high" => before.exact.moving == seen.exact.moving,
            "row_met" | "row_not_met" => {
                let features = CoreFeatures {
                    base_share: before.features.base_share,
                    moving_share: before.features.moving_share,
                    ..seen.features.clone()
                };
                self.rules(seen.at).segment(&seen.exact, &features, seen.at).0 != seen.row
            }
            _ => false,
        }
    }

    fn condition(&self, code: &str, client: &str, seen: &Seen, row: Option<usize>) -> Reason {
        let policy = &self.rules(seen.at).policy;
        let (st, dy) = (&policy.static_core, &policy.dynamic_core);
        let limit = |limit: Decimal| Decimal::from_f64(limit.to_f64()).unwrap();
        let features = &seen.features;
        let reason = |path: &str| Reason::new(code).by(&format!("$.policy.{path}"));
        let base = |path: &str, share: Decimal| {
            reason(path).fact("base_share", features.base_share).fact("limit", limit(share))
        };
        let moving = |path: &str, share: Decimal| {
            reason(path).fact("moving_share", features.moving_share).fact("limit", limit(share))
        };
        let months = |path: &str, months: u32| {
            let reason = reason(path).fact("active_months", features.active_months);
            reason.fact("limit", i64::from(months))
        };
        let pace = |path: &str, pace: Decimal| {
            reason(path).fact("pace", features.pace).fact("limit", limit(pace))
        };
        match code {
            "base_share_low" => base("static_core.enter_share", st.enter_share),
            "base_share_high" => base("static_core.leave_share", st.leave_share),
            "months_enough" => months("static_core.enter_months", st.enter_months),
            "months_few" => months("static_core.leave_months", st.leave_months),
            "base_gone" => reason("base_days"),
            "moving_share_low" => moving("dynamic_core.enter_share", dy.enter_share),
            "moving_share_high" => moving("dynamic_core.leave_share", dy.leave_share),
            "moving_gone" => reason("moving_days"),
            "pace_up" => pace("dynamic_core.enter_pace", dy.enter_pace),
            "pace_down" => pace("dynamic_core.leave_pace", dy.leave_pace),
            "new_client" => reason("moving_days").fact("known_days", features.known_days),
            "pace_at_risk" | "pace_recovered" => pace("at_risk_pace", policy.at_risk_pace),
            "row_met" => reason(&format!("segments[{}].when", seen.row.unwrap())),
            // A row of the policy before.
            "row_not_met" if seen.otherwise.is_some() => Reason::new(code),
            "row_not_met" => reason(&format!("segments[{}].when", row.unwrap())),
            "pinned" => {
                let pin = self.pin(client, seen.at).unwrap();
                Reason::new(code)
                    .fact("segment", seen.segment.clone())
                    .fact("by", pin.by.clone())
                    .fact("until", pin.until)
            }
            _ => Reason::new(code),
        }
    }

    /// In which segment each client was before `t`, and of which scope.
    pub(crate) fn before(&self, t: Instant) -> BTreeMap<String, (String, String)> {
        let stood = |(client, days): (String, Vec<Seen>)| {
            let last = days.into_iter().rev().find(|seen| seen.at < t)?;
            Some((client, (last.scope, last.segment)))
        };
        self.seen().into_iter().filter_map(stood).collect()
    }

    /// Who is in which segment on the last day; without features who has left for a scope whose day has
    /// not begun.
    pub(crate) fn assigned(&self) -> Vec<(String, String, String, Option<CoreFeatures>)> {
        let now = self.now;
        let last = |(client, days): (String, Vec<Seen>)| {
            let last = days.last()?.clone();
            let is_there = now.is_some_and(|now| {
                let zone = self.zone(&last.scope);
                start(last.day + 1, zone) > now
            });
            Some((client, last.scope, last.segment, is_there.then_some(last.features)))
        };
        self.seen().into_iter().filter_map(last).collect()
    }
}

/// The same in columns, with a scope each.
pub(crate) fn scoped(transactions: &[Transaction], scopes: &[String]) -> Value {
    let column = |key: &str, cell: &dyn Fn(&Transaction) -> Value| {
        (key.to_owned(), Value::List(transactions.iter().map(cell).collect()))
    };
    let text = |text: &String| Value::Text(text.clone());
    Value::Map(vec![
        column("client", &|row| text(&row.client)),
        column("t", &|row| row.t.to_value()),
        column("amount", &|row| row.amount.to_value()),
        column("id", &|row| row.id.as_ref().map_or(Value::Null, text)),
        ("scope".to_owned(), Value::List(scopes.iter().map(text).collect())),
    ])
}

/// Transactions as the engine takes them.
pub(crate) fn rows(transactions: &[Transaction]) -> Value {
    Value::List(transactions.iter().map(Shaped::to_value).collect())
}
