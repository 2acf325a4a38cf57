//! Who holds the rights, under which licence, and who paid.
//!
//! It must not know what else the front matter says.

use super::super::xml::Node;
use super::prose::{self, child_text};
use super::remarks::Remarks;
use crate::model::{Article, Grant};

/// Longer text is hostile, and just kept.
const COMPARED_MAX_BYTES: usize = 64 << 10;

/// Reads the `permissions` of an article.
pub(super) fn permissions(node: Node<'_>, article: &mut Article, remarks: &mut Remarks) {
    let held = ["copyright-year", "copyright-holder"].map(|name| child_text(node, name));
    for child in node.children() {
        right(child, article, remarks);
    }
    let missing = |part: &&String| !part.is_empty() && !article.copyright.contains(part.as_str());
    let missing: Vec<String> = held.iter().filter(missing).cloned().collect();
    if article.copyright.is_empty() {
        article.copyright = missing.join(" ");
    } else {
        missing.into_iter().for_each(|part| remarks.add("copyright", part));
    }
}

/// Reads one statement of rights.
pub(super) fn right(node: Node<'_>, article: &mut Article, remarks: &mut Remarks) {
    match node.name() {
        "copyright-statement" => add_line(&mut article.copyright, &prose::text(node)),
        // They are read together with the statement.
        "copyright-year" | "copyright-holder" => {}
        "license" => {
            add_line(&mut article.licence, &prose::lines(node, "license_ref"));
            let links = node.outermost(|child| child.name() == "license_ref").map(prose::text);
            let links: Vec<String> = [node.attribute("href")].into_iter().chain(links).collect();
            for link in links {
                if !article.licence.contains(&link) {
                    add_line(&mut article.licence, &link);
                }
            }
            remarks.add("license-type", node.attribute("license-type"));
        }
        "license_ref" => add_line(&mut article.licence, &prose::text(node)),
        name => remarks.add(name, said_of(node)),
    }
}

fn said_of(node: Node<'_>) -> String {
    let text = prose::text(node);
    if !text.is_empty() || !node.attribute("start_date").is_empty() {
        return [text, node.attribute("start_date")].concat();
    }
    "yes".to_owned()
}

fn add_line(into: &mut String, text: &str) {
    let is_known = into.len() < COMPARED_MAX_BYTES && into.contains(text);
    if text.is_empty() || is_known {
        return;
    }
    into.push_str(if into.is_empty() { "" } else { "\n" });
    into.push_str(text);
}

/// Reads a `funding-group`, or what older versions have in its place.
pub(super) fn funding(node: Node<'_>, article: &mut Article, remarks: &mut Remarks) {
    match node.name() {
        "award-group" => award(node, article, remarks),
        "contract-num" | "grant-num" => {
            article.grants.push(Grant { id: prose::text(node), ..Grant::default() });
        }
        "contract-sponsor" | "grant-sponsor" => {
            let agency = prose::text(node);
            match article.grants.last_mut().filter(|grant| grant.agency.is_empty()) {
                Some(grant) => grant.agency = agency,
                None => article.grants.push(Grant { agency, ..Grant::default() }),
            }
        }
        "funding-group" => node.children().for_each(|child| funding(child, article, remarks)),
        name => remarks.add(name, prose::lines(node, "")),
    }
}

/// A grant a number; one that has none is still named by who paid.
fn award(node: Node<'_>, article: &mut Article, remarks: &mut Remarks) {
    let sources: Vec<Node<'_>> = node.all("funding-source").collect();
    let agency = sources.iter().map(|source| prose::text(*source)).collect::<Vec<_>>().join("; ");
    let country = sources.first().map_or(String::new(), |source| {
        let attribute = source.attribute("country");
        let inner = source.descendants().find(|child| child.name() == "country");
        if attribute.is_empty() { inner.map_or(String::new(), prose::text) } else { attribute }
    });
    let ids = node.all("award-id").map(prose::text).filter(|id| !id.is_empty());
    let mut ids: Vec<String> = ids.collect();
    if ids.is_empty() && !agency.is_empty() {
        ids.push(String::new());
    }
    for id in ids {
        let (agency, country) = (agency.clone(), country.clone());
        article.grants.push(Grant { id, acronym: String::new(), agency, country });
    }
    for child in node.children() {
        match child.name() {
            "funding-source" | "award-id" => {}
            name => remarks.add(name, prose::text(child)),
        }
    }
}
