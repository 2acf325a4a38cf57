//! Documents that are zip archives inside: told by the names of their members.
//!
//! It must not know how an archive is read.

/// Members that are looked at.
const MEMBERS_MAX: usize = 1_000;

/// What a document of office programs is called, by the folder of its main part.
const OFFICE: [(&str, &str); 3] =
    [("word/", "a Word document"), ("xl/", "an Excel workbook"), ("ppt/", "a PowerPoint presentation")];

/// What is told by a member that only it has.
const OTHERS: [(&str, &str); 5] = [
    ("META-INF/container.xml", "an EPUB book"),
    ("META-INF/manifest.xml", "an OpenDocument file"),
    ("AndroidManifest.xml", "an Android package"),
    ("META-INF/MANIFEST.MF", "a Java archive"),
    ("FixedDocSeq.fdseq", "an XPS document"),
];

/// The member every document of office programs has.
const CONTENT_TYPES: &str = "[Content_Types].xml";

/// What the archive is, where it is no archive of files to its user.
pub(in super::super) fn document(names: impl Iterator<Item = String>) -> Option<&'static str> {
    let (mut is_office, mut by_folder, mut other) = (false, None, None);
    for name in names.take(MEMBERS_MAX) {
        is_office |= name == CONTENT_TYPES;
        by_folder = by_folder.or_else(|| OFFICE.iter().find(|(folder, _)| name.starts_with(folder)));
        other = other.or_else(|| OTHERS.iter().find(|(member, _)| name == *member));
        if let (true, Some((_, what))) = (is_office, by_folder) {
            return Some(what);
        }
    }
    let office = is_office.then_some("a document of an office program");
    office.or(other.map(|(_, what)| *what))
}

/// Whether the first member may be one of a document: an archive in a stream is looked through for that
/// only where it is likely, since what is looked through cannot be read again.
pub(in super::super) fn may_start_document(name: &str) -> bool {
    let is_part = OFFICE.iter().any(|(folder, _)| name.starts_with(folder)) && name.ends_with(".xml");
    is_part
        || [CONTENT_TYPES, "_rels/.rels", "mimetype", "META-INF/"].contains(&name)
        || OTHERS.iter().any(|(member, _)| name == *member)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_told_by_their_members() {
        let cases: [(&[&str], Option<&str>); 8] = [
            (&["[Content_Types].xml", "_rels/.rels", "word/document.xml"], Some("a Word document")),
            (&["word/numbering.xml", "word/document.xml", "[Content_Types].xml"], Some("a Word document")),
            (&["[Content_Types].xml", "xl/workbook.xml"], Some("an Excel workbook")),
            (&["[Content_Types].xml", "x/y"], Some("a document of an office program")),
            (&["mimetype", "META-INF/container.xml"], Some("an EPUB book")),
            (&["META-INF/", "META-INF/MANIFEST.MF", "A.class"], Some("a Java archive")),
            (&["word/a.xml", "word/b.xml"], None),
            (&["a.ris", "b.bib"], None),
        ];
        for (names, what) in cases {
            assert_eq!(document(names.iter().map(|name| (*name).to_owned())), what, "{names:?}");
        }
    }
}
