//! What settings are taken, what is refused in which words, and what is never shown.

use super::*;

pub(crate) fn with(text: &str) -> Result<Settings, String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("own.toml");
    std::fs::write(&file, text).unwrap();
    Settings::read(Some(&file), &[])
}

#[test]
fn the_default_is_complete() {
    let settings = with("").unwrap();
    assert_eq!(settings.server.listen.to_string(), "127.0.0.1:8080");
    assert!(settings.server.listen.ip().is_loopback() && settings.admin.listen.ip().is_loopback());
    assert_eq!(settings.world.seed, Seed::Demo);
}

#[test]
fn unknown_settings_and_wrong_values_are_refused_in_one_line() {
    for (text, word) in [
        ("[server]\nlisen = \"127.0.0.1:1\"", "lisen"),
        ("[sever]\nlisten = \"127.0.0.1:1\"", "sever"),
        ("[server]\nlisten = \"here\"", "listen"),
        ("[limits.override]\n\"v1.1/nothing\" = 5", "v1.1/nothing"),
        ("[access]\nseal_key = \"abc\"", "seal_key"),
        ("[access]\ntimestamp_window = 0", "timestamp_window"),
        ("[store]\nworker = 5000", "worker"),
        ("[store]\npage_cache_mb = -1", "page_cache_mb"),
        ("[store]\nconsistency = \"bounded\"", "shared PostgreSQL"),
        ("[store]\nurl = \"postgres:///x\"\nconsistency = \"bounded\"\nbound_ms = 1", "bound_ms"),
        ("[store]\nurl = \"postgres:///x\"\nconsistency = \"bounded\"\nlisten_url = \"x\"", "listen_url"),
        ("[store]\nurl = \"postgres:///x\"\nconsistency = \"bounded\"\nread_url = \"x\"", "read_url"),
        ("[store]\nurl = \"postgres:///x\"\nread_url = \"postgres:///y\"", "needs store.consistency"),
        ("[store]\nmode = \"owned\"\nconsistency = \"bounded\"\nread_url = \"postgres:///y\"", "shared PostgreSQL"),
        ("[tls]\ncertificate = \"a.pem\"", "tls.key"),
        ("[tls]\nenabled = false", "proxy.enabled"),
        ("[proxy]\nlisten = \"0.0.0.0:1\"\nelsewhere = \"pass\"", "open proxy"),
        ("[limits]\npatience_ms = 0", "patience_ms"),
        ("[limits]\nshared = \"cache\"", "limits.shared"),
        ("[limits]\non_loss = \"ajar\"", "on_loss"),
        ("[server", "own.toml"),
    ] {
        let error = with(text).unwrap_err();
        assert!(error.contains(word) && !error.contains('\n'), "{text:?} gave {error:?}");
    }
}

#[test]
fn buckets_with_dots_and_slashes_are_kept_as_they_are() {
    let settings = with("[limits.override]\n\"v1.1/blocks/ids\" = 100").unwrap();
    assert_eq!(settings.limits.overrides.get("v1.1/blocks/ids"), Some(&100));
}

#[test]
fn flags_win() {
    let settings = Settings::read(None, &[("server.listen", "127.0.0.1:0".to_owned())]).unwrap();
    assert_eq!(settings.server.listen.port(), 0);
}

#[test]
fn passwords_are_not_shown() {
    let url = "\"postgres://me:hunter2@db.example/x\"";
    let settings = with(&format!("[store]\nurl = {url}\nlisten_url = {url}")).unwrap();
    assert_eq!(settings.shown().store.url, "postgres://me:…@db.example/x");
    assert_eq!(settings.shown().store.listen_url, "postgres://me:…@db.example/x");
    assert_eq!(without_password("postgres://me:hunter2@b/x?sslpassword=hunter2"), "postgres://me:…@b/x?sslpassword=…");
    let settings = with("[store]\nurl = \"postgres://a:1,b:2/x?password=hunter2&sslpassword=hunter2&host=c\"").unwrap();
    assert_eq!(settings.shown().store.url, "postgres://a:1,b:2/x?password=…&sslpassword=…&host=c");
    for (url, shown) in [
        ("redis://:hunter2@cache.example:6379/1", "redis://:…@cache.example:6379/1"),
        ("unix:///run/redis.sock?user=me&pass=hunter2&db=1", "unix:///run/redis.sock?user=me&pass=…&db=1"),
        ("unix:///run/redis.sock?pass=hunter2", "unix:///run/redis.sock?pass=…"),
        ("redis://cache.example", "redis://cache.example"),
        ("", ""),
    ] {
        assert_eq!(without_password(url), shown);
    }
}
