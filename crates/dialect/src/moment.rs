//! Moments in the forms that the three APIs write them.
//!
//! Written digit by digit: a page of users holds a moment each, and a format string would cost more than the rest of them.

use block_graph::Timestamp;
use chrono::{DateTime, Datelike, Timelike, Utc};

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn utc(moment: Timestamp) -> DateTime<Utc> {
    // Beyond the year 9999, where the forms end, is the epoch: no store mints such a moment.
    let moment = DateTime::from_timestamp_millis(moment.0).unwrap_or_default();
    if (0..=9999).contains(&moment.year()) { moment } else { DateTime::default() }
}

/// A text under construction.
struct Text(String);

impl Text {
    fn number(mut self, value: u32, width: usize) -> Self {
        let mut digits = [b'0'; 4];
        let mut rest = value;
        for digit in digits.iter_mut().rev() {
            *digit = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        self.0.extend(digits[4 - width..].iter().map(|digit| char::from(*digit)));
        self
    }

    fn text(mut self, text: &str) -> Self {
        self.0.push_str(text);
        self
    }

    fn clock(self, at: DateTime<Utc>) -> Self {
        self.number(at.hour(), 2).text(":").number(at.minute(), 2).text(":").number(at.second(), 2)
    }

    fn date(self, at: DateTime<Utc>) -> Self {
        self.number(year(at), 4).text("-").number(at.month(), 2).text("-").number(at.day(), 2).text("T")
    }
}

fn text() -> Text {
    Text(String::with_capacity(32))
}

fn year(at: DateTime<Utc>) -> u32 {
    at.year().unsigned_abs()
}

fn day(at: DateTime<Utc>) -> &'static str {
    DAYS[at.weekday().num_days_from_monday() as usize]
}

fn month(at: DateTime<Utc>) -> &'static str {
    MONTHS[at.month0() as usize]
}

/// `Tue Feb 20 14:35:54 +0000 2007`, v1.1's form.
pub fn twitter(moment: Timestamp) -> String {
    let at = utc(moment);
    let text = text().text(day(at)).text(" ").text(month(at)).text(" ").number(at.day(), 2).text(" ").clock(at);
    text.text(" +0000 ").number(year(at), 4).0
}

/// `2008-12-04T18:51:57.000Z`, v2's form.
pub fn iso_millis(moment: Timestamp) -> String {
    let at = utc(moment);
    text().date(at).clock(at).text(".").number(at.timestamp_subsec_millis(), 3).text("Z").0
}

/// `2012-07-16T17:23:34Z`, App.net's form.
pub fn iso_seconds(moment: Timestamp) -> String {
    let at = utc(moment);
    text().date(at).clock(at).text("Z").0
}

/// `Sat, 13 Feb 2021 22:10:56 GMT`, the form of HTTP headers.
pub fn http(moment: Timestamp) -> String {
    let at = utc(moment);
    let text = text().text(day(at)).text(", ").number(at.day(), 2).text(" ").text(month(at)).text(" ");
    text.number(year(at), 4).text(" ").clock(at).text(" GMT").0
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

    /// Beside chrono's own formatting, over leap days, ends of years and moments before the epoch.
    #[test]
    fn as_a_format_string_would_write_them() {
        for step in -4_000..12_000 {
            let moment = Timestamp(step * 12_345_678_901);
            let at = utc(moment);
            assert_eq!(twitter(moment), at.format("%a %b %d %H:%M:%S +0000 %Y").to_string());
            assert_eq!(iso_millis(moment), at.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string());
            assert_eq!(http(moment), at.format("%a, %d %b %Y %H:%M:%S GMT").to_string());
        }
        assert_eq!(iso_seconds(Timestamp(i64::MAX)), "1970-01-01T00:00:00Z");
    }
}
