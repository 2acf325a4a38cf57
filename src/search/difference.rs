//! Two recorded strategies beside each other: lines that came, went or changed, and the articles each finds.
//!
//! It must not know how that is printed.

use serde::Serialize;
// Not the module beside this one.
use ::similar::{Algorithm, DiffOp, capture_diff_slices};

use super::report::{ReportFound, ReportLine, StrategyReport};
use crate::model::ArticleId;

/// What two strategies have in common, and what not. What is of the first is called `a`, what of the second `b`.
///
/// ```
/// # let directory = tempfile::tempdir()?;
/// # let path = directory.path().join("index");
/// # litdex::Indexer::new("corpus", &path).rebuild(&|_| {})?;
/// use litdex::{Index, Limits, StrategyDiff, query::Syntax};
/// let snapshot = Index::open(&path)?.snapshot();
/// let report = |text| snapshot.report_strategy("", text, Syntax::Shown, &Limits::default());
/// let (a, b) = (report("ecmo[tiab]")?.1, report("ecmo[tiab]\nzebra[ti]\n#1 AND #2")?.1);
/// let diff = StrategyDiff::of(&a, &b);
/// assert_eq!(diff.lines.iter().filter(|line| line.a.is_none()).count(), 2);
/// assert_eq!((diff.only_a.len(), diff.only_b.len(), diff.both.len()), (1, 0, 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct StrategyDiff {
    /// The lines of both, in their order.
    pub lines: Vec<LineDiff>,
    /// The articles that the last line of the first alone finds, in the order of their ids.
    pub only_a: Vec<ArticleId>,
    /// Those that the last line of the second alone finds.
    pub only_b: Vec<ArticleId>,
    /// Those that both find.
    pub both: Vec<ArticleId>,
    /// Whether the articles are known: one that could not be run has none, and more than 100,000 are not listed.
    pub is_complete: bool,
    /// Whether both searched the same corpus.
    pub is_same_corpus: bool,
}

/// A line of two strategies: of both where it is in both or was changed, else of one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LineDiff {
    /// Whether both say the same, blanks aside.
    pub is_same: bool,
    /// The line of the first.
    pub a: Option<ReportLine>,
    /// The line of the second.
    pub b: Option<ReportLine>,
}

impl StrategyDiff {
    /// Compares two records.
    pub fn of(a: &StrategyReport, b: &StrategyReport) -> Self {
        let mut diff = Self {
            lines: lines(&a.lines, &b.lines),
            is_same_corpus: a.index.snapshot == b.index.snapshot,
            ..Self::default()
        };
        if let (Some(a), Some(b)) = (&a.found, &b.found)
            && a.is_listed()
            && b.is_listed()
        {
            diff.is_complete = true;
            diff.articles(a, b);
        }
        diff
    }

    /// Whether there is no difference in lines, counts and articles.
    pub fn is_empty(&self) -> bool {
        let count = |line: &Option<ReportLine>| line.as_ref().and_then(|line| line.count);
        let mut lines = self.lines.iter();
        let are_same = lines.all(|line| line.is_same && count(&line.a) == count(&line.b));
        are_same && self.only_a.is_empty() && self.only_b.is_empty()
    }

    /// Walks through both lists, which are in the order of ids.
    fn articles(&mut self, a: &ReportFound, b: &ReportFound) {
        let mut b = b.articles.iter().map(|article| &article.id).peekable();
        for id in a.articles.iter().map(|article| &article.id) {
            while let Some(other) = b.next_if(|other| *other < id) {
                self.only_b.push(other.clone());
            }
            let into = if b.next_if_eq(&id).is_some() { &mut self.both } else { &mut self.only_a };
            into.push(id.clone());
        }
        self.only_b.extend(b.cloned());
    }
}

/// Lines of both that say the same in the same order; where others stand between them, one for one they were changed.
fn lines(a: &[ReportLine], b: &[ReportLine]) -> Vec<LineDiff> {
    let text = |line: &ReportLine| line.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let texts_a: Vec<String> = a.iter().map(text).collect();
    let texts_b: Vec<String> = b.iter().map(text).collect();
    let mut lines = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &texts_a, &texts_b) {
        let is_same = matches!(op, DiffOp::Equal { .. });
        let (of_a, of_b) = (&a[op.old_range()], &b[op.new_range()]);
        lines.extend((0..of_a.len().max(of_b.len())).map(|at| LineDiff {
            is_same,
            a: of_a.get(at).cloned(),
            b: of_b.get(at).cloned(),
        }));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ReportArticle;

    fn report(lines: &[&str], ids: &[&str]) -> StrategyReport {
        let line = |text: &&str| ReportLine { text: (*text).to_owned(), ..ReportLine::default() };
        let article = |id: &&str| ReportArticle { id: id.parse().unwrap(), ..ReportArticle::default() };
        let articles: Vec<_> = ids.iter().map(article).collect();
        let found = ReportFound { count: articles.len() as u64, articles, ..ReportFound::default() };
        StrategyReport {
            lines: lines.iter().map(line).collect(),
            found: Some(found),
            ..StrategyReport::default()
        }
    }

    #[test]
    fn lines_and_articles_are_told_apart() {
        let a = report(&["one", "two", "three"], &["pmid:1", "pmid:2", "pmid:3"]);
        let b = report(&["zero", "one", "2", "three"], &["pmid:2", "pmid:4"]);
        let diff = StrategyDiff::of(&a, &b);
        let text = |line: &Option<ReportLine>| line.as_ref().map_or("", |line| &line.text).to_owned();
        let lines: Vec<_> =
            diff.lines.iter().map(|line| (line.is_same, text(&line.a), text(&line.b))).collect();
        let line = |is_same, a: &str, b: &str| (is_same, a.to_owned(), b.to_owned());
        assert_eq!(
            lines,
            [
                line(false, "", "zero"),
                line(true, "one", "one"),
                line(false, "two", "2"),
                line(true, "three", "three")
            ]
        );
        let ids = |ids: &[ArticleId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(ids(&diff.only_a), ["pmid:1", "pmid:3"]);
        assert_eq!((ids(&diff.only_b), ids(&diff.both)), (vec!["pmid:4".into()], vec!["pmid:2".into()]));
        assert!(!diff.is_empty() && StrategyDiff::of(&a, &a).is_empty());
        let unknown = StrategyReport { found: None, ..b };
        let diff = StrategyDiff::of(&a, &unknown);
        assert!(!diff.is_complete && diff.only_a.is_empty());
    }
}
