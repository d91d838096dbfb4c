//! A list of objects as an API server answers with it: a page of them.

use std::ops::Range;

use crate::manifest::{Node, Scalar, Value};

use super::json::{Document, Reader};
use super::unread::Unread;

/// A page of objects in JSON, each read when it is asked for.
#[derive(Debug)]
pub struct Page<'t> {
    text: &'t str,
    outline: Node<'t>,
    items: Vec<Range<usize>>,
}

impl<'t> Page<'t> {
    /// Finds the objects of a page.
    ///
    /// # Errors
    /// Where the text is no JSON, or no whole list of objects.
    pub fn read(text: &'t str) -> Result<Self, Unread> {
        let mut reader = Reader::new(text, 0);
        match reader.document()? {
            Some(Document::List(outline, items)) => Ok(Self { text, outline, items }),
            // Of metadata alone an API server says `null` where there are no objects.
            Some(Document::Whole(outline)) if is_empty_list(&outline) => Ok(Self { text, outline, items: Vec::new() }),
            Some(Document::Whole(_)) | None => Err(Unread::new(0, text.len(), "it is no list of objects")),
        }
    }

    /// The objects.
    ///
    /// # Errors
    /// Of each: where it is no JSON.
    pub fn items(&self) -> impl Iterator<Item = Result<Node<'t>, Unread>> {
        self.items.iter().map(|item| Reader::item(self.text, item))
    }

    /// How many objects there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// What to ask for the next page with; `None` on the last one.
    pub fn next(&self) -> Option<&str> {
        match &self.outline.get("metadata")?.get("continue")?.value {
            Value::Scalar(Scalar::Quoted(token)) => Some(&**token).filter(|token| !token.is_empty()),
            _ => None,
        }
    }
}

fn is_empty_list(node: &Node<'_>) -> bool {
    let scalar = |key: &str| match node.get(key).map(|node| &node.value) {
        Some(Value::Scalar(scalar)) => Some(scalar),
        _ => None,
    };
    matches!(scalar("kind"), Some(Scalar::Quoted(kind)) if kind.ends_with("List"))
        && matches!(scalar("items"), Some(Scalar::Plain(items)) if items == "null")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_and_the_next_page_are_found() {
        let text = r#"{"kind":"PodList","apiVersion":"v1","metadata":{"continue":"abc"},"items":[{"a":1},{"b":[2]}]}"#;
        let page = Page::read(text).expect("a page");
        assert_eq!((page.len(), page.next()), (2, Some("abc")));
        let items: Vec<_> = page.items().collect::<Result<_, _>>().expect("objects");
        assert!(items[0].get("a").is_some() && items[1].get("b").is_some());
        let last = Page::read(r#"{"kind":"PodList","metadata":{"continue":""},"items":[]}"#).expect("a page");
        assert_eq!((last.is_empty(), last.next()), (true, None));
        let none = Page::read(r#"{"kind":"PartialObjectMetadataList","metadata":{},"items":null}"#).expect("a page");
        assert_eq!((none.is_empty(), none.next()), (true, None));
    }

    #[test]
    fn what_is_cut_short_is_no_page() {
        let text = r#"{"kind":"PodList","apiVersion":"v1","metadata":{},"items":[{"a":1},{"b":"#;
        for part in (0..text.len()).filter_map(|end| text.get(..end)) {
            assert!(Page::read(part).is_err(), "{part}");
        }
        assert!(Page::read(r#"{"kind":"Status","code":403}"#).is_err());
    }
}
