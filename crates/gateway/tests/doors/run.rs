//! `portcullis run`: a command's exit code, its environment, its signals, and the report.

use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn portcullis(folder: &std::path::Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_portcullis"));
    command.current_dir(folder);
    for (name, _) in std::env::vars() {
        if name.starts_with("PORTCULLIS") {
            command.env_remove(name);
        }
    }
    command
}

fn run(script: &str) -> (Output, Value) {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report.json");
    let output = portcullis(folder.path())
        .args(["run", "--ephemeral", "--report", "report.json", "--", "sh", "-c", script])
        .output()
        .unwrap();
    let text = std::fs::read_to_string(report).unwrap_or_else(|_| panic!("{output:?}"));
    assert!(!folder.path().join("data").exists(), "a throw-away world leaves nothing behind");
    (output, serde_json::from_str(&text).unwrap())
}

/// A call as a client with a host compiled in makes it, by the doctor's own probe.
fn call(host: &str) -> String {
    format!("'{}' doctor --probe https://{host}/2/users/me", env!("CARGO_BIN_EXE_portcullis"))
}

#[test]
fn the_exit_code_is_the_commands_and_the_report_has_its_calls() {
    let (output, report) = run(&format!("{} && {} ; exit 7", call("api.x.com"), call("api.twitter.com")));
    assert_eq!(output.status.code(), Some(7), "{output:?}");
    assert_eq!(report["code"], 7);
    assert_eq!(report["calls"][0]["endpoint"], "getUsersMe", "{report}");
    assert_eq!(report["calls"][0]["statuses"]["4xx"], 2, "{report}");
    assert_eq!(report["elsewhere"].as_array().unwrap().len(), 0);
}

#[test]
fn a_host_elsewhere_is_refused_and_named() {
    let (output, report) = run(&call("telemetry.example.com"));
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("403 Forbidden (Portcullis passes nothing on to telemetry.example.com:443)"), "{said}");
    assert_eq!(report["elsewhere"][0]["host"], "telemetry.example.com:443");
    assert_eq!(report["elsewhere"][0]["refused"], 1);
    assert_eq!(report["calls"].as_array().unwrap().len(), 0);
}

#[test]
fn the_environment_names_the_proxy_and_files_that_are_there() {
    let script = "for f in SSL_CERT_FILE REQUESTS_CA_BUNDLE NODE_EXTRA_CA_CERTS CURL_CA_BUNDLE GIT_SSL_CAINFO \
        AWS_CA_BUNDLE PERL_LWP_SSL_CA_FILE; do eval test -s \\$$f || { echo $f; exit 9; }; done; \
        test \"$HTTPS_PROXY\" = \"$https_proxy\" && test \"$NODE_USE_ENV_PROXY\" = 1 && test -n \"$NO_PROXY\" && \
        case $JAVA_TOOL_OPTIONS in *-Dhttps.proxyPort=*trust.jks*) ;; *) exit 8;; esac";
    let (output, _) = run(script);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}

#[test]
fn the_operators_commands_reach_the_throw_away_world() {
    let program = env!("CARGO_BIN_EXE_portcullis");
    let (output, _) = run(&format!("'{program}' user add newcomer && '{program}' user show newcomer"));
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stdout).contains("newcomer"));
}

#[cfg(unix)]
#[test]
fn signals_are_passed_on() {
    use std::io::{BufRead as _, BufReader};

    let folder = tempfile::tempdir().unwrap();
    let mut child = portcullis(folder.path())
        .args(["run", "--ephemeral", "--", "sh", "-c"])
        .arg("trap 'exit 33' TERM; echo ready; while :; do sleep 0.05; done")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(line, "ready\n");
    assert!(Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(33));
}

#[test]
fn a_running_gateway_is_found_and_a_command_that_is_not_there_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let inner = format!("'{}' run -- {}", env!("CARGO_BIN_EXE_portcullis"), call("api.x.com"));
    // The outer run starts a gateway on the store of this folder; the inner one finds it.
    let output = portcullis(folder.path()).args(["run", "--", "sh", "-c", &inner]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && said.contains("the gateway runs on its own"), "{said}");
    let output = portcullis(folder.path()).args(["run", "--ephemeral", "--", "no-such-command"]).output().unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot run no-such-command"));
}
