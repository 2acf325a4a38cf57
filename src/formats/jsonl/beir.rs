//! The corpus file of a test collection in BEIR form.
//!
//! It must not know queries or judgments.

use std::io;

use serde_json::{Map, Value};

use super::super::emit::Emitter;
use super::super::problem::{Place, ProblemKind};
use super::super::stream::Window;
use super::super::text::{collapse, shown};
use super::lines::for_each_line;
use super::{bad_line, is_empty};
use crate::model::{Article, Section};

/// Reads the file. What is not read is told of once, not on every line.
pub(in super::super) fn read(window: &mut Window<'_>, out: &mut Emitter<'_, '_>) -> io::Result<()> {
    let mut told_unread = false;
    for_each_line(window, out, |text, place, out| {
        let mut members = match serde_json::from_str::<Map<String, Value>>(text) {
            Ok(members) => members,
            Err(error) => return bad_line(&error, place, out),
        };
        let mut take = |key: &str| take_text(&mut members, key, place, out);
        let (source_id, title, text) = (take("_id"), take("title"), take("text"));
        members.retain(|_, member| !is_empty(member));
        if !members.is_empty() && !told_unread {
            told_unread = true;
            let names: Vec<&str> =
                members.keys().map(String::as_str).take(super::UNKNOWN_KEYS_TOLD).collect();
            let found = format!("keys that are not read: {}", names.join(", "));
            out.problem(ProblemKind::BadValue, place, &found, "they are passed over in the whole file");
        }
        article(source_id, &title, &text, place, out);
    })
}

fn article(source_id: String, title: &str, text: &str, place: Place, out: &mut Emitter<'_, '_>) {
    let mut article = Box::new(Article { title: collapse(title), ..Article::default() });
    let text = collapse(text);
    if !text.is_empty() {
        article.abstract_sections.push(Section { label: String::new(), text });
    }
    let is_textless = article.title.is_empty() && article.abstract_sections.is_empty();
    if source_id.is_empty() {
        let done = if is_textless { "it was left out" } else { "its key is made of its content alone" };
        out.problem(ProblemKind::Incomplete, place, "a record without _id", done);
        if is_textless {
            return;
        }
    } else if is_textless {
        let found = format!("the record {:?} has neither title nor text", shown(&source_id));
        out.problem(ProblemKind::Incomplete, place, &found, "it was kept");
    }
    article.origin.source_id = source_id;
    out.article(article);
}

/// A member that should be text; a number, as some files have for `_id`, is its digits.
fn take_text(members: &mut Map<String, Value>, key: &str, place: Place, out: &mut Emitter<'_, '_>) -> String {
    match members.remove(key) {
        Some(Value::String(text)) => text,
        Some(Value::Number(number)) => number.to_string(),
        None | Some(Value::Null) => String::new(),
        Some(other) => {
            let kind = if other.is_array() { "a list" } else { "no text" };
            out.problem(ProblemKind::BadValue, place, &format!("{key} is {kind}"), "it was left empty");
            String::new()
        }
    }
}
