//! How far a build has come: a bar on a terminal, a line a second elsewhere, nothing when quiet.
//!
//! It must not know what is built.

use std::cell::Cell;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::config::Config;
use crate::export::units;
use crate::{Progress, Stage};

/// Shows progress on stderr.
pub struct Meter<'c> {
    config: &'c Config,
    bar: Option<ProgressBar>,
    started: Instant,
    /// What was last shown, and when.
    last: Cell<Option<(Option<Stage>, Instant)>>,
}

/// Time between two lines where there is no terminal.
const LINE_EVERY: Duration = Duration::from_secs(1);
/// Time between two pictures of a bar that waits.
const TICK: Duration = Duration::from_millis(120);

const READING: &str =
    "{msg} {bar:24} {percent:>3} % of {decimal_total_bytes}, {decimal_bytes_per_sec}, {eta} left";
const WAITING: &str = "{spinner} {msg}";

impl<'c> Meter<'c> {
    /// A meter that shows nothing yet.
    pub fn new(config: &'c Config) -> Self {
        let bar = config.draws.then(|| ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr()));
        Self { config, bar, started: Instant::now(), last: Cell::new(None) }
    }

    /// Time since the meter was made.
    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// Shows how far the build has come.
    pub fn show(&self, progress: Progress) {
        let turned = self.last.get().is_none_or(|(stage, _)| stage != Some(progress.stage));
        if let Some(bar) = &self.bar {
            if turned {
                self.last.set(Some((Some(progress.stage), Instant::now())));
                let reading = progress.stage == Stage::Indexing;
                turn(bar, if reading { READING } else { WAITING });
                if reading {
                    bar.reset_eta();
                }
            }
            bar.set_length(progress.bytes_total);
            bar.set_position(progress.bytes);
            bar.set_message(name(progress));
        } else if !self.config.quiet {
            // A build of a second needs no lines.
            let since = self.last.get().map_or(self.started, |(_, when)| when);
            if since.elapsed() >= LINE_EVERY {
                self.last.set(Some((Some(progress.stage), Instant::now())));
                self.config.say(&line(progress));
            }
        }
    }

    /// Shows how far something has come of which nobody knows how long it is.
    pub fn count(&self, name: impl Fn() -> String) {
        let last = self.last.get().map(|(_, when)| when);
        if self.config.quiet || last.unwrap_or(self.started).elapsed() < LINE_EVERY {
            return;
        }
        self.last.set(Some((None, Instant::now())));
        match &self.bar {
            Some(bar) => {
                if last.is_none() {
                    turn(bar, WAITING);
                }
                bar.set_message(name());
            }
            None => self.config.say(&name()),
        }
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// Gives the bar a look.
fn turn(bar: &ProgressBar, template: &str) {
    // Both templates are constants that a test reads; the bar of old is as good a picture.
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.enable_steady_tick(TICK);
}

fn name(progress: Progress) -> String {
    let articles = units::count(progress.articles, "article", "articles");
    match progress.stage {
        Stage::Scanning => "looking at files".to_owned(),
        Stage::Indexing => articles,
        Stage::Joining => format!("putting records together, {articles}"),
        Stage::Merging => format!("merging {articles}"),
        Stage::Verifying => format!("checking {articles}"),
    }
}

fn line(progress: Progress) -> String {
    if progress.stage != Stage::Indexing || progress.bytes_total == 0 {
        return name(progress);
    }
    let percent = progress.bytes.saturating_mul(100) / progress.bytes_total;
    format!("{}, {percent} % of {}", name(progress), units::bytes(progress.bytes_total))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_read_and_lines_say_what_is_done() {
        assert!(
            ProgressStyle::with_template(READING).is_ok() && ProgressStyle::with_template(WAITING).is_ok()
        );
        let progress = Progress { stage: Stage::Indexing, bytes: 512, bytes_total: 2048, articles: 1200 };
        assert_eq!(line(progress), "1,200 articles, 25 % of 2.0 kB");
        assert_eq!(line(Progress { stage: Stage::Merging, ..progress }), "merging 1,200 articles");
    }
}
