//! The diff as Markdown, for a comment on a pull request: a template says what it looks like.
//!
//! A comment has room for so many bytes. The totals are always there; then come headlines, connections and policies, the
//! gravest first, as many as there is room for, and how many are left out.

mod quoted;

use minijinja::value::Value;
use minijinja::{Environment, UndefinedBehavior, context};
use serde_json::json;

use super::Shown;
use super::json::{counts_json, edited_json, headline_json, totals_json, totals_of_objects_json, unwanted_json};
use super::wording::{before_and_after, fate, kind, told, who};
use crate::diff::connections::{Changed, Connections};

/// The template that npgen has.
const TEMPLATE: &str = include_str!("../../../../templates/diff.md");

/// How many causes of a change are shown.
const CAUSES: usize = 6;

/// Why there is no Markdown.
#[derive(Debug, thiserror::Error)]
pub enum MarkdownError {
    /// The template is wrong.
    #[error("the template can't be used: {0}")]
    Template(String),
    /// Not even the totals fit.
    #[error("the totals alone take {needed} bytes, and there is room for {max_bytes}")]
    NoRoom {
        /// The bytes of the shortest Markdown.
        needed: usize,
        /// The bytes that it may have.
        max_bytes: usize,
    },
}

/// The diff as Markdown of at most so many bytes, by a template of the user's or that of npgen.
///
/// # Errors
/// Where the template can't be used, or not even the totals fit.
pub fn markdown(shown: Shown<'_>, template: Option<&str>, max_bytes: usize) -> Result<String, MarkdownError> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_formatter(quoted::write);
    environment.add_filter("fenced", quoted::fenced);
    environment.add_filter("join", quoted::joined);
    let template = environment.template_from_str(template.unwrap_or(TEMPLATE)).map_err(|error| wrong(&error))?;
    let content = Content::of(shown);
    let render = |kept: usize| template.render(content.cut_to(kept)).map_err(|error| wrong(&error));

    let whole = render(content.len())?;
    if whole.len() <= max_bytes {
        return Ok(whole);
    }
    let least = render(0)?;
    if least.len() > max_bytes {
        return Err(MarkdownError::NoRoom { needed: least.len(), max_bytes });
    }
    // So many fit, and so many do not.
    let (mut fits, mut fits_not, mut text) = (0, content.len(), least);
    while fits_not - fits > 1 {
        let middle = fits.midpoint(fits_not);
        let tried = render(middle)?;
        if tried.len() <= max_bytes {
            (fits, text) = (middle, tried);
        } else {
            fits_not = middle;
        }
    }
    Ok(text)
}

/// What went wrong with a template, with the line.
fn wrong(error: &minijinja::Error) -> MarkdownError {
    let line = error.line().map(|line| format!("line {line}: ")).unwrap_or_default();
    let detail = error.detail().map(|detail| format!(": {detail}")).unwrap_or_default();
    MarkdownError::Template(format!("{line}{}{detail}", error.kind()))
}

/// What a template is given, in pieces that can be left out.
struct Content {
    connections: Value,
    objects: Value,
    others: Value,
    headlines: Vec<Value>,
    changes: Vec<Value>,
    changes_of_others: Vec<Value>,
    unwanted: Vec<Value>,
    edited: Vec<Value>,
    policies: Vec<Value>,
}

impl Content {
    fn of(shown: Shown<'_>) -> Self {
        let connections = shown.diff.connections.as_ref();
        let of_connections = connections.into_iter();
        let headlines = of_connections.clone().flat_map(|all| {
            all.headlines.iter().map(|one| Value::from_serialize(headline_json(one, all, shown.after)))
        });
        let change = |changed: &Changed<'_>, all: &Connections<'_>| {
            let mut causes: Vec<serde_json::Value> = told(changed, shown)
                .into_iter()
                .map(|one| json!({ "sign": one.sign.to_string(), "way": one.way, "cause": one.cause }))
                .collect();
            let more = causes.len().saturating_sub(CAUSES);
            causes.truncate(CAUSES);
            Value::from_serialize(json!({
                "kind": kind(changed.change.kind()),
                "source": who(&changed.change.source, &all.names),
                "destination": who(&changed.change.destination, &all.names),
                "conn": before_and_after(&changed.change),
                "causes": causes,
                "more_causes": more,
            }))
        };
        let changes = of_connections.flat_map(|all| all.changed.iter().map(|changed| change(changed, all)));
        let live = shown.diff.live.as_ref();
        let others = live.and_then(|live| live.others.as_ref());
        let of_others = others.into_iter().flat_map(|all| all.changed.iter().map(|changed| change(changed, all)));
        let list = |told: Option<serde_json::Value>| -> Vec<Value> {
            let told = told.as_ref().and_then(serde_json::Value::as_array);
            told.into_iter().flatten().map(Value::from_serialize).collect()
        };
        let policies = shown.diff.objects.iter().flatten().map(|changed| {
            let (fate, object) = (fate(changed.fate), changed.name.to_string());
            Value::from_serialize(json!({ "fate": fate, "object": object, "hunks": changed.hunks }))
        });
        Self {
            connections: Value::from_serialize(connections.map(totals_json)),
            objects: Value::from_serialize(shown.diff.objects.as_deref().map(totals_of_objects_json)),
            others: Value::from_serialize(others.map(counts_json)),
            headlines: headlines.collect(),
            changes: changes.collect(),
            changes_of_others: of_others.collect(),
            unwanted: list(live.map(unwanted_json)),
            edited: list(live.map(edited_json)),
            policies: policies.collect(),
        }
    }

    /// How many pieces there are.
    fn len(&self) -> usize {
        let live = self.changes_of_others.len() + self.unwanted.len() + self.edited.len();
        self.headlines.len() + self.changes.len() + live + self.policies.len()
    }

    /// The first so many pieces.
    fn cut_to(&self, kept: usize) -> Value {
        let mut room = kept;
        let mut take = |list: &[Value]| -> (Vec<Value>, usize) {
            let taken: Vec<Value> = list.iter().take(room).cloned().collect();
            room -= taken.len();
            let cut = list.len() - taken.len();
            (taken, cut)
        };
        let (headlines, no_headlines) = take(&self.headlines);
        let (changes, no_changes) = take(&self.changes);
        let (changes_of_others, no_changes_of_others) = take(&self.changes_of_others);
        let (unwanted, no_unwanted) = take(&self.unwanted);
        let (edited, no_edited) = take(&self.edited);
        let (policies, no_policies) = take(&self.policies);
        context! {
            connections => self.connections.clone(),
            objects => self.objects.clone(),
            others => self.others.clone(),
            headlines,
            changes,
            changes_of_others,
            unwanted,
            edited,
            policies,
            cut => context! {
                headlines => no_headlines,
                changes => no_changes,
                changes_of_others => no_changes_of_others,
                unwanted => no_unwanted,
                edited => no_edited,
                policies => no_policies,
            },
        }
    }
}

#[cfg(test)]
mod tests;
