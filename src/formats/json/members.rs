//! The members of a JSON object, taken out one by one; what nobody takes is kept as notes.
//!
//! That way nothing a source says is lost, whatever it adds to its format. The label of a note is the
//! path of the member: `open_access`, `author 2.role`; objects in a list are counted from 1.
//!
//! It must not know any one format.

use std::cell::RefCell;
use std::fmt::Write as _;

use serde_json::{Map, Value};

use super::super::markup;
use super::super::problem::ProblemKind;
use super::super::text::shown;
use crate::model::Section;

/// A path that is longer is cut: every note carries one.
const PATH_MAX_CHARS: usize = 120;

/// Something odd about a value.
#[derive(Debug)]
pub(super) struct Odd {
    pub found: String,
    pub done: &'static str,
    pub kind: ProblemKind,
}

/// What is left of a record when it is read: notes, and what was odd.
#[derive(Debug, Default)]
pub(super) struct Rest {
    pub notes: RefCell<Vec<Section>>,
    pub odd: RefCell<Vec<Odd>>,
    /// Why it is no article.
    pub refused: RefCell<Option<String>>,
}

/// The members of an object. Those that are left when it goes out of scope become notes.
#[derive(Debug)]
pub(super) struct Members<'r> {
    map: Map<String, Value>,
    /// The path of the object; empty for the record itself.
    path: String,
    rest: &'r Rest,
}

impl<'r> Members<'r> {
    pub fn of_record(map: Map<String, Value>, rest: &'r Rest) -> Self {
        Self { map, path: String::new(), rest }
    }

    fn within(&self, key: &str, number: Option<usize>, map: Map<String, Value>) -> Self {
        let mut path = self.label(key);
        if let Some(number) = number {
            let _ = write!(path, " {number}");
        }
        Self { map, path, rest: self.rest }
    }

    fn label(&self, key: &str) -> String {
        path(&self.path, key)
    }

    pub fn is_empty(&self) -> bool {
        self.map.is_empty()
    }

    /// The names of the members.
    pub fn names(&self) -> Vec<String> {
        self.map.keys().cloned().collect()
    }

    pub fn has(&self, key: &str) -> bool {
        self.map.contains_key(key)
    }

    /// Takes the text of a member: of a list, the first; the others are left. Numbers and truth values
    /// count as text.
    pub fn text(&mut self, key: &str) -> String {
        self.scalar(key).map(|value| text_of(&value)).unwrap_or_default()
    }

    /// The same, as it is: markup in it stays.
    pub fn marked_up(&mut self, key: &str) -> String {
        match self.scalar(key) {
            Some(Value::String(text)) => text,
            Some(value) => text_of(&value),
            None => String::new(),
        }
    }

    /// The text of a member, which stays.
    pub fn peek(&self, key: &str) -> String {
        self.single(key).map(text_of).unwrap_or_default()
    }

    /// Takes the text of the first of the members that has any.
    pub fn first_text(&mut self, keys: &[&str]) -> String {
        keys.iter().map(|key| self.text(key)).find(|text| !text.is_empty()).unwrap_or_default()
    }

    /// Takes the texts of a list, or a text alone; what is no text is left.
    pub fn texts(&mut self, key: &str) -> Vec<String> {
        let Some(value) = self.map.remove(key) else { return Vec::new() };
        let (scalars, others): (Vec<_>, Vec<_>) = listed(value).into_iter().partition(is_scalar);
        self.put_back(key, others);
        scalars.iter().map(text_of).filter(|text| !text.is_empty()).collect()
    }

    /// Takes an object, or the first of a list of them; what else is in the list is left.
    pub fn object(&mut self, key: &str) -> Self {
        let mut objects = self.objects_of(key, 1);
        let map = objects.pop().unwrap_or_default();
        self.within(key, None, map)
    }

    /// Takes the objects of a list, or an object alone.
    pub fn objects(&mut self, key: &str) -> Vec<Self> {
        let is_list = self.map.get(key).is_some_and(Value::is_array);
        let maps = self.objects_of(key, usize::MAX).into_iter().enumerate();
        maps.map(|(at, map)| self.within(key, is_list.then_some(at + 1), map)).collect()
    }

