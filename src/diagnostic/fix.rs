//! Advice that a program can follow.

use super::{Place, Source, Sources, is_unreadable};

/// Advice of which it is sure that following it mends the mistake: one text in the place of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What to do, in words.
    pub advice: String,
    /// Where: what is written there is `written`, as it is or in quotes. Where it is something else, because escapes
    /// hide it, only the words are left of the fix.
    pub place: Place,
    /// What is to go.
    pub written: String,
    /// What is to come.
    pub instead: String,
}

/// A stretch of a file and the text to put there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patch<'f> {
    /// What is to go, without its quotes.
    pub place: Place,
    /// What is to come.
    pub text: &'f str,
}

impl Fix {
    /// The patch that carries out the advice; `None` where the file does not show the text as the fix expects it, or
    /// where the new text would need escapes.
    pub fn patch(&self, sources: &Sources) -> Option<Patch<'_>> {
        let shown = sources.get(self.place.source).and_then(|source| shown(source, self.place))?;
        let needs_escapes = |character| matches!(character, '"' | '\'' | '\\') || is_unreadable(character);
        if self.instead.contains(needs_escapes) {
            return None;
        }
        if shown == self.written {
            return Some(Patch { place: self.place, text: &self.instead });
        }
        let is_in_quotes = ['"', '\''].into_iter().any(|quote| {
            let inner = shown.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
            inner == Some(&*self.written)
        });
        let inside = Place { start: self.place.start + 1, end: self.place.end.checked_sub(1)?, ..self.place };
        is_in_quotes.then_some(Patch { place: inside, text: &self.instead })
    }
}

/// What a file shows at a place.
fn shown(source: &Source, place: Place) -> Option<&str> {
    source.text.get(usize::try_from(place.start).ok()?..usize::try_from(place.end).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text of a file after the fix of what stands between the bars.
    fn mended(file: &str, written: &str, instead: &str) -> Option<String> {
        let parts: Vec<&str> = file.split('|').collect();
        let [before, shown, after] = parts.as_slice() else { panic!("two bars") };
        let mut sources = Sources::default();
        let text = [*before, shown, after].concat();
        let source = sources.add("a.toml", text.clone());
        let place = Place::new(source, before.len()..before.len() + shown.len());
        let fix = Fix { advice: String::new(), place, written: written.to_owned(), instead: instead.to_owned() };
        let patch = fix.patch(&sources)?;
        let place = usize::try_from(patch.place.start).ok()?..usize::try_from(patch.place.end).ok()?;
        let mut mended = text;
        mended.replace_range(place, patch.text);
        Some(mended)
    }

    #[test]
    fn a_key_a_value_and_a_part_of_one_are_replaced() {
        assert_eq!(mended("|prots| = 1", "prots", "ports").as_deref(), Some("ports = 1"));
        assert_eq!(mended("|\"prots\"| = 1", "prots", "ports").as_deref(), Some("\"ports\" = 1"));
        assert_eq!(
            mended("cidr = [|'10.0.0.5/8'|]", "10.0.0.5/8", "10.0.0.0/8").as_deref(),
            Some("cidr = ['10.0.0.0/8']")
        );
        assert_eq!(mended("calls = [\"|carf|:grpc\"]", "carf", "cart").as_deref(), Some("calls = [\"cart:grpc\"]"));
    }

    #[test]
    fn what_is_written_otherwise_is_left_alone() {
        assert_eq!(mended("calls = [|\"c\\u0061rf:carf\"|]", "carf", "cart"), None);
        assert_eq!(mended("calls = [|\"\"\"carf\"\"\"|]", "carf", "cart"), None);
        assert_eq!(mended("calls = [|\"carf'|]", "carf", "cart"), None);
        assert_eq!(mended("calls = [|\"carf\"|]", "carf", "ca\"rt"), None);
        assert_eq!(mended("||", "carf", "cart"), None);
    }
}
