//! Where a file of many documents is cut.

/// The pieces of a file and the byte at which each starts. A piece starts with a line `---`, save the first one, and
/// holds one document; lines before the first `---` that hold no more than comments and directives belong to it.
pub(in crate::manifest::read) fn pieces(text: &str, start: usize) -> Vec<(usize, &str)> {
    let mut cuts = vec![0];
    let (mut at, mut only_comments) = (0, true);
    for line in text.split_inclusive('\n') {
        if is_separator(line) && at > 0 {
            if !only_comments {
                cuts.push(at);
            }
            only_comments = false;
        } else if only_comments {
            let line = line.trim();
            only_comments = line.is_empty() || line.starts_with(['#', '%']);
        }
        at += line.len();
    }
    cuts.push(text.len());
    let pieces = cuts.windows(2).filter_map(|cut| match cut {
        [from, to] => Some((start + from, text.get(*from..*to)?)),
        _ => None,
    });
    pieces.collect()
}

/// Whether a line separates documents.
fn is_separator(line: &str) -> bool {
    line.strip_prefix("---").is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']))
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
