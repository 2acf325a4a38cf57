//! British spelling, as a rule of medical writing and by a list, folded to American.
//!
//! It must not know stems: it is handed a word in lower-case ASCII letters and returns one. The rules need
//! not yield an English word, only the same one for both spellings (`angioedema` is spelt alike on both
//! sides of the Atlantic and becomes `angiedema`, as `angio-oedema` does).

/// Words that no rule covers, `british american` a line, sorted.
static WORDS: &str = include_str!("spelling.txt");

/// Classical diphthongs and a few consonants, wherever they stand in a word; each is specific enough not to
/// touch what both spell alike (aerobic, aerosol, coefficient, israel, poet, toe, does). The first of two
/// that overlap wins.
const INSIDE: [(&str, &str); 82] = [
    ("haem", "hem"),
    ("aemi", "emi"),
    ("ooedem", "edem"),
    ("oedem", "edem"),
    ("edoem", "edem"),
    ("ooesoph", "esoph"),
    ("oesoph", "esoph"),
    ("ooestr", "estr"),
    ("oestr", "estr"),
    ("foet", "fet"),
    ("paed", "ped"),
    ("gynaec", "gynec"),
    ("aesthe", "esthe"),
    ("aetio", "etio"),
    ("rrhoe", "rrhe"),
    ("pnoe", "pne"),
    ("faec", "fec"),
    ("caec", "cec"),
    ("coeli", "celi"),
    ("coelo", "celo"),
    ("ocoele", "ocele"),
    ("amoeb", "ameb"),
    ("homoeo", "homeo"),
    ("manoeuv", "maneuv"),
    ("palaeo", "paleo"),
    ("archaeolog", "archeolog"),
    ("mediaev", "mediev"),
    ("primaev", "primev"),
    ("naev", "nev"),
    ("caesar", "cesar"),
    ("caesi", "cesi"),
    ("laevo", "levo"),
    ("praevia", "previa"),
    ("praesid", "presid"),
    ("chimaer", "chimer"),
    ("spirochaet", "spirochet"),
    ("phaeochrom", "pheochrom"),
    ("taenia", "tenia"),
    ("haeres", "heres"),
    ("diaeres", "dieres"),
    ("uraeus", "ureus"),
    ("perinae", "perine"),
    ("peritonae", "peritone"),
    ("trachae", "trache"),
    ("oenolog", "enolog"),
    ("pharmacopoe", "pharmacope"),
    ("leucocyt", "leukocyt"),
    ("leucopen", "leukopen"),
    ("leucoplak", "leukoplak"),
    ("leucodyst", "leukodyst"),
    ("leucoenceph", "leukoenceph"),
    ("leucem", "leukem"),
    ("sulph", "sulf"),
    ("cytopaen", "cytopen"),
    ("mould", "mold"),
    ("moult", "molt"),
    ("smoulder", "smolder"),
    ("plough", "plow"),
    ("arytaen", "aryten"),
    ("kaemo", "kemo"),
    ("paramoec", "paramec"),
    ("centref", "centerf"),
    ("centrel", "centerl"),
    ("centrep", "centerp"),
    ("fibreg", "fiberg"),
    ("fibreop", "fiberop"),
    ("fibresc", "fibersc"),
    ("theatreg", "theaterg"),
    ("draught", "draft"),
    ("counsellor", "counselor"),
    ("councillor", "councilor"),
    ("defence", "defense"),
    ("offence", "offense"),
    ("pretence", "pretense"),
    ("licenc", "licens"),
    ("syphon", "siphon"),
    ("yoghurt", "yogurt"),
    ("yoghourt", "yogurt"),
    ("callip", "calip"),
    ("sceptic", "skeptic"),
    ("artefact", "artifact"),
    ("enrolment", "enrollment"),
];

/// Words with -our, without the u that goes; compounds and endings come with them.
const OUR: [&str; 32] = [
    "arbo", "ardo", "armo", "behavio", "belabo", "cando", "clamo", "clango", "colo", "demeano", "dolo",
    "enamo", "endeavo", "favo", "fervo", "flavo", "harbo", "hono", "humo", "labo", "neighbo", "odo", "parlo",
    "ranco", "rigo", "rumo", "savio", "savo", "splendo", "tumo", "valo", "vapo",
];

/// Words with -our of which too much else is a part, so that they must begin the word.
const OUR_FIRST: [&str; 4] = ["vigo", "succo", "glamo", "invigo"];

/// Words with -re that become -er, by their ends.
const RE: [&str; 25] = [
    "cent",
    "fib",
    "lit",
    "met",
    "theat",
    "calib",
    "sab",
    "spect",
    "lust",
    "meag",
    "och",
    "sepulch",
    "scept",
    "somb",
    "tit",
    "goit",
    "mit",
    "philt",
    "louv",
    "accout",
    "reconnoit",
    "petre",
    "maneuv",
    "nit",
    "lust",
];

/// Where -ise is no suffix: the whole of what stands before it.
const ISE_WHOLE: [&str; 42] = [
    "appr",
    "cer",
    "chast",
    "chem",
    "clitor",
    "conc",
    "crev",
    "dem",
    "desp",
    "dev",
    "enterpr",
    "epiderm",
    "exc",
    "expert",
    "franch",
    "enfranch",
    "disenfranch",
    "imprec",
    "inc",
    "merchand",
    "metropol",
    "mort",
    "parad",
    "pelv",
    "pen",
    "portcull",
    "pract",
    "prec",
    "repr",
    "r",
    "sunr",
    "surm",
    "surpr",
    "tenn",
    "trad",
    "treat",
    "trell",
    "unsurpr",
    "upr",
    "val",
    "advert",
    "readvert",
];

