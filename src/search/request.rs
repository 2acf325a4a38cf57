//! What is searched for, and how much of it is wanted.
//!
//! It must not know how a search is carried out.

use std::time::Duration;

use super::error::Error;
use super::sample::Sample;
use crate::engine::{Matching, Sort};
use crate::index::{Facet, Limits};
use crate::model::{IdentityKey, escape_address};
use crate::query::{Filters, Query, Syntax, is_quote};

/// The greatest sum of offset and limit: all hits of a corpus can be had, a mistyped number cannot.
pub const LIMIT_MAX: usize = 100_000_000;

/// A search: a query and what is wanted of its answer.
///
/// ```
/// use litdex::{Search, Sort};
/// let search = Search::new("refractory hypoxemia").limit(20).sort(Sort::Newest);
/// assert_eq!(search.limit, 20);
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Search {
    /// The query, in the language described at [`crate::query`]. It may be empty where filters narrow the search: then
    /// every article is meant.
    pub query: String,
    /// How the query is written.
    pub syntax: Syntax,
    /// The query where it was read before.
    read: Option<Query>,
    /// Hits to skip.
    pub offset: usize,
    /// Hits wanted at most; 0 only counts.
    pub limit: usize,
    /// How many of a plain query's words an article must have.
    pub matching: Matching,
    /// Order of the hits.
    pub sort: Sort,
    /// What narrows the search beside the query.
    pub filters: Filters,
    /// What the articles found are counted by.
    pub facets: Vec<Facet>,
    /// Values wanted of each facet at most.
    pub facet_values: usize,
    /// Snippets wanted of each hit at most.
    pub snippets: usize,
    /// What is drawn of all that match, in the place of all: the offset and the limit are of that.
    pub sample: Option<Sample>,
    /// Whether hits name all authors, not the first eight alone.
    pub all_authors: bool,
    /// What it may take.
    pub limits: Limits,
    /// How long finding the hits may take, from when it begins; on top of the limits.
    pub timeout: Option<Duration>,
}

impl Search {
    /// A search for a page of ten hits with up to three snippets each.
    pub fn new(query: impl Into<String>) -> Self {
        Self {
            query: query.into(),
            syntax: Syntax::default(),
            read: None,
            offset: 0,
            limit: 10,
            matching: Matching::Auto,
            sort: Sort::Best,
            filters: Filters::default(),
            facets: Vec::new(),
            facet_values: 10,
            snippets: 3,
            sample: None,
            all_authors: false,
            limits: Limits::default(),
            timeout: None,
        }
    }

    /// A search for the articles that cite the work of an identifier, `[cites]` in the query language.
    ///
    /// ```
    /// let key = "10.1000/a\"b".parse()?;
    /// assert_eq!(litdex::Search::citing(&key).query, "\"https://doi.org/10.1000/a%22b\"[cites]");
    /// # Ok::<(), litdex::model::IdError>(())
    /// ```
    #[must_use]
    pub fn citing(work: &IdentityKey) -> Self {
        let key = work.as_str();
        let term = match key.strip_prefix("doi:") {
            // Within quotes no quote can stand, but in an address its code can.
            Some(doi) if doi.contains(is_quote) => format!("https://doi.org/{}", escape_address(doi)),
            _ => key.to_owned(),
        };
        Self::new(format!("\"{term}\"[cites]"))
    }

    /// Says how the query is written.
    #[must_use]
    pub fn syntax(mut self, syntax: Syntax) -> Self {
        self.syntax = syntax;
        self
    }

    /// Skips this many hits.
    #[must_use]
    pub fn offset(mut self, offset: usize) -> Self {
        self.offset = offset;
        self
    }

    /// Wants at most this many hits.
    #[must_use]
    pub fn limit(mut self, limit: usize) -> Self {
        self.limit = limit;
        self
    }

    /// Says how many of a plain query's words an article must have.
    #[must_use]
    pub fn matching(mut self, matching: Matching) -> Self {
        self.matching = matching;
        self
    }

