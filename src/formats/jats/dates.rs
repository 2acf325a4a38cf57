//! Dates of an article by their kind. What is not said is not made up: a season gives its year.
//!
//! It must not know what else the front matter says.

use super::super::problem::ProblemKind;
use super::super::text::shown;
use super::super::xml::{Node, Note, Notes};
use super::prose::{self, child_text};
use super::remarks::Remarks;
use crate::model::{Article, DateKind, DatedEvent, PartialDate, month_of_name};

/// Only so many events are compared to leave out what is given twice; a hostile list is just kept.
const COMPARED_MAX: usize = 64;

/// What happened, by the names JATS and PMC have for it.
const KINDS: [(DateKind, &str); 8] = [
    (DateKind::Electronic, "epub epub-ppub epreprint"),
    (DateKind::Print, "ppub"),
    (DateKind::Published, "collection pub issue-pub pub-date"),
    (DateKind::Received, "received"),
    (DateKind::Accepted, "accepted"),
    (DateKind::Revised, "rev-recd revised rev-received revision-received"),
    (DateKind::Retracted, "retracted"),
    (DateKind::Pmc, "pmc-release pmc"),
];

/// Reads a `pub-date`, or the dates and events of a history.
pub(super) fn read(node: Node<'_>, article: &mut Article, remarks: &mut Remarks, notes: &mut Notes) {
    let is_one = |node: Node<'_>| matches!(node.name(), "pub-date" | "date");
    if is_one(node) {
        return one(node, article, remarks, notes);
    }
    for date in node.outermost(is_one) {
        one(date, article, remarks, notes);
    }
    for child in node.children().filter(|child| child.name() != "date") {
        remarks.add(&format!("{} {}", node.name(), child.name()), prose::lines(child, "date"));
    }
}

fn one(node: Node<'_>, article: &mut Article, remarks: &mut Remarks, notes: &mut Notes) {
    let name = name_of(node);
    let known = KINDS.iter().find(|(_, names)| prose::is_one_of(&name, names));
    let (date, is_sound) = date_of(node);
    let printed = prose::text(node);
    if !is_sound {
        let found = format!("{:?} is not a date", shown(&printed));
        let done = if date.is_some() { "the part that is sound was kept" } else { "it was kept as a note" };
        notes.push(Note { kind: ProblemKind::BadValue, at: node.at(), found, done });
    }
    let season = child_text(node, "season");
    if known.is_none() || date.is_none() || !is_sound {
        remarks.add(&format!("date {name}"), printed);
    } else if !season.is_empty() {
        remarks.add(&format!("date {name} season"), season);
    }
    let Some(date) = date else { return };
    let mut push = |kind| {
        let event = DatedEvent { kind, date };
        if article.dates.len() > COMPARED_MAX || !article.dates.contains(&event) {
            article.dates.push(event);
        }
    };
    push(known.map_or(DateKind::Other, |(kind, _)| *kind));
    if name == "epub-ppub" {
        push(DateKind::Print);
    }
}

/// The name of the event: `epub` and `ppub` for publication by its format, as in older versions.
fn name_of(node: Node<'_>) -> String {
    let [kind, date, format] =
        ["pub-type", "date-type", "publication-format"].map(|name| node.attribute(name).to_lowercase());
    match (kind.as_str(), date.as_str(), format.as_str()) {
        ("", "pub" | "publication" | "", "electronic" | "online") => "epub".to_owned(),
        ("", "pub" | "publication" | "", "print") => "ppub".to_owned(),
        ("", "" | "publication", _) => "pub".to_owned(),
        ("", _, _) => date,
        _ => kind,
    }
}

/// The date, and whether all of it could be read.
fn date_of(node: Node<'_>) -> (Option<PartialDate>, bool) {
    let [year, month_text, day] = ["year", "month", "day"].map(|name| child_text(node, name));
    if year.is_empty() {
        let iso = node.attribute("iso-8601-date");
        let text = if iso.is_empty() { child_text(node, "string-date") } else { iso };
        let text = text.split('T').next().unwrap_or("").to_owned();
        let date = text.parse().ok().or_else(|| super::super::dates::of_words(&text).0);
        return (date, date.is_some());
    }
    let Ok(year) = year.parse() else { return (None, false) };
    let month_number =
        month_text.parse().ok().filter(|n| (1..=12).contains(n)).or_else(|| month_of_name(&month_text));
    let day_number = day.parse().ok();
    let is_sound = month_text.is_empty() == month_number.is_none() && day.is_empty() == day_number.is_none();
    let attempts = [(month_number, day_number), (month_number, None), (None, None)];
    for (at, (month, day)) in attempts.into_iter().enumerate() {
        if let Ok(date) = PartialDate::new(year, month, day) {
            return (Some(date), is_sound && at == 0);
        }
    }
    (None, false)
}
