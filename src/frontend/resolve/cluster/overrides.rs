//! What of a node is different in one cluster.

use crate::frontend::parse::tree::{Common, ExternalFields, GroupFields, NamespaceFields, Override, ServiceFields};

/// Fields of a node that can be replaced.
pub(super) trait Fields {
    /// Takes over each field that is given.
    fn take(&mut self, other: &Self);
}

macro_rules! fields {
    ($($kind:ty: $($field:ident),*;)*) => {$(
        impl Fields for $kind {
            fn take(&mut self, other: &Self) {
                // Naming all of them here lets no field be forgotten.
                let Self { $($field),* } = other;
                $(if $field.is_some() {
                    self.$field.clone_from($field);
                })*
            }
        }
    )*};
}
fields! {
    ServiceFields: pods, service_account, ports, owner, isolate, host_network, resolve, fallback;
    ExternalFields: cidr, except, dns, ports, fallback;
    GroupFields: namespaces, pods, service_account, ports, resolve, fallback;
    NamespaceFields: labels, owner, stage, isolate, resolve;
}

/// Puts what is written for `cluster` in the place of a node's own fields, each whole.
pub(super) fn replace<F: Fields>(fields: &mut F, common: &mut Common, overrides: &[Override<F>], cluster: &str) {
    for here in overrides.iter().filter(|here| here.cluster.value == cluster) {
        fields.take(&here.fields);
        if let Some(tags) = &here.tags {
            common.tags.clone_from(tags);
        }
        if let Some(meta) = &here.meta {
            common.meta = Some(meta.clone());
        }
        if let Some(allow) = &here.allow {
            common.allow.clone_from(allow);
        }
    }
}
