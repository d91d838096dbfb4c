//! Comma-separated values (RFC 4180): `src,dst,conn`. With an exposure, a first column `list` tells the connections from
//! what is exposed by egress and by ingress.

use std::io::{self, Write};

use super::wording;
use crate::connections::Table;

/// Writes a table.
pub(super) fn write(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    let Some(exposure) = &table.exposure else {
        record(&["src", "dst", "conn"], out)?;
        for row in &table.rows {
            record(&[&row.source, &row.destination, &wording::ports(&row.ports)], out)?;
        }
        return Ok(());
    };
    record(&["list", "src", "dst", "conn"], out)?;
    for row in &table.rows {
        record(&["connections", &row.source, &row.destination, &wording::ports(&row.ports)], out)?;
    }
    for exposed in &exposure.egress {
        let other = wording::other(&exposed.other);
        record(&["egress", &exposed.party, &other, &wording::ports(&exposed.ports)], out)?;
    }
    for exposed in &exposure.ingress {
        let other = wording::other(&exposed.other);
        record(&["ingress", &other, &exposed.party, &wording::ports(&exposed.ports)], out)?;
    }
    Ok(())
}

fn record(fields: &[&str], out: &mut dyn Write) -> io::Result<()> {
    let fields: Vec<String> = fields.iter().map(|field| quoted(field)).collect();
    writeln!(out, "{}", fields.join(","))
}

fn quoted(field: &str) -> String {
    if field.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}
