//! The qualifiers of MeSH, with the two-letter codes people write (NLM, MeSH Qualifiers; courtesy of the U.S. National
//! Library of Medicine).
//!
//! It must not know which heading may have which.

/// Code and name, in the order of the codes. The last were dropped in 2017 and 2018; records of before may have them.
#[rustfmt::skip]
const QUALIFIERS: [(&str, &str); 84] = [
    ("aa", "analogs & derivatives"), ("ab", "abnormalities"), ("ad", "administration & dosage"),
    ("ae", "adverse effects"), ("ag", "agonists"), ("ah", "anatomy & histology"),
    ("ai", "antagonists & inhibitors"), ("an", "analysis"), ("bi", "biosynthesis"), ("bl", "blood"),
    ("bs", "blood supply"), ("cf", "cerebrospinal fluid"), ("ch", "chemistry"), ("ci", "chemically induced"),
    ("cl", "classification"), ("cn", "congenital"), ("co", "complications"), ("cs", "chemical synthesis"),
    ("cy", "cytology"), ("de", "drug effects"), ("df", "deficiency"), ("dg", "diagnostic imaging"),
    ("dh", "diet therapy"), ("di", "diagnosis"), ("dt", "drug therapy"), ("ec", "economics"),
    ("ed", "education"), ("eh", "ethnology"), ("em", "embryology"), ("en", "enzymology"),
    ("ep", "epidemiology"), ("es", "ethics"), ("et", "etiology"), ("gd", "growth & development"),
    ("ge", "genetics"), ("hi", "history"), ("im", "immunology"), ("in", "injuries"),
    ("ip", "isolation & purification"), ("ir", "innervation"), ("is", "instrumentation"),
    ("lj", "legislation & jurisprudence"), ("me", "metabolism"), ("mi", "microbiology"), ("mo", "mortality"),
    ("mt", "methods"), ("nu", "nursing"), ("og", "organization & administration"), ("pa", "pathology"),
    ("pc", "prevention & control"), ("pd", "pharmacology"), ("ph", "physiology"), ("pk", "pharmacokinetics"),
    ("po", "poisoning"), ("pp", "physiopathology"), ("ps", "parasitology"), ("px", "psychology"),
    ("py", "pathogenicity"), ("re", "radiation effects"), ("rh", "rehabilitation"), ("rt", "radiotherapy"),
    ("sc", "secondary"), ("sd", "supply & distribution"), ("sn", "statistics & numerical data"),
    ("st", "standards"), ("su", "surgery"), ("td", "trends"), ("th", "therapy"), ("tm", "transmission"),
    ("to", "toxicity"), ("tr", "transplantation"), ("tu", "therapeutic use"), ("ul", "ultrastructure"),
    ("ur", "urine"), ("ve", "veterinary"), ("vi", "virology"),
    ("ct", "contraindications"), ("du", "diagnostic use"), ("ma", "manpower"), ("ra", "radiography"),
    ("ri", "radionuclide imaging"), ("se", "secretion"), ("us", "ultrasonography"), ("ut", "utilization"),
];

/// The name of a qualifier that is written as its code; case does not matter.
///
/// ```
/// assert_eq!(litdex::model::qualifier_of_code("SU"), Some("surgery"));
/// assert_eq!(litdex::model::qualifier_of_code("surgery"), None);
/// ```
pub fn qualifier_of_code(code: &str) -> Option<&'static str> {
    let row = QUALIFIERS.iter().find(|(known, _)| known.eq_ignore_ascii_case(code));
    row.map(|(_, name)| *name)
}

/// The code of a qualifier that is written as its name; case does not matter.
pub(crate) fn qualifier_code(name: &str) -> Option<&'static str> {
    let row = QUALIFIERS.iter().find(|(_, known)| known.eq_ignore_ascii_case(name));
    row.map(|(code, _)| *code)
}

/// The code and the name of every qualifier.
pub(crate) fn qualifiers() -> impl Iterator<Item = (&'static str, &'static str)> {
    QUALIFIERS.iter().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_are_unique() {
        let codes: std::collections::BTreeSet<_> = QUALIFIERS.iter().map(|row| row.0).collect();
        let names: std::collections::BTreeSet<_> = QUALIFIERS.iter().map(|row| row.1).collect();
        assert_eq!((codes.len(), names.len()), (QUALIFIERS.len(), QUALIFIERS.len()));
        assert!(codes.iter().all(|code| code.len() == 2));
    }
}
