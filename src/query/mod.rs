//! The query language: text becomes a tree with spans, notes on how it was read, or a located error.
//!
//! It must not know tantivy, an index or the analysis of text: words and phrases stay as written, and
//! every engine compiles the same tree.
//!
//! One [`Node`] serves all dialects. PubMed's is a module with its own lexer and parser; Ovid's and Cochrane's, which
//! write a field behind what is searched in it, spell out what is theirs and share the rest. Tags, dates, bounds, notes
//! and errors are common to all.
//!
//! # The language
//!
//! The notation is PubMed's, unless a text shows another's. What is read otherwise than it may have been meant is said
//! in a [`Note`]; what cannot be read is a [`QueryError`] that points at the place.
//!
//! ## Plain and Boolean
//!
//! A query of words only is *plain*: each word is looked for in every field that is text, in all its forms;
//! English function words are not asked for. Parentheses in pairs and punctuation change nothing, and
//! `and`, `or`, `not` in lower case are words.
//!
//! Anything with an operator, a tag, a quote or a `*` that truncates is *Boolean*, and so is any text that is said to be
//! PubMed's: words match exactly, but for case, diacritics and width. Compounds match however they are joined:
//! `covid-19`, `covid19`, `"covid 19"`.
//!
//! In it words without a tag, quotes or `*` are mapped, as PubMed does: of words side by side the longest that are a
//! name of a MeSH heading, a publication type, a qualifier, a substance, a journal or an author (with initials) are
//! searched as that, or as words in any field; `heart attack` is `"Myocardial Infarction"[mh] OR ("heart" AND
//! "attack")`. Function words that are part of no name are passed over where others stand beside them. Notes say what
//! became of each word. `[all]` maps the words before it where all of them are a name, any other tag none.
//!
//! A text that is one identifier and nothing else (a DOI, a PMCID, `pmid:…`, an ORCID, an id litdex prints) is that
//! article; a number of six to eight digits is a PMID, or that number in any field. Several of them, apart by blanks or
//! commas, are PMIDs. Beside operators identifiers are read so too.
//!
//! ## Operators
//!
//! `AND`, `OR` and `NOT` in upper case, `&` and `|`; terms side by side are joined by AND. All bind alike
//! and are read from left to right, `a OR b AND c` as `(a OR b) AND c`; a note says so where they are
//! mixed. Words side by side belong together first: `a OR b c` is `a OR (b AND c)`. Parentheses group.
//! `AND NOT` is NOT.
//!
//! ## Terms
//!
//! * `hypoxemia`: a word, in any field that is text.
//! * `"septic shock"`: a phrase, its words adjacent in this order, within one section of an abstract, one
//!   keyword, one reference. Quotes are always kept to, also around an author's initials.
//! * `hypox*`: every word that begins so, from one letter on; also within a phrase, `"septic sho*"`. A `*`
//!   inside a word stands for itself, and there is no other wildcard.
//! * `heart attack[ti]`: a tag binds to the words right before it, as one phrase. After parentheses it goes
//!   to each term inside that has none: `(heart OR lung)[ti]`.
//! * `2019[dp]`, `2020/03[dp]`, `2020/03/15[dp]`, `2019:2022[dp]`, `2019:[dp]`, `:2022/06[dp]`: dates, both
//!   ends included. A month or day that is not written means the whole year or month; `3000` and `present`
//!   mean no end, `0001` no beginning. An article without a day or month has the first one. `"last 5 years"[dp]`, or
//!   months or days, counts back from today. A month or a season may be named, `2019 Mar[dp]`, `winter 2019[dp]`, which
//!   is January; spring is April, summer July, autumn or fall October.
//! * `33514542[pmid]`, `10.1000/182[doi]`: identifiers; several in a row are alternatives.
//!
//! Characters that nobody sees, such as soft hyphens and blanks without width, mean nothing; control characters are blanks,
//! which a note says.
//!
//! ## Tags
//!
//! Case and spaces do not matter, and PubMed's long names will do: `[Title/Abstract]`, `[MeSH Terms]`.
//!
//! | tag | searches | by |
//! |---|---|---|
//! | `all` | everything that is text | words |
//! | `ti` | title | words |
//! | `tt` | the title in the original language | words |
//! | `ab` | abstract | words |
//! | `tiab` | title, abstract, keywords of the authors | words |
//! | `ot` | keywords of the authors | words |
//! | `tw` | `tiab`, MeSH headings and qualifiers, substances, publication types | words |
//! | `au`, `fau` | authors and groups; family name first or last, initials are truncated: `jabbari a` | words |
//! | `1au`, `lastau` | the first, the last author | words |
//! | `cn`, `ir`, `fir` | groups; investigators | words |
//! | `auid` | an author's ORCID | identifier |
//! | `ad` | affiliations | words |
//! | `ref` | one cited reference at a time | words |
//! | `body` | full text | words |
//! | `mh` | a MeSH heading, or heading and qualifier: `sepsis`, `neoplasms/surgery`, `neoplasms/su` | whole value |
//! | `majr` | the same, where it is a major topic | whole value |
//! | `sh` | a qualifier of any heading, by name or code: `surgery`, `su` | whole value |
//! | `nm`, `rn` | a substance by name or registry number | whole value |
//! | `pt` | a publication type: `randomized controlled trial` | whole value |
//! | `ta` | a journal by title, abbreviation or ISSN | whole value |
//! | `la` | a language by code or English name: `fre`, `french` | whole value |
//! | `pl`, `vi`, `ip`, `pg` | country of the journal, volume, issue, first page | whole value |
//! | `dp` | date of publication, in print or electronic | range |
//! | `epdat`, `ppdat` | of these the one, the other | range |
//! | `edat`, `crdt`, `mhda` | dates of entry into PubMed, of the record's creation, of its indexing | range |
//! | `dcom`, `lr` | dates of the record's completion, of its last revision | range |
//! | `pmid`, `doi`, `aid` | the article with this identifier; `aid` takes any | identifier |
//! | `cites` | articles that cite the work with this identifier | identifier |
//! | `jid` | articles of the journal with this NLM id | identifier |
//! | `sb`, `filter` | flags of records, see below | whole value |
//! | `pa`, `gr`, `si`, `ps`, `ed`, `book`, `isbn`, `pubn`, `cois` | nothing: a note says so | |
//!
//! A *whole value* is matched from beginning to end, case and diacritics aside: `lung[mh]` does not find
//! `Lung Diseases`, `lung*[mh]` does.
//!
//! `[mh]`, `[majr]`, `[sh]` and `[pt]` *explode*: they find what is below a heading, a qualifier or a type in the tree
//! of MeSH too, also below a qualifier behind a heading; `[mh:noexp]` finds it alone. Without quotes another name of a
//! heading will do (`cancer[mh]` is `"Neoplasms"[mh]`), in `[nm]` another name of a substance. A heading that MeSH does
//! not have is found by its own name. Notes say what a name was mapped to, how many headings are below it, and which are
//! nearest to one that is none; see [`crate::vocabulary`].
//!
//! `"lung injury"[tiab:~3]` finds the words in any order with at most three others between them, in any field of text.
//!
//! `hasabstract`, `hasstructuredabstract`, `haskeyword`, `hasretractionin` and `hasretractionof` are flags of records,
//! written so beside operators or alone, or as `hasabstract[sb]`. The other flags of PubMed's (`haserratumin`) and its
//! subsets (`medline[sb]`, `free full text[sb]`) match nothing, for which articles they have cannot be told; a note says
//! so, and `NOT medline[sb]` takes nothing away.
//!
//! ## Lines
//!
//! A line of a [`Strategy`] may refer to those before it, `#1 NOT (#2 OR #3)`. A number without `#` is a line beside others
//! with it, `#1 OR 2`, and where all lines before are written with their numbers, `1 AND 2`; a note says so. There are no
//! ranges of lines. A `*` before a word is left out, with a note.
//!
//! ## What is refused
//!
//! All that is wrong with a text is told at once, the first error with [the others](QueryError::others).
//!
//! Quotes, brackets and parentheses that are not closed; an operator that lacks a side, a NOT with nothing
//! before it, `OR NOT`; a `*` without a beginning; dates and identifiers that are none; references to lines
//! (`#1`); the notation of other systems (`TS=sepsis`, `'sepsis'/exp`), unless it is
//! [searched as plain words](Syntax::Plain); tags that no field has. The bounds stand in [`limits`].
//!
//! # Ovid's notation
//!
//! A text that shows Ovid's signs is read as Ovid MEDLINE does, and so is any with [`Syntax::Ovid`]. `adj` binds closest,
//! then `and` and `not` from left to right, then `or`, in any case; a note says where they are mixed.
//!
//! * `lung injury.ti,ab.`: words side by side stand next to each other; the codes behind say where. `(a or b).tw.` gives
//!   its fields to all within that has none. Words without a code are searched in `.mp.`, which a note says.
//! * `heart adj failure`: in this order; `heart adj3 (failure or arrest)`: in any order, with two other words between
//!   them at most. Chains group from the left.
//! * `hypox$`, `hypox*`: any letters; `rat$1`: one at most; `wom#n`: one letter; `h?emorrhage`: one or none.
//! * `Sepsis/`, `exp Sepsis/` with what is below it, `*Sepsis/` where it is a major topic, `Sepsis/dt,th` with qualifiers;
//!   `dt.fs.`, `humans.sh.`, `review.pt.`; types and headings do not explode without `exp`.
//! * `1 and 2`, `or/1-5,7`, `#3`: lines before. `limit 5 to (english language and yr="2005 -Current")`: languages, ages,
//!   `humans`, types of publication, dates. `remove duplicates from 5` is line 5: an index has each article once.
//! * Codes: `ti` `ab` `tw` (title and abstract) `kf` `kw` `ot` `hw` `nm` `mp` `af` `in` `au` `ca` `jn` `sh` `xm` `fs` `pt` `rn`
//!   `lg` `cp` `vo` `ip` `pg` `ui` `do`, and dates: `yr` and `dp` of publication, `ed` of the record's completion, `ez` of entry,
//!   `da` of indexing, `dt` of creation, `ep` electronic, `rd` of revision.
//!
//! # Cochrane's notation
//!
//! Read where a text shows its signs, and with [`Syntax::Cochrane`]. `NEAR` and `NEXT` bind closest, then `not`, `and`, `or`.
//! `(heart NEXT failure):ti,ab,kw`, `heart NEAR/3 failure`, `"heart failure":ti`, `hypox*`, `wom?n` (one letter);
//! words side by side must all be there. `[mh "Heart Failure"]` explodes, `[mh ^"Heart Failure"]` does not,
//! `[mh Sepsis/DT]`, `[mh Sepsis[mj]]`; `MeSH descriptor: [Sepsis] explode all trees`. `#1 or #2`, `{or #1-#4}`.
//!
//! # Into another notation
//!
//! [`Query::translate`] and [`Strategy::translate`] write what was read in another notation. Where that has the means it is
//! exact: fields that search the same, headings with and without those below them, distances (`adj3`, `~2`, `NEAR/3`),
//! signs for letters, names, dates, and lines as lines. Groups near each other, which PubMed does not have, are written
//! out. What cannot be said as it was is a [`Loss`], with its [level](LossLevel): the whole finds more, less or others, or
//! there is no translation. `[tiab]` searches keywords of authors, Ovid's `.ti,ab.` does not; `.mp.` searches headings, and
//! Cochrane's `:ti,ab,kw` too. Only the systems' own fields are written, not those that litdex adds (`[ab]`, `[ref]`).

