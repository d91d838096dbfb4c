//! All engines at once.

use std::collections::{BTreeMap, BTreeSet};

use k8s_openapi::api::networking::v1::NetworkPolicy;
use serde::Deserialize;

use super::difference::{Difference, taken};
use super::engine::Engine;
use super::judge::Judge;
use super::own;
use super::questions::{Questions, Rows};
use super::tally::{Count, Tally};

/// The engines, running, and what they were asked.
pub(crate) struct Panel {
    judges: Vec<(Engine, Judge)>,
    /// What was asked: nothing is asked twice.
    asked: BTreeSet<String>,
    pub(crate) tally: Tally,
}

/// What an engine answers: see `tests/referee/lines/world.go`.
#[derive(Debug, Deserialize)]
struct Verdicts {
    pairs: Vec<String>,
    #[serde(default)]
    reasons: BTreeMap<char, String>,
    #[serde(default)]
    error: String,
}

impl Panel {
    pub(crate) fn start() -> Self {
        let judges = Engine::ALL.map(|engine| (engine, Judge::start(engine.name())));
        Self { judges: judges.into_iter().collect(), asked: BTreeSet::new(), tally: Tally::default() }
    }

    /// Asks all engines, and holds what they say against what the oracle says of the policies: an error that shows
    /// where one differs unexplained.
    pub(crate) fn hold(&mut self, questions: &Questions, policies: &[NetworkPolicy]) -> Result<(), String> {
        let text = questions.text();
        if self.asked.contains(&text) {
            return Ok(());
        }
        for (_, judge) in &mut self.judges {
            judge.ask_text(&text);
        }
        self.asked.insert(text);
        let meant = questions.by_oracle(policies);
        let mut result = hold_own(questions, &meant, &mut self.tally);
        for (engine, judge) in &mut self.judges {
            // Every answer is read, so that the next one is to the next question.
            let verdicts: Verdicts = judge.answer();
            let expected = Expected::of(*engine, questions, policies, &meant);
            let held = compare(*engine, questions, &expected, &verdicts, self.tally.of(*engine));
            result = result.and(held);
        }
        result
    }
}

/// Holds npgen's engine of sets to the same.
fn hold_own(questions: &Questions, meant: &Rows, tally: &mut Tally) -> Result<(), String> {
    let packets = &questions.world.packets;
    for (row, (said, meant)) in own::verdicts(questions).into_iter().zip(meant).enumerate() {
        tally.own += packets.len();
        if let Some(packet) = (0..packets.len()).find(|at| (said ^ meant) >> at & 1 == 1) {
            return Err(format!("npgen differs: {:?} {}", packets[packet], questions.shown(row)));
        }
    }
    Ok(())
}

/// What an engine should say.
struct Expected<'q> {
    /// What the oracle says.
    meant: &'q Rows,
    /// What the oracle says of the policies as the engine takes them.
    taken: Rows,
    /// The same with each known difference alone, by its heading.
    alone: Vec<(&'static str, Rows)>,
}

impl<'q> Expected<'q> {
    fn of(engine: Engine, questions: &Questions, policies: &[NetworkPolicy], meant: &'q Rows) -> Self {
        let differences: Vec<&Difference> = engine.differences().iter().collect();
        let with = |differences: &[&Difference]| questions.by_oracle(&taken(policies, differences));
        let alone = differences.iter().map(|difference| (difference.heading, with(&[difference])));
        Self { meant, alone: alone.collect(), taken: with(&differences) }
    }

    /// The difference by which the engine says what it says.
    fn heading(&self, passes: impl Fn(&Rows) -> bool) -> &'static str {
        let known = passes(&self.taken);
        let explains = self.alone.iter().find(|(_, rows)| passes(rows) == known);
        explains.map_or("several of these together", |(heading, _)| heading)
    }
}

/// Holds the verdicts of one engine against those that are expected, and counts them.
fn compare(
    engine: Engine,
    questions: &Questions,
    expected: &Expected<'_>,
    verdicts: &Verdicts,
    count: &mut Count,
) -> Result<(), String> {
    let (name, packets) = (engine.name(), &questions.world.packets);
    if !verdicts.error.is_empty() {
        *count.not_asked.entry(verdicts.error.clone()).or_default() += expected.meant.len() * packets.len();
        return Ok(());
    }
    assert_eq!(verdicts.pairs.len(), expected.meant.len(), "{name} answers something else than was asked");
    for (row, answers) in verdicts.pairs.iter().enumerate() {
        assert_eq!(answers.len(), packets.len(), "{name} answers something else than was asked");
        for (at, answer) in answers.chars().enumerate() {
            let passes = |rows: &Rows| rows[row] >> at & 1 == 1;
            let allowed = match answer {
                '0' => false,
                '1' => true,
                letter => {
                    *count.not_asked.entry(verdicts.reasons[&letter].clone()).or_default() += 1;
                    continue;
                }
            };
            if allowed != passes(&expected.taken) {
                let (packet, pair, meant) = (packets[at], questions.shown(row), passes(expected.meant));
                return Err(format!(
                    "{name} says {allowed}, not {meant}: {packet:?} {pair} under {}",
                    questions.text()
                ));
            }
            *if allowed { &mut count.allowed } else { &mut count.denied } += 1;
            if allowed != passes(expected.meant) {
                *count.differed.entry(expected.heading(passes)).or_default() += 1;
            }
        }
    }
    Ok(())
}
