//! Who stands where, and how that has changed.

use super::policy::{LeaderboardOptions, Show};
use super::report::{Leaderboard, RulePoints, Standing};
use crate::budget::Budget;
use crate::kpi::Lookup;
use crate::kpi::reasons;
use crate::kpi::roster::{Rep, Roster};
use crate::kpi::rows::{Groups, Row, Rule, Rules, rows, warn_of_teams};
use crate::kpi::score::Score;
use crate::kpi::target::{Measure, Measured, TargetPeriod, dates_of, kind_of, measured};
use crate::math::exact::{Amount, Fine, ratio};
use crate::math::{hash_value, sort_by};
use crate::shape::{Reader, Shaped};
use crate::time::{Calendar, Date, Instant};
use crate::{Reason, Result};

/// Reps, teams or territories by their points in a period, up to `now`.
///
/// Equals share a rank, and the ranks after it are left out: 1, 2, 2, 4. Everybody on the roster is
/// ranked, and besides everybody of whom there are rows. A row is of the team that it names, else of its
/// rep's: that of the roster, or of the rep's latest row that names one. Movement is against the whole period
/// before, of which `scored` must hold the rows.
///
/// # Errors
/// `missing_key`, where `show: own` has no `whose`; `invalid_period`; the problems of reps and rows.
///
/// # Example
/// ```
/// use fieldbeat::budget::Budget;
/// use fieldbeat::kpi::{LeaderboardOptions, Score, TargetPeriod, leaderboard};
/// use fieldbeat::{Calendar, CalendarPolicy, PeriodKind};
///
/// let calendar = Calendar::new(&CalendarPolicy::default())?;
/// let t = "2026-11-10T10:00:00Z".parse()?;
/// let scored = [
///     Score::new("1", "anna", t, "7")?,
///     Score::new("2", "boris", t, "12")?,
///     Score::new("3", "clara", t, "7")?,
/// ];
/// let month = TargetPeriod::Current(PeriodKind::Month);
/// let now = "2026-11-13T18:00:00Z".parse()?;
/// let options = LeaderboardOptions::default();
/// let budget = &mut Budget::unlimited();
/// let board = leaderboard(&scored, &month, &calendar, now, &[], &options, budget)?;
/// let ranks: Vec<_> = board.standings.iter().map(|s| (s.rank, s.whose.as_str())).collect();
/// assert_eq!(ranks, [(1, "boris"), (2, "anna"), (2, "clara")]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn leaderboard(
    scored: &[Score],
    period: &TargetPeriod,
    calendar: &Calendar,
    now: Instant,
    reps: &[Rep],
    options: &LeaderboardOptions,
    budget: &mut Budget<'_>,
) -> Result<Leaderboard> {
    let mut at = Reader::new();
    at.within("options", |at| LeaderboardOptions::read(&options.to_value(), at));
    let roster = Roster::new(calendar, reps, scored, now, &mut at);
    let rows = rows(scored, &roster, &mut at, budget)?;
    at.finish(Some(()))?;

    let (period, kind) = match period {
        TargetPeriod::Current(kind) => (calendar.period_of(now, *kind), *kind),
        TargetPeriod::Named(name) => (calendar.period(name, Some(now))?, kind_of(name)),
    };
    let last_period = calendar.period_before(&period, kind);
    let groups = Groups::new(&rows, options.scope, now, &roster);
    let names = roster.names(options.scope, groups.names().collect());
    let (dates, last_dates) = (dates_of(&period, calendar), dates_of(&last_period, calendar));
    let current = Ranking::new(&names, &groups, dates)?;
    // Before the first period of all there is none, and nobody had a rank.
    let had_last = last_period.start < period.start;
    let last = Ranking::new(if had_last { &names } else { &[] }, &groups, last_dates)?;

    // Whoever is of a team by the roster or by a row of the period has worked for it.
    let mut of: Lookup<(&str, usize), ()> = Lookup::default();
    let members = roster.members().iter().enumerate();
    of.extend(members.filter_map(|(rep, member)| Some(((member.of(options.scope)?, rep), ()))));
    for name in &names {
        of.extend(groups.of(name, dates).iter().map(|row| ((*name, row.rep), ())));
    }
    let worked: Vec<i64> =
        roster.members().iter().map(|member| roster.days_worked(member, dates, now)).collect();
    let mut days: Lookup<&str, i64> = Lookup::default();
    for (whose, rep) in of.into_keys() {
        *days.entry(whose).or_default() += worked.get(rep).copied().unwrap_or(0);
    }
    let mut standings = Vec::new();
    for (place, (whose, points)) in current.order.iter().enumerate() {
        let (rank, sharing) = current.rank(place);
        let is_own = options.whose.as_deref() == Some(whose);
        let is_shown = match options.show {
            Show::All => true,
            Show::Own => is_own,
            Show::TopN => is_own || rank <= i64::from(options.top),
        };
        if !is_shown {
            continue;
        }
        let rows = groups.of(whose, dates);
        budget.spend(1 + rows.len() as u64)?;
        let last_rank = last.of(whose);
        let mut why = Vec::new();
        if last_rank.is_none() {
            let reason = Reason::new(reasons::NO_LAST_PERIOD);
            why.push(reason.fact("last_period", last_period.name.clone()));
        }
        if points.undetermined > 0 {
            let reason = Reason::new(reasons::UNDETERMINED_LEFT_OUT);
            why.push(reason.fact("rows", points.undetermined));
        }
        let days = days.get(whose).copied().unwrap_or(0);
        let per_day =
            (days > 0).then(|| ratio(points.actual.units(), Amount::count(days).units(), 2));
        standings.push(Standing {
            rank,
            sharing,
            whose: (*whose).to_owned(),
            points: points.actual.decimal()?,
            last_rank,
            movement: last_rank.map(|last| last - rank),
            visits: (measured(rows, Measure::Visits)?.actual.units() / Amount::ONE) as i64,
            days,
            points_per_day: per_day.transpose()?,
            rules: rules(rows)?,
            undetermined: points.undetermined,
            reasons: why,
        });
    }
    Ok(Leaderboard {
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        policy_hash: hash_value(&options.to_value()),
        scope: options.scope,
        period,
        last_period,
        ranked: current.order.len() as i64,
        standings,
        warnings: warn_of_teams(&rows, options.scope, &roster),
    })
}

