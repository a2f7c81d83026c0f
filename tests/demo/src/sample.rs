//! The day that the demo carries: made by the simulator (see the test that makes it again).

use crate::input::Source;

/// The zone of the sample.
pub(crate) const ZONE: &str = "Europe/Moscow";

/// Where the rep of the sample comes from: the day begins and ends there.
pub(crate) const BASE: (f64, f64) = (53.7223, 36.7433);

/// What its visits are worth.
pub(crate) fn card() -> Source {
    Source::embedded("sample/card.json", include_str!("../sample/card.json"))
}

/// What its rep is to reach, and reached on earlier days.
pub(crate) fn targets() -> Source {
    Source::embedded("sample/targets.json", include_str!("../sample/targets.json"))
}

/// What stands on the board beside the visits of the day, and who wrote.
pub(crate) fn board() -> Source {
    Source::embedded("sample/board.json", include_str!("../sample/board.json"))
}

/// What the clients bought.
pub(crate) fn purchases() -> Source {
    Source::embedded("sample/purchases.csv", include_str!("../sample/purchases.csv"))
}

/// How often clients of each segment are to be visited.
pub(crate) fn segments() -> Source {
    Source::embedded("sample/segments.json", include_str!("../sample/segments.json"))
}

/// Track, sites and plan.
pub(crate) fn sources() -> [Source; 3] {
    [
        Source::embedded("sample/track.csv", include_str!("../sample/track.csv")),
        Source::embedded("sample/sites.geojson", include_str!("../sample/sites.geojson")),
        Source::embedded("sample/plan.csv", include_str!("../sample/plan.csv")),
    ]
}
