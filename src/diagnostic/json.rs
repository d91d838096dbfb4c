//! Diagnostics as JSON, a line each.
