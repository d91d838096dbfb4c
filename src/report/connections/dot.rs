//! A drawing for Graphviz.

use std::io::{self, Write};

use super::wording;
use crate::connections::Table;

/// Writes a table. What is exposed is drawn as broken lines.
pub(super) fn write(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "digraph {{")?;
    for row in &table.rows {
        edge(&row.source, &row.destination, &wording::ports(&row.ports), "", out)?;
    }
    if let Some(exposure) = &table.exposure {
        for exposed in &exposure.egress {
            edge(&exposed.party, &wording::other(&exposed.other), &wording::ports(&exposed.ports), BROKEN, out)?;
        }
        for exposed in &exposure.ingress {
            edge(&wording::other(&exposed.other), &exposed.party, &wording::ports(&exposed.ports), BROKEN, out)?;
        }
    }
    writeln!(out, "}}")
}

const BROKEN: &str = " style=dashed";

fn edge(source: &str, destination: &str, label: &str, style: &str, out: &mut dyn Write) -> io::Result<()> {
    let [source, destination, label] = [source, destination, label].map(quoted);
    writeln!(out, "  {source} -> {destination} [label={label}{style}];")
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
