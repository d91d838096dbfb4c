//! The name that was probably meant.

/// The name among `known` that differs least from `written`, where one is near enough to be a slip of the hand: a third
/// of its characters may be inserted, left out, changed or swapped with their neighbour, at least one, and capitals count
/// as small letters, since no name has any. Of equally near
/// ones the first in alphabetical order; never `written` itself.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written_characters: Vec<char> = written.chars().flat_map(char::to_lowercase).collect();
    let limit = (written_characters.len() / 3).max(1);
    known
        .into_iter()
        .filter(|name| *name != written)
        .filter_map(|name| Some((distance(&written_characters, name, limit)?, name)))
        .min()
        .map(|(_, name)| name)
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
    use super::*;

    #[test]
    fn capitals_are_no_slip() {
        assert_eq!(nearest("C", ["a", "b", "c"]), Some("c"));
        assert_eq!(nearest("FRONTEND", ["cart", "frontend"]), Some("frontend"));
    }

    #[test]
    fn finds_each_kind_of_slip() {
        for written in ["catalo", "cattalog", "catolog", "actalog", "catalgo"] {
            assert_eq!(nearest(written, ["cart", "catalog", "redis"]), Some("catalog"), "{written}");
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
        assert_eq!(nearest("callers", ["caller", "calls", "calers"]), Some("calers"));
        assert_eq!(nearest("cart", ["cars", "card"]), Some("card"));
    }

    #[test]
    fn counts_characters_not_bytes() {
        assert_eq!(nearest("grün", ["gruen", "grin"]), Some("grin"));
    }
}
