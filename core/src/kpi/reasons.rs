//! Codes of points and targets, with their texts.

use crate::reason::reasons;

reasons! {
    NOT_ELIGIBLE = "not_eligible":
        "the visit does not count",
        "визит не засчитывается";
    CONDITION_NOT_MET = "condition_not_met":
        "{field} is {value}, expected: {operator} {expected}",
        "{field}: {value}, требуется: {operator} {expected}";
    UNDETERMINED = "undetermined":
        "whether \"{rule}\" applies is not known: fields are missing",
        "неизвестно, применимо ли «{rule}»: не хватает полей";
    SEVERAL_ROWS = "several_rows":
        "several rows of \"{rule}\" are met, of which one only may be",
        "выполнено несколько строк «{rule}», а допускается одна";
    NO_CARD = "no_card":
        "no version of the score card holds at this time",
        "на этот момент нет действующей версии карты баллов";
    POSSIBLE_JOINT = "possible_joint":
        "the visits {visit} and {other} to {site} overlap: perhaps one joint visit",
        "визиты {visit} и {other} на {site} пересекаются: возможно, это совместный визит";
    NO_PLAN = "no_plan":
        "there is no plan to hold the actual against",
        "нет плана, с которым можно сравнить факт";
    TOO_EARLY = "too_early":
        "{elapsed_days} days are over, a forecast takes {forecast_min_days}",
        "прошло дней: {elapsed_days}; для прогноза нужно {forecast_min_days}";
    NO_WORKING_DAYS = "no_working_days":
        "the period has no working days",
        "в периоде нет рабочих дней";
    NO_DAYS_LEFT = "no_days_left":
        "no days are left in the period",
        "в периоде не осталось дней";
    PLAN_PRORATED = "plan_prorated":
        "{plan_days} of {all_days} days count, with a share of {share}: {prorated_plan} of {plan}",
        "учтено дней: {plan_days} из {all_days}, доля ставки {share}: {prorated_plan} из {plan}";
    CARRIED_OVER = "carried_over":
        "{carried} carried over from {from_period}",
        "перенесено с периода {from_period}: {carried}";
    MET_BY_CARRY = "met_by_carry":
        "{surplus} of the period before meets the plan of {prorated_plan} already",
        "излишек прошлого периода {surplus} уже покрывает план {prorated_plan}";
    CARRY_UNKNOWN = "carry_unknown":
        "no row is of {from_period}: nothing is known to carry over",
        "за {from_period} нет данных: перенос неизвестен";
    UNDETERMINED_LEFT_OUT = "undetermined_left_out":
        "{rows} rows whose value is not known are in no total",
        "строк с неизвестным значением: {rows}, в итоги не входят";
    ADJUSTED_APART = "adjusted_apart":
        "{adjusted} of closed periods is paid here and does not count for attainment",
        "{adjusted} за закрытые периоды: к оплате, не в выполнение плана";
    ADJUSTED = "adjusted":
        "{adjusted} of closed periods counts for attainment",
        "{adjusted} за закрытые периоды входит в выполнение плана";
    RESCORED = "rescored":
        "{visits} visits are worth something else than when {for_period} was closed",
        "визитов с новой оценкой после закрытия {for_period}: {visits}";
    NO_LAST_PERIOD = "no_last_period":
        "no row is of {last_period}: nothing is known of movement",
        "за {last_period} нет данных: движение неизвестно";
    NO_POTENTIAL = "no_potential":
        "there is no potential to hold the actual against",
        "нет потенциала, с которым можно сравнить факт";
    NO_ACTUAL = "no_actual":
        "there is no actual",
        "нет факта";
    NO_AMOUNT = "no_amount":
        "nothing was sold of which a margin could be told",
        "нет продаж, от которых можно взять маржу";
    WINDOWS_OPEN = "windows_open":
        "{visits} visits may still bring an order and are not in the rate",
        "визитов, после которых заказ ещё возможен: {visits}, в долю не входят";
    NO_WINDOW_ENDED = "no_window_ended":
        "no visit is old enough to tell",
        "ещё рано судить: ни одно окно не закрылось";
}
