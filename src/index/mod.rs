//! What every engine has in common: what is indexed of an article and what is kept of it, what a search asks and is
//! answered, and the interfaces an engine is known by.
//!
//! A [`Home`] is where an index lives, a [`Snapshot`] one state of it to be searched, a [`Writer`] changes it, and
//! [`Works`] is a state as a build reads it. Columns and the prepared article ([`Preparer`]), the [`Plan`] of a search,
//! the [`Manifest`], the forms that articles are stored in and the hashes of their keys are the same for all.
//!
//! It must not know any engine, file format or query language.

mod answer;
mod clause;
mod column;
mod disk;
mod error;
mod facet;
mod guard;
mod home;
pub(crate) mod keys;
mod lengths;
mod limits;
mod manifest;
mod plan;
mod prepare;
mod seen;
mod snapshot;
pub(crate) mod stored;
pub(crate) mod union_find;
mod values;
pub(crate) mod weights;
mod words;

pub(crate) use answer::Counts;
pub use answer::{EngineError, Matching, Sort};
pub use clause::ProximityError;
#[cfg(test)]
pub(crate) use clause::UNORDERED_MAX;
pub(crate) use clause::{BUDGET_MAX, Clause, Forms, Near, Pattern, Shape};
pub(crate) use column::{ALL_TEXT, BAG_COLUMNS, BAGS, COLUMNS, Column, Kind, NUMBERS, PUBLISHED};
pub(crate) use disk::{Disk, Step};
pub use error::IndexError;
pub use facet::Facet;
pub(crate) use guard::guarded;
pub(crate) use home::{Home, Lease, Pairs, SAMPLE_RECORDS, Works, WriteOptions, Writer};
pub(crate) use lengths::{ENTRY_BYTES, StoreLengths};
pub(crate) use limits::{Budget, Meter};
pub use limits::{Exhausted, Limits};
pub(crate) use manifest::Changes;
pub use manifest::Source;
pub(crate) use manifest::{Deletion, Manifest, SideFile};
pub(crate) use manifest::{is_program_source, program_source};
pub(crate) use plan::{
    Days, Filter, Group, Keyed, Named, Plan, Ranking, Set, Value, Wanted, retracted_sets, unknown_terms,
};
pub(crate) use prepare::{Columns, Preparer};
pub(crate) use seen::{DIFFERENT_MAX, WORDS_MAX};
pub use snapshot::Verified;
pub(crate) use snapshot::{
    Found, Lookup, Page, Parts, Place, Printed, Record, Sizes, Snapshot, Take, Tallied, Tally,
};
pub use stored::{Abstract, Card};
pub(crate) use stored::{Held, SourceRecord, Work};
pub(crate) use values::{RETRACTS, VALUES_VERSION, retracts, sort_form};
#[cfg(test)]
pub(crate) use words::GAP;
pub(crate) use words::index_form;
