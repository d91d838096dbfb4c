//! The action for workflows of GitHub: its steps as they are written, against a real git and a server that speaks
//! GitHub's API.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::github::{BOT, Comment, GitHub, TOKEN, WELL};
use crate::{Place, Ran, ran, root};

/// What a shell would take for more than text.
const ODD: &str = "a `touch made` $(touch made) \"'; touch made\n::error::b\n<!-- -->\\\n";

fn action() -> Value {
    serde_yaml::from_str(&fs::read_to_string(root().join("action.yml")).expect("the action")).expect("YAML")
}

fn comment(author: &str, body: &str) -> Comment {
    Comment { author: author.to_owned(), body: body.to_owned() }
}

/// Runs the step that comments, with a text in which something changed, or did not.
fn comment_on(github: &GitHub, text: &str, changed: bool) -> Ran {
    let place = Place::new();
    place.put("body.md", text);
    let mut script = place.command(root().join("action/comment.sh"));
    script.envs([
        ("GITHUB_API_URL", github.url.as_str()),
        ("GITHUB_REPOSITORY", "shop/policies"),
        ("GITHUB_TOKEN", TOKEN),
        ("NPGEN_AUTHOR", BOT),
        ("NPGEN_BODY", "body.md"),
        ("NPGEN_CHANGED", if changed { "true" } else { "false" }),
        ("NPGEN_CLUSTER", ""),
        ("NPGEN_PROJECT", "net -->"),
        ("NPGEN_PULL_REQUEST", "7"),
    ]);
    let ran = ran(&mut script);
    assert!(!ran.stdout.contains(TOKEN) && !ran.stderr.contains(TOKEN), "the token is secret");
    assert!(!place.project().join("made").exists(), "text is no command");
    ran
}

fn well(ran: &Ran) {
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (0, "", ""));
}

#[test]
#[ignore = "needs curl and jq"]
fn one_comment_is_posted_and_then_kept_up_to_date() {
    let github = GitHub::start();
    well(&comment_on(&github, ODD, true));
    let marker = "<!-- npgen diff net%20--%3E  -->";
    assert_eq!(github.with(|state| state.comments.clone()), [comment(BOT, &format!("{marker}\n{ODD}"))]);
    well(&comment_on(&github, "nothing\n", false));
    assert_eq!(github.with(|state| state.comments.clone()), [comment(BOT, &format!("{marker}\nnothing\n"))]);
}

#[test]
#[ignore = "needs curl and jq"]
fn the_comment_is_found_on_any_page_and_nobody_elses_is_touched() {
    let github = GitHub::start();
    let marked = "<!-- npgen diff net%20--%3E  -->\nold";
    let others: Vec<Comment> = (0..250).map(|at| comment("someone", if at == 3 { marked } else { "x" })).collect();
    github.with(|state| state.comments.clone_from(&others));
    well(&comment_on(&github, "first", true));
    well(&comment_on(&github, "second", true));
    let pages = |state: &crate::github::State| state.requests.iter().filter(|one| one.starts_with("GET")).count();
    github.with(|state| {
        assert_eq!(state.comments[..250], others);
        assert_eq!(state.comments[250..], [comment(BOT, "<!-- npgen diff net%20--%3E  -->\nsecond")]);
        assert_eq!(pages(state), 6);
    });
}

#[test]
#[ignore = "needs curl and jq"]
fn nothing_is_posted_where_nothing_changed() {
    let github = GitHub::start();
    well(&comment_on(&github, "nothing", false));
    assert!(github.with(|state| state.comments.is_empty()));
}

