//! The authors at the start of a reference: `Smith AB`, `Smith, A. B.` or `A. B. Smith`, in a list.
//!
//! It must not know what follows the authors.

use crate::model::{is_initials, is_suffix};

/// Names that are read in one reference.
const NAMES_MAX: usize = 500;
pub(super) const FAMILY_MAX_WORDS: usize = 5;
const INITIALS_MAX: usize = 4;
const GROUP_MAX_BYTES: usize = 160;

/// Words of a family name that are written small.
const PARTICLES: [&str; 36] = [
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "do", "dos", "du", "la", "le", "el", "al",
    "bin", "ibn", "ben", "ter", "ten", "te", "zu", "zur", "y", "e", "af", "st", "los", "las", "op", "den",
    "dalla", "degli", "dei", "vom",
];
/// Words one of which the name of a group has.
const GROUP_WORDS: [&str; 21] = [
    "Group",
    "Investigators",
    "Committee",
    "Consortium",
    "Collaboration",
    "Collaborators",
    "Network",
    "Society",
    "Team",
    "Initiative",
    "Association",
    "Organization",
    "Organisation",
    "Trialists",
    "Project",
    "Panel",
    "Institute",
    "Ministry",
    "Department",
    "Centers",
    "Council",
];

/// A list of authors that starts a text.
#[derive(Debug, Default)]
pub(super) struct Names<'t> {
    pub list: Vec<&'t str>,
    /// Whether it ends in `et al`.
    pub et_al: bool,
    /// Where what follows it starts.
    pub end: usize,
    /// Whether a mark closed the list; a list of `A. B. Smith, ` is closed by the first that is no name.
    pub closed: bool,
    /// Whether the initials come first.
    pub initials_first: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `Smith AB`
    Vancouver,
    /// `Smith, A. B.`
    Inverted,
    /// `A. B. Smith`
    Natural,
}

/// What stands behind a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum After {
    /// Another name may come.
    Comma,
    /// The list is over.
    Close,
}

struct Name {
    form: Form,
    /// Where the name itself ends, and where what follows its marks starts.
    end: usize,
    next: usize,
    after: After,
}

/// What stands before a name.
#[derive(Clone, Copy)]
struct Follows {
    /// Another name: a list is under way.
    a_name: bool,
    /// `and` or the like: this can only be a name.
    an_and: bool,
}

/// A word, cut at white space, without the marks at its end.
#[derive(Clone, Copy)]
struct Word<'t> {
    text: &'t str,
    start: usize,
    end: usize,
    /// The marks, of `.`, `,`, `;`, `:` and `)`.
    marks: &'t str,
    next: usize,
}

impl Word<'_> {
    fn has(&self, mark: char) -> bool {
        self.marks.bytes().any(|b| char::from(b) == mark)
    }

    fn goes_on(&self) -> bool {
        self.has(',') || self.has(';')
    }

    fn is_conjunction(&self) -> bool {
        matches!(self.text, "and" | "&" | "et" | "und" | "y" | "And" | "…")
    }
}

/// Reads the authors at the start of the text; an empty list where it starts with none.
pub(super) fn read(text: &str) -> Names<'_> {
    let mut names = Names::default();
    let mut form = None;
    let mut at = 0;
    while names.list.len() < NAMES_MAX {
        let joint = at;
        at = skip_joints(text, at);
        let follows = Follows {
            a_name: !names.list.is_empty(),
            an_and: text[joint..at].contains(['a', '&', 'n', 'e', 'y']),
        };
        if let Some(next) = et_al(text, at) {
            (names.et_al, names.closed, at) = (true, true, next);
            // `et al.; IXORA-R Study Group. A head-to-head comparison`
            let joint = skip_joints(text, at);
            if text[..at].ends_with([';', ','])
                && let Some((end, next)) = group_at(text, joint)
            {
                names.list.push(&text[joint..end]);
                at = next;
            }
            break;
        }
        let is_alike = |name: &Name| match form {
            None => true,
            Some(Form::Vancouver) => name.form != Form::Natural,
            Some(Form::Inverted) => name.form != Form::Vancouver,
            Some(Form::Natural) => name.form == Form::Natural,
        };
        if let Some(name) = name_at(text, at, follows).filter(is_alike) {
            form = form.or(Some(name.form));
            names.list.push(text[at..name.end].trim_end_matches(','));
            at = name.next;
            names.closed = name.after == After::Close;
        } else if let Some((end, next)) = suffix_at(text, at).filter(|_| !names.list.is_empty()) {
            (at, names.closed) = (next, text[end..].starts_with('.') && !text[end..].starts_with(".,"));
        } else if let Some((end, next)) = group_at(text, at).filter(|_| !names.list.is_empty()) {
            names.list.push(&text[at..end]);
            (at, names.closed) = (next, true);
        } else {
            break;
        }
        if names.closed {
            break;
        }
    }
    names.initials_first = form == Some(Form::Natural);
    names.end = if names.list.is_empty() { 0 } else { at };
    names
}

