//! `manifest-syntax`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// Manifests can be read.
pub static RULE: Rule = Rule {
    name: "manifest-syntax",
    severity: Severity::Error,
    explanation: "\
Manifests are YAML or JSON that kubectl reads, each document an object.

What can't be read can't be held against the graph, and a part that is passed over could be the part that matters. So a
file that is broken is an error, with its place. The reader is a little stricter than kubectl: a key that stands twice in
its mapping is refused (kubectl takes the last one), and so is a key without quotes that is taken for a boolean, a
number or null (kubectl makes `true` of `on`). Templates are no manifests before they are filled in: give npgen what
`helm template` or `kubectl kustomize` prints.

A document with neither `apiVersion` nor `kind`, like the values of a Helm chart, is no object: it is passed over and
counted.

Wrong:

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}
```

Right:

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: shop
```
",
};

/// A file that is no YAML or JSON, or not such as kubectl reads; `reason` says how, as the end of a sentence.
pub fn broken(place: Place, reason: &str, is_template: bool) -> Diagnostic {
    let found = Diagnostic::new(&RULE, format!("the manifest can't be read: {reason}")).at(place, "");
    if is_template {
        return found.help("this looks like a template: give npgen what `helm template` prints of it");
    }
    found
}

/// A key that is not surely the text it looks like.
pub fn odd_key(place: Place, key: &str) -> Diagnostic {
    let message = format!("the key `{key}` needs quotes: kubectl takes it for a boolean, a number or null");
    Diagnostic::new(&RULE, message).at(place, "").help(format!("write `\"{key}\"`"))
}

/// An object of which one of the two keys that say what it is is missing.
pub fn half_an_object(place: Place, kind_is_missing: bool) -> Diagnostic {
    let (missing, there) = if kind_is_missing { ("kind", "apiVersion") } else { ("apiVersion", "kind") };
    let message = format!("the object has no `{missing}`, so what it is can't be told");
    Diagnostic::new(&RULE, message).at(place, format!("there is only `{there}`"))
}
