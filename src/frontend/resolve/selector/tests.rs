//! What selectors select.

use super::*;
use crate::diagnostic::SourceId;

fn text(value: &str) -> Text {
    Text { value: value.to_owned(), place: Place { source: SourceId(0), start: 0, end: 0 } }
}

fn kubectl(selector: &str) -> Option<Labels> {
    let text = text(selector);
    let selector = Spanned { place: text.place, value: tree::Selector::Kubectl(text) };
    pods(&Labels::any(), &selector, &mut Diagnostics::default())
}

fn table(entries: &[(&str, tree::LabelValue)]) -> Option<Labels> {
    let place = text("").place;
    let entries = entries.iter().map(|(key, value)| (text(key), Spanned { value: value.clone(), place })).collect();
    pods(&Labels::any(), &Spanned { value: tree::Selector::Table(entries), place }, &mut Diagnostics::default())
}

fn labels(requirements: &[(&str, LabelValues)]) -> Option<Labels> {
    Labels::all_of(requirements.iter().map(|(key, values)| (LabelKey::Pod((*key).into()), values.clone())))
}

fn some(values: &[&str]) -> LabelValues {
    LabelValues::present(Values::only(values.iter().copied()))
}

fn not(values: &[&str]) -> LabelValues {
    LabelValues::or_absent(Values::all_but(values.iter().copied()))
}

#[test]
fn each_operator_of_kubectl_means_what_it_means_there() {
    let present = LabelValues::present(Values::all());
    for (selector, meant) in [
        ("app=web", vec![("app", some(&["web"]))]),
        ("app == web", vec![("app", some(&["web"]))]),
        ("app=", vec![("app", some(&[""]))]),
        ("app!=web", vec![("app", not(&["web"]))]),
        ("app in (web, api)", vec![("app", some(&["web", "api"]))]),
        ("app notin(web,api)", vec![("app", not(&["web", "api"]))]),
        ("app=web,tier", vec![("app", some(&["web"])), ("tier", present)]),
        ("!legacy", vec![("legacy", LabelValues::absent())]),
        ("in in (in),notin=x", vec![("in", some(&["in"])), ("notin", some(&["x"]))]),
        (" app in (web,api) , app != api ", vec![("app", some(&["web"]))]),
        ("example.com/app=web", vec![("example.com/app", some(&["web"]))]),
    ] {
        assert_eq!(kubectl(selector), labels(&meant), "{selector}");
        assert!(kubectl(selector).is_some(), "{selector}");
    }
}

#[test]
fn what_kubectl_would_not_read_is_refused() {
    for selector in [
        "",
        " ",
        "web",
        "app=web,",
        ",app=web",
        "app=a=b",
        "app in",
        "app in web",
        "app in ()",
        "app in (a",
        "app in (a,)",
        "!app=web",
        "!",
        "=web",
        "app<1",
        "app>1",
        "a b=c",
        "app=a b",
        "app=(a)",
        "app=ä",
        "-a=b",
    ] {
        assert_eq!(kubectl(selector), None, "{selector}");
    }
}

#[test]
fn a_table_says_equal_one_of_present_and_absent() {
    let selected = table(&[
        ("app", tree::LabelValue::One("web".to_owned())),
        ("tier", tree::LabelValue::OneOf(vec![text("a"), text("b")])),
        ("new", tree::LabelValue::Present),
        ("old", tree::LabelValue::Absent),
    ]);
    assert_eq!(selected, kubectl("app=web,tier in (a,b),new,!old"));
    assert!(selected.is_some());
}

#[test]
fn the_default_fills_in_service_and_namespace() {
    let mut found = Diagnostics::default();
    let written = text("app=x-{service}.{namespace},tier");
    let default = Spanned { place: written.place, value: tree::Selector::Kubectl(written) };
    let default = DefaultSelector::read(Some(&default), None, &mut found);
    let selected = default.pods(&text("cart"), "shop", &Labels::in_namespace("shop"), &mut found);
    let meant = kubectl("app=x-cart.shop,tier").and_then(|labels| labels.intersect(&Labels::in_namespace("shop")));
    assert_eq!(selected, meant);
    let usual = DefaultSelector::read(None, None, &mut found).pods(&text("cart"), "shop", &Labels::any(), &mut found);
    assert_eq!(usual, kubectl("app.kubernetes.io/name=cart"));
    assert!(found.is_empty());
}
