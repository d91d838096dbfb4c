//! Strings in double quotes on one line, with those escapes of YAML that npgen writes.

use std::borrow::Cow;

/// Why there is no string.
pub(super) enum Unquoted {
    /// The closing quote is missing.
    Open,
    /// At this byte stands an escape that is none of these.
    Escape(usize),
}

/// The string in double quotes at the start of a text that starts with one, and its length in bytes, quotes included. It
/// borrows from the text where it has no escapes.
pub(super) fn quoted(text: &str) -> Result<(Cow<'_, str>, usize), Unquoted> {
    let mut string = Cow::Borrowed("");
    let mut rest = text.strip_prefix('"').unwrap_or_default();
    loop {
        let special = rest.bytes().position(|byte| byte == b'"' || byte == b'\\');
        let Some((before, from_special)) = special.and_then(|at| rest.split_at_checked(at)) else {
            return Err(Unquoted::Open);
        };
        if string.is_empty() {
            string = Cow::Borrowed(before);
        } else {
            string.to_mut().push_str(before);
        }
        if let Some(after) = from_special.strip_prefix('"') {
            return Ok((string, text.len() - after.len()));
        }
        let Some((character, length)) = unescape(from_special) else {
            return Err(Unquoted::Escape(text.len() - from_special.len()));
        };
        string.to_mut().push(character);
        rest = from_special.get(length..).unwrap_or_default();
    }
}

/// The character of the escape at the start of `text`, and how many bytes the escape takes up.
fn unescape(text: &str) -> Option<(char, usize)> {
    match text.as_bytes() {
        [b'\\', b'"', ..] => Some(('"', 2)),
        [b'\\', b'\\', ..] => Some(('\\', 2)),
        [b'\\', b'n', ..] => Some(('\n', 2)),
        [b'\\', b't', ..] => Some(('\t', 2)),
        [b'\\', b'u', digits @ ..] => {
            let mut number = 0;
            for byte in digits.get(..4)? {
                number = number * 16 + char::from(*byte).to_digit(16)?;
            }
            // Half of a surrogate pair is no character: YAML readers do not join the halves as JSON readers do.
            Some((char::from_u32(number)?, 6))
        }
        _ => None,
    }
}
