//! The tables: printed as they come, and written as Markdown with the commit and the machine.

use std::fs;

use super::compare::{Series, middle};
use super::workshop::{Place, Workshop};
use super::{Options, machine, say};

const BEGIN: &str = "<!-- bench: begin -->";
const END: &str = "<!-- bench: end -->";

/// What a ratio is to reach.
#[derive(Clone, Copy, Debug)]
pub(super) enum Goal {
    /// This or more.
    AtLeast(f64),
    /// This or less.
    AtMost(f64),
    /// It is told and nothing is asked of it.
    None,
}

impl Goal {
    fn met(self, value: f64) -> Option<bool> {
        match self {
            Self::AtLeast(least) => Some(value >= least),
            Self::AtMost(most) => Some(value <= most),
            Self::None => None,
        }
    }

    /// The goal in words, and whether it is met.
    pub(super) fn judge(self, value: f64) -> String {
        let words = match self {
            Self::AtLeast(least) => format!("≥ {least:.2}"),
            Self::AtMost(most) => format!("≤ {most:.2}"),
            Self::None => return "–".to_owned(),
        };
        format!("{words}: {}", if self.met(value) == Some(true) { "met" } else { "**missed**" })
    }
}

/// Everything that was measured.
pub(super) struct Report {
    head: String,
    ratios: Vec<Vec<String>>,
    tables: Vec<String>,
    failures: Vec<String>,
    busy: u32,
}

const RATIOS: [&str; 11] = [
    "row",
    "beside",
    "requests/s",
    "beside's",
    "ratio (least to most)",
    "goal",
    "p50 / p99, µs",
    "beside's",
    "CPU a request, µs",
    "ratio to beside's",
    "goal",
];

impl Report {
    pub(super) fn new(shop: &Workshop) -> Result<Self, String> {
        let Options { rounds, seconds, people, edges, .. } = &shop.options;
        let pins = match &shop.pins {
            Some((server, load)) => {
                format!(
                    "servers on processors {server} and load on {load}, but where nothing is bound and each has {} workers",
                    shop.workers(Place::Anywhere)
                )
            }
            None => "nothing bound to processors".to_owned(),
        };
        let disk = machine::file_system(shop.home());
        let durable = if disk == "tmpfs" { ", **which is memory: nothing here is durable**" } else { "" };
        let head = format!(
            "Commit {}; {}.\nMedians of {rounds} alternations of {seconds} s; {} worker(s) a server, {pins}; files on {disk}{durable}. \
             A made-up world of {people} people and {edges} edges. Limiter, metrics and access log are on.\n",
            machine::commit(),
            machine::describe(),
            shop.workers(Place::Half),
        );
        say(&head);
        Ok(Self { head, ratios: Vec::new(), tables: Vec::new(), failures: Vec::new(), busy: 0 })
    }

    /// The first of the series beside each of the others; `goals` are of its rate and of its CPU, in the others' order.
    pub(super) fn compared(&mut self, row: &str, (series, busy): (Vec<Series>, u32), goals: &[(Goal, Goal)]) {
        self.busy += busy;
        let Some((own, others)) = series.split_first() else { return };
        for (other, (rate_goal, cpu_goal)) in others.iter().zip(goals) {
            let (least, ratio, most) = own.ratio(other, |sample| sample.rate);
            let cpu = own.ratio(other, |sample| sample.cpu).1;
            let times = |series: &Series| {
                let (p50, p99) = (series.median(|sample| sample.p50), series.median(|sample| sample.p99));
                format!("{} / {}", number(p50), number(p99))
            };
            let cells = vec![
                row.to_owned(),
                other.name.clone(),
                number(own.median(|sample| sample.rate)),
                number(other.median(|sample| sample.rate)),
                format!("{ratio:.2} ({least:.2} to {most:.2})"),
                rate_goal.judge(ratio),
                times(own),
                times(other),
                number(own.median(|sample| sample.cpu)),
                if cpu.is_nan() { "–".to_owned() } else { format!("{cpu:.2}") },
                cpu_goal.judge(cpu),
            ];
            say(&format!("| {} |", cells.join(" | ")));
            self.ratios.push(cells);
        }
    }

