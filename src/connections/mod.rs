//! Who can reach whom, with names: manifests or the graph → parties → a table of connections.
//!
//! It gathers what can be an end, lets `analyzer::evaluate::classes` judge all pairs at once, and puts the verdicts
//! under the names that people know. It prints nothing: `report` does.

mod compare;
mod exposure;
mod graph;
mod named;
mod objects;
mod party;
mod selection;
mod table;

pub use compare::{Change, Comparison, Freed, Kind, Said, Side, Who, Why, compare};
pub use exposure::{Exposed, Exposure, OtherEnd, with_namespace};
pub use graph::{is_of_graph, of_graph, rules};
pub use objects::{of_objects, workloads};
pub use party::{Name, Party, Told, Variant};
pub use selection::{Pattern, PatternError, Selection, Unmatched};
pub use table::{Row, Table};
