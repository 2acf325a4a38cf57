//! What the page prints: what meta data lacks, and what stands nowhere else.
//!
//! It must not know the names of meta data.

use super::super::citation;
use super::super::ojs;
use super::dates;
use super::dates::ascii_digits;
use super::front::{add_date, is_copyright, is_licence, push_link};
use super::ids::add_address;
use super::lines::{Line, lines, text};
use super::parts::{Part, is_heading_of, is_label, marked, most_marked, stretches};
use super::said::Statements;
use super::tree::Tree;
use super::vocabulary::Field;
use crate::model::{Article, DateKind, PartialDate, PublicationType, Section, fold_key};

/// Longer lines are text, in which a date is of something else.
const DATED_LINE_MAX_BYTES: usize = 400;
/// A statement of rights, as far as it is kept.
const RIGHTS_MAX_LINES: usize = 20;

/// What stands above the name of the section of the journal, which is the kind of the article.
const SECTION: &str = "section|sección|seção|rubrique|rubrik|sezione|bagian|bölüm|раздел|розділ|بخش|القسم";

/// Sections of a page the model has no field for.
const NOTED: &str =
    "author_bios dataAvailability data-availability-statement fundingStatement funders acknowledgements";

/// Fills in what the page prints before its abstract is read.
pub(super) fn fill(article: &mut Article, tree: &Tree) {
    title(article, tree);
    how_to_cite(article, tree);
    for range in stretches(tree, Part::Issue).into_iter().take(4) {
        let lines = lines(tree, range, |_| false);
        for (at, line) in lines.iter().enumerate() {
            ojs::apply_issue(article, &ascii_digits(&line.text));
            let section =
                lines.get(at + 1).filter(|_| SECTION.split('|').any(|word| word == line.text.to_lowercase()));
            if let Some(section) = section.filter(|_| article.publication_types.is_empty()) {
                article
                    .publication_types
                    .push(PublicationType { name: section.text.clone(), ui: String::new() });
            }
        }
    }
    if article.volume.is_empty() {
        issue_of_links(article, tree);
    }
    doi(article, tree);
    links(article, tree);
    dated(article, tree);
    rights(article, tree);
    notes(article, tree);
}

fn title(article: &mut Article, tree: &Tree) {
    let first = |part| marked(tree, part).first().map_or(String::new(), |&at| text(tree, at));
    if article.title.is_empty() {
        article.title = first(Part::Title);
    }
    if article.title.is_empty() {
        let h1 = tree.all_elements().find(|&at| tree.nodes[at].name() == "h1" && !text(tree, at).is_empty());
        article.title = h1.map_or(String::new(), |at| text(tree, at));
    }
    let subtitle = first(Part::Subtitle);
    let (title, vernacular) = (fold_key(&article.title), fold_key(&article.vernacular_title));
    // Of a title in two languages the subtitle is of the one that is not the title's.
    if !title.is_empty() && vernacular.is_empty() && !title.contains(&fold_key(&subtitle)) {
        // So Open Journal Systems itself prints both.
        let mark = if article.title.ends_with(['?', '!', ':']) { "" } else { ":" };
        article.title = format!("{}{mark} {subtitle}", article.title);
    }
}

/// The link to the issue, such as `Vol. 8 No. 1 (2022)`, wherever it stands.
fn issue_of_links(article: &mut Article, tree: &Tree) {
    let links = tree
        .all_elements()
        .filter(|&at| tree.nodes[at].name() == "a" && tree.length(at) < DATED_LINE_MAX_BYTES);
    let names_issue = |text: &String| {
        let lower = text.to_lowercase();
        ["vol", "دوره", "المجلد"].iter().any(|word| lower.starts_with(word))
            && text.chars().any(char::is_numeric)
    };
    if let Some(printed) = links.map(|at| text(tree, at)).find(names_issue) {
        ojs::apply_issue(article, &ascii_digits(&printed));
    }
}

