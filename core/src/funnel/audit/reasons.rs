//! Codes of audits and reports, with their texts.

use crate::reason::reasons;

reasons! {
    NO_OPEN_ACTIVITY = "no_open_activity":
        "nothing is planned with {client}",
        "с клиентом {client} ничего не запланировано";
    ONLY_OVERDUE = "only_overdue":
        "{activities} open activities with {client} are overdue, the oldest by {overdue_ms}",
        "открытые дела с клиентом {client} просрочены: {activities}, самое давнее на {overdue_ms}";
    NO_OWNER = "no_owner":
        "{client} has no owner to be told",
        "у клиента {client} нет ответственного";
    NO_FINAL_STAGE = "no_final_stage":
        "no stage is declared won or lost: nobody knows which cases have ended",
        "ни одна стадия не объявлена успехом или отказом: неизвестно, какие сделки завершены";
    NO_TRANSITIONS = "no_transitions":
        "neither moves nor an order of stages are declared: nobody knows what is forbidden",
        "не объявлены ни переходы, ни порядок стадий: неизвестно, что запрещено";
    AFTER_NOW = "after_now":
        "{rows} rows after the end of observation are left out",
        "строк после конца наблюдения: {rows}, они не учтены";
}
