//! When somebody was off the path: the time between two fixes cut where it leaves the corridor or
//! enters it, and the run of such pieces watched with hysteresis.

use super::DeviationPolicy;
use crate::math;
use crate::time::Instant;

/// What a fix tells of its distance to the path; each number is positive where it holds.
#[derive(Clone, Copy)]
pub(super) struct Margins {
    pub(super) t: i64,
    /// Metres to the path.
    pub(super) distance_m: f64,
    /// Metres by which it is certainly outside the corridor.
    pub(super) outside_m: f64,
    /// Metres by which it is certainly inside.
    pub(super) inside_m: f64,
    /// Metres by which it is certainly inside, and within the part of the corridor that counts as
    /// back.
    pub(super) back_m: f64,
}

/// Where somebody was for some time.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Where {
    Outside,
    /// In the corridor, but not far enough to be back.
    Edge,
    Back,
    Unknown,
}

/// The time between two fixes, as far as it is known.
pub(super) enum Between {
    /// Both fixes tell.
    Known(Margins, Margins),
    /// One does not, from and until.
    Unknown(i64, i64),
    /// Silence, from and until.
    Gap(i64, i64),
}

/// One time off the path, in milliseconds.
pub(super) struct Off {
    pub(super) start: i64,
    pub(super) end: i64,
    pub(super) unknown_ms: i64,
    pub(super) returned: bool,
}

/// Watches over the time of a track, piece by piece.
pub(super) struct Watch {
    off_after_ms: i64,
    back_after_ms: i64,
    run: Option<Run>,
    pub(super) off: Vec<Off>,
    /// All time that is unknown.
    pub(super) unknown_ms: i64,
}

/// A time outside, which becomes an excursion once it has lasted.
struct Run {
    off: Off,
    /// How long it was outside for certain.
    outside_ms: i64,
    /// Unknown since it was last outside.
    since_unknown_ms: i64,
    /// Back for so long.
    back_ms: i64,
}

impl Watch {
    pub(super) fn new(policy: &DeviationPolicy) -> Self {
        Self {
            off_after_ms: policy.off_after.millis(),
            back_after_ms: policy.back_after.millis(),
            run: None,
            off: Vec::new(),
            unknown_ms: 0,
        }
    }

    pub(super) fn pass(&mut self, between: &Between) {
        match between {
            Between::Known(a, b) => {
                let cut = |x: f64, y: f64| {
                    // Where the line from x to y crosses 0; else nowhere that cuts.
                    if (x > 0.0) == (y > 0.0) {
                        return a.t;
                    }
                    a.t + ((b.t - a.t) as f64 * (x / (x - y))).round() as i64
                };
                let mut cuts = [
                    a.t,
                    cut(a.outside_m, b.outside_m),
                    cut(a.inside_m, b.inside_m),
                    cut(a.back_m, b.back_m),
                    b.t,
                ];
                math::sort(&mut cuts);
                for (start, end) in cuts.iter().zip(cuts.iter().skip(1)) {
                    if start < end {
                        self.piece(*start, *end, at(a, b, *start, *end));
                    }
                }
            }
            Between::Unknown(start, end) => self.piece(*start, *end, Where::Unknown),
            Between::Gap(start, end) => {
                self.unknown_ms += end - start;
                self.end_run(false);
            }
        }
    }

    fn piece(&mut self, start: i64, end: i64, place: Where) {
        let length_ms = end - start;
        match place {
            Where::Outside => {
                let run = self.run.get_or_insert(Run {
                    off: Off { start, end, unknown_ms: 0, returned: false },
                    outside_ms: 0,
                    since_unknown_ms: 0,
                    back_ms: 0,
                });
                run.off.end = end;
                run.off.unknown_ms += run.since_unknown_ms;
                (run.since_unknown_ms, run.back_ms) = (0, 0);
                run.outside_ms += length_ms;
            }
            Where::Unknown => {
                self.unknown_ms += length_ms;
                if let Some(run) = &mut self.run {
                    run.since_unknown_ms += length_ms;
                    // Long enough to hide a return: not outside for certain all the time.
                    if run.outside_ms < self.off_after_ms
                        && run.since_unknown_ms >= self.back_after_ms
                    {
                        self.run = None;
                    }
                }
            }
            Where::Edge | Where::Back => {
                let Some(run) = &mut self.run else { return };
                if run.outside_ms < self.off_after_ms {
                    self.run = None;
                } else if place == Where::Edge {
                    run.back_ms = 0;
                } else {
                    run.back_ms += length_ms;
                    if run.back_ms >= self.back_after_ms {
                        self.end_run(true);
                    }
                }
            }
        }
    }

    /// Ends the run, which was an excursion if it had lasted.
    pub(super) fn end_run(&mut self, returned: bool) {
        if let Some(run) = self.run.take()
            && run.outside_ms >= self.off_after_ms
        {
            self.off.push(Off { returned, ..run.off });
        }
    }
}

/// Where the middle of a piece between two fixes was.
fn at(a: &Margins, b: &Margins, start: i64, end: i64) -> Where {
    let share = ((start - a.t) + (end - a.t)) as f64 / (2 * (b.t - a.t)) as f64;
    let holds = |x: f64, y: f64| x + share * (y - x) > 0.0;
    if holds(a.outside_m, b.outside_m) {
        Where::Outside
    } else if holds(a.back_m, b.back_m) {
        Where::Back
    } else if holds(a.inside_m, b.inside_m) {
        Where::Edge
    } else {
        Where::Unknown
    }
}

impl Off {
    pub(super) fn instants(&self) -> (Instant, Instant) {
        (Instant::held(self.start), Instant::held(self.end))
    }
}
