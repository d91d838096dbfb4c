//! `npgen init`: starts a project, from nothing or from manifests.

use std::path::{Path, PathBuf};

use clap::Args;

use super::Context;
use crate::cli::output::Output;
use crate::cli::{FINE, TROUBLE};
use crate::diagnostic::{Diagnostics, Sources};
use crate::draft::{self, NewFile};
use crate::frontend::schema;
use crate::host::{manifests, seen_from, write_new};
use crate::manifest::inventory::{Gathering, Inventory};
use crate::manifest::read;

/// Start a project: an example, or a draft from manifests
///
/// A draft has the namespaces, services, selectors and ports of the manifests. Calls are guessed from environment
/// variables, arguments and config maps that name a Service; each says where it was read, and is to be checked. Nothing
/// that is there is changed: what is in the way is listed, and then nothing is written.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Init {
    /// Draft the project from these folders or files of manifests; `-` is stdin
    #[arg(long, value_name = "PATH", num_args = 1..)]
    from: Vec<PathBuf>,

    /// Where objects of the manifests are that name no namespace
    #[arg(long, value_name = "NAME", default_value = "default", requires = "from")]
    namespace: String,
}

const EXAMPLES: &str = "\
Examples:
  npgen init                                        an example to start from
  npgen init --from deploy/
  helm template shop ./chart | npgen init --from - --namespace shop
  kubectl kustomize overlays/prod | npgen init --project policies --from -";

impl Init {
    /// Runs the verb, and returns its exit code.
    pub(super) fn run(&self, context: Context<'_>, output: &mut Output<'_>) -> u8 {
        let project = context.project;
        if self.from.is_empty() {
            return write(project, &draft::example(), "npgen build", output);
        }
        let Some((inventory, sources)) = self.inventory(output) else { return TROUBLE };
        let held_against: Vec<String> = self.from.iter().filter_map(|path| seen_from(project, path)).collect();
        let files = draft::project(&inventory, &sources, &held_against);
        if files.is_empty() {
            return output.error(&nothing_runs(&inventory, &sources));
        }
        write(project, &files, "read what is asked and guessed in intents/, then npgen build", output)
    }

    /// What the manifests say. `None` where some could not be read, which is told.
    fn inventory(&self, output: &mut Output<'_>) -> Option<(Inventory, Sources)> {
        let mut sources = Sources::default();
        if let Err(errors) = manifests::read(Path::new(""), &self.from, &mut sources) {
            for error in &errors {
                output.failure(error);
            }
            return None;
        }
        let (mut gathering, mut found) = (Gathering::new(&self.namespace), Diagnostics::default());
        for (id, source) in sources.iter() {
            let no_objects =
                read::objects(id, &source.text, &mut found, &mut |object, found| gathering.add(&object, found));
            gathering.add_no_objects(no_objects);
        }
        let is_sound = !found.has_errors();
        output.findings(found, &sources);
        is_sound.then(|| (gathering.finish(), sources))
    }
}

/// Why there is nothing to draft.
fn nothing_runs(inventory: &Inventory, sources: &Sources) -> String {
    if sources.iter().next().is_none() {
        return "found no manifests to draft from: no file is called *.yaml, *.yml or *.json".to_owned();
    }
    if inventory.workloads.is_empty() {
        return "found nothing in the manifests that runs: no Deployment, StatefulSet, DaemonSet, Job or Pod"
            .to_owned();
    }
    "found nothing in the manifests that a graph could speak of: all that runs is Kubernetes' own or has no labels"
        .to_owned()
}

/// Writes the files of a new project with the schemas that their first lines name, says what to do next, and returns the exit code.
fn write(project: &Path, files: &[NewFile], next: &str, output: &mut Output<'_>) -> u8 {
    let schemas = [("intents.schema.json", schema::intents()), ("npgen.schema.json", schema::project())];
    let schemas = schemas.map(|(path, schema)| NewFile { path: path.to_owned(), text: format!("{schema:#}\n") });
    let files = || files.iter().chain(&schemas);
    let written: Vec<(&str, &str)> = files().map(|file| (file.path.as_str(), file.text.as_str())).collect();
    if let Err(errors) = write_new(project, &["intents"], &written) {
        for error in &errors {
            output.failure(error);
        }
        return TROUBLE;
    }
    for file in files() {
        output.note(&format!("wrote {}", file.path));
    }
    output.note(&format!("next: {next}"));
    FINE
}
