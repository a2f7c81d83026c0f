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
