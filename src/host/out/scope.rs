//! Which part of `out/` a build is about.

use std::collections::BTreeSet;
use std::path::{Component, Path};

/// Which part of `out/` a build is about; all else stays as it is, whoever made it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Scope {
    /// All of it.
    #[default]
    Whole,
    /// The folders of these names that lie in it.
    Folders(BTreeSet<String>),
}

impl Scope {
    /// Whether a path below `out/` belongs to it.
    pub(super) fn covers(&self, path: &Path) -> bool {
        match (self, path.components().next()) {
            (Self::Whole, _) => true,
            (Self::Folders(names), Some(Component::Normal(first))) => {
                first.to_str().is_some_and(|first| names.contains(first))
            }
            (Self::Folders(_), _) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_hold_what_lies_in_them_and_nothing_else() {
        let scope = Scope::Folders(["prod".to_owned()].into());
        assert!(scope.covers(Path::new("prod/shop/cart.yaml")) && scope.covers(Path::new("prod")));
        for outside in ["", "production/shop/cart.yaml", "shop/prod/cart.yaml", "../prod/x", "/prod/x"] {
            assert!(!scope.covers(Path::new(outside)), "{outside}");
            assert!(Scope::Whole.covers(Path::new(outside)), "{outside}");
        }
    }
}
