//! What policies allow: nodes → rules → relations. It judges any policies, npgen's own included, and knows nothing of
//! the service graph.

pub mod evaluate;
pub mod lint;
pub mod raise;
