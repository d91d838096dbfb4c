//! `[[never]]` and `[[always]]`.

use super::super::project::{End, Guard, Project};
use super::Order;
use super::edges::end_name;
use super::value::{array, clusters, port, text};

pub(super) fn table(project: &Project, guard: &Guard, order: &mut Order) -> String {
    let in_force = project.files[guard.file].namespace;
    let ends = |key: &str, ends: &[End], order: &mut Order| {
        let names = ends.iter().map(|end| text(&end_name(project, *end, (End::Anywhere, in_force), false)));
        format!("{key} = {}", array(names.collect(), order))
    };
    let mut lines = vec![ends("from", &guard.from, order), ends("to", &guard.to, order)];
    if !guard.except.is_empty() {
        lines.push(ends("except", &guard.except, order));
    }
    lines.extend(guard.port.map(|one| format!("port = {}", text(&port(one)))));
    lines.extend(guard.clusters.as_ref().map(|only| clusters(only, order)));
    order.apply(&mut lines);
    format!("[[{}]]\n{}\n\n", if guard.never { "never" } else { "always" }, lines.join("\n"))
}
