//! A query, its filters and what is wanted of it become a plan, the same for every engine.

use std::collections::HashSet;

use super::headings;
use super::pattern::{PlainGroup, Terms};
use super::state::State;
use super::values::{self, folded};
use crate::index::Keyed;
use crate::index::{
    ALL_TEXT, Column, Days, EngineError, Facet, Filter, Group, Matching, Named, PUBLISHED, Plan, Ranking,
    Set, Sort, Value, Wanted, index_form, retracted_sets, weights,
};
use crate::model::{Field, OwnValue, PartialDate};
use crate::query::{DateRange, Filters, Node, Origin, PlainWord, Query, QueryKind, Term};

/// A query and what is wanted of its answer.
#[derive(Debug)]
pub(crate) struct Request<'q> {
    pub query: &'q Query,
    pub filters: &'q Filters,
    pub matching: Matching,
    pub sort: Sort,
}

/// Compiles a request. Which works a query asks the citations of is looked up in the state; everything else
/// follows from the query alone.
///
/// # Errors
/// A value that its field cannot hold, or an index that cannot be read.
pub(crate) fn compile(request: &Request<'_>, terms: &mut Terms, state: &State) -> Result<Plan, EngineError> {
    let (wanted, stems) = match &request.query.kind {
        QueryKind::Boolean(node) => {
            let mut tree = Tree { terms, state, wanted: Vec::new(), stems: Vec::new(), room: HEADINGS_MAX };
            let set = tree.set(node, true)?;
            (Wanted::Tree { set, terms: tree.wanted }, tree.stems)
        }
        QueryKind::Everything => (Wanted::Tree { set: Set::And(Vec::new()), terms: Vec::new() }, Vec::new()),
        QueryKind::Plain(words) => plain(words, request.matching, terms),
    };
    Ok(Plan { wanted, ranking: ranking(stems), filter: filter(request.filters, state)?, sort: request.sort })
}

/// Each stem once, in the order of the query: the last bit of a score depends on it.
fn ranking(stems: Vec<String>) -> Ranking {
    let mut met = HashSet::new();
    let once = stems.into_iter().filter(|stem| met.insert(stem.clone())).collect();
    Ranking { stems: once, bags: vec![(Column::Bag, 1.0), (Column::BagBody, weights::BODY)] }
}

/// The words that decide, and the stems they are ranked by. Function words decide only where there is nothing
/// else; a word that is given twice counts once.
fn plain(words: &[PlainWord], matching: Matching, terms: &mut Terms) -> (Wanted, Vec<String>) {
    let groups: Vec<PlainGroup> = terms.groups(words);
    let only_stop = groups.iter().all(|group| group.stop || group.readings.is_empty());
    let decides = |group: &PlainGroup| !group.readings.is_empty() && (only_stop || !group.stop);
    let mut met = HashSet::new();
    let once = |group: &PlainGroup| decides(group) && met.insert(group.readings.clone());
    let deciding: Vec<PlainGroup> = groups.into_iter().filter(once).collect();
    let stems = deciding.iter().flat_map(|group| group.readings.iter().flatten().cloned()).collect();
    let groups = deciding.into_iter().map(group).collect();
    (Wanted::Words { groups, matching }, stems)
}

/// A reading of one stem stands for the whole word; readings of several are looked for as they are written.
fn group(group: PlainGroup) -> Group {
    let whole = group.readings.len();
    let stems: Vec<String> = group
        .readings
        .into_iter()
        .filter_map(|reading| <[String; 1]>::try_from(reading).ok().map(|[stem]| stem))
        .collect();
    let apart = group.pattern.filter(|_| stems.len() < whole);
    let apart = apart.map(|pattern| Set::Text { columns: ALL_TEXT, pattern });
    Group { text: group.text, stems, apart }
}

/// A tree while it is compiled.
struct Tree<'c> {
    terms: &'c mut Terms,
    state: &'c State,
    /// The terms that are wanted, in the order of the query.
    wanted: Vec<Named>,
    /// The stems they are ranked by.
    stems: Vec<String>,
    /// How many more values its headings may stand for.
    room: usize,
}

/// Values that the headings of one query may stand for: the largest tree has ten thousand headings, and a qualifier up
/// to a dozen below it.
const HEADINGS_MAX: usize = 500_000;

