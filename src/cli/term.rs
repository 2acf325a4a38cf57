//! Terminals: colours, width, wrapping, and text that cannot command one.
//!
//! It must not know what is printed.

use std::env;
use std::io::{self, Write};
use std::ops::Range;

use terminal_size::{Width, terminal_size_of};
use unicode_normalization::char::is_combining_mark;

pub use crate::export::{tame, tame_char, tame_lines};

/// How a stretch of text looks where there is colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// As it is.
    #[default]
    Plain,
    /// Titles and headings.
    Bold,
    /// What matches.
    Mark,
    /// What stands beside the text.
    Dim,
    /// What must not be overlooked.
    Alert,
}

impl Style {
    fn code(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Bold => "\u{1b}[1m",
            Self::Mark => "\u{1b}[1;33m",
            Self::Dim => "\u{1b}[2m",
            Self::Alert => "\u{1b}[1;31m",
        }
    }
}

/// Whether styles show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paint {
    on: bool,
}

impl Paint {
    /// Styles that show, or not.
    pub fn new(on: bool) -> Self {
        Self { on }
    }
}

/// Text is hard to read in longer lines, however wide the terminal is.
const COLUMNS_MAX: usize = 120;
/// A narrower terminal is no longer wrapped for.
const COLUMNS_MIN: usize = 30;
/// Where nobody says how wide the output is.
const COLUMNS_DEFAULT: usize = 80;

/// The columns text on stdout may take: those of the terminal, else what COLUMNS says, else 80.
pub fn columns() -> usize {
    let shown = terminal_size_of(io::stdout()).map(|(Width(columns), _)| usize::from(columns));
    let said = || env::var("COLUMNS").ok()?.trim().parse().ok();
    shown.or_else(said).unwrap_or(COLUMNS_DEFAULT).clamp(COLUMNS_MIN, COLUMNS_MAX)
}

/// A paragraph on its way to the terminal: characters and their styles.
#[derive(Debug, Clone, Default)]
pub struct Paragraph {
    chars: Vec<(char, Style)>,
}

impl Paragraph {
    /// A paragraph of this text.
    pub fn of(text: &str, style: Style) -> Self {
        let mut paragraph = Self::default();
        paragraph.push(text, style);
        paragraph
    }

    /// Adds text, made tame.
    pub fn push(&mut self, text: &str, style: Style) {
        self.chars.extend(text.chars().map(|c| (tame_char(c), style)));
    }

    /// Adds text of which the ranges of Unicode scalar values are marked.
    pub fn push_marked(&mut self, text: &str, marks: &[Range<usize>], style: Style) {
        let start = self.chars.len();
        self.push(text, style);
        for mark in marks {
            let end = (start + mark.end).min(self.chars.len());
            let from = (start + mark.start).min(end);
            self.chars[from..end].iter_mut().for_each(|(_, style)| *style = Style::Mark);
        }
    }

    /// Writes the paragraph wrapped to `columns`: `first` before its first line, as many blanks before the
    /// others.
    ///
    /// # Errors
    /// The writer's own.
    pub fn write(&self, out: &mut dyn Write, first: &str, columns: usize, paint: Paint) -> io::Result<()> {
        let indent = first.chars().map(width).sum::<usize>();
        let room = columns.saturating_sub(indent).max(COLUMNS_MIN / 2);
        for (number, line) in self.lines(room).into_iter().enumerate() {
            if number == 0 {
                out.write_all(first.as_bytes())?;
            } else {
                write!(out, "{:indent$}", "")?;
            }
            write_line(out, line, paint)?;
        }
        Ok(())
    }

    /// The lines it takes in `room` columns; at least one.
    fn lines(&self, room: usize) -> Vec<&[(char, Style)]> {
        let chars = &self.chars;
        let (mut lines, mut start, mut used) = (Vec::new(), 0, 0);
        // Where the line could end, and how wide it is after it.
        let (mut stop, mut used_at_stop) = (None, 0);
        for (at, (c, _)) in chars.iter().enumerate() {
            let wide = width(*c);
            if (*c == ' ' || wide == 2) && at > start {
                (stop, used_at_stop) = (Some(at), used);
            }
            used += wide;
            if used > room
                && *c != ' '
                && let Some(end) = stop
            {
                lines.push(&chars[start..end]);
                let blank = usize::from(chars[end].0 == ' ');
                start = end + blank;
                used -= used_at_stop + blank;
                stop = None;
            }
        }
        lines.push(&chars[start.min(chars.len())..]);
        lines
    }
}

fn write_line(out: &mut dyn Write, line: &[(char, Style)], paint: Paint) -> io::Result<()> {
    let end = line.iter().rposition(|(c, _)| *c != ' ').map_or(0, |last| last + 1);
    let mut text = String::with_capacity(end + 32);
    let mut present = Style::Plain;
    for (c, style) in &line[..end] {
        if paint.on && *style != present {
            if present != Style::Plain {
                text.push_str("\u{1b}[0m");
            }
            text.push_str(style.code());
            present = *style;
        }
        text.push(*c);
    }
    if present != Style::Plain {
        text.push_str("\u{1b}[0m");
    }
    text.push('\n');
    out.write_all(text.as_bytes())
}

/// The columns a character takes, near enough for wrapping.
fn width(c: char) -> usize {
    match c {
        ' '..='~' => 1,
        '\u{200c}' | '\u{200d}' => 0,
        c if is_combining_mark(c) => 0,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(paragraph: &Paragraph, first: &str, columns: usize, color: bool) -> String {
        let mut out = Vec::new();
        paragraph.write(&mut out, first, columns, Paint::new(color)).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn lines_break_at_blanks_and_between_wide_characters() {
        let plain = |text| shown(&Paragraph::of(text, Style::Plain), " 1. ", 20, false);
        assert_eq!(
            plain("sixteen letters, and more of them"),
            " 1. sixteen letters,\n    and more of them\n"
        );
        assert_eq!(plain(""), " 1. \n");
        assert_eq!(plain("averyveryverylongword that"), " 1. averyveryverylongword\n    that\n");
        assert_eq!(plain("呼吸衰竭呼吸衰竭呼吸衰竭"), " 1. 呼吸衰竭呼吸衰竭\n    呼吸衰竭\n");
        for columns in 0..40 {
            let text = "a bb ccc dddd  eeeee ffffff\u{301} 呼吸 ggggggg ";
            let words = |text: &str| text.split_whitespace().collect::<String>();
            assert_eq!(words(&shown(&Paragraph::of(text, Style::Bold), "", columns, false)), words(text));
        }
    }

    #[test]
    fn marks_show_in_colour_only_and_never_outside_the_text() {
        let mut paragraph = Paragraph::default();
        paragraph.push_marked("a big cat", &[2..5, 8..90], Style::Plain);
        assert_eq!(shown(&paragraph, "", 80, false), "a big cat\n");
        assert_eq!(shown(&paragraph, "", 80, true), "a \u{1b}[1;33mbig\u{1b}[0m ca\u{1b}[1;33mt\u{1b}[0m\n");
    }
}
