//! Translations find what their losses let expect: the same where there are none, and no less or no more where that is
//! said. Random queries of every notation, to every notation, over random articles.
//!
//! It must not know how a query is translated.

use super::engine::Engine;
use super::oracle::articles;
use super::support::{Dice, Place, times};
use crate::query::{LossLevel, Query, Strategy, Syntax, Translation};
use crate::search::{Search, Snapshot};
use crate::vocabulary::Vocabulary;

const ALL: [Syntax; 3] = [Syntax::PubMed, Syntax::Ovid, Syntax::Cochrane];
const ARTICLES: u32 = 40;

/// How many queries and strategies an engine is asked; the one in memory is there to be simple.
fn rounds(engine: Engine) -> (usize, usize) {
    if engine == Engine::Local { (times(400), times(30)) } else { (times(60), times(4)) }
}

const NAMES: [&str; 7] = ["smith j", "jabbari a", "li", "van der berg j", "müller", "anna smith", "j smith"];
const VALUES: [(&str, [&str; 3]); 8] = [
    ("Heart Failure", ["\"Heart Failure\"[mh]", "exp Heart Failure/", "[mh \"Heart Failure\"]"]),
    ("it alone", ["Neoplasms[mh:noexp]", "Neoplasms/", "[mh ^Neoplasms]"]),
    ("another name", ["cancer[mh]", "exp Cancer/", "[mh Cancer]"]),
    ("with a qualifier", ["neoplasms/su[majr]", "exp *Neoplasms/su", "[mh Neoplasms/SU[mj]]"]),
    ("a qualifier", ["therapy[sh]", "th.fs.", "[mh /TH]"]),
    ("a type", ["review[pt]", "review.pt.", "review:pt"]),
    ("a language", ["ger[la]", "ger.lg.", "ger:la"]),
    ("a journal", ["\"archives\"[ta]", "archives.jn.", "archives:so"]),
];

fn place(syntax: Syntax) -> usize {
    ALL.iter().position(|own| *own == syntax).unwrap()
}

/// A word, now and then truncated or with signs for letters.
fn word(dice: &mut Dice, syntax: Syntax) -> String {
    let words: Vec<&str> =
        articles::WORDS.iter().copied().filter(|word| !["of", "and", "the"].contains(word)).collect();
    let word = dice.pick(&words).replace(['%', '\''], "");
    let letters: Vec<char> = word.chars().collect();
    let is_simple = letters.iter().all(char::is_ascii_alphabetic) && letters.len() > 3;
    if !is_simple || !dice.one_in(3) {
        return word;
    }
    let at = 1 + dice.below(letters.len() - 2);
    let (head, tail): (String, String) = (letters[..at].iter().collect(), letters[at + 1..].iter().collect());
    match (syntax, dice.below(4)) {
        (Syntax::Ovid, 0) => format!("{head}#{tail}"),
        (Syntax::Ovid, 1) | (Syntax::Cochrane, 0) => format!("{head}?{tail}"),
        (Syntax::Ovid, 2) => format!("{}$1", letters[..letters.len() - 1].iter().collect::<String>()),
        (Syntax::Ovid, _) => format!("{head}$"),
        _ => format!("{head}*"),
    }
}

fn phrase(dice: &mut Dice, syntax: Syntax) -> String {
    let words: Vec<String> = (0..=dice.below(3) * dice.below(2)).map(|_| word(dice, syntax)).collect();
    let words = words.join(" ");
    if syntax == Syntax::Cochrane || words.contains(' ') && syntax == Syntax::PubMed {
        format!("\"{words}\"")
    } else {
        words
    }
}

/// Words with groups and distances, as they stand before codes.
fn arranged(dice: &mut Dice, syntax: Syntax, depth: usize) -> String {
    if depth == 0 || dice.one_in(3) {
        return phrase(dice, syntax);
    }
    let near = match (syntax, dice.below(3)) {
        (_, 0) => "or".to_owned(),
        (Syntax::Ovid, 1) => "adj".to_owned(),
        (Syntax::Ovid, _) => format!("adj{}", 1 + dice.below(4)),
        (_, 1) => "NEXT".to_owned(),
        _ => format!("NEAR/{}", 1 + dice.below(4)),
    };
    format!("({}) {near} ({})", arranged(dice, syntax, depth - 1), arranged(dice, syntax, depth - 1))
}