impl Tree<'_> {
    /// Compiles a node; `kept` where no NOT takes it away. The parser bounds the depth of the tree, so
    /// recursion is bounded too.
    fn set(&mut self, node: &Node, kept: bool) -> Result<Set, EngineError> {
        Ok(match node {
            Node::Term(term) => {
                let set = self.term(term)?;
                if kept {
                    self.want(term, &set);
                }
                set
            }
            Node::Dates(range) => days(range),
            Node::And(nodes) => Set::And(self.sets(nodes, kept)?),
            Node::Or(nodes) => Set::Or(self.sets(nodes, kept)?),
            Node::Not { keep, drop } => {
                let keep = self.set(keep, kept)?;
                Set::Not(Box::new(keep), Box::new(self.set(drop, false)?))
            }
        })
    }

    /// The sets of nodes that are joined, each once: a part that is given again changes nothing.
    fn sets(&mut self, nodes: &[Node], kept: bool) -> Result<Vec<Set>, EngineError> {
        let (mut met, mut sets) = (HashSet::new(), Vec::new());
        for node in nodes {
            let set = self.set(node, kept)?;
            if met.insert(set.clone()) {
                sets.push(set);
            }
        }
        Ok(sets)
    }

    fn term(&mut self, term: &Term) -> Result<Set, EngineError> {
        if let Some(set) = values::of(term, self.state)? {
            values::check(term)?;
            if let Set::Values(values) = &set {
                let room = self.room.checked_sub(values.len());
                self.room = room.ok_or_else(|| EngineError::Headings {
                    word: Node::Term(term.clone()).to_string(),
                    limit: HEADINGS_MAX,
                })?;
            }
            return Ok(set);
        }
        Ok(Set::Text { columns: Column::of_text(term.field), pattern: self.terms.pattern(term) })
    }

    fn want(&mut self, term: &Term, set: &Set) {
        // What words were mapped to need not be there: the words themselves are told of.
        if term.origin == Origin::Mapped {
            return;
        }
        if term.field.holds_words() && !matches!(term.field, Field::PublicationType | Field::Qualifier) {
            let stems = self.terms.stems(term).into_iter();
            self.stems.extend(stems.filter(|stem| !crate::text::is_stop_word(stem)));
        }
        // A bare word stands in parentheses where it is a query by itself.
        let written = Node::Term(term.clone()).to_string();
        let bare = written.strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
        let name = bare.unwrap_or(&written).to_owned();
        let words = term.words.iter().map(|word| word.text.clone()).collect();
        self.wanted.push(Named { name, words, set: set.clone() });
    }
}

fn days(range: &DateRange) -> Set {
    Set::Days(Days {
        columns: Column::of_days(range.field),
        from: range.from.map_or(1, PartialDate::first_day),
        to: range.to.map_or(u32::MAX, PartialDate::last_day),
    })
}

fn filter(filters: &Filters, state: &State) -> Result<Filter, EngineError> {
    let lists = [
        (Column::PublicationType, "publication type", &filters.publication_types),
        (Column::Language, "language", &filters.languages),
        (Column::JournalName, "journal", &filters.journals),
    ];
    let lists = lists.into_iter().filter(|(.., wanted)| !wanted.is_empty());
    let lists = lists.map(|(column, what, wanted)| {
        wanted.iter().map(|value| named(column, what, value, state)).collect::<Result<_, _>>()
    });
    let mut lists: Vec<Vec<Named>> = lists.collect::<Result<_, EngineError>>()?;
    for (name, values) in filters.fields.iter().filter(|(_, values)| !values.is_empty()) {
        let facet = Facet::Own(name.clone());
        let one = |value: &String| {
            let whole = |value: &str| Value::whole(Column::Facet, index_form(&facet.value(value)));
            // A number is kept in one way, however it is written here.
            let number = OwnValue::number(value).filter(|number| number != value);
            let set =
                Set::Values(std::iter::once(whole(value)).chain(number.as_deref().map(whole)).collect());
            Named { name: format!("{value} ({name})"), words: Vec::new(), set }
        };
        lists.push(values.iter().map(one).collect());
    }
    if let Some(ids) = &filters.ids {
        let set = Set::Keys(ids.iter().map(Keyed::of).collect());
        lists.push(vec![Named { name: "the articles asked for".to_owned(), words: Vec::new(), set }]);
    }
    let mut without = Vec::new();
    if filters.exclude_retracted {
        without.extend(retracted_sets(state.retracted_keys()?));
    }
    let days = filters.years.map(|(from, to)| {
        let from = from.map_or(1, |year| u32::from(year) * 10_000);
        let to = to.map_or(u32::MAX, |year| u32::from(year) * 10_000 + 1_231);
        Days { columns: PUBLISHED, from, to }
    });
    Ok(Filter { lists, without, days })
}

fn named(column: Column, what: &str, value: &str, state: &State) -> Result<Named, EngineError> {
    let set = match column {
        Column::PublicationType => {
            values::publication_type(headings::publication_types(value, state.vocabulary()?), state)?
        }
        _ => Set::Values(vec![Value::whole(column, folded(value, column == Column::Language))]),
    };
    Ok(Named { name: format!("{value} ({what})"), words: Vec::new(), set })
}
