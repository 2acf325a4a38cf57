//! The article as it is stored, and what it is made of.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::form::{Form, More, numbered, stored};
use crate::model::{
    Article, ArticleId, Author, BodySection, Correction, CorrectionKind, Databank, DateKind, DatedEvent, Doi,
    Grant, Heading, Identifiers, Journal, Origin, OtherId, OwnFields, OwnValue, PartialDate, Pmcid, Pmid,
    PublicationType, Qualifier, Reference, Section, Status, Substance, TranslatedAbstract,
};

stored! {
    /// An article. Of one that is kept in parts this is the rest: what other parts hold is empty in it.
    StoredArticle of Article {
        id: StoredId<'a>,
        ids: StoredIdentifiers<'a>,
        version: u32,
        title: &'a str,
        vernacular_title: &'a str,
        abstract_sections: Vec<StoredSection<'a>>,
        other_abstracts: Vec<StoredTranslation<'a>>,
        keywords: Vec<&'a str>,
        headings: Vec<StoredHeading<'a>>,
        substances: Vec<StoredSubstance<'a>>,
        publication_types: Vec<StoredType<'a>>,
        authors: Vec<StoredAuthor<'a>>,
        editors: Vec<StoredAuthor<'a>>,
        investigators: Vec<StoredAuthor<'a>>,
        authors_incomplete: bool,
        journal: StoredJournal<'a>,
        volume: &'a str,
        issue: &'a str,
        pages: &'a str,
        dates: Vec<StoredEvent<'a>>,
        languages: Vec<&'a str>,
        country: &'a str,
        record_status: &'a str,
        grants: Vec<StoredGrant<'a>>,
        databanks: Vec<StoredDatabank<'a>>,
        corrections: Vec<StoredCorrection<'a>>,
        references: Vec<StoredReference<'a>>,
        body: Vec<StoredBodySection<'a>>,
        conflict_of_interest: &'a str,
        copyright: &'a str,
        licence: &'a str,
        how_to_cite: &'a str,
        links: Vec<&'a str>,
        notes: Vec<StoredSection<'a>>,
        fields: StoredFields<'a>,
        searched_fields: Vec<&'a str>,
        origin: StoredOrigin<'a>,
        merged: Vec<StoredOrigin<'a>>,
    }
}