    /// Takes the objects that stand under the keys of an object, with their keys, in the order in which
    /// people count: `b2` before `b10`.
    pub fn entries(&mut self, key: &str) -> Vec<(String, Self)> {
        let Some(Value::Object(map)) = self.take_if(key, Value::is_object) else { return Vec::new() };
        let mut entries = Vec::new();
        let mut left = Map::new();
        for (name, value) in map {
            match value {
                Value::Object(map) => {
                    let path = path(&self.label(key), &name);
                    entries.push((name, Self { map, path, rest: self.rest }));
                }
                other => {
                    left.insert(name, other);
                }
            }
        }
        if !left.is_empty() {
            self.map.insert(key.to_owned(), Value::Object(left));
        }
        entries.sort_by_cached_key(|(name, _)| (name.len(), name.clone()));
        entries
    }

    /// Takes a number, given as one or as text.
    pub fn number(&mut self, key: &str) -> Option<u64> {
        let value = self.single(key)?;
        let number = value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())?;
        self.map.remove(key);
        Some(number)
    }

    /// Takes a truth value: `true`, `"true"`, `"Y"` are one; `None` where it is none.
    pub fn truth(&mut self, key: &str) -> Option<bool> {
        let truth = match text_of(self.single(key)?).as_str() {
            "true" | "Y" | "y" => true,
            "false" | "N" | "n" => false,
            _ => return None,
        };
        self.map.remove(key);
        Some(truth)
    }

    /// Takes the value itself, where it is as asked for.
    pub fn take_if(&mut self, key: &str, is_wanted: impl Fn(&Value) -> bool) -> Option<Value> {
        if is_wanted(self.map.get(key)?) { self.map.remove(key) } else { None }
    }

    /// Drops members that say nothing besides what others say.
    pub fn drop_keys(&mut self, keys: &[&str]) {
        for key in keys {
            self.map.remove(*key);
        }
    }

    /// Adds a note; empty text is none.
    pub fn note(&self, label: &str, text: String) {
        add_note(self.rest, self.label(label), text);
    }

    /// Says that a value is not what its field holds.
    pub fn bad(&self, found: String, done: &'static str) {
        self.odd(ProblemKind::BadValue, found, done);
    }

    pub fn odd(&self, kind: ProblemKind, found: String, done: &'static str) {
        self.rest.odd.borrow_mut().push(Odd { found, done, kind });
    }

    /// Says that the record is no article.
    pub fn refuse(&self, found: String) {
        self.rest.refused.replace(Some(found));
    }

    /// The text, number or truth value of a member, alone or in a list of one.
    fn single(&self, key: &str) -> Option<&Value> {
        let value = self.map.get(key)?;
        let value = value.as_array().filter(|list| list.len() == 1).map_or(value, |list| &list[0]);
        is_scalar(value).then_some(value)
    }

    /// Takes the first of a list, or what stands there alone.
    fn scalar(&mut self, key: &str) -> Option<Value> {
        let value = self.map.remove(key)?;
        match value {
            Value::Array(mut list) if list.first().is_some_and(is_scalar) => {
                let first = list.remove(0);
                self.put_back(key, list);
                Some(first)
            }
            value if is_scalar(&value) => Some(value),
            Value::Null => None,
            other => {
                let is_blank = other.as_array().is_some_and(Vec::is_empty);
                if !is_blank {
                    let kind = if other.is_array() { "a list" } else { "an object" };
                    self.bad(
                        format!("{} is {kind}, not a text", shown(&self.label(key))),
                        "it was kept as a note",
                    );
                    self.map.insert(key.to_owned(), other);
                }
                None
            }
        }
    }

    fn objects_of(&mut self, key: &str, most: usize) -> Vec<Map<String, Value>> {
        let Some(value) = self.map.remove(key) else { return Vec::new() };
        let (mut objects, mut others) = (Vec::new(), Vec::new());
        for value in listed(value) {
            match value {
                Value::Object(map) if objects.len() < most => objects.push(map),
                other => others.push(other),
            }
        }
        self.put_back(key, others);
        objects
    }

    fn put_back(&mut self, key: &str, values: Vec<Value>) {
        if values.iter().any(|value| !value.is_null()) {
            self.map.insert(key.to_owned(), Value::Array(values));
        }
    }
}

