//! A project, written down.

mod edges;
mod guards;
mod nodes;
mod settings;
mod value;

use std::fmt;

use super::project::{NAMESPACES, Project};
use value::text;

/// The files of a project, as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Files {
    pub(crate) npgen: String,
    /// The paths below `intents/` and the texts, in the order in which they are to be read.
    pub(crate) intents: Vec<(String, String)>,
}

/// Each file under its path.
impl fmt::Display for Files {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "# npgen.toml\n{}", self.npgen)?;
        self.intents.iter().try_for_each(|(path, text)| writeln!(out, "# intents/{path}\n{text}"))
    }
}

/// In which order the things are written whose order has no meaning.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Order(u64);

impl Order {
    /// As they stand in the project.
    pub(crate) const AS_IT_IS: Self = Self(0);

    /// Shuffled; the seed must not be zero.
    pub(crate) fn shuffled(seed: u64) -> Self {
        assert_ne!(seed, 0, "zero means not shuffled");
        Self(seed)
    }

    fn apply<T>(&mut self, list: &mut [T]) {
        if self.0 == 0 {
            return;
        }
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }

    /// The next number of Marsaglia's xorshift, which never becomes zero.
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).expect("it is below a usize")
    }
}

/// Writes a project.
pub(crate) fn write(project: &Project, mut order: Order) -> Files {
    let npgen = settings::npgen_toml(project, &mut order);
    let mut intents: Vec<(String, String)> =
        (0..project.files.len()).map(|at| (project.files[at].path.clone(), intent(project, at, &mut order))).collect();
    order.apply(&mut intents);
    Files { npgen, intents }
}

fn intent(project: &Project, file: usize, order: &mut Order) -> String {
    let this = &project.files[file];
    let mut top = Vec::new();
    top.extend(this.namespace.map(|at| format!("namespace = {}", text(NAMESPACES[at]))));
    top.extend(this.owner.map(|owner| format!("owner = {}", text(owner))));
    order.apply(&mut top);
    let mut tables = nodes::tables(project, file, order);
    tables.extend(
        project.guards.iter().filter(|guard| guard.file == file).map(|guard| guards::table(project, guard, order)),
    );
    order.apply(&mut tables);
    format!("{}\n\n{}", top.join("\n"), tables.concat())
}