/// What happens where the requests fail like this: the exit code, what is said, and the methods of the requests.
fn failing(failures: &[(u16, &'static str)]) -> (i32, String, String) {
    let github = GitHub::start();
    github.with(|state| state.failures.extend(failures.iter().copied()));
    let ran = comment_on(&github, "text", true);
    let methods = github
        .with(|state| state.requests.iter().filter_map(|one| one.split(' ').next()).collect::<Vec<_>>().join(" "));
    (ran.code, ran.stdout, methods)
}

#[test]
#[ignore = "needs curl and jq"]
fn a_token_that_may_only_read_is_a_warning() {
    let (code, said, methods) = failing(&[WELL, (403, "X-RateLimit-Remaining: 4999\r\n")]);
    assert_eq!((code, methods.as_str()), (0, "GET POST"), "{said}");
    assert!(said.starts_with("::warning::no comment on the pull request: the token may not"), "{said}");
    assert_eq!(said.lines().count(), 1, "what GitHub says stays in its line: {said}");
    let (code, said, _) = failing(&[(401, "")]);
    assert!(code == 1 && said.starts_with("::error::"), "{said}");
}

#[test]
#[ignore = "needs curl and jq"]
fn a_limit_is_waited_for_where_that_is_short_and_else_a_warning() {
    let well = (0, String::new());
    let (code, said, methods) = failing(&[(429, "Retry-After: 0\r\n"), (403, "retry-after: 1\r\n")]);
    assert_eq!(((code, said), methods.as_str()), (well, "GET GET GET POST"));
    for long in ["Retry-After: 3600\r\n", "X-RateLimit-Remaining: 0\r\n"] {
        let (code, said, methods) = failing(&[(403, long)]);
        assert_eq!((code, methods.as_str()), (0, "GET"), "{said}");
        assert!(said.starts_with("::warning::no comment on the pull request: GitHub limits"), "{said}");
    }
}

#[test]
#[ignore = "needs curl and jq"]
fn a_server_in_trouble_is_asked_again_but_for_what_would_post_twice() {
    let (code, said, methods) = failing(&[(502, "")]);
    assert_eq!((code, said.as_str(), methods.as_str()), (0, "", "GET GET POST"));
    let (code, said, methods) = failing(&[WELL, (502, "")]);
    assert_eq!((code, methods.as_str()), (1, "GET POST"), "{said}");
    let (code, said, methods) = failing(&[(500, ""); 4]);
    assert_eq!((code, methods.as_str()), (1, "GET GET GET GET"));
    assert!(said.starts_with("::error::no comment on the pull request: GitHub answers 500"), "{said}");
}

/// A checkout of a pull request, as shallow as workflows have it, and what the runner keeps beside it.
struct Runner {
    place: Place,
    github: GitHub,
    base: String,
}

/// What a step may read of the event and of the inputs, but for those that are given.
const VALUES: [(&str, &str); 6] = [
    ("inputs.project", "."),
    ("inputs.cluster", ""),
    ("inputs.fail-on", ""),
    ("inputs.comment-author", BOT),
    ("inputs.token", TOKEN),
    ("github.event.pull_request.number", "7"),
];

impl Runner {
    /// A pull request that changes the example so.
    fn new(change: impl Fn(&Place)) -> Self {
        let origin = Place::new();
        let git = |place: &Place, line: &str| {
            let mut git = place.command("git");
            git.args(["-c", "user.name=npgen", "-c", "user.email=npgen@example.com"]).args(line.split(' '));
            let ran = ran(&mut git);
            assert_eq!(ran.code, 0, "git {line}: {}", ran.stderr);
            ran.stdout.trim().to_owned()
        };
        for line in ["init --quiet", "add --all", "commit --quiet --message=base"] {
            git(&origin, line);
        }
        let base = git(&origin, "rev-parse HEAD");
        change(&origin);
        for line in ["add --all", "commit --quiet --message=change"] {
            git(&origin, line);
        }
        let place = Place::new();
        fs::remove_dir_all(place.project()).expect("a folder");
        fs::create_dir(place.project()).expect("a folder");
        git(&place, &format!("clone --quiet --depth=1 file://{} .", origin.project().display()));
        // The origin must be there when the base is fetched from it.
        fs::rename(origin.project(), place.dir.path().join("origin")).expect("a folder");
        git(&place, &format!("remote set-url origin file://{}", place.dir.path().join("origin").display()));
        Self { place, github: GitHub::start(), base }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.place.dir.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.file(name)).unwrap_or_default()
    }

    /// The step of this name, as a runner would run it.
    fn step(&self, name: &str, inputs: &[(&str, &str)]) -> Ran {
        let action = action();
        let steps = action["runs"]["steps"].as_array().expect("steps");
        let step = steps.iter().find(|step| step["name"] == name).unwrap_or_else(|| panic!("no step `{name}`"));
        let mut bash = self.place.command("bash");
        let run = step["run"].as_str().expect("a script");
        bash.args(["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", run]);
        bash.envs([
            ("GITHUB_ACTION_PATH", root().to_str().expect("a path")),
            ("GITHUB_API_URL", &self.github.url),
            ("GITHUB_REPOSITORY", "shop/policies"),
        ]);
        for (variable, file) in [
            ("GITHUB_OUTPUT", "output"),
            ("GITHUB_STEP_SUMMARY", "summary"),
            ("GITHUB_PATH", "path"),
            ("RUNNER_TEMP", ""),
        ] {
            bash.env(variable, self.file(file));
        }
        for (variable, expression) in step["env"].as_object().into_iter().flatten() {
            bash.env(variable, self.value(expression.as_str().expect("an expression"), inputs));
        }
        ran(&mut bash)
    }

    /// The value of `${{ EXPRESSION }}`.
    fn value(&self, expression: &str, inputs: &[(&str, &str)]) -> String {
        let inner = expression.strip_prefix("${{ ").and_then(|rest| rest.strip_suffix(" }}")).expect("one expression");
        if let Some(output) = inner.strip_prefix("steps.diff.outputs.") {
            return self.output(output);
        }
        if inner == "github.event.pull_request.base.sha" {
            return self.base.clone();
        }
        let known = inputs.iter().chain(&VALUES).find(|(name, _)| *name == inner);
        known.unwrap_or_else(|| panic!("`{inner}` is not known")).1.to_owned()
    }

    /// An output of the comparison, empty where there is none.
    fn output(&self, name: &str) -> String {
        let output = self.read("output");
        let value = output.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
        value.unwrap_or_default().to_owned()
    }
}

fn opens_the_cart(place: &Place) {
    place.replace("intents/cart.toml", "calls = [{", "calls = [{ to = \"@internet:443\", why = \"`touch made`\" }, {");
}

#[test]
#[ignore = "needs curl and jq"]
fn a_pull_request_is_checked_compared_and_commented() {
    let runner = Runner::new(opens_the_cart);
    assert!(runner.step("Get npgen", &[]).stdout.starts_with("npgen "), "the one on the PATH");
    let checked = runner.step("Check the graph", &[]);
    assert_eq!(checked.code, 0, "{}", checked.stderr);
    let compared = runner.step("Compare with the base branch", &[("inputs.fail-on", "opened")]);
    assert_eq!(compared.code, 0, "{}{}", compared.stdout, compared.stderr);
    assert_eq!([runner.output("changed"), runner.output("failed")], ["true", "true"]);
    assert!(runner.read("summary").contains("@internet"), "{}", runner.read("summary"));
    well(&runner.step("Comment on the pull request", &[]));
    let comments = runner.github.with(|state| state.comments.clone());
    assert_eq!(comments, [comment(BOT, &format!("<!-- npgen diff .  -->\n{}", runner.read("summary")))]);
    let stale = runner.step("Check the committed policies", &[]);
    assert_eq!(stale.code, 1);
    assert!(stale.stdout.starts_with("changed boutique/cartservice.yaml\n::error::the committed"), "{}", stale.stdout);
    assert_eq!(runner.step("Judge the changes", &[("inputs.fail-on", "opened")]).code, 1);
    assert!(!runner.place.project().join("made").exists(), "a reason is no command");
}

#[test]
#[ignore = "needs curl and jq"]
fn a_pull_request_that_changes_no_connection_says_so_by_its_outputs() {
    let runner = Runner::new(|place| place.replace("intents/cart.toml", "# Carts", "# The carts"));
    let compared = runner.step("Compare with the base branch", &[("inputs.fail-on", "any")]);
    assert_eq!(compared.code, 0, "{}{}", compared.stdout, compared.stderr);
    assert_eq!([runner.output("changed"), runner.output("failed")], ["false", "false"]);
}

#[test]
#[ignore = "needs curl and jq"]
fn a_graph_that_is_new_has_nothing_to_be_compared_with() {
    let mut runner = Runner::new(|place| place.put("net/intents/shop.toml", "namespace = 'a'\n[services.b]\n"));
    let compared = runner.step("Compare with the base branch", &[("inputs.project", "net")]);
    assert_eq!((compared.code, runner.output("body")), (0, String::new()), "{}", compared.stderr);
    assert!(compared.stdout.starts_with("::notice::the base branch has no service graph yet"), "{}", compared.stdout);
    runner.base = "0123456789012345678901234567890123456789".to_owned();
    assert_ne!(runner.step("Compare with the base branch", &[]).code, 0, "a base that can't be fetched");
}

#[test]
fn no_step_trusts_what_others_write() {
    for step in action()["runs"]["steps"].as_array().expect("steps") {
        let run = step["run"].as_str().expect("a script, and no action of someone else");
        assert!(!run.contains("${{"), "{run}");
        assert_eq!(step["shell"], "bash");
        if let Some(path) = run.split("$GITHUB_ACTION_PATH/").nth(1) {
            let path = root().join(path.trim_end_matches('"'));
            assert_eq!(
                fs::metadata(&path).expect("a script").permissions().mode() & 0o111,
                0o111,
                "{}",
                path.display()
            );
        }
    }
}

#[test]
#[ignore = "needs shellcheck"]
fn the_scripts_are_sound() {
    let mut scripts: Vec<PathBuf> =
        fs::read_dir(root().join("action")).expect("the scripts").map(|entry| entry.expect("a file").path()).collect();
    scripts.extend([".ci/run", "examples/kubectl/kubectl_complete-npgen"].map(|path| root().join(path)));
    let checked = ran(Command::new("shellcheck").args(scripts));
    assert_eq!(checked.code, 0, "{}", checked.stdout);
}
