//! What clients and the operator are told where limits are counted together: by settings alone, over sockets.

use crate::house::{House, connect, get, with};

/// What the operator is told.
fn told(house: &House, path: &str) -> (String, String) {
    let (head, body) = get(&mut connect(house.admin), "127.0.0.1", path, "Accept: */*");
    (head.lines().next().unwrap_or_default().to_owned(), body)
}

#[test]
fn a_gateway_that_counts_alone_says_nothing_of_it() {
    let house = with(|_| {});
    assert_eq!(told(&house, "/readyz").1, r#"{"status":"ok"}"#);
    assert!(!told(&house, "/metrics").1.contains("shared_limits"));
}

#[cfg(feature = "redis")]
mod together {
    use portcullis::settings::{OnLoss, Settings};

    use super::told;
    use crate::house::{BEARER, House, connect, get, with};

    /// The same in all gateways that count together; other tests have others.
    fn key() -> String {
        format!("{:0>64x}", std::process::id())
    }

    fn counting_on(url: &str, on_loss: OnLoss, key: &str) -> House {
        with(|settings: &mut Settings| {
            settings.limits.shared = url.to_owned();
            settings.limits.on_loss = on_loss;
            settings.limits.patience_ms = 10_000;
            settings.access.seal_key = key.to_owned();
        })
    }

    fn server() -> String {
        std::env::var("TEST_REDIS_URL").unwrap_or_else(|_| {
            panic!("tests of limits that are counted together need a server: run `make test`, or set TEST_REDIS_URL")
        })
    }

    fn asked(house: &House) -> (u16, Option<u32>) {
        let (head, _) = get(&mut connect(house.doors.http), "127.0.0.1", "/2/users/me", BEARER);
        let left = head.to_lowercase().split_once("x-rate-limit-remaining: ").map(|(_, rest)| rest.to_owned());
        let left = left.and_then(|left| left.lines().next()?.parse().ok());
        (head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap(), left)
    }

    #[test]
    fn two_gateways_count_as_one() {
        let houses = [(); 2].map(|()| counting_on(&server(), OnLoss::Closed, &key()));
        let lefts: Vec<_> = (0..4).map(|turn| asked(&houses[turn % 2]).1.unwrap()).collect();
        assert_eq!(lefts, [74, 73, 72, 71]);
        for house in &houses {
            let (status, body) = told(house, "/readyz");
            assert_eq!((status.as_str(), body.contains(r#""limits":"shared""#)), ("HTTP/1.1 200 OK", true), "{body}");
            let (_, metrics) = told(house, "/metrics");
            for line in ["\nportcullis_shared_limits_up 1\n", "\nportcullis_shared_limits_losses_total 0\n"] {
                assert!(metrics.contains(line), "{metrics}");
            }
        }
    }

    #[test]
    fn a_server_that_is_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let nowhere = format!("unix://{}", folder.path().join("nobody").display());
        for (on_loss, answer, ready) in [
            (OnLoss::Open, (200, Some(74)), ("HTTP/1.1 200 OK", "ok")),
            (OnLoss::Closed, (503, None), ("HTTP/1.1 503 Service Unavailable", "unavailable")),
        ] {
            let house = counting_on(&nowhere, on_loss, &key());
            assert_eq!(asked(&house), answer);
            let (status, body) = told(&house, "/readyz");
            let body: serde_json::Value = serde_json::from_str(&body).unwrap();
            assert_eq!((status.as_str(), body["status"].as_str().unwrap()), ready);
            assert_eq!(body["limits"], "lost");
            let (_, metrics) = told(&house, "/metrics");
            assert!(metrics.contains("\nportcullis_shared_limits_up 0\n"), "{metrics}");
        }
    }
}
