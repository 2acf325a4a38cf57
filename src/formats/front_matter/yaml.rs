//! YAML becomes a tree of texts, lists and maps, with the line each stands on.
//!
//! The tree is built from the parser's events, so that depth, size and what aliases repeat are bounded. A
//! scalar is the text it is written as: what it means is for the field to say. Where the whole is not sound,
//! each top key is read by itself, and what is not sound then is taken as text: `title: Pain: a review`.
//!
//! It must not know any key.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError};

/// The deepest nesting, the most nodes, and the bytes that aliases may repeat.
const DEPTH_MAX: usize = 64;
const NODES_MAX: usize = 500_000;
const REPEATED_MAX_BYTES: usize = 16 << 20;

/// Something in the tree and the line it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Node {
    pub line: u64,
    pub value: Value,
}

/// What a node is; a null is an empty text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Text(String),
    List(Vec<Node>),
    Map(Map),
}

/// Keys and values in their order; keys may come again.
pub(super) type Map = Vec<(String, Node)>;

/// Why a text is not read, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub line: u64,
    pub found: String,
    pub done: &'static str,
}

impl Fault {
    fn new(line: u64, found: String) -> Self {
        Self { line, found, done: "" }
    }
}

/// Reads a map. What is not sound is told of and taken as text.
pub(super) fn read(text: &str, first_line: u64) -> (Map, Vec<Fault>) {
    match whole(text, first_line) {
        Ok(map) => (map, Vec::new()),
        Err(_) => by_key(text, first_line),
    }
}

fn whole(text: &str, first_line: u64) -> Result<Map, Fault> {
    let node = Builder::default().build(text, first_line)?;
    match node.map(|node| node.value) {
        Some(Value::Map(map)) => Ok(map),
        None => Ok(Map::new()),
        Some(Value::Text(text)) if text.is_empty() => Ok(Map::new()),
        Some(_) => Err(Fault::new(first_line, "no keys with values".to_owned())),
    }
}

/// Reads every key at the margin by itself, with the lines that are indented below it.
fn by_key(text: &str, first_line: u64) -> (Map, Vec<Fault>) {
    let (mut map, mut faults) = (Map::new(), Vec::new());
    let (mut start, mut at, mut line, mut start_line) = (0, 0, first_line, first_line);
    for piece in text.split_inclusive('\n').chain([""]) {
        if piece.is_empty() || is_key(piece) && at > start {
            block(&text[start..at], start_line, &mut map, &mut faults);
            (start, start_line) = (at, line);
        }
        at += piece.len();
        line += 1;
    }
    (map, faults)
}

fn is_key(line: &str) -> bool {
    !line.starts_with([' ', '\t', '#', '-', '\r', '\n', ']', '}']) && line.contains(':')
}

fn block(text: &str, line: u64, map: &mut Map, faults: &mut Vec<Fault>) {
    match whole(text, line) {
        Ok(found) => map.extend(found),
        Err(fault) => {
            // Tabs, which YAML forbids, where spaces should be.
            if let Ok(found) = whole(&text.replace('\t', "    "), line) {
                map.extend(found);
                faults.push(Fault { done: "the tabs in it were taken for spaces", ..fault });
                return;
            }
            let (key, value) = text.split_once(':').unwrap_or(("", text));
            // Of what should be a list or a map, no text can be made that its field would understand.
            let is_tree = value.starts_with(['\n', '\r']) && !value.trim().is_empty();
            let (mark, done) = if is_tree {
                (" (malformed)", "the key was kept as a note")
            } else {
                ("", "the value of the key was taken as text")
            };
            faults.push(Fault { done, ..fault });
            let key = [key.trim(), mark].concat();
            let value = value.trim().trim_matches('"').to_owned();
            map.push((key, Node { line, value: Value::Text(value) }));
        }
    }
}

/// A list or map that is not closed yet.
struct Open {
    node: Node,
    anchor: usize,
    /// In a map, the key whose value comes next.
    key: Option<String>,
}

#[derive(Default)]
struct Builder {
    open: Vec<Open>,
    anchors: HashMap<usize, Node>,
    nodes: usize,
    repeated_bytes: usize,
}

