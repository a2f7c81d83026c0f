//! Codes of pipelines, with their texts.

use crate::reason::reasons;

reasons! {
    GUARD_FAILED = "guard_failed":
        "{field} is {value}, expected: {operator} {expected}",
        "{field}: {value}, требуется: {operator} {expected}";
    GUARD_UNKNOWN = "guard_unknown":
        "{field} is not known, expected: {operator} {expected}",
        "{field}: нет данных, требуется: {operator} {expected}";
    FIELD_REQUIRED = "field_required":
        "{field} is required",
        "не заполнено: {field}";
    FIELD_NOT_ACCEPTED = "field_not_accepted":
        "{field} is not for this event to bring",
        "это событие не может менять {field}";
    REASON_REQUIRED = "reason_required":
        "a reason is required",
        "укажите причину";
    UNKNOWN_REASON = "unknown_reason":
        "{reason} is none of the reasons: {expected}",
        "причины {reason} нет в списке: {expected}";
    ACTOR_REQUIRED = "actor_required":
        "who acts is required",
        "не указано, кто действует";
    ROLE_REQUIRED = "role_required":
        "this is for the roles: {expected}",
        "это могут только роли: {expected}";
    APPROVALS_MISSING = "approvals_missing":
        "{count} of {expected} approved as {role}",
        "согласовали в роли {role}: {count} из {expected}";
    NO_APPROVAL = "no_approval":
        "nothing is to be approved in {stage}",
        "на этапе {stage} согласовывать нечего";
    AUTHOR_VOTES = "author_votes":
        "the author does not vote",
        "автор не голосует";
    AUTHOR_UNKNOWN = "author_unknown":
        "who made it is not known, and the author does not vote",
        "неизвестно, кто автор, а автор не голосует";
    VOTED = "voted":
        "{actor} has voted so already",
        "{actor} уже голосует так";
    NO_TRANSITION = "no_transition":
        "there is no such move from {stage}",
        "с этапа {stage} такого перехода нет";
    UNKNOWN_EVENT = "unknown_event":
        "no move waits for the event {on}, only for: {expected}",
        "события {on} не ждёт ни один переход, только: {expected}";
    WRONG_EVENT = "wrong_event":
        "to {target} leads the event: {expected}",
        "на этап {target} ведёт событие: {expected}";
    UNKNOWN_STAGE = "unknown_stage":
        "there is no stage {target}, only: {expected}",
        "этапа {target} нет, есть: {expected}";
    IN_FUTURE = "in_future":
        "the event is of {at}, and now it is {now}",
        "событие от {at}, а сейчас {now}";
    TOO_OLD = "too_old":
        "the event is of {at}, and what was before {kept_from} is settled",
        "событие от {at}, а всё до {kept_from} уже закрыто";
    OTHER_PIPELINE = "other_pipeline":
        "the record belongs to the pipeline {pipeline}",
        "запись относится к воронке {pipeline}";
    NO_PLACE = "no_place":
        "the stage {stage} has no place in {version}",
        "этапу {stage} нет места в версии {version}";
    OVER_NORM = "over_norm":
        "over the norm by {deviation_ms}",
        "норматив превышен на {deviation_ms}";
    NO_ACTIVITY = "no_activity":
        "nothing was done since {last_activity_at}",
        "ничего не делали с {last_activity_at}";
    NO_NEXT_STEP = "no_next_step":
        "there is no next step",
        "нет следующего шага";
    HALTED = "halted":
        "stopped at {since}: too many steps were made by themselves",
        "остановлено {since}: слишком много автоматических шагов";
    SNOOZED = "snoozed":
        "snoozed until {until}: {reason}",
        "отложено до {until}: {reason}";
}
