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
}