/// Whether the text names a group by one of the words such names have.
pub(in super::super) fn is_group(text: &str) -> bool {
    text.len() <= GROUP_MAX_BYTES
        && text.split([' ', ',']).any(|word| word.len() >= 4 && GROUP_WORDS.contains(&word))
}

/// The word at a place; a text has no white space but single spaces.
fn word_at(text: &str, at: usize) -> Option<Word<'_>> {
    let bytes = text.as_bytes();
    let start = at + bytes.get(at..)?.iter().take_while(|b| **b == b' ').count();
    let mut stop = start;
    while let Some(&byte) = bytes.get(stop).filter(|b| **b != b' ') {
        stop += 1;
        if matches!(byte, b'.' | b',' | b';') && is_glued(&bytes[stop..]) {
            break;
        }
    }
    if stop == start {
        return None;
    }
    let is_mark = |b: &u8| matches!(b, b'.' | b',' | b';' | b':' | b')');
    let end = stop - bytes[start..stop].iter().rev().take_while(|b| is_mark(b)).count();
    // A mark may stand off: `Choi L , Liu Z .`
    let is_off = matches!(bytes.get(stop + 1), Some(b'.' | b',' | b';' | b':'))
        && bytes.get(stop) == Some(&b' ')
        && bytes.get(stop + 2).is_none_or(|b| *b == b' ');
    let next = if is_off { stop + 2 } else { stop };
    Some(Word { text: &text[start..end], start, end, marks: &text[end..next], next })
}

/// `Hill GE.Plumage`, `Zamir D,Tadmor Y`, `Uridia N.(2019)`: a space was lost before this.
fn is_glued(behind: &[u8]) -> bool {
    match behind {
        [b'(', ..] => true,
        [first, second, ..] => first.is_ascii_uppercase() && second.is_ascii_lowercase(),
        _ => false,
    }
}

/// Passes over commas, `and`, `&` and the dots of a list cut short.
fn skip_joints(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    loop {
        at += bytes[at..].iter().take_while(|b| matches!(b, b' ' | b',' | b';' | b'&')).count();
        // Most names start with a capital: then no joint is left.
        if bytes.get(at).is_none_or(|b| b.is_ascii_uppercase() && *b != b'A') {
            return at;
        }
        match word_at(text, at) {
            Some(word) if word.is_conjunction() && et_al(text, at).is_none() => at = word.end,
            // The three dots of APA for names left out.
            Some(word) if word.text.is_empty() && word.has('.') => at = word.next,
            _ => return at,
        }
    }
}

fn et_al(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let start = at + bytes.get(at..)?.iter().take_while(|b| **b == b' ').count();
    if !matches!(bytes.get(start), Some(b'e' | b'E' | b'o' | b'c')) {
        return None;
    }
    let first = word_at(text, start)?;
    if matches!(first.text, "others" | "colleagues") {
        return Some(first.next);
    }
    if !first.text.eq_ignore_ascii_case("et") {
        return None;
    }
    let second = word_at(text, first.next)?;
    second.text.trim_end_matches('.').eq_ignore_ascii_case("al").then_some(second.next)
}

fn suffix_at(text: &str, at: usize) -> Option<(usize, usize)> {
    let word = word_at(text, at).filter(|word| is_suffix(word.text))?;
    Some((word.end, word.next))
}

fn group_at(text: &str, at: usize) -> Option<(usize, usize)> {
    let rest = &text[at..text.floor_char_boundary(at + GROUP_MAX_BYTES)];
    let is_end = |two: &[u8]| matches!(two, [b'.' | b',' | b';' | b':', b' '] | [b' ', b'(']);
    let end = rest.as_bytes().windows(2).position(is_end)?;
    is_group(&rest[..end]).then(|| (at + end, at + end + usize::from(!rest[end..].starts_with(" ("))))
}

fn name_at(text: &str, at: usize, follows: Follows) -> Option<Name> {
    let first = word_at(text, at)?;
    if !first
        .text
        .starts_with(|c: char| c.is_ascii_alphabetic() || c.is_alphabetic() || matches!(c, '\'' | '’'))
    {
        return None;
    }
    let second = word_at(text, first.next);
    let is_natural = is_initials(first.text)
        && !first.goes_on()
        && second.is_some_and(|second| !is_initials(second.text) || first.has('.'));
    if is_natural { natural(text, first, follows) } else { family_first(text, first, second?, follows) }
}

