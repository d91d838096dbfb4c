//! Objects as a snapshot holds them: a line each.

use serde_json::Value as Json;

use crate::manifest::Node;
use crate::manifest::emit::json::json as json_of;

use super::Edited;
use super::kept::kept;

/// Objects as a snapshot holds them.
#[derive(Debug, Default)]
pub(super) struct Objects {
    /// A line for each.
    pub(super) lines: String,
    /// How many there are.
    pub(super) count: usize,
    /// The policies among them into which somebody wrote.
    pub(super) edited: Vec<Edited>,
}

impl Objects {
    /// Adds what is kept of an object, which may not say itself of what kind it is.
    pub(super) fn add(&mut self, api_version: &str, kind: &str, object: &Node<'_>) {
        let mut kept = json_of(&kept(kind, object));
        if let Some(entries) = kept.as_object_mut() {
            entries.insert("apiVersion".to_owned(), Json::from(api_version));
            entries.insert("kind".to_owned(), Json::from(kind));
        }
        self.lines.push_str(&kept.to_string());
        self.lines.push('\n');
        self.count += 1;
    }
}
