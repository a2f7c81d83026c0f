//! What the reader must know about the input before believing the verdicts.

use fieldbeat::geofence::Accuracy;
use fieldbeat::{Instant, Track};

use crate::args::Args;
use crate::input::Input;
use crate::words::Words;

/// What the reader must know about the input.
pub(crate) fn about(args: &Args, input: &Input, track: &Track, words: Words) -> Vec<String> {
    let mut notices = Vec::new();
    let fixes = track.fixes();
    if !input.bad.is_empty() {
        notices.push(format!(
            "{}: {}",
            words.say("Rows skipped because they cannot be read", "Пропущено нечитаемых строк"),
            input.bad.len()
        ));
    }
    // A few are sent twice; when most are, the times are broken.
    let merged = input.fixes.len() - fixes.len();
    if merged > fixes.len() {
        notices.push(format!(
            "{}: {merged} {} {}",
            words.say(
                "Fixes of an instant that another has too",
                "Точек с тем же временем, что у других"
            ),
            words.say("of", "из"),
            input.fixes.len()
        ));
    }
    if input.from_hdop > 0 {
        notices.push(format!(
            "{}: {}",
            words.say("Fixes with an accuracy of hdop × 5 m", "Точек с точностью hdop × 5 м"),
            input.from_hdop
        ));
    }
    let missing = fixes.iter().filter(|fix| fix.accuracy_m == Accuracy::Missing).count();
    match (missing, args.assume_accuracy) {
        (0, _) => {}
        (_, Some(metres)) => notices.push(format!(
            "{} {metres} {}: {missing}",
            words.say("Fixes without accuracy, assumed to be", "Точек без точности, принято"),
            words.say("m", "м"),
        )),
        (_, None) => notices.push(format!(
            "{}: {missing}",
            words.say(
                "Fixes without accuracy, which prove nothing (--assume-accuracy M gives one)",
                "Точек без точности, которые ничего не доказывают (--assume-accuracy M задаёт её)"
            ),
        )),
    }
    if let (Some(first), Some(last), Some((start, end))) =
        (fixes.first(), fixes.last(), planned_time(input))
        && (last.t < start || end < first.t)
    {
        notices.push(format!(
            "{}: {} – {}, {} – {}",
            words.say(
                "The track lies wholly outside the time of the plan",
                "Трек целиком вне времени плана"
            ),
            first.t,
            last.t,
            start,
            end
        ));
    }
    notices
}

/// From the first slot to the last.
fn planned_time(input: &Input) -> Option<(Instant, Instant)> {
    let slots = || input.plan.iter().filter_map(|planned| planned.slot.as_ref());
    Some((slots().map(|slot| slot.start).min()?, slots().map(|slot| slot.end).max()?))
}
