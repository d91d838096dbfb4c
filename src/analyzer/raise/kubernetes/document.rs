//! An object of any kind → a policy, if it is one.

use crate::analyzer::evaluate::{Policy, Tier};
use crate::analyzer::raise::Raised;
use crate::diagnostic::rule::{policy_not_judged, policy_refused};
use crate::diagnostic::{Diagnostics, Place};
use crate::manifest::read::Object;
use crate::manifest::{Node, Scalar, Value};
use crate::sets::Peer;

use super::admin::{self, ADMIN, BASELINE, CLUSTER, Kind};
use super::fields::{Fields, Reader};
use super::network_policy;
use super::peer::peer;

/// The administrator's kinds.
const ADMINS: [&Kind; 3] = [&ADMIN, &BASELINE, &CLUSTER];

/// The policies of network plugins and meshes, by group and kind. Calico's staged kinds stop nothing.
const OTHER_FLAVORS: [(&str, &str); 9] = [
    ("cilium.io", "CiliumNetworkPolicy"),
    ("cilium.io", "CiliumClusterwideNetworkPolicy"),
    ("projectcalico.org", "NetworkPolicy"),
    ("projectcalico.org", "GlobalNetworkPolicy"),
    ("crd.projectcalico.org", "NetworkPolicy"),
    ("crd.projectcalico.org", "GlobalNetworkPolicy"),
    ("crd.antrea.io", "NetworkPolicy"),
    ("crd.antrea.io", "ClusterNetworkPolicy"),
    ("security.istio.io", "AuthorizationPolicy"),
];

/// The API group of the administrator's kinds.
const ADMIN_GROUP: &str = "policy.networking.k8s.io";

/// Reads an object as kubectl and a Kubernetes 1.36 API server read it in a strict request.
///
/// What they would refuse goes to `found`, all of it, each with the object's name; as a warning what is clear all the
/// same, and of a policy of another flavor that it is not judged. An object of another kind is passed over.
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
        Known::OtherFlavor => {
            let place = Place { source: *source, start: node.span.start, end: node.span.end };
            here.push(policy_not_judged::other_flavor(place, api_version));
            None
        }
        Known::Other => return Raised::Other,
    };
    let is_refused = here.has_errors();
    let name = name(node, kind);
    for mut one in here.into_sorted() {
        one.message = format!("{name}: {}", one.message);
        found.push(one);
    }
    match policy {
        Some(policy) => Raised::Policy(policy),
        None if is_refused => Raised::Refused,
        None => Raised::Other,
    }
}

/// The peers that one item of `from` or `to` of a policy names, which [`any`] raised: none where its selectors contradict
/// themselves; `None` for nodes and DNS names, which no set of pods or addresses stands for.
pub fn peers_of(item: &Node<'_>, policy: &Policy) -> Option<Vec<Peer>> {
    if policy.tier == Tier::NetworkPolicy {
        let mut fields = Fields::new(policy.place.source, Reader::BuiltIn);
        return Some(peer(&mut fields, item, &policy.object.namespace).into_iter().collect());
    }
    let mut fields = Fields::new(policy.place.source, Reader::Custom);
    admin::peers_of(&mut fields, item)
}

