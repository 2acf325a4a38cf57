//! Hits as a page of HTML that needs nothing else: no script, no address is loaded.
//!
//! It must not know a terminal.

use std::io::{self, Write};
use std::ops::Range;

use super::tame::tame_char;
use super::units::{self, count, thousands};
use super::{HitWriter, citation, notice};
use crate::model::escape_address;
use crate::{Hit, Hits};

const HEAD: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<style>
body { font: 1rem/1.45 system-ui, sans-serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.2rem; } h2 { font-size: 1.05rem; margin: 1.4rem 0 .2rem; }
p { margin: .15rem 0; } .source, .label, .took { color: #666; } .status { color: #b00020; font-weight: bold; }
mark { background: #fff1a8; color: inherit; }
</style>
"#;

/// The answer to `text`.
pub struct Html<'o> {
    /// The query.
    pub text: &'o str,
    /// Where it is printed.
    pub out: &'o mut dyn Write,
}

impl HitWriter for Html<'_> {
    fn begin(&mut self, hits: &Hits, _: usize) -> io::Result<()> {
        let (text, out) = (escape(self.text), &mut *self.out);
        write!(out, "{HEAD}<title>{text} – litdex</title>\n</head>\n<body>\n<h1>{text}</h1>\n")?;
        let found = count(hits.total, "article", "articles");
        let partial = match hits.partial {
            0 => String::new(),
            some => format!(" with all words, {} more with some", thousands(some)),
        };
        writeln!(out, "<p>{found}{partial} <span class=\"took\">({})</span></p>", units::time(hits.took))?;
        for note in &hits.notes {
            writeln!(out, "<p class=\"label\">note: {}</p>", escape(&note.message))?;
        }
        if !hits.unknown.is_empty() {
            let unknown = escape(&hits.unknown.join(", "));
            writeln!(out, "<p class=\"label\">no article has: {unknown}</p>")?;
        }
        for counts in &hits.facets {
            writeln!(out, "<p class=\"label\">{}</p>", escape(&counts.to_string()))?;
        }
        Ok(())
    }

    fn hit(&mut self, hit: &Hit) -> io::Result<()> {
        one(hit, self.out)
    }

    fn end(&mut self) -> io::Result<()> {
        self.out.write_all(b"</body>\n</html>\n")
    }
}

fn one(hit: &Hit, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<article>\n<h2>{}. {}</h2>", hit.rank, marked(&hit.title, &hit.title_highlights))?;
    if let Some(status) = notice::headline(hit.status) {
        writeln!(out, "<p class=\"status\">{}</p>", escape(status))?;
    }
    let names = citation::names(hit);
    if !names.is_empty() {
        writeln!(out, "<p>{}</p>", escape(&names))?;
    }
    let place = citation::place(&hit.journal, hit.year, &hit.volume, &hit.issue, &hit.pages);
    let mut source = if place.is_empty() { Vec::new() } else { vec![escape(&place)] };
    source.extend(links(hit));
    writeln!(out, "<p class=\"source\">{}</p>", source.join(" · "))?;
    if !hit.missing.is_empty() {
        writeln!(out, "<p class=\"label\">lacks: {}</p>", escape(&hit.missing.join(", ")))?;
    }
    for snippet in &hit.snippets {
        let text = marked(&snippet.text, &snippet.highlights);
        writeln!(out, "<p><span class=\"label\">{}:</span> {text}</p>", escape(&snippet.label))?;
    }
    writeln!(out, "</article>")
}

/// The identifiers, each with its address where it has one.
fn links(hit: &Hit) -> Vec<String> {
    let link = |address: String, id: &str| format!("<a href=\"{address}\">{}</a>", escape(id));
    let one = |id: String| match id.split_once(':') {
        Some(("pmid", pmid)) => {
            link(format!("https://pubmed.ncbi.nlm.nih.gov/{}/", escape_address(pmid)), &id)
        }
        Some(("doi", doi)) => link(format!("https://doi.org/{}", escape_address(doi)), &id),
        None if id.starts_with("PMC") => {
            link(format!("https://pmc.ncbi.nlm.nih.gov/articles/{}/", escape_address(&id)), &id)
        }
        _ => escape(&id),
    };
    citation::hit_ids(hit).into_iter().map(one).collect()
}

/// Text with its marks; the ranges rise and count Unicode scalar values.
fn marked(text: &str, marks: &[Range<usize>]) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len() + marks.len() * 13);
    let mut at = 0;
    for mark in marks {
        let start = mark.start.clamp(at, chars.len());
        let end = mark.end.clamp(start, chars.len());
        push(&chars[at..start], &mut out);
        out.push_str("<mark>");
        push(&chars[start..end], &mut out);
        out.push_str("</mark>");
        at = end;
    }
    push(&chars[at..], &mut out);
    out
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push(&text.chars().collect::<Vec<_>>(), &mut out);
    out
}

fn push(chars: &[char], out: &mut String) {
    for &c in chars {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(tame_char(c)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_between_characters_and_nothing_is_markup() {
        assert_eq!(
            marked("a <b> é\u{1b}", &[2..5, 6..99]),
            "a <mark>&lt;b&gt;</mark> <mark>é\u{241b}</mark>"
        );
        assert_eq!(marked("ab", &[0..1, 5..9]), "<mark>a</mark>b<mark></mark>");
        assert_eq!(escape("\"'&"), "&quot;&#39;&amp;");
    }
}
