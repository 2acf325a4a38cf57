//! Terms that name a subset, a flag or a journal by its number; and those of which nothing is kept.
//!
//! It must not know values that are words.

use super::state::State;
use crate::index::{Column, EngineError, RETRACTS, Set, Value, retracted_sets};
use crate::model::{Field, Subset, subset};

/// The publication type of notices that retract.
const RETRACTION: &str = "retraction of publication";

/// The set a term of such a field stands for; `None` where its field is another.
pub(super) fn of(
    field: Field,
    written: &str,
    is_prefix: bool,
    state: &State,
) -> Result<Option<Set>, EngineError> {
    let nothing = Set::Values(Vec::new());
    Ok(match field {
        Field::Subset if is_prefix => Some(nothing),
        Field::Subset => Some(match subset(written) {
            Subset::Flag(flag) => Set::Values(vec![Value::whole(Column::Flag, flag)]),
            Subset::Retracted => Set::Or(retracted_sets(state.retracted_keys()?).into()),
            Subset::Retractions => {
                let told = Value { column: Column::Flag, text: RETRACTS.to_owned(), is_prefix: true };
                Set::Values(vec![told, Value::whole(Column::PublicationType, RETRACTION)])
            }
            Subset::Unknown => nothing,
        }),
        Field::JournalId => {
            // Titles and ISSNs of journals stand in the same column, and none of them looks so.
            let id = written.trim().to_lowercase();
            let digits = id.bytes().take_while(u8::is_ascii_digit).count();
            if is_prefix || !(5..=20).contains(&digits) || !matches!(&id[digits..], "" | "r") {
                return Err(EngineError::Value {
                    found: written.to_owned(),
                    tag: field.tag(),
                    help: "write the NLM id of a journal, such as 7505876".to_owned(),
                });
            }
            Some(Set::Values(vec![Value::whole(Column::JournalName, id)]))
        }
        other => other.missing().map(|_| nothing),
    })
}
