//! What kubectl takes text without quotes for.
//!
//! Source: `resolve` in `sigs.k8s.io/yaml/goyaml.v2/resolve.go`. A date is text, since kubectl turns it back into what
//! was written; numbers by sixties (`1:30`) are text, too. JSON has fewer forms, and means the same by them.

use crate::manifest::read::plain;

/// What kubectl takes a text for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kubectl {
    /// Null.
    Null,
    /// A boolean.
    Bool,
    /// A whole number.
    Integer(i64),
    /// A number that is not whole, not finite or very large.
    OtherNumber,
    /// Text.
    Text,
}

/// The words that kubectl takes for a boolean, in lower case. It takes each as it stands, in capitals, or with a capital
/// at its start.
const BOOLEANS: [&str; 8] = ["y", "n", "yes", "no", "on", "off", "true", "false"];

/// What kubectl takes `text` for, which stood without quotes.
pub(super) fn kubectl(text: &str) -> Kubectl {
    if plain::is_null(text) {
        return Kubectl::Null;
    }
    if BOOLEANS.iter().any(|word| is_in_some_case(text, word)) {
        return Kubectl::Bool;
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if [".nan", ".NaN", ".NAN"].contains(&text) || [".inf", ".Inf", ".INF"].contains(&unsigned) {
        return Kubectl::OtherNumber;
    }
    if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.')) {
        return Kubectl::Text;
    }
    let digits: String = unsigned.chars().filter(|c| *c != '_').collect();
    if text.starts_with('.') {
        return if is_fraction(text) { Kubectl::OtherNumber } else { Kubectl::Text };
    }
    if let Some((digits, base)) = whole(&digits) {
        let sign = if text.starts_with('-') { "-" } else { "" };
        let number = i64::from_str_radix(&format!("{sign}{digits}"), base);
        return number.map_or(Kubectl::OtherNumber, Kubectl::Integer);
    }
    if is_fraction(&digits) { Kubectl::OtherNumber } else { Kubectl::Text }
}

/// Whether `text` is `word` as it stands, in capitals, or with a capital at its start.
fn is_in_some_case(text: &str, word: &str) -> bool {
    let mut rest = text.chars();
    rest.next();
    let rest = rest.as_str();
    text.eq_ignore_ascii_case(word)
        && (text == word
            || rest.bytes().all(|c| c.is_ascii_lowercase())
            || text.bytes().all(|c| c.is_ascii_uppercase()))
}

/// The digits and the base of a whole number without a sign, in any of Go's bases; `None` where it is none.
fn whole(digits: &str) -> Option<(&str, u32)> {
    let prefixes = [("0x", 16), ("0X", 16), ("0o", 8), ("0O", 8), ("0b", 2), ("0B", 2)];
    let prefixed = prefixes.iter().find_map(|(prefix, base)| digits.strip_prefix(prefix).map(|rest| (rest, *base)));
    let octal = || digits.strip_prefix('0').filter(|rest| !rest.is_empty()).map(|rest| (rest, 8));
    let (digits, base) = prefixed.or_else(octal).unwrap_or((digits, 10));
    (!digits.is_empty() && digits.chars().all(|c| c.is_digit(base))).then_some((digits, base))
}

/// Whether the text is a number with a fraction or an exponent, or one whose leading zero makes it no octal number.
fn is_fraction(unsigned: &str) -> bool {
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).map_or((unsigned, None), |(m, e)| (m, Some(e)));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let some_digits = |text: &str| !text.is_empty() && are_digits(text);
    (some_digits(whole) || (whole.is_empty() && some_digits(fraction)))
        && are_digits(fraction)
        && exponent.is_none_or(|exponent| some_digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_what_go_makes_of_it() {
        for (text, expected) in [
            ("", Kubectl::Null),
            ("~", Kubectl::Null),
            ("Null", Kubectl::Null),
            ("nULL", Kubectl::Text),
            ("y", Kubectl::Bool),
            ("N", Kubectl::Bool),
            ("Yes", Kubectl::Bool),
            ("OFF", Kubectl::Bool),
            ("True", Kubectl::Bool),
            ("tRUE", Kubectl::Text),
            ("yEs", Kubectl::Text),
            ("80", Kubectl::Integer(80)),
            ("+80", Kubectl::Integer(80)),
            ("-7", Kubectl::Integer(-7)),
            ("8_0", Kubectl::Integer(80)),
            ("0x50", Kubectl::Integer(80)),
            ("-0x50", Kubectl::Integer(-80)),
            ("0b11", Kubectl::Integer(3)),
            ("0o17", Kubectl::Integer(15)),
            ("017", Kubectl::Integer(15)),
            ("0", Kubectl::Integer(0)),
            ("-9223372036854775808", Kubectl::Integer(i64::MIN)),
            ("18446744073709551616", Kubectl::OtherNumber),
            ("089", Kubectl::OtherNumber),
            ("1e3", Kubectl::OtherNumber),
            ("80.0", Kubectl::OtherNumber),
            ("5.", Kubectl::OtherNumber),
            (".5", Kubectl::OtherNumber),
            ("-.5e-3", Kubectl::OtherNumber),
            (".Inf", Kubectl::OtherNumber),
            ("-.inf", Kubectl::OtherNumber),
            (".NAN", Kubectl::OtherNumber),
            ("1:30", Kubectl::Text),
            ("2026-11-21", Kubectl::Text),
            ("10.0.0.0/8", Kubectl::Text),
            ("1.2.3", Kubectl::Text),
            ("-", Kubectl::Text),
            (".", Kubectl::Text),
            ("0x", Kubectl::Text),
            ("nan", Kubectl::Text),
            ("inf", Kubectl::Text),
            ("=", Kubectl::Text),
            ("web", Kubectl::Text),
        ] {
            assert_eq!(kubectl(text), expected, "{text}");
        }
    }
}
