//! The house keeps its floors: imports point down, files and functions stay short, and the engine's types
//! stay where they belong.
//!
//! It must not know how a source is read; see `source`.

mod circles;
mod dependencies;
mod source;
#[cfg(unix)]
mod surface;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use source::{Source, item_end, line_of, module_path, sources, without_comments};

/// The floors, the lowest first: a module may name its own and those below, never a neighbour.
const FLOORS: [(usize, &[&str]); 9] = [
    (1, &["error", "clock"]),
    (2, &["model", "text"]),
    (3, &["formats", "query", "index", "vocabulary"]),
    (4, &["corpus", "engine"]),
    (5, &["search"]),
    (6, &["export"]),
    (7, &["serve", "eval"]),
    (8, &["cli", "internals"]),
    (9, &["main"]),
];

/// Lines a file may have, and lines a function may have.
const FILE_LINES: usize = 400;
const FUNCTION_LINES: usize = 70;

/// Files that may be longer, each with its reason.
const LONG_FILES: [(&str, &str); 0] = [];

/// Functions that may be longer, each with its reason.
const LONG_FUNCTIONS: [(&str, &str); 0] = [];

/// Where tantivy may be named.
const LOCAL: &str = "src/engine/local/";

/// What the local engine shows of itself: its home. Everything else of it is behind the interfaces of `index`.
const LOCAL_SHOWS: [&str; 2] = ["home", "joined"];

fn floor_of(module: &str) -> Option<usize> {
    FLOORS.iter().find(|(_, modules)| modules.contains(&module)).map(|floor| floor.0)
}

/// Every name directly below the crate's root that a file mentions, with its place.
fn names_from_root(source: &Source) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let depth = module_path(&source.name).len();
    for (start, word) in [("crate::", 0), ("super::", 1)]
        .into_iter()
        .flat_map(|(word, least)| source.code.match_indices(word).map(move |(at, word)| (at, (word, least))))
    {
        let (word, least) = word;
        let before = source.code[..start].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        let mut rest = &source.code[start + word.len()..];
        let mut ups = least;
        while let Some(after) = rest.strip_prefix("super::") {
            rest = after;
            ups += 1;
        }
        if least == 0 || ups >= depth {
            found.extend(first_names(rest).into_iter().map(|name| (start, name)));
        }
    }
    found
}

/// The names a path goes on with: one, or those of a group in braces.
fn first_names(rest: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    let Some(group) = rest.strip_prefix('{') else { return vec![name(rest)] };
    let mut names = vec![name(group)];
    let mut depth = 0;
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(name(&group[at + 1..])),
            _ => {}
        }
    }
    names
}

