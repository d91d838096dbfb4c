//! Maps and sets that are only looked up, never walked through: their order never shows.

#![expect(clippy::disallowed_types, reason = "the order of what is only looked up never shows")]

use std::collections::{HashMap, HashSet};

use foldhash::fast::RandomState;

/// Values by key.
pub(super) type ByKey<K, V> = HashMap<K, V, RandomState>;

/// Whether a value was seen, and the one that was.
pub(super) type Known<T> = HashSet<T, RandomState>;
