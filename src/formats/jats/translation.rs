//! The translation of an article that stands within it: what its front matter has in another language.
//!
//! It must not know the translated text.

use super::super::languages;
use super::super::xml::Node;
use super::front::{COMPARED_MAX, push_once};
use super::prose::{self, is_one_of};
use super::remarks::Remarks;
use super::{related, sections};
use crate::model::{Article, TranslatedAbstract};

/// Reads abstracts, keywords and notices of a translation.
pub(super) fn read(node: Node<'_>, article: &mut Article, remarks: &mut Remarks) {
    let own = languages::code(&node.attribute("lang"));
    let fronts = node.children().filter(|child| is_one_of(child.name(), "front-stub front"));
    let metas = fronts.map(|front| front.child("article-meta").unwrap_or(front));
    for child in metas.flat_map(Node::children) {
        match child.name() {
            "abstract" | "trans-abstract" => {
                let stated = languages::code(&child.attribute("lang"));
                let language = if stated.is_empty() { own.clone() } else { stated };
                let (kind, sections) = (child.attribute("abstract-type"), sections::of_abstract(child));
                let other = TranslatedAbstract { language, kind, sections };
                let mut known = article.other_abstracts.iter().take(COMPARED_MAX);
                if !other.sections.is_empty() && known.all(|known| *known != other) {
                    article.other_abstracts.push(other);
                }
            }
            "kwd-group" => {
                let words = child.outermost(|node| node.name() == "kwd");
                words.for_each(|word| push_once(&mut article.keywords, prose::text(word)));
            }
            "related-article" => {
                let correction = related::read(child, "");
                if article.corrections.iter().take(COMPARED_MAX).all(|known| *known != correction) {
                    article.corrections.push(correction);
                }
            }
            "title-group" | "contrib-group" | "aff" => {}
            name => remarks.add(&format!("sub-article {name}"), prose::text(child)),
        }
    }
}
