//! `[externals.NAME]`

use std::sync::Arc;

use ipnet::IpNet;

use crate::diagnostic::Diagnostics;
use crate::diagnostic::rule::{external_without_cidr, invalid_name};
use crate::frontend::parse::tree;
use crate::frontend::resolve::cidr;
use crate::frontend::resolve::kubernetes::is_dns_subdomain;
use crate::frontend::resolve::port::declared;
use crate::graph::{End, External, ExternalId};

use super::{InForce, Nodes, Written, dns, for_reports, number, sorted_once, tags};

/// Reads the externals, sorted by name.
pub(super) fn externals(
    externals: Vec<(InForce, tree::External)>,
    nodes: &mut Nodes,
    written: &mut Vec<Written>,
    found: &mut Diagnostics,
) {
    for (in_force, external) in sorted_once(externals, "external", |external| &external.name, found) {
        if !is_dns_subdomain(&external.name.value) {
            found.push(invalid_name::node(external.name.place, "an external", &external.name.value));
        }
        let id = ExternalId(number(nodes.externals.len()));
        let addresses = addresses(&external, found);
        let dns = external.fields.dns.as_ref().map_or(Some(Vec::new()), |names| dns::patterns(names, found));
        if addresses.is_none() || dns.is_none() {
            nodes.broken_externals.insert(id);
        }
        let (cidr, except) = addresses.unwrap_or_default();
        let ports = declared(external.fields.ports.as_ref(), found);
        nodes.externals.push(External {
            name: Arc::from(external.name.value),
            cidr: cidr::canonical(cidr),
            except: cidr::canonical(except),
            dns: dns.unwrap_or_default(),
            tags: tags(&external.common.tags),
            meta: external.common.meta,
            place: external.name.place,
            ports: for_reports(&ports),
        });
        nodes.external_ports.push(ports);
        let (calls, callers, fallback) = (external.calls, external.callers, external.fields.fallback);
        written.push(Written { writer: End::External(id), in_force, calls, callers, fallback });
    }
}

/// `cidr` and `except`; `None` where something is wrong with them. An external that has DNS names needs neither.
fn addresses(external: &tree::External, found: &mut Diagnostics) -> Option<(Vec<IpNet>, Vec<IpNet>)> {
    let fields = &external.fields;
    let Some(written) = fields.cidr.as_ref().filter(|cidr| !cidr.value.is_empty()) else {
        if fields.dns.is_some() && fields.cidr.is_none() && fields.except.is_none() {
            return Some((Vec::new(), Vec::new()));
        }
        let place = fields.cidr.as_ref().map_or(external.name.place, |cidr| cidr.place);
        found.push(external_without_cidr::external(place, &external.name.value));
        return None;
    };
    let cidr = cidr::networks(&written.value, found);
    let except = match (&cidr, &fields.except) {
        (_, None) => Some(Vec::new()),
        (Some(nets), Some(except)) => cidr::exceptions((nets, written), except, found),
        (None, Some(except)) => cidr::networks(&except.value, found),
    };
    cidr.zip(except)
}
