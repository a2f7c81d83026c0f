//! Zones by their names.

use super::{Zone, ZoneTable};
use crate::Problem;
#[cfg(feature = "kpi")]
use crate::shape::{Reader, Warning};

/// The zones that a reader was told of by name, in the order of their names.
///
/// A table takes thousands of look-ups, and every visit of a list may name its rep's zone. There are
/// no more than there are zones: what is none is not kept.
#[derive(Debug, Default)]
pub(crate) struct NamedZones(Vec<Zone>);

impl NamedZones {
    /// Those that a zone which was read before is one of.
    #[cfg(feature = "hours")]
    pub(crate) fn of(zone: &Zone) -> Self {
        Self(if zone.is_named() { vec![zone.clone()] } else { Vec::new() })
    }

    /// The zone called `name`, of which the table is made once.
    ///
    /// # Errors
    /// `unknown_zone`.
    pub(super) fn named(&mut self, name: &str) -> Result<Zone, Problem> {
        let place = self.0.partition_point(|zone| zone.name() < name);
        if let Some(known) = self.0.get(place).filter(|zone| zone.name() == name) {
            return Ok(known.clone());
        }
        let zone = Zone::named(name)?;
        self.0.insert(place, zone.clone());
        Ok(zone)
    }
}

/// The zones that calls of one engine were told of by name: each is asked about a visit, and a list of
/// visits is as many calls.
#[cfg(feature = "kpi")]
#[derive(Debug, Default)]
pub(crate) struct KnownZones(std::sync::Mutex<NamedZones>);

#[cfg(feature = "kpi")]
impl KnownZones {
    /// Reads with what calls before were told of. Of calls at one time, one has it, and the others look
    /// up their zones themselves.
    ///
    /// # Errors
    /// All problems found.
    pub(crate) fn reading<T>(
        &self,
        read: impl FnOnce(&mut Reader) -> Option<T>,
    ) -> crate::Result<(T, Vec<Warning>)> {
        let mut at = Reader::new();
        if let Ok(mut known) = self.0.try_lock() {
            at.zones = std::mem::take(&mut *known);
        }
        let read = read(&mut at);
        if let Ok(mut known) = self.0.try_lock() {
            *known = std::mem::take(&mut at.zones);
        }
        at.finish(read)
    }
}

#[cfg(all(test, feature = "kpi"))]
mod tests {
    use super::*;
    use crate::shape::{Shaped, Value};

    #[test]
    fn what_one_call_was_told_the_next_knows_and_only_zones_are_kept() {
        let known = KnownZones::default();
        let named = |name: &str| {
            known.reading(|at| Zone::read(&Value::Text(name.to_owned()), at)).map(|(zone, _)| zone)
        };
        let first = named("UTC").unwrap();
        assert!(named("Europe/Nowhere").is_err());
        assert!(named("UTC").unwrap().shares_table(&first));
        assert_eq!(known.0.lock().unwrap().0.len(), 1);
        // While another call reads, a zone is looked up anew.
        let busy = known.0.lock().unwrap();
        assert!(!named("UTC").unwrap().shares_table(&first));
        drop(busy);
    }
}

#[cfg(not(feature = "tzdb"))]
pub(super) fn named_table(name: &str) -> Result<ZoneTable, Problem> {
    Err(Problem::new(
        "unknown_zone",
        "$",
        format!("\"{name}\": this build knows no zone names but UTC; pass a zone table"),
    ))
}

#[cfg(feature = "tzdb")]
pub(super) fn named_table(name: &str) -> Result<ZoneTable, Problem> {
    use chrono::{DateTime, Offset, TimeZone};

    let zone: chrono_tz::Tz = name
        .parse()
        .map_err(|_| Problem::new("unknown_zone", "$", format!("no zone is called \"{name}\"")))?;
    let offset_at = |ms: i64| -> i64 {
        let utc = DateTime::from_timestamp_millis(ms).unwrap_or_default().naive_utc();
        i64::from(zone.offset_from_utc_datetime(&utc).fix().local_minus_utc())
    };
    // Transitions of 1970 to 2100, found by halving steps of six days: no zone has two changes within
    // as many, but some within a week (Recife in October 2000, Gaza in those of 2040 and 2072).
    const START_MS: i64 = 0;
    const END_MS: i64 = 4_102_444_800_000;
    const STEP_MS: i64 = 6 * 86_400_000;
    let mut offsets = vec![vec![START_MS, offset_at(START_MS)]];
    let mut ms = START_MS;
    while ms < END_MS {
        let next = ms + STEP_MS;
        if offset_at(next) != offset_at(ms) {
            let (mut before, mut after) = (ms, next);
            while after - before > 1000 {
                let middle = before + (after - before) / 2000 * 1000;
                if offset_at(middle) == offset_at(before) {
                    before = middle
                } else {
                    after = middle
                }
            }
            offsets.push(vec![after, offset_at(after)]);
        }
        ms = next;
    }
    Ok(ZoneTable { name: name.to_owned(), offsets })
}
