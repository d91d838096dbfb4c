//! Why a connection passes or does not, as text and as JSON.

mod json;
pub mod objects;
mod text;
mod wording;

pub use json::json;
pub(super) use json::opened as opened_json;
pub(super) use objects::{line_of, verdict_json};
pub use text::text;
pub(super) use wording::{peer, writing};
