//! The order of the planned sites: as it was planned, and the shortest.

use std::fmt::Write as _;

use super::html::escape;
use crate::day::VerifiedDay;
use crate::order::Order;

/// Below this share nobody would plan another day.
const WORTH_TELLING: f64 = 0.01;

/// In a line: how much shorter the day could have been.
pub(super) fn headline(day: &VerifiedDay) -> Option<String> {
    let (order, words) = (day.order.as_ref()?, day.words);
    let shortest = words.metres(order.tour.length);
    if order.saved_share() < WORTH_TELLING {
        return Some(format!("{} ({shortest})", words.say("as planned", "как в плане")));
    }
    let (instead_of, less) = (words.say("instead of", "вместо"), words.say("less", "короче"));
    let planned = words.metres(order.planned_m);
    let percent = (100.0 * order.saved_share()).round();
    Some(match words.code() {
        "ru" => format!("{shortest} {instead_of} {planned}, на {percent} % {less}"),
        _ => format!("{shortest} {instead_of} {planned}, {percent} % {less}"),
    })
}

/// The section; nothing where there is no order to speak of.
pub(super) fn section(day: &VerifiedDay, body: &mut String) {
    let (Some(order), Some(headline)) = (&day.order, headline(day)) else { return };
    let words = day.words;
    let _ = write!(
        body,
        "<section><h2>{}</h2><p class=\"hint\">{}</p><p class=\"order\">{}</p>",
        words.say("Order of the visits", "Порядок визитов"),
        words.say(
            "Straight lines from site to site; opening hours and slots are not looked at.",
            "Прямые от точки к точке; часы работы и окна не учтены."
        ),
        escape(&headline),
    );
    let planned: Vec<usize> = (0..order.sites.len()).collect();
    for (name, places) in [
        (words.say("Planned", "По плану"), &planned),
        (words.say("Shortest", "Кратчайший"), &order.shortest),
    ] {
        let names = names(day, order, places).join(" → ");
        let _ = write!(body, "<p class=\"legs\"><strong>{name}:</strong> {}</p>", escape(&names));
    }
    body.push_str("</section>");
}

fn names(day: &VerifiedDay, order: &Order, places: &[usize]) -> Vec<String> {
    let site = |place: &usize| order.sites.get(*place).map(|id| day.site_name(id).to_owned());
    let base = order.has_base.then(|| day.words.say("Base", "База").to_owned());
    let sites = places.iter().filter_map(site);
    base.clone().into_iter().chain(sites).chain(base).collect()
}
