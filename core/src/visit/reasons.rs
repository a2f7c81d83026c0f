//! Codes of verdicts, with their texts.

use crate::reason::reasons;

pub(super) use crate::geofence::reasons::stream::{
    CLOCK_AHEAD, CONFLICTING_FIX, MOCK_LOCATION, ZERO_ISLAND,
};

reasons! {
    NEVER_INSIDE = "never_inside":
        "no fix lies inside the fence",
        "ни одной точки внутри зоны";
    PASSED_BY = "passed_by":
        "only passed by: {time_on_site_ms} inside",
        "только проезд мимо: {time_on_site_ms} внутри";
    DWELL_TOO_SHORT = "dwell_too_short":
        "{time_on_site_ms} on site, {min_dwell_ms} required",
        "{time_on_site_ms} на месте, требуется {min_dwell_ms}";
    BEFORE_SLOT = "before_slot":
        "arrived {by_ms} before the slot",
        "прибытие на {by_ms} раньше окна";
    AFTER_SLOT = "after_slot":
        "arrived {by_ms} after the slot",
        "прибытие на {by_ms} позже окна";
    TRACK_GAP = "track_gap":
        "the track is silent for {gap_ms}: the visit may lie in it",
        "разрыв трека {gap_ms}: визит мог быть в нём";
    NO_TRACK = "no_track":
        "no track for the planned time",
        "нет трека за плановое время";
    ENDPOINTS_ONLY = "endpoints_only":
        "only the ends of the stay were measured",
        "измерены только начало и конец пребывания";
    STAY_USED_BY = "stay_used_by":
        "the stay counts for planned visit {plan_id}",
        "пребывание засчитано плановому визиту {plan_id}";
    SHARED_BUILDING = "shared_building":
        "time is shared with other sites in the building",
        "время разделено с другими точками в здании";
    OTHER_SITE_CLOSER = "other_site_closer":
        "site {site} is closer",
        "точка {site} ближе";
    MOCK_UNKNOWN = "mock_unknown":
        "the device cannot tell simulated coordinates",
        "устройство не различает подмену координат";
    TELEPORT = "teleport":
        "the position jumps away and back faster than anyone drives",
        "координаты прыгают туда и обратно быстрее любой машины";
    FROZEN_COORDINATES = "frozen_coordinates":
        "the coordinates do not change to the last digit",
        "координаты не меняются до последнего знака";
    REPLAYED_TRACK = "replayed_track":
        "the track repeats an earlier day",
        "трек повторяет один из прошлых дней";
    COMPANION_TRACK = "companion_track":
        "the track goes along with that of rep {rep}",
        "трек совпадает с треком сотрудника {rep}";
    SPEED_IMPOSSIBLE = "speed_impossible":
        "a leg is faster than anything travels",
        "скорость на участке невозможна";
    CLOCK_BACK = "clock_back":
        "the device's clock was set back",
        "часы устройства переводили назад";
    ACCURACY_CONSTANT = "accuracy_constant":
        "the accuracy never changes",
        "точность ни разу не меняется";
    CLAIMED_NOT_SEEN = "claimed_not_seen":
        "reported as done, but not seen on site",
        "отмечен выполненным, но на месте не зафиксирован";
    SEEN_NOT_CLAIMED = "seen_not_claimed":
        "seen on site, but reported as not done",
        "на месте зафиксирован, но не отмечен выполненным";
    CLAIMED_EXCEEDS_SITE = "claimed_exceeds_site":
        "{people_met} people reported as met; {staff} can be met there",
        "отмечено встреч: {people_met}, а сотрудников там {staff}";
    MINUTES_PER_PERSON_LOW = "minutes_per_person_low":
        "{people_met} people met in {time_on_site_ms}; {min_dwell_per_person_ms} each required",
        "отмечено встреч: {people_met} за {time_on_site_ms}; требуется {min_dwell_per_person_ms} на каждую";
    SEVERAL_SITES = "several_sites":
        "several sites are possible here: {sites}",
        "здесь возможны несколько точек: {sites}";
    NO_SITE_IN_REACH = "no_site_in_reach":
        "no site within reach; the nearest, {site}, is {distance_m} away",
        "рядом нет ни одной точки; до ближайшей, {site}, {distance_m}";
    NO_SITES = "no_sites":
        "there are no sites",
        "список точек пуст";
    AT_THE_EDGE = "at_the_edge":
        "the position is at the edge of the fence",
        "место на самой границе геозоны";
    SITE_POSITION_SUSPECT = "site_position_suspect":
        "{visits} visits were {offset_m} from the stored point",
        "{visits} визитов прошли в {offset_m} от точки из справочника";
    TOO_FEW_VISITS = "too_few_visits":
        "{visits} verified visits; {min_visits} are needed",
        "подтверждённых визитов: {visits}, нужно {min_visits}";
    OFF_PATH = "off_path":
        "off the path for {time_off_ms}, up to {distance_m} away from it",
        "вне маршрута {time_off_ms}, на удалении до {distance_m}";
    LEGS_SKIPPED = "legs_skipped":
        "legs of the path that were not driven: {legs}",
        "непройденных участков маршрута: {legs}";
    LEGS_UNPROVEN = "legs_unproven":
        "legs of the path that may have been driven unseen: {legs}",
        "участков маршрута, которые могли быть пройдены незаметно: {legs}";
    TRACK_KEPT = "track_kept":
        "fixes and positions are kept for {days} days",
        "точки и координаты хранятся {days} дн.";
    EVIDENCE_KEPT = "evidence_kept":
        "evidence is kept for {days} days",
        "обоснования хранятся {days} дн.";
    AGE_UNKNOWN = "age_unknown":
        "nobody knows how old it is",
        "возраст данных неизвестен";
    FAR_FROM_BASE = "far_from_base":
        "{distance_m} from the base",
        "{distance_m} от базы";
    NIGHTS_AWAY = "nights_away":
        "nights away from the base: {nights}",
        "ночей вне базы: {nights}";
    NIGHTS_UNSEEN = "nights_unseen":
        "nights of which nobody knows where they were spent: {nights}",
        "ночей, о которых неизвестно, где они проведены: {nights}";
    NO_BASE = "no_base":
        "no base is known",
        "база неизвестна";
    OVERRIDDEN = "overridden":
        "changed to {status} by {by}",
        "статус изменён на {status}: {by}";
}
