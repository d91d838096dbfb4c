//! Counting what was asked and answered.

use std::collections::BTreeMap;
use std::fmt;

use super::difference::Difference;
use super::engine::Engine;

/// Of how many verdicts of an engine one at least must be that something passes, and one that it does not.
const BOTH_IN: usize = 5;

/// What one engine was asked.
#[derive(Debug, Default)]
pub(crate) struct Count {
    pub(crate) allowed: usize,
    pub(crate) denied: usize,
    /// By the heading that explains it, among those above.
    pub(crate) differed: BTreeMap<&'static str, usize>,
    /// By the reason, beside those above.
    pub(crate) not_asked: BTreeMap<String, usize>,
}

/// What all were asked.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    engines: BTreeMap<Engine, Count>,
    /// How many questions npgen's own engine of sets was asked.
    pub(crate) own: usize,
}

impl Tally {
    pub(crate) fn of(&mut self, engine: Engine) -> &mut Count {
        self.engines.entry(engine).or_default()
    }

    /// Fails where some engine was asked too little, or nearly always says the same.
    pub(crate) fn assert_enough(&self, least: usize) {
        for engine in Engine::ALL {
            let Count { allowed, denied, .. } =
                self.engines.get(&engine).unwrap_or_else(|| panic!("{engine:?} was not asked"));
            let (name, all) = (engine.name(), allowed + denied);
            assert!(all >= least, "{name} was asked only {all} questions");
            let both = allowed.min(denied) * BOTH_IN >= all;
            assert!(both, "{name} said too often the same: {allowed} allowed, {denied} denied");
        }
    }

    /// Fails where a known difference was never met: then it is none any more.
    pub(crate) fn assert_differences(&self) {
        for (engine, count) in &self.engines {
            for Difference { heading, .. } in engine.differences() {
                assert!(count.differed.contains_key(heading), "{} no longer differs: {heading}", engine.name());
            }
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "npgen's own engine of sets: {} questions", self.own)?;
        for (engine, Count { allowed, denied, differed, not_asked }) in &self.engines {
            writeln!(f, "{}: {} questions, {allowed} allowed, {denied} denied", engine.name(), allowed + denied)?;
            for (heading, count) in differed {
                writeln!(f, "  {count} differ as docs/semantics.md says: {heading}")?;
            }
            for (reason, count) in not_asked {
                writeln!(f, "  {count} not asked: {reason}")?;
            }
        }
        Ok(())
    }
}
