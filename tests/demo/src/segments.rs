//! Who matters now: the segments of the clients, who moved in the month, and who is visited too
//! seldom.

use fieldbeat::budget::Budget;
use fieldbeat::math::Decimal;
use fieldbeat::segment::{Assignment, Migration, SegmentMove};
use fieldbeat::{Instant, Period, PeriodKind, Result, Segmenter, VisitPolicy, period_of};

use crate::board::{Board, Card, VISITED};
use crate::input::{Clients, rows};

/// The clients as of the board's time.
pub(crate) struct Segments {
    /// The calendar month.
    pub(crate) month: Period,
    /// In which segment every client is.
    pub(crate) assignments: Vec<Assignment>,
    /// The moves since the month began.
    pub(crate) moves: Vec<SegmentMove>,
    /// From where to where.
    pub(crate) migration: Migration,
    /// How often each client is to be visited, those who buy most first; empty without a table.
    pub(crate) cadence: Vec<Cadence>,
    /// Sites on the board that never bought anything: they are in no segment.
    pub(crate) strangers: Vec<String>,
}

/// The visits of a client in the month.
pub(crate) struct Cadence {
    pub(crate) client: String,
    pub(crate) segment: String,
    /// How many there should be.
    pub(crate) wanted: i64,
    /// How many were made and verified.
    pub(crate) done: i64,
    /// How many more stand on the board until the month is over.
    pub(crate) planned: i64,
}

impl Cadence {
    /// How many visits nobody has planned.
    pub(crate) fn missing(&self) -> i64 {
        (self.wanted - self.done - self.planned).max(0)
    }

    pub(crate) fn is_below(&self) -> bool {
        self.done < self.wanted
    }
}

/// Clients of one kind together.
#[derive(Clone, Copy)]
pub(crate) struct Sum {
    pub(crate) clients: usize,
    /// In the base window.
    pub(crate) base: Decimal,
    /// In the moving window.
    pub(crate) moving: Decimal,
}

impl Segments {
    pub(crate) fn of(clients: &Clients, board: &Board, policy: &VisitPolicy) -> Result<Self> {
        let now = board.now;
        let mut segmenter = Segmenter::new(&clients.policy)?;
        segmenter.ingest(&rows(&clients.bought), &[], &[])?;
        segmenter.advance(now, &mut Budget::unlimited())?;
        let month = period_of(now, PeriodKind::Month, &policy.zone);
        // A move at this very instant is one of the month.
        let until = now.plus(1);
        let assignments = segmenter.assignments();
        let mut ranked: Vec<&Assignment> = assignments.iter().collect();
        let revenue = |client: &Assignment| client.features.base_revenue;
        ranked.sort_by(|a, b| revenue(b).cmp(&revenue(a)).then_with(|| a.client.cmp(&b.client)));
        let cadence = match clients.cadence.as_slice() {
            [] => Vec::new(),
            table => {
                let of = |client: &&Assignment| visits(client, table, board, &month, policy);
                ranked.iter().map(of).collect()
            }
        };
        let has_bought = |site: &String| assignments.iter().any(|own| own.client == *site);
        let sites = board.cards.iter().filter_map(|card| card.field("site"));
        let mut strangers: Vec<String> = sites.filter(|site| !has_bought(site)).collect();
        strangers.sort();
        strangers.dedup();
        Ok(Self {
            moves: segmenter.moves(month.start, until),
            migration: segmenter.migration(month.start, until, None)?,
            month,
            assignments,
            cadence,
            strangers,
        })
    }

    /// The clients of a segment together.
    pub(crate) fn sum(&self, segment: &str) -> Sum {
        let own = self.assignments.iter().filter(|client| client.segment == segment);
        own.fold(Sum::NONE, |sum, client| sum.plus(client))
    }

    /// All clients together.
    pub(crate) fn total(&self) -> Sum {
        self.assignments.iter().fold(Sum::NONE, |sum, client| sum.plus(client))
    }
}

impl Sum {
    const NONE: Self = Self { clients: 0, base: Decimal::ZERO, moving: Decimal::ZERO };

    fn plus(self, client: &Assignment) -> Self {
        let add = |sum: Decimal, own| sum.checked_add(own).unwrap_or(sum);
        Self {
            clients: self.clients + 1,
            base: add(self.base, client.features.base_revenue),
            moving: add(self.moving, client.features.moving_revenue),
        }
    }
}

fn visits(
    client: &Assignment,
    table: &[(String, i64)],
    board: &Board,
    month: &Period,
    policy: &VisitPolicy,
) -> Cadence {
    let wanted = table.iter().find(|(segment, _)| *segment == client.segment);
    let within = |t: Instant| month.start <= t && t < month.end;
    let own = board.cards.iter().filter(|card| card.field("site").as_ref() == Some(&client.client));
    let (mut done, mut planned) = (0, 0);
    for card in own {
        if card.case.stage == VISITED {
            done += i64::from(within(card.case.entered_at));
        } else if is_open(card, board) {
            let date = card.field("date").and_then(|date| date.parse().ok());
            // Today is over: what was not done is to be planned anew.
            let start = date.map(|date| policy.zone.day(date).0);
            planned += i64::from(start.is_some_and(|start| start > board.now && within(start)));
        }
    }
    Cadence {
        client: client.client.clone(),
        segment: client.segment.clone(),
        wanted: wanted.map_or(0, |(_, visits)| *visits),
        done,
        planned,
    }
}

fn is_open(card: &Card, board: &Board) -> bool {
    board.worklist.iter().any(|item| item.case_id == card.case.id)
}
