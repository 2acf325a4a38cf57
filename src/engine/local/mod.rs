//! The local snapshot: queries answered from tantivy's postings and the article store beside them.
//!
//! It must not know how hits are shown, or how articles got into the index.

mod abstracts;
mod citations;
mod collect;
mod compile;
mod docs;
mod groups;
mod listed;
mod notices;
mod phrase;
mod plain;
mod rank;
mod segment;
mod unknown;
mod values;
mod window;

use std::path::Path;
use std::sync::Arc;

use self::collect::{Best, Ranked, Sorted, in_order, record};
use self::compile::{Plan, narrow};
use self::docs::END;
use self::plain::Plain;
use self::rank::{Bag, Ranking, Scorer, total_score};
use self::segment::Segment;
use super::{Engine, EngineError, Found, Outcome, Request, Sort, Terms};
use crate::index::Generation;
use crate::model::Field;
use crate::query::{Node, Query, QueryKind};

/// Answers queries from one generation.
pub(crate) struct LocalSnapshot {
    generation: Arc<Generation>,
    segments: Vec<Segment>,
    bags: Vec<Bag>,
    retracted: notices::Retracted,
}

impl LocalSnapshot {
    /// Opens a generation for queries.
    pub fn open(generation: Arc<Generation>) -> Result<Self, EngineError> {
        let directory: Arc<Path> = generation.directory.as_path().into();
        let readers = generation.searcher.segment_readers().iter().enumerate();
        let segments = readers.map(|reader| Segment::open(reader, generation.fields, directory.clone()));
        let segments = segments.collect::<Result<Vec<_>, _>>()?;
        let bags = Bag::open_all(&segments)?;
        Ok(Self { bags, segments, generation, retracted: notices::Retracted::new() })
    }

    /// The generation it reads.
    pub fn generation(&self) -> &Generation {
        &self.generation
    }

    /// Number of articles.
    pub fn articles(&self) -> u64 {
        self.segments.iter().map(|segment| u64::from(segment.reader.num_docs())).sum()
    }

    /// The records of the articles with an identity key such as `pmid:1`, in their order.
    pub fn records_of_key(&self, key: &str) -> Result<Vec<u32>, EngineError> {
        Ok(self.generation.records_with_key(key)?)
    }

    /// The records of the articles with an id.
    pub fn records_of_id(&self, id: &str) -> Result<Vec<u32>, EngineError> {
        Ok(self.generation.records_with_id(id)?)
    }

    /// The records of the articles with a flag, such as `merged`.
    pub fn records_of_flag(&self, flag: &str) -> Result<Vec<u32>, EngineError> {
        self.records(self.generation.fields.flag, flag)
    }

    fn records(&self, field: tantivy::schema::Field, value: &str) -> Result<Vec<u32>, EngineError> {
        let mut records = Vec::new();
        for segment in &self.segments {
            let mut docs = segment.alive(values::any_of(segment, field, &[value.to_owned()])?);
            while docs.doc() != END {
                records.push(record(segment, docs.doc()));
                docs.advance();
            }
        }
        Ok(records)
    }

    /// The records of all articles, in the order of documents.
    pub fn all_records(&self) -> Vec<u32> {
        let of = |segment: &Segment| {
            segment.reader.doc_ids_alive().map(|doc| record(segment, doc)).collect::<Vec<_>>()
        };
        self.segments.iter().flat_map(of).collect()
    }

    /// Number of articles a flag such as `status:retracted` is set for, by flag.
    pub fn flags(&self) -> Result<Vec<(String, u64)>, EngineError> {
        let mut counts = std::collections::BTreeMap::new();
        for segment in &self.segments {
            let mut found = Vec::new();
            let _ = segment.expand(segment.fields.flag, "", |_, info| {
                found.push(u64::from(info.doc_freq));
                Ok(())
            })?;
            let words = segment.words(segment.fields.flag)?;
            for (ordinal, mut count) in found.into_iter().enumerate() {
                let mut name = Vec::new();
                let known = words.terms().ord_to_term(ordinal as u64, &mut name);
                if !known.unwrap_or(false) {
                    continue;
                }
                let name = String::from_utf8_lossy(&name).into_owned();
                if segment.reader.has_deletes() {
                    // A word's own count has the deleted ones in it.
                    let mut docs = segment.alive(values::any_of(
                        segment,
                        segment.fields.flag,
                        std::slice::from_ref(&name),
                    )?);
                    count = 0;
                    while docs.doc() != END {
                        count += 1;
                        docs.advance();
                    }
                }
                if count > 0 {
                    *counts.entry(name).or_insert(0) += count;
                }
            }
        }
        Ok(counts.into_iter().collect())
    }

