//! Names of languages in English, and the codes NLM uses for them (MARC Code List for Languages).
//!
//! It must not know what is written in which.

/// Name and code.
#[rustfmt::skip]
const LANGUAGES: [(&str, &str); 30] = [
    ("arabic", "ara"), ("bulgarian", "bul"), ("catalan", "cat"), ("chinese", "chi"), ("croatian", "hrv"),
    ("czech", "cze"), ("danish", "dan"), ("dutch", "dut"), ("english", "eng"), ("finnish", "fin"),
    ("french", "fre"), ("german", "ger"), ("greek", "gre"), ("hebrew", "heb"), ("hungarian", "hun"),
    ("italian", "ita"), ("japanese", "jpn"), ("korean", "kor"), ("norwegian", "nor"), ("persian", "per"),
    ("polish", "pol"), ("portuguese", "por"), ("romanian", "rum"), ("russian", "rus"), ("serbian", "srp"),
    ("slovak", "slo"), ("spanish", "spa"), ("swedish", "swe"), ("turkish", "tur"), ("ukrainian", "ukr"),
];

/// The code of a language that is written as its English name in lower case.
///
/// ```
/// assert_eq!(litdex::model::language_code("french"), Some("fre"));
/// assert_eq!(litdex::model::language_code("fre"), None);
/// ```
pub fn language_code(name: &str) -> Option<&'static str> {
    let row = LANGUAGES.iter().find(|(known, _)| *known == name);
    row.map(|(_, code)| *code)
}

/// The English name of a language, in lower case, by its code.
pub(crate) fn language_name(code: &str) -> Option<&'static str> {
    let row = LANGUAGES.iter().find(|(_, known)| known.eq_ignore_ascii_case(code));
    row.map(|(name, _)| *name)
}
