//! Moments in the forms that the three APIs write them.

use block_graph::Timestamp;
use chrono::{DateTime, Utc};

fn utc(moment: Timestamp) -> DateTime<Utc> {
    // Out of chrono's range (beyond the year 260,000) is the epoch: no store mints such a moment.
    DateTime::from_timestamp_millis(moment.0).unwrap_or_default()
}

/// `Tue Feb 20 14:35:54 +0000 2007`, v1.1's form.
pub fn twitter(moment: Timestamp) -> String {
    utc(moment).format("%a %b %d %H:%M:%S +0000 %Y").to_string()
}

/// `2008-12-04T18:51:57.000Z`, v2's form.
pub fn iso_millis(moment: Timestamp) -> String {
    utc(moment).format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// `2012-07-16T17:23:34Z`, App.net's form.
pub fn iso_seconds(moment: Timestamp) -> String {
    utc(moment).format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// `Sat, 13 Feb 2021 22:10:56 GMT`, the form of HTTP headers.
pub fn http(moment: Timestamp) -> String {
    utc(moment).format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        let moment = Timestamp(1_171_982_154_007);
        assert_eq!(twitter(moment), "Tue Feb 20 14:35:54 +0000 2007");
        assert_eq!(iso_millis(moment), "2007-02-20T14:35:54.007Z");
        assert_eq!(iso_seconds(moment), "2007-02-20T14:35:54Z");
        assert_eq!(http(moment), "Tue, 20 Feb 2007 14:35:54 GMT");
    }
}
