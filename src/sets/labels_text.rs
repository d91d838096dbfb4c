//! Sets of pods as a person reads them.

use std::fmt;
use std::sync::Arc;

use super::{LabelKey, LabelValues, Labels, NAMESPACE_NAME, Values};

/// In the manner of kubectl's selectors: `shop/{app=web,tier in (a,b),!legacy}`, with what is asked of the namespace
/// before the `/`: its names, `*` for any, and its labels in brackets.
impl fmt::Display for Labels {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut of_namespace, mut of_pod) = (Vec::new(), Vec::new());
        for (key, values) in self.requirements() {
            match key {
                LabelKey::Namespace(key) if &**key == NAMESPACE_NAME => {}
                LabelKey::Namespace(key) => of_namespace.push(requirement(key, values)),
                LabelKey::Pod(key) => of_pod.push(requirement(key, values)),
                LabelKey::ServiceAccount => {}
            }
        }
        let names = self.get(&LabelKey::namespace_name());
        out.write_str(&names.map_or_else(|| "*".to_owned(), |names| listed(&names.values)))?;
        if !of_namespace.is_empty() {
            write!(out, "[{}]", of_namespace.join(","))?;
        }
        write!(out, "/{{{}}}", of_pod.join(","))?;
        match self.get(&LabelKey::ServiceAccount) {
            Some(accounts) => write!(out, " as {}", listed(&accounts.values)),
            None => Ok(()),
        }
    }
}

/// Names: one, some, or all but some.
fn listed(values: &Values) -> String {
    match values {
        Values::Only(names) => names.join(","),
        Values::AllBut(names) if names.is_empty() => "*".to_owned(),
        Values::AllBut(names) => format!("*-({})", names.join(",")),
    }
}

/// One requirement as kubectl writes it. What kubectl can't say in one is two of them, joined by `or`.
fn requirement(key: &Arc<str>, values: &LabelValues) -> String {
    match (&values.values, values.absent) {
        (Values::Only(list), true) if list.is_empty() => format!("!{key}"),
        (Values::Only(list), absent) => {
            let one_of = match &**list {
                [one] => format!("{key}={one}"),
                several => format!("{key} in ({})", several.join(",")),
            };
            if absent { format!("({one_of} or !{key})") } else { one_of }
        }
        (Values::AllBut(list), false) if list.is_empty() => key.to_string(),
        // Free, which a set of pods does not list.
        (Values::AllBut(list), true) if list.is_empty() => format!("({key} or !{key})"),
        // `notin` also holds for pods without the label.
        (Values::AllBut(list), true) => format!("{key} notin ({})", list.join(",")),
        (Values::AllBut(list), false) => format!("{key},{key} notin ({})", list.join(",")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_requirement_is_shown_as_kubectl_writes_it() {
        let pod = |key: &str| LabelKey::Pod(key.into());
        let pods = Labels::all_of([
            (LabelKey::namespace_name(), LabelValues::present(Values::one("shop"))),
            (LabelKey::Namespace("env".into()), LabelValues::present(Values::one("prod"))),
            (pod("a"), LabelValues::present(Values::one("x"))),
            (pod("b"), LabelValues::present(Values::only(["x", "y"]))),
            (pod("c"), LabelValues::absent()),
            (pod("d"), LabelValues::present(Values::all())),
            (pod("e"), LabelValues::or_absent(Values::all_but(["z"]))),
        ]);
        let shown = pods.expect("there are such pods").to_string();
        assert_eq!(shown, "shop[env=prod]/{a=x,b in (x,y),!c,d,e notin (z)}");
        assert_eq!(Labels::any().to_string(), "*/{}");
        let elsewhere = LabelValues::present(Values::all_but(["shop"]));
        let elsewhere = Labels::any().narrow(&LabelKey::namespace_name(), &elsewhere).expect("there are such pods");
        assert_eq!(elsewhere.to_string(), "*-(shop)/{}");
    }
}
