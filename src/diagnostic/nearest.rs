//! The name that was probably meant.

/// A name that was probably meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nearest {
    /// The name.
    pub name: String,
    /// Whether no other one is as near.
    pub alone: bool,
}

impl Nearest {
    /// The name as it is written at the place: with what stands around it there.
    pub fn written(self, write: impl FnOnce(&str) -> String) -> Self {
        Self { name: write(&self.name), ..self }
    }
}

/// The name among `known` that differs least from `written`, where one is near enough to be a slip of the hand: a third
/// of its characters may be inserted, left out, changed or swapped with their neighbour, at least one, and capitals count
/// as small letters, since no name has any. Of equally near
/// ones the first in alphabetical order; never `written` itself.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<Nearest> {
    let written_characters: Vec<char> = written.chars().flat_map(char::to_lowercase).collect();
    let limit = (written_characters.len() / 3).max(1);
    let known = known.into_iter().filter(|name| *name != written);
    let mut near: Vec<(usize, &str)> =
        known.filter_map(|name| Some((distance(&written_characters, name, limit)?, name))).collect();
    near.sort_unstable();
    near.dedup();
    let (edits, name) = near.first()?;
    let alone = near.get(1).is_none_or(|(others_edits, _)| others_edits > edits);
    Some(Nearest { name: (*name).to_owned(), alone })
}

/// How many single edits (insert, leave out, change, swap neighbours) lead from `written` to `name`; `None` where they
/// are more than `limit`.
fn distance(written: &[char], name: &str, limit: usize) -> Option<usize> {
    if name.chars().count().abs_diff(written.len()) > limit {
        return None;
    }
    // One row per character of `name`: the edits from each head of `written` to the head of `name` that ends there.
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=written.len()).collect();
    let mut previous_right = None;
    for (row_index, right) in name.chars().enumerate() {
        let mut row = Vec::with_capacity(last.len());
        let mut left_neighbour = row_index + 1;
        row.push(left_neighbour);
        let mut previous_left = None;
        for (column, (left, above)) in written.iter().zip(last.windows(2)).enumerate() {
            let [diagonal, above] = above else { continue };
            let mut edits = (diagonal + usize::from(*left != right)).min(above + 1).min(left_neighbour + 1);
            if previous_left == Some(right) && previous_right == Some(*left) {
                let swapped = column.checked_sub(1).and_then(|column| before_last.get(column));
                edits = swapped.map_or(edits, |before| edits.min(before + 1));
            }
            row.push(edits);
            left_neighbour = edits;
            previous_left = Some(*left);
        }
        previous_right = Some(right);
        before_last = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|edits| *edits <= limit)
}

#[cfg(test)]
mod tests {
    use super::{Nearest, nearest as search};

    /// The name alone.
    fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
        search(written, known).map(|Nearest { name, .. }| name)
    }

    #[test]
    fn capitals_are_no_slip() {
        assert_eq!(nearest("C", ["a", "b", "c"]).as_deref(), Some("c"));
        assert_eq!(nearest("FRONTEND", ["cart", "frontend"]).as_deref(), Some("frontend"));
    }

    #[test]
    fn finds_each_kind_of_slip() {
        for written in ["catalo", "cattalog", "catolog", "actalog", "catalgo"] {
            assert_eq!(nearest(written, ["cart", "catalog", "redis"]).as_deref(), Some("catalog"), "{written}");
        }
    }

    #[test]
    fn leaves_strangers_alone() {
        assert_eq!(nearest("payments", ["cart", "catalog"]), None);
        assert_eq!(nearest("", ["cart"]), None);
        assert_eq!(nearest("ab", ["cd"]), None);
    }

    #[test]
    fn takes_the_nearest_then_the_first_in_the_alphabet() {
        assert_eq!(nearest("callers", ["caller", "calls", "calers"]).as_deref(), Some("calers"));
        assert_eq!(nearest("cart", ["cars", "card"]).as_deref(), Some("card"));
    }

    #[test]
    fn tells_whether_another_one_is_as_near() {
        let alone = |known: &[&'static str]| search("cart", known.iter().copied()).map(|nearest| nearest.alone);
        assert_eq!(alone(&["cars", "card"]), Some(false));
        assert_eq!(alone(&["cars", "cars"]), Some(true));
        assert_eq!(alone(&["cars", "carts", "ca"]), Some(false));
        assert_eq!(alone(&["crat", "tarc"]), Some(true));
    }

    #[test]
    fn counts_characters_not_bytes() {
        assert_eq!(nearest("grün", ["gruen", "grin"]).as_deref(), Some("grin"));
    }
}
