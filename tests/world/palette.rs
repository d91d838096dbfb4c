//! What random projects are made of: few labels, ports and networks, chosen so that they meet.

use super::project::{Ports, Protocol};

/// Label values in pairs, among them such as some YAML readers take for something else.
pub(crate) const VALUES: [[&str; 2]; 6] =
    [["x", "y"], ["yes", "No"], ["1e3", "0x10"], ["2026-11-21", "1_000"], ["on", "null"], ["1.0", "0"]];

/// Owners, one a namespace.
pub(crate) const OWNERS: [&str; 4] = ["team-ant", "team: bee", "on", "1_000"];

/// Reasons, among them such as must be quoted well.
pub(crate) const WHYS: [&str; 8] = [
    "card payments",
    "yes",
    "# not a comment",
    "key: \"value\", 'and' more",
    "~",
    "2026-11-21",
    "🦀 läuft - [so] {or} so \\ %TAG & * !",
    " blanks around ",
];

/// Ports that projects declare: neighbours, overlaps, every protocol, the lowest and the highest.
pub(crate) const PORTS: [[Ports; 4]; 5] = [
    [
        Ports::one(Protocol::Tcp, 8080),
        Ports::range(Protocol::Tcp, 8081, 8090),
        Ports::one(Protocol::Udp, 53),
        Ports::one(Protocol::Sctp, 3868),
    ],
    [
        Ports::range(Protocol::Tcp, 30000, 32767),
        Ports::range(Protocol::Udp, 5000, 5005),
        Ports::one(Protocol::Tcp, 443),
        Ports::one(Protocol::Tcp, 53),
    ],
    [
        Ports::one(Protocol::Tcp, 1),
        Ports::one(Protocol::Tcp, 65535),
        Ports::range(Protocol::Tcp, 1, 65535),
        Ports::range(Protocol::Udp, 1, 2),
    ],
    [
        Ports::one(Protocol::Tcp, 8080),
        Ports::range(Protocol::Tcp, 8080, 8082),
        Ports::one(Protocol::Udp, 8080),
        Ports::range(Protocol::Sctp, 8080, 8081),
    ],
    [
        Ports::one(Protocol::Tcp, 80),
        Ports::one(Protocol::Tcp, 81),
        Ports::range(Protocol::Tcp, 80, 81),
        Ports::range(Protocol::Udp, 60000, 65535),
    ],
];

/// Networks that externals are made of, each with parts that can be left out of it. However many are left out, and
/// with the pods and nodes of [`POD_CIDR`] and [`NODE_CIDR`] gone too, something of each remains.
pub(crate) const BLOCKS: [(&str, &[&str]); 8] = [
    ("192.0.2.0/24", &["192.0.2.128/25", "192.0.2.192/26", "192.0.2.0/32"]),
    ("10.0.0.0/8", &["10.20.0.0/16", "10.20.9.0/24", "10.128.0.0/9", "10.240.0.0/12"]),
    ("2001:db8::/32", &["2001:db8:1::/48", "2001:db8:1:2::/64", "2001:db8:8000::/33"]),
    ("172.16.0.0/12", &["172.18.0.0/15", "172.31.255.255/32"]),
    ("0.0.0.0/0", &["10.0.0.0/8", "10.20.0.0/16", "169.254.169.254/32"]),
    ("fd00::/8", &["fd00:10::/32", "fd80::/9"]),
    ("::/0", &["fc00::/7", "fd00:10::/32", "fe80::/10", "ff00::/8"]),
    ("198.51.100.7/32", &[]),
];

/// What `pod_cidr` can be. The first is not given, the second says that none can be met.
pub(crate) const POD_CIDR: [Option<&[&str]>; 4] =
    [None, Some(&[]), Some(&["10.244.0.0/16"]), Some(&["fd00:10:244::/56", "10.244.0.0/16"])];

/// What `node_cidr` can be.
pub(crate) const NODE_CIDR: [Option<&[&str]>; 4] =
    [None, Some(&[]), Some(&["172.18.0.0/16"]), Some(&["172.18.0.0/16", "fd00:18::/64"])];

/// What `rename` can be.
pub(crate) const RENAMES: [Option<&str>; 4] = [None, None, Some("{namespace}-{cluster}"), Some("old-{namespace}")];
