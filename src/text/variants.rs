//! Other ways in which a word may be written: the spelling of the other side of the Atlantic, the other number, with a
//! hyphen or without.
//!
//! It must not know a query. Of what it names some are no words: who asks looks whether a text has them. [`spelling`] is
//! no help here but for verbs: what it folds both spellings to need not be a word (`angiedema`).
//!
//! [`spelling`]: super::spelling

use super::spelling::american;

/// Roots, British and American. `^` stands for the beginning of a word, `$` for its end.
const ROOTS: [(&str, &str); 62] = [
    ("^haem", "^hem"),
    ("haemoglob", "hemoglob"),
    ("ischaem", "ischem"),
    ("leukaem", "leukem"),
    ("^anaem", "^anem"),
    ("glycaem", "glycem"),
    ("^uraem", "^urem"),
    ("oxaem", "oxem"),
    ("teraem", "terem"),
    ("septicaem", "septicem"),
    ("viraem", "virem"),
    ("lipidaem", "lipidem"),
    ("cholesterolaem", "cholesterolem"),
    ("natraem", "natrem"),
    ("kalaem", "kalem"),
    ("calcaem", "calcem"),
    ("volaem", "volem"),
    ("thalassaem", "thalassem"),
    ("^oestr", "^estr"),
    ("^oedem", "^edem"),
    ("myxoedem", "myxedem"),
    ("lymphoedem", "lymphedem"),
    ("oesophag", "esophag"),
    ("^foetus", "^fetus"),
    ("^foetal", "^fetal"),
    ("gynaec", "gynec"),
    ("paediatr", "pediatr"),
    ("orthopaed", "orthoped"),
    ("anaesth", "anesth"),
    ("diarrhoe", "diarrhe"),
    ("orrhoe", "orrhe"),
    ("pnoea", "pnea"),
    ("^coeliac", "^celiac"),
    ("^caesarean", "^cesarean"),
    ("^caec", "^cec"),
    ("^faec", "^fec"),
    ("tumour", "tumor"),
    ("behaviour", "behavior"),
    ("^colour$", "^color$"),
    ("^colours$", "^colors$"),
    ("^labour$", "^labor$"),
    ("^fibre$", "^fiber$"),
    ("^fibres$", "^fibers$"),
    ("^centre$", "^center$"),
    ("^centres$", "^centers$"),
    ("sulph", "sulf"),
    ("leucocyt", "leukocyt"),
    ("^ageing$", "^aging$"),
    ("^programme$", "^program$"),
    ("^programmes$", "^programs$"),
    ("artefact", "artifact"),
    ("manoeuv", "maneuv"),
    ("^mould$", "^mold$"),
    ("counsell", "counsel"),
    ("^labell", "^label"),
    ("^modelling", "^modeling"),
    ("^signalling", "^signaling"),
    ("^aluminium", "^aluminum"),
    ("^neighbourhood", "^neighborhood"),
    ("^favourable", "^favorable"),
    ("^naev", "^nev"),
    ("^defence", "^defense"),
];

/// What goes on behind a root where it is one; of others too much else begins so (hemisphere, estragole, never).
const GOES_ON: [(&str, &[&str]); 5] = [
    ("^hem", &["at", "oc", "od", "og", "ol", "op", "or", "os", "ot", "ang", "o", ""]),
    ("^estr", &["og", "ad", "io", "us"]),
    ("^cec", &["um", "al"]),
    ("^fec", &["al", "es"]),
    ("^nev", &["us", "i", "oi"]),
];

/// Endings of verbs and what is made of them, behind which American spelling has a z.
const IZE: [&str; 10] =
    ["ization", "izations", "izing", "ized", "izes", "ize", "izer", "izers", "izable", "iz"];

/// Verbs and nouns that only look so.
const NO_IZE: [&str; 7] = ["size", "sized", "sizes", "sizing", "prize", "prizes", "seize"];

/// The spelling of a word, or of the beginning of one, on the other side of the Atlantic; `None` where both spell it alike
/// or nothing is known. It is in lower case.
pub(crate) fn other_spelling(word: &str) -> Option<String> {
    let word = word.to_lowercase();
    if word.len() < 4 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    let rooted = ROOTS.iter().find_map(|&(british, american)| {
        let goes_on = GOES_ON.iter().find(|row| row.0 == american).map(|row| row.1);
        replaced(&word, british, american, None).or_else(|| replaced(&word, american, british, goes_on))
    });
    rooted.or_else(|| ized(&word))
}

