//! What `npgen.toml` says of npgen itself rather than of the graph.

use super::parse::tree::Project;

/// Where things are, by paths from the project's folder.
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
}

impl Settings {
    /// The settings of a project; where it says nothing, those that hold without.
    pub(super) fn read(project: &Project) -> Self {
        let path = |written: &Option<super::parse::tree::Text>, usual: &str| {
            written.as_ref().map_or_else(|| usual.to_owned(), |path| path.value.clone())
        };
        Self {
            intents: path(&project.paths.intents, "intents"),
            out: path(&project.paths.out, "out"),
            templates: path(&project.paths.templates, "templates"),
            manifests: project.manifests.iter().map(|path| path.value.clone()).collect(),
        }
    }
}