fn leaf(dice: &mut Dice, syntax: Syntax) -> String {
    match (dice.below(10), syntax) {
        (0, _) => dice.pick(&VALUES).1[place(syntax)].to_owned(),
        (1, Syntax::PubMed) => {
            format!("{}[{}]", dice.pick::<&str>(&NAMES), dice.pick::<&str>(&["au", "1au"]))
        }
        (1, Syntax::Ovid) => format!("{}.au.", dice.pick::<&str>(&NAMES)),
        (2, Syntax::PubMed) => {
            dice.pick::<&str>(&["2019[dp]", "2018/03:2020[dp]", ":2019[dp]", "2020:[dp]"]).to_string()
        }
        (2, Syntax::Ovid) => {
            dice.pick::<&str>(&["2019.yr.", "\"20180301-20200228\".dp.", "\"2019-current\".yr."]).to_string()
        }
        (3, Syntax::PubMed) => {
            let words: Vec<String> = (0..2 + dice.below(2)).map(|_| word(dice, syntax)).collect();
            format!(
                "\"{}\"[{}:~{}]",
                words.join(" "),
                dice.pick::<&str>(&["tiab", "ti", "ab"]),
                dice.below(4)
            )
        }
        (_, Syntax::PubMed) => {
            let tags = ["ti", "ab", "tiab", "ot", "tw", "all", "tt", "ti", "tiab"];
            format!("{}[{}]", phrase(dice, syntax), dice.pick::<&str>(&tags))
        }
        (_, Syntax::Ovid) => {
            let codes = ["ti", "ab", "ti,ab", "ti,ab,kf", "mp", "tw,hw", "kf,nm", "af", "ot"];
            format!("({}).{}.", arranged(dice, syntax, 2), dice.pick::<&str>(&codes))
        }
        (_, _) => {
            let codes = ["ti", "ab", "ti,ab", "ti,ab,kw", "kw"];
            format!("({}):{}", arranged(dice, syntax, 2), dice.pick::<&str>(&codes))
        }
    }
}

fn query(dice: &mut Dice, syntax: Syntax, depth: usize) -> String {
    if depth == 0 || dice.one_in(3) {
        return leaf(dice, syntax);
    }
    let operator = dice.pick::<&str>(&["AND", "OR", "OR", "NOT"]);
    format!("({}) {operator} ({})", query(dice, syntax, depth - 1), query(dice, syntax, depth - 1))
}

/// Whether a translation finds what it says; how many times it said that it is exact.
fn check(snapshot: &Snapshot, query: &Query, made: &Translation, seen: &mut Seen) {
    let Some(text) = &made.text else {
        assert!(made.losses.iter().any(|loss| loss.level == LossLevel::Missing), "{query:?}");
        seen.missing += 1;
        return;
    };
    let read = made.query().unwrap();
    let compared = snapshot.compare(Search::from(query.clone()), Search::from(read.clone())).unwrap();
    let said = format!("{}\n{text}\n{:?}\n{compared:?}", query.text(), made.losses);
    match made.level() {
        None | Some(LossLevel::OnlyHere) => {
            assert!(compared.is_equal(), "{said}");
            seen.exact += 1;
            seen.found += usize::from(compared.first > 0);
        }
        Some(LossLevel::Wider) => assert_eq!(compared.only_first, 0, "{said}"),
        Some(LossLevel::Narrower) => assert_eq!(compared.only_second, 0, "{said}"),
        Some(_) => {}
    }
    for loss in &made.losses {
        assert!(loss.level != LossLevel::Missing && query.text().get(loss.span.clone()).is_some(), "{said}");
    }
    seen.all += 1;
}

