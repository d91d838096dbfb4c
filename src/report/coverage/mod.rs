//! Which workloads are isolated, as text and as JSON.

mod json;
mod text;

pub use json::json;
pub use text::text;
