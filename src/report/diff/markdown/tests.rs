use minijinja::Environment;

use super::*;

/// What a template makes of some text `it` and of a list of it.
fn rendered(template: &str, text: &str) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_formatter(quoted::write);
    environment.add_filter("fenced", quoted::fenced);
    environment.add_filter("join", quoted::joined);
    environment.template_from_str(template)?.render(context! { it => text, list => [text, "b"], three => 3 })
}

fn span(text: &str) -> String {
    rendered("{{ it }}", text).expect("it is rendered")
}

#[test]
fn a_text_is_a_code_span_whatever_is_in_it() {
    assert_eq!(span("a*b*"), "`a*b*`");
    assert_eq!(span("a`b"), "``a`b``");
    assert_eq!(span("``"), "``` `` ```");
    assert_eq!(span(" a "), "`  a  `");
    assert_eq!(span(""), "`  `");
    assert_eq!(span("a\n# b\u{202e}"), "`a\\n# b\\u{202e}`", "it stays on its line");
}

#[test]
fn numbers_and_what_the_template_says_are_written_as_they_are() {
    assert_eq!(rendered("**{{ three }}** {{ '*' | safe }}", "").expect("it is rendered"), "**3** *");
    assert_eq!(rendered("{{ list | join(' and ') }}", "a").expect("it is rendered"), "`a` and `b`");
}

#[test]
fn a_block_is_not_ended_by_what_is_in_it() {
    let block = |text| rendered("{{ it | fenced('diff') }}", text).expect("it is rendered");
    assert_eq!(block("+a\n"), "```diff\n+a\n```");
    assert_eq!(block(" ````\n+</details>"), "`````diff\n ````\n+</details>\n`````");
    assert_eq!(block(""), "```diff\n```");
}

#[test]
fn a_template_that_is_wrong_is_an_error_with_its_line() {
    let (diff, sources) = (crate::diff::Diff::default(), crate::diagnostic::Sources::default());
    let shown = Shown { diff: &diff, before: &sources, after: &sources };
    for (template, told) in [("a\n{{ nothing }}", "line 2"), ("{% if %}", "line 1"), ("{{ 1 | nothing }}", "line 1")] {
        let error = markdown(shown, Some(template), 100).expect_err("it is wrong").to_string();
        assert!(error.starts_with("the template can't be used: ") && error.contains(told), "{error}");
    }
    assert_eq!(markdown(shown, Some("{{ 1 }}"), 100).expect("it is right"), "1");
}
