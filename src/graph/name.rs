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

/// The name of the object that carries the rules of a service.
pub fn object_name(service: &str) -> String {
    shortened(format!("{OBJECT_PREFIX}{service}"))
}

/// The name of the object that carries the rules of a group's pods in one namespace.
pub fn group_object_name(group: &str) -> String {
    shortened(format!("{OBJECT_PREFIX}group-{group}"))
}

/// The file, inside its namespace's folder, that holds the object of this name. It has at most 252 bytes, and file
/// systems take 255.
pub fn file_name(object: &str) -> String {
    let stem = object.strip_prefix(OBJECT_PREFIX).unwrap_or(object);
    format!("{stem}.yaml")
}

/// A name that is not too long for an object: the name itself, or its head and a hash of the whole.
fn shortened(name: String) -> String {
    if name.len() <= LONGEST_OBJECT_NAME {
        return name;
    }
    let mut hash = String::new();
    for byte in Sha256::digest(name.as_bytes()).iter().take(6) {
        // Writing into a string can't fail.
        let _ = write!(hash, "{byte:02x}");
    }
    let head: String = name.chars().take(LONGEST_OBJECT_NAME - hash.len() - 1).collect();
    format!("{}-{hash}", head.trim_end_matches(['-', '.']))
}
