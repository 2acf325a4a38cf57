//! One word as Cochrane writes it: `*` stands for any letters, `?` for one, wherever they stand.
//!
//! It must not know where the word stands.

use crate::query::ast::TermWord;
use crate::query::error::{QueryError, QueryErrorKind, shown};
use crate::query::span::Span;
use crate::text::Wild;

/// The word at `span`; `None` where it has no letter or digit and no sign.
///
/// # Errors
/// Signs without a letter, more places than can be matched.
pub(super) fn read(text: &str, span: &Span) -> Result<Option<TermWord>, QueryError> {
    let written = &text[span.clone()];
    let is_sign = |c: char| matches!(c, '*' | '?');
    let is_embase = ["/exp", "/de", "/mj"].iter().any(|end| written.to_ascii_lowercase().ends_with(end))
        || written.starts_with('\'') && written.len() > 1;
    if is_embase {
        let message = format!("`{}` is Embase's notation, which is not read here", shown(written));
        return Err(QueryError::new(QueryErrorKind::Dialect, span.clone(), message)
            .help("write a phrase between double quotes, and a heading as [mh Sepsis]"));
    }
    let bare = written.trim_matches(|c: char| !c.is_alphanumeric() && !is_sign(c));
    if bare.is_empty() {
        return Ok(None);
    }
    let stem = bare.trim_end_matches('*');
    let truncated = stem.len() < bare.len();
    // A `#` has a meaning in a word with signs, and none here.
    let spelt = stem.replace('#', "-").replace('?', "#");
    let wild = spelt.contains(['#', '*']);
    let pieces = spelt.split(|c: char| !c.is_alphanumeric() && !matches!(c, '#' | '*'));
    let is_lost = |piece: &str| piece.contains(['#', '*']) && Wild::new(piece).is_none();
    if !stem.contains(char::is_alphanumeric) || pieces.clone().any(is_lost) {
        let message = format!("`{}` cannot be looked for", shown(written));
        return Err(QueryError::new(QueryErrorKind::TruncationWithoutStem, span.clone(), message)
            .help("write letters beside the signs, as in hypox*"));
    }
    // A bracket in a quoted heading would end it where it is printed.
    let text = if wild { spelt } else { stem.to_owned() }.replace(['[', ']'], "-");
    Ok(Some(TermWord { truncated, wild, ..TermWord::whole(text, span.clone()) }))
}
