//! `prefix`: what the names of objects start with.

use crate::diagnostic::Diagnostics;
use crate::diagnostic::rule::invalid_name;
use crate::frontend::parse::tree::Project;
use crate::graph::Prefix;

use super::kubernetes::is_dns_subdomain;

/// The longest prefix: half of what an object's name can have, so that names stay recognizable behind it.
const LONGEST: usize = 126;

/// The prefix of a project. One that no object's name could start with is reported.
pub(super) fn read(project: &Project, found: &mut Diagnostics) -> Prefix {
    let Some(written) = &project.prefix else { return Prefix::default() };
    let is_start = !written.value.is_empty() && is_dns_subdomain(&format!("{}x", written.value));
    if !is_start || written.value.len() > LONGEST {
        found.push(invalid_name::prefix(written.place, &written.value));
    }
    Prefix::new(written.value.as_str())
}
