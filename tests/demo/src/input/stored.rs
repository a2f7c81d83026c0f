//! What a CRM has beside the day: cases of the board, and what clients wrote.

use fieldbeat::CalendarPolicy;
use fieldbeat::funnel::{ClientRequest, NewCase};
use fieldbeat::shape::{Reader, Value};

use super::json::{self, part};
use super::{BadRow, Source};

/// What a board is begun with.
#[derive(Debug, Default)]
pub(crate) struct Stored {
    /// Those of the planned visits have their names; a visit without one is in work on its day.
    pub(crate) cases: Vec<NewCase>,
    pub(crate) requests: Vec<ClientRequest>,
    /// By which hours clients wait; else Monday to Friday.
    pub(crate) calendar: Option<CalendarPolicy>,
}

impl Stored {
    pub(super) fn read(source: &Source) -> Result<Self, BadRow> {
        json::read(source, Self::parts)
    }

    fn parts(value: &Value, at: &mut Reader) -> Option<Self> {
        json::only(value, &["cases", "requests", "calendar"], at);
        let cases: Option<Option<Vec<NewCase>>> = part(value, "cases", at);
        let requests: Option<Option<_>> = part(value, "requests", at);
        let calendar = part(value, "calendar", at);
        let cases = cases?.unwrap_or_default();
        for (index, case) in cases.iter().enumerate() {
            if cases.iter().take(index).any(|earlier| earlier.id == case.id) {
                at.within("cases", |at| {
                    at.within(index, |at| {
                        at.within("id", |at| at.problem::<()>("duplicate_id", "listed twice"))
                    })
                });
            }
        }
        Some(Self { cases, requests: requests?.unwrap_or_default(), calendar: calendar? })
    }
}
