//! Where a file of many documents is cut.

use memchr::memmem;

/// The pieces of a file and the byte at which each starts. A piece starts with a line `---`, save the first one, and
/// holds one document; lines before the first `---` that hold no more than comments and directives belong to it.
pub(in crate::manifest::read) fn pieces(text: &str, start: usize) -> Vec<(usize, &str)> {
    let lines = memmem::find_iter(text.as_bytes(), b"\n---").map(|line_end| line_end + 1);
    let mut cuts = vec![0];
    cuts.extend(lines.filter(|at| text.get(*at..).is_some_and(is_separator)));
    if cuts.get(1).and_then(|first| text.get(..*first)).is_some_and(has_only_comments) {
        cuts.remove(1);
    }
    cuts.push(text.len());
    let pieces = cuts.windows(2).filter_map(|cut| match cut {
        [from, to] => Some((start + from, text.get(*from..*to)?)),
        _ => None,
    });
    pieces.collect()
}

/// Whether lines hold no more than comments and directives.
fn has_only_comments(text: &str) -> bool {
    text.lines().map(str::trim).all(|line| line.is_empty() || line.starts_with(['#', '%']))
}

/// Whether the first line of a text separates documents.
fn is_separator(text: &str) -> bool {
    text.strip_prefix("---").is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_three_dashes_cut() {
        let cut = |text| pieces(text, 0).into_iter().map(|(_, piece)| piece).collect::<Vec<_>>();
        assert_eq!(cut(""), [""]);
        assert_eq!(cut("a: 1\n"), ["a: 1\n"]);
        assert_eq!(cut("---\na: 1\n---\nb: 2\n"), ["---\na: 1\n", "---\nb: 2\n"]);
        assert_eq!(cut("a: 1\n--- # next\r\nb: 2"), ["a: 1\n", "--- # next\r\nb: 2"]);
        assert_eq!(cut("a: |\n  ---\n----\n---x\n"), ["a: |\n  ---\n----\n---x\n"]);
        assert_eq!(cut("# a\n%YAML 1.1\n---\na: 1\n---"), ["# a\n%YAML 1.1\n---\na: 1\n", "---"]);
    }

    #[test]
    fn each_piece_knows_where_it_starts() {
        assert_eq!(pieces("a\n---\nb", 3), [(3, "a\n"), (5, "---\nb")]);
    }
}