/// `Smith AB`, `Smith A.B.`, `Smith, A. B.`
fn family_first(text: &str, first: Word<'_>, second: Word<'_>, follows: Follows) -> Option<Name> {
    let (mut word, mut next) = (first, second);
    for words in 1..=FAMILY_MAX_WORDS {
        let is_last = word.goes_on();
        if !is_family(word.text, words == 1) || !matches!(word.marks, "" | ",") {
            return None;
        }
        if is_initials(next.text) {
            let form = if is_last { Form::Inverted } else { Form::Vancouver };
            return behind_initials(text, next, form, follows);
        }
        if is_last {
            return None;
        }
        (word, next) = (next, word_at(text, next.next)?);
    }
    None
}

/// The rest of a name from its initials on.
fn behind_initials(text: &str, initials: Word<'_>, form: Form, follows: Follows) -> Option<Name> {
    let mut last = initials;
    let mut letters = last.text.len();
    loop {
        let dotted = last.has('.') || last.text.contains('.');
        // In `Smith A, Jones B.` the dot ends the sentence.
        let is_own = last.has('.') && (form == Form::Inverted || last.text.contains('.'));
        let end = last.end + usize::from(is_own);
        let close = |next: usize| Some(Name { form, end, next, after: After::Close });
        let go_on = |next: usize| Some(Name { form, end, next, after: After::Comma });
        if last.goes_on() {
            return go_on(last.next);
        }
        let Some(next) = word_at(text, last.next) else { return close(last.next) };
        if last.has(':') {
            return close(last.next);
        }
        if next.is_conjunction() || et_al(text, next.start).is_some() {
            return go_on(last.next);
        }
        // `A. B.` goes on; `A B` does, where a mark ends it.
        let more = is_initials(next.text) && letters + next.text.len() <= 2 * INITIALS_MAX;
        if more && ((dotted && next.has('.')) || (last.marks.is_empty() && !next.marks.is_empty())) {
            letters += next.text.len();
            last = next;
            continue;
        }
        if is_suffix(next.text) {
            let is_last = !next.goes_on() && et_al(text, next.next).is_none();
            let after = if is_last { After::Close } else { After::Comma };
            return Some(Name { form, end: next.end, next: next.next, after });
        }
        let is_closed = last.has('.')
            || follows.a_name
            || next.text.starts_with(['(', '['])
            || next.text.starts_with(is_digit);
        return if is_closed { close(last.next) } else { None };
    }
}

/// `A. B. Smith`
fn natural(text: &str, first: Word<'_>, follows: Follows) -> Option<Name> {
    let mut word = first;
    let mut initials = 0;
    while is_initials(word.text) && !word.goes_on() && initials < INITIALS_MAX {
        initials += 1;
        word = word_at(text, word.next)?;
    }
    for words in 0..FAMILY_MAX_WORDS {
        if !is_family(word.text, words == 0) || is_initials(word.text) || word.is_conjunction() {
            return None;
        }
        let name = |after| Name { form: Form::Natural, end: word.end, next: word.next, after };
        if word.goes_on() {
            return Some(name(After::Comma));
        }
        let next = word_at(text, word.next);
        if word.has('.') || word.has(':') {
            // `J. Immunol. 2010` is a journal, and so is `J. Am. Chem. Soc.`
            let is_name = next.is_some_and(|next| {
                let is_cut =
                    next.text.starts_with(is_digit) || (next.marks == "." && next.text.chars().count() <= 6);
                follows.an_and || !is_cut
            });
            return is_name.then(|| name(After::Close));
        }
        let next = next?;
        if next.is_conjunction() || et_al(text, next.start).is_some() {
            return Some(name(After::Comma));
        }
        if next.text.starts_with('(') {
            return Some(name(After::Close));
        }
        word = next;
    }
    None
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// A word of a family name. The first may be written small by whoever typed it.
fn is_family(word: &str, is_first: bool) -> bool {
    let letters = word.bytes().all(|b| b.is_ascii_alphabetic());
    let Some(c) = word.chars().next() else { return false };
    let is_letter = |c: char| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '‐' | '`' | '´');
    let starts = c.is_ascii_uppercase()
        || is_first
        || !c.is_alphabetic()
        || c.is_uppercase()
        || PARTICLES.contains(&word);
    starts && (letters || word.chars().all(is_letter))
}
