//! No circles: what a file of a module imports does not import that file, not by any way round.
//!
//! Of files in directories below, the directory counts. What a `mod.rs` holds itself is not followed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::source::{Source, line_of, module_path, sources};

type Path = Vec<String>;

/// Which neighbour names which, in which directory, and where first.
type Imports = BTreeMap<Path, BTreeMap<(String, String), String>>;

/// The modules that a path leads to, from the module `base` on: where it has braces, several.
fn ends(base: &[String], rest: &str, known: &BTreeSet<Path>, into: &mut Vec<Path>) {
    if let Some(group) = rest.strip_prefix('{') {
        parts(group).for_each(|part| ends(base, part.trim_start(), known, into));
        return;
    }
    let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    let next = [base, &[rest[..length].to_owned()]].concat();
    match rest[length..].strip_prefix("::") {
        _ if !known.contains(&next) => into.push(base.to_vec()),
        Some(after) => ends(&next, after, known, into),
        None => into.push(next),
    }
}

/// What stands between the commas of a group, up to the brace that closes it.
fn parts(group: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0;
    let mut end = group.len();
    let mut cuts = vec![0];
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                end = at;
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => cuts.push(at + 1),
            _ => {}
        }
    }
    let ends: Vec<usize> = cuts[1..].iter().map(|cut| cut - 1).chain([end]).collect();
    cuts.into_iter().zip(ends).map(|(start, end)| &group[start..end])
}

/// The modules a file names, each with its place.
fn named(source: &Source, known: &BTreeSet<Path>) -> Vec<(usize, Path)> {
    let own = owned(&source.name);
    let mut found = Vec::new();
    for (start, word) in source.code.match_indices("crate::").chain(source.code.match_indices("super::")) {
        let before = source.code[..start].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        let mut rest = &source.code[start..];
        let mut base = if word == "crate::" { &own[..0] } else { &own[..] };
        while let Some(after) = rest.strip_prefix("super::") {
            (rest, base) = (after, &base[..base.len().saturating_sub(1)]);
        }
        let mut modules = Vec::new();
        ends(base, rest.strip_prefix("crate::").unwrap_or(rest), known, &mut modules);
        found.extend(modules.into_iter().map(|module| (start, module)));
    }
    found
}

fn owned(name: &str) -> Path {
    module_path(name).into_iter().map(str::to_owned).collect()
}

fn imports() -> Imports {
    let sources = sources("src");
    let known: BTreeSet<Path> = sources.iter().map(|source| owned(&source.name)).collect();
    let mut imports = Imports::new();
    for source in &sources {
        let own = owned(&source.name);
        for (at, other) in named(source, &known) {
            let shared = own.iter().zip(&other).take_while(|(left, right)| left == right).count();
            if let (Some(from), Some(to)) = (own.get(shared), other.get(shared)) {
                let place = format!("{}:{}", source.name, line_of(&source.code, at));
                let neighbours = imports.entry(own[..shared].to_vec()).or_default();
                neighbours.entry((from.clone(), to.clone())).or_insert(place);
            }
        }
    }
    imports
}

#[test]
fn imports_go_in_no_circle() {
    let mut wrong = String::new();
    for (directory, mut left) in imports() {
        // Who imports nothing that is left, or is imported by nothing that is left, is in no circle.
        loop {
            let from: BTreeSet<String> = left.keys().map(|(from, _)| from.clone()).collect();
            let to: BTreeSet<String> = left.keys().map(|(_, to)| to.clone()).collect();
            let before = left.len();
            left.retain(|(one, other), _| to.contains(one) && from.contains(other));
            if left.len() == before {
                break;
            }
        }
        for ((from, to), place) in left {
            writeln!(wrong, "{place}: in {}, {from} imports {to} in a circle", directory.join("::")).unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn paths_are_followed_to_the_module_they_end_in() {
    let known = ["a", "a::b", "a::c", "d"].map(|path| path.split("::").map(str::to_owned).collect());
    let followed = |rest: &str| {
        let mut found = Vec::new();
        ends(&[], rest, &BTreeSet::from(known.clone()), &mut found);
        found.iter().map(|path: &Path| path.join("::")).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(followed("a::b::Thing;"), "a::b");
    assert_eq!(followed("a::{self, Thing, b::{One, Two}, c};"), "a a a::b a::b a::c");
    assert_eq!(followed("d;"), "d");
}
