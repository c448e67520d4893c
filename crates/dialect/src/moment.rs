//! Moments in the forms that the three APIs write them.
//!
//! Written digit by digit into constant text: a page of users holds a moment each, and a format string would cost more than
//! the rest of them. The tests hold the calendar against chrono's.

use block_graph::Timestamp;

use crate::digits::quad;

/// With what stands after them, and as many as an index of three or four bits names: such an index needs no check.
const DAYS: [&[u8; 4]; 8] = [b"Mon ", b"Tue ", b"Wed ", b"Thu ", b"Fri ", b"Sat ", b"Sun ", b"    "];
const MONTHS: [&[u8; 4]; 16] = [
    b"    ", b"Jan ", b"Feb ", b"Mar ", b"Apr ", b"May ", b"Jun ", b"Jul ", b"Aug ", b"Sep ", b"Oct ", b"Nov ",
    b"Dec ", b"    ", b"    ", b"    ",
];

/// The days of four years of which the third has a leap day, as from 1970 to 2097.
const FOUR_YEARS: usize = 4 * 365 + 1;

/// The year from 0, the month and the day of each, in four bytes.
static DATES: [[u8; 4]; FOUR_YEARS] = {
    let mut dates = [[0; 4]; FOUR_YEARS];
    let ([mut year, mut month, mut day], mut at) = ([0, 1, 1], 0);
    while at < FOUR_YEARS {
        dates[at] = [year, month, day, 0];
        let days = match month {
            2 if year == 2 => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        (month, day) = if day < days { (month, day + 1) } else { (month + 1, 1) };
        (year, month) = if month <= 12 { (year, month) } else { (year + 1, 1) };
        at += 1;
    }
    dates
};

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
        let weekday = (day + 5) % 7;
        // Nearly all moments: four years are like the next four.
        let since_epoch = day.wrapping_sub(-FIRST as u32);
        if since_epoch < 32 * FOUR_YEARS as u32
            && let Some([year, month, day, _]) = DATES.get((since_epoch % FOUR_YEARS as u32) as usize)
        {
            let year = 1970 + since_epoch / FOUR_YEARS as u32 * 4 + u32::from(*year);
            return Self { year, month: (*month).into(), day: (*day).into(), weekday, millis };
        }
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
            weekday,
            millis,
        }
    }

    /// `Tue `
    #[inline]
    fn weekday(&self) -> [u8; 4] {
        *DAYS[(self.weekday & 7) as usize]
    }

    /// `Feb `
    #[inline]
    fn month(&self) -> [u8; 4] {
        *MONTHS[(self.month & 15) as usize]
    }

    #[inline]
    fn year(&self) -> [u8; 4] {
        quad(self.year)
    }

    /// `18:51:57`
    #[inline]
    fn clock(&self) -> [u8; 8] {
        let seconds = self.millis / 1000;
        let (hours, seconds) = (seconds / 3600, seconds % 3600);
        // A byte of each three, so that all tens are found at once.
        let parts = u64::from(hours) | u64::from(seconds / 60) << 24 | u64::from(seconds % 60) << 48;
        let tens = (parts * 103) >> 10 & 0x000f_0000_0f00_000f;
        let digits = tens | (parts - 10 * tens) << 8;
        (digits | u64::from_le_bytes(*b"00:00:00")).to_le_bytes()
    }

    /// `2008-12-04T18:51:57`, into its place.
    #[inline]
    fn iso(&self, text: &mut [u8; 19]) {
        text[..4].copy_from_slice(&self.year());
        let [tens, ones] = pair(self.month);
        text[4..8].copy_from_slice(&[b'-', tens, ones, b'-']);
        text[8..10].copy_from_slice(&pair(self.day));
        text[10] = b'T';
        text[11..].copy_from_slice(&self.clock());
    }
}

/// The two digits of a number below a hundred.
#[inline]
fn pair(number: u32) -> [u8; 2] {
    let [_, _, tens, ones] = quad(number);
    [tens, ones]
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
#[inline]
pub fn push_twitter(out: &mut Vec<u8>, moment: Timestamp) {
    let mut text = *b"Tue Feb 20 14:35:54 +0000 2007";
    fill_twitter(&mut text, moment);
    out.extend_from_slice(&text);
}

/// Writes [`twitter`]'s form over a moment of the same form.
pub fn fill_twitter(text: &mut [u8; 30], moment: Timestamp) {
    let at = At::new(moment);
    text[..4].copy_from_slice(&at.weekday());
    text[4..8].copy_from_slice(&at.month());
    text[8..10].copy_from_slice(&pair(at.day));
    text[11..19].copy_from_slice(&at.clock());
    text[26..].copy_from_slice(&at.year());
}

/// `2008-12-04T18:51:57.000Z`, v2's form.
pub fn iso_millis(moment: Timestamp) -> String {
    text(|out| push_iso_millis(out, moment))
}

/// Appends [`iso_millis`]' form.
pub fn push_iso_millis(out: &mut Vec<u8>, moment: Timestamp) {
    let mut text = *b"2008-12-04T18:51:57.000Z";
    fill_iso_millis(&mut text, moment);
    out.extend_from_slice(&text);
}

/// Writes [`iso_millis`]' form over a moment of the same form.
pub fn fill_iso_millis(text: &mut [u8; 24], moment: Timestamp) {
    let at = At::new(moment);
    if let Some(text) = text.first_chunk_mut() {
        at.iso(text);
    }
    let [_, hundreds, tens, ones] = quad(at.millis % 1000);
    text[20..].copy_from_slice(&[hundreds, tens, ones, b'Z']);
}

/// `2012-07-16T17:23:34Z`, App.net's form.
pub fn iso_seconds(moment: Timestamp) -> String {
    let mut text = *b"2008-12-04T18:51:57Z";
    fill_iso_seconds(&mut text, moment);
    self::text(|out| out.extend_from_slice(&text))
}

/// Writes [`iso_seconds`]' form over a moment of the same form.
pub fn fill_iso_seconds(text: &mut [u8; 20], moment: Timestamp) {
    if let Some(text) = text.first_chunk_mut() {
        At::new(moment).iso(text);
    }
}

/// `Sat, 13 Feb 2021 22:10:56 GMT`, the form of HTTP headers.
pub fn http(moment: Timestamp) -> String {
    let at = At::new(moment);
    let mut text = *b"Sat, 13 Feb 2021 22:10:56 GMT";
    text[..3].copy_from_slice(&at.weekday()[..3]);
    text[5..7].copy_from_slice(&pair(at.day));
    text[8..12].copy_from_slice(&at.month());
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
