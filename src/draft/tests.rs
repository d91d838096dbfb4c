use super::*;
use crate::diagnostic::{Diagnostics, Sources};
use crate::manifest::inventory::Gathering;
use crate::manifest::read;

/// The draft of these manifests, file after file.
#[track_caller]
fn drafted(text: &str) -> String {
    let (mut gathering, mut found, mut sources) = (Gathering::new("shop"), Diagnostics::default(), Sources::default());
    let source = sources.add("k8s/shop.yaml", text);
    read::objects(source, text, &mut found, &mut |object, found| gathering.add(&object, found));
    assert_eq!(found.into_sorted(), []);
    let files = project(&gathering.finish(), &sources, &[]);
    let intents = files.into_iter().filter(|file| file.path.starts_with("intents/"));
    intents.map(|file| format!("--- {}\n{}", file.path, file.text)).collect::<Vec<_>>().concat()
}

/// A Deployment whose pods are labelled `app=NAME`, with this container beside its name.
fn deployment(name: &str, container: &str) -> String {
    format!(
        "---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: {name}}}
spec:
  selector: {{matchLabels: {{app: {name}}}}}
  template:
    metadata: {{labels: {{app: {name}}}}}
    spec: {{containers: [{{name: main, {container}}}]}}
"
    )
}

/// A Service of the pods labelled `app=NAME`.
fn service(name: &str, rest: &str) -> String {
    format!(
        "---
apiVersion: v1
kind: Service
metadata: {{name: {name}}}
spec: {{selector: {{app: {name}}}, {rest}}}
"
    )
}

const REDIS: &str = "ports: [{name: redis, containerPort: 6379}]";

/// What is drafted for `web`, whose container is this, beside a Redis at port 80 of its Service.
#[track_caller]
fn web(container: &str) -> String {
    let redis = deployment("redis", REDIS) + &service("redis", "ports: [{port: 80, targetPort: redis}]");
    let text = drafted(&(redis + &deployment("web", container)));
    text.split("[services.web]\n").nth(1).unwrap_or_default().trim().to_owned()
}

#[test]
fn a_call_is_guessed_wherever_a_service_is_named() {
    let at = |container: &str, read: &str| {
        let call = format!("calls = [\"redis:redis\"]  # guess: {read}");
        assert_eq!(web(container), call, "{container}");
    };
    for address in [
        "redis:80",
        "redis.shop:80",
        "redis.shop.svc",
        "redis.shop.svc.cluster.local:80",
        "http://redis",
        "redis://user:password@redis:80/0",
        "other=1 redis:80",
        "a.example:1x,redis:80",
        "$(REDIS_SERVICE_HOST):$(REDIS_SERVICE_PORT)",
    ] {
        at(&format!("env: [{{name: A, value: \"{address}\"}}]"), "env A");
    }
    at("env: [{name: REDIS_HOST, value: redis}]", "env REDIS_HOST");
    at("env: [{name: REDIS_HOST, value: redis}, {name: REDIS_PORT, value: '80'}]", "env REDIS_HOST");
    at("env: [{name: NAME, value: redis}, {name: A, value: 'http://$(NAME):80'}]", "env A");
    at("args: [--redis-host=redis]", "arguments of container main");
    at("args: [--redis-host, redis]", "arguments of container main");
    at("command: [sh, -c, 'until nc -z redis 80; do sleep 1; done']", "arguments of container main");
}

#[test]
fn what_only_looks_like_a_service_is_no_call() {
    for container in [
        "env: [{name: POSTGRES_DB, value: redis}]",
        "env: [{name: STORE_TYPE, value: redis}]",
        "env: [{name: A, value: 'redis:6.2'}]",
        "env: [{name: IMAGE, value: 'docker.io/library/redis:80'}]",
        "args: [redis, --kind=redis]",
        "env: [{name: HOST, value: 0.0.0.0}, {name: ADDR, value: 'localhost:80'}]",
    ] {
        assert_eq!(web(container), "", "{container}");
    }
}

#[test]
fn what_cannot_be_an_edge_is_a_comment() {
    let note = |value: &str| web(&format!("env: [{{name: A_ADDR, value: '{value}'}}]"));
    assert_eq!(note("redis:81"), "# Service shop/redis has no port 81: env A_ADDR");
    assert_eq!(note("mail.example.com:25"), "# names mail.example.com:25, no Service of these manifests: env A_ADDR");
    assert_eq!(note("10.1.2.3:5432"), "# names 10.1.2.3:5432, no Service of these manifests: env A_ADDR");
    assert_eq!(note("https://kubernetes.default.svc"), "# seems to call `@kube-apiserver`: env A_ADDR");
}

/// All that stands below the heading of a service, over all files.
#[track_caller]
fn of(service: &str, manifests: &str) -> String {
    let text = drafted(manifests);
    let behind = text.split(&format!("[services.{service}]\n")).nth(1);
    behind.unwrap_or("not drafted").split("\n\n").next().unwrap_or_default().trim().to_owned()
}