/// Where -ise is no suffix: how what stands before it ends.
const ISE_ENDS: [&str; 11] =
    ["w", "adv", "circumc", "compr", "comprom", "exerc", "improv", "prem", "prom", "superv", "telev"];

/// The endings of -ise, longest first.
const ISE: [&str; 14] = [
    "isationally",
    "isational",
    "isations",
    "isation",
    "isements",
    "isement",
    "isability",
    "isingly",
    "isable",
    "isers",
    "ising",
    "iser",
    "ised",
    "ises",
];

/// The endings of -lyse, and of the noun's plural, which is spelt like the verb.
const LYSE: [&str; 9] =
    ["lyse", "lysed", "lyses", "lyser", "lysers", "lysing", "lysable", "lysate", "lysates"];

/// Writes the American spelling of `word` over `american` and returns true where it may differ.
pub(super) fn american(word: &str, american: &mut String) -> bool {
    american.clear();
    american.push_str(listed(word).unwrap_or(word));
    let bytes = american.as_bytes();
    if bytes.windows(2).any(|pair| {
        matches!(
            pair,
            b"ae"
                | b"oe"
                | b"ou"
                | b"uc"
                | b"ph"
                | b"ce"
                | b"te"
                | b"lm"
                | b"re"
                | b"au"
                | b"or"
                | b"nc"
                | b"gh"
                | b"ll"
        )
    }) {
        for (british, spelt) in INSIDE {
            replace(american, british, spelt);
        }
        if american.contains("our") {
            our(american);
        }
    }
    sis(american);
    ise(american);
    lyse(american);
    re(american);
    ogue(american);
    american != word
}

/// A number that changes with the data of this file, for the fingerprint.
pub(super) fn digest() -> u64 {
    let mut data = WORDS.as_bytes().to_vec();
    let pairs = INSIDE.iter().flat_map(|&(british, spelt)| [british, spelt]);
    let lists = [&OUR[..], &OUR_FIRST, &RE, &ISE_WHOLE, &ISE_ENDS, &ISE, &LYSE].concat();
    for entry in pairs.chain(lists) {
        data.extend_from_slice(entry.as_bytes());
        data.push(b'\n');
    }
    xxhash_rust::xxh3::xxh3_64(&data)
}

/// The American spelling of a listed word: a binary search over the lines of the list.
fn listed(word: &str) -> Option<&'static str> {
    let (mut low, mut high) = (0, WORDS.len());
    while low < high {
        let middle = low.midpoint(high);
        let start = WORDS[..middle].rfind('\n').map_or(0, |before| before + 1);
        let end = WORDS[middle..].find('\n').map_or(WORDS.len(), |behind| middle + behind);
        let (british, spelt) = WORDS[start..end].split_once(' ')?;
        match british.cmp(word) {
            std::cmp::Ordering::Equal => return Some(spelt),
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    None
}

/// Replaces the first occurrence; a word has no second one.
fn replace(word: &mut String, british: &str, spelt: &str) {
    if let Some(at) = word.find(british) {
        word.replace_range(at..at + british.len(), spelt);
    }
}

fn our(word: &mut String) {
    let Some(at) = word.find("our") else { return };
    let before = &word[..=at];
    if OUR.iter().any(|base| before.ends_with(base)) || OUR_FIRST.contains(&before) {
        word.remove(at + 1);
    }
}

fn ise(word: &mut String) {
    let base = if let Some(base) = word.strip_suffix("ise") {
        base
    } else if let Some(base) = ISE.iter().find_map(|ending| word.strip_suffix(ending)) {
        base
    } else {
        return;
    };
    let vowel = base.ends_with(['a', 'e', 'o', 'u']);
    if base.len() < 3 || vowel || ISE_WHOLE.contains(&base) || ISE_ENDS.iter().any(|end| base.ends_with(end))
    {
        return;
    }
    let at = base.len() + 1;
    word.replace_range(at..=at, "z");
}

/// Greek nouns in -sis take the form of their plural, which Porter2 brings together with their verbs:
/// diagnosis, diagnoses and diagnosed; analysis, analyses and analyzed. Short ones are other words in the
/// plural (bases, theses).
fn sis(word: &mut String) {
    if word.ends_with("sis") && (word.len() >= 7 || word == "lysis" || word == "sepsis" || word == "crisis") {
        let at = word.len() - 2;
        word.replace_range(at..=at, "e");
    }
}

fn lyse(word: &mut String) {
    if let Some(base) = LYSE.iter().find_map(|ending| word.strip_suffix(ending)) {
        let at = base.len() + 2;
        word.replace_range(at..=at, "z");
    }
}

fn re(word: &mut String) {
    for (ending, spelt) in [("re", "er"), ("res", "ers"), ("red", "ered"), ("ring", "ering")] {
        if let Some(base) = word.strip_suffix(ending)
            && RE.iter().any(|end| base.ends_with(end))
        {
            let at = base.len();
            word.replace_range(at.., spelt);
            return;
        }
    }
}

fn ogue(word: &mut String) {
    for ending in ["ogue", "ogues", "ogued", "oguer", "oguers", "oguing"] {
        if let Some(base) = word.strip_suffix(ending)
            && base.len() >= 3
            && base.ends_with(['l', 'g'])
        {
            // The u goes, and before a bare ending the e.
            let (from, to) =
                (base.len() + 2, if ending.len() <= 5 && !ending.ends_with(['d', 'r']) { 2 } else { 1 });
            word.replace_range(from..from + to, "");
            return;
        }
    }
    for (british, spelt) in [("gramme", "gram"), ("grammes", "grams")] {
        if word.ends_with(british) {
            replace(word, british, spelt);
        }
    }
}
