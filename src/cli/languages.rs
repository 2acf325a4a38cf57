//! `help query`: how queries are written, in each notation with examples.
//!
//! It must not know how a query is read.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::Outcome;
use crate::model::Field;
use crate::query::Syntax;

/// A notation: what is to be known of it, and examples with what they find.
struct Language {
    syntax: Syntax,
    name: &'static str,
    about: &'static str,
    examples: [(&'static str, &'static str); 10],
}

const LANGUAGES: [Language; 3] = [
    Language {
        syntax: Syntax::PubMed,
        name: "PubMed",
        about: "Words alone are looked for in all their forms. Beside an operator, a tag, quotes or a *, or with --syntax \
                pubmed, words match exactly, and those that are a name of a heading, a journal or an author are searched \
                as that too, unless a tag, quotes or a * say otherwise. AND, OR and NOT in upper case, from left to right; \
                parentheses group.",
        examples: [
            ("refractory hypoxemia", "both words, in any field and form"),
            ("\"septic shock\"[tiab]", "a phrase in title, abstract or keywords"),
            ("hypox*[ti] NOT review[pt]", "words that begin so, reviews taken away"),
            ("heart failure[mh]", "a heading of MeSH with those below it"),
            ("\"Neoplasms\"[mh:noexp]", "the heading alone"),
            ("neoplasms/su[majr]", "with the qualifier surgery, as a major topic"),
            ("\"lung injury\"[tiab:~3]", "in any order, three words between at most"),
            ("smith j[au] AND 2019:2022[dp]", "an author, and years of publication"),
            ("33514542[pmid] OR 10.1000/182[doi]", "articles by their identifiers"),
            ("heart attack AND english[la]", "the heading or the words, and a language"),
        ],
    },
    Language {
        syntax: Syntax::Ovid,
        name: "Ovid",
        about: "Read so where it shows Ovid's signs. Words side by side are a phrase; the code behind \
                says where. adj binds closest, then and, not, then or. In strategies 1 and 2, or/1-5, limit 5 to humans.",
        examples: [
            ("septic shock.ti,ab.", "a phrase in title or abstract"),
            ("(sepsis or septic).tw,kf.", "also in keywords of the authors"),
            ("heart adj3 failure.tw.", "in any order, two words between at most"),
            ("((lung or pulmonary) adj2 injur$).mp.", "groups near each other"),
            ("hypox$.ti.", "words that begin so"),
            ("p?ediatric$.tw. or wom#n.tw.", "? one letter or none, # one letter"),
            ("exp Heart Failure/", "a heading with those below it"),
            ("*Sepsis/dt", "the heading alone, major, with drug therapy"),
            ("randomized controlled trial.pt.", "a publication type"),
            ("animals/ not (humans/ and animals/)", "animals alone"),
        ],
    },
    Language {
        syntax: Syntax::Cochrane,
        name: "Cochrane Library",
        about: "Read so where it shows Cochrane's signs. Words side by side must all be there. NEAR \
                and NEXT bind closest, then not, and, or. In strategies #1 and #2, {or #1-#4}.",
        examples: [
            ("sepsis:ti,ab,kw", "title, abstract, keywords of any kind"),
            ("\"septic shock\":ti", "a phrase"),
            ("(septic NEXT shock*):ti,ab", "the same, truncated"),
            ("(heart or cardiac) NEAR/3 failure:ab", "two words between at most"),
            ("hypox*:ti,ab,kw", "words that begin so"),
            ("wom?n:ti", "? one letter"),
            ("[mh \"Heart Failure\"]", "a heading with those below it"),
            ("[mh ^\"Heart Failure\"]", "the heading alone"),
            ("[mh Sepsis/DT]", "with the qualifier drug therapy"),
            ("MeSH descriptor: [Sepsis] explode all trees", "as the search manager prints it"),
        ],
    },
];

/// The help.
pub fn text() -> String {
    let mut out = String::from("How queries are written\n");
    for language in &LANGUAGES {
        let _ =
            write!(out, "\n{} (--syntax {})\n{}\n\n", language.name, language.syntax.name(), language.about);
        let wide = language.examples.iter().map(|example| example.0.chars().count()).max().unwrap_or(0);
        for (query, finds) in language.examples {
            let _ = writeln!(out, "  {query:wide$}  {finds}");
        }
    }
    out.push_str("\nFields of PubMed's notation, as tags behind a term:\n\n");
    for field in Field::every().filter(|field| !field.tag().contains(',')) {
        let mut tags = field.names().filter(|name| name.len() <= 5).collect::<Vec<_>>();
        tags.truncate(2);
        let _ = writeln!(out, "  {:12}{}", tags.join(", "), field.label());
    }
    out.push_str("\n`litdex explain QUERY` says how a query is understood and what each part of it finds.");
    out
}

/// Runs `query`: prints the help.
pub fn run(out: &mut dyn Write) -> io::Result<Outcome> {
    writeln!(out, "{}", text())?;
    Ok(Outcome::Found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Query;

    #[test]
    fn every_example_is_read_in_its_notation() {
        for language in &LANGUAGES {
            for (query, _) in language.examples {
                let read = Query::parse_as(query, language.syntax);
                assert!(read.is_ok(), "{query}: {read:?}");
            }
        }
    }

    /// What shows its notation need not be told it.
    #[test]
    fn every_example_shows_its_notation() {
        for language in &LANGUAGES {
            for (query, _) in language.examples {
                assert_eq!(Query::parse(query).map(|query| query.syntax()), Ok(language.syntax), "{query}");
            }
        }
    }
}
