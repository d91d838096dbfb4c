//! The clock.

use std::time::{SystemTime, UNIX_EPOCH};

/// How many whole days have gone by since the start of 1970, in UTC; 0 for a clock that stands before it.
pub fn days_after_1970() -> i64 {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    i64::try_from(seconds / (24 * 60 * 60)).unwrap_or(i64::MAX)
}
