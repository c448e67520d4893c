//! What to set to point a client library at the gateway: one entry a client, in the client's own language.
//!
//! Where a client has its host compiled in, that is said; such clients need a proxy in front.

/// The names of the clients that are known.
pub(crate) fn names() -> Vec<&'static str> {
    CLIENTS.iter().map(|(name, _)| *name).collect()
}

/// The lines for one client, with the gateway's base address filled in.
pub(crate) fn lines(client: &str, base: &str) -> Option<Vec<String>> {
    let host = base.split_once("://").map_or(base, |(_, host)| host);
    let (_, lines) = CLIENTS.iter().find(|(name, _)| *name == client)?;
    Some(lines.iter().map(|line| line.replace("{base}", base).replace("{host}", host)).collect())
}

const CLIENTS: &[(&str, &[&str])] = &[
    (
        "adnpy",
        &[
            "# Python; App.net",
            "api = adnpy.API.build_api(api_root='{base}/stream/0', access_token=APP_NET_USER_TOKEN)",
        ],
    ),
    (
        "curl",
        &[
            "# v1.1 signs each call; v2 and App.net take a bearer",
            "curl '{base}/1.1/blocks/ids.json' -H \"$(portcullis sign GET '{base}/1.1/blocks/ids.json')\"",
            "curl '{base}/2/users/me' -H \"Authorization: Bearer $OAUTH2_USER_BEARER\"",
            "curl '{base}/stream/0/users/me' -H \"Authorization: Bearer $APP_NET_USER_TOKEN\"",
        ],
    ),
    (
        "pnutpy",
        &[
            "# Python; App.net's successor, which speaks the same calls",
            "api = pnutpy.API.build_api(api_root='{base}/stream/0', access_token=APP_NET_USER_TOKEN)",
        ],
    ),
    ("python-twitter", &["# Python; v1.1", "api = twitter.Api(..., base_url='{base}/1.1')"]),
    ("python-twitter-v2", &["# Python; v2", "pytwitter.Api.BASE_URL_V2 = '{base}/2'"]),
    ("sixohsix-twitter", &["# Python; v1.1", "t = twitter.Twitter(auth=..., domain='{host}', secure=False)"]),
    (
        "tweepy",
        &[
            "# Python; v1.1 and v2. It speaks https to api.twitter.com only: mount an adapter on its session that sends",
            "# the signed request to {base} with 'X-Forwarded-Proto: https' and the Host it was signed for, or put a",
            "# proxy that ends TLS in front and set HTTPS_PROXY and REQUESTS_CA_BUNDLE.",
        ],
    ),
    (
        "twitter-api-v2",
        &[
            "// Node; v1.1 and v2",
            "const client = new TwitterApi(tokens, { httpAgent: new http.Agent() });",
            "client.v1.setPrefix('{base}/1.1/'); client.v2.setPrefix('{base}/2/');",
        ],
    ),
    ("twitter-npm", &["// Node, the package `twitter`; v1.1", "new Twitter({ ..., rest_base: '{base}/1.1' })"]),
    ("twython", &["# Python; v1.1", "tw = Twython(...)", "tw.api_url = '{base}/%s'"]),
    ("xdk", &["# Python, X's own; v2", "client = xdk.Client(base_url='{base}', access_token=OAUTH2_USER_BEARER)"]),
    (
        "xdk-npm",
        &[
            "// Node, X's own (@xdevplatform/xdk); v2",
            "new Client({ baseUrl: '{base}', accessToken: OAUTH2_USER_BEARER })",
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_client_has_lines_and_the_base_is_filled_in() {
        for name in names() {
            let lines = lines(name, "http://127.0.0.1:8080").unwrap().join("\n");
            assert!(
                lines.contains("127.0.0.1:8080") && !lines.contains("{base}") && !lines.contains("{host}"),
                "{name}"
            );
        }
        assert!(names().is_sorted());
        assert_eq!(lines("nobody", "http://x"), None);
    }
}
