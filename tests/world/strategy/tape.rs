//! Random bytes, taken one choice at a time.

/// Random bytes, taken one choice at a time; zero where they run out, which always picks the simplest form.
pub(super) struct Tape<'t>(std::slice::Iter<'t, u8>);

impl<'t> Tape<'t> {
    pub(super) fn new(bytes: &'t [u8]) -> Self {
        Self(bytes.iter())
    }

    /// A number below `choices`.
    pub(super) fn pick(&mut self, choices: usize) -> usize {
        usize::from(self.0.next().copied().unwrap_or(0)) % choices
    }

    pub(super) fn one_in(&mut self, choices: usize) -> bool {
        self.pick(choices) == choices - 1
    }

    /// Some of these, in their order; which ones is read from the bits of one byte.
    pub(super) fn some_of<T: Clone>(&mut self, all: &[T]) -> Vec<T> {
        let bits = self.pick(256);
        all.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1).map(|(_, one)| one.clone()).collect()
    }

    /// Now and then only some of the clusters, at least one of them.
    pub(super) fn clusters(&mut self, count: usize, one_in: usize) -> Option<Vec<usize>> {
        let (limited, bits, first) = (self.one_in(one_in), self.pick(256), self.pick(count.max(1)));
        let only: Vec<usize> = (0..count).filter(|at| *at == first || bits >> at & 1 == 1).collect();
        (limited && only.len() < count).then_some(only)
    }
}
