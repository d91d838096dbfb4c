//! Sets of whole numbers as sorted ranges.

/// A number that ranges are made of.
pub trait Bound: Copy + Ord {
    /// The smallest number.
    const MIN: Self;
    /// The largest number.
    const MAX: Self;
    /// The number after this one; `None` after the largest.
    fn next(self) -> Option<Self>;
    /// The number before this one; `None` before the smallest.
    fn previous(self) -> Option<Self>;
}

macro_rules! bound {
    ($($number:ty),*) => {$(
        impl Bound for $number {
            const MIN: Self = <$number>::MIN;
            const MAX: Self = <$number>::MAX;
            fn next(self) -> Option<Self> {
                self.checked_add(1)
            }
            fn previous(self) -> Option<Self> {
                self.checked_sub(1)
            }
        }
    )*};
}
bound!(u8, u16, u32, u128);

/// A set of numbers: ranges with both ends included, sorted, apart and not touching, so equal sets compare equal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Intervals<T>(Vec<(T, T)>);

impl<T> Default for Intervals<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Bound> Intervals<T> {
    /// Every number.
    pub fn all() -> Self {
        Self(vec![(T::MIN, T::MAX)])
    }

    /// The numbers from `first` to `last`, both included; none where `last` is below `first`.
    pub fn range(first: T, last: T) -> Self {
        if first <= last { Self(vec![(first, last)]) } else { Self::default() }
    }

    /// The union of these ranges, in any order.
    pub fn from_ranges(ranges: impl IntoIterator<Item = (T, T)>) -> Self {
        let mut ranges: Vec<(T, T)> = ranges.into_iter().filter(|(first, last)| first <= last).collect();
        ranges.sort_unstable();
        let mut merged: Vec<(T, T)> = Vec::with_capacity(ranges.len());
        for (first, last) in ranges {
            match merged.last_mut() {
                Some((_, end)) if end.next().is_none_or(|after| first <= after) => *end = last.max(*end),
                _ => merged.push((first, last)),
            }
        }
        Self(merged)
    }

    /// The ranges, smallest first, both ends included.
    pub fn ranges(&self) -> &[(T, T)] {
        &self.0
    }

    /// Whether the set has no member.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether every number is a member.
    pub fn is_all(&self) -> bool {
        self.0.first() == Some(&(T::MIN, T::MAX))
    }

    /// Whether `number` is a member.
    pub fn contains(&self, number: T) -> bool {
        let after = self.0.partition_point(|(first, _)| *first <= number);
        after.checked_sub(1).and_then(|at| self.0.get(at)).is_some_and(|(_, last)| number <= *last)
    }

    /// Everything that is not a member.
    pub fn complement(&self) -> Self {
        let mut gaps = Vec::with_capacity(self.0.len() + 1);
        let mut start = Some(T::MIN);
        for (first, last) in &self.0 {
            if let (Some(start), Some(end)) = (start, first.previous()) {
                gaps.push((start, end));
            }
            start = last.next();
        }
        if let Some(start) = start {
            gaps.push((start, T::MAX));
        }
        Self(gaps.into_iter().filter(|(first, last)| first <= last).collect())
    }

    /// The members of either.
    pub fn union(&self, other: &Self) -> Self {
        Self::from_ranges(self.0.iter().chain(&other.0).copied())
    }

    /// The members of both.
    pub fn intersect(&self, other: &Self) -> Self {
        let (mut left, mut right) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut shared = Vec::new();
        while let (Some(&&(first, last)), Some(&&(other_first, other_last))) = (left.peek(), right.peek()) {
            let (start, end) = (first.max(other_first), last.min(other_last));
            if start <= end {
                shared.push((start, end));
            }
            if last <= other_last {
                left.next();
            } else {
                right.next();
            }
        }
        Self(shared)
    }

    /// The members of this set that are not in `other`.
    pub fn minus(&self, other: &Self) -> Self {
        self.intersect(&other.complement())
    }

    /// Whether every member is a member of `other`.
    pub fn is_subset(&self, other: &Self) -> bool {
        self.intersect(other) == *self
    }

    /// The smallest member.
    pub fn first(&self) -> Option<T> {
        self.0.first().map(|(first, _)| *first)
    }
}
