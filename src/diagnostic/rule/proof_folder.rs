//! `proof-folder`

use super::{BUG, Rule, Severity};
use crate::diagnostic::Diagnostic;

/// A folder has the files and objects that the graph asks for.
pub static RULE: Rule = Rule {
    name: "proof-folder",
    severity: Severity::Error,
    explanation: "\
The folder of a namespace has exactly the files and objects that the graph asks for.

Policies add up: an object too many can open what the others close, and one in another namespace does so where nobody
looks. A `kustomization.yaml` that leaves out a file leaves its policy out of the cluster, and one that lists another
folder's file brings in what was not proved for it.

A project can't break this rule: a build that does has found a bug in npgen, and writes nothing.

Wrong:

```yaml
# shop/cart.yaml
metadata:
  name: npgen-cart
  namespace: payments
```

Right:

```yaml
# shop/cart.yaml
metadata:
  name: npgen-cart
  namespace: shop
```
",
};

fn wrong(message: String) -> Diagnostic {
    Diagnostic::new(&RULE, message).help(BUG)
}

/// A file is not in its namespace's folder.
pub fn elsewhere(path: &str, namespace: &str, folder: &str) -> Diagnostic {
    wrong(format!("`{path}` was made for the namespace `{namespace}` and is not in the folder `{folder}/`"))
}

/// An object is of another namespace than its folder.
pub fn other_namespace(path: &str, object: &str, namespace: &str) -> Diagnostic {
    wrong(format!("`{path}` holds {object}, which is not in the namespace `{namespace}`"))
}

/// An object says of itself what npgen never writes, like an owner that takes it along when it goes.
pub fn other_key(path: &str, line: usize, key: &str) -> Diagnostic {
    wrong(format!("line {line} of `{path}`: `{key}` is no key that npgen writes"))
}

/// A file or object stands twice.
pub fn twice(path: &str) -> Diagnostic {
    wrong(format!("`{path}` was made twice"))
}

/// An object that the graph does not ask for.
pub fn unexpected(path: &str, object: &str) -> Diagnostic {
    wrong(format!("`{path}` holds {object}, which nothing in the graph asks for"))
}

/// An object that the graph asks for is not there.
pub fn missing(path: &str, kind: &str, name: &str) -> Diagnostic {
    wrong(format!("`{path}` is missing, which should hold {kind} {name}"))
}

/// There is no `kustomization.yaml`.
pub fn no_list(path: &str) -> Diagnostic {
    wrong(format!("`{path}` is missing"))
}

/// `kustomization.yaml` lists other files than there are.
pub fn wrong_list(path: &str, listed: &[&str], expected: &[&str]) -> Diagnostic {
    let quoted = |files: &[&str]| files.iter().map(|file| format!("`{file}`")).collect::<Vec<_>>().join(", ");
    wrong(format!("`{path}` lists {}, expected {}", quoted(listed), quoted(expected)))
}