#[derive(Debug, Default)]
struct Seen {
    all: usize,
    exact: usize,
    /// Exact ones that find something.
    found: usize,
    missing: usize,
}

fn corpus(dice: &mut Dice) -> Vec<crate::model::Article> {
    (1..=ARTICLES).map(|pmid| articles::article(dice, pmid)).collect()
}

#[test]
fn queries_find_the_same_in_every_notation() {
    let mesh = Vocabulary::shipped();
    for engine in Engine::ALL {
        let (mut seen, mut dice) = (Seen::default(), Dice::new(7));
        let place = Place::of(engine);
        place.write("a.jsonl", &corpus(&mut dice));
        place.ingest();
        let snapshot = place.open().snapshot();
        for _ in 0..rounds(engine).0 {
            let syntax = *dice.pick(&ALL);
            let text = query(&mut dice, syntax, 2);
            let Ok(query) = Query::parse_as(&text, syntax) else { continue };
            for to in ALL {
                let made = query.translate(to, &mesh);
                if let Some(text) = &made.text {
                    assert_eq!(Query::parse_as(text, to).as_ref().ok(), made.query());
                    assert!(to != syntax || made.losses.is_empty() || syntax == Syntax::PubMed, "{text}");
                }
                check(&snapshot, &query, &made, &mut seen);
            }
        }
        let is_telling =
            seen.exact > seen.all / 3 && seen.found > seen.exact / 6 && seen.missing < seen.all / 3;
        assert!(is_telling, "{seen:?}");
    }
}

#[test]
fn lines_find_the_same_in_every_notation() {
    for engine in Engine::ALL {
        let (mut seen, mut dice) = (Seen::default(), Dice::new(3));
        let place = Place::of(engine);
        place.write("a.jsonl", &corpus(&mut dice));
        place.ingest();
        let snapshot = place.open().snapshot();
        for _ in 0..rounds(engine).1 {
            let syntax = *dice.pick(&ALL);
            let mut lines: Vec<String> = (0..3).map(|_| query(&mut dice, syntax, 1)).collect();
            lines.extend(references(syntax).map(str::to_owned));
            let strategy = Strategy::parse_as(&numbered(lines.iter().map(String::as_str)), syntax).unwrap();
            for to in ALL {
                check_lines(&strategy, to, &snapshot, &mut seen);
            }
        }
        assert!(seen.exact > seen.all / 3, "{seen:?}");
    }
}

fn numbered<'l>(lines: impl Iterator<Item = &'l str>) -> String {
    lines.enumerate().map(|(at, line)| format!("#{} {line}", at + 1)).collect::<Vec<_>>().join("\n")
}

/// Every line finds what it says, and all of them are read again as they were meant.
fn check_lines(strategy: &Strategy, to: Syntax, snapshot: &Snapshot, seen: &mut Seen) {
    let made = strategy.translate(to, &Vocabulary::shipped());
    for (line, made) in strategy.lines().iter().zip(&made) {
        if let Ok(query) = &line.query {
            check(snapshot, query, made, seen);
        }
    }
    if made.iter().all(|line| line.text.is_some()) {
        let whole = numbered(made.iter().filter_map(|line| line.text.as_deref()));
        let again = Strategy::parse_as(&whole, to).unwrap();
        for (line, made) in again.lines().iter().zip(&made) {
            assert_eq!(line.query.as_ref().ok(), made.query(), "{whole}");
        }
    }
}

/// Lines that refer to those above, three of them.
fn references(syntax: Syntax) -> impl Iterator<Item = &'static str> {
    match syntax {
        Syntax::Ovid => ["1 and 2", "or/1-3", "5 not (1 or 4)", "limit 4 to yr=\"2019 -Current\""],
        Syntax::Cochrane => ["#1 AND #2", "{or #1-#3}", "#5 NOT (#1 OR #4)", "#6"],
        _ => ["#1 AND #2", "#1 OR #2 OR #3", "#5 NOT (#1 OR #4)", "#4 AND 2019:3000[dp]"],
    }
    .into_iter()
}
