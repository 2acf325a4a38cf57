//! Languages by their names, in English or as LaTeX's packages call them.
//!
//! It must not know any one format.

use super::languages;

/// Codes of three letters and the names of the language; the names of dialects count as its.
const NAMES: [(&str, &str); 34] = [
    ("ara", "arabic"),
    ("bul", "bulgarian"),
    ("cat", "catalan"),
    ("chi", "chinese mandarin"),
    ("cze", "czech"),
    ("dan", "danish"),
    ("dut", "dutch"),
    ("eng", "english american british usenglish ukenglish canadian australian newzealand"),
    ("est", "estonian"),
    ("fin", "finnish"),
    ("fre", "french francais français acadian canadien"),
    ("ger", "german ngerman germanb austrian naustrian swissgerman nswissgerman deutsch"),
    ("gre", "greek polutonikogreek"),
    ("heb", "hebrew"),
    ("hrv", "croatian"),
    ("hun", "hungarian magyar"),
    ("ind", "indonesian bahasa"),
    ("ita", "italian italiano"),
    ("jpn", "japanese"),
    ("kor", "korean"),
    ("lat", "latin"),
    ("lit", "lithuanian"),
    ("lav", "latvian"),
    ("nor", "norwegian norsk nynorsk"),
    ("per", "persian farsi"),
    ("pol", "polish"),
    ("por", "portuguese portuges brazil brazilian português"),
    ("rum", "romanian"),
    ("rus", "russian"),
    ("slo", "slovak"),
    ("slv", "slovene slovenian"),
    ("spa", "spanish español castilian"),
    ("swe", "swedish"),
    ("tur", "turkish"),
];

/// The code of three letters for the name of a language, or for a code; else the text as it is.
pub(super) fn code(text: &str) -> String {
    let lower = text.trim().to_lowercase();
    let named = NAMES.iter().find(|(_, names)| names.split(' ').any(|name| name == lower));
    named.map_or_else(|| languages::code(text), |(code, _)| (*code).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_codes() {
        for (given, made) in
            [("English", "eng"), ("ngerman", "ger"), ("pt-BR", "por"), ("fr", "fre"), ("Klingon", "Klingon")]
        {
            assert_eq!(code(given), made);
        }
    }
}
