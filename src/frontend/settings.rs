//! What `npgen.toml` says of npgen itself rather than of the graph.

use std::collections::BTreeMap;

use super::parse;
use super::parse::tree::{Cluster, Paths, Project, Spanned, Text};
use crate::diagnostic::rule::{self, invalid_path, unknown_lint, unused_node};
use crate::diagnostic::{Diagnostics, Level, Levels, SourceId, nearest};

/// How a project wants npgen to behave; paths are from the project's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The folder of the intent files.
    pub intents: String,
    /// The folder that is written.
    pub out: String,
    /// The folder of the user's own templates.
    pub templates: String,
    /// Files and folders with the manifests that the graph is held against.
    pub manifests: Vec<String>,
    /// How loud each lint is.
    pub levels: Levels,
    /// The clusters, each with what it is called in the kubeconfig, where it says so.
    contexts: BTreeMap<String, Option<String>>,
}

/// That of a project that says nothing.
impl Default for Settings {
    fn default() -> Self {
        Self::of_paths(&Paths::default())
    }
}

impl Settings {
    /// The folder of the intent files that the text of an `npgen.toml` names. Whatever is wrong with the text is
    /// nobody's business yet: it comes up when the project is read.
    pub fn intents_in(text: &str) -> String {
        let project = parse::project(SourceId(0), text, &mut Diagnostics::default()).unwrap_or_default();
        Self::of_paths(&project.paths).intents
    }

    /// The settings that the text of an `npgen.toml` makes, whatever becomes of the intents. `None` where it is wrong,
    /// which is found.
    pub fn of_text(source: SourceId, text: &str, found: &mut Diagnostics) -> Option<Self> {
        let mut here = Diagnostics::default();
        let settings = parse::project(source, text, &mut here).map(|project| Self::read(&project, &mut here));
        let is_sound = !here.has_errors();
        found.append(here);
        settings.filter(|_| is_sound)
    }

    /// What the cluster of these names is called in the kubeconfig, or where none is named the only one of the project.
    /// `None` where that is not one cluster, or it does not say.
    pub fn context(&self, named: &[String]) -> Option<&str> {
        let is_meant = |cluster: &String| named.is_empty() || named.contains(cluster);
        let mut meant = self.contexts.iter().filter(|(cluster, _)| is_meant(cluster)).map(|(_, context)| context);
        match (meant.next(), meant.next()) {
            (Some(context), None) => context.as_deref(),
            _ => None,
        }
    }

    /// The settings of a project; where it says nothing, those that hold without.
    pub(super) fn read(project: &Project, found: &mut Diagnostics) -> Self {
        check(project, found);
        Self {
            manifests: project.manifests.iter().map(|path| path.value.clone()).collect(),
            levels: levels(&project.lints, found),
            contexts: contexts(project),
            ..Self::of_paths(&project.paths)
        }
    }

    fn of_paths(paths: &Paths) -> Self {
        let path = |written: &Option<Text>, usual: &str| {
            written.as_ref().map_or_else(|| usual.to_owned(), |path| path.value.clone())
        };
        Self {
            intents: path(&paths.intents, "intents"),
            out: path(&paths.out, "out"),
            templates: path(&paths.templates, "templates"),
            manifests: Vec::new(),
            levels: usual_levels(),
            contexts: BTreeMap::new(),
        }
    }
}

/// The clusters with their contexts.
fn contexts(project: &Project) -> BTreeMap<String, Option<String>> {
    let context = |cluster: &Cluster| {
        let context = cluster.context.as_ref().map(|context| context.value.clone());
        (cluster.name.value.clone(), context)
    };
    project.clusters.iter().map(context).collect()
}

/// What is written goes to a folder of its own, and every path begins at the project's folder.
fn check(project: &Project, found: &mut Diagnostics) {
    let Paths { intents, out, templates } = &project.paths;
    let all = [("intents", intents), ("out", out), ("templates", templates)];
    let paths = all.into_iter().filter_map(|(key, path)| Some((key, path.as_ref()?)));
    for (key, path) in paths.chain(project.manifests.iter().map(|path| ("manifests", path))) {
        if path.value.is_empty() || path.value.starts_with('/') {
            found.push(invalid_path::not_relative(path.place, key, &path.value));
        }
    }
    let settings = Settings::of_paths(&project.paths);
    let holds_project = |path: &str| parts(path).iter().all(|part| *part == "..");
    if let Some(intents) = intents.as_ref().filter(|intents| holds_project(&intents.value)) {
        found.push(invalid_path::intents(intents.place, &intents.value));
    }
    let Some(place) = [out, intents].into_iter().flatten().map(|path| path.place).next() else { return };
    let written = parts(&settings.out);
    if holds_project(&settings.out) {
        found.push(invalid_path::holds(place, &settings.out, "the project"));
    } else if parts(&settings.intents).starts_with(&written) {
        found.push(invalid_path::holds(place, &settings.out, "the intents"));
    }
}

/// The folders of a path, one by one, without those that it leaves again.
fn parts(path: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/').filter(|part| !part.is_empty() && *part != ".") {
        match parts.last() {
            Some(last) if part == ".." && *last != ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts
}

/// The levels where a project says nothing: what is rarely wanted is off.
fn usual_levels() -> Levels {
    let mut levels = Levels::default();
    levels.set(&unused_node::RULE, Level::Off);
    levels
}

/// `[lints]`
fn levels(written: &[(Text, Spanned<Level>)], found: &mut Diagnostics) -> Levels {
    let mut levels = usual_levels();
    for (name, level) in written {
        match rule::named(&name.value) {
            Some(rule) if rule.is_lint() => levels.set(rule, level.value),
            Some(rule) => found.push(unknown_lint::not_a_lint(name.place, rule.name)),
            None => {
                let near = nearest(&name.value, rule::lints().map(|rule| rule.name));
                found.push(unknown_lint::unknown(name.place, &name.value, near));
            }
        }
    }
    levels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_context_is_that_of_one_cluster() {
        let context = |text: &str, named: &[&str]| {
            let settings = Settings::of_text(SourceId(0), text, &mut Diagnostics::default()).expect("sound settings");
            let named: Vec<String> = named.iter().copied().map(str::to_owned).collect();
            settings.context(&named).map(str::to_owned)
        };
        let prod = "language = 1\n[clusters.prod]\ncontext = \"prod-eu\"\n";
        let stage = "[clusters.stage]\n";
        let both = format!("{prod}{stage}");
        assert_eq!(context(prod, &[]).as_deref(), Some("prod-eu"));
        assert_eq!(context(&both, &["prod"]).as_deref(), Some("prod-eu"));
        assert_eq!(context(&both, &["stage"]), None, "it names none");
        assert_eq!(context(&both, &[]), None, "which one is meant is not said, though only one names a context");
        assert_eq!(context(&both, &["prod", "stage"]), None);
        assert_eq!(context("language = 1\n", &[]), None);
    }
}
