//! A drawing for Mermaid, which Markdown pages show.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::wording;
use crate::connections::Table;

/// Writes a table. What is exposed is drawn as broken lines.
pub(super) fn write(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    let mut edges = Vec::new();
    for row in &table.rows {
        edges.push((row.source.to_string(), row.destination.to_string(), wording::ports(&row.ports), "-->"));
    }
    if let Some(exposure) = &table.exposure {
        for exposed in &exposure.egress {
            let (party, other) = (exposed.party.to_string(), wording::other(&exposed.other));
            edges.push((party, other, wording::ports(&exposed.ports), "-.->"));
        }
        for exposed in &exposure.ingress {
            let (party, other) = (exposed.party.to_string(), wording::other(&exposed.other));
            edges.push((other, party, wording::ports(&exposed.ports), "-.->"));
        }
    }
    let names: BTreeMap<&str, usize> = {
        let mut names: Vec<&str> = edges.iter().flat_map(|(from, to, ..)| [from.as_str(), to.as_str()]).collect();
        names.sort_unstable();
        names.dedup();
        names.into_iter().zip(0..).collect()
    };
    writeln!(out, "flowchart LR")?;
    for (name, number) in &names {
        writeln!(out, "  n{number}[\"{}\"]", escaped(name))?;
    }
    for (from, to, ports, arrow) in &edges {
        let number = |name: &str| names.get(name).copied().unwrap_or_default();
        writeln!(out, "  n{} {arrow}|\"{}\"| n{}", number(from), escaped(ports), number(to))?;
    }
    Ok(())
}

/// Text that stands for itself in a quoted label.
fn escaped(text: &str) -> String {
    text.replace('#', "#35;").replace('"', "#quot;")
}
