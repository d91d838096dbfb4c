//! Valid projects with a mistake put into them.

use proptest::prelude::{Strategy, any};

use super::strategy::projects;
use super::toml::{Files, Order, write};

/// Mistakes that are always errors, whatever the project: lines for the end of an intent file without a namespace.
/// The names in them are no generated project's.
const MISTAKES: &[&str] = &[
    // Names that nobody declares.
    "[services.odd]\nnamespace = 'ant'\npods = { app = 'odd' }\ncalls = ['nobody']",
    "[services.odd]\nnamespace = 'ant'\npods = { app = 'odd' }\ncalls = ['ant/nobody:80']",
    "[services.odd]\nnamespace = 'ant'\npods = { app = 'odd' }\ncalls = ['@nowhere:80']",
    "[groups.odd]\nnamespace = 'nowhere'",
    "[services.odd]\npods = { app = 'odd' }",
    // Keys and types.
    "[services.odd]\nnamespace = 'ant'\npods = { app = 'odd' }\ncolour = 'red'",
    "[services.odd]\nnamespace = 'ant'\npods = { app = 'odd' }\ncalls = 5",
    "[services.odd]\nnamespace = 7\npods = { app = 'odd' }",
    "[services.odd]\nnamespace = 'ant'\npods = { app = 'odd' }\ncalls = [{ why = 'nobody is named' }]",
    "[services.odd]\nnamespace = 'ant'\npods = { app = 'odd' }\nresolve = 'yes'",
    "[servces.odd]\nnamespace = 'ant'",
    "services = 1",
    // Names and labels that Kubernetes refuses.
    "[services.Odd_One]\nnamespace = 'ant'\npods = { app = 'odd' }",
    "[services.odd]\nnamespace = 'An.T'\npods = { app = 'odd' }",
    "[services.default-deny]\nnamespace = 'ant'\npods = { app = 'odd' }",
    "[services.odd]\nnamespace = 'ant'\npods = { app = 'not a value' }",
    "[services.odd]\nnamespace = 'ant'\npods = { '-app' = 'odd' }",
    // Selectors.
    "[services.odd]\nnamespace = 'ant'\npods = {}",
    "[services.odd]\nnamespace = 'ant'\npods = 'odd'",
    "[services.odd]\nnamespace = 'ant'\npods = 'app in (odd'",
    "[services.odd]\nnamespace = 'ant'\npods = 'app=odd,app=even'",
    "[services.odd]\nnamespace = 'ant'\npods = { app = 'odd' }\n[services.even]\nnamespace = 'ant'\npods = 'app in (odd)'",
    "[groups.odd]",
    // Ports.
    "[services.odd]\nnamespace = 'ant'\npods = { app = 'odd' }\nports = [0]",
    "[services.odd]\nnamespace = 'ant'\npods = { app = 'odd' }\nports = [65536]",
    "[services.odd]\nnamespace = 'ant'\npods = { app = 'odd' }\nports = ['90-80']",
    "[services.odd]\nnamespace = 'ant'\npods = { app = 'odd' }\nports = ['80/tpc']",
    "[services.odd]\nnamespace = 'ant'\npods = { app = 'odd' }\nports = { any = 80 }",
    "[services.odd]\nnamespace = 'ant'\npods = { app = 'odd' }\nports = [80, 81]\ncalls = ['odd']",
    "[services.odd]\nnamespace = 'ant'\npods = { app = 'odd' }\nports = [80]\ncalls = ['odd:81']",
    "[services.odd]\nnamespace = 'ant'\npods = { app = 'odd' }\nports = { http = 80 }\ncalls = ['odd:htpp']",
    "[services.odd]\nnamespace = 'ant'\npods = { app = 'odd' }\ncalls = [{ to = 'odd:80', port = 80 }]",
    "[services.odd]\nnamespace = 'ant'\npods = { app = 'odd' }\ncalls = ['odd']",
    // Addresses.
    "[externals.odd]\ncidr = ['10.0.0.0/33']",
    "[externals.odd]\ncidr = ['ten']",
    "[externals.odd]\ncidr = []",
    "[externals.odd]\ncidr = ['192.0.2.0/24']\nexcept = ['198.51.100.0/24']",
    "[externals.odd]\ncidr = ['192.0.2.0/24']\nexcept = ['192.0.2.0/24']",
    "[externals.odd]\ncidr = ['192.0.2.0/24']\nports = [80]\ncalls = ['@cluster:80']",
    "[externals.odd]\ncidr = ['192.0.2.0/24']\nports = [80]\ncallers = ['odd']",
    "[externals.odd]\ncidr = ['192.0.2.0/24']\ncallers = ['@namespace']",
    // Namespaces.
    "[namespaces.odd]\nisolate = ['sideways']",
    "[namespaces.odd]\nisolate = 'ingress'",
    // One node twice.
    "[externals.odd]\ncidr = ['192.0.2.0/24']\n[externals.odd]\ncidr = ['192.0.2.0/24']",
    // Text that a terminal would not show as it is.
    "[services.odd]\nnamespace = 'ant'\nowner = \"\\u202E\"\npods = { app = 'odd' }",
    "[services.odd]\nnamespace = 'ant'\nowner = \"\\u0007\"\npods = { app = 'odd' }",
    // Broken TOML.
    "[services.odd",
    "[services.odd]\nnamespace = 'ant",
    "= 1",
    "[services.odd]\ncalls = [[[[{",
    // Fields that contradict each other, or have values that nothing has.
    "[services.odd]\nnamespace = 'ant'\npods = { app = 'odd' }\nhost_network = true\nisolate = ['ingress']",
    "[services.odd]\nnamespace = 'ant'\npods = { app = 'odd' }\nservice_account = 'Odd'",
    "[services.odd]\nnamespace = 'ant'\npods = { app = 'odd' }\nclusters = ['odd']",
    "[externals.odd]\ndns = ['odd.svc.cluster.local']\nports = [443]",
    "[namespaces.odd]\nstage = 'audit'",
    "[groups.odd]\nnamespace = 'ant'\nnamespaces = { env = 'odd' }",
    "[[never]]\nfrom = 'nobody'\nto = '@cluster'",
];

