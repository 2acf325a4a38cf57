//! The notation of other systems. A query in it is refused: read as words it would be answered as another question.
//! Single signs that may be meant otherwise here (`sep?is`, `-sepsis`) are noted, each once, where it stands first.
//!
//! What also stands in ordinary text is no notation: an error that is wrong is worse than none.

use crate::model::{Field, qualifier_of_code};
use crate::query::error::{QueryError, QueryErrorKind, shown};
use crate::query::notes::{NoteKind, Notes};
use crate::query::span::Span;

use super::lexer::{Token, TokenKind};

/// A word and what stands beside it.
struct Seen<'t> {
    word: &'t str,
    before: Before,
    /// Whether a phrase or `(` begins where it ends.
    opens: bool,
    /// Whether a phrase is next.
    names: bool,
    /// The words after it, the next one first; empty where something else follows.
    rest: &'t [Token],
    text: &'t str,
    /// Whether the query has no word that sentences and titles are made with.
    terse: bool,
}

/// What stands before a word.
#[derive(PartialEq, Eq)]
enum Before {
    Nothing,
    Something,
    /// A phrase or `)` that ends where the word begins.
    Glued,
}

/// What a word shows: whose notation it is, and what to write.
type Sign = (&'static str, String);

/// Looks for a sign in a word.
type Look = fn(&Seen<'_>) -> Option<Sign>;

/// The signs of a query that another system reads.
const NOTATION: [Look; 12] = [
    ebsco,
    ovid_field,
    ovid_heading,
    ovid_lines,
    ovid_limit,
    distance,
    lucene_field,
    lucene_boost,
    lucene_slop,
    field_behind,
    emtree,
    field_before,
];

/// Signs that are read otherwise than they may be meant, and the kinds of their notes.
const SIGNS: [(NoteKind, Look); 2] = [(NoteKind::WildcardInWord, wildcard), (NoteKind::LeadingMinus, minus)];

/// Ovid's codes of fields; those after the first six are also ends of sentences and of addresses.
const OVID: [&str; 24] = [
    "ti", "ab", "tw", "mp", "kf", "kw", "au", "in", "jn", "jw", "hw", "sh", "xm", "fs", "pt", "rn", "nm",
    "ot", "dp", "yr", "lg", "la", "af", "ed",
];
const OVID_SURE: usize = 6;

/// Fields as Lucene's users write them before a colon; short ones in lower case only.
const LUCENE: [&str; 24] = [
    "ti", "ab", "au", "ta", "tw", "mh", "pt", "la", "dp", "kw", "all", "tiab", "year", "mesh", "lang",
    "title", "abstract", "author", "authors", "journal", "keyword", "keywords", "auth", "body",
];

/// Words of sentences and titles, which no line of a search strategy needs.
const PROSE: [&str; 26] = [
    "a", "an", "the", "of", "in", "for", "with", "is", "are", "was", "on", "to", "by", "from", "at", "as",
    "its", "what", "how", "does", "do", "between", "among", "during", "after", "vs",
];

/// Looks for the notation of other systems in a query; `plain` says that the query is words only.
///
/// # Errors
/// What is read by another system alone.
pub(super) fn look(text: &str, tokens: &[Token], plain: bool, notes: &mut Notes) -> Result<(), QueryError> {
    lines(text, tokens)?;
    let word = |token: &Token| text[token.span.clone()].to_lowercase();
    let terse = !tokens.iter().any(|token| is_word(token) && PROSE.contains(&word(token).as_str()));
    let mut found = [false; SIGNS.len()];
    let mut at = 0;
    while at < tokens.len() {
        let run = tokens[at..].iter().take_while(|token| is_word(token)).count();
        // What a tag follows is a value, and was meant as one.
        let tagged = tokens.get(at + run).is_some_and(|token| token.kind == TokenKind::Tag);
        for here in (at..at + run).filter(|_| !tagged) {
            let span = &tokens[here].span;
            let after = tokens.get(here + 1).filter(|after| after.span.start == span.end);
            let seen = Seen {
                word: &text[span.clone()],
                before: match here.checked_sub(1).map(|at| &tokens[at]) {
                    None => Before::Nothing,
                    Some(Token { kind: TokenKind::Phrase | TokenKind::Close, span: before })
                        if before.end == span.start =>
                    {
                        Before::Glued
                    }
                    Some(_) => Before::Something,
                },
                opens: after.is_some_and(|after| matches!(after.kind, TokenKind::Phrase | TokenKind::Open)),
                names: tokens.get(here + 1).is_some_and(|after| after.kind == TokenKind::Phrase),
                rest: &tokens[here + 1..at + run],
                text,
                terse,
            };
            if let Some((whose, help)) = NOTATION.iter().find_map(|sign| sign(&seen)) {
                return Err(dialect(span.clone(), seen.word, whose, &help));
            }
            for (found, (kind, sign)) in found.iter_mut().zip(SIGNS).filter(|(found, _)| !**found) {
                if let Some((whose, help)) = sign(&seen) {
                    *found = true;
                    let message = format!("`{}` is {whose} and was read as words; {help}", shown(seen.word));
                    notes.add(kind, span.clone(), message);
                }
            }
        }
        at += run.max(1);
    }
    if plain && terse {
        lower_case(text, tokens, notes);
    }
    Ok(())
}

fn dialect(span: Span, found: &str, whose: &str, help: &str) -> QueryError {
    let message = format!("`{}` is {whose}, which is not read here", shown(found));
    QueryError::new(QueryErrorKind::Dialect, span, message)
        .help(format!("{help}; or search it as plain words, with the syntax `plain`"))
}

/// A query of numbers of lines alone: `3 and 8`, `(1 or 2) and 3`. The numbers themselves nobody looks for so.
fn lines(text: &str, tokens: &[Token]) -> Result<(), QueryError> {
    let (mut numbers, mut operators) = (0, 0);
    for token in tokens {
        let word = &text[token.span.clone()];
        match token.kind {
            TokenKind::Open | TokenKind::Close => {}
            TokenKind::Operator(_) => operators += 1,
            TokenKind::Word if (1..=3).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit()) => {
                numbers += 1;
            }
            _ if matches!(word.to_ascii_lowercase().as_str(), "and" | "or" | "not") => operators += 1,
            _ => return Ok(()),
        }
    }
    if numbers < 2 || operators == 0 {
        return Ok(());
    }
    let help = "write out what the lines search for, or in a strategy #3 AND #8";
    Err(dialect(0..text.len(), text.trim(), "Ovid's way to join lines", help))
}

/// `or` and `not` between words; `and` means the same as nothing, and stands in half of all titles.
fn lower_case(text: &str, tokens: &[Token], notes: &mut Notes) {
    let between = tokens.windows(3).find(|window| {
        matches!(&text[window[1].span.clone()], "or" | "not")
            && matches!(window[0].kind, TokenKind::Word | TokenKind::Close)
            && !text[window[0].span.clone()].ends_with('/')
            && matches!(window[2].kind, TokenKind::Word | TokenKind::Open)
    });
    let asks = text.trim_end().ends_with('?');
    if let Some([_, operator, _]) = between.filter(|_| !asks) {
        let word = &text[operator.span.clone()];
        let message = format!("`{word}` is a word here; write {} to mean the operator", word.to_uppercase());
        notes.add(NoteKind::LowerCaseOperator, operator.span.clone(), message);
    }
}

fn is_word(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Word | TokenKind::Colon)
}

