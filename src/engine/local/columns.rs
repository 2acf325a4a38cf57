//! Columns as this engine's fields.

use tantivy::schema::Field;

use crate::index::{Column, Fields};

impl Fields {
    /// The field of a column. The abstract has none: it is counted in title, abstract and keywords.
    pub fn of(&self, column: Column) -> Field {
        match column {
            Column::Title => self.title,
            Column::Tiab | Column::Abstract => self.tiab,
            Column::Keyword => self.keyword,
            Column::Subject => self.subject,
            Column::Author => self.author,
            Column::Affiliation => self.affiliation,
            Column::Other => self.other,
            Column::Reference => self.reference,
            Column::Body => self.body,
            Column::Bag => self.bag,
            Column::BagBody => self.bag_body,
            Column::Unranked => self.unranked,
            Column::Id => self.id,
            Column::Key => self.key,
            Column::Cites => self.cites,
            Column::Heading => self.heading,
            Column::Substance => self.substance,
            Column::PublicationType => self.publication_type,
            Column::JournalName => self.journal_name,
            Column::Language => self.language,
            Column::Country => self.country,
            Column::Volume => self.volume,
            Column::Issue => self.issue,
            Column::Page => self.page,
            Column::Flag => self.flag,
            Column::Source => self.source,
            Column::Record => self.record,
            Column::Date => self.date,
            Column::Order => self.order,
            Column::ByAuthor => self.by_author,
            Column::ByJournal => self.by_journal,
            Column::ByTitle => self.by_title,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::{COLUMNS, Kind};

    #[test]
    fn the_schema_has_the_columns_of_the_catalogue() {
        let (schema, fields) = Fields::build();
        let kept = COLUMNS.iter().filter(|row| row.2 != Kind::Derived);
        let mut numbers = Vec::new();
        for (column, name, _) in kept {
            assert_eq!(schema.get_field_name(fields.of(*column)), *name);
            numbers.push(fields.of(*column).field_id());
        }
        assert!(numbers.is_sorted(), "they are made in the order of the catalogue");
        assert_eq!(numbers.len(), schema.fields().count());
    }
}
