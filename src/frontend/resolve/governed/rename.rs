//! `rename`: what governed namespaces are called in one cluster.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diagnostic::Diagnostics;
use crate::diagnostic::rule::rename;
use crate::frontend::parse::tree::Text;
use crate::frontend::resolve::cluster::Setting;
use crate::frontend::resolve::kubernetes::is_dns_label;
use crate::frontend::resolve::selector::placeholders;
use crate::graph::Namespace;

/// Gives each governed namespace its name in the cluster.
pub(super) fn rename(pattern: &Text, setting: &Setting<'_>, list: &mut [Namespace], found: &mut Diagnostics) {
    let mut sound = true;
    for unknown in placeholders(&pattern.value).filter(|name| !["{namespace}", "{cluster}"].contains(name)) {
        found.push(rename::unknown_placeholder(pattern.place, unknown));
        sound = false;
    }
    if !pattern.value.contains("{namespace}") {
        found.push(rename::without_namespace(pattern.place, &pattern.value));
        sound = false;
    }
    if !sound {
        return;
    }
    let cluster = setting.name.map_or("", |name| name.value.as_str());
    for namespace in list.iter_mut().filter(|namespace| namespace.governed) {
        let renamed = pattern.value.replace("{namespace}", &namespace.name).replace("{cluster}", cluster);
        if is_dns_label(&renamed) {
            namespace.name = Arc::from(renamed);
        } else {
            found.push(rename::no_name(pattern.place, &namespace.name, &renamed));
        }
    }
    let mut names = BTreeSet::new();
    for namespace in list {
        if !names.insert(&*namespace.name) {
            found.push(rename::taken(pattern.place, &namespace.name));
        }
    }
}
