//! What stands in attributes and identifiers all over an article and in none of its texts: addresses behind
//! links, files of supplements, identifiers of figures and institutions.
//!
//! It must not know where in the article they stand.

use super::super::xml::Node;
use super::prose;
use super::remarks::Remarks;

/// Adds what the front matter of a reply says beside its title, people and abstracts.
pub(super) fn read_sub_article(sub_article: Node<'_>, remarks: &mut Remarks) {
    let fronts = sub_article.outermost(|node| matches!(node.name(), "front-stub" | "article-meta"));
    for child in fronts.flat_map(Node::children) {
        match child.name() {
            "title-group" | "contrib-group" | "abstract" | "trans-abstract" | "aff" => {}
            "related-article" => remarks.add("sub-article related-article", child.attribute("href")),
            name => remarks.add(&format!("sub-article {name}"), prose::text(child)),
        }
    }
}

/// Adds what none of the texts says.
pub(super) fn read(root: Node<'_>, remarks: &mut Remarks) {
    let has_text = |name: &str| matches!(name, "object-id" | "institution-id" | "ext-link" | "uri" | "email");
    let is_file = |name: &str| name == "media" || name.ends_with("supplementary-material");
    // A file may hold any of the others; none of the others holds another worth a remark.
    for node in root.outermost(|node| has_text(node.name())) {
        match node.name() {
            "object-id" => remarks.add(&labelled("object-id", node, "pub-id-type"), prose::text(node)),
            "institution-id" => {
                remarks.add(&labelled("institution-id", node, "institution-id-type"), prose::text(node));
            }
            name => {
                let href = node.attribute("href");
                if !prose::text(node).contains(bare(&href)) && !remarks.told.contains(&href) {
                    remarks.add(name, href);
                }
            }
        }
    }
    for node in root.descendants().filter(|node| is_file(node.name())) {
        remarks.add("supplementary-material", node.attribute("href"));
    }
}

fn labelled(name: &str, node: Node<'_>, attribute: &str) -> String {
    format!("{name} {}", node.attribute(attribute)).trim_end().to_owned()
}

/// An address as texts print it, without its scheme.
fn bare(href: &str) -> &str {
    let address = href.split_once("://").map_or(href, |(_, address)| address);
    address.trim_start_matches("dx.").trim_start_matches("mailto:").trim_end_matches('/')
}