/// How to cite it, and from that what is not said otherwise.
fn how_to_cite(article: &mut Article, tree: &Tree) {
    let of = |range| {
        let lines =
            lines(tree, range, |at| matches!(tree.nodes[at].name(), "ul" | "ol") || is_label(tree, at));
        let printed = lines.into_iter().map(|line| line.text).filter(|text| !is_heading_of(Part::Cite, text));
        printed.take(3).collect::<Vec<_>>().join(" ")
    };
    let found =
        most_marked(tree, Part::Cite).map(|at| of(at..tree.nodes[at].end)).filter(|text| !text.is_empty());
    let found = found.or_else(|| stretches(tree, Part::Cite).first().map(|range| of(range.clone())));
    if let Some(cited) = found.filter(|text| !text.is_empty()) {
        // The style Vancouver numbers it.
        let bare = cited.strip_prefix("1.").or_else(|| cited.strip_prefix("[1]")).unwrap_or(&cited);
        bare.trim().clone_into(&mut article.how_to_cite);
    }
    let printed = article.how_to_cite.clone();
    let cited = citation::read(&printed, &article.title);
    let fill = |slot: &mut String, value: &str| {
        if slot.is_empty() {
            value.clone_into(slot);
        }
    };
    fill(&mut article.volume, cited.volume);
    fill(&mut article.issue, cited.issue);
    fill(&mut article.pages, cited.pages);
    if article.journal.title.is_empty() {
        fill(&mut article.journal.abbreviation, cited.journal);
    }
    if article.authors.is_empty() {
        article.authors = cited.authors.iter().filter_map(|name| citation::person(name)).collect();
        article.authors_incomplete = cited.et_al || article.authors.len() < cited.authors.len();
    }
    article.ids.doi = article.ids.doi.take().or_else(|| citation::doi_in(&printed).map(|(doi, _)| doi));
    let year = cited.year.and_then(|year| PartialDate::new(year, None, None).ok());
    if let Some(year) = year.filter(|_| article.published().is_none()) {
        add_date(&mut article.dates, DateKind::Published, year, false);
    }
}

fn doi(article: &mut Article, tree: &Tree) {
    for range in stretches(tree, Part::Doi).into_iter().take(4) {
        if article.ids.doi.is_some() {
            return;
        }
        let nodes = &tree.nodes[range.clone()];
        for address in
            nodes.iter().map(|node| node.attribute("href")).filter(|address| address.contains("doi.org/"))
        {
            add_address(&mut article.ids, address);
        }
        for line in lines(tree, range, |_| false) {
            article.ids.doi =
                article.ids.doi.take().or_else(|| citation::doi_in(&line.text).map(|(doi, _)| doi));
        }
    }
}

/// The files of the article, and where the page was saved from.
fn links(article: &mut Article, tree: &Tree) {
    for at in marked(tree, Part::Galleys) {
        for link in tree.elements(at) {
            push_link(&mut article.links, tree.nodes[link].attribute("href"));
        }
    }
    push_link(&mut article.links, &tree.saved_from);
}

fn dated(article: &mut Article, tree: &Tree) {
    for at in marked(tree, Part::Dates) {
        let lines = lines(tree, at..tree.nodes[at].end, |_| false);
        let nexts = lines.iter().skip(1).map(|line| line.text.as_str()).chain([""]);
        for (line, next) in
            lines.iter().zip(nexts).filter(|(line, _)| line.text.len() <= DATED_LINE_MAX_BYTES)
        {
            for (kind, date) in dates::events(&line.text, next) {
                add_date(&mut article.dates, kind, date, true);
            }
        }
    }
}

fn rights(article: &mut Article, tree: &Tree) {
    let mut licence: Vec<String> = Vec::new();
    for range in stretches(tree, Part::Licence) {
        for Line { text, .. } in lines(tree, range, |at| is_label(tree, at)) {
            if is_heading_of(Part::Licence, &text)
                || licence.contains(&text)
                || licence.len() >= RIGHTS_MAX_LINES
            {
                continue;
            }
            if is_copyright(&text) && (article.copyright.is_empty() || article.copyright == text) {
                article.copyright = text;
            } else if text != article.copyright {
                licence.push(text);
            }
        }
    }
    // Of a long notice the sentences that name a licence come first; without one all of it is kept.
    if licence.iter().any(|line| is_licence(line)) {
        licence.retain(|line| is_licence(line));
    }
    let mut address = link_of_licence(tree);
    let is_address = |text: &str| text.starts_with("http");
    let stated = if licence.is_empty() { String::new() } else { licence.join(" ") };
    match (stated.is_empty(), article.licence.is_empty()) {
        (false, _) => {
            let earlier = std::mem::replace(&mut article.licence, stated);
            address = if is_address(&earlier) || address.is_empty() { earlier } else { address };
        }
        (true, true) => article.licence = std::mem::take(&mut address),
        (true, false) => {}
    }
    if !address.is_empty() && !article.licence.contains(&address) {
        article.notes.push(Section { label: "licence".to_owned(), text: address });
    }
}

