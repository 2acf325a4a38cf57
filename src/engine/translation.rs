//! Queries and strategies in another notation, their headings read by a vocabulary.
//!
//! It must not know how a notation is written.

use super::headings::{Named, Unknown, exploded, exploded_qualifiers, named};
use super::mapping::rename;
use crate::model::Field;
use crate::query::{How, Node, Query, QueryKind, Strategy, Syntax, Term, Translation, Translator};
use crate::vocabulary::Vocabulary;

impl Query {
    /// The query in another notation: exactly where that has the means, and with every [loss](crate::query::Loss) told
    /// where it has not. Names of headings become those of the vocabulary.
    ///
    /// ```
    /// use litdex::query::{LossLevel, Query, Syntax};
    /// let mesh = litdex::vocabulary::Vocabulary::shipped();
    /// let query = Query::parse("\"lung injury\"[tiab:~2] AND cancer[mh]")?;
    /// let ovid = query.translate(Syntax::Ovid, &mesh);
    /// assert_eq!(ovid.text.as_deref(), Some("(lung adj3 injury).ti,ab,kf. and exp \"Neoplasms\"/"));
    /// assert!(ovid.is_exact());
    /// let cochrane = query.translate(Syntax::Cochrane, &mesh);
    /// assert_eq!(cochrane.level(), Some(LossLevel::Wider));
    /// assert!(cochrane.losses[0].message.starts_with("Cochrane's keywords are those of authors and headings alike"));
    /// # Ok::<(), litdex::query::QueryError>(())
    /// ```
    pub fn translate(&self, to: Syntax, vocabulary: &Vocabulary) -> Translation {
        Translator::new(to, false).next(Some(&in_names(self, to, vocabulary)))
    }
}

impl Strategy {
    /// The lines in another notation, one for each. Lines that a line refers to stay named, by their places from 1; where
    /// one has no translation, those that refer to it have none.
    ///
    /// ```
    /// use litdex::query::{Strategy, Syntax};
    /// let mesh = litdex::vocabulary::Vocabulary::shipped();
    /// let strategy = Strategy::parse("1. exp Sepsis/\n2. (septic adj2 shock).ti,ab,kf.\n3. 1 or 2")?;
    /// let lines = strategy.translate(Syntax::PubMed, &mesh);
    /// let texts: Vec<_> = lines.iter().filter_map(|line| line.text.as_deref()).collect();
    /// assert_eq!(texts, ["\"Sepsis\"[mh]", "\"septic shock\"[tiab:~1]", "#1 OR #2"]);
    /// # Ok::<(), litdex::query::QueryError>(())
    /// ```
    pub fn translate(&self, to: Syntax, vocabulary: &Vocabulary) -> Vec<Translation> {
        let mut translator = Translator::new(to, true);
        let lines = self.referring_alike().into_iter();
        lines.map(|line| translator.next(line.map(|line| in_names(&line, to, vocabulary)).as_ref())).collect()
    }
}

/// The query with the names of headings as the vocabulary has them, and what the notation cannot have below a name
/// written out. Between quotes stays what is another name of a heading and must not be taken for it.
fn in_names(query: &Query, to: Syntax, vocabulary: &Vocabulary) -> Query {
    let mut query = query.clone();
    if let QueryKind::Boolean(node) = &mut query.kind {
        in_names_of(node, to, vocabulary);
    }
    query
}

/// The parser bounds the depth.
fn in_names_of(node: &mut Node, to: Syntax, vocabulary: &Vocabulary) {
    match node {
        Node::And(parts) | Node::Or(parts) => {
            parts.iter_mut().for_each(|part| in_names_of(part, to, vocabulary));
        }
        Node::Not { keep, drop } => {
            in_names_of(keep, to, vocabulary);
            in_names_of(drop, to, vocabulary);
        }
        Node::Term(term) if term.field.is_exploded() || term.field == Field::Substance => {
            let below = below(term, to, vocabulary);
            let is_other = match named(term, vocabulary) {
                Named::Heading(heading, qualifier) => {
                    rename(term, heading, qualifier);
                    false
                }
                Named::Unknown(Unknown::Quoted(_)) => true,
                Named::Qualifier(name) => {
                    term.words = Term::value(term.field, name, How::Usual, &term.span).words;
                    false
                }
                Named::Unknown(_) | Named::Itself => false,
            };
            term.quoted = is_other;
            if !below.is_empty() {
                let one =
                    |name: String| Node::Term(Term::value(term.field, &name, How::NotExploded, &term.span));
                let mut all: Vec<Node> = below.into_iter().map(one).collect();
                *node = if all.len() == 1 { all.remove(0) } else { Node::Or(all) };
            }
        }
        Node::Term(_) | Node::Dates(_) => {}
    }
}

/// The values a term stands for where the notation cannot have those below it: Ovid of qualifiers, Cochrane of types. A
/// type that has none below it is written as Ovid writes types.
fn below(term: &Term, to: Syntax, vocabulary: &Vocabulary) -> Vec<String> {
    if term.how != How::Usual {
        return Vec::new();
    }
    match (to, named(term, vocabulary)) {
        (Syntax::Ovid, Named::Qualifier(name)) => {
            exploded_qualifiers(term, name).into_iter().map(str::to_owned).collect()
        }
        (Syntax::Cochrane, Named::Heading(heading, None)) if term.field == Field::PublicationType => {
            let all = exploded(term, heading, vocabulary).into_iter();
            all.map(|heading| heading.name().to_owned()).collect()
        }
        (Syntax::Ovid, Named::Heading(heading, None)) if term.field == Field::PublicationType => {
            let all = exploded(term, heading, vocabulary);
            if all.len() > 1 { Vec::new() } else { vec![heading.name().to_owned()] }
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
