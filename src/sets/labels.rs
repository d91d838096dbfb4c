//! Sets of pods, told apart by their labels.

use std::sync::Arc;

use super::{Pod, Values};

/// The label that the API server sets on every namespace: the namespace's name.
pub const NAMESPACE_NAME: &str = "kubernetes.io/metadata.name";

/// What a pod can be told apart by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LabelKey {
    /// A label of the pod's namespace. The namespace's name is the label [`NAMESPACE_NAME`].
    Namespace(Arc<str>),
    /// A label of the pod.
    Pod(Arc<str>),
    /// The name of the pod's service account.
    ServiceAccount,
}

impl LabelKey {
    /// The key that holds the name of the pod's namespace.
    pub fn namespace_name() -> Self {
        Self::Namespace(Arc::from(NAMESPACE_NAME))
    }

    /// Whether every pod has this key: each has a namespace with a name, and a service account.
    pub fn is_always_present(&self) -> bool {
        match self {
            Self::Namespace(key) => &**key == NAMESPACE_NAME,
            Self::Pod(_) => false,
            Self::ServiceAccount => true,
        }
    }
}

/// What one key may be: absent or not, and which values.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LabelValues {
    /// Whether a pod without the key is in the set.
    pub absent: bool,
    /// The values with which a pod is in the set.
    pub values: Values,
}

impl LabelValues {
    /// A value of the set.
    pub fn present(values: Values) -> Self {
        Self { absent: false, values }
    }

    /// The key is absent.
    pub fn absent() -> Self {
        Self { absent: true, values: Values::none() }
    }

    /// A value of the set, or absent.
    pub fn or_absent(values: Values) -> Self {
        Self { absent: true, values }
    }

    fn anything(key: &LabelKey) -> Self {
        Self { absent: !key.is_always_present(), values: Values::all() }
    }

    fn is_empty(&self) -> bool {
        !self.absent && self.values.is_empty()
    }

    fn intersect(&self, other: &Self) -> Self {
        Self { absent: self.absent && other.absent, values: self.values.intersect(&other.values) }
    }

    fn minus(&self, other: &Self) -> Self {
        Self { absent: self.absent && !other.absent, values: self.values.minus(&other.values) }
    }

    fn is_subset(&self, other: &Self) -> bool {
        (other.absent || !self.absent) && self.values.is_subset(&other.values)
    }

    fn contains(&self, value: Option<&str>) -> bool {
        value.map_or(self.absent, |value| self.values.contains(value))
    }
}

/// A set of pods: what each key may be, all keys together. Never empty.
///
/// Only the keys that are not free are listed, sorted, so equal sets compare equal. An operation that could leave
/// nothing returns an `Option` or a list.
///
/// A clone shares the list until one of the two is changed: a relation holds the same few sets over and over.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Labels(Arc<Vec<(LabelKey, LabelValues)>>);

impl Labels {
    /// Every pod of the cluster.
    pub fn any() -> Self {
        Self::default()
    }

    /// Every pod of one namespace.
    pub fn in_namespace(name: impl Into<Arc<str>>) -> Self {
        Self(Arc::new(vec![(LabelKey::namespace_name(), LabelValues::present(Values::one(name)))]))
    }

    /// The pods for which each of these holds; a key may occur more than once. `None` where no pod can be so.
    pub fn all_of(requirements: impl IntoIterator<Item = (LabelKey, LabelValues)>) -> Option<Self> {
        let mut set = Self::any();
        for (key, values) in requirements {
            set = set.and(key, values)?;
        }
        Some(set)
    }

    /// The keys that are not free and what each may be, sorted by key.
    pub fn requirements(&self) -> &[(LabelKey, LabelValues)] {
        &self.0
    }

    /// What `key` may be; `None` where it is free.
    pub fn get(&self, key: &LabelKey) -> Option<&LabelValues> {
        self.position(key).ok().and_then(|at| self.0.get(at)).map(|(_, values)| values)
    }

    /// The name of the one namespace in which all of these pods are; `None` where they can be in several.
    pub fn namespace(&self) -> Option<Arc<str>> {
        match &self.get(&LabelKey::namespace_name())?.values {
            Values::Only(names) => match &**names {
                [name] => Some(name.clone()),
                _ => None,
            },
            Values::AllBut(_) => None,
        }
    }

    /// Whether `pod` is a member.
    pub fn contains(&self, pod: &Pod) -> bool {
        self.0.iter().all(|(key, values)| values.contains(pod.get(key)))
    }

    /// The members of which `key` is as `values` says; `None` where there are none.
    pub fn narrow(&self, key: &LabelKey, values: &LabelValues) -> Option<Self> {
        self.clone().and(key.clone(), values.clone())
    }

    /// The members of both; `None` where there are none.
    pub fn intersect(&self, other: &Self) -> Option<Self> {
        let mut set = self.clone();
        for (key, values) in other.requirements() {
            set = set.and(key.clone(), values.clone())?;
        }
        Some(set)
    }

    /// Whether no pod is a member of both.
    pub fn is_disjoint(&self, other: &Self) -> bool {
        other.0.iter().any(|(key, values)| self.get(key).is_some_and(|own| own.intersect(values).is_empty()))
    }

    /// Whether every member is a member of `other`.
    pub fn is_subset(&self, other: &Self) -> bool {
        other.0.iter().all(|(key, values)| self.get(key).is_some_and(|own| own.is_subset(values)))
    }

    /// The members of this set that are not in `other`, in pieces that do not overlap: at most one for each key of
    /// `other`.
    pub fn minus(&self, other: &Self) -> Vec<Self> {
        let mut pieces = Vec::new();
        let mut inside = self.clone();
        for (key, values) in other.requirements() {
            let own = inside.get(key).cloned().unwrap_or_else(|| LabelValues::anything(key));
            let outside = own.minus(values);
            if !outside.is_empty() {
                pieces.push(inside.clone().with(key.clone(), outside));
            }
            match inside.narrow(key, values) {
                Some(narrowed) => inside = narrowed,
                None => return pieces,
            }
        }
        pieces
    }

    /// One member, with as few labels as can be.
    pub fn sample(&self) -> Pod {
        let mut pod = Pod::default();
        for (key, values) in self.requirements() {
            if let (false, Some(value)) = (values.absent, values.values.sample()) {
                pod.0.insert(key.clone(), value);
            }
        }
        let name = LabelKey::namespace_name();
        pod.0.entry(name).or_insert_with(|| Arc::from("any"));
        pod
    }

    fn position(&self, key: &LabelKey) -> Result<usize, usize> {
        self.0.binary_search_by(|(probe, _)| probe.cmp(key))
    }

    /// The members of which `key` is as `values` says, too; `None` where there are none.
    fn and(self, key: LabelKey, mut values: LabelValues) -> Option<Self> {
        values.absent &= !key.is_always_present();
        if let Some(own) = self.get(&key) {
            values = values.intersect(own);
        }
        (!values.is_empty()).then(|| self.with(key, values))
    }

    /// The set with `key` being exactly as `values` says, which must not be empty.
    fn with(mut self, key: LabelKey, values: LabelValues) -> Self {
        let is_free = values == LabelValues::anything(&key);
        let position = self.position(&key);
        let requirements = Arc::make_mut(&mut self.0);
        match position {
            Ok(at) if is_free => {
                requirements.remove(at);
            }
            Ok(at) => {
                if let Some((_, own)) = requirements.get_mut(at) {
                    *own = values;
                }
            }
            Err(_) if is_free => {}
            Err(at) => requirements.insert(at, (key, values)),
        }
        self
    }
}
