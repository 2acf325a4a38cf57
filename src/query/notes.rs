//! Notes: how a query was read where the reader might have meant something else.
//!
//! They must not know how a query is parsed; a parser records them, an interface shows them.

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::Syntax;
use super::limits::MAX_NOTES;
use super::span::Span;

/// What a note is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum NoteKind {
    /// Words before a tag were read as one phrase.
    WordsAsPhrase,
    /// Words before a date or an identifier do not belong to it.
    WordsBeforeValue,
    /// The whole query was read as an identifier.
    Identifier,
    /// Identifiers in a row were read as alternatives.
    IdentifiersInRow,
    /// A tag after parentheses was given to each term inside.
    TagOnGroup,
    /// A part without letter or digit was left out.
    Dropped,
    /// A `*` inside a word stands for itself.
    StarInWord,
    /// A `&` inside a word stands for itself.
    AmpersandInWord,
    /// A parenthesis inside a word groups.
    ParenthesisInWord,
    /// A parenthesis or a quote of a line has no other, and was read as PubMed reads it.
    Unbalanced,
    /// A line refers to itself.
    OwnLine,
    /// `and`, `or` or `not` in lower case is a word.
    LowerCaseOperator,
    /// Different operators follow each other without parentheses.
    MixedOperators,
    /// `AND NOT` was read as `NOT`.
    AndNot,
    /// A year that means "no end" was read so.
    OpenEnd,
    /// A date counted back from today.
    RelativeDate,
    /// A sign inside a word stands for letters in another system, and for itself here.
    WildcardInWord,
    /// A `-` before a word leaves nothing out.
    LeadingMinus,
    /// The query was read in another notation than PubMed's.
    Syntax,
    /// A term without a field is searched in the fields of its system.
    DefaultField,
    /// A word was read as a flag of records, such as `hasabstract`.
    Flag,
    /// What a tag or a subset asks for is not searched: it matches nothing.
    NotSearched,
    /// A number without `#` was read as a line of the strategy.
    LineNumber,
    /// The name of a heading was mapped to the heading.
    MappedHeading,
    /// Words without a tag are a name, and were searched as such too; or they are none.
    MappedWords,
    /// A heading or qualifier stands for those below it too.
    Exploded,
    /// A heading or qualifier that the vocabulary does not have.
    UnknownHeading,
    /// There were more notes than are kept.
    More,
}

impl NoteKind {
    /// The name used in every output, such as `words-as-phrase`.
    pub fn name(self) -> &'static str {
        match self {
            Self::WordsAsPhrase => "words-as-phrase",
            Self::WordsBeforeValue => "words-before-value",
            Self::Identifier => "identifier",
            Self::IdentifiersInRow => "identifiers-in-row",
            Self::TagOnGroup => "tag-on-group",
            Self::Dropped => "dropped",
            Self::StarInWord => "star-in-word",
            Self::AmpersandInWord => "ampersand-in-word",
            Self::ParenthesisInWord => "parenthesis-in-word",
            Self::Unbalanced => "unbalanced",
            Self::OwnLine => "own-line",
            Self::LowerCaseOperator => "lower-case-operator",
            Self::MixedOperators => "mixed-operators",
            Self::AndNot => "and-not",
            Self::OpenEnd => "open-end",
            Self::RelativeDate => "relative-date",
            Self::WildcardInWord => "wildcard-in-word",
            Self::LeadingMinus => "leading-minus",
            Self::Syntax => "syntax",
            Self::DefaultField => "default-field",
            Self::Flag => "flag",
            Self::NotSearched => "not-searched",
            Self::LineNumber => "line-number",
            Self::MappedHeading => "mapped-heading",
            Self::MappedWords => "mapped-words",
            Self::Exploded => "exploded",
            Self::UnknownHeading => "unknown-heading",
            Self::More => "more",
        }
    }
}

/// A remark on how a part of the query was read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Note {
    /// The part.
    pub span: Span,
    /// What was found and how it was read.
    pub message: String,
    /// The kind, for programs.
    pub kind: NoteKind,
}

impl Note {
    /// Whether it says what a heading of the vocabulary stands for.
    pub(crate) fn is_of_heading(&self) -> bool {
        matches!(
            self.kind,
            NoteKind::MappedHeading | NoteKind::MappedWords | NoteKind::Exploded | NoteKind::UnknownHeading
        )
    }
}

/// As `{kind, message, start, end}`, the ends in bytes of the query.
impl Serialize for Note {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut note = to.serialize_struct("Note", 4)?;
        note.serialize_field("kind", self.kind.name())?;
        note.serialize_field("message", &self.message)?;
        note.serialize_field("start", &self.span.start)?;
        note.serialize_field("end", &self.span.end)?;
        note.end()
    }
}

impl Note {
    /// That a query was read in another notation than PubMed's.
    pub(super) fn of_syntax(syntax: Syntax, reason: &str) -> Self {
        let message = format!("read as {}: {reason}", syntax.name());
        Self { span: 0..0, message, kind: NoteKind::Syntax }
    }
}

/// Gathers notes, so many and no more.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    kept: Vec<Note>,
    left_out: usize,
}

impl From<Vec<Note>> for Notes {
    /// Goes on with notes that were finished.
    fn from(mut kept: Vec<Note>) -> Self {
        let more = kept.pop_if(|note| note.kind == NoteKind::More);
        // How many were left out stands at its beginning.
        let left_out = more.and_then(|more| more.message.split(' ').next()?.parse().ok());
        Self { kept, left_out: left_out.unwrap_or(0) }
    }
}

impl Notes {
    pub(crate) fn add(&mut self, kind: NoteKind, span: Span, message: impl Into<String>) {
        if self.kept.len() < MAX_NOTES {
            self.kept.push(Note { span, message: message.into(), kind });
        } else {
            self.left_out += 1;
        }
    }

    /// Whether a note of this kind is kept already.
    pub(super) fn has(&self, kind: NoteKind) -> bool {
        self.kept.iter().any(|note| note.kind == kind)
    }

    /// The notes in the order of the text.
    pub(crate) fn finish(mut self) -> Vec<Note> {
        self.kept.sort_by_key(|note| (note.span.start, note.span.end));
        if self.left_out > 0 {
            let message = format!("{} more notes of these kinds were left out", self.left_out);
            let end = self.kept.last().map_or(0, |note| note.span.end);
            self.kept.push(Note { span: end..end, message, kind: NoteKind::More });
        }
        self.kept
    }
}
