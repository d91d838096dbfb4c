//! What the objects and files of `out/` are called.

use std::fmt::Write as _;
use std::sync::Arc;

use sha2::{Digest, Sha256};

/// The longest name that the API server takes for an object (a DNS subdomain), in bytes.
const LONGEST_OBJECT: usize = 253;

/// The ending of every file.
const ENDING: &str = ".yaml";

/// The longest file name that file systems take, in bytes.
const LONGEST_FILE: usize = 255;

/// What the name of every object of a project starts with, and the names that follow from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prefix(Arc<str>);

/// `npgen-`
impl Default for Prefix {
    fn default() -> Self {
        Self("npgen-".into())
    }
}

impl Prefix {
    /// A prefix of the project's own.
    pub fn new(prefix: impl Into<Arc<str>>) -> Self {
        Self(prefix.into())
    }

    /// The object that denies by default in a namespace.
    pub fn default_deny(&self) -> String {
        self.object("default-deny")
    }

    /// The object that carries the rules for every pod of a namespace.
    pub fn namespace_object(&self) -> String {
        self.object("namespace")
    }

    /// The object that carries the rules of a service.
    pub fn service_object(&self, service: &str) -> String {
        self.object(service)
    }

    /// The object that carries the rules of a group's pods in one namespace.
    pub fn group_object(&self, group: &str) -> String {
        self.object(&format!("group-{group}"))
    }

    /// The object that carries the rules of `object`, another object of the namespace, for those of its pods that are
    /// isolated by `service`.
    pub fn joined_object(&self, service: &str, object: &str) -> String {
        self.object(&format!("at-{service}-{}", self.stem(object)))
    }

    /// The file, inside its namespace's folder, that holds the object of this name: the name without the prefix.
    pub fn file(&self, object: &str) -> String {
        format!("{}{ENDING}", self.stem(object))
    }

    fn stem<'n>(&self, object: &'n str) -> &'n str {
        object.strip_prefix(&*self.0).unwrap_or(object)
    }

    /// A name that is too long neither for an object nor for its file: the prefix and the stem, or their head and a
    /// hash of the whole.
    fn object(&self, stem: &str) -> String {
        let name = format!("{}{stem}", self.0);
        let longest = LONGEST_OBJECT.min(LONGEST_FILE - ENDING.len() + self.0.len());
        if name.len() <= longest {
            return name;
        }
        let mut hash = String::new();
        for byte in Sha256::digest(name.as_bytes()).iter().take(6) {
            // Writing into a string can't fail.
            let _ = write!(hash, "{byte:02x}");
        }
        let head: String = name.chars().take(longest - hash.len() - 1).collect();
        format!("{}-{hash}", head.trim_end_matches(['-', '.']))
    }
}
