//! `[groups.NAME]`

use std::sync::Arc;

use crate::diagnostic::Diagnostics;
use crate::diagnostic::rule::{empty_selector, invalid_name, unbounded_group, undeclared_label, wrong_group};
use crate::frontend::parse::tree;
use crate::frontend::resolve::kubernetes::is_dns_subdomain;
use crate::frontend::resolve::port::declared;
use crate::frontend::resolve::selector;
use crate::graph::{End, Group, GroupId, GroupNamespaces, NamespaceId};
use crate::sets::{LabelKey, LabelValues, Labels, Values};

use super::{InForce, Nodes, Written, account, for_reports, number, sorted_once, tags};

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
        if group.fields.pods.is_none() && group.fields.namespaces.is_none() && group.namespace.is_none() {
            found.push(unbounded_group::group(group.name.place, &group.name.value));
        }
        let (namespaces, within) = namespaces(&group, nodes, found);
        let pods =
            group.fields.pods.as_ref().and_then(|selector| selector::pods(&within, selector, found)).unwrap_or(within);
        let ports = declared(group.fields.ports.as_ref(), found);
        let id = GroupId(number(nodes.groups.len()));
        nodes.refuses_names(&End::Group(id), group.fields.resolve.as_ref());
        let (fields, common) = (group.fields, group.common);
        nodes.groups.push(Group {
            name: Arc::from(group.name.value),
            pods,
            service_account: account(fields.service_account.as_ref(), found),
            namespaces,
            owner: in_force.owner.clone(),
            resolve: fields.resolve.map(|resolve| resolve.value),
            tags: tags(&common.tags),
            meta: common.meta,
            place: group.name.place,
            ports: for_reports(&ports),
        });
        nodes.group_ports.push(ports);
        let (calls, callers, fallback) = (group.calls, group.callers, fields.fallback);
        written.push(Written { writer: End::Group(id), in_force, calls, callers, fallback });
    }
}

/// Where the pods can be, and every pod there. Where that is wrong, which is reported, every pod stands in.
fn namespaces(group: &tree::Group, nodes: &Nodes, found: &mut Diagnostics) -> (GroupNamespaces, Labels) {
    if let (Some(listed), Some(labelled)) = (&group.namespace, &group.fields.namespaces) {
        found.push(wrong_group::both(labelled.place, listed.place, &group.name.value));
    }
    if let Some(selector) = &group.fields.namespaces {
        let within = selector::namespaces(&Labels::any(), selector, found).unwrap_or_default();
        undeclared_labels(&within, selector.place, nodes, found);
        return (GroupNamespaces::Labelled, within);
    }
    let Some(listed) = &group.namespace else { return (GroupNamespaces::Every, Labels::any()) };
    if listed.value.is_empty() {
        found.push(empty_selector::list(listed.place, "`namespace`"));
    }
    let mut ids: Vec<NamespaceId> =
        listed.value.iter().filter_map(|name| nodes.namespaces.declared(name, found)).collect();
    ids.sort_unstable();
    ids.dedup();
    let names = Values::only(ids.iter().map(|id| nodes.namespaces.name_in_cluster(*id)));
    let within = Labels::any().narrow(&LabelKey::namespace_name(), &LabelValues::present(names)).unwrap_or_default();
    (GroupNamespaces::Listed(ids), within)
}

/// Of each label by which namespaces are selected, every governed one says what it has, or that it has none.
pub(in crate::frontend::resolve) fn undeclared_labels(
    selected: &Labels,
    selector: crate::diagnostic::Place,
    nodes: &Nodes,
    found: &mut Diagnostics,
) {
    let keys = selected.requirements().iter().filter_map(|(key, _)| match key {
        LabelKey::Namespace(name) if !key.is_always_present() => Some(name),
        _ => None,
    });
    for key in keys {
        let governed = nodes.namespaces.iter().filter(|(_, namespace)| namespace.governed);
        for (id, _) in governed.filter(|(_, namespace)| !namespace.labels.contains_key(key)) {
            found.push(undeclared_label::key(selector, key, nodes.namespaces.name(id)));
        }
    }
}
