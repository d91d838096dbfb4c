//! The answer for people.

use std::fmt::Write as _;

use crate::analyzer::evaluate::Verdict;
use crate::diagnostic::Sources;
use crate::explain::Extent;
use crate::explain::objects::{Judged, Part};

use super::{line_of, ports};

/// How many ends are shown of a part.
const SHOWN: usize = 6;

/// The answer, a line for the whole, and for each part who decides.
pub fn text(judged: &Judged<'_>, sources: &Sources) -> String {
    let verdict = match judged.extent {
        Extent::All => "passes",
        Extent::Some | Extent::Undecided => "passes in part",
        Extent::None => "does not pass",
    };
    let mut text = format!("{} -> {} on {}: {verdict}\n", judged.caller, judged.callee, ports(&judged.ports));
    for part in &judged.parts {
        self::part(&mut text, part, sources);
    }
    text
}

fn part(text: &mut String, part: &Part<'_>, sources: &Sources) {
    let verdict = if part.passes() { "passes" } else { "does not pass" };
    let (callers, callees) = (listed(&part.callers), listed(&part.callees));
    // Writing into a string can't fail.
    let _ = writeln!(text, "  {callers} -> {callees} on {}: {verdict}", ports(&part.ports));
    side(text, "out", part.egress.as_ref(), sources);
    side(text, "in", part.ingress.as_ref(), sources);
}

fn listed(ends: &[String]) -> String {
    let shown = ends.get(..SHOWN).unwrap_or(ends).join(", ");
    match ends.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

fn side(text: &mut String, way: &str, said: Option<&Verdict<'_>>, sources: &Sources) {
    match said {
        Some(said) => verdict(text, &format!("    {way}"), said, sources),
        None => {
            let _ = writeln!(text, "    {way}: no pod, so no policy binds it");
        }
    }
}

/// What decides, behind these words, with the line where it is written; the policies that isolate a line each.
fn verdict(text: &mut String, about: &str, verdict: &Verdict<'_>, sources: &Sources) {
    let _ = match verdict {
        Verdict::Rule { policy, rule } => {
            writeln!(text, "{about}: {verdict}, {}", line_of(policy, rule, sources))
        }
        Verdict::Isolated(policies) => {
            let _ = writeln!(text, "{about}: {verdict}");
            policies
                .iter()
                .try_for_each(|policy| writeln!(text, "      {}, {}", policy.object, sources.line_of(policy.place)))
        }
        Verdict::Default => writeln!(text, "{about}: {verdict}"),
    };
}