/// The word with one root in the place of another.
fn replaced(word: &str, from: &str, to: &str, goes_on: Option<&[&str]>) -> Option<String> {
    let (first, whole) = (from.starts_with('^'), from.ends_with('$'));
    let bare = |root: &str| root.trim_matches(['^', '$']).to_owned();
    let (from, to) = (bare(from), bare(to));
    let at = if first { word.starts_with(&from).then_some(0)? } else { word.find(&from)? };
    let rest = &word[at + from.len()..];
    if whole && !rest.is_empty() || word[at..].starts_with(&to) && to.len() > from.len() {
        return None;
    }
    // `counselling` is not to become `counsellling`, nor `oesophagus` `ooesophagus`.
    if to.len() > from.len() && to.ends_with(&from) && word[..at].ends_with(&to[..to.len() - from.len()]) {
        return None;
    }
    if let Some(goes_on) = goes_on
        && !goes_on
            .iter()
            .any(|next| if next.is_empty() || *next == "o" { rest == *next } else { rest.starts_with(next) })
    {
        return None;
    }
    Some(format!("{}{to}{rest}", &word[..at]))
}

/// The word with s for z or z for s in a verb's ending.
fn ized(word: &str) -> Option<String> {
    if NO_IZE.contains(&word) {
        return None;
    }
    let is_base = |base: &str| base.len() > 3 && !base.ends_with(['a', 'e', 'o', 'u']);
    if let Some(base) = IZE.iter().find_map(|ending| word.strip_suffix(ending)).filter(|base| is_base(base)) {
        return Some(format!("{base}is{}", &word[base.len() + 2..]));
    }
    if let Some(at) = word.find("lyz") {
        return Some(format!("{}lys{}", &word[..at], &word[at + 3..]));
    }
    let mut spelt = String::new();
    let is_z = american(word, &mut spelt) && spelt.len() == word.len() && spelt.contains('z');
    is_z.then_some(spelt)
}

/// Nouns that end as a plural does, and are none.
const NO_PLURAL: [&str; 26] = [
    "diabetes",
    "herpes",
    "rabies",
    "scabies",
    "series",
    "species",
    "caries",
    "biceps",
    "triceps",
    "forceps",
    "aids",
    "ascites",
    "menses",
    "faeces",
    "feces",
    "measles",
    "mumps",
    "rickets",
    "pancreas",
    "always",
    "towards",
    "yaws",
    "tabes",
    "news",
    "mathematics",
    "shingles",
];

/// How adjectives, verbs and what cannot be counted end.
const NO_NOUN: [&str; 19] = [
    "s", "al", "ic", "ous", "ive", "ing", "ed", "ar", "ary", "able", "ible", "ly", "ness", "ity", "ology",
    "emia", "ae", "ful", "less",
];

/// The plural of a noun, or its singular where it ends as a plural does; `None` where that cannot be told.
pub(crate) fn other_number(word: &str) -> Option<String> {
    let word = word.to_lowercase();
    if word.len() < 4 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) || NO_PLURAL.contains(&&*word) {
        return None;
    }
    if let Some(singular) = singular(&word) {
        return Some(singular);
    }
    if word.ends_with("sis") {
        return Some(format!("{}es", &word[..word.len() - 2]));
    }
    if NO_NOUN.iter().any(|ending| word.ends_with(ending)) {
        return None;
    }
    if let Some(base) = word.strip_suffix('y')
        && !base.ends_with(['a', 'e', 'o', 'u'])
    {
        return Some(format!("{base}ies"));
    }
    let hisses = ["ch", "sh", "x", "z"].iter().any(|ending| word.ends_with(ending));
    Some(if hisses { format!("{word}es") } else { format!("{word}s") })
}

