//! What the report says around the reasons, in the reader's language.

use fieldbeat::catalog::Language;
use fieldbeat::visit::{PunctualityKind, Status};
use fieldbeat::{Instant, Zone};

/// A reader's language.
#[derive(Clone, Copy)]
pub(crate) struct Words {
    pub(crate) language: Language,
}

impl Words {
    /// The text in the reader's language.
    pub(crate) fn say(self, english: &'static str, russian: &'static str) -> &'static str {
        if self.language == Language::Ru { russian } else { english }
    }

    pub(crate) fn code(self) -> &'static str {
        self.language.as_str()
    }

    pub(crate) fn status(self, status: Status) -> &'static str {
        match status {
            Status::Verified => self.say("verified", "подтверждён"),
            Status::Partial => self.say("partial", "частично"),
            Status::Unproven => self.say("unproven", "не доказан"),
            Status::Suspect => self.say("suspect", "подозрение"),
            Status::Rejected => self.say("rejected", "отклонён"),
            other => other.as_str(),
        }
    }

    /// What a status means, for a reader who sees it for the first time.
    pub(crate) fn meaning(self, status: Status) -> &'static str {
        match status {
            Status::Verified => self.say(
                "on site, in the slot, long enough",
                "был на месте, в своё окно, достаточно долго",
            ),
            Status::Partial => self.say(
                "on site, but too short or out of the slot",
                "был на месте, но мало или вне окна",
            ),
            Status::Unproven => {
                self.say("the track cannot tell either way", "трек не позволяет судить")
            }
            Status::Suspect => {
                self.say("seen on site, but the data look manipulated", "данные похожи на подмену")
            }
            Status::Rejected => {
                self.say("the track shows that it was not made", "трек показывает: визита не было")
            }
            _ => "",
        }
    }

    pub(crate) fn punctuality(self, kind: PunctualityKind) -> &'static str {
        match kind {
            PunctualityKind::Early => self.say("early", "раньше"),
            PunctualityKind::OnTime => self.say("on time", "вовремя"),
            PunctualityKind::Late => self.say("late", "позже"),
            other => other.as_str(),
        }
    }

    /// `1 trip`, `2 trips`; Russian has three forms: 1, 2 to 4, 5 and more.
    pub(crate) fn count(self, count: usize, en: [&str; 2], ru: [&str; 3]) -> String {
        let form = match (self.language, count % 10, count % 100) {
            (Language::Ru, 1, tens) if tens != 11 => ru[0],
            (Language::Ru, 2..=4, tens) if !(12..=14).contains(&tens) => ru[1],
            (Language::Ru, ..) => ru[2],
            _ if count == 1 => en[0],
            _ => en[1],
        };
        format!("{count} {form}")
    }

    /// `1 h 05 min`, `31 min`, `48 s`.
    pub(crate) fn duration(self, ms: i64) -> String {
        let (h, min, s) = (self.say("h", "ч"), self.say("min", "мин"), self.say("s", "с"));
        let seconds = ms.unsigned_abs() / 1000;
        match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
            (0, 0, seconds) => format!("{seconds} {s}"),
            (0, minutes, seconds) if minutes < 10 && seconds > 0 => {
                format!("{minutes} {min} {seconds} {s}")
            }
            (0, minutes, _) => format!("{minutes} {min}"),
            (hours, minutes, _) => format!("{hours} {h} {minutes:02} {min}"),
        }
    }

    /// `3 d 17 h`; less than two days as a duration.
    pub(crate) fn span(self, ms: i64) -> String {
        const HOUR_MS: u64 = 3_600_000;
        let hours = ms.unsigned_abs() / HOUR_MS;
        let (d, h) = (self.say("d", "д"), self.say("h", "ч"));
        match (hours / 24, hours % 24) {
            (0 | 1, _) => self.duration(ms),
            (days, 0) => format!("{days} {d}"),
            (days, hours) => format!("{days} {d} {hours} {h}"),
        }
    }

    /// `140 m`, `2.3 km`.
    pub(crate) fn metres(self, metres: f64) -> String {
        let km = metres / 1_000.0;
        match metres.abs() {
            m if m < 1_000.0 => format!("{} {}", metres.round(), self.say("m", "м")),
            m if m % 1_000.0 == 0.0 => format!("{km} {}", self.say("km", "км")),
            _ => format!("{km:.1} {}", self.say("km", "км")),
        }
    }
}

/// The rep's clock.
#[derive(Clone, Copy)]
pub(crate) struct Clock<'z> {
    pub(crate) zone: &'z Zone,
}

impl Clock<'_> {
    /// `09:24`.
    pub(crate) fn minute(self, t: Instant) -> String {
        self.local(t).get(11..16).unwrap_or_default().to_owned()
    }

    /// `09:24:10`.
    pub(crate) fn second(self, t: Instant) -> String {
        self.local(t).get(11..19).unwrap_or_default().to_owned()
    }

    /// `2026-09-21`.
    pub(crate) fn date(self, t: Instant) -> String {
        self.local(t).get(..10).unwrap_or_default().to_owned()
    }

    /// `25 Sep`, `25.09`.
    pub(crate) fn day(self, t: Instant, words: Words) -> String {
        const MONTHS: [&str; 12] =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let date = self.date(t);
        let (month, day) = (date.get(5..7).unwrap_or_default(), date.get(8..).unwrap_or_default());
        if words.code() == "ru" {
            return format!("{day}.{month}");
        }
        let name = month.parse::<usize>().ok().and_then(|month| MONTHS.get(month.wrapping_sub(1)));
        format!("{} {}", day.trim_start_matches('0'), name.unwrap_or(&month))
    }

    /// `25 Sep 09:24`; of midnight the day alone.
    pub(crate) fn moment(self, t: Instant, words: Words) -> String {
        match self.minute(t).as_str() {
            "00:00" => self.day(t, words),
            minute => format!("{} {minute}", self.day(t, words)),
        }
    }

    /// The local clock's reading, written as if it were UTC.
    fn local(self, t: Instant) -> String {
        t.plus(self.zone.offset_s(t) * 1000).to_string()
    }

    /// The first full hour of the local clock at or after `t`.
    pub(crate) fn next_hour(self, t: Instant) -> Instant {
        const HOUR_MS: i64 = 3_600_000;
        let local = t.millis() + self.zone.offset_s(t) * 1000;
        t.plus((-local).rem_euclid(HOUR_MS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_agree_with_their_nouns() {
        let say = |language, count| {
            Words { language }.count(count, ["trip", "trips"], ["поездка", "поездки", "поездок"])
        };
        let russian = [0, 1, 3, 11, 14, 21, 112].map(|count| say(Language::Ru, count));
        assert_eq!(
            russian,
            [
                "0 поездок",
                "1 поездка",
                "3 поездки",
                "11 поездок",
                "14 поездок",
                "21 поездка",
                "112 поездок"
            ]
        );
        assert_eq!([1, 21].map(|count| say(Language::En, count)), ["1 trip", "21 trips"]);
    }
}
