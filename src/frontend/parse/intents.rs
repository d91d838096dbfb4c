//! Intent files.

use toml::de::DeTable;

use super::edge::{CALLERS, CALLS, List};
use super::node::{common, nodes, optional, overrides};
use super::reader::{Fields, Reader};
use super::tree::{
    Edge, External, ExternalFields, File, Group, GroupFields, Namespace, NamespaceFields, Node, Service, ServiceFields,
    Text,
};
use super::{guard, keys, value};
use crate::diagnostic::SourceId;

/// The tree of an intent file.
pub(super) fn file(reader: &mut Reader<'_>, source: SourceId, document: &DeTable<'_>) -> File {
    let fields = reader.fields(document, &keys::INTENTS);
    File {
        source,
        namespace: optional(reader, &fields, "namespace", Reader::text),
        owner: optional(reader, &fields, "owner", Reader::words),
        services: nodes(reader, &fields, "services", &keys::SERVICE, service),
        externals: nodes(reader, &fields, "externals", &keys::EXTERNAL, external),
        groups: nodes(reader, &fields, "groups", &keys::GROUP, group),
        namespaces: namespaces(reader, &fields),
        guards: guard::guards(reader, &fields),
    }
}

/// `[namespaces.NAME]`
pub(super) fn namespaces(reader: &mut Reader<'_>, file: &Fields<'_, '_>) -> Vec<Namespace> {
    nodes(reader, file, "namespaces", &keys::NAMESPACE, namespace)
}

fn service(reader: &mut Reader<'_>, name: Text, fields: &Fields<'_, '_>) -> Service {
    let namespace = optional(reader, fields, "namespace", Reader::text);
    node(reader, name, namespace, fields, &keys::SERVICE, service_fields)
}

fn service_fields(reader: &mut Reader<'_>, fields: &Fields<'_, '_>) -> ServiceFields {
    ServiceFields {
        pods: optional(reader, fields, "pods", value::selector),
        service_account: optional(reader, fields, "service_account", Reader::text),
        ports: optional(reader, fields, "ports", value::ports),
        owner: optional(reader, fields, "owner", Reader::words),
        isolate: optional(reader, fields, "isolate", value::isolate),
        host_network: optional(reader, fields, "host_network", Reader::boolean),
        resolve: optional(reader, fields, "resolve", Reader::boolean),
        fallback: optional(reader, fields, "fallback", value::fallback),
    }
}

fn external(reader: &mut Reader<'_>, name: Text, fields: &Fields<'_, '_>) -> External {
    node(reader, name, (), fields, &keys::EXTERNAL, external_fields)
}

fn external_fields(reader: &mut Reader<'_>, fields: &Fields<'_, '_>) -> ExternalFields {
    ExternalFields {
        cidr: optional(reader, fields, "cidr", Reader::texts),
        except: optional(reader, fields, "except", Reader::texts),
        dns: optional(reader, fields, "dns", Reader::texts),
        ports: optional(reader, fields, "ports", value::ports),
        fallback: optional(reader, fields, "fallback", value::fallback),
    }
}

fn group(reader: &mut Reader<'_>, name: Text, fields: &Fields<'_, '_>) -> Group {
    let namespace = optional(reader, fields, "namespace", Reader::one_or_more_texts);
    node(reader, name, namespace, fields, &keys::GROUP, group_fields)
}

fn group_fields(reader: &mut Reader<'_>, fields: &Fields<'_, '_>) -> GroupFields {
    GroupFields {
        namespaces: optional(reader, fields, "namespaces", value::selector),
        pods: optional(reader, fields, "pods", value::selector),
        service_account: optional(reader, fields, "service_account", Reader::text),
        ports: optional(reader, fields, "ports", value::ports),
        resolve: optional(reader, fields, "resolve", Reader::boolean),
        fallback: optional(reader, fields, "fallback", value::fallback),
    }
}

fn namespace(reader: &mut Reader<'_>, name: Text, fields: &Fields<'_, '_>) -> Namespace {
    node(reader, name, (), fields, &keys::NAMESPACE, namespace_fields)
}

fn namespace_fields(reader: &mut Reader<'_>, fields: &Fields<'_, '_>) -> NamespaceFields {
    NamespaceFields {
        labels: optional(reader, fields, "labels", value::namespace_labels),
        owner: optional(reader, fields, "owner", Reader::words),
        stage: optional(reader, fields, "stage", value::stage),
        isolate: optional(reader, fields, "isolate", value::isolate),
        resolve: optional(reader, fields, "resolve", Reader::boolean),
    }
}

/// A node of a kind, whose fields `read` knows.
fn node<F, N>(
    reader: &mut Reader<'_>,
    name: Text,
    namespace: N,
    fields: &Fields<'_, '_>,
    kind: &'static keys::Kind,
    read: impl Fn(&mut Reader<'_>, &Fields<'_, '_>) -> F,
) -> Node<F, N> {
    Node {
        name,
        namespace,
        fields: read(reader, fields),
        calls: edges(reader, fields, &CALLS),
        callers: edges(reader, fields, &CALLERS),
        common: common(reader, fields),
        overrides: overrides(reader, fields, kind, read),
    }
}

fn edges(reader: &mut Reader<'_>, fields: &Fields<'_, '_>, list: &List) -> Vec<Edge> {
    fields.get(list.key()).map(|value| list.read(reader, value)).unwrap_or_default()
}
