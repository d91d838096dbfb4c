//! The texts of a workload, one after the other.

use std::collections::BTreeMap;

use crate::diagnostic::{Place, Sources};
use crate::manifest::inventory::{Container, ContainerRole, EnvFrom, EnvSource, ServiceKind, Workload};

use super::host::{Host, hosts};
use super::services::{Named, Services};
use super::setting::{self, Setting};
use super::{Guesses, variables};

/// What the texts of a workload name.
pub(crate) fn guesses(workload: &Workload, at: usize, services: &Services<'_>, sources: &Sources) -> Guesses {
    let mut reading = Reading { workload, at, services, sources, guesses: Guesses::default() };
    for container in &workload.containers {
        reading.container(container);
    }
    for name in &workload.config_volumes {
        reading.config_files(name);
    }
    reading.guesses
}

/// The reading of one workload.
struct Reading<'a> {
    workload: &'a Workload,
    /// Its position in the inventory.
    at: usize,
    services: &'a Services<'a>,
    sources: &'a Sources,
    guesses: Guesses,
}

/// A variable of a container: its value and where that was read.
struct Variable {
    value: String,
    read: String,
}

impl Reading<'_> {
    fn container(&mut self, container: &Container) {
        let variables = self.variables(container);
        for (name, variable) in &variables {
            let setting = Setting { name, value: &variable.value };
            let port = setting.sibling_port().and_then(|port| variables.get(&port)?.value.parse().ok());
            self.setting(setting, port, &variable.read);
        }
        let value = |name: &str| self.value(&variables, name);
        let arguments: Vec<String> =
            container.arguments.iter().map(|text| variables::expanded(&text.text, &value).into_owned()).collect();
        let init = if container.role == ContainerRole::Init { "init container" } else { "container" };
        let read = format!("arguments of {init} {}", container.name);
        for flag in setting::flags(&arguments) {
            self.setting(flag, None, &read);
        }
        for argument in &arguments {
            self.text(argument, &read);
        }
    }

    /// The variables of a container: what comes later hides what comes earlier, and values may speak of earlier ones.
    fn variables(&self, container: &Container) -> BTreeMap<String, Variable> {
        let mut variables = BTreeMap::new();
        let namespace = &self.workload.namespace;
        let inventory = self.services.inventory();
        for source in &container.env_from {
            let EnvFrom::ConfigMap(name) = source else { continue };
            for entry in inventory.config_map(namespace, name).into_iter().flat_map(|map| &map.entries) {
                let read = self.in_config_map(&format!("env {}", entry.key), name, entry.place);
                variables.insert(entry.key.to_string(), Variable { value: entry.text.to_string(), read });
            }
        }
        for variable in &container.env {
            let read = format!("env {}", variable.name);
            let read = match &variable.source {
                EnvSource::Value(value) => {
                    let value = variables::expanded(value, &|name| self.value(&variables, name)).into_owned();
                    Some(Variable { value, read })
                }
                EnvSource::ConfigMap { name, key } => {
                    let entry = inventory.config_map(namespace, name).and_then(|map| map.entry(key));
                    entry.map(|entry| {
                        let read = self.in_config_map(&read, name, entry.place);
                        Variable { value: entry.text.to_string(), read }
                    })
                }
                EnvSource::Secret { .. } | EnvSource::Pod => None,
            };
            match read {
                Some(read) => variables.insert(variable.name.to_string(), read),
                None => variables.remove(&*variable.name),
            };
        }
        variables
    }

    /// The value of a variable: its own, or that which Kubernetes gives each pod for the Services of its namespace.
    fn value(&self, variables: &BTreeMap<String, Variable>, name: &str) -> Option<String> {
        if let Some(variable) = variables.get(name) {
            return Some(variable.value.clone());
        }
        let service = |prefix| self.services.of_variables(prefix, &self.workload.namespace);
        if let Some(prefix) = name.strip_suffix("_SERVICE_HOST") {
            return service(prefix).map(|service| format!("{}.{}.svc", service.name, service.namespace));
        }
        let (prefix, port) = name.split_once("_SERVICE_PORT")?;
        let ports = &service(prefix)?.ports;
        let named = port.strip_prefix('_').map(|port| port.to_ascii_lowercase().replace('_', "-"));
        let port = match named {
            Some(named) => ports.iter().find(|port| port.name.as_deref() == Some(&named)),
            None => ports.first(),
        };
        port.map(|port| port.number.to_string())
    }

    /// The files that a config map is mounted as.
    fn config_files(&mut self, name: &str) {
        let Some(map) = self.services.inventory().config_map(&self.workload.namespace, name) else { return };
        for entry in &map.entries {
            let read = self.in_config_map(&entry.key, name, entry.place);
            for line in entry.text.lines().filter(|line| !setting::is_comment(line)) {
                if let Some(setting) = setting::line(line) {
                    self.setting(setting, None, &read);
                }
                self.text(line, &read);
            }
        }
    }

    /// A setting: what its name asks for makes a bare word a host.
    fn setting(&mut self, setting: Setting<'_>, port: Option<u16>, read: &str) {
        for host in hosts(setting.value) {
            let asked = host.alone && setting.asks_for_host();
            let is_address = host.name.contains('.') || host.port.is_some_and(|port| port.colon);
            self.host(&host, asked, asked && (is_address || setting.names_host()), port, read);
        }
    }

    /// Any other text.
    fn text(&mut self, text: &str, read: &str) {
        for host in hosts(text) {
            let is_address = host.name.contains('.') && host.port.is_some_and(|port| port.colon);
            self.host(&host, false, is_address, None, read);
        }
    }

    /// A host: of a Service, if it is `asked` for or can mean nothing else; else outside, if it is an `address`.
    fn host(&mut self, host: &Host<'_>, asked: bool, address: bool, port: Option<u16>, read: &str) {
        let outside = address || host.scheme.is_some_and(|scheme| !NO_NETWORK.contains(&scheme));
        match self.services.named(host.name, &self.workload.namespace) {
            Some(named) => {
                let has = |number| named.service.ports.iter().any(|port| port.number == number);
                let meant = host.scheme.is_some() || host.port.is_some_and(|port| has(port.number));
                if named.qualified || asked || meant {
                    self.service(named, host, port, read);
                }
            }
            None if is_api_server(host.name) => {
                self.guesses.api_server.insert(read.to_owned());
            }
            None if outside && !is_own(host.name) => self.outside(host.name, host.port.map(|port| port.number), read),
            None => {}
        }
    }

    fn service(&mut self, named: Named<'_>, host: &Host<'_>, port: Option<u16>, read: &str) {
        let service = named.service;
        if let ServiceKind::ExternalName(other) = &service.kind {
            return self.outside(other, host.port.map(|port| port.number).or(port), read);
        }
        // What a workload says of itself is what it tells others, save where it names its pods one by one.
        let itself = self.services.behind(service).contains(&self.at);
        if itself && !named.pod && service.kind != ServiceKind::Headless {
            return;
        }
        match self.services.callees(named, host, port) {
            Ok(callees) => {
                for callee in callees {
                    self.guesses.calls.entry(callee).or_default().insert(read.to_owned());
                }
            }
            Err(why) => {
                let about = format!("Service {}/{} {why}", service.namespace, service.name);
                self.guesses.unclear.entry(about).or_default().insert(read.to_owned());
            }
        }
    }

    fn outside(&mut self, name: &str, port: Option<u16>, read: &str) {
        let host = port.map_or_else(|| name.to_owned(), |port| format!("{name}:{port}"));
        self.guesses.outside.entry(host).or_default().insert(read.to_owned());
    }

    /// Where in a config map something was read: with its file, where that is another than the workload's.
    fn in_config_map(&self, what: &str, name: &str, place: Place) -> String {
        let file = self.sources.get(place.source).filter(|_| place.source != self.workload.place.source);
        match file {
            Some(file) => format!("{what} of ConfigMap {name}, {}", file.path),
            None => format!("{what} of ConfigMap {name}"),
        }
    }
}

/// Schemes of what is on no network, or only a name.
const NO_NETWORK: [&str; 5] = ["classpath", "data", "file", "unix", "urn"];

/// Whether a host is the cluster's API server.
fn is_api_server(name: &str) -> bool {
    name == "kubernetes" || name == "kubernetes.default" || name.starts_with("kubernetes.default.svc")
}

/// Whether a host is the pod itself.
fn is_own(name: &str) -> bool {
    let address = name.parse::<std::net::Ipv4Addr>();
    name == "localhost" || address.is_ok_and(|address| address.is_loopback() || address.is_unspecified())
}
