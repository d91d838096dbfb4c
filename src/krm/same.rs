//! Whether two texts say the same, however they are written.

use super::list::string;
use crate::manifest::{Node, Value};

/// Whether two nodes have the same value: quotes, the order of keys and places do not count.
pub(super) fn same(one: &Node<'_>, other: &Node<'_>) -> bool {
    match (&one.value, &other.value) {
        (Value::Map(left), Value::Map(right)) => {
            left.len() == right.len()
                && left.iter().all(|entry| other.get(&entry.key).is_some_and(|node| same(&entry.node, node)))
        }
        (Value::List(left), Value::List(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        (Value::Scalar(left), Value::Scalar(right)) => match (string(one), string(other)) {
            (None, None) => left == right,
            (left, right) => left == right,
        },
        _ => false,
    }
}
