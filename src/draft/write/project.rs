//! `npgen.toml` of a draft.

use super::comment;
use super::table::{Table, array, inline, string};
use crate::draft::example::PROFILE;
use crate::draft::node::Plan;

/// The whole file.
pub(super) fn text(plan: &Plan<'_>, manifests: &[String]) -> String {
    let mut text = String::new();
    text.push_str(
        "#:schema npgen.schema.json\n\
         # A first draft of the service graph, from manifests. Each call in intents/ that has `guess` behind it was found in\n\
         # a text and is to be checked: put the reason (`why`) in its place, or take the line out. What is not known is asked\n\
         # in comments.\n\n",
    );
    let mut head = Table::default();
    head.put("language", "1".to_owned());
    head.put("flavor", string("kubernetes"));
    if !manifests.is_empty() {
        head.put("manifests", array(manifests.iter().map(|folder| string(folder))));
    }
    text.push_str(&head.text());
    if let Some(key) = &plan.default {
        let mut defaults = Table::default();
        defaults.put("pods", inline([(&**key, string("{service}"))]));
        text.extend(["\n[defaults]\n", &defaults.text()]);
    }
    text.push_str(PROFILE);
    if !plan.unlabelled.is_empty() {
        text.push('\n');
    }
    for workload in &plan.unlabelled {
        let (kind, name, namespace) = (&workload.kind, &workload.name, &workload.namespace);
        text.push_str(&comment(&format!("{kind} {namespace}/{name} is left out: its pods have no labels")));
    }
    text
}
