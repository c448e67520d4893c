//! Moments in the forms that the three APIs write them.
//!
//! Written digit by digit into constant text: a page of users holds a moment each, and a format string would cost more than
//! the rest of them. The tests hold the calendar against chrono's.

use block_graph::Timestamp;

const DAYS: [&[u8; 3]; 7] = [b"Mon", b"Tue", b"Wed", b"Thu", b"Fri", b"Sat", b"Sun"];
const MONTHS: [&[u8; 3]; 12] =
    [b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"];

/// A moment on the calendar and the clock, in UTC.
struct At {
    year: u32,
    /// From 1.
    month: u32,
    /// From 1.
    day: u32,
    /// From Monday, which is 0.
    weekday: u32,
    /// Since midnight.
    millis: u32,
}

impl At {
    /// The proleptic Gregorian calendar, counted in eras of 400 years that begin in March, so that a leap day ends a year.
    fn new(moment: Timestamp) -> Self {
        /// Milliseconds of a day.
        const DAY: u64 = 86_400_000;
        /// The years 0 to 9999 begin and end so many days from 1970-01-01.
        const FIRST: i64 = -719_528;
        const BEYOND: i64 = 2_932_897;
        // Counted from the first of them, nothing is below nothing.
        let since = |day: i64| (day - FIRST) as u64 * DAY;
        let moment = moment.0.checked_sub(FIRST * DAY as i64).and_then(|moment| u64::try_from(moment).ok());
        // Beyond the year 9999, where the forms end, is the epoch: no store mints such a moment.
        let moment = moment.filter(|moment| *moment < since(BEYOND)).unwrap_or(since(0));
        let (day, millis) = ((moment / DAY) as u32, (moment % DAY) as u32);
        // Days since 0000-03-01 and 400 years; in quarters, so that a year has 1461.
        let quarters = 4 * (day + 146_097 - 60) + 3;
        let (century, of_century) = (quarters / 146_097, (quarters % 146_097) | 3);
        let (year_of_century, day_of_year) = (of_century / 1461, of_century % 1461 / 4);
        // Months from March on have 153 days in five.
        let month = (5 * day_of_year + 2) / 153;
        let january = u32::from(month >= 10);
        Self {
            year: 100 * century + year_of_century + january - 400,
            month: if month < 10 { month + 3 } else { month - 9 },
            day: day_of_year - (153 * month + 2) / 5 + 1,
            weekday: (day + 5) % 7,
            millis,
        }
    }

    fn weekday(&self) -> [u8; 3] {
        *DAYS[self.weekday as usize]
    }

    fn month(&self) -> [u8; 3] {
        *MONTHS[self.month as usize - 1]
    }

    fn year(&self) -> [u8; 4] {
        let ([a, b], [c, d]) = (pair(self.year / 100), pair(self.year % 100));
        [a, b, c, d]
    }

    /// `18:51:57`
    fn clock(&self) -> [u8; 8] {
        let seconds = self.millis / 1000;
        let ([a, b], [c, d], [e, f]) = (pair(seconds / 3600), pair(seconds / 60 % 60), pair(seconds % 60));
        [a, b, b':', c, d, b':', e, f]
    }

    /// `2008-12-04T18:51:57`
    fn iso(&self) -> [u8; 19] {
        let mut text = *b"0000-00-00T00:00:00";
        text[..4].copy_from_slice(&self.year());
        text[5..7].copy_from_slice(&pair(self.month));
        text[8..10].copy_from_slice(&pair(self.day));
        text[11..].copy_from_slice(&self.clock());
        text
    }
}

/// The two digits of each number below a hundred.
static PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[0; 2]; 100];
    let mut number = 0;
    while number < 100 {
        pairs[number] = [b'0' + (number / 10) as u8, b'0' + (number % 10) as u8];
        number += 1;
    }
    pairs
};

/// The two digits of a number below a hundred.
#[inline]
fn pair(number: u32) -> [u8; 2] {
    PAIRS[number as usize]
}

