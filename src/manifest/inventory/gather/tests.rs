use super::*;
use crate::diagnostic::{Diagnostic, SourceId};
use crate::manifest::inventory::{ContainerRole, EnvFrom, EnvSource, PortRef, ServiceKind, TrafficPolicy};
use crate::manifest::read;

fn gather(text: &str) -> (Inventory, Vec<Diagnostic>) {
    let (mut gathering, mut found) = (Gathering::new("default"), Diagnostics::default());
    let places = read::objects(SourceId(0), text, &mut found, &mut |object, found| gathering.add(&object, found));
    gathering.add_no_objects(places);
    (gathering.finish(), found.into_sorted())
}

#[track_caller]
fn clean(text: &str) -> Inventory {
    let (inventory, found) = gather(text);
    assert_eq!(found, [], "{text}");
    inventory
}

/// The workloads as `namespace/name[Kind] labels pods`.
fn shown(inventory: &Inventory) -> Vec<String> {
    let shown = |workload: &Workload| {
        let labels: Vec<String> = workload.labels.iter().map(|(key, value)| format!("{key}={value}")).collect();
        let pods: Vec<&str> = workload.pods.iter().map(|pod| &*pod.name).collect();
        let (namespace, name, kind) = (&workload.namespace, &workload.name, &workload.kind);
        format!("{namespace}/{name}[{kind}] {} {}", labels.join(","), pods.join(",")).trim_end().to_owned()
    };
    inventory.workloads.iter().map(shown).collect()
}