/// Characters that noise is made of: those that TOML, selectors, ports or networks give a meaning to.
const NOISE: &[char] = &[
    '"', '\'', '[', ']', '{', '}', '=', ',', '.', '\n', '\r', '\\', '#', '-', '/', ':', '@', '0', '9', 'é', '\u{202e}',
];

/// Projects with a mistake that is always an error.
pub(crate) fn wrong_projects() -> impl Strategy<Value = Files> {
    (projects(), any::<proptest::sample::Index>()).prop_map(|(project, mistake)| {
        let mut files = write(&project, Order::AS_IT_IS);
        let shared = files.intents.iter_mut().find(|(path, _)| path == "shared.toml").expect("it is always there");
        shared.1.push_str(MISTAKES[mistake.index(MISTAKES.len())]);
        files
    })
}

/// Projects in which some characters were dropped, doubled or replaced; now and then one is still valid.
pub(crate) fn noisy_projects() -> impl Strategy<Value = Files> {
    let noise =
        proptest::collection::vec((any::<u8>(), any::<proptest::sample::Index>(), any::<u8>(), any::<u8>()), 1..4);
    (projects(), noise).prop_map(|(project, noise)| {
        let mut files = write(&project, Order::AS_IT_IS);
        for (file, at, how, character) in noise {
            let count = files.intents.len();
            let text = match usize::from(file) % (count + 1) {
                0 => &mut files.npgen,
                file => &mut files.intents[file - 1].1,
            };
            let mut characters: Vec<char> = text.chars().collect();
            if characters.is_empty() {
                continue;
            }
            let at = at.index(characters.len());
            let character = NOISE[usize::from(character) % NOISE.len()];
            match how % 5 {
                0 => drop(characters.remove(at)),
                1 => characters.insert(at, characters[at]),
                2 => characters[at] = character,
                3 => characters.insert(at, character),
                _ => characters.truncate(at),
            }
            *text = characters.into_iter().collect();
        }
        files
    })
}