impl<'t> Seen<'t> {
    fn next(&self) -> Option<&'t str> {
        self.rest.first().map(|token| &self.text[token.span.clone()])
    }
}

/// `MH "Heart Failure+"`, `TI "septic shock"`
fn ebsco(seen: &Seen<'_>) -> Option<Sign> {
    let is_code = matches!(seen.word, "MH" | "MM" | "TI" | "AB" | "TX" | "SU");
    (is_code && seen.names).then(|| {
        ("EBSCO's notation", "write the field as a tag behind the term: \"septic shock\"[ti]".to_owned())
    })
}

/// `sepsis.ti,ab.`, `sepsis.mp`, `(a or b).tw.`
fn ovid_field(seen: &Seen<'_>) -> Option<Sign> {
    let closed = seen.word.ends_with('.');
    let (stem, codes) = seen.word.trim_end_matches('.').rsplit_once('.')?;
    let mut known = codes.split(',').map(|code| OVID.iter().position(|ovid| *ovid == code));
    let sure = known.clone().flatten().any(|at| at < OVID_SURE);
    // `randomized controlled trial.pt`: the end of an address has no words before it.
    let ends = codes == "pt" && seen.terse && seen.before == Before::Something && seen.rest.is_empty();
    let sound = known.all(|at| at.is_some()) && (closed || sure || ends || codes.contains(','));
    // One letter is the initial of a name.
    let is_initial = || codes == "au" && closed && seen.before == Before::Something && seen.rest.is_empty();
    let stands = if stem.is_empty() {
        seen.before == Before::Glued
    } else {
        (stem.len() > 1 || is_initial()) && !stem.contains(['.', '/', '@', ':'])
    };
    (sound && stands).then(|| ("Ovid's notation", as_tag(stem, codes)))
}