const DEPLOYMENT: &str = "
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web, tier: front}}
    spec:
      serviceAccountName: web
      initContainers:
      - {name: migrate, ports: [{containerPort: 1}]}
      - {name: proxy, restartPolicy: Always, ports: [{name: admin, containerPort: 15000}]}
      containers:
      - name: web
        command: [web, --cart]
        args: [cart:7070]
        ports:
        - {name: http, containerPort: 8080, hostPort: 80}
        - {containerPort: 53, protocol: UDP}
        env:
        - {name: A, value: a}
        - {name: B, valueFrom: {configMapKeyRef: {name: settings, key: b}}}
        - {name: C, valueFrom: {secretKeyRef: {name: keys, key: c}}}
        - {name: D, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
        - {name: E}
        envFrom: [{configMapRef: {name: more}}, {secretRef: {name: most}}]
      volumes:
      - {name: x, configMap: {name: files}}
      - {name: y, projected: {sources: [{configMap: {name: also}}, {secret: {name: no}}]}}
";

#[test]
fn a_workload_is_read_with_all_that_is_asked_about() {
    let inventory = clean(DEPLOYMENT);
    assert_eq!(shown(&inventory), ["shop/web[Deployment] app=web,tier=front"]);
    let workload = &inventory.workloads[0];
    assert_eq!((workload.selector.len(), &*workload.service_account, workload.host_network), (1, "web", false));
    let roles: Vec<ContainerRole> = workload.containers.iter().map(|container| container.role).collect();
    assert_eq!(roles, [ContainerRole::Init, ContainerRole::Sidecar, ContainerRole::Main]);
    let ports: Vec<_> = workload.ports().map(|port| (port.name.as_deref(), port.number, port.host_port)).collect();
    assert_eq!(ports, [(Some("admin"), 15000, None), (Some("http"), 8080, Some(80)), (None, 53, None)]);
    let main = &workload.containers[2];
    let arguments: Vec<&str> = main.arguments.iter().map(|argument| &*argument.text).collect();
    assert_eq!(arguments, ["web", "--cart", "cart:7070"]);
    let sources: Vec<EnvSource> = main.env.iter().map(|variable| variable.source.clone()).collect();
    let expected = [
        EnvSource::Value("a".into()),
        EnvSource::ConfigMap { name: "settings".into(), key: "b".into() },
        EnvSource::Secret { name: "keys".into(), key: "c".into() },
        EnvSource::Pod,
        EnvSource::Value("".into()),
    ];
    assert_eq!(sources, expected);
    assert_eq!(main.env_from, [EnvFrom::ConfigMap("more".into()), EnvFrom::Secret("most".into())]);
    assert_eq!(workload.config_volumes, ["also".into(), "files".into()]);
    let text = |place: Place| DEPLOYMENT.get(place.start as usize..place.end as usize);
    assert_eq!(text(workload.place), Some("web"));
    assert_eq!(text(workload.labels_place), Some("{app: web, tier: front}"));
    assert_eq!(text(main.env[0].place), Some("{name: A, value: a}"));
}

#[test]
fn a_pod_has_its_namespaces_labels_and_account() {
    let inventory = clean(&format!(
        "apiVersion: v1\nkind: Namespace\nmetadata: {{name: shop, labels: {{team: a}}}}\n---{DEPLOYMENT}"
    ));
    let pod = inventory.pod(&inventory.workloads[0]);
    assert_eq!(pod.to_string(), "shop[team=a]/{app=web,tier=front} as web");
}

#[test]
fn every_kind_of_workload_is_known() {
    let template = "template: {metadata: {labels: {a: b}}, spec: {containers: [], hostNetwork: true}}";
    let mut text = String::new();
    for (kind, of, spec) in [
        ("StatefulSet", "apps/v1", template.to_owned()),
        ("DaemonSet", "apps/v1", template.to_owned()),
        ("ReplicaSet", "apps/v1", template.to_owned()),
        ("ReplicationController", "v1", format!("selector: {{a: b}}, {template}")),
        ("Job", "batch/v1", template.to_owned()),
        ("CronJob", "batch/v1", format!("jobTemplate: {{spec: {{{template}}}}}")),
        ("Widget", "example.com/v1", template.to_owned()),
        ("Deployment", "example.com/v1", template.to_owned()),
    ] {
        let lines = [format!("apiVersion: {of}"), format!("kind: {kind}"), format!("spec: {{{spec}}}")];
        text.extend(["---\nmetadata: {name: x}\n", &lines.join("\n"), "\n"]);
    }
    let inventory = clean(&text);
    let expected = ["CronJob", "DaemonSet", "Job", "ReplicaSet", "ReplicationController", "StatefulSet"];
    assert_eq!(shown(&inventory), expected.map(|kind| format!("default/x[{kind}] a=b")));
    assert!(inventory.workloads.iter().all(|workload| workload.host_network));
    assert_eq!(inventory.workloads[4].selector.len(), 1);
    assert_eq!((inventory.others.len(), inventory.without_namespace), (2, 6));
}

fn pod(name: &str, owner: &str, labels: &str, status: &str) -> String {
    format!(
        "---\napiVersion: v1\nkind: Pod\nmetadata: {{name: {name}, namespace: shop, labels: {{{labels}}}, \
         ownerReferences: [{owner}]}}\nspec: {{containers: []}}\nstatus: {{{status}}}\n"
    )
}

#[test]
fn pods_go_by_their_topmost_owner() {
    let set = "---\napiVersion: apps/v1\nkind: ReplicaSet\nmetadata: {name: web-1, namespace: shop, ownerReferences: \
               [{kind: Deployment, name: web, controller: true}]}\nspec: {template: {spec: {}}}\n";
    let owner = "{kind: Other, name: x}, {kind: ReplicaSet, name: web-1, controller: true}";
    let pods = [pod("b", owner, "app: web", ""), pod("a", owner, "app: web", ""), pod("c", owner, "app: odd", "")];
    let text = pods.concat();
    let alone = ["shop/web-1[ReplicaSet] app=odd c", "shop/web-1[ReplicaSet] app=web a,b"];
    assert_eq!(shown(&clean(&text)), alone, "only the pods tell");
    let all = ["shop/web[Deployment] app=odd c", "shop/web[Deployment] app=web a,b"];
    for order in [format!("{DEPLOYMENT}{set}{text}"), format!("{text}{set}---{DEPLOYMENT}")] {
        assert_eq!(shown(&clean(&order)), all, "the pods, and not their template, are what runs");
    }
    assert_eq!(shown(&clean(&format!("{DEPLOYMENT}{set}"))), ["shop/web[Deployment] app=web,tier=front"]);
    assert_eq!(shown(&clean(set)), ["shop/web[Deployment]"], "an owner that is not there");
}

#[test]
fn files_may_come_in_any_order() {
    let texts = ["a", "b", "c"].map(|name| pod(name, "{kind: Job, name: x}", "app: web", ""));
    let add = |id: usize, gathering: &mut Gathering| {
        let source = SourceId(id.try_into().expect("small"));
        read::objects(source, &texts[id], &mut Diagnostics::default(), &mut |object, found| {
            gathering.add(&object, found);
        });
    };
    let one_by_one = |order: [usize; 3]| {
        let mut gathering = Gathering::new("default");
        for id in order {
            add(id, &mut gathering);
        }
        gathering.finish().workloads
    };
    let put_together = |order: [usize; 3]| {
        let mut all = Gathering::new("default");
        for id in order {
            let mut gathering = Gathering::new("default");
            add(id, &mut gathering);
            all.append(gathering);
        }
        all.finish().workloads
    };
    let workloads = one_by_one([0, 1, 2]);
    assert_eq!((workloads.len(), workloads[0].pods.len(), workloads[0].place.source), (1, 3, SourceId(0)));
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2], [1, 2, 0]] {
        assert_eq!((one_by_one(order), put_together(order)), (workloads.clone(), workloads.clone()), "{order:?}");
    }
}