stored!(StoredSection of Section { label: &'a str, text: &'a str });
stored!(StoredTranslation of TranslatedAbstract {
    language: &'a str, kind: &'a str, sections: Vec<StoredSection<'a>>,
});
stored!(StoredBodySection of BodySection { title: &'a str, depth: u8, paragraphs: Vec<&'a str> });
stored!(StoredHeading of Heading {
    name: &'a str, ui: &'a str, major: bool, qualifiers: Vec<StoredQualifier<'a>>,
});
stored!(StoredQualifier of Qualifier { name: &'a str, ui: &'a str, major: bool });
stored!(StoredSubstance of Substance { name: &'a str, ui: &'a str, registry_number: &'a str });
stored!(StoredType of PublicationType { name: &'a str, ui: &'a str });
stored!(StoredGrant of Grant { id: &'a str, acronym: &'a str, agency: &'a str, country: &'a str });
stored!(StoredDatabank of Databank { name: &'a str, accessions: Vec<&'a str> });
stored!(StoredAuthor of Author {
    family: &'a str, given: &'a str, initials: &'a str, suffix: &'a str, collective: &'a str,
    orcid: Option<&'a str>, affiliations: Vec<&'a str>,
});
stored!(StoredJournal of Journal {
    title: &'a str, abbreviation: &'a str, issns: Vec<&'a str>, nlm_id: &'a str, publisher: &'a str,
    isbns: Vec<&'a str>,
});
stored!(StoredOrigin of Origin { file: &'a str, format: &'a str, record: u64, source_id: &'a str });
stored!(StoredEvent of DatedEvent { kind: StoredDateKind, date: StoredDate });
stored!(StoredCorrection of Correction {
    kind: StoredCorrectionKind, citation: &'a str, pmid: Option<StoredPmid>, doi: Option<StoredDoi<'a>>,
    note: &'a str,
});
stored!(StoredReference of Reference {
    label: &'a str, raw: &'a str, authors: Vec<&'a str>, title: &'a str, journal: &'a str, year: Option<u16>,
    volume: &'a str, issue: &'a str, pages: &'a str, ids: StoredIdentifiers<'a>,
});
stored!(StoredIdentifiers of Identifiers {
    pmid: Option<StoredPmid>, pmcid: Option<StoredPmcid>, doi: Option<StoredDoi<'a>>,
    other: Vec<StoredOtherId<'a>>,
});
stored!(StoredOtherId of OtherId { scheme: &'a str, value: &'a str });

numbered! {
    /// What a date is of.
    StoredDateKind of DateKind {
        0 = Published, 1 = Electronic, 2 = Print, 3 = Received, 4 = Revised, 5 = Accepted, 6 = Retracted,
        7 = Pubmed, 8 = Entrez, 9 = Medline, 10 = Pmc, 11 = RecordCreated, 12 = RecordCompleted,
        13 = RecordRevised, 14 = Other,
    } else Some(DateKind::Other)
}

numbered! {
    /// What a notice does.
    StoredCorrectionKind of CorrectionKind {
        0 = RetractionIn, 1 = RetractionOf, 2 = PartialRetractionIn, 3 = PartialRetractionOf, 4 = ErratumIn,
        5 = ErratumFor, 6 = RepublishedIn, 7 = RepublishedFrom, 8 = ExpressionOfConcernIn,
        9 = ExpressionOfConcernFor, 10 = CommentIn, 11 = CommentOn, 12 = UpdateIn, 13 = UpdateOf,
        14 = SummaryForPatientsIn, 15 = OriginalReportIn, 16 = ReprintIn, 17 = ReprintOf, 18 = Other,
    } else Some(CorrectionKind::Other)
}

numbered! {
    /// What notices did. A state that is not known must not pass for one that is.
    StoredStatus of Status {
        0 = Published, 1 = Corrected, 2 = Concern, 3 = PartlyRetracted, 4 = Retracted,
    } else None
}

/// Fields of one's own: the name of each, what kind of value it has, and the values.
#[derive(Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct StoredFields<'a>(#[serde(borrow)] Vec<(&'a str, u8, Vec<Cow<'a, str>>)>);

const ONE_TEXT: u8 = 0;
const TEXTS: u8 = 1;
const NUMBER: u8 = 2;

impl<'a> Form<'a> for StoredFields<'a> {
    type Model = OwnFields;

    fn of(model: &'a OwnFields) -> Self {
        let one = |(name, value): (&'a String, &'a OwnValue)| {
            let kind = match value {
                OwnValue::Text(_) => ONE_TEXT,
                OwnValue::Number(_) => NUMBER,
                _ => TEXTS,
            };
            (name.as_str(), kind, value.texts().collect())
        };
        Self(model.iter().map(one).collect())
    }

    fn model(self) -> Option<OwnFields> {
        let one = |(name, kind, values): (&str, u8, Vec<Cow<'_, str>>)| {
            let mut texts = values.into_iter().map(Cow::into_owned);
            let value = match kind {
                ONE_TEXT => OwnValue::Text(texts.next()?),
                NUMBER => OwnValue::Number(texts.next()?.parse().ok()?),
                _ => OwnValue::Texts(texts.collect()),
            };
            Some((name.to_owned(), value))
        };
        self.0.into_iter().map(one).collect()
    }
}

/// A value that has been checked before it was stored, as its text.
macro_rules! text {
    ($($stored:ident of $model:ident),*) => {$(
        #[derive(Debug, Clone, Copy, Serialize, Deserialize)]
        pub(super) struct $stored<'a>(pub &'a str);

        impl<'a> Form<'a> for $stored<'a> {
            type Model = $model;

            fn of(model: &'a $model) -> Self {
                Self(model.as_str())
            }

            fn model(self) -> Option<$model> {
                Some($model::checked(self.0.to_owned()))
            }
        }
    )*};
}

text!(StoredId of ArticleId, StoredDoi of Doi);

/// An identifier that is a number.
macro_rules! number {
    ($($stored:ident of $model:ident),*) => {$(
        #[derive(Debug, Clone, Copy, Serialize, Deserialize)]
        pub(super) struct $stored(u32);

        impl<'a> Form<'a> for $stored {
            type Model = $model;

            fn of(model: &'a $model) -> Self {
                Self(model.number())
            }

            fn model(self) -> Option<$model> {
                $model::try_from(self.0).ok()
            }
        }
    )*};
}

number!(StoredPmid of Pmid, StoredPmcid of Pmcid);

/// A date: five bits of the day, four of the month, the year; 0 for a day or month that is not known.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct StoredDate(u32);

impl<'a> Form<'a> for StoredDate {
    type Model = PartialDate;

    fn of(model: &'a PartialDate) -> Self {
        let part = |part: Option<u8>| u32::from(part.unwrap_or(0));
        Self(u32::from(model.year()) << 9 | part(model.month()) << 5 | part(model.day()))
    }

    fn model(self) -> Option<PartialDate> {
        let part = |part: u32| (part > 0).then_some(part as u8);
        let year = u16::try_from(self.0 >> 9).ok()?;
        PartialDate::new(year, part(self.0 >> 5 & 15), part(self.0 & 31)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_come_back() {
        for text in ["1000", "2021-02", "2999-12-31", "2020-02-29"] {
            let date: PartialDate = text.parse().unwrap();
            assert_eq!(StoredDate::of(&date).model(), Some(date));
        }
        assert_eq!(StoredDate(u32::MAX).model(), None);
    }

    #[test]
    fn numbers_that_are_not_known_are_something_else_or_damage() {
        assert_eq!(StoredDateKind(200).model(), Some(DateKind::Other));
        assert_eq!(StoredCorrectionKind(200).model(), Some(CorrectionKind::Other));
        assert_eq!(StoredStatus(200).model(), None);
        assert_eq!(StoredPmid(0).model(), None);
    }
}
