//! What the objects and files of `out/` are called.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// What every object's name starts with.
const OBJECT_PREFIX: &str = "npgen-";

/// The object that denies by default in a namespace.
pub const DEFAULT_DENY: &str = "npgen-default-deny";

/// The object that carries the rules for every pod of a namespace.
pub const NAMESPACE_OBJECT: &str = "npgen-namespace";

/// The longest name that the API server takes for an object (a DNS subdomain).
const LONGEST_OBJECT_NAME: usize = 253;

/// The longest file name without `.yaml` that file systems take (255 bytes with it).
const LONGEST_FILE_STEM: usize = 250;

/// The name of the object that carries the rules of a service.
pub fn object_name(service: &str) -> String {
    shortened(&format!("{OBJECT_PREFIX}{service}"), LONGEST_OBJECT_NAME)
}

/// The name of the object that carries the rules of a group's pods in one namespace.
pub fn group_object_name(group: &str) -> String {
    shortened(&format!("{OBJECT_PREFIX}group-{group}"), LONGEST_OBJECT_NAME)
}

/// The file, inside its namespace's folder, that holds the object of this name.
pub fn file_name(object: &str) -> String {
    let stem = object.strip_prefix(OBJECT_PREFIX).unwrap_or(object);
    format!("{}.yaml", shortened(stem, LONGEST_FILE_STEM))
}

/// A name that is not too long: the name itself, or its head and a hash of the whole.
fn shortened(name: &str, longest: usize) -> String {
    if name.len() <= longest {
        return name.to_owned();
    }
    let mut hash = String::new();
    for byte in Sha256::digest(name.as_bytes()).iter().take(6) {
        // Writing into a string can't fail.
        let _ = write!(hash, "{byte:02x}");
    }
    let head: String = name.chars().take(longest - hash.len() - 1).collect();
    format!("{}-{hash}", head.trim_end_matches(['-', '.']))
}
