//! Peers, and the pods that a policy binds.
//!
//! A label set holds labels of pods and of their namespaces side by side. Kubernetes asks for them in two selectors,
//! and leaves the namespace's out where it is the policy's own.

use crate::backend::compile;
use crate::object::{LabelSelector, Peer, Peers};
use crate::sets::{LabelKey, LabelValues, Labels, Values};

use super::selector::selector;

/// `podSelector` of a policy in `namespace`. The error says what Kubernetes lacks.
pub(super) fn subject(subject: &Labels, namespace: &str) -> Result<LabelSelector, String> {
    if !is_just(subject, namespace) {
        return Err(format!("a policy that binds pods elsewhere than in `{namespace}`"));
    }
    Ok(pod_selector(subject)?.unwrap_or_default())
}

/// `from` or `to` of a policy in `namespace`. The error says what Kubernetes lacks.
pub(super) fn peers(peers: &compile::Peers, namespace: &str) -> Result<Peers, String> {
    match peers {
        compile::Peers::Anywhere => Ok(Peers::Anywhere),
        compile::Peers::Listed(first, others) => {
            let others = others.iter().map(|other| peer(other, namespace));
            Ok(Peers::Listed(peer(first, namespace)?, others.collect::<Result<_, _>>()?))
        }
    }
}

fn peer(peer: &compile::Peer, namespace: &str) -> Result<Peer, String> {
    match peer {
        compile::Peer::Block { cidr, except } => Ok(Peer::Block { cidr: *cidr, except: except.clone() }),
        compile::Peer::Pods(labels) if is_just(labels, namespace) => {
            Ok(Peer::Pods { namespaces: None, pods: Some(pod_selector(labels)?.unwrap_or_default()) })
        }
        compile::Peer::Pods(labels) => {
            Ok(Peer::Pods { namespaces: Some(namespace_selector(labels)?), pods: pod_selector(labels)? })
        }
    }
}

/// Whether all that is asked of the pods' namespace is that it is this one.
fn is_just(labels: &Labels, namespace: &str) -> bool {
    let mut of_namespace = labels.requirements().iter().filter(|(key, _)| matches!(key, LabelKey::Namespace(_)));
    let is_it = |(key, values): &(LabelKey, LabelValues)| {
        *key == LabelKey::namespace_name()
            && matches!(&values.values, Values::Only(names) if matches!(&**names, [name] if &**name == namespace))
    };
    of_namespace.next().is_some_and(is_it) && of_namespace.next().is_none()
}

/// What is asked of the namespaces; nothing asked selects them all.
fn namespace_selector(labels: &Labels) -> Result<LabelSelector, String> {
    selector(labels.requirements().iter().filter_map(|(key, values)| match key {
        LabelKey::Namespace(key) => Some((&**key, values)),
        _ => None,
    }))
}

/// What is asked of the pods; `None` where nothing is.
fn pod_selector(labels: &Labels) -> Result<Option<LabelSelector>, String> {
    if labels.get(&LabelKey::ServiceAccount).is_some() {
        return Err("service accounts".to_owned());
    }
    let selector = selector(labels.requirements().iter().filter_map(|(key, values)| match key {
        LabelKey::Pod(key) => Some((&**key, values)),
        _ => None,
    }))?;
    Ok((selector != LabelSelector::default()).then_some(selector))
}