/// What `push` writes, which is ASCII.
fn text(push: impl FnOnce(&mut Vec<u8>)) -> String {
    let mut text = Vec::with_capacity(32);
    push(&mut text);
    String::from_utf8(text).unwrap_or_default()
}

/// `Tue Feb 20 14:35:54 +0000 2007`, v1.1's form.
pub fn twitter(moment: Timestamp) -> String {
    text(|out| push_twitter(out, moment))
}

/// Appends [`twitter`]'s form.
pub fn push_twitter(out: &mut Vec<u8>, moment: Timestamp) {
    let at = At::new(moment);
    let mut text = *b"Tue Feb 20 14:35:54 +0000 2007";
    text[..3].copy_from_slice(&at.weekday());
    text[4..7].copy_from_slice(&at.month());
    text[8..10].copy_from_slice(&pair(at.day));
    text[11..19].copy_from_slice(&at.clock());
    text[26..].copy_from_slice(&at.year());
    out.extend_from_slice(&text);
}

/// `2008-12-04T18:51:57.000Z`, v2's form.
pub fn iso_millis(moment: Timestamp) -> String {
    text(|out| push_iso_millis(out, moment))
}

/// Appends [`iso_millis`]' form.
pub fn push_iso_millis(out: &mut Vec<u8>, moment: Timestamp) {
    let at = At::new(moment);
    let millis = at.millis % 1000;
    let [tens, ones] = pair(millis % 100);
    out.extend_from_slice(&at.iso());
    out.extend_from_slice(&[b'.', b'0' + (millis / 100) as u8, tens, ones, b'Z']);
}

/// `2012-07-16T17:23:34Z`, App.net's form.
pub fn iso_seconds(moment: Timestamp) -> String {
    text(|out| push_iso_seconds(out, moment))
}

/// Appends [`iso_seconds`]' form.
pub fn push_iso_seconds(out: &mut Vec<u8>, moment: Timestamp) {
    out.extend_from_slice(&At::new(moment).iso());
    out.push(b'Z');
}

/// `Sat, 13 Feb 2021 22:10:56 GMT`, the form of HTTP headers.
pub fn http(moment: Timestamp) -> String {
    let at = At::new(moment);
    let mut text = *b"Sat, 13 Feb 2021 22:10:56 GMT";
    text[..3].copy_from_slice(&at.weekday());
    text[5..7].copy_from_slice(&pair(at.day));
    text[8..11].copy_from_slice(&at.month());
    text[12..16].copy_from_slice(&at.year());
    text[17..25].copy_from_slice(&at.clock());
    self::text(|out| out.extend_from_slice(&text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, Datelike};

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
            let at = DateTime::from_timestamp_millis(moment.0).unwrap();
            assert_eq!(twitter(moment), at.format("%a %b %d %H:%M:%S +0000 %Y").to_string());
            assert_eq!(iso_millis(moment), at.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string());
            assert_eq!(http(moment), at.format("%a, %d %b %Y %H:%M:%S GMT").to_string());
        }
        for far in [i64::MAX, i64::MIN, 253_402_300_800_000, -62_167_219_200_001] {
            assert_eq!(iso_seconds(Timestamp(far)), "1970-01-01T00:00:00Z");
        }
        assert_eq!(iso_millis(Timestamp(253_402_300_799_999)), "9999-12-31T23:59:59.999Z");
        assert_eq!(http(Timestamp(-62_167_219_200_000)), "Sat, 01 Jan 0000 00:00:00 GMT");
    }

    /// Every day of a thousand years.
    #[test]
    fn the_calendar_is_chronos() {
        for day in -200_000..165_000_i64 {
            let moment = Timestamp(day * 86_400_000 + 12_345);
            let at = DateTime::from_timestamp_millis(moment.0).unwrap();
            let (year, month, weekday) = (at.year_ce().1, at.month(), at.weekday().num_days_from_monday());
            let found = At::new(moment);
            assert_eq!((found.year, found.month, found.day, found.weekday), (year, month, at.day(), weekday));
        }
    }
}
