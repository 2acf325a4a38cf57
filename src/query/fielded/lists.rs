//! Lines of a strategy that are named together: `1,3,7-9`.
//!
//! They must not know how a notation joins them.

use super::expr::{Expr, joined};
use super::parser::Parser;
use crate::query::ast::Node;
use crate::query::error::{QueryError, QueryErrorKind, shown};
use crate::query::limits::{MAX_CLAUSES, MAX_LINES};
use crate::query::number::LineNumber;
use crate::query::span::Span;

impl Parser<'_> {
    /// The lines that a list such as `1,3,7-9` names, joined.
    pub(in crate::query) fn joined_lines(
        &mut self,
        written: &str,
        is_or: bool,
        span: Span,
    ) -> Result<Expr, QueryError> {
        let error = |message: String, help: &str| {
            Err(QueryError::new(QueryErrorKind::LineReference, span.clone(), message).help(help))
        };
        let Some(earlier) = self.earlier else {
            return error(
                format!("`{}` names lines, and there are none", shown(written)),
                "write out what they search for",
            );
        };
        let (mut nodes, mut size): (Vec<Node>, usize) = (Vec::new(), 0);
        for item in written.split(',').map(str::trim).filter(|item| !item.is_empty()) {
            let (from, to) = item.split_once('-').unwrap_or((item, item));
            let number = |text: &str| text.trim().parse::<LineNumber>().ok();
            let (Some(from_number), Some(to_number)) = (number(from), number(to)) else {
                return error(
                    format!("`{}` is no list of lines", shown(written)),
                    "write numbers, with commas and hyphens between: 1,3,7-9",
                );
            };
            if from_number > to_number {
                return error(
                    format!("`{}` ends before it begins", shown(item)),
                    "write the smaller number first",
                );
            }
            // The ends must be there; what is missing between was never a line.
            earlier.line(to.trim(), &span, self.notes)?;
            earlier.line(from.trim(), &span, self.notes)?;
            for number in earlier.numbers(from_number, to_number) {
                let node = earlier.line(&number.to_string(), &span, self.notes)?;
                size += node.walk().count();
                if size > 2 * MAX_CLAUSES {
                    break;
                }
                nodes.push(node.clone());
            }
            if nodes.len() > MAX_LINES || size > 2 * MAX_CLAUSES {
                return error(
                    format!("`{}` names too many lines, or too long ones", shown(written)),
                    "name each line once, or narrow them first",
                );
            }
        }
        if nodes.is_empty() {
            return error(
                format!("`{}` names no line", shown(&self.text[span.clone()])),
                "write the numbers of lines above",
            );
        }
        Ok(Expr::Lines { node: joined(nodes, is_or), span })
    }
}

/// Whether a text is numbers with commas and hyphens between.
pub(in crate::query) fn is_list(text: &str) -> bool {
    let is_number = |number: &str| {
        number.starts_with(|c: char| c.is_ascii_digit()) && number.parse::<LineNumber>().is_ok()
    };
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.split([',', '-']).all(|number| number.is_empty() || is_number(number))
}
