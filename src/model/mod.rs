//! What an article is: the record every format is read into and every output is written from.
//!
//! It must not know any file format, tantivy, or the JSON of any interface. The derived serde forms
//! serve the article store and the JSONL exchange form alike, which is why no field is ever skipped.

mod address;
mod article;
mod dates;
mod fields;
mod forms;
mod ids;
mod keys;
mod languages;
mod own;
mod people;
mod qualifiers;
mod retracted;
mod subjects;
mod subsets;
mod verify;
mod works;

pub(crate) use address::escape_address;
pub use article::{Article, BodySection, Journal, Origin, Section, TranslatedAbstract};
pub(crate) use dates::month_of_name;
pub use dates::{DateError, DateKind, DatedEvent, PartialDate};
pub use fields::Field;
pub use forms::fold_key;
pub(crate) use forms::{abbreviates, family_form, journal_form, main_title, page_form, volume_form};
pub use ids::{ArticleId, Doi, IdError, Identifiers, OtherId, Pmcid, Pmid};
pub use keys::IdentityKey;
pub(crate) use keys::of_ids;
pub use languages::language_code;
pub(crate) use languages::language_name;
pub use own::{OwnFields, OwnValue};
pub use people::{Author, Names};
pub(crate) use people::{is_initials, is_suffix, orcid};
pub(crate) use qualifiers::qualifier_code;
pub use qualifiers::qualifier_of_code;
pub(crate) use qualifiers::qualifiers;
pub(crate) use retracted::bare_title;
pub use subjects::{Databank, Grant, Heading, PublicationType, Qualifier, Substance};
pub(crate) use subsets::{Subset, is_flag, subset};
pub use verify::{Agreement, Citation, Work, verify};
pub use works::{Correction, CorrectionKind, Reference, Status};