/// The address of the licence.
fn link_of_licence(tree: &Tree) -> String {
    let is_licence = |at: &usize| {
        let node = &tree.nodes[*at];
        node.attribute("rel").eq_ignore_ascii_case("license")
            || node.attribute("href").contains("creativecommons.org/licenses")
    };
    tree.all_elements()
        .find(is_licence)
        .map_or(String::new(), |at| tree.nodes[at].attribute("href").to_owned())
}

fn notes(article: &mut Article, tree: &Tree) {
    for at in tree.all_elements().filter(|&at| tree.nodes[at].is_marked(NOTED)) {
        let lines = lines(tree, at..tree.nodes[at].end, |_| false);
        let (label, rest) = match lines.split_first() {
            Some((first, rest)) if !rest.is_empty() => (first.text.as_str(), rest),
            _ => ("", &lines[..]),
        };
        let text: Vec<&str> = rest.iter().map(|line| line.text.as_str()).collect();
        let is_known = article.notes.iter().any(|note| note.label == label);
        if !text.is_empty() && !is_known {
            article.notes.push(Section { label: label.to_owned(), text: text.join("\n") });
        }
    }
}

/// The keywords: of meta data, else of the page, where they may stand on a line without any mark between.
pub(super) fn keywords(article: &mut Article, said: &mut Statements, tree: &Tree) {
    let stated: Vec<String> =
        said.take(Field::Keyword).into_iter().map(|at| said.get(at).value.clone()).collect();
    if let [one] = &stated[..] {
        article.keywords = ojs::split_keywords(one).unwrap_or_else(|| vec![one.clone()]);
    } else {
        let parts = stated.iter().flat_map(|value| value.split([';', '؛'])).map(str::trim);
        article.keywords = parts.filter(|part| !part.is_empty()).map(str::to_owned).collect();
    }
    if !article.keywords.is_empty() {
        return;
    }
    for range in stretches(tree, Part::Keywords).into_iter().take(2) {
        // Words in elements of their own, as in `<a>nerve block</a> <a>pain</a>`, are keywords of their own.
        let own = tree.nodes[range.clone()].iter().filter(|node| matches!(node.name(), "a" | "li")).count();
        let mut printed: Vec<String> = if own > 1 {
            let is_own = |at: &usize| matches!(tree.nodes[*at].name(), "a" | "li");
            range.clone().filter(is_own).map(|at| text(tree, at)).collect()
        } else {
            lines(tree, range, |at| is_label(tree, at)).into_iter().map(|line| line.text).collect()
        };
        printed.retain(|text| !text.is_empty() && !is_heading_of(Part::Keywords, text));
        let lines: Vec<&str> = printed.iter().map(|line| without_heading(line)).collect();
        let mut known = std::collections::HashSet::new();
        article.keywords = if own > 1 {
            lines.iter().map(|line| (*line).to_owned()).collect()
        } else if lines.len() > 1 {
            let each = lines
                .iter()
                .flat_map(|line| ojs::split_keywords(line).unwrap_or_else(|| vec![(*line).to_owned()]));
            each.collect()
        } else {
            ojs::divide_keywords(&lines, article)
        };
        article.keywords.retain(|keyword| known.insert(keyword.clone()));
        if !article.keywords.is_empty() {
            return;
        }
    }
}

/// `Keywords: a, b` without its heading.
fn without_heading(line: &str) -> &str {
    match line.split_once([':', '：']) {
        Some((heading, rest)) if is_heading_of(Part::Keywords, heading) => rest.trim(),
        _ => line,
    }
}