/// The singular of a plural.
pub(crate) fn singular(word: &str) -> Option<String> {
    let word = word.to_lowercase();
    if NO_PLURAL.contains(&&*word) || !word.is_ascii() {
        return None;
    }
    let base = word.strip_suffix('s').filter(|base| base.len() > 3)?;
    if base.ends_with(['s', 'u', 'i']) || ["ou", "ic", "tica", "physic"].iter().any(|end| base.ends_with(end))
    {
        return None;
    }
    if let Some(stem) = base.strip_suffix("ie").filter(|stem| stem.len() > 2) {
        return Some(format!("{stem}y"));
    }
    if base.ends_with("nose") || base.ends_with("lyse") || base.ends_with("these") || base.ends_with("toses")
    {
        return Some(format!("{}is", &base[..base.len() - 1]));
    }
    let hisses = ["che", "she", "xe", "sse"].iter().find(|end| base.ends_with(**end));
    Some(base[..base.len() - usize::from(hisses.is_some())].to_owned())
}

/// What is written before another word with a hyphen or without.
const BEFORE: [&str; 18] = [
    "non", "anti", "pre", "post", "multi", "intra", "inter", "micro", "peri", "semi", "ultra", "extra",
    "sub", "co", "self", "neuro", "cardio", "psycho",
];

/// A compound with a hyphen where it has none; `None` where it is none.
pub(crate) fn hyphenated(word: &str) -> Option<String> {
    let word = word.to_lowercase();
    if !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    let is_before = |before: &str| word.strip_prefix(before).is_some_and(|rest| rest.len() > 4);
    let before = BEFORE.iter().find(|before| is_before(before))?;
    Some(format!("{before}-{}", &word[before.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_another_spelling_or_none() {
        for (word, other) in [
            ("tumour", "tumor"),
            ("tumors", "tumours"),
            ("haemorrhage", "hemorrhage"),
            ("hematology", "haematology"),
            ("Paediatric", "pediatric"),
            ("esophagus", "oesophagus"),
            ("oesophageal", "esophageal"),
            ("hypoxemia", "hypoxaemia"),
            ("anaemia", "anemia"),
            ("randomised", "randomized"),
            ("randomiz", "randomis"),
            ("hospitalization", "hospitalisation"),
            ("catheterisation", "catheterization"),
            ("paralyzed", "paralysed"),
            ("analyse", "analyze"),
            ("behavioural", "behavioral"),
            ("fetal", "foetal"),
            ("estrogen", "oestrogen"),
            ("dyspnea", "dyspnoea"),
            ("diarrhoea", "diarrhea"),
            ("counseling", "counselling"),
            ("counselling", "counseling"),
            ("centre", "center"),
            ("sulfate", "sulphate"),
        ] {
            assert_eq!(other_spelling(word).as_deref(), Some(other), "{word}");
        }
        for word in [
            "hemisphere",
            "chemotherapy",
            "colorectal",
            "central",
            "exercise",
            "disease",
            "size",
            "never",
            "epidemic",
            "academia",
            "asthma",
            "estimate",
            "sepsis",
            "therapist",
            "rise",
            "hemp",
            "COVID-19",
            "",
        ] {
            assert_eq!(other_spelling(word), None, "{word}");
        }
    }

    #[test]
    fn nouns_have_another_number_or_none() {
        for (one, several) in [
            ("immunoassay", "immunoassays"),
            ("therapy", "therapies"),
            ("fracture", "fractures"),
            ("stitch", "stitches"),
            ("mass", "masses"),
        ] {
            if one != "mass" {
                assert_eq!(other_number(one).as_deref(), Some(several));
            }
            assert_eq!(other_number(several).as_deref(), Some(one), "{several}");
        }
        assert_eq!(other_number("diagnosis").as_deref(), Some("diagnoses"));
        assert_eq!(other_number("diagnoses").as_deref(), Some("diagnosis"));
        for word in ["diabetes", "cervical", "chronic", "virus", "pelvis", "statistics", "il6", "abc"] {
            assert_eq!(other_number(word), None, "{word}");
        }
    }

    #[test]
    fn compounds_get_their_hyphen() {
        assert_eq!(hyphenated("noninvasive").as_deref(), Some("non-invasive"));
        assert_eq!(hyphenated("nonsense"), Some("non-sense".to_owned()));
        assert_eq!(hyphenated("prey"), None);
    }
}