use serde::ser::{Serialize, Serializer};

pub(crate) mod ast;
pub(crate) mod check;
mod clause;
mod clean;
mod cochrane;
mod dates;
mod dialect;
mod error;
mod fielded;
mod filters;
pub mod limits;
mod lines;
mod notes;
mod number;
mod ovid;
mod printer;
mod pubmed;
mod references;
mod span;
mod strategy;
mod tags;
#[cfg(test)]
mod tests;
mod translate;

pub use ast::Query;
pub(crate) use ast::{Arrangement, DateRange, How, Node, Origin, PlainWord, QueryKind, Term, TermWord};
pub use check::{Check, Diagnostic, Level, check};
pub use clause::Clause;
use dialect::Sign;
pub(crate) use error::shown;
pub use error::{QueryError, QueryErrorKind};
pub use filters::{Filters, Years, parse_years};
pub(crate) use notes::Notes;
pub use notes::{Note, NoteKind};
pub use number::LineNumber;
pub(crate) use pubmed::is_quote;
pub use span::Span;
pub use strategy::{Strategy, StrategyLine};
pub(crate) use translate::Translator;
pub use translate::{Loss, LossLevel, Translation};

/// How a query is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Syntax {
    /// In the notation whose signs it shows; in PubMed's, which plain words are part of, where it shows none.
    #[default]
    Shown,
    /// In PubMed's notation, in which words without any sign of it are terms too.
    PubMed,
    /// In Ovid's notation.
    Ovid,
    /// In the notation of the Cochrane Library.
    Cochrane,
    /// As plain words, whatever else they may mean.
    Plain,
}