#[test]
fn ports_have_the_names_of_containers_then_of_services() {
    let web = |container: &str, ports: &str| {
        of("web", &(deployment("web", container) + &service("web", &format!("ports: [{ports}]"))))
    };
    let http = "{name: http, port: 80, targetPort: 8080}";
    assert_eq!(web("ports: [{name: web, containerPort: 8080}]", http), "ports = { web = 8080 }");
    assert_eq!(web("ports: [{containerPort: 8080}]", http), "ports = { http = 8080 }");
    assert_eq!(web("ports: []", http), "ports = { http = 8080 }");
    assert_eq!(
        web("ports: [{containerPort: 8080}, {containerPort: 53, protocol: UDP}]", "{port: 8080}"),
        "ports = [\"53/udp\", 8080]"
    );
    assert_eq!(
        web("ports: [{containerPort: 8080}, {containerPort: 90}]", http),
        "ports = { port-90 = 90, http = 8080 }"
    );
    assert_eq!(
        web(
            "ports: [{name: any, containerPort: 1}, {name: a, containerPort: 2}]",
            "{name: far-too-long-for-it, port: 1}"
        ),
        "ports = { port-1 = 1, a = 2 }"
    );
    assert_eq!(web("ports: []", "{port: 80, targetPort: http}"), "");
    assert_eq!(
        web("ports: [{containerPort: 8080}]", "{port: 80, targetPort: 8081}"),
        "ports = [8080]\n# Service web leads to port 8081, which no container declares"
    );
}

#[test]
fn a_port_is_translated_on_the_way_save_to_the_pods_of_a_headless_service() {
    let call = |rest: &str, address: &str| {
        let env = format!("env: [{{name: A_ADDR, value: '{address}'}}]");
        let db = deployment("db", "ports: [{name: sql, containerPort: 5432}, {name: admin, containerPort: 9000}]");
        of("web", &(db + &service("db", rest) + &deployment("web", &env)))
    };
    let ports = "ports: [{port: 80, targetPort: 5432}, {name: admin, port: 81, targetPort: admin}]";
    assert_eq!(call(ports, "db:80"), "calls = [\"db:sql\"]  # guess: env A_ADDR");
    assert_eq!(call(ports, "db:81"), "calls = [\"db:admin\"]  # guess: env A_ADDR");
    assert_eq!(
        call(ports, "db"),
        "# Service shop/db has several ports, and it is not said which is called: env A_ADDR"
    );
    assert_eq!(call(ports, "http://db"), "calls = [\"db:sql\"]  # guess: env A_ADDR");
    let headless = format!("clusterIP: None, {ports}");
    assert_eq!(call(&headless, "db-0.db:9000"), "calls = [\"db:admin\"]  # guess: env A_ADDR");
    assert_eq!(call(&headless, "db.shop:5432"), "calls = [\"db:sql\"]  # guess: env A_ADDR");
}

#[test]
fn names_that_the_language_has_another_use_for_get_the_kind_before_them() {
    let text = drafted(&(deployment("namespace", "") + &deployment("group-a", "") + &deployment("a.b", "")));
    let headings: Vec<&str> = text.lines().filter(|line| line.starts_with('[')).collect();
    assert_eq!(headings, ["[services.\"a.b\"]", "[services.deployment-group-a]", "[services.deployment-namespace]"]);
}

#[test]
fn workloads_that_no_label_tells_apart_are_one_service() {
    let job = |name: &str| {
        deployment(name, "").replace("Deployment", "StatefulSet").replace(&format!("app: {name}"), "app: backup")
    };
    let text = drafted(&(job("backup") + &job("restore")));
    assert_eq!(text.matches("[services.").count(), 1);
    assert!(
        text.contains("# StatefulSet backup, k8s/shop.yaml\n# StatefulSet restore, k8s/shop.yaml\n[services.backup]\n"),
        "{text}"
    );
}

#[test]
fn the_namespaces_of_kubernetes_are_left_alone() {
    let dns = deployment("dns", "").replace("{name: dns}", "{name: dns, namespace: kube-system}");
    assert_eq!(drafted(&dns), "");
    let service = service("dns", "ports: [{port: 53}]").replace("{name: dns}", "{name: dns, namespace: kube-system}");
    let web = deployment("web", "env: [{name: A, value: 'dns.kube-system:53'}]");
    assert_eq!(
        of("web", &(dns + &service + &web)),
        "# seems to call Deployment kube-system/dns, Kubernetes' own, at port 53: env A"
    );
}

#[test]
fn a_cron_job_is_a_service_that_calls() {
    let redis = deployment("redis", REDIS) + &service("redis", "ports: [{port: 80, targetPort: redis}]");
    let cron = "---
apiVersion: batch/v1
kind: CronJob
metadata: {name: cleanup}
spec:
  jobTemplate:
    spec:
      template:
        metadata: {labels: {app: cleanup}}
        spec: {containers: [{name: main, env: [{name: A, value: 'redis:80'}]}]}
";
    let text = drafted(&(redis + cron));
    let cleanup = text.split("# CronJob cleanup, k8s/shop.yaml\n").nth(1).expect("the CronJob");
    assert!(
        cleanup.starts_with("[services.cleanup]\ncalls = [\"redis:redis\"]  # guess: env A\n"),
        "by the default selector: {cleanup}"
    );
}

#[test]
fn a_namespace_has_the_labels_of_its_object() {
    let namespace = |labels: &str| {
        let object = format!("---\napiVersion: v1\nkind: Namespace\nmetadata: {{name: shop, labels: {{{labels}}}}}\n");
        drafted(&(object + &deployment("web", REDIS)))
    };
    let text = namespace("env: prod, kubernetes.io/metadata.name: shop, team/x: ''");
    assert!(text.contains("\n[namespaces.shop]\nlabels = { env = \"prod\", \"team/x\" = \"\" }\n\n#"), "{text}");
    for labels in ["", "kubernetes.io/metadata.name: shop"] {
        assert!(!namespace(labels).contains("[namespaces"), "{labels}");
    }
}
