//! Tables for Markdown pages.

use std::io::{self, Write};

use super::wording;
use crate::connections::{Exposed, Table};

/// Writes a table.
pub(super) fn write(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    head(["src", "dst", "conn"], out)?;
    for row in &table.rows {
        line([&row.source, &row.destination, &wording::ports(&row.ports)], out)?;
    }
    let Some(exposure) = &table.exposure else { return Ok(()) };
    writeln!(out, "\n## Exposure")?;
    section("Egress", "dst", &exposure.egress, out)?;
    section("Ingress", "src", &exposure.ingress, out)?;
    if !exposure.unprotected.is_empty() {
        writeln!(out, "\n### Not protected by network policies\n")?;
    }
    for (party, direction) in &exposure.unprotected {
        writeln!(out, "- {} on {direction}", escaped(party))?;
    }
    Ok(())
}

fn section(title: &str, other: &str, list: &[Exposed], out: &mut dyn Write) -> io::Result<()> {
    if list.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n### {title}\n")?;
    head(["workload", other, "conn"], out)?;
    for exposed in list {
        line([&exposed.party, &wording::other(&exposed.other), &wording::ports(&exposed.ports)], out)?;
    }
    Ok(())
}

fn head(columns: [&str; 3], out: &mut dyn Write) -> io::Result<()> {
    line(columns, out)?;
    writeln!(out, "|-----|-----|------|")
}

fn line(cells: [&str; 3], out: &mut dyn Write) -> io::Result<()> {
    let [first, second, third] = cells.map(escaped);
    writeln!(out, "| {first} | {second} | {third} |")
}

/// Text that stands for itself in a table.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('|', "\\|")
}
