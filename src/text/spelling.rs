//! British spelling, as a rule of medical writing and by a list, folded to American.
//!
//! It must not know stems: it is handed a word in lower-case ASCII letters and returns one. The rules need
//! not yield an English word, only the same one for both spellings (`angioedema` is spelt alike on both
//! sides of the Atlantic and becomes `angiedema`, as `angio-oedema` does).

/// Words that no rule covers, `british american` a line, sorted.
static WORDS: &str = include_str!("spelling.txt");

/// Classical diphthongs and a few consonants, wherever they stand in a word; each is specific enough not to
/// touch what both spell alike (aerobic, aerosol, coefficient, israel, poet, toe, does). Of two
/// that overlap the earlier one wins, then the longer one. Sorted by first letter, the longest first.
const INSIDE: [(&str, &str); 82] = [
    ("archaeolog", "archeolog"),
    ("artefact", "artifact"),
    ("arytaen", "aryten"),
    ("aesthe", "esthe"),
    ("aetio", "etio"),
    ("amoeb", "ameb"),
    ("aemi", "emi"),
    ("councillor", "councilor"),
    ("counsellor", "counselor"),
    ("cytopaen", "cytopen"),
    ("centref", "centerf"),
    ("centrel", "centerl"),
    ("centrep", "centerp"),
    ("chimaer", "chimer"),
    ("caesar", "cesar"),
    ("callip", "calip"),
    ("caesi", "cesi"),
    ("coeli", "celi"),
    ("coelo", "celo"),
    ("caec", "cec"),
    ("defence", "defense"),
    ("diaeres", "dieres"),
    ("draught", "draft"),
    ("enrolment", "enrollment"),
    ("edoem", "edem"),
    ("fibreop", "fiberop"),
    ("fibresc", "fibersc"),
    ("fibreg", "fiberg"),
    ("faec", "fec"),
    ("foet", "fet"),
    ("gynaec", "gynec"),
    ("haeres", "heres"),
    ("homoeo", "homeo"),
    ("haem", "hem"),
    ("kaemo", "kemo"),
    ("leucoenceph", "leukoenceph"),
    ("leucodyst", "leukodyst"),
    ("leucoplak", "leukoplak"),
    ("leucocyt", "leukocyt"),
    ("leucopen", "leukopen"),
    ("leucem", "leukem"),
    ("licenc", "licens"),
    ("laevo", "levo"),
    ("manoeuv", "maneuv"),
    ("mediaev", "mediev"),
    ("mould", "mold"),
    ("moult", "molt"),
    ("naev", "nev"),
    ("oenolog", "enolog"),
    ("offence", "offense"),
    ("ooesoph", "esoph"),
    ("ocoele", "ocele"),
    ("oesoph", "esoph"),
    ("ooedem", "edem"),
    ("ooestr", "estr"),
    ("oedem", "edem"),
    ("oestr", "estr"),
    ("pharmacopoe", "pharmacope"),
    ("phaeochrom", "pheochrom"),
    ("peritonae", "peritone"),
    ("paramoec", "paramec"),
    ("pretence", "pretense"),
    ("perinae", "perine"),
    ("praesid", "presid"),
    ("praevia", "previa"),
    ("primaev", "primev"),
    ("palaeo", "paleo"),
    ("plough", "plow"),
    ("paed", "ped"),
    ("pnoe", "pne"),
    ("rrhoe", "rrhe"),
    ("spirochaet", "spirochet"),
    ("smoulder", "smolder"),
    ("sceptic", "skeptic"),
    ("syphon", "siphon"),
    ("sulph", "sulf"),
    ("theatreg", "theaterg"),
    ("trachae", "trache"),
    ("taenia", "tenia"),
    ("uraeus", "ureus"),
    ("yoghourt", "yogurt"),
    ("yoghurt", "yogurt"),
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

/// Where the patterns of each first letter begin in [`INSIDE`], and where the last end.
static INSIDE_STARTS: [usize; 27] = starts(&inside_letters());

/// Where the lines of each first letter begin in [`WORDS`], and where the last end.
static WORDS_STARTS: [usize; 27] = line_starts(WORDS.as_bytes());

const fn inside_letters() -> [u8; INSIDE.len()] {
    let mut letters = [0; INSIDE.len()];
    let mut index = 0;
    while index < INSIDE.len() {
        letters[index] = INSIDE[index].0.as_bytes()[0];
        index += 1;
    }
    letters
}

const fn starts(letters: &[u8]) -> [usize; 27] {
    let mut starts = [letters.len(); 27];
    let mut index = letters.len();
    while index > 0 {
        index -= 1;
        starts[(letters[index] - b'a') as usize] = index;
    }
    filled(starts)
}

const fn line_starts(lines: &[u8]) -> [usize; 27] {
    let mut starts = [lines.len(); 27];
    let mut at = lines.len();
    while at > 0 {
        at -= 1;
        if lines[at] != b'\n' && (at == 0 || lines[at - 1] == b'\n') {
            starts[(lines[at] - b'a') as usize] = at;
        }
    }
    filled(starts)
}

/// Letters without an entry of their own begin where the next one does.
const fn filled(mut starts: [usize; 27]) -> [usize; 27] {
    let mut letter = 26;
    while letter > 0 {
        letter -= 1;
        if starts[letter] > starts[letter + 1] || starts[letter] == starts[26] {
            starts[letter] = starts[letter + 1];
        }
    }
    starts
}

/// Writes the American spelling of `word`, lower-case ASCII letters, over `american` and returns true
/// where it differs.
pub(super) fn american(word: &str, american: &mut String) -> bool {
    american.clear();
    american.push_str(listed(word).unwrap_or(word));
    inside(american);
    our(american);
    match american.as_bytes() {
        [.., b'i', b's'] => sis(american),
        [.., b'e' | b's' | b'd' | b'g' | b'r' | b'n' | b'l' | b'y' | b't'] => {
            ise(american);
            lyse(american);
            re(american);
            ogue(american);
        }
        _ => {}
    }
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

/// The part of a list that belongs to the first letter of a word.
fn bounds(starts: &[usize; 27], first: Option<&u8>) -> Option<(usize, usize)> {
    let letter = usize::from(first?.checked_sub(b'a')?);
    Some((*starts.get(letter)?, *starts.get(letter + 1)?))
}

/// The American spelling of a listed word: a binary search over the lines of its first letter.
fn listed(word: &str) -> Option<&'static str> {
    let (mut low, mut high) = bounds(&WORDS_STARTS, word.as_bytes().first())?;
    let lines = WORDS.as_bytes();
    while low < high {
        let middle = low.midpoint(high);
        let start =
            lines[low..middle].iter().rposition(|&byte| byte == b'\n').map_or(low, |before| low + before + 1);
        let end = lines[middle..]
            .iter()
            .position(|&byte| byte == b'\n')
            .map_or(lines.len(), |behind| middle + behind);
        let (british, spelt) = WORDS[start..end].split_once(' ')?;
        match british.cmp(word) {
            std::cmp::Ordering::Equal => return Some(spelt),
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    None
}

/// Applies [`INSIDE`], from the word's beginning to its end.
fn inside(word: &mut String) {
    let mut at = 0;
    while let Some((low, high)) = bounds(&INSIDE_STARTS, word.as_bytes().get(at)) {
        let rest = &word.as_bytes()[at..];
        match INSIDE[low..high].iter().find(|(british, _)| rest.starts_with(british.as_bytes())) {
            Some((british, spelt)) => {
                word.replace_range(at..at + british.len(), spelt);
                at += spelt.len();
            }
            None => at += 1,
        }
    }
}

fn our(word: &mut String) {
    let Some(at) = word.as_bytes().windows(3).position(|three| three == b"our") else { return };
    let before = &word[..=at];
    if OUR.iter().any(|base| before.ends_with(base)) || OUR_FIRST.contains(&before) {
        word.remove(at + 1);
    }
}

fn ise(word: &mut String) {
    if !word.as_bytes().windows(2).any(|two| two == b"is") {
        return;
    }
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
    if !word.contains('y') {
        return;
    }
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
        if let Some(base) = word.strip_suffix(british) {
            let at = base.len();
            word.replace_range(at.., spelt);
            return;
        }
    }
}
