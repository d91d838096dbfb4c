//! `[groups.NAME]`

use std::sync::Arc;

use crate::diagnostic::Diagnostics;
use crate::diagnostic::rule::{empty_selector, invalid_name, resolve_conflict, unbounded_group};
use crate::frontend::parse::tree;
use crate::frontend::resolve::kubernetes::is_dns_subdomain;
use crate::frontend::resolve::port::declared;
use crate::frontend::resolve::selector;
use crate::graph::{End, Group, GroupId, GroupNamespaces, Namespace, NamespaceId};
use crate::sets::{LabelKey, LabelValues, Labels, Values};

use super::{InForce, Nodes, Written, for_reports, number, refuses_names, sorted_once};

/// Reads the groups, sorted by name.
pub(super) fn groups(
    groups: Vec<(InForce, tree::Group)>,
    nodes: &mut Nodes,
    written: &mut Vec<Written>,
    found: &mut Diagnostics,
) {
    for (in_force, group) in sorted_once(groups, "group", |group| &group.name, found) {
        if !is_dns_subdomain(&group.name.value) {
            found.push(invalid_name::node(group.name.place, "a group", &group.name.value));
        }
        if group.fields.pods.is_none() && group.namespace.is_none() {
            found.push(unbounded_group::group(group.name.place, &group.name.value));
        }
        let namespaces = namespaces(&group, nodes, found);
        let within = within(&namespaces, nodes);
        let pods =
            group.fields.pods.as_ref().and_then(|selector| selector::pods(&within, selector, found)).unwrap_or(within);
        check_resolve(&group, &pods, nodes, found);
        let ports = declared(group.fields.ports.as_ref(), found);
        let id = GroupId(number(nodes.groups.len()));
        nodes.groups.push(Group {
            name: Arc::from(group.name.value),
            pods,
            namespaces,
            owner: in_force.owner.clone(),
            resolve: group.fields.resolve.map(|resolve| resolve.value),
            place: group.name.place,
            ports: for_reports(&ports),
            ..Group::default()
        });
        nodes.group_ports.push(ports);
        let (calls, callers) = (group.calls, group.callers);
        written.push(Written { writer: End::Group(id), in_force, calls, callers });
    }
}

fn namespaces(group: &tree::Group, nodes: &Nodes, found: &mut Diagnostics) -> GroupNamespaces {
    let Some(written) = &group.namespace else { return GroupNamespaces::Every };
    if written.value.is_empty() {
        found.push(empty_selector::list(written.place, "`namespace`"));
    }
    let mut ids: Vec<NamespaceId> =
        written.value.iter().filter_map(|name| nodes.namespaces.declared(name, found)).collect();
    ids.sort_unstable();
    ids.dedup();
    GroupNamespaces::Listed(ids)
}

/// Every pod of the namespaces. Where all of them are undeclared, which is reported, every pod stands in.
fn within(namespaces: &GroupNamespaces, nodes: &Nodes) -> Labels {
    let GroupNamespaces::Listed(ids) = namespaces else { return Labels::any() };
    let names = Values::only(ids.iter().map(|id| nodes.namespaces.name(*id)));
    Labels::any().narrow(&LabelKey::namespace_name(), &LabelValues::present(names)).unwrap_or_default()
}

/// `resolve = false` takes nothing away in a namespace that resolves, where the group can have pods.
fn check_resolve(group: &tree::Group, pods: &Labels, nodes: &Nodes, found: &mut Diagnostics) {
    let Some(place) = refuses_names(group.fields.resolve.as_ref()) else { return };
    let holds = |home: &&Namespace| {
        home.resolve == Some(true) && !pods.is_disjoint(&Labels::in_namespace(Arc::clone(&home.name)))
    };
    if let Some(home) = nodes.namespaces.list.iter().find(holds) {
        let what = format!("the group `{}` in the namespace `{}`", group.name.value, home.name);
        let because = nodes.namespaces.id(&home.name).and_then(|id| nodes.namespaces.resolve_place(id));
        found.push(resolve_conflict::node(place, &what, because));
    }
}
