//! Images of containers: which program it is, and in which version.

use crate::profile::Version;

/// What a mirror of Rancher's puts in front of an image's name.
const MIRRORED: [&str; 2] = ["mirrored-", "hardened-"];

/// The name of an image: `quay.io/cilium/cilium:v1.16.3@sha256:...`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Image<'t> {
    /// The registry, and the path in it.
    path: &'t str,
    /// The tag, where it has one.
    tag: Option<&'t str>,
}

impl<'t> Image<'t> {
    pub(super) fn read(text: &'t str) -> Self {
        let text = text.split_once('@').map_or(text, |(name, _)| name);
        match text.rsplit_once(':') {
            // What stands behind the colon of a registry's port is its path.
            Some((path, tag)) if !tag.contains('/') => Self { path, tag: Some(tag) },
            _ => Self { path: text, tag: None },
        }
    }

    /// Whether its path ends with this name, in any registry: `calico/node`.
    pub(super) fn is(self, name: &str) -> bool {
        let rest = self.path.strip_suffix(name);
        let before = rest.map(|rest| rest.rsplit_once('/').map_or(rest, |(_, last)| last));
        before.is_some_and(|before| before.is_empty() || MIRRORED.contains(&before))
    }

    /// The version that the tag begins with; `None` where it begins with none.
    pub(super) fn version(self) -> Option<Version> {
        let numbers = self.tag.map(|tag| tag.strip_prefix('v').unwrap_or(tag))?;
        let is_other = |letter: char| !letter.is_ascii_digit() && letter != '.';
        Version::read(numbers.split(is_other).next()?)
    }

    /// The day that the tag begins with, as a number: 20241212 of `v20241212-9f82dd49`; `None` where it begins with none.
    pub(super) fn day(self) -> Option<u32> {
        let digits = self.tag?.strip_prefix('v')?.split('-').next()?;
        digits.parse().ok().filter(|_| digits.len() == "YYYYMMDD".len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Option<String> {
        Image::read(text).version().map(|version| version.to_string())
    }

    #[test]
    fn the_version_is_in_the_tag() {
        for (image, expected) in [
            (
                "quay.io/cilium/cilium:v1.16.3@sha256:62d2a09bbef840a46099ac4c69421c90f84f28d018d479749049011329aa7f28",
                "1.16.3",
            ),
            ("gke.gcr.io/cilium/cilium:v1.15.10-gke.9", "1.15.10"),
            ("mcr.microsoft.com/oss/cilium/cilium:1.16.6", "1.16.6"),
            ("docker.io/rancher/hardened-calico:v3.30.2-build20260801", "3.30.2"),
            ("registry.corp:5000/flannel/flannel:v0.26.1", "0.26.1"),
            ("602401143452.dkr.ecr.us-west-2.amazonaws.com/amazon-k8s-cni:v1.19.0-eksbuild.1", "1.19.0"),
            ("antrea/antrea-agent-ubuntu:v2.2", "2.2"),
        ] {
            assert_eq!(version(image).as_deref(), Some(expected), "{image}");
        }
        for image in [
            "quay.io/openshift-release-dev/ocp-v4.0-art-dev@sha256:0b4f",
            "registry.corp:5000/flannel/flannel",
            "quay.io/cilium/cilium:latest",
            "quay.io/cilium/cilium-ci:4f5d6a1",
            "docker.io/kindest/kindnetd:v20241212-9f82dd49",
            "",
            ":",
            "a:@",
        ] {
            assert_eq!(version(image), None, "{image}");
        }
    }

    #[test]
    fn a_day_has_eight_digits() {
        assert_eq!(Image::read("docker.io/kindest/kindnetd:v20241212-9f82dd49").day(), Some(20_241_212));
        assert_eq!(Image::read("docker.io/kindest/kindnetd:v1.8.0").day(), None);
        assert_eq!(Image::read("docker.io/kindest/kindnetd").day(), None);
    }

    #[test]
    fn an_image_goes_by_its_name_in_any_registry() {
        for image in [
            "calico/node:v3.29.0",
            "quay.io/calico/node",
            "gke.gcr.io/calico/node:v3.26.3-gke.13",
            "registry.corp:5000/mirror/calico/node@sha256:0b4f",
        ] {
            assert!(Image::read(image).is("calico/node"), "{image}");
        }
        assert!(Image::read("docker.io/rancher/mirrored-calico-node:v3.32.0").is("calico-node"));
        assert!(Image::read("rancher/hardened-flannel:v0.28.4-build20260511").is("flannel"));
        for image in ["quay.io/calico/node-driver-registrar:v3.29.0", "quay.io/tricalico/node", "node:22"] {
            assert!(!Image::read(image).is("calico/node"), "{image}");
        }
        assert!(!Image::read("quay.io/cilium/cilium-envoy:v1.30.7").is("cilium"));
    }
}
