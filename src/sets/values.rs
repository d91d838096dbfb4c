//! A set of strings, finite or all but finitely many.

use std::sync::Arc;

/// A set of strings: some named ones, or everything but some named ones.
///
/// The strings are label values, service account or entity names. There are so many of them that no policy can
/// list them all, so `AllBut` is never empty and never equal to an `Only`.
///
/// The lists are sorted and without repeats, so equal sets compare equal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Values {
    /// Just these.
    Only(Box<[Arc<str>]>),
    /// Every string but these.
    AllBut(Box<[Arc<str>]>),
}

impl Values {
    /// The set without a member.
    pub fn none() -> Self {
        Self::Only(Box::default())
    }

    /// The set of all strings.
    pub fn all() -> Self {
        Self::AllBut(Box::default())
    }

    /// The set with one member.
    pub fn one(value: impl Into<Arc<str>>) -> Self {
        Self::Only(Box::new([value.into()]))
    }

    /// The set of these strings.
    pub fn only<S: Into<Arc<str>>>(values: impl IntoIterator<Item = S>) -> Self {
        Self::Only(sorted(values))
    }

    /// The set of all strings but these.
    pub fn all_but<S: Into<Arc<str>>>(values: impl IntoIterator<Item = S>) -> Self {
        Self::AllBut(sorted(values))
    }

    /// Whether the set has no member.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Only(values) if values.is_empty())
    }

    /// Whether the set has every string as a member.
    pub fn is_all(&self) -> bool {
        matches!(self, Self::AllBut(values) if values.is_empty())
    }

    /// Whether `value` is a member.
    pub fn contains(&self, value: &str) -> bool {
        let listed = |values: &[Arc<str>]| values.binary_search_by(|probe| (**probe).cmp(value)).is_ok();
        match self {
            Self::Only(values) => listed(values),
            Self::AllBut(values) => !listed(values),
        }
    }

    /// Everything that is not a member.
    pub fn complement(&self) -> Self {
        match self {
            Self::Only(values) => Self::AllBut(values.clone()),
            Self::AllBut(values) => Self::Only(values.clone()),
        }
    }

    /// The members of both.
    pub fn intersect(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Only(values), set) | (set, Self::Only(values)) => {
                Self::Only(values.iter().filter(|value| set.contains(value)).cloned().collect())
            }
            (Self::AllBut(left), Self::AllBut(right)) => Self::all_but(left.iter().chain(right).cloned()),
        }
    }

    /// The members of either.
    pub fn union(&self, other: &Self) -> Self {
        self.complement().intersect(&other.complement()).complement()
    }

    /// The members of this set that are not in `other`.
    pub fn minus(&self, other: &Self) -> Self {
        self.intersect(&other.complement())
    }

    /// Whether every member is a member of `other`.
    pub fn is_subset(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Only(values), set) => values.iter().all(|value| set.contains(value)),
            (Self::AllBut(_), Self::Only(_)) => false,
            (Self::AllBut(_), Self::AllBut(right)) => right.iter().all(|value| !self.contains(value)),
        }
    }

    /// The strings that the set's text names, whether as members or as the exceptions.
    pub fn named(&self) -> &[Arc<str>] {
        match self {
            Self::Only(values) | Self::AllBut(values) => values,
        }
    }

    /// A member, for a person to read: the first listed one, or a made-up one outside the exceptions.
    pub fn sample(&self) -> Option<Arc<str>> {
        match self {
            Self::Only(values) => values.first().cloned(),
            Self::AllBut(values) if values.is_empty() => Some(Arc::from("any")),
            // Among one more than there are exceptions, one is none of them.
            Self::AllBut(values) => {
                (0..=values.len()).map(|n| format!("other-{n}")).find(|name| self.contains(name)).map(Arc::from)
            }
        }
    }
}

fn sorted<S: Into<Arc<str>>>(values: impl IntoIterator<Item = S>) -> Box<[Arc<str>]> {
    let mut values: Vec<Arc<str>> = values.into_iter().map(Into::into).collect();
    values.sort_unstable();
    values.dedup();
    values.into_boxed_slice()
}
