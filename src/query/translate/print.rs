//! A tree as a line of a notation, with lines by their numbers, and codes once behind all terms that have the same.
//!
//! It must not know how the tree came about.

use super::style::Style;
use crate::query::ast::{DateRange, Node, Origin, Term};
use crate::query::dates::slashed;
use crate::query::references::line_of;
use crate::query::{Syntax, cochrane, ovid};

/// The tree as a line. `by_codes`: whether terms of the same fields stand together before their codes.
pub(super) fn line(node: &Node, to: Syntax, by_codes: bool) -> String {
    let style = Style::of(to);
    limit(node, &style).unwrap_or_else(|| Printer { style, by_codes }.node(node).0)
}

struct Printer {
    style: Style,
    by_codes: bool,
}

/// A text, and whether it must stand in parentheses beside an operator.
type Printed = (String, bool);

impl Printer {
    fn node(&self, node: &Node) -> Printed {
        match node {
            Node::Term(term) => (self.term(term), false),
            Node::Dates(dates) => (self.dates(dates), false),
            Node::And(parts) => self.list(parts, false),
            Node::Or(parts) => self.list(parts, true),
            Node::Not { keep, drop } => {
                (format!("{} {} {}", self.operand(keep), self.style.not, self.operand(drop)), true)
            }
        }
    }

    fn operand(&self, node: &Node) -> String {
        grouped(self.node(node))
    }

    fn term(&self, term: &Term) -> String {
        if let Some(line) = line_of(term) {
            return self.style.line(line);
        }
        let node = Node::Term(term.clone());
        match self.style.to {
            Syntax::Ovid => ovid::print(&node),
            Syntax::Cochrane => cochrane::print(&node),
            _ => {
                let text = node.to_string();
                // What stands alone stands in parentheses there.
                let bare = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
                bare.filter(|_| !term.quoted && !term.tagged).map_or(text.clone(), str::to_owned)
            }
        }
    }

    fn dates(&self, dates: &DateRange) -> String {
        if self.style.to == Syntax::Ovid {
            return ovid::print(&Node::Dates(dates.clone()));
        }
        let tag = dates.field.tag();
        let from = dates.from.map(slashed).unwrap_or_default();
        // PubMed writes an end that is open as these years.
        let from = if from == "1000" && dates.from != dates.to { "0001".to_owned() } else { from };
        match dates.to {
            to if to == dates.from => format!("{from}[{tag}]"),
            Some(to) => format!("{from}:{}[{tag}]", slashed(to)),
            None => format!("{from}:3000[{tag}]"),
        }
    }

    fn list(&self, parts: &[Node], is_or: bool) -> Printed {
        let operator = if is_or { self.style.or } else { self.style.and };
        let mut items: Vec<(String, bool)> = Vec::new();
        let mut at = 0;
        while at < parts.len() {
            let rest = &parts[at..];
            let lines = run_of_lines(rest);
            let blocks = if is_or && self.by_codes { self.blocks(rest) } else { None };
            let (item, count) = if let Some(list) = self.style.lines(lines.clone(), is_or) {
                (list, lines.len())
            } else if let Some((text, count)) = blocks {
                (text, count)
            } else {
                (self.operand(&rest[0]), 1)
            };
            // Words side by side may be a name together.
            let is_beside = matches!(&rest[0], Node::Term(term) if term.origin == Origin::Beside);
            items.push((item, is_beside));
            at += count;
        }
        let is_group = items.len() > 1;
        let mut text = String::new();
        for (at, (item, is_beside)) in items.into_iter().enumerate() {
            if at > 0 {
                let joint = if is_beside { String::from(" ") } else { format!(" {operator} ") };
                text.push_str(&joint);
            }
            text.push_str(&item);
        }
        (text, is_group)
    }

    /// Terms that follow each other in the same fields, `(a or b).ti,ab.`, and how many parts they are.
    fn blocks(&self, parts: &[Node]) -> Option<(String, usize)> {
        let first = block(parts);
        let codes = self.style.codes(&first)?;
        let (mut words, mut count) = (Vec::new(), 0);
        loop {
            let next = block(&parts[count..]);
            let fields = |terms: &[&Term]| terms.iter().map(|term| term.field).collect::<Vec<_>>();
            if next.is_empty() || fields(&next) != fields(&first) {
                break;
            }
            let Some(bare) = self.style.bare(next[0]) else { break };
            words.push(bare);
            count += next.len();
        }
        match words.as_slice() {
            [] => None,
            [one] => Some((format!("{one}{codes}"), count)),
            several => Some((format!("({}){codes}", several.join(&format!(" {} ", self.style.or))), count)),
        }
    }
}

fn grouped((text, is_group): Printed) -> String {
    if is_group { format!("({text})") } else { text }
}

/// The terms at the beginning that are one looked for in several fields.
fn block(parts: &[Node]) -> Vec<&Term> {
    let terms = parts.iter().map_while(|part| match part {
        Node::Term(term) if line_of(term).is_none() => Some(term),
        _ => None,
    });
    let mut block: Vec<&Term> = Vec::new();
    for term in terms {
        let is_same =
            |first: &&Term| first.words == term.words && first.how == term.how && first.quoted == term.quoted;
        if !block.first().is_none_or(is_same) || block.iter().any(|own| own.field == term.field) {
            break;
        }
        block.push(term);
    }
    block
}

/// The lines at the beginning that follow each other, by their places.
fn run_of_lines(parts: &[Node]) -> std::ops::Range<usize> {
    let line = |part: &Node| match part {
        Node::Term(term) => line_of(term),
        _ => None,
    };
    let Some(first) = parts.first().and_then(line) else { return 0..0 };
    let more = parts.iter().enumerate().take_while(|(at, part)| line(part) == Some(first + at)).count();
    first..first + more
}

/// A line of Ovid's that narrows another to years, `limit 3 to yr="2005 -Current"`.
fn limit(node: &Node, style: &Style) -> Option<String> {
    let Node::And(parts) = node else { return None };
    let [Node::Term(line), Node::Dates(dates)] = parts.as_slice() else { return None };
    let number = line_of(line).filter(|_| style.to == Syntax::Ovid)?;
    let (from, to) = (dates.from?, dates.to);
    let is_year = |date: crate::model::PartialDate| date.month().is_none();
    if dates.field != crate::model::Field::Date || !is_year(from) || !to.is_none_or(is_year) {
        return None;
    }
    let to = to.map_or("Current".to_owned(), |to| to.to_string());
    Some(format!("limit {} to yr=\"{from} -{to}\"", style.line(number)))
}
