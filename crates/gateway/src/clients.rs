//! What to set to bring a client library to the gateway, as lines for a shell: comments in the client's own language, and
//! the variables that work for all.
//!
//! `eval "$(portcullis env CLIENT)"` is what `portcullis run` does for one command. Where a client takes a base address
//! too, that is said; where it heeds no proxy, what else helps.

use std::ffi::OsString;
use std::net::SocketAddr;

/// The names of the clients that are known.
pub(crate) fn names() -> Vec<&'static str> {
    CLIENTS.iter().map(|(name, _)| *name).collect()
}

/// The lines for one client of a gateway at that base address, with its proxy there.
pub(crate) fn lines(
    client: &str,
    base: &str,
    proxy: Option<SocketAddr>,
    variables: &[(&'static str, OsString)],
) -> Option<Vec<String>> {
    let host = base.split_once("://").map_or(base, |(_, host)| host);
    let (_, words) = CLIENTS.iter().find(|(name, _)| *name == client)?;
    let proxy =
        proxy.map_or_else(|| ("-".to_owned(), "-".to_owned()), |at| (at.ip().to_string(), at.port().to_string()));
    let filled = |line: &&str| {
        let line = line.replace("{base}", base).replace("{host}", host);
        format!("# {}", line.replace("{proxy_host}", &proxy.0).replace("{proxy_port}", &proxy.1))
    };
    let mut lines: Vec<String> = words.iter().map(filled).collect();
    lines.extend(variables.iter().map(|(name, value)| format!("export {name}={}", quoted(&value.to_string_lossy()))));
    Some(lines)
}

/// A text as a shell reads it back.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

const CLIENTS: &[(&str, &[&str])] = &[
    (
        "adnpy",
        &["Python; App.net", "api = adnpy.API.build_api(api_root='{base}/stream/0', access_token=APP_NET_USER_TOKEN)"],
    ),
    (
        "curl",
        &[
            "v1.1 signs each call; v2 and App.net take a bearer. The real addresses work as well.",
            "curl '{base}/1.1/blocks/ids.json' -H \"$(portcullis sign GET '{base}/1.1/blocks/ids.json')\"",
            "curl '{base}/2/users/me' -H \"Authorization: Bearer $OAUTH2_USER_BEARER\"",
            "curl '{base}/stream/0/users/me' -H \"Authorization: Bearer $APP_NET_USER_TOKEN\"",
        ],
    ),
    (
        "egg-mode",
        &[
            "Rust; v1.1. It heeds no proxy: name this machine api.twitter.com in /etc/hosts and have https on its port,",
            "portcullis serve --tls 127.0.0.1:443 (which takes the right to open that port)",
        ],
    ),
    (
        "pnutpy",
        &[
            "Python; App.net's successor, which speaks the same calls",
            "api = pnutpy.API.build_api(api_root='{base}/stream/0', access_token=APP_NET_USER_TOKEN)",
        ],
    ),
    ("python-twitter", &["Python; v1.1", "api = twitter.Api(..., base_url='{base}/1.1')"]),
    ("python-twitter-v2", &["Python; v2", "pytwitter.Api.BASE_URL_V2 = '{base}/2'"]),
    (
        "ruby-twitter",
        &[
            "Ruby, the gem `twitter`; v1.1. Its http.rb heeds no variable for the proxy: give it there",
            "Twitter::REST::Client.new { |c| c.proxy = { host: '{proxy_host}', port: {proxy_port} } }",
        ],
    ),
    ("sixohsix-twitter", &["Python; v1.1", "t = twitter.Twitter(auth=..., domain='{host}', secure=False)"]),
    ("twarc", &["Python; v1.1 and v2. Its addresses are compiled in."]),
    ("tweepy", &["Python; v1.1 and v2. Host and https are compiled in."]),
    ("twit", &["Node; v1.1. Host and https are compiled in."]),
    (
        "twitter-api-v2",
        &[
            "Node; v1.1 and v2",
            "const client = new TwitterApi(tokens, { httpAgent: new http.Agent() });",
            "client.v1.setPrefix('{base}/1.1/'); client.v2.setPrefix('{base}/2/');",
        ],
    ),
    ("twitter-npm", &["Node, the package `twitter`; v1.1", "new Twitter({ ..., rest_base: '{base}/1.1' })"]),
    ("twitter-v2", &["Rust; v2. Host and https are compiled in."]),
    ("TwitterAPI", &["Python; v1.1 and v2. Host and https are compiled in."]),
    ("twython", &["Python; v1.1", "tw = Twython(...)", "tw.api_url = '{base}/%s'"]),
    ("xdk", &["Python, X's own; v2", "client = xdk.Client(base_url='{base}', access_token=OAUTH2_USER_BEARER)"]),
    (
        "xdk-npm",
        &[
            "Node, X's own (@xdevplatform/xdk); v2",
            "new Client({ baseUrl: '{base}', accessToken: OAUTH2_USER_BEARER })",
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_client_has_lines_and_all_is_filled_in() {
        let proxy = "127.0.0.1:8082".parse().ok();
        for name in names() {
            let lines = lines(name, "http://127.0.0.1:8080", proxy, &[("HTTPS_PROXY", "http://127.0.0.1:8082".into())]);
            let lines = lines.unwrap();
            assert!(lines.iter().all(|line| line.starts_with("# ") || line.starts_with("export ")), "{name}");
            let text = lines.join("\n");
            assert!(!["{base}", "{host}", "{proxy"].iter().any(|hole| text.contains(hole)), "{name}");
            assert!(text.ends_with("export HTTPS_PROXY='http://127.0.0.1:8082'"), "{name}");
        }
        assert!(names().is_sorted_by_key(|name| name.to_lowercase()));
        assert_eq!(lines("nobody", "http://x", None, &[]), None);
    }

    #[test]
    fn the_table_and_the_command_know_the_same_clients() {
        let page = include_str!("../../../docs/clients.md");
        let rows = page.lines().skip_while(|line| !line.starts_with("| client |")).skip(2);
        let rows = rows.take_while(|line| line.starts_with("| "));
        let told: std::collections::BTreeSet<_> =
            rows.map(|row| row.trim_start_matches("| ").split([' ', '.']).next().unwrap_or_default()).collect();
        assert_eq!(told, names().into_iter().collect());
    }

    #[test]
    fn a_shell_reads_back_what_is_quoted() {
        let text = "a 'b' $c \\ \"d\"";
        let script = format!("printf %s {}", quoted(text));
        let output = std::process::Command::new("sh").args(["-c", &script]).output().unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap(), text);
    }
}
