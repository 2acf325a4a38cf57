//! The sources as the tests of the house read them: what they need of Rust's grammar is comments, strings and
//! braces.
//!
//! It must not know what is asked of a source.

use std::fs;
use std::path::{Path, PathBuf};

/// A source file, and the same text without comments, strings and what only tests compile.
pub struct Source {
    pub name: String,
    pub text: String,
    pub code: String,
}

pub fn sources(directory: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    collect(&root.join(directory), &mut files);
    files.sort();
    let read = |path: PathBuf| {
        let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(&path).unwrap();
        let mut code = without_comments(&text);
        if name.ends_with("/tests.rs") || name.contains("/tests/") {
            code = blank(&code);
        }
        blank_test_items(&mut code);
        Source { name, text, code }
    };
    files.into_iter().map(read).collect()
}

fn collect(directory: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(path);
        }
    }
}

fn blank(text: &str) -> String {
    text.chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect()
}

/// The text with comments, strings and character literals blanked; lines stay where they are.
pub fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let before = out.chars().next_back();
        let length = skipped(rest, before).unwrap_or(0);
        if length > 0 {
            out.push_str(&blank(&rest[..length]));
            rest = &rest[length..];
        } else {
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    out
}

/// The bytes of the comment or literal that the text begins with.
fn skipped(rest: &str, before: Option<char>) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return Some(rest.find("*/").map_or(rest.len(), |at| at + 2));
    }
    if let Some(inside) = rest.strip_prefix('"') {
        let mut escaped = false;
        let end = inside.char_indices().find(|&(_, c)| {
            let ends = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            ends
        });
        return end.map(|(at, _)| at + 2);
    }
    if rest.starts_with('\'') {
        return char_literal(rest);
    }
    let word_before = before.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let raw = rest.strip_prefix("br").or_else(|| rest.strip_prefix('r'))?.trim_start_matches('#');
    let hashes = rest.len() - raw.len();
    if raw.starts_with('"') && !word_before {
        let close = format!("\"{}", "#".repeat(rest[..hashes].matches('#').count()));
        return raw[1..].find(&close).map(|at| hashes + 1 + at + close.len());
    }
    None
}

/// The bytes of the character literal that the text begins with; a lifetime is none.
fn char_literal(rest: &str) -> Option<usize> {
    let mut inside = rest.strip_prefix('\'')?.chars();
    match (inside.next()?, inside.next()?) {
        ('\\', _) => rest[3..].find('\'').map(|at| at + 4),
        (c, '\'') => Some(c.len_utf8() + 2),
        _ => None,
    }
}

/// Blanks what stands behind `#[cfg(test)]`: it may look wherever it likes.
fn blank_test_items(code: &mut String) {
    while let Some(at) = code.find("#[cfg(test)]") {
        let end = item_end(code, at + 12);
        let item = blank(&code[at..end]);
        code.replace_range(at..end, &item);
    }
}

/// Where the item that begins at `start` ends: behind its braces, or its semicolon.
pub fn item_end(code: &str, start: usize) -> usize {
    let mut depth = 0_i32;
    let mut braces = 0_i32;
    for (at, c) in code[start..].char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            '{' => braces += 1,
            '}' => {
                braces -= 1;
                if braces == 0 {
                    return start + at + 1;
                }
            }
            ';' if depth == 0 && braces == 0 => return start + at + 1,
            _ => {}
        }
    }
    code.len()
}

pub fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

/// The modules a file is in, the outermost first: `src/query/tags.rs` is `query`, `tags`.
pub fn module_path(name: &str) -> Vec<&str> {
    let path = name.trim_start_matches("src/").trim_end_matches(".rs");
    let path = path.strip_suffix("/mod").unwrap_or(path);
    path.split('/').collect()
}
