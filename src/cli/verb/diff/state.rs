//! What is compared: from files to a state, and to the policies as text.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::backend::{Backend, OutFile};
use crate::cli::gather::{Gathered, is_policy};
use crate::cli::objects::{DEFAULT_NAMESPACE, Earlier, Kept, Objects};
use crate::cli::output::Output;
use crate::diagnostic::{Diagnostics, SourceId, Sources};
use crate::diff::State;
use crate::diff::objects::{self, Name, Objects as Texts};
use crate::graph::Graph;
use crate::manifest::read::{Object, canonical};
use crate::manifest::{Node, Scalar, Value};
use crate::pipeline::{self, Proved};
use crate::verify::meaning::Meaning;

/// What is compared, with the files that it was read from.
pub(super) enum Read {
    /// A graph, and the policies that npgen makes of it as text.
    Graph(Gathered, Texts),
    /// Manifests, and each policy of theirs as text.
    Objects(Objects, Kept<(Name, Arc<str>)>),
}

impl Read {
    /// Manifests, at paths as seen from `root`. What stands in the same words in a state that was read before is taken
    /// from there.
    pub(super) fn objects(
        root: &Path,
        paths: &[PathBuf],
        before: Option<&Self>,
        output: &mut Output<'_>,
    ) -> Option<Self> {
        let earlier = match before {
            Some(Self::Objects(objects, kept)) => Earlier::of(objects, kept),
            Some(Self::Graph(..)) | None => Earlier::default(),
        };
        let text_of = |object: &Object<'_>| objects::text_of(object, DEFAULT_NAMESPACE);
        let (objects, kept) = Objects::read_after(&earlier, (root, paths), &text_of, output)?;
        objects.tell_symbols(output);
        Some(Self::Objects(objects, kept))
    }

    /// A graph, with the policies that npgen makes of it, each proved. `None` where they are not, which is told. That a
    /// guard fails does not end it: the difference tells.
    pub(super) fn graph(gathered: Gathered, backend: &dyn Backend, output: &mut Output<'_>) -> Option<Self> {
        let mut found = Diagnostics::default();
        let texts = policies(gathered.single("a diff", output)?, backend, &mut found);
        if found.has_errors() {
            output.findings(found, &gathered.sources);
            return None;
        }
        Some(Self::Graph(gathered, texts))
    }

    /// What it means; `None` for a graph of several clusters.
    pub(super) fn state(&self) -> Option<State<'_>> {
        Some(match self {
            Self::Graph(gathered, _) => State::Graph(Box::new(Meaning::new(gathered.only()?))),
            Self::Objects(objects, _) => State::Objects(&objects.inventory, &objects.rules),
        })
    }

    /// The policies as text.
    pub(super) fn texts(&self) -> Cow<'_, Texts> {
        match self {
            Self::Graph(_, texts) => Cow::Borrowed(texts),
            Self::Objects(_, kept) => Cow::Owned(kept.of_each.iter().cloned().collect()),
        }
    }

    /// The files.
    pub(super) fn sources(&self) -> &Sources {
        match self {
            Self::Graph(gathered, _) => &gathered.sources,
            Self::Objects(objects, _) => &objects.sources,
        }
    }
}

/// The policies that npgen makes of a graph.
pub(super) fn policies(graph: &Graph, backend: &dyn Backend, found: &mut Diagnostics) -> Texts {
    let texts = Mutex::new(Texts::default());
    let take = |proved: Proved| {
        for file in proved.files.iter().filter(|file| is_policy(file)) {
            if let Some(object) = object(file) {
                texts.lock().unwrap_or_else(PoisonError::into_inner).add(&object, DEFAULT_NAMESPACE);
            }
        }
    };
    pipeline::files(&Meaning::new(graph), backend, &take, found);
    texts.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// The object in a file of npgen's. Files that were proved have one.
fn object(file: &OutFile) -> Option<Object<'_>> {
    let node = canonical::read(&file.bytes).ok()?;
    let text = |key: &str| match node.get(key).map(|Node { value, .. }| value) {
        Some(Value::Scalar(Scalar::Quoted(text) | Scalar::Plain(text))) => Some(text.clone()),
        _ => None,
    };
    Some(Object { source: SourceId::default(), api_version: text("apiVersion")?, kind: text("kind")?, node })
}
