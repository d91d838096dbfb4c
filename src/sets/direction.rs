//! Ingress and egress.

use std::fmt;

/// Which way a connection goes, seen from the pod that a policy selects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// Into the pod.
    Ingress,
    /// Out of the pod.
    Egress,
}

impl Direction {
    /// Both, in the order in which policies are written.
    pub const BOTH: [Self; 2] = [Self::Ingress, Self::Egress];

    /// The way that the same connection goes, seen from the other end.
    pub const fn opposite(self) -> Self {
        match self {
            Self::Ingress => Self::Egress,
            Self::Egress => Self::Ingress,
        }
    }
}

/// In lower case, as a policy's key.
impl fmt::Display for Direction {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Ingress => "ingress",
            Self::Egress => "egress",
        })
    }
}

/// Ingress, egress, both or neither.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Directions {
    /// Whether ingress is among them.
    pub ingress: bool,
    /// Whether egress is among them.
    pub egress: bool,
}

impl Directions {
    /// Both directions.
    pub const BOTH: Self = Self { ingress: true, egress: true };

    /// Neither direction.
    pub const NONE: Self = Self { ingress: false, egress: false };

    /// Whether `direction` is among them.
    pub const fn contains(self, direction: Direction) -> bool {
        match direction {
            Direction::Ingress => self.ingress,
            Direction::Egress => self.egress,
        }
    }

    /// Whether neither is among them.
    pub const fn is_none(self) -> bool {
        !self.ingress && !self.egress
    }

    /// The directions of either.
    pub const fn union(self, other: Self) -> Self {
        Self { ingress: self.ingress || other.ingress, egress: self.egress || other.egress }
    }

    /// The directions that are not in `other`.
    pub const fn minus(self, other: Self) -> Self {
        Self { ingress: self.ingress && !other.ingress, egress: self.egress && !other.egress }
    }

    /// The directions for which `condition` holds.
    pub fn filter(self, condition: impl Fn(Direction) -> bool) -> Self {
        let holds = |direction| self.contains(direction) && condition(direction);
        Self { ingress: holds(Direction::Ingress), egress: holds(Direction::Egress) }
    }

    /// The directions, ingress first.
    pub fn iter(self) -> impl Iterator<Item = Direction> {
        Direction::BOTH.into_iter().filter(move |direction| self.contains(*direction))
    }
}