impl Drop for Members<'_> {
    fn drop(&mut self) {
        let map = std::mem::take(&mut self.map);
        if self.path.is_empty() {
            map.into_iter().for_each(|(key, value)| keep(self.rest, path("", &key), value));
        } else if !map.is_empty() {
            keep(self.rest, std::mem::take(&mut self.path), Value::Object(map));
        }
    }
}

fn path(above: &str, key: &str) -> String {
    let dot = if above.is_empty() { "" } else { "." };
    [above, dot, key].iter().flat_map(|part| part.chars()).take(PATH_MAX_CHARS).collect()
}

/// Keeps a value as notes: an object or a list of texts as one line, what is within them by itself.
fn keep(rest: &Rest, label: String, value: Value) {
    match value {
        Value::Array(list) => {
            let (scalars, others): (Vec<_>, Vec<_>) = list.into_iter().partition(is_scalar);
            let texts: Vec<String> = scalars.iter().map(text_of).filter(|text| !text.is_empty()).collect();
            add_note(rest, label.clone(), texts.join("; "));
            others.into_iter().for_each(|other| keep(rest, label.clone(), other));
        }
        Value::Object(map) => {
            if let Some(date) = date_of(&map) {
                return add_note(rest, label, date);
            }
            let mut line = String::new();
            let mut others = Vec::new();
            for (key, value) in map {
                let Some(text) = line_of(&value) else {
                    others.push((key, value));
                    continue;
                };
                let gap = if line.is_empty() { "" } else { "; " };
                let _ = if text.is_empty() { Ok(()) } else { write!(line, "{gap}{key}: {text}") };
            }
            add_note(rest, label.clone(), line);
            others.into_iter().for_each(|(key, other)| keep(rest, path(&label, &key), other));
        }
        Value::Null => {}
        scalar => add_note(rest, label, text_of(&scalar)),
    }
}

/// The text of a value, or of a list of texts; `None` where there is an object or a list within it.
fn line_of(value: &Value) -> Option<String> {
    let list = match value {
        Value::Array(list) => list.as_slice(),
        Value::Object(map) => return date_of(map),
        other => std::slice::from_ref(other),
    };
    let is_flat = list.iter().all(|value| is_scalar(value) || value.is_null());
    let texts = list.iter().map(text_of).filter(|text| !text.is_empty());
    is_flat.then(|| texts.collect::<Vec<_>>().join(", "))
}

/// A date as CSL has it, in one text.
fn date_of(map: &Map<String, Value>) -> Option<String> {
    if let Some(time) = map.get("date-time").and_then(Value::as_str) {
        return Some(time.to_owned());
    }
    let dates = map.get("date-parts").filter(|_| map.len() == 1)?.as_array()?;
    let part = |part: &Value| is_scalar(part).then(|| text_of(part));
    let parts = |date: &Value| {
        date.as_array().map(|parts| parts.iter().map_while(part).collect::<Vec<_>>().join("-"))
    };
    Some(dates.iter().filter_map(parts).collect::<Vec<_>>().join("/"))
}

fn add_note(rest: &Rest, label: String, text: String) {
    if !text.is_empty() {
        rest.notes.borrow_mut().push(Section { label, text });
    }
}

fn listed(value: Value) -> Vec<Value> {
    match value {
        Value::Array(list) => list,
        Value::Null => Vec::new(),
        other => vec![other],
    }
}

fn is_scalar(value: &Value) -> bool {
    matches!(value, Value::String(_) | Value::Number(_) | Value::Bool(_))
}

fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => markup::plain(text),
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        _ => String::new(),
    }
}
