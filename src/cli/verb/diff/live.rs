//! The graph against what runs in a cluster.

use std::collections::BTreeSet;
use std::mem;

use super::state::policies;
use super::{DiffArguments, Half};
use crate::analyzer::evaluate::{ObjectId, Policy};
use crate::cli::gather::Gathered;
use crate::cli::objects::DEFAULT_NAMESPACE;
use crate::cli::output::Output;
use crate::cli::verb::Context;
use crate::cli::{DIFFERS, FINE, TROUBLE};
use crate::diagnostic::Diagnostics;
use crate::diff::connections::Connections;
use crate::diff::live::Live;
use crate::diff::objects::{Name, Objects as Texts};
use crate::diff::{Diff, State};
use crate::krm::is_npgens;
use crate::manifest::read::Object;
use crate::report::diff::Shown;
use crate::verify::meaning::Meaning;

impl DiffArguments {
    /// Compares what the cluster has with what it would have, were the graph put in force: the policies of others stay.
    pub(super) fn live(&self, context: Context<'_>, output: &mut Output<'_>) -> u8 {
        let Some(mut gathered) = Gathered::read(context, &self.clusters, output) else { return TROUBLE };
        let sources = mem::take(&mut gathered.sources);
        let Some(graph) = gathered.single("a diff", output) else { return TROUBLE };
        let mut found = Diagnostics::default();
        let mut wanted = policies(graph, context.backend, &mut found);
        if found.has_errors() {
            output.findings(found, &sources);
            return TROUBLE;
        }
        let governed: BTreeSet<&str> =
            graph.governed().filter_map(|id| graph.namespace(id)).map(|namespace| &*namespace.name).collect();
        let (mut held, mut npgens, mut elsewhere) = (Texts::default(), BTreeSet::new(), Vec::new());
        let keep = &mut |object: &Object<'_>| {
            let name = held.add(object, DEFAULT_NAMESPACE);
            let (is_npgens, is_here) = (is_npgens(&object.node), governed.contains(&*name.namespace));
            if is_npgens && is_here || wanted.has(&name) {
                npgens.insert(name);
            } else if is_npgens {
                elsewhere.push(name.to_string());
            }
        };
        let Some(running) = self.cluster.beside(sources, gathered.context(), keep, output) else { return TROUBLE };
        running.objects.tell_symbols(output);
        let about = "npgen's label in a namespace that the graph does not govern, taken for another project's";
        output.notes(about, elsewhere.into_iter());
        let (inventory, rules) = (&running.objects.inventory, &running.objects.rules);
        held.retain(|name| npgens.contains(name));
        if !running.seal.namespaces.is_empty() {
            wanted.retain(|name| running.seal.namespaces.contains(&name.namespace));
        }
        let npgens: BTreeSet<(&str, &str, &str)> =
            npgens.iter().map(|Name { namespace, kind, name, .. }| (&**namespace, &**kind, &**name)).collect();
        let is_of_others = |policy: &&Policy| {
            let ObjectId { namespace, kind, name } = &policy.object;
            !npgens.contains(&(&**namespace, &**kind, &**name))
        };
        let others: Vec<Policy> = rules.policies.iter().filter(is_of_others).cloned().collect();

        let now = State::Objects(inventory, rules);
        let alone = State::applied(Meaning::new(graph), inventory, []);
        let beside = State::applied(Meaning::new(graph), inventory, others);
        let sides = (now.side().with_absent(), alone.side().with_absent(), beside.side().with_absent());
        let asks_connections = self.is_asked(Half::Connections);
        let changed = held.changed_to(&wanted);
        let edited = running.seal.edited.iter().filter_map(|edited| {
            let changed = changed.iter().map(|changed| &changed.name);
            let name =
                changed.into_iter().find(|name| name.namespace == edited.namespace && name.name == edited.name)?;
            Some((name.clone(), edited.by.clone()))
        });
        let live = Live {
            others: asks_connections.then(|| Connections::by_others((&alone, &sides.1), (&beside, &sides.2))),
            unwanted: held.names().filter(|name| !wanted.has(name)).cloned().collect(),
            edited: edited.collect(),
        };
        let diff = Diff {
            connections: asks_connections.then(|| Connections::of((&now, &sides.0), (&beside, &sides.2))),
            objects: self.is_asked(Half::Text).then_some(changed),
            live: Some(live),
        };
        let files = &running.objects.sources;
        let code = self.print(Shown { diff: &diff, before: files, after: files }, context, output);
        if code == FINE && self.fail_on.is_met(&diff) { DIFFERS } else { code }
    }
}
