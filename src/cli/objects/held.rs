//! What files hold, in their order.

use std::panic;
use std::thread;

use super::{DEFAULT_NAMESPACE, Earlier};
use crate::analyzer::evaluate::{Rules, Shared};
use crate::analyzer::raise::{Raised, kubernetes};
use crate::diagnostic::{Diagnostics, Place, SourceId, Sources};
use crate::manifest::inventory::Gathering;
use crate::manifest::read::{self as reading, Object, Piece};

/// What files hold, in their order.
pub(super) struct Held<K> {
    pub(super) rules: Rules,
    pub(super) kept: Kept<K>,
    pub(super) gathering: Gathering,
    /// What is wrong in them.
    pub(super) found: Diagnostics,
}

/// What is kept of policies beside what they mean.
#[derive(Debug)]
pub(in crate::cli) struct Kept<K> {
    /// Something of each policy, in their order.
    pub(in crate::cli) of_each: Vec<K>,
    /// The pieces of files that hold one policy, nothing else and nothing wrong, and which policy that is.
    pub(super) alone: Vec<(Place, usize)>,
}

impl<K: Clone + Send + Sync> Held<K> {
    /// Reads files, some on each core, and keeps something of each policy. What was read earlier is not read again.
    pub(super) fn on_all_cores(
        sources: &Sources,
        files: &[SourceId],
        earlier: &Earlier<'_, K>,
        keep: &(dyn Fn(&Object<'_>) -> K + Sync),
    ) -> Self {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let share = files.len().div_ceil(cores).max(1);
        thread::scope(|scope| {
            let read = |files| scope.spawn(move || Self::of(sources, files, earlier, &mut |object| keep(object)));
            let workers: Vec<_> = files.chunks(share).map(read).collect();
            let mut all = Self::nothing();
            for worker in workers {
                all.append(worker.join().unwrap_or_else(|bug| panic::resume_unwind(bug)));
            }
            all
        })
    }
}

impl<K: Clone> Held<K> {
    /// Reads files, one after the other, and keeps something of each policy. What was read earlier is not read again.
    pub(super) fn of(
        sources: &Sources,
        files: &[SourceId],
        earlier: &Earlier<'_, K>,
        keep: &mut dyn FnMut(&Object<'_>) -> K,
    ) -> Self {
        let (mut all, mut shared) = (Self::nothing(), Shared::default());
        for (id, source) in files.iter().filter_map(|id| Some((*id, sources.get(*id)?))) {
            for piece in reading::pieces(&source.text) {
                let place = piece.place(id);
                if let Some((policy, kept)) = earlier.policy(piece.text, place) {
                    all.rules.policies.push(policy);
                    all.kept.of_each.push(kept);
                } else if all.piece((id, &source.text, piece), &mut shared, keep) {
                    all.kept.alone.push((place, all.rules.policies.len() - 1));
                }
            }
        }
        all
    }

    fn nothing() -> Self {
        let kept = Kept { of_each: Vec::new(), alone: Vec::new() };
        let (gathering, found) = (Gathering::new(DEFAULT_NAMESPACE), Diagnostics::default());
        Self { rules: Rules::default(), kept, gathering, found }
    }

    /// Reads a piece of a file, and says whether it holds one policy, nothing else and nothing wrong.
    fn piece(
        &mut self,
        (id, text, piece): (SourceId, &str, Piece<'_>),
        shared: &mut Shared,
        keep: &mut dyn FnMut(&Object<'_>) -> K,
    ) -> bool {
        let Self { rules, kept, gathering, found } = self;
        let (policies, findings) = (rules.policies.len(), found.len());
        let mut holds_others = false;
        let mut take = |object: Object<'_>, found: &mut Diagnostics| match kubernetes::any(&object, found) {
            Raised::Policy(mut policy) => {
                kept.of_each.push(keep(&object));
                shared.policy(&mut policy);
                rules.policies.push(policy);
            }
            Raised::Refused => {}
            Raised::Other => {
                holds_others = true;
                gathering.add(&object, found);
            }
        };
        let no_objects = reading::objects_of_piece(id, text, piece, found, &mut take);
        let is_alone = rules.policies.len() == policies + 1 && !holds_others && no_objects.is_empty();
        gathering.add_no_objects(no_objects);
        is_alone && found.len() == findings
    }

    /// Takes what later files hold.
    fn append(&mut self, later: Self) {
        let before = self.rules.policies.len();
        self.rules.policies.extend(later.rules.policies);
        self.kept.of_each.extend(later.kept.of_each);
        self.kept.alone.extend(later.kept.alone.into_iter().map(|(place, policy)| (place, before + policy)));
        self.gathering.append(later.gathering);
        self.found.append(later.found);
    }
}
