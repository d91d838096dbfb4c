//! An object of any kind → a policy, if it is one.

use crate::analyzer::evaluate::Policy;
use crate::analyzer::raise::Raised;
use crate::diagnostic::Diagnostics;
use crate::diagnostic::rule::policy_refused;
use crate::manifest::read::Object;
use crate::manifest::{Node, Scalar, Value};

use super::admin::{self, ADMIN, BASELINE, CLUSTER, Kind};
use super::fields::{Fields, Reader};
use super::network_policy;

/// The administrator's kinds.
const ADMINS: [&Kind; 3] = [&ADMIN, &BASELINE, &CLUSTER];

/// The API group of those.
const ADMIN_GROUP: &str = "policy.networking.k8s.io";

/// Reads an object as kubectl and a Kubernetes 1.36 API server read it in a strict request.
///
/// What they would refuse goes to `found`, all of it, each with the object's name; as a warning what is clear all the
/// same. An object of another kind is passed over.
pub fn any(object: &Object<'_>, found: &mut Diagnostics) -> Raised {
    let Object { source, api_version, kind, node } = object;
    let mut here = Diagnostics::default();
    let policy = match known(api_version, kind) {
        Known::NetworkPolicy => {
            let mut fields = Fields::new(*source, Reader::BuiltIn);
            let policy = network_policy::read(&mut fields, node);
            fields.unless_refused(policy, &mut here)
        }
        Known::Admin(kind) => {
            let mut fields = Fields::new(*source, Reader::Custom);
            let policy = admin::read(&mut fields, kind, node);
            fields.unless_refused(policy, &mut here)
        }
        Known::OtherVersion(instead) => {
            let mut fields = Fields::new(*source, Reader::BuiltIn);
            fields.refuse(&node.span, |place| policy_refused::no_such_version(place, api_version, kind, instead));
            fields.unless_refused(None::<Policy>, &mut here)
        }
        Known::Other => return Raised::Other,
    };
    let name = name(node, kind);
    for mut one in here.into_sorted() {
        one.message = format!("{name}: {}", one.message);
        found.push(one);
    }
    policy.map_or(Raised::Refused, Raised::Policy)
}

/// What is known of a kind.
enum Known {
    NetworkPolicy,
    Admin(&'static Kind),
    /// A kind of policy that this version of its group does not have; this one has it.
    OtherVersion(&'static str),
    Other,
}

fn known(version: &str, kind: &str) -> Known {
    let group = version.split_once('/').map_or("", |(group, _)| group);
    if (version, kind) == (network_policy::API_VERSION, network_policy::KIND) {
        return Known::NetworkPolicy;
    }
    if let Some(known) = ADMINS.into_iter().find(|known| (known.api_version, known.name) == (version, kind)) {
        return Known::Admin(known);
    }
    let instead = match kind {
        "NetworkPolicy" if matches!(group, "networking.k8s.io" | "extensions") => network_policy::API_VERSION,
        "AdminNetworkPolicy" | "BaselineAdminNetworkPolicy" if group == ADMIN_GROUP => ADMIN.api_version,
        "ClusterNetworkPolicy" if group == ADMIN_GROUP => CLUSTER.api_version,
        _ => return Known::Other,
    };
    Known::OtherVersion(instead)
}

/// What messages call the object.
fn name(node: &Node<'_>, kind: &str) -> String {
    let of_metadata = |key: &str| match node.get("metadata").and_then(|metadata| metadata.get(key)).map(|n| &n.value) {
        Some(Value::Scalar(Scalar::Quoted(text) | Scalar::Plain(text))) if !text.is_empty() => Some(&**text),
        _ => None,
    };
    let name = of_metadata("name").unwrap_or("?");
    match of_metadata("namespace") {
        Some(namespace) => format!("{kind} `{namespace}/{name}`"),
        None => format!("{kind} `{name}`"),
    }
}
