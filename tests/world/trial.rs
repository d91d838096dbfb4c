//! Trying a property on random values.

use proptest::prelude::Strategy;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestRunner};

/// How many projects a property is tried on where the environment does not say.
const CASES: u32 = 200;

/// Of how many projects one at least must have each trait that makes projects hard.
const TRAIT_IN: u32 = 3;

/// How many projects a property is tried on: what `NPGEN_CASES` says.
pub(crate) fn cases() -> u32 {
    std::env::var("NPGEN_CASES").map_or(CASES, |cases| cases.parse().expect("NPGEN_CASES is a number"))
}

/// How many of them must have each trait at least.
pub(crate) fn least_with_a_trait() -> usize {
    usize::try_from(cases() / TRAIT_IN).expect("few")
}

/// Tries a property, on the same projects in every run, and shows the smallest project for which it does not hold.
pub(crate) fn holds_for_all<S: Strategy>(strategy: &S, property: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    holds_for_some(cases(), strategy, property);
}

/// The same, for a number of projects.
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
