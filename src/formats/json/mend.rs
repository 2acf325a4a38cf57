//! JSON as programs write it that do not know it well: what is plainly meant is mended.
//!
//! Control characters in strings, escapes that JSON has not, halves of surrogate pairs, `NaN`, commas
//! before a closing bracket. Nothing else is touched.
//!
//! It must not know what the text says.

/// What was mended, as a problem tells it.
const CONTROLS: &str = "control characters in texts";
const ESCAPES: &str = "escapes that JSON has not";
const SURROGATES: &str = "halves of surrogate pairs";
const WORDS: &str = "words that are no JSON values, such as NaN";
const COMMAS: &str = "commas with nothing after them";

/// The text mended, and what was wrong with it.
pub(super) fn mend(text: &str) -> (String, Vec<&'static str>) {
    let mut mending = Mending { out: String::with_capacity(text.len()), wrong: Vec::new() };
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        rest = match c {
            '"' => mending.string(rest),
            ',' => mending.comma(rest),
            c if c.is_ascii_alphabetic() => mending.word(rest),
            _ => {
                mending.out.push(c);
                &rest[c.len_utf8()..]
            }
        };
    }
    (mending.out, mending.wrong)
}

struct Mending {
    out: String,
    wrong: Vec<&'static str>,
}

impl Mending {
    fn note(&mut self, what: &'static str) {
        if !self.wrong.contains(&what) {
            self.wrong.push(what);
        }
    }

    /// Mends the string at the start of the text, and returns what follows it.
    fn string<'t>(&mut self, text: &'t str) -> &'t str {
        self.out.push('"');
        let mut rest = &text[1..];
        while let Some(c) = rest.chars().next() {
            match c {
                '\\' => {
                    rest = self.escape(&rest[1..]);
                    continue;
                }
                c if c < ' ' => {
                    self.note(CONTROLS);
                    self.out.push(' ');
                }
                c => self.out.push(c),
            }
            rest = &rest[c.len_utf8()..];
            if c == '"' {
                break;
            }
        }
        rest
    }

    /// Mends the escape whose backslash stands before the text, and returns what follows it.
    fn escape<'t>(&mut self, text: &'t str) -> &'t str {
        match text.chars().next() {
            Some(c @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't')) => {
                self.out.push('\\');
                self.out.push(c);
                &text[1..]
            }
            Some('u') if unit(text).is_some() => self.unit(text),
            // What stands behind the backslash is meant as it is.
            _ => {
                self.note(ESCAPES);
                text
            }
        }
    }

    /// Keeps a code unit, or a pair of them; half a pair stands for nothing.
    fn unit<'t>(&mut self, text: &'t str) -> &'t str {
        let first = unit(text).unwrap_or_default();
        let (one, after) = text.split_at(5);
        let second = after.strip_prefix('\\').and_then(unit);
        let length = match (first, second) {
            (0xd800..0xdc00, Some(0xdc00..0xe000)) => 11,
            (0xd800..0xe000, _) => 0,
            _ => one.len(),
        };
        if length == 0 {
            self.note(SURROGATES);
            self.out.push('\u{fffd}');
            return after;
        }
        self.out.push('\\');
        self.out.push_str(&text[..length]);
        &text[length..]
    }

    fn comma<'t>(&mut self, text: &'t str) -> &'t str {
        let rest = &text[1..];
        if rest.trim_start().starts_with(['}', ']']) {
            self.note(COMMAS);
        } else {
            self.out.push(',');
        }
        rest
    }

    fn word<'t>(&mut self, text: &'t str) -> &'t str {
        let length = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let (word, rest) = text.split_at(length);
        let meant = match word {
            "NaN" | "Infinity" | "undefined" | "None" => "null",
            "True" => "true",
            "False" => "false",
            other => other,
        };
        if meant != word {
            self.note(WORDS);
            // The sign of an infinity is none of null.
            if word == "Infinity" && self.out.ends_with('-') {
                self.out.pop();
            }
        }
        self.out.push_str(meant);
        rest
    }
}

/// The code unit of `uXXXX` at the start of the text.
fn unit(text: &str) -> Option<u32> {
    let digits = text.strip_prefix('u')?.get(..4)?;
    if digits.bytes().all(|b| b.is_ascii_hexdigit()) { u32::from_str_radix(digits, 16).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_plainly_meant_is_mended() {
        for (broken, mended, wrong) in [
            ("{\"a\":\"one\ntwo\"}", r#"{"a":"one two"}"#, CONTROLS),
            (r#"{"a":"it\'s"}"#, r#"{"a":"it's"}"#, ESCAPES),
            (r#"{"a":"\ud83d x"}"#, "{\"a\":\"\u{fffd} x\"}", SURROGATES),
            (r#"{"a":NaN,"b":-Infinity}"#, r#"{"a":null,"b":null}"#, WORDS),
            (r#"{"a":[1,2, ],}"#, r#"{"a":[1,2 ]}"#, COMMAS),
        ] {
            assert_eq!(mend(broken), (mended.to_owned(), vec![wrong]));
        }
        let sound = r#"{"a":"\ud83d\ude00 \u00e9\n\"NaN,}\\","b":[true,null,-1.5e3],"é":{}}"#;
        assert_eq!(mend(sound), (sound.to_owned(), vec![]));
        for cut in ["\"\\", "\"\\u12", "\"\\ud83d\\", "\"\\ud83d\\u1", "\"é\\é"] {
            mend(cut);
        }
    }
}
