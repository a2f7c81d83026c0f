//! Codes of presence, with their texts.

use crate::reason::reasons;

reasons! {
    INSIDE_FENCE = "inside_fence":
        "the position is inside the fence",
        "место внутри геозоны";
    OUTSIDE_FENCE = "outside_fence":
        "the position is outside the fence",
        "место за пределами геозоны";
    ACCURACY_POOR = "accuracy_poor":
        "accuracy of {accuracy_m} is too poor to tell",
        "точность {accuracy_m} слишком низкая, чтобы судить";
    ACCURACY_MISSING = "accuracy_missing":
        "the position has no accuracy",
        "у координат не указана точность";
    ACCURACY_INVALID = "accuracy_invalid":
        "the accuracy of the position is no valid number",
        "точность координат указана неверно";
    ACCURACY_ASSUMED = "accuracy_assumed":
        "no accuracy was given; {accuracy_m} assumed",
        "точность не указана; принято {accuracy_m}";
    ACCURACY_STRADDLES_BOUNDARY = "accuracy_straddles_boundary":
        "with an accuracy of {accuracy_m} the position may be on either side of the boundary",
        "при точности {accuracy_m} место может быть по обе стороны границы";
}

/// Codes of what passes fences, and of fixes that no fence should see.
#[cfg(feature = "tracker")]
pub(crate) mod stream {
    use crate::reason::reasons;

    reasons! {
        ENTRY_CONFIRMED = "entry_confirmed":
            "enough fixes inside confirm that the fence was entered",
            "вход в геозону подтверждён точками внутри";
        EXIT_CONFIRMED = "exit_confirmed":
            "enough fixes outside confirm that the fence was left",
            "выход из геозоны подтверждён точками снаружи";
        DWELL_REACHED = "dwell_reached":
            "{dwell_ms} on site",
            "{dwell_ms} на месте";
        PASSED_THROUGH = "passed_through":
            "the way between two fixes leads through the fence",
            "путь между двумя точками проходит через геозону";
        CROSSED_IN_GAP = "crossed_in_gap":
            "the edge was crossed while the track was silent",
            "граница пересечена во время разрыва трека";
        TRACK_BEGINS_INSIDE = "track_begins_inside":
            "the first fix already lies inside",
            "первая точка уже внутри";
        TRACK_ENDS_INSIDE = "track_ends_inside":
            "no fix shows that the fence was left",
            "нет точки, показывающей выход из геозоны";
        LATE_FIX = "late_fix":
            "the fix came {behind_ms} too late for its place in the order",
            "точка опоздала на {behind_ms} и уже не встанет на своё место";
        FENCE_TOO_SMALL = "fence_too_small":
            "at an accuracy of {accuracy_m} nobody can be seen inside; suggested radius {suggested_radius_m}",
            "при точности {accuracy_m} никто не будет виден внутри; предлагаемый радиус {suggested_radius_m}";
        MOCK_LOCATION = "mock_location":
            "the device reports simulated coordinates",
            "устройство сообщает о подмене координат";
        CLOCK_AHEAD = "clock_ahead":
            "the device's clock was ahead",
            "часы устройства спешили";
        ZERO_ISLAND = "zero_island":
            "fixes at latitude 0, longitude 0 were not used",
            "точки с координатами 0, 0 не учтены";
        CONFLICTING_FIX = "conflicting_fix":
            "several places at one instant",
            "несколько мест в один момент";
    }
}
