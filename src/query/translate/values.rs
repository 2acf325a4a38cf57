//! Terms that name a whole value: headings, qualifiers, types, journals, identifiers.
//!
//! They must not know words of text. Names of headings have been brought into those of the vocabulary before; a name
//! that stays between quotes is one that the vocabulary has for another heading.

use super::fields;
use super::loss::LossLevel;
use crate::model::{Doi, Field, Pmid, language_name, qualifiers};
use crate::query::Syntax;
use crate::query::ast::{How, Node, Term, TermWord};

/// How far a term is something else, and what is said of it.
type Said = (LossLevel, String);

/// The term in the notation.
///
/// # Errors
/// Why it has none.
pub(super) fn of(term: &Term, to: Syntax) -> Result<(Node, Option<Said>), String> {
    let term = &identified(term, to);
    if !fields::has_values(term.field, to) {
        return Err(format!("{} has no field for {}", fields::name(to), term.field.label()));
    }
    if to == Syntax::PubMed {
        return Ok((Node::Term(in_pubmed(term)), None));
    }
    if term.quoted && is_mapped(term.field) {
        return Err(format!(
            "`{}` between quotes is that name alone, and {} finds the heading that has it as another name",
            crate::query::shown(&term.written()),
            fields::name(to)
        ));
    }
    let is_cut = term.words.last().is_some_and(|word| word.truncated);
    let is_heading = matches!(term.field, Field::Mesh | Field::MajorTopic);
    if is_cut && term.field == Field::MajorTopic {
        return Err(format!("{} does not truncate headings that are major topics", fields::name(to)));
    }
    let mut own = Term { quoted: false, tagged: true, ..term.clone() };
    let mut said = None;
    match (to, term.field) {
        (_, Field::Qualifier) if !is_cut => {
            let written = term.written();
            let known = qualifier(&written).ok_or_else(|| no_qualifier(&written, to))?;
            own.words = vec![TermWord::whole(known.0.to_lowercase(), term.span.clone())];
            own.how = How::NotExploded;
            if to == Syntax::Cochrane {
                own =
                    Term { quoted: false, ..Term::value(term.field, known.1, term.how.clone(), &term.span) };
            }
        }
        _ if is_heading && !is_cut => {
            let written = term.written();
            if let Some((name, behind)) = written.split_once('/') {
                let known = qualifier(behind).ok_or_else(|| no_qualifier(behind, to))?;
                let whole = format!("{name}/{}", known.1);
                own = Term::value(term.field, &whole, term.how.clone(), &term.span);
            }
        }
        // The beginning of a value has nothing below it.
        (Syntax::Ovid, field) if is_cut && field.is_exploded() => own.how = How::NotExploded,
        (Syntax::Cochrane, Field::Mesh) if is_cut => own.how = How::Usual,
        (_, Field::Language) => {
            if let Some(name) = language_name(&term.written()) {
                own.words = vec![TermWord::whole(name.to_owned(), term.span.clone())];
            }
        }
        (Syntax::Cochrane, Field::PublicationType) => {
            if term.how == How::Usual {
                let message = "Cochrane does not search the types below a publication type".to_owned();
                said = Some((LossLevel::Narrower, message));
            }
            own.how = How::NotExploded;
        }
        _ => {}
    }
    if !is_heading {
        own.words
            .iter_mut()
            .for_each(|word| word.text = word.text.trim_end_matches([',', ';', '.']).to_owned());
    }
    Ok((Node::Term(own), said))
}

/// The code and the name of a qualifier that is written as one of them; `and` and its sign are no part of a name.
fn qualifier(written: &str) -> Option<(&'static str, &'static str)> {
    let words = |text: &str| {
        let words = text.split_whitespace().map(str::to_lowercase);
        words.filter(|word| word != "and" && word != "&").collect::<Vec<_>>()
    };
    let written = words(written);
    qualifiers().find(|(code, name)| words(name) == written || words(code) == written)
}

fn no_qualifier(written: &str, to: Syntax) -> String {
    format!(
        "`{}` is no qualifier, and {} has codes for those alone",
        crate::query::shown(written),
        fields::name(to)
    )
}

fn in_pubmed(term: &Term) -> Term {
    let is_id = matches!(term.field, Field::Pmid | Field::Doi);
    let is_cut = term.words.last().is_some_and(|word| word.truncated);
    let quoted = !is_id && (term.quoted || is_mapped(term.field) && !is_cut || term.words.len() > 1);
    let mut own = Term { quoted, tagged: true, ..term.clone() };
    let text = term.written();
    // PubMed writes `prevention and control`.
    let name = |behind: &str| qualifier(behind).map(|known| known.1.replace('&', "and"));
    let named = match (term.field, text.split_once('/')) {
        (Field::Qualifier, _) if !is_cut => name(&text),
        (Field::Mesh | Field::MajorTopic, Some((heading, behind))) if !is_cut => {
            name(behind).map(|behind| format!("{heading}/{behind}"))
        }
        _ => None,
    };
    if let Some(named) = named {
        own.words = Term::value(term.field, &named, How::Usual, &term.span).words;
    }
    own
}

/// An identifier of any kind as one of its own, where the notation has a field for that.
fn identified(term: &Term, to: Syntax) -> Term {
    if term.field != Field::Identifier || to == Syntax::PubMed {
        return term.clone();
    }
    let written = term.written();
    let doi = written.parse::<Doi>().ok().map(|id| (Field::Doi, id.to_string()));
    let pmid = || written.strip_prefix("pmid:")?.parse::<Pmid>().ok().map(|id| (Field::Pmid, id.to_string()));
    let Some((field, id)) = doi.or_else(pmid) else { return term.clone() };
    Term { field, words: vec![TermWord::whole(id, term.span.clone())], ..term.clone() }
}

/// Whether names in a field are mapped to those of the vocabulary.
fn is_mapped(field: Field) -> bool {
    field.is_exploded() || field == Field::Substance
}
