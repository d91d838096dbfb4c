//! Trying a property on random values, and counting what made them hard.

use std::collections::BTreeMap;
use std::fmt;

use proptest::prelude::Strategy;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestRunner};

/// How many values a property is tried on where the environment does not say.
const CASES: u32 = 200;

/// Of how many values one at least must have each trait that makes them hard.
const TRAIT_IN: u32 = 3;

/// How many values a property is tried on: what `NPGEN_CASES` says.
pub(crate) fn cases() -> u32 {
    std::env::var("NPGEN_CASES").map_or(CASES, |cases| cases.parse().expect("NPGEN_CASES is a number"))
}

/// How many of them must have each trait at least.
pub(crate) fn least_with_a_trait() -> usize {
    usize::try_from(cases() / TRAIT_IN).expect("few")
}

/// Tries a property, on the same values in every run, and shows the smallest one for which it does not hold.
pub(crate) fn holds_for_all<S: Strategy>(strategy: &S, property: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    holds_for_some(cases(), strategy, property);
}

/// The same, for a number of values.
pub(crate) fn holds_for_some<S: Strategy>(
    cases: u32,
    strategy: &S,
    property: impl Fn(S::Value) -> Result<(), TestCaseError>,
) {
    let config = Config {
        cases,
        rng_seed: RngSeed::Fixed(20),
        failure_persistence: None,
        max_shrink_iters: 2_000,
        ..Config::default()
    };
    if let Err(error) = TestRunner::new(config).run(strategy, property) {
        panic!("{error}");
    }
}

/// How many values had each trait: a run that met too little of one shows nothing.
#[derive(Debug, Default)]
pub(crate) struct Counts(BTreeMap<&'static str, usize>);

impl Counts {
    /// Counts one value: which traits there are, and whether it has each.
    pub(crate) fn count(&mut self, traits: impl IntoIterator<Item = (&'static str, bool)>) {
        for (name, has) in traits {
            *self.0.entry(name).or_default() += usize::from(has);
        }
    }

    /// Fails unless enough values had each trait.
    pub(crate) fn assert_each(&self) {
        let least = least_with_a_trait();
        for (name, met) in &self.0 {
            assert!(*met >= least, "only {met} had {name}, and {least} must have it");
        }
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let each: Vec<String> = self.0.iter().map(|(name, met)| format!("{name}: {met}")).collect();
        out.write_str(&each.join(", "))
    }
}