impl Serialize for Syntax {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.name())
    }
}

impl Syntax {
    /// The name used in every output, such as `pubmed`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::PubMed => "pubmed",
            Self::Ovid => "ovid",
            Self::Cochrane => "cochrane",
            Self::Plain => "plain",
        }
    }
}

/// Whether an error may come of another notation than PubMed's.
fn is_of_another(kind: QueryErrorKind) -> bool {
    matches!(
        kind,
        QueryErrorKind::Dialect
            | QueryErrorKind::TagWithoutTerm
            | QueryErrorKind::TruncationWithoutStem
            | QueryErrorKind::UnknownTag
    )
}

impl Query {
    /// Reads a query in the notation whose signs it shows: PubMed's, which plain words are part of, where it shows none.
    ///
    /// ```
    /// use litdex::query::Query;
    /// let query = Query::parse("respiratory failure[tiab] AND 2019:2022[dp]")?;
    /// assert_eq!(query.interpretation(), "respiratory failure[tiab] AND 2019:2022[dp]");
    /// assert!(query.notes()[0].message.contains("one phrase"), "{:?}", query.notes());
    /// # Ok::<(), litdex::query::QueryError>(())
    /// ```
    ///
    /// # Errors
    /// Text that is no query, or that passes one of the [`limits`]; see [`QueryErrorKind`].
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        match pubmed::parse(text) {
            Err(error) if is_of_another(error.kind) => match dialect::of_lines(std::iter::once(text)) {
                Some(Sign { syntax: syntax @ (Syntax::Ovid | Syntax::Cochrane), reason }) => {
                    let mut query = Self::parse_as(text, syntax)?;
                    query.notes.insert(0, Note::of_syntax(syntax, &reason));
                    Ok(query)
                }
                _ => Err(error),
            },
            other => other,
        }
    }

    /// Reads any text as plain words, whatever else it may mean.
    ///
    /// ```
    /// use litdex::query::Query;
    /// let query = Query::words("What is TS=(sepsis)?")?;
    /// assert_eq!(query.interpretation(), "What AND is AND TS AND sepsis (any field, all forms)");
    /// # Ok::<(), litdex::query::QueryError>(())
    /// ```
    ///
    /// # Errors
    /// Text without a letter or digit, or that passes one of the [`limits`].
    pub fn words(text: &str) -> Result<Self, QueryError> {
        pubmed::parse_words(text)
    }

    /// Reads a query that is written so.
    ///
    /// # Errors
    /// As [`parse`](Self::parse) and [`words`](Self::words).
    pub fn parse_as(text: &str, syntax: Syntax) -> Result<Self, QueryError> {
        match syntax {
            Syntax::Shown => Self::parse(text),
            Syntax::PubMed => pubmed::parse_terms(text),
            Syntax::Ovid => ovid::parse(text, None),
            Syntax::Cochrane => cochrane::parse(text, None),
            Syntax::Plain => Self::words(text),
        }
    }
}
