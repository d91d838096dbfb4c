//! A small project to start from where there is nothing yet.

use super::NewFile;

/// `npgen.toml` as far as it depends on nothing.
const PROJECT: &str = include_str!("../../templates/npgen.toml");

/// What only the cluster knows, to be filled in.
pub(super) const PROFILE: &str = include_str!("../../templates/profile.toml");

/// An intent file with comments.
const INTENTS: &str = include_str!("../../templates/example.toml");

/// The example project: it checks and builds.
pub fn example() -> Vec<NewFile> {
    let file = |path: &str, text: String| NewFile { path: path.to_owned(), text };
    vec![file("npgen.toml", format!("{PROJECT}{PROFILE}")), file("intents/example.toml", INTENTS.to_owned())]
}
