//! The answer for people.

use std::fmt::Write as _;

use crate::diagnostic::Sources;
use crate::explain::{Cause, Explanation, Extent, Missing, Side};
use crate::verify::meaning::{Isolated, MeantObject, Opener, Opening};

use super::wording::{connections, hindrance, ports, writing};

/// The answer, a line for the whole and an indented paragraph for each side.
pub fn text(explanation: &Explanation<'_>, sources: &Sources) -> String {
    let (caller, callee) = (&explanation.caller.text, &explanation.callee.text);
    let verdict = match explanation.extent {
        Extent::All => "passes",
        Extent::Some => "passes in part",
        Extent::None => "does not pass",
        Extent::Undecided => "passes, at least in part",
    };
    let mut text = format!("{caller} -> {callee} on {}: {verdict}\n", ports(&explanation.ports));
    for passing in &explanation.passing {
        line(&mut text, 1, &format!("passes: {}", connections(passing)));
    }
    side(&mut text, &explanation.egress, sources, &format!("out of {caller}"), "out");
    side(&mut text, &explanation.ingress, sources, &format!("into {callee}"), "in");
    match &explanation.missing {
        Ok(missing) => {
            for (at, missing) in missing.iter().enumerate() {
                let how = if at == 0 { "to open it, add" } else { "and, since both ends must write it, add" };
                way_out(&mut text, how, missing, sources);
            }
        }
        Err(hindrance) => line(&mut text, 1, &self::hindrance(hindrance, explanation, sources)),
    }
    text
}

fn side(text: &mut String, side: &Side<'_>, sources: &Sources, which: &str, way: &str) {
    let how_much = match side.extent {
        Extent::All => "all of it",
        Extent::Some => "some of it",
        Extent::None => "none of it",
        Extent::Undecided => "some of it, perhaps all",
    };
    line(text, 1, &format!("{which}: {how_much} is let {way}"));
    for cause in &side.causes {
        match cause {
            Cause::NoPod => line(text, 2, "no pod, so no policy binds it"),
            Cause::NotIsolated(pods) => line(text, 2, &format!("not isolated: {pods}")),
            Cause::Opened(opening) => opened(text, opening, sources),
        }
    }
    if side.extent != Extent::All {
        for Isolated { pods, namespace, object } in &side.isolated {
            line(text, 2, &format!("isolated: {pods}"));
            line(text, 3, &policy(namespace, object));
        }
    }
}

fn opened(text: &mut String, opening: &Opening<'_>, sources: &Sources) {
    let policy = policy(&opening.namespace, &opening.object);
    match opening.opener {
        Opener::NameResolution => line(text, 2, &format!("name resolution: {policy}")),
        Opener::Edge(edge) => {
            for writing in &edge.writings {
                line(text, 2, &self::writing(edge, writing, sources));
            }
            line(text, 3, &policy);
        }
    }
}

/// An object and its file: `KIND NAMESPACE/NAME, FILE`.
fn policy(namespace: &str, object: &MeantObject) -> String {
    format!("{} {namespace}/{}, {}", object.kind, object.name, object.path(namespace))
}

fn way_out(text: &mut String, how: &str, missing: &Missing, sources: &Sources) {
    let Missing { table, place: declared, list, entry, declare } = missing;
    line(text, 1, &format!("{how} to `{list}` of {table} ({}):", sources.line_of(*declared)));
    line(text, 2, entry);
    if let Some(table) = declare {
        line(text, 1, "and to an intent file:");
        for row in table.lines() {
            line(text, 2, row);
        }
    }
}

fn line(text: &mut String, depth: usize, what: &str) {
    let _ = writeln!(text, "{:1$}{what}", "", 2 * depth);
}