/// What is known of a kind.
enum Known {
    NetworkPolicy,
    Admin(&'static Kind),
    /// A kind of policy that this version of its group does not have; this one has it.
    OtherVersion(&'static str),
    /// A kind of policy of a network plugin or a mesh.
    OtherFlavor,
    Other,
}

fn known(version: &str, kind: &str) -> Known {
    let group = version.split_once('/').map_or("", |(group, _)| group);
    if OTHER_FLAVORS.contains(&(group, kind)) {
        return Known::OtherFlavor;
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceId;
    use crate::manifest::read;
    use crate::sets::{Addresses, LabelKey, LabelValues, Labels, Ports, Protocol, Values};

    /// The policies of a text, and what is said of it.
    fn raised(text: &str) -> (Vec<Policy>, Vec<String>) {
        let (mut found, mut policies) = (Diagnostics::default(), Vec::new());
        read::objects(SourceId(0), text, &mut found, &mut |object, found| {
            if let Raised::Policy(policy) = any(&object, found) {
                policies.push(policy);
            }
        });
        (policies, found.into_sorted().into_iter().map(|one| one.message).collect())
    }

    /// The policy with this metadata and spec, in YAML's flow style.
    fn policy(metadata: &str, spec: &str) -> (Option<Policy>, Vec<String>) {
        let head = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n";
        let (mut policies, found) = raised(&format!("{head}metadata: {metadata}\nspec: {spec}\n"));
        (policies.pop(), found)
    }

    /// The peers and ports of the first ingress rule.
    #[track_caller]
    fn ingress(rule: &str) -> (Vec<Peer>, Ports) {
        let (policy, found) = policy("{name: a}", &format!("{{ingress: [{rule}]}}"));
        assert!(found.is_empty(), "{found:?}");
        let mut rules = policy.expect("it is taken").ingress.expect("it isolates");
        let rule = rules.remove(0);
        (rule.peers.to_vec(), rule.ports)
    }

    #[test]
    fn an_object_without_a_namespace_is_in_the_default_one() {
        for metadata in ["{name: a}", "{name: a, namespace: \"\"}", "{name: a, namespace: }"] {
            let (policy, found) = policy(metadata, "{}");
            assert_eq!(found, Vec::<String>::new());
            assert_eq!(policy.expect("it is taken").subject, Some(Labels::in_namespace("default")));
        }
    }

    #[test]
    fn odd_names_are_said_and_kept() {
        let name = |metadata: &str| {
            let (policy, found) = policy(metadata, "{}");
            (policy.map(|policy| policy.object.name), found)
        };
        assert_eq!(name("{generateName: web-}"), (Some("web-*".to_owned()), Vec::new()));
        let odd = "NetworkPolicy `let_in`: no object can have the name `let_in`: expected a DNS-1123 subdomain";
        assert_eq!(name("{name: let_in}"), (Some("let_in".to_owned()), vec![odd.to_owned()]));
        assert_eq!(name("{}"), (None, vec!["NetworkPolicy `?`: the object has no name".to_owned()]));
    }

    #[test]
    fn text_without_quotes_is_what_kubectl_takes_it_for() {
        assert_eq!(ingress("{ports: [{port: 0x50}]}").1, Ports::range(Protocol::Tcp, 80, 80));
        assert_eq!(ingress("{ports: [{port: 8_0, endPort: +81}]}").1, Ports::range(Protocol::Tcp, 80, 81));
        let dated = (LabelKey::Pod("day".into()), LabelValues::present(Values::one("2026-11-21")));
        let in_default = (LabelKey::namespace_name(), LabelValues::present(Values::one("default")));
        let pods = Labels::all_of([dated, in_default]).map(Peer::Pods);
        assert_eq!(ingress("{from: [{podSelector: {matchLabels: {day: 2026-11-21}}}]}").0, Vec::from_iter(pods));
        for (value, what) in [("on", "a boolean"), ("1_000", "a number"), ("1e3", "a number"), ("NO", "a boolean")] {
            let (policy, found) = policy("{name: a}", &format!("{{podSelector: {{matchLabels: {{a: {value}}}}}}}"));
            assert_eq!(policy, None);
            assert_eq!(found, [format!("NetworkPolicy `a`: `{value}` without quotes is {what}, expected a string")]);
        }
    }

    #[test]
    fn null_is_nothing_wherever_it_stands() {
        let everyone = (Peer::anywhere().to_vec(), Ports::all());
        assert_eq!(ingress("~"), everyone, "a dash without a rule lets everyone in");
        assert_eq!(ingress("{from: , ports: }"), everyone);
        let (policy, found) = policy("{name: a}", "{podSelector: {matchLabels: {a: }}}");
        let empty = (LabelKey::Pod("a".into()), LabelValues::present(Values::one("")));
        let in_default = (LabelKey::namespace_name(), LabelValues::present(Values::one("default")));
        assert_eq!((policy.expect("it is taken").subject, found), (Labels::all_of([empty, in_default]), Vec::new()));
    }

    #[test]
    fn ranges_that_older_servers_took_are_taken_with_a_warning() {
        let spec = "{ingress: [{from: [{ipBlock: {cidr: 10.0.0.5/8, except: [10.010.0.0/16]}}]}]}";
        let (policy, found) = policy("{name: a}", spec);
        let nets = |net: &str| Addresses::net(net.parse().expect("a net"));
        let expected = Peer::Addresses(nets("10.0.0.0/8").minus(&nets("10.10.0.0/16")));
        assert_eq!(*policy.expect("it is taken").ingress.expect("it isolates")[0].peers, [expected]);
        assert_eq!(found.len(), 2, "{found:?}");
    }

    #[test]
    fn items_of_a_list_of_policies_need_not_say_what_they_are() {
        let list = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicyList\nitems:\n- metadata: {name: a}\n- metadata: {name: b}\n";
        let (policies, found) = raised(list);
        let names: Vec<String> = policies.iter().map(|policy| policy.object.to_string()).collect();
        assert_eq!(names, ["NetworkPolicy default/a", "NetworkPolicy default/b"]);
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn a_kind_in_a_version_that_has_it_not_is_refused_and_others_are_passed_over() {
        let of = |version: &str, kind: &str| {
            let (policies, found) = raised(&format!("apiVersion: {version}\nkind: {kind}\nmetadata: {{name: a}}\n"));
            assert!(policies.is_empty());
            found
        };
        for (version, kind) in [
            ("extensions/v1beta1", "NetworkPolicy"),
            ("networking.k8s.io/v1beta1", "NetworkPolicy"),
            ("policy.networking.k8s.io/v1alpha1", "ClusterNetworkPolicy"),
            ("policy.networking.k8s.io/v1alpha2", "AdminNetworkPolicy"),
        ] {
            let found = of(version, kind);
            assert!(found[0].contains(&format!("there is no {kind} in `{version}`")), "{found:?}");
        }
        for (version, kind) in [("v1", "Service"), ("a/v1", "AdminNetworkPolicy")] {
            assert_eq!(of(version, kind), Vec::<String>::new());
        }
        let not_judged = "NetworkPolicy `a`: policies of `projectcalico.org/v3` are not judged";
        assert_eq!(of("projectcalico.org/v3", "NetworkPolicy"), [not_judged]);
    }
}
