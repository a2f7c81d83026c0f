//! Codes of classes and scores, with their texts.

use crate::reason::reasons;

reasons! {
    BIN_EMPTY = "bin_empty":
        "no client has the score {score} by {measure}",
        "нет клиентов с баллом {score} по показателю {measure}";
    NO_REVENUE = "no_revenue":
        "{clients} clients have no revenue and are of the last class",
        "клиентов без выручки: {clients}, они в последнем классе";
}