/// Points per rule.
fn rules(rows: &[Row<'_>]) -> Result<Vec<RulePoints>> {
    let mut rules = Rules::default();
    for row in rows {
        rules.add(row)?;
    }
    let told = |((kind, rule_id), points): (Rule<'_>, Fine)| {
        Ok(RulePoints { kind, rule_id: rule_id.map(str::to_owned), points: points.decimal()? })
    };
    rules.0.into_iter().map(told).collect()
}

/// Everybody by points, and those with equal points by name.
struct Ranking<'a> {
    order: Vec<(&'a str, Measured)>,
    /// The place of everybody who has rows.
    places: Lookup<&'a str, usize>,
}

impl<'a> Ranking<'a> {
    fn new(names: &[&'a str], groups: &Groups<'a>, dates: (Date, Date)) -> Result<Self> {
        let (mut order, mut active) = (Vec::new(), Lookup::default());
        for name in names {
            let rows = groups.of(name, dates);
            order.push((*name, measured(rows, Measure::Points)?));
            active.extend((!rows.is_empty()).then_some((*name, ())));
        }
        // Names are in order already, and equals keep it.
        sort_by(&mut order, |(_, a), (_, b)| b.actual.cmp(&a.actual));
        let places = order.iter().enumerate().filter(|(_, (name, _))| active.contains_key(name));
        let places = places.map(|(place, (name, _))| (*name, place)).collect();
        Ok(Self { order, places })
    }

    /// The rank at a place, and how many share it.
    fn rank(&self, place: usize) -> (i64, i64) {
        let points = self.order.get(place).map(|(_, points)| points.actual);
        let before = self.order.partition_point(|(_, other)| Some(other.actual) > points);
        let until = self.order.partition_point(|(_, other)| Some(other.actual) >= points);
        (before as i64 + 1, (until - before) as i64)
    }

    fn of(&self, name: &str) -> Option<i64> {
        self.places.get(name).map(|place| self.rank(*place).0)
    }
}
