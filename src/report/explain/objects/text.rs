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

fn side(text: &mut String, way: &str, verdict: Option<&Verdict<'_>>, sources: &Sources) {
    let Some(verdict) = verdict else {
        let _ = writeln!(text, "    {way}: no pod, so no policy binds it");
        return;
    };
    let _ = match verdict {
        Verdict::Rule { policy, rule } => {
            writeln!(text, "    {way}: {verdict}, {}", line_of(policy, rule, sources))
        }
        Verdict::Isolated(policies) => {
            let _ = writeln!(text, "    {way}: {verdict}");
            policies
                .iter()
                .try_for_each(|policy| writeln!(text, "      {}, {}", policy.object, sources.line_of(policy.place)))
        }
        Verdict::Default => writeln!(text, "    {way}: {verdict}"),
    };
}
