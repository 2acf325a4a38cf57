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
    ("leucaem", "leukem"),
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

/// For each pair of letters that a pattern in [`INSIDE`] begins with, which third letters there are, a bit
/// each: nearly every word is through without a pattern compared.
static INSIDE_THIRDS: [u32; LETTER_PAIRS] = inside_thirds();

/// Where the lines of each pair of first letters begin in [`WORDS`], and where the last end.
static LINES: [usize; LETTER_PAIRS + 1] = line_starts(WORDS.as_bytes());
const LETTER_PAIRS: usize = 26 * 26;

const fn inside_thirds() -> [u32; LETTER_PAIRS] {
    let mut thirds = [0; LETTER_PAIRS];
    let mut index = 0;
    while index < INSIDE.len() {
        let pattern = INSIDE[index].0.as_bytes();
        thirds[pair_of(pattern[0], pattern[1])] |= 1 << (pattern[2] - b'a');
        index += 1;
    }
    thirds
}

const fn line_starts(lines: &[u8]) -> [usize; LETTER_PAIRS + 1] {
    let mut starts = [lines.len(); LETTER_PAIRS + 1];
    let mut at = lines.len();
    let mut pair = LETTER_PAIRS;
    while at > 0 {
        at -= 1;
        if lines[at] != b'\n' && (at == 0 || lines[at - 1] == b'\n') {
            let own = pair_of(lines[at], lines[at + 1]);
            // Pairs without a line of their own begin where the next one does.
            while pair > own {
                pair -= 1;
                starts[pair] = if pair == own { at } else { starts[pair + 1] };
            }
            starts[own] = at;
        }
    }
    while pair > 0 {
        pair -= 1;
        starts[pair] = starts[pair + 1];
    }
    starts
}

const fn pair_of(first: u8, second: u8) -> usize {
    (first - b'a') as usize * 26 + (second - b'a') as usize
}

/// Writes the American spelling of `word`, lower-case ASCII letters, over `american` and returns true
/// where it differs.
pub(super) fn american(word: &str, american: &mut String) -> bool {
    american.clear();
    american.push_str(listed(word).unwrap_or(word));
    inside(american);
    our(american);
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

/// The American spelling of a listed word, looked for among the few with the same two first letters.
fn listed(word: &str) -> Option<&'static str> {
    let pair = match word.as_bytes() {
        [first @ b'a'..=b'z', second @ b'a'..=b'z', ..] => pair_of(*first, *second),
        _ => return None,
    };
    let lines = WORDS.get(*LINES.get(pair)?..*LINES.get(pair + 1)?)?;
    lines.lines().find_map(|line| line.strip_prefix(word)?.strip_prefix(' '))
}

/// Applies [`INSIDE`], from the word's beginning to its end.
fn inside(word: &mut String) {
    let mut at = 0;
    while let Some([first @ b'a'..=b'z', second @ b'a'..=b'z', third @ b'a'..=b'z', ..]) =
        word.as_bytes().get(at..)
    {
        let mut step = 1;
        if INSIDE_THIRDS[pair_of(*first, *second)] >> (third - b'a') & 1 == 1 {
            let rest = &word.as_bytes()[at..];
            if let Some((british, spelt)) =
                INSIDE.iter().find(|(british, _)| rest.starts_with(british.as_bytes()))
            {
                word.replace_range(at..at + british.len(), spelt);
                step = spelt.len();
            }
        }
        at += step;
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
