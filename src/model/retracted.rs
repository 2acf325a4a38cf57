//! Marks of retraction in titles: publishers rename an article that is withdrawn, before the title or behind it.
//!
//! A notice (`Retraction: …`, `Retraction notice to …`) has no such mark: it is not what is retracted.
//!
//! It must not know what else says that an article was retracted.

use std::ops::Range;

/// What marks call the article, in any case; the longer before the shorter.
const RETRACTED: [&str; 5] =
    ["retracted article", "retracted paper", "retracted chapter", "retracted publication", "retracted"];

/// In capitals alone: in small letters it may be said of drugs or patients.
const WITHDRAWN: [&str; 2] = ["WITHDRAWN ARTICLE", "WITHDRAWN"];

/// A title may be marked on both sides.
const MARKS_MAX: usize = 2;

/// Where a title is marked, with the signs and spaces that part the mark from the title proper; `None` also
/// where nothing is left of the title.
pub(super) fn mark(title: &str) -> Option<Range<usize>> {
    let says_more = |left: &str| left.contains(char::is_alphanumeric);
    let before = before(title).filter(|&end| says_more(&title[end..])).map(|end| 0..end);
    let behind = || behind(title).filter(|&start| says_more(&title[..start])).map(|start| start..title.len());
    before.or_else(behind)
}

/// The title without its marks.
pub(crate) fn bare_title(title: &str) -> &str {
    let mut bare = title;
    for _ in 0..MARKS_MAX {
        let Some(mark) = mark(bare) else { break };
        bare = if mark.start == 0 { &bare[mark.end..] } else { &bare[..mark.start] };
    }
    bare
}

/// Where the title proper starts behind `RETRACTED ARTICLE:` or `[Retracted]`.
fn before(title: &str) -> Option<usize> {
    let text = title.trim_start();
    let rest = match text.strip_prefix(['[', '(']) {
        Some(inner) => {
            let inner = behind_words(inner)?.trim_start_matches([':', '.']);
            inner.strip_prefix([']', ')'])?.trim_start_matches(':')
        }
        None => behind_words(text)?.trim_start().strip_prefix(':')?,
    };
    Some(title.len() - rest.trim_start().len())
}

/// Where the title proper ends before `(Retracted)` or `(Retracted article. See vol. 3, p. 7)`.
fn behind(title: &str) -> Option<usize> {
    let text = title.trim_end().trim_end_matches('.').strip_suffix([')', ']'])?;
    let lower = text.to_ascii_lowercase();
    let start = lower.rfind("(retracted").max(lower.rfind("[retracted"))?;
    let rest = behind_words(&lower[start + 1..])?;
    // `(retracted papers)` are what an article is about.
    let is_mark = rest.is_empty() || rest.starts_with(['.', ',', ':', ';']) || rest.starts_with(" see ");
    is_mark.then(|| text[..start].trim_end().len())
}

/// What stands behind the words of a mark.
fn behind_words(text: &str) -> Option<&str> {
    let starts = |words: &&&str, is_word: fn(&str, &str) -> bool| {
        text.get(..words.len()).is_some_and(|head| is_word(head, words))
    };
    let retracted = RETRACTED.iter().find(|words| starts(words, str::eq_ignore_ascii_case));
    let words = retracted.or_else(|| WITHDRAWN.iter().find(|words| starts(words, |a, b| a == b)))?;
    Some(&text[words.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_told_from_titles() {
        for marked in [
            "RETRACTED: Wrong claims",
            "Retracted : Wrong claims",
            "RETRACTED ARTICLE: Wrong claims",
            "Retracted Chapter: Wrong claims",
            "[Retracted] Wrong claims",
            "[RETRACTED ARTICLE]: Wrong claims",
            "WITHDRAWN: Wrong claims",
            "Wrong claims (Retracted)",
            "Wrong claims [Retracted].",
            "Wrong claims (Retracted article)",
            "Wrong claims (Retracted Article. See vol. 12(3), pg. 5, 2015)",
            "Wrong claims. (Retracted article. See 2015)",
            "RETRACTED: Wrong claims (Retracted paper)",
        ] {
            assert_eq!(bare_title(marked).trim_end_matches('.'), "Wrong claims", "{marked}");
        }
        for plain in [
            "Wrong claims",
            "Retraction: Wrong claims",
            "Retraction notice to \"Wrong claims\"",
            "Retracted articles: a review",
            "Withdrawn: why patients leave trials",
            "Misconduct in surgery (retracted papers)",
            "A note on a trial (retracted in 2012)",
            "[Retracted articles of a year]",
            "RETRACTED: ",
            "(Retracted)",
            "[Retracted",
            "RETRACTED\u{df}",
            "",
        ] {
            assert_eq!((mark(plain), bare_title(plain)), (None, plain));
        }
    }
}
