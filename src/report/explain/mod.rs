//! Why a connection passes or does not, as text and as JSON.

mod json;
pub mod objects;
mod text;
mod wording;

pub use json::json;
pub use text::text;