#[test]
fn a_static_pod_and_one_without_owner_go_by_their_own_name() {
    let text = pod("apiserver-node", "{kind: Node, name: node, controller: true}", "", "") + &pod("bare", "", "", "");
    assert_eq!(shown(&clean(&text)), ["shop/apiserver-node[Pod]  apiserver-node", "shop/bare[Pod]  bare"]);
}

#[test]
fn owners_in_a_circle_end() {
    let set = |name: &str, owner: &str| {
        format!(
            "---\napiVersion: apps/v1\nkind: ReplicaSet\nmetadata: {{name: {name}, ownerReferences: [{{kind: \
             ReplicaSet, name: {owner}}}]}}\nspec: {{template: {{spec: {{}}}}}}\n"
        )
    };
    assert_eq!(clean(&(set("a", "b") + &set("b", "a"))).workloads.len(), 2);
}

#[test]
fn a_live_pod_has_addresses_and_a_phase() {
    let status = "podIP: 10.0.0.1, podIPs: [{ip: 10.0.0.1}, {ip: 'fd00::1'}], hostIP: 172.18.0.2, phase: Running";
    let inventory = clean(&(pod("a", "", "", status) + &pod("b", "", "", "podIP: '', phase: Succeeded")));
    let addresses: Vec<String> = inventory.workloads[0].pods[0].addresses.iter().map(ToString::to_string).collect();
    assert_eq!(addresses, ["10.0.0.1", "fd00::1"]);
    assert_eq!(inventory.workloads[0].pods[0].node_addresses.len(), 1);
    assert!(!inventory.workloads[0].is_finished() && inventory.workloads[1].is_finished());
}

#[test]
fn a_finished_pod_does_not_stand_for_its_template() {
    let job =
        "---\napiVersion: batch/v1\nkind: Job\nmetadata: {name: j, namespace: shop}\nspec: {template: {spec: {}}}\n";
    let done = pod("j-1", "{kind: Job, name: j}", "run: one", "phase: Failed");
    assert_eq!(shown(&clean(&format!("{job}{done}"))), ["shop/j[Job]", "shop/j[Job] run=one j-1"]);
}

#[test]
fn services_are_read_whole() {
    let text = "
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  type: LoadBalancer
  selector: {app: web}
  externalTrafficPolicy: Local
  clusterIP: 10.96.0.7
  ports:
  - {name: http, port: 80, targetPort: http, nodePort: 30080}
  - {port: 53, protocol: UDP}
  - {port: 81, targetPort: 8081}
---
{apiVersion: v1, kind: Service, metadata: {name: head, namespace: shop}, spec: {clusterIP: None, ports: null}}
---
{apiVersion: v1, kind: Service, metadata: {name: far, namespace: shop}, spec: {type: ExternalName, externalName: x.y}}
";
    let inventory = clean(text);
    let kinds: Vec<&ServiceKind> = inventory.services.iter().map(|service| &service.kind).collect();
    let far = ServiceKind::ExternalName("x.y".into());
    assert_eq!(kinds, [&far, &ServiceKind::Headless, &ServiceKind::LoadBalancer]);
    let web = inventory.service("shop", "web").expect("it is there");
    assert_eq!(
        (web.external_traffic_policy, web.internal_traffic_policy),
        (TrafficPolicy::Local, TrafficPolicy::Cluster)
    );
    let ports: Vec<_> = web.ports.iter().map(|port| (port.number, port.target.clone(), port.node_port)).collect();
    let expected = [
        (80, PortRef::Name("http".into()), Some(30080)),
        (53, PortRef::Number(53), None),
        (81, PortRef::Number(8081), None),
    ];
    assert_eq!(ports, expected);
    assert_eq!(web.cluster_ips.len(), 1);
    let selected = |text: &str| {
        let inventory = clean(&format!("{text}---{DEPLOYMENT}"));
        inventory.services.iter().map(|service| inventory.selected_by(service).count()).collect::<Vec<_>>()
    };
    assert_eq!(selected(text), [0, 0, 1]);
}

