//! Values of RIS: types, MeSH headings among keywords.
//!
//! It must not know which record they stand in.

use crate::model::{Heading, Qualifier};

/// Types of RIS and their names, those of PubMed where it has them; a type that says nothing has none.
const TYPES: [(&str, &str); 60] = [
    ("ABST", "Abstract"),
    ("ADVS", "Audiovisual Material"),
    ("AGGR", "Aggregated Database"),
    ("ANCIENT", "Ancient Text"),
    ("ART", "Artwork"),
    ("BILL", "Bill"),
    ("BLOG", "Blog"),
    ("BOOK", "Book"),
    ("CASE", "Legal Case"),
    ("CHAP", "Book Chapter"),
    ("CHART", "Chart"),
    ("CLSWK", "Classical Work"),
    ("COMP", "Software"),
    ("CONF", "Conference Proceedings"),
    ("CPAPER", "Conference Paper"),
    ("CTLG", "Catalog"),
    ("DATA", "Dataset"),
    ("DBASE", "Database"),
    ("DICT", "Dictionary"),
    ("EBOOK", "Book"),
    ("ECHAP", "Book Chapter"),
    ("EDBOOK", "Edited Book"),
    ("EJOUR", "Journal Article"),
    ("ELEC", "Web Page"),
    ("ENCYC", "Encyclopedia"),
    ("EQUA", "Equation"),
    ("FIGURE", "Figure"),
    ("GEN", ""),
    ("GOVDOC", "Government Document"),
    ("GRANT", "Grant"),
    ("GRNT", "Grant"),
    ("HEAR", "Hearing"),
    ("ICOMM", "Internet Communication"),
    ("INPR", "In Press"),
    ("INTV", "Interview"),
    ("JFULL", "Journal"),
    ("JOUR", "Journal Article"),
    ("LEGAL", "Legal Rule"),
    ("MANSCPT", "Manuscript"),
    ("MAP", "Map"),
    ("MGZN", "Magazine Article"),
    ("MPCT", "Motion Picture"),
    ("MULTI", "Multimedia"),
    ("MUSIC", "Music Score"),
    ("NEWS", "Newspaper Article"),
    ("PAMP", "Pamphlet"),
    ("PAT", "Patent"),
    ("PCOMM", "Personal Communication"),
    ("POD", "Podcast"),
    ("PRESS", "Press Release"),
    ("RPRT", "Report"),
    ("SER", "Serial Publication"),
    ("SLIDE", "Slide"),
    ("SOUND", "Sound Recording"),
    ("STAND", "Standard"),
    ("STAT", "Statute"),
    ("THES", "Thesis"),
    ("UNBILL", "Unenacted Bill"),
    ("UNPB", "Unpublished Work"),
    ("VIDEO", "Video Recording"),
];

/// The name of a type; `None` where RIS has no such type.
pub(super) fn type_name(code: &str) -> Option<&'static str> {
    TYPES.iter().find(|(known, _)| known.eq_ignore_ascii_case(code)).map(|(_, name)| *name)
}

/// Whether the work is an article of a journal or the like, whose container is no book.
pub(super) fn is_article(code: &str) -> bool {
    ["JOUR", "EJOUR", "MGZN", "NEWS", "ABST", "INPR", "JFULL"].contains(&code)
}

/// MeSH qualifiers; what follows a slash is only one where it is among them.
const QUALIFIERS: &str = "abnormalities|administration & dosage|adverse effects|agonists|analogs & derivatives|analysis|\
    anatomy & histology|antagonists & inhibitors|biosynthesis|blood|blood supply|cerebrospinal fluid|\
    chemical synthesis|chemically induced|chemistry|classification|complications|congenital|cytology|deficiency|\
    diagnosis|diagnostic imaging|diet therapy|drug effects|drug therapy|economics|education|embryology|enzymology|\
    epidemiology|ethics|ethnology|etiology|genetics|growth & development|history|immunology|injuries|innervation|\
    instrumentation|isolation & purification|legislation & jurisprudence|metabolism|methods|microbiology|mortality|\
    nursing|organization & administration|parasitology|pathogenicity|pathology|pharmacokinetics|pharmacology|\
    physiology|physiopathology|poisoning|prevention & control|psychology|radiation effects|radiotherapy|\
    rehabilitation|secondary|secretion|standards|statistics & numerical data|supply & distribution|surgery|\
    therapeutic use|therapy|toxicity|transmission|transplantation|trends|ultrastructure|urine|utilization|\
    veterinary|virology";

/// A keyword that can only be a MeSH heading: a star marks it or one of its qualifiers, or all are qualifiers.
pub(super) fn heading(keyword: &str) -> Option<Heading> {
    let mut parts = keyword.split('/');
    let name = parts.next()?;
    let qualifiers: Vec<Qualifier> = parts.map(qualifier).collect();
    let is_known = |qualifier: &Qualifier| QUALIFIERS.split('|').any(|known| known == qualifier.name);
    let all_known = qualifiers.iter().all(is_known);
    let is_starred =
        name.starts_with('*') || (qualifiers.iter().any(|qualifier| qualifier.major) && all_known);
    let is_heading = all_known && (is_starred || !qualifiers.is_empty());
    let (name, major) = (name.trim_start_matches('*').trim(), name.starts_with('*'));
    (is_heading && !name.is_empty()).then(|| Heading {
        name: name.to_owned(),
        ui: String::new(),
        major,
        qualifiers,
    })
}

fn qualifier(text: &str) -> Qualifier {
    let name = text.trim().trim_start_matches('*');
    Qualifier { name: name.to_owned(), ui: String::new(), major: text.trim().starts_with('*') }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_only_what_can_be_nothing_else() {
        let shown = |keyword: &str| {
            let heading = heading(keyword)?;
            let star = |major: bool| if major { "*" } else { "" };
            let qualifiers = heading.qualifiers.iter().map(|q| format!("/{}{}", star(q.major), q.name));
            Some(format!("{}{}{}", star(heading.major), heading.name, qualifiers.collect::<String>()))
        };
        for known in ["*Gambling", "Behavior, Addictive/*psychology", "Liver/drug effects/*metabolism"] {
            assert_eq!(shown(known).as_deref(), Some(known));
        }
        for other in ["Gambling", "EQ-5D/SF-6D", "and/or", "*", "*x/y", "/psychology"] {
            assert_eq!(shown(other), None, "{other}");
        }
    }
}