    /// A table of its own.
    pub(super) fn table(&mut self, title: &str, columns: &[&str], rows: &[Vec<String>]) {
        let text = markdown(title, columns, rows);
        say(&text);
        self.tables.push(text);
    }

    /// Notes bursts that began on a busy machine.
    pub(super) fn was_busy(&mut self, busy: u32) {
        self.busy += busy;
    }

    /// Notes a row that could not be measured.
    pub(super) fn failed(&mut self, row: &str, error: &str) {
        self.failures.push(format!("{row}: {error}"));
    }

    /// Writes what was measured.
    pub(super) fn finish(self, options: &Options) -> Result<(), String> {
        let mut text = self.head;
        if self.busy > 0 {
            text += &format!("{} bursts began while the machine was busy with something else.\n", self.busy);
        }
        if !self.ratios.is_empty() {
            text += &markdown("Beside the references", &RATIOS, &self.ratios);
        }
        for table in &self.tables {
            text += table;
        }
        if let Some(path) = &options.output {
            fs::write(path, &text).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
            say(&format!("written to {}", path.display()));
        }
        if let Some(path) = &options.into {
            put_into(path, &text)?;
        }
        if self.failures.is_empty() { Ok(()) } else { Err(format!("not measured: {}", self.failures.join("; "))) }
    }
}

/// Puts the tables between their marks.
fn put_into(path: &std::path::Path, text: &str) -> Result<(), String> {
    let failed = |error: &dyn std::fmt::Display| format!("cannot change {}: {error}", path.display());
    let whole = fs::read_to_string(path).map_err(|error| failed(&error))?;
    let replaced = between(&whole, text).ok_or_else(|| failed(&format!("it lacks the lines {BEGIN} and {END}")))?;
    fs::write(path, replaced).map_err(|error| failed(&error))
}

fn between(whole: &str, text: &str) -> Option<String> {
    let (before, rest) = whole.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n{}\n{END}{after}", text.trim_end()))
}

fn markdown(title: &str, columns: &[&str], rows: &[Vec<String>]) -> String {
    let lines: String = rows.iter().map(|cells| format!("| {} |\n", cells.join(" | "))).collect();
    format!("\n### {title}\n\n| {} |\n|{}\n{lines}", columns.join(" | "), "---|".repeat(columns.len()))
}

/// A number with as many digits as mean something.
pub(super) fn number(value: f64) -> String {
    match value {
        value if value.is_nan() => "–".to_owned(),
        value if value >= 100.0 => {
            let digits = format!("{value:.0}");
            let groups: Vec<&str> =
                digits.as_bytes().rchunks(3).rev().filter_map(|three| std::str::from_utf8(three).ok()).collect();
            groups.join(",")
        }
        value if value >= 10.0 => format!("{value:.1}"),
        value => format!("{value:.2}"),
    }
}

/// Least, median and greatest, as a cell.
pub(super) fn spread(values: &[f64]) -> String {
    let (least, median, most) = middle(values.to_vec());
    format!("{} ({} to {})", number(median), number(least), number(most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_goals_judged() {
        assert_eq!(number(1_234_567.8), "1,234,568");
        assert_eq!((number(12.34), number(0.567), number(f64::NAN)), ("12.3".into(), "0.57".into(), "–".into()));
        assert_eq!(Goal::AtLeast(0.7).judge(0.71), "≥ 0.70: met");
        assert_eq!(Goal::AtMost(1.5).judge(1.6), "≤ 1.50: **missed**");
        assert_eq!(Goal::AtLeast(0.7).judge(f64::NAN), "≥ 0.70: **missed**");
    }

    #[test]
    fn tables_go_between_their_marks_and_nowhere_else() {
        let whole = format!("a\n{BEGIN}\nold\n{END}\nb\n");
        let once = between(&whole, "new\n").unwrap();
        assert_eq!(once, format!("a\n{BEGIN}\nnew\n{END}\nb\n"));
        assert_eq!(between(&once, "new\n").unwrap(), once);
        assert_eq!(between("nothing", "new"), None);
    }
}
