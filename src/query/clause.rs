//! Queries made by a program: clauses of a user's words, put together without a mark of the notation getting in.
//!
//! It must not know how a query is parsed: it writes the notation, and what it writes is read like any other.

use std::fmt::{self, Write as _};

use super::Syntax;
use super::ast::{Query, QueryKind};
use super::clean::is_star;
use super::dates::slashed;
use super::error::QueryError;
use super::pubmed::is_quote;
use crate::model::{Field, PartialDate};

/// A part of a query, of which a program makes larger ones. It prints as it is written in PubMed's notation.
///
/// Words match exactly, as between quotes. A [plain query](crate::query#plain-and-boolean) is no part of another:
/// [`Query::words`] makes one of any text.
///
/// ```
/// use litdex::model::Field;
/// use litdex::query::{Clause, Query};
/// // Whatever somebody typed stays words.
/// let typed = "oxygen (ECMO) OR \"NIV\"*";
/// let query = Clause::any([
///     Clause::term(Field::TitleAbstract, typed)?,
///     Clause::prefix(Field::Mesh, "hypox")?,
/// ])
/// .and(Clause::dates(Field::Date, "2019".parse().ok(), None))
/// .not(Clause::term(Field::PublicationType, "editorial")?)
/// .query()?;
/// assert_eq!(
///     query.text(),
///     "((\"oxygen (ECMO) OR NIV\"[tiab] OR hypox*[mh]) AND 2019:[dp]) NOT \"editorial\"[pt]"
/// );
/// # assert_eq!(Query::parse(query.text())?.interpretation(), query.interpretation());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    text: String,
    /// Whether it needs parentheses beside others.
    is_joined: bool,
}

impl Clause {
    /// Words in a field, all of them next to each other and in this order; in a field of whole values that value, in
    /// one of identifiers that article.
    ///
    /// # Errors
    /// Text without a letter or digit, or one that the field cannot hold.
    pub fn term(field: Field, words: &str) -> Result<Self, QueryError> {
        Self::read(format!("\"{}\"[{}]", escaped(field, words), field.tag()))
    }

    /// Every word of a field that begins so; in a field of whole values every value.
    ///
    /// # Errors
    /// Text without a letter or digit.
    pub fn prefix(field: Field, beginning: &str) -> Result<Self, QueryError> {
        let beginning = escaped(field, beginning);
        let (beginning, tag) = (beginning.trim(), field.tag());
        let is_one_word = !beginning.is_empty() && beginning.chars().all(char::is_alphanumeric);
        let quote = if is_one_word { "" } else { "\"" };
        Self::read(format!("{quote}{beginning}*{quote}[{tag}]"))
    }

    /// Dates from one to another, both included; an end that is not given is open. With neither it is an error when
    /// the [query](Self::query) is made.
    pub fn dates(field: Field, from: Option<PartialDate>, to: Option<PartialDate>) -> Self {
        let end = |date: Option<PartialDate>| date.map_or_else(String::new, slashed);
        Self::simple(format!("{}:{}[{}]", end(from), end(to), field.tag()))
    }

    /// What matches all of some. Of none it is an error when the [query](Self::query) is made.
    pub fn all(clauses: impl IntoIterator<Item = Self>) -> Self {
        Self::joined(clauses, " AND ")
    }

    /// What matches any of some. Of none it is an error when the [query](Self::query) is made.
    pub fn any(clauses: impl IntoIterator<Item = Self>) -> Self {
        Self::joined(clauses, " OR ")
    }

    /// What matches this and another.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self::all([self, other])
    }

    /// What matches this or another.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self::any([self, other])
    }

    /// What matches this and does not match another.
    #[must_use]
    pub fn not(self, other: Self) -> Self {
        Self::joined([self, other], " NOT ")
    }

    /// The query of this alone.
    ///
    /// # Errors
    /// It passes one of the [limits](super::limits), or a part of it is of nothing.
    pub fn query(&self) -> Result<Query, QueryError> {
        Query::parse_as(&self.text, Syntax::PubMed)
    }

    /// A text in the notation, as it is read.
    fn read(text: String) -> Result<Self, QueryError> {
        Query::parse(&text)?;
        Ok(Self::simple(text))
    }

    fn simple(text: String) -> Self {
        Self { text, is_joined: false }
    }

    fn joined(clauses: impl IntoIterator<Item = Self>, operator: &str) -> Self {
        let mut text = String::new();
        let mut count = 0;
        for clause in clauses {
            if count > 0 {
                text.push_str(operator);
            }
            text.push_str(&clause.grouped());
            count += 1;
        }
        match count {
            // Parentheses around nothing, which no query may have.
            0 => Self::simple("()".to_owned()),
            _ => Self { text, is_joined: count > 1 },
        }
    }

    fn grouped(self) -> String {
        if self.is_joined { format!("({})", self.text) } else { self.text }
    }
}

impl fmt::Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Query {
    /// This query as a part of others; `None` where it is of plain words, which match in other ways than parts do, of
    /// everything, or of a notation that has what PubMed's has not.
    ///
    /// ```
    /// use litdex::{model::Field, query::{Clause, Query}};
    /// let strategy = Query::parse("sepsis[ti] OR septic[ti]")?.clause().unwrap();
    /// let narrower = strategy.and(Clause::term(Field::Language, "eng")?);
    /// assert_eq!(narrower.to_string(), "(sepsis[ti] OR septic[ti]) AND \"eng\"[la]");
    /// # Ok::<(), litdex::query::QueryError>(())
    /// ```
    pub fn clause(&self) -> Option<Clause> {
        match &self.kind {
            QueryKind::Boolean(node) if self.syntax == Syntax::PubMed => {
                Some(Clause { text: node.to_string(), is_joined: true })
            }
            QueryKind::Boolean(_) | QueryKind::Plain(_) | QueryKind::Everything => None,
        }
    }
}

/// Text without the marks that mean something between quotes. They part words as a blank does; in an identifier they
/// have their percent codes.
fn escaped(field: Field, words: &str) -> String {
    let is_identifier = matches!(field, Field::Doi | Field::Identifier | Field::Cites);
    let mut out = String::with_capacity(words.len());
    for (at, c) in words.char_indices() {
        if c != '*' && !is_star(c) && !is_quote(c) {
            out.push(c);
        } else if is_identifier {
            words[at..at + c.len_utf8()].bytes().for_each(|byte| _ = write!(out, "%{byte:02X}"));
        } else {
            out.push(' ');
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}
