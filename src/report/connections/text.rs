//! `SRC => DST : CONN`, a line a connection, and below them what is exposed: the form of netpol-analyzer, so that the
//! outputs of both can be compared.

use std::io::{self, Write};

use super::wording;
use crate::connections::{Exposed, Exposure, Table};
use crate::sets::Direction;

/// Writes a table.
pub(super) fn write(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    for row in &table.rows {
        writeln!(out, "{} => {} : {}", row.source, row.destination, wording::ports(&row.ports))?;
    }
    let Some(exposure) = &table.exposure else { return Ok(()) };
    if !table.rows.is_empty() {
        writeln!(out)?;
    }
    write_exposure(exposure, out)
}

fn write_exposure(exposure: &Exposure, out: &mut dyn Write) -> io::Result<()> {
    let all = || exposure.egress.iter().chain(&exposure.ingress);
    let width = all().map(|exposed| exposed.party.chars().count()).max().unwrap_or_default();
    writeln!(out, "Exposure Analysis Result:")?;
    section("Egress Exposure:", "=>", &exposure.egress, width, out)?;
    if !exposure.egress.is_empty() && !exposure.ingress.is_empty() {
        writeln!(out)?;
    }
    section("Ingress Exposure:", "<=", &exposure.ingress, width, out)?;
    if !exposure.unprotected.is_empty() {
        writeln!(out, "\nWorkloads not protected by network policies:")?;
    }
    for (party, direction) in &exposure.unprotected {
        let direction = match direction {
            Direction::Ingress => "Ingress",
            Direction::Egress => "Egress",
        };
        writeln!(out, "{party} is not protected on {direction}")?;
    }
    Ok(())
}

fn section(title: &str, arrow: &str, list: &[Exposed], width: usize, out: &mut dyn Write) -> io::Result<()> {
    if !list.is_empty() {
        writeln!(out, "{title}")?;
    }
    for Exposed { party, other, ports } in list {
        writeln!(out, "{party:width$} \t{arrow} \t{} : {}", wording::other(other), wording::ports(ports))?;
    }
    Ok(())
}
