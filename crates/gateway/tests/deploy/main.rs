//! `docker-compose.yml`, the Dockerfile and the files beside them: that they fit together and that the program takes
//! what they set. No container engine is asked.

#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn yaml(path: &str) -> Value {
    serde_saphyr::from_str(&read(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A text with `${NAME:-default}` replaced by its default.
fn filled(text: &str) -> String {
    let Some((before, rest)) = text.split_once("${") else { return text.to_owned() };
    let (inside, after) = rest.split_once('}').unwrap();
    let (_, default) = inside.split_once(":-").unwrap_or_else(|| panic!("{inside} has no default"));
    format!("{before}{default}{}", filled(after))
}

/// What a service gets by its environment.
fn environment(service: &Value) -> BTreeMap<String, String> {
    let given = service["environment"].as_object().into_iter().flatten();
    given.map(|(name, value)| (name.clone(), filled(value.as_str().unwrap()))).collect()
}

/// What the image sets.
fn image() -> BTreeMap<String, String> {
    let text = read("crates/gateway/Dockerfile");
    let lines = text.lines().filter_map(|line| line.strip_prefix("ENV ")).flat_map(str::split_whitespace);
    lines.map(|pair| pair.split_once('=').unwrap()).map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// The settings that an environment comes to, or what the program says against it.
fn settings(environment: &BTreeMap<String, String>) -> Result<Value, String> {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_portcullis"));
    command.current_dir(folder.path()).args(["config", "show", "--json"]);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("PORTCULLIS")) {
        command.env_remove(name);
    }
    let output = command.envs(environment).output().unwrap();
    if output.status.success() {
        Ok(serde_json::from_slice(&output.stdout).unwrap())
    } else {
        Err(String::from_utf8(output.stderr).unwrap())
    }
}

fn gateways(compose: &Value) -> BTreeMap<&str, &Value> {
    let services = compose["services"].as_object().unwrap().iter();
    services.filter(|(_, service)| service["image"] == "portcullis").map(|(name, it)| (name.as_str(), it)).collect()
}

#[test]
fn the_program_takes_what_is_set() {
    let compose = yaml("docker-compose.yml");
    let mut count = 0;
    for (name, service) in gateways(&compose) {
        count += 1;
        let mut all = image();
        all.extend(environment(service));
        let told = settings(&all).unwrap_or_else(|told| panic!("{name}: {told}"));
        assert_eq!(told["server"]["listen"], "0.0.0.0:8080");
        assert_eq!(told["admin"]["listen"], "0.0.0.0:8081");
        assert_eq!(told["store"]["url"], "postgres://portcullis:…@postgres/portcullis");
        assert_eq!(told["store"]["worker"], -1, "{name} leases its number");
        let balancer = &compose["services"]["balancer"]["networks"]["default"]["ipv4_address"];
        assert_eq!(told["server"]["trusted_proxies"][0], format!("{}/32", balancer.as_str().unwrap()));
    }
    assert_eq!(count, 2);
}

#[test]
fn every_host_and_every_file_is_there() {
    let compose = yaml("docker-compose.yml");
    let services = compose["services"].as_object().unwrap();
    for (name, service) in services {
        for needed in service["depends_on"].as_object().into_iter().flatten().map(|(needed, _)| needed) {
            assert!(services[needed]["healthcheck"].is_object(), "{name} waits for {needed}, which is never healthy");
        }
        for (variable, value) in environment(service) {
            let host = value.split_once("://").map(|(_, rest)| rest.rsplit('@').next().unwrap());
            let host =
                host.or(variable.starts_with("GATEWAY_").then_some(value.as_str()).filter(|it| it.contains(':')));
            let Some(host) = host.and_then(|host| host.split([':', '/']).next()) else { continue };
            assert!(services.contains_key(host), "{name}: {variable} names {host}");
        }
        for volume in service["volumes"].as_array().into_iter().flatten().map(|volume| volume.as_str().unwrap()) {
            let source = volume.split(':').next().unwrap();
            let known = source
                .strip_prefix("./")
                .map_or(compose["volumes"].get(source).is_some(), |path| root().join(path).is_file());
            assert!(known, "{name} has {volume}");
        }
        for port in service["ports"].as_array().into_iter().flatten() {
            assert!(port.as_str().unwrap().starts_with("127.0.0.1:"), "{name} is published beyond loopback: {port}");
        }
    }
    let dockerfile = root().join("crates/gateway/Dockerfile");
    assert_eq!(compose["services"]["gateway-one"]["build"]["dockerfile"], "crates/gateway/Dockerfile");
    assert!(dockerfile.is_file());
}

#[test]
fn balancer_and_prometheus_know_every_gateway() {
    let compose = yaml("docker-compose.yml");
    let config = read("crates/gateway/deploy/haproxy.cfg");
    let used: BTreeSet<&str> = config
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(|line| line.split("${").skip(1))
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
        .filter(|name| !name.contains('-'))
        .collect();
    let given = environment(&compose["services"]["balancer"]);
    assert_eq!(used, given.keys().map(String::as_str).collect());
    let image = image();
    let port = |setting: &str| image[setting].rsplit_once(':').unwrap().1.to_owned();
    let (clients, operator) = (port("PORTCULLIS__SERVER__LISTEN"), port("PORTCULLIS__ADMIN__LISTEN"));
    let hosts = gateways(&compose).into_keys();
    let (mut to, mut watched) = (BTreeSet::new(), BTreeSet::new());
    for host in hosts {
        to.insert(format!("{host}:{clients}"));
        watched.insert(format!("{host}:{operator}"));
    }
    let named: BTreeSet<String> = given.values().filter(|value| value.contains(':')).cloned().collect();
    assert_eq!(named, to);
    assert!(given.values().filter(|value| !value.contains(':')).all(|value| *value == operator), "{given:?}");
    let prometheus = yaml("crates/gateway/deploy/prometheus.yml");
    let targets = prometheus["scrape_configs"][0]["static_configs"][0]["targets"].as_array().unwrap();
    assert_eq!(targets.iter().map(|target| target.as_str().unwrap().to_owned()).collect::<BTreeSet<_>>(), watched);
}
