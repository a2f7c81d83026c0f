//! Codes of core accounts, with their texts.

use crate::reason::reasons;

reasons! {
    FIRST_SEEN = "first_seen":
        "seen here for the first time",
        "впервые в этой группе";
    BASE_SHARE_LOW = "base_share_low":
        "{base_share} of the base window's revenue stands above it, less than {limit}",
        "выше по выручке базового окна {base_share} всей выручки, меньше {limit}";
    BASE_SHARE_HIGH = "base_share_high":
        "{base_share} of the base window's revenue stands above it, not less than {limit}",
        "выше по выручке базового окна {base_share} всей выручки, не меньше {limit}";
    MONTHS_ENOUGH = "months_enough":
        "{active_months} active months, at least {limit}",
        "активных месяцев {active_months}, не меньше {limit}";
    MONTHS_FEW = "months_few":
        "{active_months} active months, fewer than {limit}",
        "активных месяцев {active_months}, меньше {limit}";
    BASE_GONE = "base_gone":
        "no revenue is left in the base window",
        "в базовом окне не осталось выручки";
    MOVING_SHARE_LOW = "moving_share_low":
        "{moving_share} of the recent revenue stands above it, less than {limit}",
        "выше по недавней выручке {moving_share} всей выручки, меньше {limit}";
    MOVING_SHARE_HIGH = "moving_share_high":
        "{moving_share} of the recent revenue stands above it, not less than {limit}",
        "выше по недавней выручке {moving_share} всей выручки, не меньше {limit}";
    PACE_UP = "pace_up":
        "buys {pace} times as fast as usual, at least {limit}",
        "темп покупок {pace} от обычного, не меньше {limit}";
    PACE_DOWN = "pace_down":
        "buys {pace} times as fast as usual, less than {limit}",
        "темп покупок {pace} от обычного, меньше {limit}";
    NEW_CLIENT = "new_client":
        "known for {known_days} days only: too new to have a pace",
        "известен дней: {known_days}, слишком новый, чтобы судить о темпе";
    MOVING_GONE = "moving_gone":
        "no revenue is left in the moving window",
        "в подвижном окне не осталось выручки";
    PACE_AT_RISK = "pace_at_risk":
        "buys {pace} times as fast as usual, less than {limit}: at risk",
        "темп покупок {pace} от обычного, меньше {limit}: под угрозой";
    PACE_RECOVERED = "pace_recovered":
        "buys {pace} times as fast as usual, no longer less than {limit}",
        "темп покупок {pace} от обычного, уже не меньше {limit}";
    ROW_MET = "row_met":
        "the first condition of the table that is met",
        "первое выполненное условие таблицы";
    ROW_NOT_MET = "row_not_met":
        "no condition of the table is met any longer",
        "ни одно условие таблицы больше не выполнено";
    PINNED = "pinned":
        "pinned to {segment} by {by}",
        "закреплён в сегменте {segment}, кем: {by}";
    PIN_ENDED = "pin_ended":
        "no longer pinned",
        "закрепление закончилось";
    COOLING = "cooling":
        "buys {pace} times as fast as usual, less than {limit}: cooling",
        "темп покупок {pace} от обычного, меньше {limit}: остывает";
    IN_STATIC_CORE = "in_static_core":
        "in the static core since {since}",
        "в статическом ядре с {since}";
    IN_DYNAMIC_CORE = "in_dynamic_core":
        "in the dynamic core since {since}",
        "в динамическом ядре с {since}";
    STAY_NOT_OVER = "stay_not_over":
        "would leave, but stays until {until}",
        "вышел бы из ядра, но остаётся до {until}";
    STATIC_CORE_DIFFERS = "static_core_differs":
        "one policy has it in the static core, the other has not",
        "по одной политике входит в статическое ядро, по другой нет";
    DYNAMIC_CORE_DIFFERS = "dynamic_core_differs":
        "one policy has it in the dynamic core, the other has not",
        "по одной политике входит в динамическое ядро, по другой нет";
    PACE_BAND_DIFFERS = "pace_band_differs":
        "another segment by pace: {pace_a} under one policy, {pace_b} under the other",
        "другой сегмент по темпу: {pace_a} по одной политике, {pace_b} по другой";
    TABLE_DIFFERS = "table_differs":
        "another condition of the tables is met",
        "выполнено другое условие таблиц";
    UNKNOWN_TO_ONE = "unknown_to_one":
        "known under one policy only",
        "известен только по одной политике";
}