/// `exp Sepsis/`, `exp Heart Failure/`, `Sepsis/ or …`
fn ovid_heading(seen: &Seen<'_>) -> Option<Sign> {
    let ends = |word: &str| {
        word.strip_suffix('/').is_some_and(|stem| {
            stem.starts_with(char::is_alphabetic) && stem.len() > 2 && !stem.contains(['/', ':', '.'])
        })
    };
    let is_glued = seen.before == Before::Glued
        && seen
            .word
            .strip_prefix('/')
            .is_some_and(|rest| rest.is_empty() || qualifier_of_code(rest).is_some());
    let mut later = seen.rest.iter().take(8).map(|token| &seen.text[token.span.clone()]);
    let exploded = seen.word.eq_ignore_ascii_case("exp") && later.any(ends);
    let joined = seen.next().is_none_or(|next| matches!(next, "or" | "and" | "not"));
    // One slash may be chance where no name begins with a capital; two are none.
    let are_several = || {
        let words = seen.text.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')'));
        words.filter(|word| ends(word)).nth(1).is_some()
    };
    let is_name = || seen.word.starts_with(char::is_uppercase) || are_several();
    let alone = ends(seen.word) && seen.terse && joined && is_name();
    (exploded || alone || is_glued)
        .then(|| ("Ovid's notation", "write a heading as \"heart failure\"[mh]".to_owned()))
}

/// `or/1-5`, `and/2,4`, `1-7/or`
fn ovid_lines(seen: &Seen<'_>) -> Option<Sign> {
    let (left, right) = seen.word.split_once('/')?;
    let is_operator = |text: &str| ["and", "or", "not"].iter().any(|word| text.eq_ignore_ascii_case(word));
    let are_lines = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_digit())
            && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b',' | b'-'))
    };
    (is_operator(left) && are_lines(right) || are_lines(left) && is_operator(right)).then(|| {
        (
            "Ovid's way to join lines",
            "write out what the lines search for, or in a strategy #3 AND #8".to_owned(),
        )
    })
}

/// `limit 12 to english language`
fn ovid_limit(seen: &Seen<'_>) -> Option<Sign> {
    let mut rest = seen.rest.iter().map(|token| &seen.text[token.span.clone()]);
    let is_line = |word: &str| (1..=3).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit());
    let limits = seen.before == Before::Nothing
        && seen.word.eq_ignore_ascii_case("limit")
        && rest.next().is_some_and(is_line)
        && rest.next().is_some_and(|word| word.eq_ignore_ascii_case("to"));
    limits.then(|| ("Ovid's notation", "write out the line, and limits as tags: english[la]".to_owned()))
}

/// `adj3`, `near/3`, `NEXT/2`, `W/3`, `PRE/2`
fn distance(seen: &Seen<'_>) -> Option<Sign> {
    let word = seen.word.to_ascii_lowercase();
    let scopus = ["W/", "PRE/"].iter().find_map(|name| seen.word.strip_prefix(name));
    let number = ["adj", "near/", "next/"].iter().find_map(|name| word.strip_prefix(name)).or(scopus)?;
    let is_bare = seen.word == "adj" && seen.terse;
    let digits = is_bare || (1..=2).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    (digits && seen.before != Before::Nothing && (seen.opens || !seen.rest.is_empty())).then(|| {
        ("another system's operator", "write words near each other as \"septic shock\"[tiab:~2]".to_owned())
    })
}

/// `ti:sepsis`, `title:"septic shock"`
fn lucene_field(seen: &Seen<'_>) -> Option<Sign> {
    let (name, value) = seen.word.split_once(':')?;
    let short = name.len() <= 3;
    let known = if short { LUCENE.contains(&name) } else { LUCENE.contains(&name.to_lowercase().as_str()) };
    let follows = value.starts_with(char::is_alphanumeric) || (value.is_empty() && seen.opens);
    (known && follows).then(|| ("Lucene's notation", as_tag(value, &name.to_lowercase())))
}

/// `sepsis^2`, `sepsis~1`
fn lucene_boost(seen: &Seen<'_>) -> Option<Sign> {
    let (stem, number) = seen.word.split_once(['^', '~'])?;
    let sound = stem.chars().count() >= 4
        && stem.chars().all(char::is_alphabetic)
        && number.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && (!number.is_empty() || seen.word.contains('~'));
    sound.then(|| ("Lucene's notation", format!("write {stem} alone")))
}

/// `"a b"~3`
fn lucene_slop(seen: &Seen<'_>) -> Option<Sign> {
    let number = seen.word.strip_prefix('~').filter(|_| seen.before == Before::Glued)?;
    let digits = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    digits
        .then(|| ("Lucene's notation", "write words near each other as \"septic shock\"[tiab:~2]".to_owned()))
}

