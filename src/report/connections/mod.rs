//! A table of connections in the formats that are asked for.

mod csv;
mod dot;
mod json;
mod markdown;
mod mermaid;
mod text;
mod wording;

use std::io::{self, BufWriter, Write};

use crate::connections::Table;

pub(super) use json::ports as ports_json;
pub use wording::ports;

/// How a table of connections can be written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Format {
    /// A line a connection, as other tools write it.
    #[default]
    Text,
    /// Tables.
    Markdown,
    /// For spreadsheets.
    Csv,
    /// For programs.
    Json,
    /// A drawing, for Graphviz.
    Dot,
    /// A drawing, for Markdown pages.
    Mermaid,
}

/// Writes a table.
///
/// # Errors
/// Where `out` can't be written to.
pub fn write(table: &Table, format: Format, out: &mut dyn Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    match format {
        Format::Text => text::write(table, &mut out),
        Format::Markdown => markdown::write(table, &mut out),
        Format::Csv => csv::write(table, &mut out),
        Format::Json => json::write(table, &mut out),
        Format::Dot => dot::write(table, &mut out),
        Format::Mermaid => mermaid::write(table, &mut out),
    }?;
    out.flush()
}
