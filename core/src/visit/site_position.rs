//! Where a site really is, by the visits to it: wrong master data is the hidden cause of false
//! rejects.

use super::evidence::{median, tenth};
use super::policy::{LocatedVisit, Status};
use super::reasons;
use super::report::SitePosition;
use crate::column::Names;
use crate::geo::{distance, wrap_longitude};
use crate::math;
use crate::shape::Reader;
use crate::{Position, Reason, Result};

/// Fewer visits than these say nothing about a site.
const ENOUGH_VISITS: usize = 5;
/// A median within this many metres of the stored point is no contradiction: a building is as large.
const NEAR_M: f64 = 50.0;
/// Nor is one within this many times the spread of the visits.
const SPREADS: f64 = 3.0;

/// Where sites really are, by the verified visits to them: one answer a site, by id.
///
/// The median of latitudes and of longitudes (the shorter way round from the stored point) over
/// five or more verified visits, how far it lies off the stored point, and the spread: the median
/// absolute deviation (MAD; Hampel 1974), here the median of the visits' distances from their
/// median. A stored point that lies off by more than 50 m and more than 3 times the spread is
/// suspect.
///
/// With `detail: track`, [`verify_plan`](super::verify_plan) tells the `position` of every visit:
/// the site, the point stored for it, and the visit's `site`, `position` and `status` make a
/// [`LocatedVisit`]. Visits of other statuses are not looked at. O(n log n) in the visits.
///
/// # Errors
/// `mixed_positions`: two visits to one site give different stored points.
///
/// # Example
/// ```
/// use fieldbeat::visit::LocatedVisit;
/// use fieldbeat::{Position, suggest_site_position};
///
/// let visit = |i: i32| LocatedVisit {
///     site: "clinic".to_owned(),
///     stored: Position::new(55.75, 37.6).unwrap(),
///     // 110 m north of what is stored, give or take a metre.
///     position: Position::new(55.751 + f64::from(i) * 1e-5, 37.6).unwrap(),
///     status: None,
/// };
/// let visits: Vec<LocatedVisit> = (-2..=2).map(visit).collect();
///
/// let found = suggest_site_position(&visits)?;
/// assert_eq!((found[0].visits, found[0].suspect), (5, Some(true)));
/// assert_eq!(found[0].position, Some(Position::new(55.751, 37.6)?));
/// assert_eq!(found[0].reasons[0].code, "site_position_suspect");
/// # Ok::<(), fieldbeat::Error>(())
/// ```
pub fn suggest_site_position(visits: &[LocatedVisit]) -> Result<Vec<SitePosition>> {
    let mut at = Reader::new();
    let (mut names, mut sites) = (Names::default(), Vec::<(&Position, Vec<&Position>)>::new());
    at.within("visits", |at| {
        for (index, visit) in visits.iter().enumerate() {
            let (code, is_new) = names.code(&visit.site);
            sites.extend(is_new.then(|| (&visit.stored, Vec::new())));
            let Some(site) = sites.get_mut(code as usize) else { continue };
            if *site.0 != visit.stored {
                let message = "another visit to this site has another stored point";
                at.within(index, |at| {
                    at.within("stored", |at| at.problem::<()>("mixed_positions", message));
                });
            }
            if visit.status.is_none_or(|status| status == Status::Verified) {
                site.1.push(&visit.position);
            }
        }
    });
    at.finish(Some(()))?;
    let sites = names.sorted(sites).into_iter();
    Ok(sites.map(|(site, (stored, seen))| judge(site, stored, &seen)).collect())
}

fn judge(site: &str, stored: &Position, seen: &[&Position]) -> SitePosition {
    let visits = u32::try_from(seen.len()).unwrap_or(u32::MAX);
    let center = median_position(stored, seen);
    let mut answer = SitePosition {
        site: site.to_owned(),
        visits,
        position: center.clone(),
        offset_m: None,
        spread_m: None,
        suspect: None,
        reasons: Vec::new(),
    };
    if let Some(center) = center {
        let offset_m = distance(stored, &center);
        let mut away: Vec<f64> = seen.iter().map(|position| distance(&center, position)).collect();
        let spread_m = median(&mut away).unwrap_or(0.0);
        answer.offset_m = Some(tenth(offset_m));
        answer.spread_m = Some(tenth(spread_m));
        if seen.len() >= ENOUGH_VISITS {
            answer.suspect = Some(offset_m > NEAR_M && offset_m > SPREADS * spread_m);
        }
    }
    answer.reasons.extend(match answer.suspect {
        None => Some(
            Reason::new(reasons::TOO_FEW_VISITS)
                .fact("visits", visits)
                .fact("min_visits", ENOUGH_VISITS as u32),
        ),
        Some(true) => Some(
            Reason::new(reasons::SITE_POSITION_SUSPECT)
                .fact("offset_m", answer.offset_m)
                .fact("spread_m", answer.spread_m)
                .fact("visits", visits),
        ),
        Some(false) => None,
    });
    answer
}

/// The median of latitudes and of longitudes, to 1e-7 degrees, which is a centimetre; longitudes
/// are counted from `origin`, the shorter way round.
pub(super) fn median_position(origin: &Position, positions: &[&Position]) -> Option<Position> {
    const UNITS: f64 = 1e7;
    let west = origin.lon.get();
    let mut lats: Vec<f64> = positions.iter().map(|position| position.lat.get()).collect();
    let mut lons: Vec<f64> =
        positions.iter().map(|position| wrap_longitude(position.lon.get() - west)).collect();
    let (lat, lon) = (median(&mut lats)?, wrap_longitude(west + median(&mut lons)?));
    let lat = math::max(-90.0, math::min(90.0, (lat * UNITS).round() / UNITS));
    Position::new(lat, (lon * UNITS).round() / UNITS).ok()
}