    /// Wants another order.
    #[must_use]
    pub fn sort(mut self, sort: Sort) -> Self {
        self.sort = sort;
        self
    }

    /// Narrows the search.
    #[must_use]
    pub fn filters(mut self, filters: Filters) -> Self {
        self.filters = filters;
        self
    }

    /// Counts all articles that match by these, beside the page of hits: the values that most have, at most so many
    /// of each, with exact numbers. Of a plain query those with all its words are counted.
    ///
    /// ```
    /// # let directory = tempfile::tempdir()?;
    /// # let path = directory.path().join("index");
    /// # litdex::Indexer::new("corpus", &path).rebuild(&|_| {})?;
    /// use litdex::{Facet, Search};
    /// let search = Search::new("hypoxemia").facets([Facet::Year, Facet::Journal], 5);
    /// for counts in litdex::Index::open(&path)?.search(search)?.facets {
    ///     println!("{}: {:?} and {} more", counts.facet, counts.values, counts.other_values);
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn facets(mut self, facets: impl IntoIterator<Item = Facet>, values: usize) -> Self {
        self.facets = facets.into_iter().collect();
        self.facet_values = values;
        self
    }

    /// Says what it may take.
    ///
    /// ```
    /// # let directory = tempfile::tempdir()?;
    /// # let path = directory.path().join("index");
    /// # litdex::Indexer::new("corpus", &path).rebuild(&|_| {})?;
    /// use std::sync::{Arc, atomic::AtomicBool};
    /// let cancel = Arc::new(AtomicBool::new(true));
    /// let search = litdex::Search::new("ecmo").limits(litdex::Limits::default().cancel(cancel));
    /// let error = litdex::Index::open(&path)?.search(search).unwrap_err();
    /// assert_eq!(error.code(), "cancelled");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Lets finding the hits take so long at most, from when it begins. A search that takes longer fails.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// The limits of a run that begins now.
    pub(super) fn limits_from_now(&self) -> Limits {
        let limits = self.limits.clone();
        match (self.timeout, limits.deadline) {
            (None, _) => limits,
            (Some(timeout), None) => limits.timeout(timeout),
            (Some(timeout), Some(deadline)) => {
                let limits = limits.timeout(timeout);
                let sooner = limits.deadline.map_or(deadline, |own| own.min(deadline));
                limits.deadline(sooner)
            }
        }
    }

    /// Wants at most this many snippets of each hit; 0 for none.
    #[must_use]
    pub fn snippets(mut self, snippets: usize) -> Self {
        self.snippets = snippets;
        self
    }

    /// The query as it is read. Without one, and with something that narrows the search, it is every article.
    ///
    /// # Errors
    /// Text that is no query.
    pub fn parsed(&self) -> Result<Query, Error> {
        if self.query.trim().is_empty() && !self.filters.is_empty() {
            return Ok(Query::everything());
        }
        match &self.read {
            Some(query) if query.text() == self.query => Ok(query.clone()),
            _ => Ok(Query::parse_as(&self.query, self.syntax)?),
        }
    }

    /// Wants a random sample of all that match, in the order of the hits.
    #[must_use]
    pub fn sample(mut self, sample: Sample) -> Self {
        self.sample = Some(sample);
        self
    }

    /// Wants all authors of each hit, not the first eight alone: more is read.
    #[must_use]
    pub fn all_authors(mut self, all: bool) -> Self {
        self.all_authors = all;
        self
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        let last = self.offset.saturating_add(self.limit);
        if last > LIMIT_MAX {
            return Err(Error::Limit { what: "offset and limit together", found: last, most: LIMIT_MAX });
        }
        Ok(())
    }
}

impl From<&str> for Search {
    fn from(query: &str) -> Self {
        Self::new(query)
    }
}

impl From<String> for Search {
    fn from(query: String) -> Self {
        Self::new(query)
    }
}

impl From<Query> for Search {
    fn from(query: Query) -> Self {
        Self { read: Some(query.clone()), ..Self::new(query.text()) }
    }
}
