//! What a plain scalar, text without quotes, can be taken for.
//!
//! YAML readers do not agree: kubectl's follows YAML 1.1, where `on` is a boolean and `1_000` a number; others follow
//! 1.2. Text counts as a string here only where every reader takes it for one.
//! Sources: <https://yaml.org/type/> (1.1), the core schema of YAML 1.2.2, and `resolve.go` of go-yaml 2.

/// The words that some reader takes for a boolean, null or a number that is not finite, whatever their case.
const WORDS: [&str; 11] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"];

/// Whether every reader takes this plain text for a string.
pub fn is_string(text: &str) -> bool {
    !(is_null(text) || is_word(text) || is_number(text) || is_date(text) || text == "=" || text == "<<")
}

/// Whether readers take this plain text for null.
pub fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

/// Whether this is one of the words that some reader takes for more than a string.
pub fn is_word(text: &str) -> bool {
    text.len() <= 5 && WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// The number of a plain text that every reader takes for this whole number; `None` for any other text.
pub fn integer(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = text == "0" || (!digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit()));
    if plain { text.parse().ok() } else { None }
}

/// Whether some reader takes the text for a number: in any base, by sixties (`1:30`), with `_` between the digits.
fn is_number(text: &str) -> bool {
    if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.')) {
        return false;
    }
    let unsigned: String = text.strip_prefix(['+', '-']).unwrap_or(text).chars().filter(|c| *c != '_').collect();
    let in_base = |prefix: [&str; 2], base: u32| {
        let digits = prefix.iter().find_map(|prefix| unsigned.strip_prefix(prefix));
        digits.is_some_and(|digits| digits.chars().all(|c| c.is_digit(base)))
    };
    let by_sixties = unsigned.contains(':')
        && unsigned.starts_with(|c: char| c.is_ascii_digit())
        && unsigned.chars().all(|c| matches!(c, '0'..='9' | ':' | '.'));
    in_base(["0x", "0X"], 16)
        || in_base(["0o", "0O"], 8)
        || in_base(["0b", "0B"], 2)
        || by_sixties
        || is_decimal(&unsigned)
        || unsigned.strip_prefix('.').is_some_and(is_word)
}

/// Whether the text is a decimal number without a sign, perhaps with a fraction and an exponent.
fn is_decimal(unsigned: &str) -> bool {
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).map_or((unsigned, None), |(m, e)| (m, Some(e)));
    let mantissa = mantissa.replacen('.', "", 1);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(&mantissa) && exponent.is_none_or(|exponent| digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)))
}

/// Whether the text is a date, with or without a time behind it.
fn is_date(text: &str) -> bool {
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let date = text.split(['T', 't', ' ']).next().unwrap_or(text);
    let mut parts = date.split('-');
    let mut digits = |shortest: usize, longest: usize| {
        parts.next().is_some_and(|part| {
            (shortest..=longest).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    digits(4, 4) && digits(1, 2) && digits(1, 2) && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_some_reader_takes_for_more_is_no_string() {
        for text in [
            "",
            "~",
            "null",
            "NULL",
            "y",
            "N",
            "yes",
            "On",
            "OFF",
            "true",
            "False",
            "0",
            "-1",
            "+1",
            "1_000",
            "0x10",
            "0b11",
            "0o17",
            "017",
            "1e3",
            "1.5",
            ".5",
            "5.",
            "-.inf",
            ".NaN",
            "1:30",
            "1:30.5",
            "2026-11-21",
            "=",
            "2026-11-21T10:00:00Z",
            "2026-1-2 03:04:05",
            "1E+5",
            "<<",
            "NaN",
            "inf",
        ] {
            assert!(!is_string(text), "{text}");
        }
    }

    #[test]
    fn what_every_reader_takes_for_a_string_is_one() {
        for text in [
            "shop",
            "1.2.3",
            "10.0.0.0/8",
            "0xz",
            "2026-11-21-rc1",
            "2026-11",
            "one",
            "-",
            "a:b",
            "nope",
            "e3",
            "fe80::/10",
            "v1",
            "1a",
            "...",
        ] {
            assert!(is_string(text), "{text}");
        }
    }

    #[test]
    fn only_plain_decimal_digits_are_a_whole_number() {
        assert_eq!([integer("0"), integer("8080"), integer("-7")], [Some(0), Some(8080), Some(-7)]);
        for text in ["", "-", "-0", "007", "+1", "1_000", "0x10", "1.0", "99999999999999999999", "one"] {
            assert_eq!(integer(text), None, "{text}");
        }
    }
}
