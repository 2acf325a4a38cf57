//! Which database a record of RIS comes from, and so what its accession number is.
//!
//! It must not know what is done with the number.

use super::super::frame::Record;

/// The scheme of an accession number that is a PMID.
pub(super) const PMID: &str = "pmid";

/// Databases by words in `DB` and `DP`, the scheme of their numbers behind them. EBSCO has codes for them.
const DATABASES: [(&str, &str); 24] = [
    ("nlm", PMID),
    ("medline", PMID),
    ("pubmed", PMID),
    ("cmedm", PMID),
    ("psycinfo", "psycinfo"),
    ("psyh", "psycinfo"),
    ("psycarticles", "psycarticles"),
    ("pdh", "psycarticles"),
    ("econlit", "econlit"),
    ("ecn", "econlit"),
    ("embase", "embase"),
    ("emcare", "emcare"),
    ("cinahl", "cinahl"),
    ("rzh", "cinahl"),
    ("ccm", "cinahl"),
    ("c8h", "cinahl"),
    ("eric", "eric"),
    ("scopus", "scopus"),
    ("web of science", "wos"),
    ("wos", "wos"),
    ("dimensions", "dimensions"),
    ("lens.org", "lens"),
    ("cochrane", "central"),
    ("i3h", "criminal-justice-abstracts"),
];

/// Starts of Ovid's codes.
const OVID: [(&str, &str); 8] = [
    ("med", PMID),
    ("prem", PMID),
    ("pmnm", PMID),
    ("ppez", PMID),
    ("psyc", "psycinfo"),
    ("emed", "embase"),
    ("oemez", "embase"),
    ("cctr", "central"),
];

/// Numbers that name their database themselves.
const PREFIXES: [(&str, &str); 6] = [
    ("WOS:", "wos"),
    ("MEDLINE:", PMID),
    ("PMID:", PMID),
    ("pub.", "dimensions"),
    ("CN-", "central"),
    ("2-s2.0-", "scopus"),
];

/// The scheme of an accession number that names its database itself.
pub(super) fn scheme_of_number(number: &str) -> Option<String> {
    let known = PREFIXES.iter().find(|(prefix, _)| number.starts_with(prefix));
    if let Some((_, scheme)) = known {
        return Some((*scheme).to_owned());
    }
    // Of Web of Science: `ZOOR15512090342` is told by its database, `BIOSIS:PREV2010` by itself.
    let (name, rest) = number.split_once(':')?;
    let is_name = name.len() >= 3 && name.bytes().all(|b| b.is_ascii_uppercase());
    (is_name && !rest.is_empty()).then(|| name.to_ascii_lowercase())
}

/// The scheme of the accession numbers of the record's database; empty where it is not known.
pub(super) fn scheme(record: &Record) -> String {
    let named: Vec<String> = record.all(&["DB", "DP"]).map(|field| field.value.to_lowercase()).collect();
    let addresses: Vec<&str> = record.all(&["UR", "L2", "LK"]).map(|field| field.value.as_str()).collect();
    let parameter_of = |host: &str, name: &str| {
        addresses.iter().filter(|address| address.contains(host)).find_map(|address| parameter(address, name))
    };
    if let Some(scheme) = named.iter().find_map(|name| of_name(name)) {
        return scheme.to_owned();
    }
    if addresses.iter().any(|address| address.contains("lens.org/")) {
        return "lens".to_owned();
    }
    if let Some(database) = parameter_of("ovidweb", "D") {
        let known = OVID.iter().find(|(start, _)| database.starts_with(start));
        return known.map_or("", |(_, scheme)| scheme).to_owned();
    }
    if let Some(scheme) = scheme_of_number(record.first(&["AN"]).trim()) {
        return scheme;
    }
    // A code of EBSCO that is not known is the name of its scheme.
    let is_ebsco =
        named.iter().any(|name| name.contains("ebsco")) || parameter_of("ebscohost", "AN").is_some();
    let in_fields = named.iter().map(String::as_str).find(|name| is_code(name));
    let code = parameter_of("ebscohost", "db").or(in_fields).filter(|code| is_ebsco && is_code(code));
    code.map_or(String::new(), |code| of_name(code).unwrap_or(code).to_owned())
}

/// The scheme of a database by its name or code in small letters.
fn of_name(name: &str) -> Option<&'static str> {
    let is_named = |known: &str| {
        let is_word = || name.split([' ', '(', ',', '<', '®']).any(|word| word == known);
        is_word() || (known.len() > 4 && name.contains(known))
    };
    DATABASES.iter().find(|(known, _)| is_named(known)).map(|(_, scheme)| *scheme)
}

/// The accession number that stands elsewhere than in `AN`: in addresses of databases and notes of EBSCO.
pub(super) fn number_elsewhere(record: &Record) -> Option<(String, String)> {
    for field in record.all(&["UR", "L2", "LK"]) {
        let address = field.value.as_str();
        if let Some(eid) = parameter(address, "eid").filter(|eid| eid.starts_with("2-s2.0-")) {
            return Some(("scopus".to_owned(), eid.to_owned()));
        }
        let is_database = address.contains("ebscohost") || address.contains("ovidweb");
        if let Some(number) = parameter(address, "AN").filter(|_| is_database) {
            return Some((scheme(record), number.to_owned()));
        }
    }
    let numbered = record.all(&["N1"]).find_map(|field| {
        let text = field.value.trim_start_matches("<p>").trim_start();
        text.strip_prefix("Accession Number:")?.split(';').next()
    });
    let number = numbered.map(str::trim).filter(|number| !number.is_empty() && !number.contains(' '))?;
    Some((scheme(record), number.to_owned()))
}

/// A parameter of an address.
fn parameter<'a>(address: &'a str, name: &str) -> Option<&'a str> {
    let parts = address.split(['?', '&']);
    let values = parts.filter_map(|part| part.strip_prefix(name)?.strip_prefix('='));
    values.map(|value| value.trim_end_matches('#')).find(|value| !value.is_empty())
}

fn is_code(name: &str) -> bool {
    (2..=6).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}