#[test]
fn configuration_is_read_and_secrets_are_not() {
    let inventory = clean(
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {b: x, a: 'y', e: null}, binaryData: {z: aa==}}\n---\n\
         {apiVersion: v1, kind: Secret, metadata: {name: s}, data: {password: aa==}, stringData: {p: 1}}\n---\n\
         apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: i}\nspec:\n  defaultBackend: {service: {name: d, \
         port: {number: 80}}}\n  rules:\n  - http: {paths: [{backend: {service: {name: web, port: {name: http}}}}, \
         {backend: {resource: {kind: X, name: y}}}]}\n---\nreplicas: 1\n",
    );
    let map = inventory.config_map("default", "c").expect("it is there");
    let entries: Vec<(&str, &str)> = map.entries.iter().map(|entry| (&*entry.key, &*entry.text)).collect();
    assert_eq!((entries, map.entry("b").is_some()), (vec![("a", "y"), ("b", "x")], true));
    let backends: Vec<_> =
        inventory.ingresses[0].backends.iter().map(|one| (&*one.service, one.port.clone())).collect();
    assert_eq!(backends, [("d", PortRef::Number(80)), ("web", PortRef::Name("http".into()))]);
    assert_eq!(inventory.others[&("v1".to_owned(), "Secret".to_owned())], 1);
    assert_eq!(inventory.no_objects.len(), 1);
}

#[test]
fn the_first_of_two_objects_of_one_name_counts() {
    let service = |port| {
        format!("---\napiVersion: v1\nkind: Service\nmetadata: {{name: s}}\nspec: {{ports: [{{port: {port}}}]}}\n")
    };
    let inventory = clean(&(service(1) + &service(2)));
    assert_eq!((inventory.services.len(), inventory.services[0].ports[0].number), (1, 1));
}

#[test]
fn what_the_api_server_would_refuse_is_found() {
    let messages = |metadata: &str, spec: &str| {
        let (_, found) = gather(&format!("apiVersion: v1\nkind: Pod\nmetadata: {metadata}\nspec: {spec}\n"));
        found.into_iter().map(|found| found.message).collect::<Vec<_>>()
    };
    let port = "expected a port: a whole number from 1 to 65535";
    for number in ["0", "65536", "-1", "'80'", "0x50", "1.5", "[]"] {
        assert_eq!(
            messages("{name: a}", &format!("{{containers: [{{ports: [{{containerPort: {number}}}]}}]}}")),
            [port]
        );
    }
    assert_eq!(messages("{name: 1}", "{}"), ["`1` needs quotes to be a string"]);
    assert_eq!(messages("{name: a, labels: {a: yes, b: 1.0, c: , d: [x]}}", "{}").len(), 3);
    assert_eq!(messages("{}", "{}"), ["the key `name` is missing"]);
    assert_eq!(messages("{name: a}", "null"), ["the key `spec` is missing"]);
    assert_eq!(
        messages("{name: a}", "{hostNetwork: yes, containers: x}"),
        ["expected `true` or `false`", "expected a list"]
    );
    let protocol = "{containers: [{ports: [{containerPort: 1, protocol: tcp}]}]}";
    assert_eq!(messages("{name: a}", protocol), ["expected one of `TCP`, `UDP`, `SCTP`, not `tcp`"]);
}