/// `sepsis:ti,ab`, `SEPSIS*:ME`
fn field_behind(seen: &Seen<'_>) -> Option<Sign> {
    let (stem, codes) = match seen.word {
        ":" if seen.before == Before::Glued => ("", seen.next()?),
        word => word.rsplit_once(':')?,
    };
    let known = codes.split(',').all(|code| matches!(code, "ti" | "ab" | "kw" | "au" | "tt" | "de" | "ME"));
    let is_of_word = |c: char| c.is_alphabetic() || matches!(c, '*' | '?');
    let stands = if stem.is_empty() {
        seen.before == Before::Glued
    } else {
        stem.chars().all(is_of_word) && stem.contains(char::is_alphabetic)
    };
    (known && stands).then(|| ("the notation of Embase and Cochrane", as_tag(stem, codes)))
}

/// `'sepsis'/exp`
fn emtree(seen: &Seen<'_>) -> Option<Sign> {
    let stem = seen.word.strip_suffix("/exp").or_else(|| seen.word.strip_suffix("/de"))?;
    let sound = stem.len() > 3 && !stem.contains(['/', ':', '.']);
    sound.then(|| ("Embase's notation", "write a heading as sepsis[mh]".to_owned()))
}

/// `TS=sepsis`, `TITLE-ABS-KEY(sepsis)`
fn field_before(seen: &Seen<'_>) -> Option<Sign> {
    let scopus = matches!(seen.word, "TITLE-ABS-KEY" | "TITLE-ABS") && seen.opens;
    let science = seen.word.split_once('=').is_some_and(|(name, value)| {
        matches!(name, "TS" | "TI" | "AB" | "AU" | "AK")
            && (value.starts_with(char::is_alphabetic) || (value.is_empty() && seen.opens))
    });
    let whose = if scopus { "Scopus's notation" } else { "Web of Science's notation" };
    (scopus || science).then(|| (whose, "write the field as a tag behind the term: sepsis[tiab]".to_owned()))
}

/// `sep?is`, `wom#n`, `tumo$r`, `hypox$`
fn wildcard(seen: &Seen<'_>) -> Option<Sign> {
    let word = seen.word.trim_end_matches([',', ';', '.']);
    let (at, sign) = word.char_indices().find(|(_, c)| matches!(c, '?' | '$' | '#'))?;
    let (stem, rest) = (&word[..at], &word[at + 1..]);
    let letters = |text: &str, least: usize| {
        text.chars().count() >= least && text.chars().all(|c| c.is_alphabetic() || c == '-')
    };
    let lower = stem.chars().any(char::is_lowercase);
    let inside = letters(stem, 2)
        && lower
        && letters(&rest.replace(['?', '$', '#'], ""), 1)
        && rest.starts_with(char::is_lowercase);
    let number = rest.len() <= 2 && rest.bytes().all(|b| b.is_ascii_digit());
    let at_end = match sign {
        // A question ends so, and so may a part of a title.
        '?' => {
            rest.is_empty() && seen.terse && seen.next().is_some_and(|n| n.starts_with(char::is_lowercase))
        }
        '$' => number,
        _ => rest.is_empty(),
    } && letters(stem, 3)
        && lower;
    (inside || at_end).then(|| {
        let help = format!("only `*` at the end of a word stands for other letters, as in {stem}*");
        ("a pattern of another system", help)
    })
}

/// `-sepsis`
fn minus(seen: &Seen<'_>) -> Option<Sign> {
    let word = seen.word.strip_prefix('-')?;
    let sound = word.chars().count() >= 4
        && word.chars().all(char::is_alphabetic)
        && seen.terse
        && seen.before != Before::Glued;
    sound.then(|| ("another system's way to leave out", format!("write NOT {word} behind the rest")))
}

/// What to write instead of a term with a code for its field.
fn as_tag(stem: &str, codes: &str) -> String {
    let field = match codes {
        "ti,ab" | "ab,ti" | "mp" => Some(Field::TitleAbstract),
        "af" => Some(Field::All),
        "kw" | "kf" => Some(Field::Keyword),
        codes => Field::named(codes.split(',').next().unwrap_or(codes)),
    };
    let tag =
        if codes.contains(',') { Field::TitleAbstract } else { field.unwrap_or(Field::TitleAbstract) }.tag();
    let stem: String =
        stem.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '*')).take(30).collect();
    let stem = if stem.is_empty() { "\"septic shock\"" } else { &stem };
    format!("write the field as a tag behind the term: {stem}[{tag}]")
}
