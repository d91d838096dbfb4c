//! Days.

use std::fmt;
use std::str::FromStr;

/// A day of the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// The year.
    pub year: u16,
    /// The month, from 1.
    pub month: u8,
    /// The day, from 1.
    pub day: u8,
}

/// The days of 400 years, after which the calendar repeats.
const CYCLE: i64 = 146_097;

/// The days from the first of March of the year 0 to the first of January 1970.
const BEFORE_1970: i64 = 719_468;

impl Date {
    /// The day that lies this many days after the first of January 1970; the nearest one that there is for numbers
    /// outside the years 1 to 9999.
    pub fn after_1970(days: i64) -> Self {
        // Years begin in March here, so that a leap day is the last of its year.
        let days = days.clamp(-BEFORE_1970 + 306, 2_932_896) + BEFORE_1970;
        let (cycle, of_cycle) = (days.div_euclid(CYCLE), days.rem_euclid(CYCLE));
        let year_of_cycle = (of_cycle - of_cycle / 1460 + of_cycle / 36_524 - of_cycle / 146_096) / 365;
        let of_year = of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = cycle * 400 + year_of_cycle + i64::from(month <= 2);
        Self {
            year: u16::try_from(year).unwrap_or_default(),
            month: u8::try_from(month).unwrap_or_default(),
            day: u8::try_from(day).unwrap_or_default(),
        }
    }

    /// How many days it lies after the first of January 1970; below zero for one before.
    pub fn days_after_1970(self) -> i64 {
        let (month, day) = (i64::from(self.month), i64::from(self.day));
        let year = i64::from(self.year) - i64::from(month <= 2);
        let (cycle, year_of_cycle) = (year.div_euclid(400), year.rem_euclid(400));
        let month_from_march = (month + 9) % 12;
        let of_year = (153 * month_from_march + 2) / 5 + day - 1;
        cycle * CYCLE + 365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100 + of_year - BEFORE_1970
    }
}

/// As in TOML: `2027-03-31`.
impl fmt::Display for Date {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// A text that is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a day of the calendar, like `2027-03-31`")]
pub struct NoDate;

/// As in TOML: `2027-03-31`.
impl FromStr for Date {
    type Err = NoDate;

    fn from_str(text: &str) -> Result<Self, NoDate> {
        let mut parts = text.splitn(3, '-');
        let mut number = |digits: usize| {
            let part = parts.next().filter(|part| part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()));
            part.and_then(|part| part.parse::<u16>().ok()).ok_or(NoDate)
        };
        let (year, month, day) = (number(4)?, number(2)?, number(2)?);
        let date =
            Self { year, month: u8::try_from(month).map_err(|_| NoDate)?, day: u8::try_from(day).map_err(|_| NoDate)? };
        // A day that there is comes back from its number; the 30th of February would not.
        if Self::after_1970(date.days_after_1970()) == date { Ok(date) } else { Err(NoDate) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().expect("a day")
    }

    #[test]
    fn days_are_counted_from_1970_over_leap_years_and_centuries() {
        for (text, days) in [
            ("1970-01-01", 0),
            ("1969-12-31", -1),
            ("1972-02-29", 789),
            ("2000-03-01", 11_017),
            ("2027-03-31", 20_908),
            ("2100-03-01", 47_541),
            ("9999-12-31", 2_932_896),
            ("0001-01-01", -719_162),
        ] {
            assert_eq!(date(text).days_after_1970(), days, "{text}");
            assert_eq!(Date::after_1970(days).to_string(), text);
        }
        assert_eq!(Date::after_1970(i64::MAX).to_string(), "9999-12-31");
        assert_eq!(Date::after_1970(i64::MIN).to_string(), "0001-01-01");
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in [
            "",
            "2027",
            "2027-3-31",
            "2027-02-29",
            "2027-13-01",
            "2027-00-01",
            "2027-01-00",
            "2027-04-31",
            "20270331",
            "2027-03-31T00:00:00Z",
            "+027-03-31",
        ] {
            assert_eq!(text.parse::<Date>(), Err(NoDate), "{text}");
        }
    }
}
