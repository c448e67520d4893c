//! How far a copy is: a bar on a terminal, a line now and then elsewhere. Both go to standard error.

use std::io::IsTerminal as _;
use std::time::{Duration, Instant};

use block_graph::store::diesel::Step;
use indicatif::{ProgressBar, ProgressStyle};
use parking_lot::Mutex;

use crate::commands::note;

/// How often a line is written where there is no terminal.
const PAUSE: Duration = Duration::from_secs(2);

/// Takes the steps of a copy.
pub(super) struct Bar {
    shown: Option<ProgressBar>,
    count: Mutex<Count>,
}

struct Count {
    /// Rows in the source, and how many of them are copied and compared.
    rows: u64,
    copied: u64,
    compared: u64,
    told: Option<Instant>,
}

impl Bar {
    pub(super) fn new() -> Self {
        let shown = std::io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::new(0);
            let style = ProgressStyle::with_template("{msg:24} {wide_bar} {human_pos}/{human_len}  {eta} left");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar.enable_steady_tick(Duration::from_millis(250));
            bar
        });
        Self { shown, count: Mutex::new(Count { rows: 0, copied: 0, compared: 0, told: None }) }
    }

    /// Takes one step. Every row is counted twice: when it is copied and when it is compared.
    pub(super) fn tell(&self, step: &Step) {
        let mut count = self.count.lock();
        let message = match step {
            Step::Table { rows, before, .. } => {
                count.rows += rows;
                count.copied += before;
                None
            }
            Step::Copied { table, rows } => {
                count.copied += rows;
                Some(format!("copying {table}"))
            }
            Step::Index(name) => Some(format!("making {name}")),
            Step::Compared { table, rows } => {
                count.compared += rows;
                Some(format!("comparing {table}"))
            }
        };
        let is_quick = matches!(step, Step::Copied { .. } | Step::Compared { .. });
        match (&self.shown, message) {
            (Some(bar), message) => {
                bar.set_length(2 * count.rows);
                bar.set_position(count.copied + count.compared);
                if let Some(message) = message {
                    bar.set_message(message);
                }
            }
            (None, Some(message)) if !is_quick || count.told.is_none_or(|told| told.elapsed() >= PAUSE) => {
                note(&format!(
                    "{message}: {} of {} rows copied, {} compared",
                    count.copied, count.rows, count.compared
                ));
                count.told = Some(Instant::now());
            }
            (None, _) => {}
        }
    }

    pub(super) fn finish(&self) {
        if let Some(bar) = &self.shown {
            bar.finish_and_clear();
        }
    }
}
