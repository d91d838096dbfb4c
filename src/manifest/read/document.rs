//! The one document of a text, left whole.

use crate::diagnostic::rule::manifest_syntax;
use crate::diagnostic::{Diagnostics, Place, SourceId};
use crate::manifest::Node;

use super::unread::Unread;
use super::{json, yaml};

/// Reads a text that holds one document of YAML or JSON; a list in it is not unfolded. `None` where it can't be read, or
/// holds none or several, which is found.
pub fn document<'t>(source: SourceId, text: &'t str, found: &mut Diagnostics) -> Option<Node<'t>> {
    match read(text) {
        Ok(node) => Some(node),
        Err(broken) => {
            let place = Place { source, start: broken.span.start, end: broken.span.end };
            found.push(manifest_syntax::broken(place, &broken.reason, false));
            None
        }
    }
}

fn read(text: &str) -> Result<Node<'_>, Unread> {
    if u32::try_from(text.len()).is_err() {
        return Err(Unread::new(0, 0, "the text is longer than 4 GiB"));
    }
    // What starts like JSON may still be YAML: `{a: b}`.
    if text.trim_start().starts_with('{')
        && let Ok(node) = json::Reader::new(text, 0).only()
    {
        return Ok(node);
    }
    let mut documents = Vec::new();
    for (at, piece) in yaml::pieces(text, 0) {
        yaml::documents(piece, at, &mut |document| documents.push(document.node))?;
    }
    let mut documents = documents.into_iter();
    let first = documents.next().ok_or_else(|| Unread::new(0, 0, "there is no document in it"))?;
    match documents.next() {
        Some(second) => Err(Unread { span: second.span, reason: "a second document where one was expected".into() }),
        None => Ok(first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(text: &str) -> String {
        let broken = read(text).expect_err("it can't be read");
        format!("{}: {}", broken.span.start, broken.reason)
    }

    #[test]
    fn a_list_is_left_whole_in_both_forms() {
        for text in ["kind: ResourceList\nitems:\n- a: 1\n", "{\"kind\": \"ResourceList\", \"items\": [{\"a\": 1}]}\n"]
        {
            let node = read(text).expect("a document");
            assert!(node.get("items").is_some(), "{text}");
        }
        assert!(read("{kind: x}").expect("YAML").get("kind").is_some());
        assert!(read(r#"{"a": "\ud83e\udd80"}"#).expect("JSON, whose pairs YAML does not know").get("a").is_some());
    }

    #[test]
    fn one_document_is_expected() {
        assert_eq!(reason(""), "0: there is no document in it");
        assert_eq!(reason("a: 1\n---\nb: 2\n"), "9: a second document where one was expected");
        assert!(reason("a: [1\n").contains(": "), "{}", reason("a: [1\n"));
    }
}
