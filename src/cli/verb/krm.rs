//! `npgen krm`: npgen as a KRM function, which kustomize and kpt can call.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use clap::Args;

use super::Context;
use crate::backend::OutFile;
use crate::cli::gather::{Clusters, Gathered, is_policy};
use crate::cli::output::Output;
use crate::cli::{FINE, TROUBLE, findings, summary};
use crate::diagnostic::{Diagnostics, Sources};
use crate::host::manifests;
use crate::krm::{Config, Item, Merged, ResourceList, merge, write};

/// Put the policies into a list of resources, as a KRM function
///
/// A `ResourceList` is read from stdin, YAML or JSON, and printed with the policies in it, every one proved. Its
/// `functionConfig`, of kind `NetworkPolicies` and version `npgen.dev/v1`, may say in `spec` where the `project` is and
/// which `cluster` is meant. What is not npgen's stays as it is, comments and all.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Krm {}

const EXAMPLES: &str = "\
Examples:
  kustomize build --enable-alpha-plugins --enable-exec deploy/
  kpt fn eval deploy/ --exec 'npgen krm'
  echo '{apiVersion: config.kubernetes.io/v1, kind: ResourceList, items: []}' | npgen krm

The first needs a kustomization that names npgen: docs/integrations.md shows one.";

impl Krm {
    /// Runs the verb, and returns its exit code.
    ///
    /// Where something went wrong the list is printed as it came, with what is wrong in its results.
    #[expect(clippy::unused_self, reason = "a verb is asked like all others")]
    pub(super) fn run(&self, context: Context<'_>, output: &mut Output<'_>) -> u8 {
        let mut sources = Sources::default();
        let read = match manifests::read(Path::new(""), &["-"], &mut sources) {
            Ok(read) => read,
            Err(errors) => {
                for error in &errors {
                    output.failure(error);
                }
                return TROUBLE;
            }
        };
        let Some((id, source)) = read.first().and_then(|id| Some((*id, sources.get(*id)?))) else { return TROUBLE };
        let mut found = Diagnostics::default();
        let Some(list) = ResourceList::read(id, &source.text, &mut found) else {
            output.findings(found, &sources);
            return TROUBLE;
        };
        let Some(config) = Config::of(&list, &mut found) else {
            output.keep_results(Path::new(""));
            output.findings(found, &sources);
            return unchanged(&list, output);
        };
        let project = context.project.join(config.project.as_deref().unwrap_or_default());
        output.keep_results(&project);
        let merged = merged(&list, config, Context { project: &project, ..context }, output);
        match merged {
            Some(merged) => print(&list, &merged.items, FINE, output),
            None => unchanged(&list, output),
        }
    }
}

/// The list with the policies in it; `None` where something went wrong, which is told.
fn merged<'l, 't>(
    list: &'l ResourceList<'t>,
    config: Config,
    context: Context<'_>,
    output: &mut Output<'_>,
) -> Option<Merged<'l, 't>> {
    let mut gathered = Gathered::read(context, &Clusters::named(config.cluster), output)?;
    let files = Mutex::new(BTreeMap::new());
    let take = |file: &OutFile| {
        if is_policy(file) {
            files.lock().unwrap_or_else(PoisonError::into_inner).insert(file.path.clone(), file.bytes.clone());
        }
    };
    let graph = gathered.single("a list of resources", output)?;
    let governed: Vec<String> =
        graph.governed().filter_map(|id| graph.namespace(id)).map(|namespace| namespace.name.to_string()).collect();
    let proofs = gathered.prove(context.backend, &take, output)?;
    let files = files.into_inner().unwrap_or_else(PoisonError::into_inner);
    let files: Vec<&[u8]> = files.values().map(Vec::as_slice).collect();
    let governed: BTreeSet<&str> = governed.iter().map(String::as_str).collect();
    let merged = match merge(list, &files, &governed) {
        Ok(merged) => merged,
        Err(unread) => {
            output.error(&format!("a policy that was proved can't be read: {}", unread.reason));
            return None;
        }
    };
    for name in &merged.in_the_way {
        output.error(&format!(
            "the policy `{name}` is there already, and is not npgen's: expected it under another name"
        ));
    }
    if !merged.in_the_way.is_empty() {
        return None;
    }
    findings::tell(&gathered.clusters, &gathered.sources, output);
    summary::proofs(&proofs, output);
    let left = merged.left.iter().map(ToString::to_string);
    output.notes("npgen's label in a namespace that the project does not govern, left alone", left);
    let Merged { new, changed, unchanged, removed, .. } = &merged;
    output.note(&format!("{new} new, {changed} changed, {unchanged} unchanged, {removed} removed"));
    Some(merged)
}

/// Prints the list as it came, with the results.
fn unchanged(list: &ResourceList<'_>, output: &mut Output<'_>) -> u8 {
    let items: Vec<Item<'_, '_>> = list.items().iter().map(Item::Kept).collect();
    print(list, &items, TROUBLE, output);
    TROUBLE
}

/// Prints the list with these items and the results, and returns the exit code.
fn print(list: &ResourceList<'_>, items: &[Item<'_, '_>], code: u8, output: &mut Output<'_>) -> u8 {
    let results = output.take_results();
    match write(list, items, &results) {
        Ok(text) => output.data(&text).max(code),
        Err(error) => output.failure(&error),
    }
}