#[test]
fn imports_point_down() {
    let mut wrong = String::new();
    for source in sources("src") {
        let own = module_path(&source.name)[0].to_owned();
        if own == "lib" {
            continue;
        }
        let Some(floor) = floor_of(&own) else {
            writeln!(wrong, "{}: the module {own} is on no floor; give it one here", source.name).unwrap();
            continue;
        };
        for (at, name) in names_from_root(&source) {
            let place = format!("{}:{}", source.name, line_of(&source.code, at));
            match floor_of(&name) {
                _ if name == own || name.is_empty() => {}
                Some(other) if other < floor => {}
                Some(other) => writeln!(
                    wrong,
                    "{place}: {own} (floor {floor}) names crate::{name} (floor {other}); only what lies \
                     below may be named"
                )
                .unwrap(),
                None if floor > 5 => {}
                None => writeln!(
                    wrong,
                    "{place}: {own} (floor {floor}) names crate::{name} through the crate's face; name the \
                     module that owns it"
                )
                .unwrap(),
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn files_say_what_they_are_and_stay_short() {
    let mut wrong = String::new();
    for source in sources("src").into_iter().chain(sources("tests")) {
        let name = &source.name;
        if !source.text.starts_with("//!") {
            writeln!(wrong, "{name}: it does not open with //! and its purpose").unwrap();
        }
        let lines = source.text.lines().count();
        if lines >= FILE_LINES && LONG_FILES.iter().all(|(file, _)| file != name) {
            writeln!(wrong, "{name}: {lines} lines; {FILE_LINES} are too many").unwrap();
        }
        let code = without_comments(&source.text);
        for (at, _) in code.match_indices("fn ") {
            let after = &code[at + 3..];
            let function: String = after.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let begins = code[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || c == '(');
            if function.is_empty() || !begins {
                continue;
            }
            let lines = line_of(&code, item_end(&code, at)) - line_of(&code, at) + 1;
            let full = format!("{name}: {function}");
            if lines >= FUNCTION_LINES && LONG_FUNCTIONS.iter().all(|(known, _)| *known != full) {
                let line = line_of(&code, at);
                writeln!(
                    wrong,
                    "{name}:{line}: fn {function} has {lines} lines; {FUNCTION_LINES} are too many"
                )
                .unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn exceptions_are_still_needed() {
    for (file, _) in LONG_FILES {
        assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(file).is_file(), "{file} is gone");
    }
    for (function, _) in LONG_FUNCTIONS {
        let (file, name) = function.split_once(": ").unwrap();
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
        assert!(text.contains(&format!("fn {name}(")), "{function} is gone");
    }
}

#[test]
fn the_engine_is_named_only_where_it_lives() {
    for source in sources("src") {
        let home = source.name.starts_with(LOCAL);
        if let Some(at) = source.code.find("tantivy").filter(|_| !home) {
            panic!("{}:{}: it names tantivy", source.name, line_of(&source.code, at));
        }
    }
}

/// `corpus` may not name `engine` at all (see the floors); what is above it may name nothing local but the home.
#[test]
fn the_local_engine_is_known_by_its_home_alone() {
    let mut wrong = String::new();
    for source in sources("src").iter().filter(|source| !source.name.starts_with(LOCAL)) {
        for (at, word) in source.code.match_indices("local::") {
            let before = source.code[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
                continue;
            }
            let names = first_names(&source.code[at + word.len()..]).into_iter();
            for name in names.filter(|name| !LOCAL_SHOWS.contains(&name.as_str())) {
                let line = line_of(&source.code, at);
                writeln!(wrong, "{}:{line}: it names local::{name}; ask it of the home", source.name)
                    .unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// What reaches the disk otherwise than through the one place for it. Files of a corpus are read where they are.
const DISK_CALLS: [&str; 5] = ["fs::read", "fs::write", "fs::create_dir", "fs::remove", "fs::rename"];
const FILE_CALLS: [&str; 4] = ["File::open", "File::create", "File::options", "OpenOptions"];

#[test]
fn files_of_an_index_are_reached_through_one_place() {
    let mut wrong = String::new();
    for source in sources("src") {
        let is_of_index = ["src/index/", "src/engine/"].iter().any(|home| source.name.starts_with(home));
        if !is_of_index || source.name == "src/index/disk.rs" {
            continue;
        }
        for call in DISK_CALLS.iter().chain(&FILE_CALLS) {
            let whole_word =
                |at: &usize| !source.code[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            for at in source.code.match_indices(call).map(|found| found.0).filter(whole_word) {
                let line = line_of(&source.code, at);
                writeln!(wrong, "{}:{line}: {call}; index/disk.rs is the place for it", source.name).unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// The names a file takes from the engine.
fn engine_names(code: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::from(["tantivy".to_owned()]);
    for (at, _) in code.match_indices("use tantivy") {
        let import = &code[at..item_end_of_use(code, at)];
        let words = import.split(|c: char| !c.is_alphanumeric() && c != '_');
        names.extend(words.filter(|word| word.starts_with(char::is_uppercase)).map(str::to_owned));
    }
    names
}

fn item_end_of_use(code: &str, at: usize) -> usize {
    code[at..].find(';').map_or(code.len(), |end| at + end)
}

fn names_any(text: &str, names: &BTreeSet<String>) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| names.contains(word))
}

#[test]
fn the_public_face_shows_nothing_of_the_engine() {
    let mut wrong = String::new();
    for source in sources("src") {
        let (name, code) = (&source.name, &source.code);
        let engine = engine_names(code);
        for kind in ["pub struct ", "pub enum ", "pub trait "] {
            for (at, _) in code.match_indices(kind) {
                let end = item_end(code, at);
                let shown = shown_parts(&code[at..end], kind);
                let from = code[at..end].contains("#[from] tantivy");
                if from || names_any(&shown, &engine) {
                    writeln!(wrong, "{name}:{}: a public type shows the engine", line_of(code, at)).unwrap();
                }
                let own: String =
                    code[at + kind.len()..].chars().take_while(|c| c.is_alphanumeric()).collect();
                for (at, _) in code.match_indices(&format!("impl {own} {{")) {
                    let body = &code[at..item_end(code, at)];
                    for (inner, _) in body.match_indices("pub fn ") {
                        let end = body[inner..].find('{').map_or(body.len(), |end| inner + end);
                        if names_any(&body[inner..end], &engine) {
                            let line = line_of(code, at + inner);
                            writeln!(wrong, "{name}:{line}: a public method shows the engine").unwrap();
                        }
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// What of a public type others see: all of an enum or a trait, the public fields of a struct.
fn shown_parts(item: &str, kind: &str) -> String {
    if kind != "pub struct " {
        return item.to_owned();
    }
    let fields = item.split_once(['{', '(']).map_or("", |split| split.1);
    fields
        .split(",\n")
        .flat_map(|field| field.split(", "))
        .filter(|field| field.trim().starts_with("pub "))
        .collect()
}

/// A change of what programs can name is seen. Where it is meant, `LITDEX_WRITE_SURFACE=1` writes the list anew.
#[cfg(unix)]
#[test]
fn the_public_surface_is_as_listed() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join("surface.txt");
    let now = surface::surface();
    if std::env::var_os("LITDEX_WRITE_SURFACE").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let listed = std::fs::read_to_string(&path).unwrap();
    let (now, listed): (Vec<&str>, Vec<&str>) = (now.lines().collect(), listed.lines().collect());
    let new: Vec<&&str> = now.iter().filter(|line| !listed.contains(line)).collect();
    let gone: Vec<&&str> = listed.iter().filter(|line| !now.contains(line)).collect();
    assert!(new.is_empty() && gone.is_empty(), "new: {new:#?}\ngone: {gone:#?}");
}