impl Builder {
    fn build(mut self, text: &str, first_line: u64) -> Result<Option<Node>, Fault> {
        for event in Parser::new_from_str(text) {
            let (event, span) = event.map_err(|error| fault(&error, first_line))?;
            let line = first_line + (span.start.line() as u64).saturating_sub(1);
            let node = |value| Node { line, value };
            let (done, anchor) = match event {
                Event::Scalar(text, style, anchor, _) => {
                    let is_null =
                        style == ScalarStyle::Plain && matches!(&*text, "~" | "null" | "Null" | "NULL");
                    let text = if is_null { String::new() } else { text.into_owned() };
                    (node(Value::Text(text)), anchor)
                }
                Event::SequenceStart(anchor, _) => {
                    self.open.push(Open { node: node(Value::List(Vec::new())), anchor, key: None });
                    self.check(line)?;
                    continue;
                }
                Event::MappingStart(anchor, _) => {
                    self.open.push(Open { node: node(Value::Map(Map::new())), anchor, key: None });
                    self.check(line)?;
                    continue;
                }
                Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                    Some(open) => (open.node, open.anchor),
                    None => continue,
                },
                Event::Alias(anchor) => (self.repeat(anchor, line)?, 0),
                Event::DocumentEnd => return Ok(None),
                _ => continue,
            };
            if anchor > 0 {
                self.count(&done, line)?;
                self.anchors.insert(anchor, done.clone());
            }
            self.nodes += 1;
            self.check(line)?;
            if let Some(root) = self.place(done) {
                return Ok(Some(root));
            }
        }
        Ok(None)
    }

    /// Puts a finished node where it belongs; returns it where that is nowhere, as it is the root.
    fn place(&mut self, node: Node) -> Option<Node> {
        let Some(open) = self.open.last_mut() else { return Some(node) };
        match (&mut open.node.value, open.key.take()) {
            (Value::List(list), _) => list.push(node),
            (Value::Map(map), Some(key)) => map.push((key, node)),
            (Value::Map(_), None) => open.key = Some(flat(&node)),
            (Value::Text(_), _) => {}
        }
        None
    }

    fn repeat(&mut self, anchor: usize, line: u64) -> Result<Node, Fault> {
        let Some(node) = self.anchors.get(&anchor).map(|node| Node { line, ..node.clone() }) else {
            return Err(Fault::new(line, "an alias of what contains it".to_owned()));
        };
        self.count(&node, line)?;
        Ok(node)
    }

    fn count(&mut self, node: &Node, line: u64) -> Result<(), Fault> {
        self.repeated_bytes += size(node);
        if self.repeated_bytes > REPEATED_MAX_BYTES {
            return Err(Fault::new(line, format!("aliases of more than {} MB", REPEATED_MAX_BYTES >> 20)));
        }
        Ok(())
    }

    fn check(&self, line: u64) -> Result<(), Fault> {
        if self.open.len() > DEPTH_MAX {
            return Err(Fault::new(line, format!("nesting of more than {DEPTH_MAX} levels")));
        }
        if self.nodes > NODES_MAX {
            return Err(Fault::new(line, format!("more than {NODES_MAX} values")));
        }
        Ok(())
    }
}

fn fault(error: &ScanError, first_line: u64) -> Fault {
    let line = first_line + (error.marker().line() as u64).saturating_sub(1);
    Fault::new(line, format!("YAML that is not well-formed: {}", error.info()))
}

fn size(node: &Node) -> usize {
    let inner = match &node.value {
        Value::Text(text) => text.len(),
        Value::List(list) => list.iter().map(size).sum(),
        Value::Map(map) => map.iter().map(|(key, node)| key.len() + size(node)).sum(),
    };
    size_of::<Node>() + inner
}

/// The nodes of a list, or the one node that is none.
pub(super) fn nodes(node: Node) -> Vec<Node> {
    match node.value {
        Value::List(list) => list,
        value => vec![Node { value, ..node }],
    }
}

/// A node as one text: values of a list parted by semicolons, keys and values by colons.
pub(super) fn flat(node: &Node) -> String {
    let parts: Vec<String> = match &node.value {
        Value::Text(text) => return text.clone(),
        Value::List(list) => list.iter().map(flat).collect(),
        Value::Map(map) => map.iter().map(|(key, node)| format!("{key}: {}", flat(node))).collect(),
    };
    parts.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let (map, faults) = read(text, 2);
        let mut parts: Vec<String> =
            map.iter().map(|(key, node)| format!("{}:{key}={}", node.line, flat(node))).collect();
        parts.extend(faults.iter().map(|fault| format!("!{}", fault.line)));
        parts.join(" | ")
    }

    #[test]
    fn texts_lists_and_maps() {
        for (yaml, expected) in [
            ("a: 1\nb: [x, 'y']\nc:\n  d: null\n  e: ~\n", "2:a=1 | 3:b=x; y | 5:c=d: ; e: "),
            ("a: &x {b: 1}\nc: *x\n", "2:a=b: 1 | 3:c=b: 1"),
            ("title: Pain: a review\nyear: 2020\n", "2:title=Pain: a review | 3:year=2020 | !2"),
            ("a:\n  - b: 1\n\tc: 2\nd: 3\n", "3:a=b: 1; c: 2 | 5:d=3 | !3"),
            ("a:\n  - b: 1\n c]\nd: 3\n", "2:a (malformed)=- b: 1\n c] | 5:d=3 | !4"),
            ("a: 1\nb: \"open\nc: 3\n", "2:a=1 | 3:b=open | 4:c=3 | !3"),
            ("a: !!int x\na: 2\n", "2:a=x | 3:a=2"),
            ("- a\n- b\n", "2:=- a\n- b | !2"),
            ("# nothing\n", ""),
            ("", ""),
        ] {
            assert_eq!(shown(yaml), expected, "{yaml:?}");
        }
    }

    #[test]
    fn bombs_are_bounded() {
        let levels = (1..60).map(|level| format!("a{level}: &a{level} [*a{0}, *a{0}]\n", level - 1));
        let bomb = ["a0: &a0 [x, x]\n".to_owned()].into_iter().chain(levels).collect::<Vec<_>>().concat();
        let deep = format!("a: {}x{}\n", "[".repeat(5_000), "]".repeat(5_000));
        let wide = format!("a: [{}]\n", "x,".repeat(600_000));
        let itself = "a: &a [*a]\n".to_owned();
        for yaml in [bomb, deep, wide, itself] {
            let (map, faults) = read(&yaml, 1);
            assert!(!map.is_empty() && !faults.is_empty(), "{}", &yaml[..20]);
        }
    }
}