    /// Number of articles by year of publication; 0 stands for an unknown year.
    pub fn years(&self) -> std::collections::BTreeMap<u16, u64> {
        let mut years = std::collections::BTreeMap::new();
        for segment in &self.segments {
            for doc in segment.reader.doc_ids_alive() {
                *years.entry((segment.date(doc) / 10_000) as u16).or_insert(0) += 1;
            }
        }
        years
    }

    /// Turns ranked documents into records.
    fn found(&self, page: &[Ranked]) -> Vec<Found> {
        let found = |ranked: &Ranked| Found {
            record: record(&self.segments[ranked.segment], ranked.doc),
            score: ranked.score,
            missing: Vec::new(),
        };
        page.iter().map(found).collect()
    }

    fn boolean(&self, node: &Node, request: &Request<'_>, terms: &mut Terms) -> Result<Outcome, EngineError> {
        let plan = Plan::of(node, terms, self)?;
        let want = request.offset + request.limit;
        let ranking = if request.sort == Sort::Best && request.limit > 0 {
            Ranking::of(&self.bags, &self.segments, &positive_stems(request.query, terms))?
        } else {
            Ranking::default()
        };
        let slack = ranking.slack();
        let by_score = request.sort == Sort::Best && !ranking.is_empty();
        let mut outcome = Outcome::default();
        let mut ranked = Vec::new();
        let mut sorted = Sorted::new(want, request.sort);
        for (at, segment) in self.segments.iter().enumerate() {
            let mut docs = segment.alive(narrow(self, segment, plan.documents(segment)?, request.filters)?);
            let mut main = Scorer::open_all((at, segment), &ranking.main)?;
            let mut best = Best::new(want, slack);
            let mut doc = docs.doc();
            while doc != END {
                outcome.total += 1;
                if by_score {
                    best.offer(doc, total_score(&mut main, doc));
                } else {
                    sorted.offer((at, segment), doc);
                }
                doc = docs.advance();
            }
            ranked.extend(best.finish((at, segment), &mut Scorer::open_all((at, segment), &ranking.side)?));
        }
        if outcome.total == 0 || request.query.positive().nth(1).is_some() {
            outcome.unknown = unknown::terms(request.query, terms, self)?;
        }
        let ranked =
            if by_score { in_order(ranked) } else { sorted.finish(&self.generation, &self.segments)? };
        let page: Vec<Ranked> = ranked.into_iter().skip(request.offset).take(request.limit).collect();
        outcome.found = self.found(&page);
        Ok(outcome)
    }
}

/// The stems of all words that are wanted, in the order of the query.
fn positive_stems(query: &Query, terms: &mut Terms) -> Vec<String> {
    let mut stems = Vec::new();
    for term in query.positive() {
        if term.field.holds_words() && term.field != Field::PublicationType {
            stems.extend(terms.stems(&term).into_iter().filter(|stem| !crate::text::is_stop_word(stem)));
        }
    }
    stems
}

impl Engine for LocalSnapshot {
    fn search(&self, request: &Request<'_>, terms: &mut Terms) -> Result<Outcome, EngineError> {
        let mut outcome = match &request.query.kind {
            QueryKind::Boolean(node) => self.boolean(node, request, terms)?,
            QueryKind::Plain(words) => {
                let groups = words.iter().map(|word| terms.group(word)).collect();
                Plain::new(self, groups)?.search(request)?
            }
        };
        if outcome.total == 0 {
            outcome.unknown.extend(unknown::values(request.filters, &self.segments)?);
        }
        Ok(outcome)
    }
}
