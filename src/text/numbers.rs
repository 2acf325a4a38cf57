//! Numbers as texts write them: decimals, thousands, leading points, percent signs.
//!
//! It must not know words other than numbers, nor positions.

/// A number found in a text: where it ends, and whether it has a decimal point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    pub end: usize,
    pub decimal: bool,
    /// Whether the exact form differs from the text and was written to the buffer.
    pub rewritten: bool,
}

/// Reads on from a run of digits, `text[start..end]`, through thousands separators and decimal points.
/// The exact form goes to `form` when it is not the text itself.
pub(super) fn extend(text: &str, start: usize, end: usize, form: &mut String) -> Number {
    let bytes = text.as_bytes();
    let mut number = Number { end, decimal: false, rewritten: false };
    let mut thousands = false;
    if let Some(stop) = groups_of_three(bytes, start, end) {
        form.clear();
        form.extend(text[start..stop].chars().filter(|&digit| digit != ','));
        number = Number { end: stop, decimal: false, rewritten: true };
        thousands = true;
    }
    while let Some(point) = point(bytes, number.end) {
        let fraction = number.end + point;
        let stop = digits(bytes, fraction);
        if !number.rewritten && point != 1 {
            form.clear();
            form.push_str(&text[start..number.end]);
            number.rewritten = true;
        }
        if number.rewritten {
            form.push('.');
            form.push_str(&text[fraction..stop]);
        }
        number = Number { end: stop, decimal: true, ..number };
        if thousands {
            break;
        }
    }
    number
}

/// Where the percent sign behind a number ends, a blank before it allowed.
pub(super) fn percent(bytes: &[u8], end: usize) -> Option<usize> {
    let rest = bytes.get(end..)?;
    let blank = match rest {
        [b' ', ..] => 1,
        // No-break space; thin and narrow no-break space.
        [0xC2, 0xA0, ..] => 2,
        [0xE2, 0x80, 0x89 | 0xAF, ..] => 3,
        _ => 0,
    };
    (rest.get(blank) == Some(&b'%')).then_some(end + blank + 1)
}

/// Where the digits that begin at `start` end.
pub(super) fn digits(bytes: &[u8], start: usize) -> usize {
    let run = bytes.iter().skip(start).take_while(|byte| byte.is_ascii_digit()).count();
    start + run
}

/// The length of a decimal point at `at` with a digit behind it: the full stop, or the raised point that
/// some journals print.
fn point(bytes: &[u8], at: usize) -> Option<usize> {
    let length = match bytes.get(at..)? {
        [b'.', ..] => 1,
        [0xC2, 0xB7, ..] => 2,
        // Bullet operator and dot operator.
        [0xE2, 0x88, 0x99, ..] | [0xE2, 0x8B, 0x85, ..] => 3,
        _ => return None,
    };
    bytes.get(at + length)?.is_ascii_digit().then_some(length)
}

/// Where a number with thousands separators ends: groups of exactly three digits behind the first one to
/// three. A longer list of numbers (`2,3,7,8`, `12,345,67`) is none.
fn groups_of_three(bytes: &[u8], start: usize, end: usize) -> Option<usize> {
    if end - start > 3 || bytes.get(end) != Some(&b',') || bytes.get(start) == Some(&b'0') {
        return None;
    }
    let listed = start >= 2 && bytes[start - 1] == b',' && bytes[start - 2].is_ascii_digit();
    if listed {
        return None;
    }
    let mut stop = end;
    while bytes.get(stop) == Some(&b',') && bytes.get(stop + 1).is_some_and(u8::is_ascii_digit) {
        let next = digits(&bytes[..bytes.len().min(stop + 5)], stop + 1);
        if next != stop + 4 {
            return None;
        }
        stop = next;
    }
    (stop > end).then_some(stop)
}
