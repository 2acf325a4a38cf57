//! Text that cannot command a terminal.
//!
//! It must not know what the text says.

use std::borrow::Cow;

/// A character as a terminal may be given it: one that moves the cursor, starts a command or turns the
/// direction of writing is replaced by one that shows. Blanks of every kind but the common one stay
/// characters, so that offsets stay true.
pub fn tame_char(c: char) -> char {
    match c {
        '\t' | '\n' | '\r' => ' ',
        // The pictures of the control characters stand in their order.
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{e0000}'..='\u{e007f}' => '\u{fffd}',
        c => c,
    }
}

/// Text of a corpus in one line that cannot command a terminal.
pub fn tame(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| tame_char(c) == c) { text.into() } else { text.chars().map(tame_char).collect() }
}

/// As [`tame`], with line feeds kept.
pub fn tame_lines(text: &str) -> String {
    text.chars().map(|c| if c == '\n' { c } else { tame_char(c) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_commands_the_terminal() {
        assert_eq!(
            tame("a\u{1b}[31mb\u{9b}c\u{202e}d\te\u{7f}"),
            "a\u{241b}[31mb\u{fffd}c\u{fffd}d e\u{2421}"
        );
        assert!(matches!(tame("naïve — 呼吸"), Cow::Borrowed(_)));
        let every = (0..=0x0011_0000).filter_map(char::from_u32).map(tame_char);
        assert!(every.into_iter().all(|c| !c.is_control()));
    }
}
