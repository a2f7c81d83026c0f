//! Codes of classes and scores, with their texts.

use crate::reason::reasons;

reasons! {
    BIN_EMPTY = "bin_empty":
        "no client has the score {score} by {measure}",
        "нет клиентов с баллом {score} по показателю {measure}";
    GREW_FROM_NOTHING = "grew_from_nothing":
        "{clients} clients have revenue now and had none before: their growth counts as high",
        "клиентов, у которых раньше не было выручки: {clients}, их рост считается высоким";
    FEW_PERIODS = "few_periods":
        "{clients} clients have fewer than {min_periods} periods and are of class Z",
        "клиентов, у которых меньше {min_periods} периодов: {clients}, они в классе Z";
    NO_REVENUE = "no_revenue":
        "{clients} clients have no revenue and are of the last class",
        "клиентов без выручки: {clients}, они в последнем классе";
}
