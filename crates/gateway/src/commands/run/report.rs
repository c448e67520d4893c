//! What a command did, told from the gateway's own metrics before and after it: calls, refusals, other hosts.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

/// What was counted between two times.
#[derive(Debug, Default)]
pub(crate) struct Report {
    /// Calls by dialect, endpoint and class of status.
    calls: BTreeMap<(String, String), BTreeMap<String, u64>>,
    /// Requests stopped at the gate, by dialect and reason.
    denials: BTreeMap<(String, String), u64>,
    /// Other hosts, and how often they were refused and let through.
    elsewhere: BTreeMap<String, (u64, u64)>,
    is_shared: bool,
}

impl Report {
    /// The difference between two readings of a gateway's metrics. A shared gateway's holds what others did too.
    pub(crate) fn between(before: &str, after: &str, is_shared: bool) -> Self {
        let before: BTreeMap<&str, u64> = before.lines().filter_map(counter).collect();
        let mut report = Self { is_shared, ..Self::default() };
        for (name, count) in after.lines().filter_map(counter) {
            let count = count - before.get(name).copied().unwrap_or(0).min(count);
            if count == 0 {
                continue;
            }
            let label = |wanted| label(name, wanted).unwrap_or_default();
            if name.starts_with("portcullis_requests_total{") {
                let call = report.calls.entry((label("dialect"), label("endpoint"))).or_default();
                *call.entry(label("status")).or_default() += count;
            } else if name.starts_with("portcullis_denials_total{") {
                *report.denials.entry((label("dialect"), label("reason"))).or_default() += count;
            } else if name.starts_with("portcullis_elsewhere_total{") {
                let host = report.elsewhere.entry(label("host")).or_default();
                *(if label("passed") == "yes" { &mut host.1 } else { &mut host.0 }) += count;
            }
        }
        report
    }

    /// How many calls were answered.
    pub(crate) fn calls(&self) -> u64 {
        self.calls.values().flat_map(BTreeMap::values).sum()
    }

    /// For people.
    pub(crate) fn text(&self, ended: &str, took: Duration) -> String {
        let mut lines = vec![format!("portcullis: the command ended {ended} after {:.1} s", took.as_secs_f64())];
        if self.is_shared {
            lines.push("  (the gateway runs on its own: what others asked meanwhile is counted too)".to_owned());
        }
        if self.calls.is_empty() {
            lines.push("  no call reached the gateway; `portcullis doctor` says what runtimes need".to_owned());
        }
        for ((dialect, endpoint), statuses) in &self.calls {
            let endpoint = if endpoint == "-" { "(no such endpoint)" } else { endpoint };
            let counts: Vec<_> = statuses.iter().map(|(status, count)| format!("{count} × {status}")).collect();
            lines.push(format!("  {dialect:<8} {endpoint:<40} {}", counts.join(", ")));
        }
        for ((dialect, reason), count) in &self.denials {
            lines.push(format!("  {dialect:<8} stopped at the gate: {reason} {count} ×"));
        }
        for (host, (refused, passed)) in &self.elsewhere {
            let mut what = Vec::new();
            what.extend((*refused > 0).then(|| format!("refused {refused} ×")));
            what.extend((*passed > 0).then(|| format!("let through {passed} ×")));
            lines.push(format!("  elsewhere: {host} {}", what.join(", ")));
        }
        if self.elsewhere.is_empty() {
            lines.push("  elsewhere: no other host was asked of the proxy".to_owned());
        }
        lines.join("\n")
    }

    /// For scripts.
    pub(crate) fn json(&self, code: u8, took: Duration) -> Value {
        let calls: Vec<_> = self
            .calls
            .iter()
            .map(|((dialect, endpoint), statuses)| json!({"dialect": dialect, "endpoint": endpoint, "statuses": statuses}))
            .collect();
        let denials: Vec<_> = self
            .denials
            .iter()
            .map(|((dialect, reason), count)| json!({"dialect": dialect, "reason": reason, "count": count}))
            .collect();
        let elsewhere: Vec<_> = self
            .elsewhere
            .iter()
            .map(|(host, (refused, passed))| json!({"host": host, "refused": refused, "passed": passed}))
            .collect();
        let seconds = took.as_secs_f64();
        json!({"code": code, "seconds": seconds, "calls": calls, "denials": denials, "elsewhere": elsewhere})
    }
}

/// A counter's name with its labels, and its value. Other lines are left out.
fn counter(line: &str) -> Option<(&str, u64)> {
    let (name, value) = line.rsplit_once(' ')?;
    let counted = name.contains("_total{").then_some(name)?;
    Some((counted, value.parse().ok()?))
}

/// The value of a label. The gateway's labels hold no quotes: hosts are parsed before they are counted.
fn label(name: &str, wanted: &str) -> Option<String> {
    let (_, labels) = name.split_once('{')?;
    let at = labels.split_once(&format!("{wanted}=\""))?.1;
    Some(at.split_once('"')?.0.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialects::DIALECTS;
    use crate::metrics::Metrics;
    use dialect::Denial;

    #[test]
    fn a_report_is_what_the_metrics_gained() {
        let metrics = Metrics::new(&DIALECTS);
        let endpoint = &DIALECTS[0].endpoints()[0];
        let answer = |status| metrics.answered("v1.1", Some(endpoint), status, Duration::from_micros(5));
        answer(200);
        metrics.elsewhere("old.example:443", false);
        let before = metrics.text();
        answer(200);
        answer(200);
        answer(404);
        metrics.answered("v2", None, 404, Duration::from_micros(5));
        metrics.denied("v2", &Denial::UnknownToken);
        metrics.elsewhere("example.com:443", false);
        metrics.elsewhere("example.com:443", true);
        let report = Report::between(&before, &metrics.text(), false);
        assert_eq!(report.calls(), 4);
        let text = report.text("with 0", Duration::from_secs(2));
        for part in [
            "ended with 0 after 2.0 s",
            &format!("v1.1     {:<40} 2 × 2xx, 1 × 4xx", endpoint.name),
            "v2       (no such endpoint)",
            "v2       stopped at the gate: unknown_token 1 ×",
            "elsewhere: example.com:443 refused 1 ×, let through 1 ×",
        ] {
            assert!(text.contains(part), "{part:?} is not in\n{text}");
        }
        assert!(!text.contains("old.example"));
        let json = report.json(3, Duration::from_secs(2));
        assert_eq!(json["elsewhere"][0], json!({"host": "example.com:443", "refused": 1, "passed": 1}));
        assert_eq!(json["code"], 3);
    }

    #[test]
    fn nothing_is_told_of_nothing() {
        let text = Report::between("", "", true).text("with 1", Duration::ZERO);
        assert!(text.contains("no call reached the gateway") && text.contains("no other host"));
        assert!(text.contains("what others asked"));
    }
}
