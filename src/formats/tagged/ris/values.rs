//! Types of RIS.
//!
//! They must not know which record they stand in.

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
