//! Languages: the codes of two letters pages and files use, as the codes of three letters the model has.
//!
//! It must not know any one format.

/// Codes of ISO 639-1 and the bibliographic codes of ISO 639-2 for them, as PubMed uses them.
const CODES: [(&str, &str); 97] = [
    ("af", "afr"),
    ("am", "amh"),
    ("ar", "ara"),
    ("az", "aze"),
    ("be", "bel"),
    ("bg", "bul"),
    ("bn", "ben"),
    ("bs", "bos"),
    ("ca", "cat"),
    ("cs", "cze"),
    ("cy", "wel"),
    ("da", "dan"),
    ("de", "ger"),
    ("el", "gre"),
    ("en", "eng"),
    ("eo", "epo"),
    ("es", "spa"),
    ("et", "est"),
    ("eu", "baq"),
    ("fa", "per"),
    ("fi", "fin"),
    ("fr", "fre"),
    ("ga", "gle"),
    ("gd", "gla"),
    ("gl", "glg"),
    ("he", "heb"),
    ("hi", "hin"),
    ("hr", "hrv"),
    ("hu", "hun"),
    ("hy", "arm"),
    ("id", "ind"),
    ("is", "ice"),
    ("it", "ita"),
    ("ja", "jpn"),
    ("ka", "geo"),
    ("kk", "kaz"),
    ("km", "khm"),
    ("ko", "kor"),
    ("ku", "kur"),
    ("ky", "kir"),
    ("la", "lat"),
    ("lo", "lao"),
    ("lt", "lit"),
    ("lv", "lav"),
    ("mi", "mao"),
    ("mk", "mac"),
    ("mn", "mon"),
    ("ms", "may"),
    ("my", "bur"),
    ("nb", "nob"),
    ("ne", "nep"),
    ("nl", "dut"),
    ("nn", "nno"),
    ("no", "nor"),
    ("pl", "pol"),
    ("ps", "pus"),
    ("pt", "por"),
    ("ro", "rum"),
    ("ru", "rus"),
    ("si", "sin"),
    ("sk", "slo"),
    ("sl", "slv"),
    ("sq", "alb"),
    ("sr", "srp"),
    ("sv", "swe"),
    ("sw", "swa"),
    ("ta", "tam"),
    ("te", "tel"),
    ("th", "tha"),
    ("tk", "tuk"),
    ("tr", "tur"),
    ("uk", "ukr"),
    ("ur", "urd"),
    ("uz", "uzb"),
    ("vi", "vie"),
    ("zh", "chi"),
    ("zu", "zul"),
    ("ckb", "kur"),
    // The terminological codes, where they differ.
    ("ces", "cze"),
    ("cym", "wel"),
    ("deu", "ger"),
    ("ell", "gre"),
    ("eus", "baq"),
    ("fas", "per"),
    ("fra", "fre"),
    ("hye", "arm"),
    ("isl", "ice"),
    ("kat", "geo"),
    ("mkd", "mac"),
    ("mri", "mao"),
    ("msa", "may"),
    ("mya", "bur"),
    ("nld", "dut"),
    ("ron", "rum"),
    ("slk", "slo"),
    ("sqi", "alb"),
    ("zho", "chi"),
];

/// The code of three letters for `en`, `en-US`, `pt_BR` or a code that has three already; else the text as it is.
pub(super) fn code(text: &str) -> String {
    let text = text.trim();
    let language = text.split(['-', '_', '@']).next().unwrap_or("").to_ascii_lowercase();
    match CODES.iter().find(|(short, _)| *short == language) {
        Some((_, long)) => (*long).to_owned(),
        None if language.len() == 3 && language.bytes().all(|b| b.is_ascii_lowercase()) => language,
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_in_every_form() {
        for (given, made) in [
            ("en", "eng"),
            ("fa_IR", "per"),
            ("pt-BR", "por"),
            ("ENG", "eng"),
            ("English", "English"),
            ("sr@latin", "srp"),
            ("fas", "per"),
        ] {
            assert_eq!(code(given), made);
        }
    }
}
