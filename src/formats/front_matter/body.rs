//! The text behind the front matter: Markdown, or plain text, becomes sections of paragraphs.
//!
//! Markup within a line goes, its text stays. A list item, a row of a table and a block of code are
//! paragraphs.
//!
//! It must not know the front matter.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, TextMergeStream};

use super::super::bibtex;
use super::super::markup;
use super::super::xml::flatten::Flat;
use crate::model::BodySection;

/// A longer superscript or subscript is none.
const SCRIPT_MAX_BYTES: usize = 40;

/// A paragraph, and the number it has in a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Paragraph {
    pub number: String,
    pub text: String,
}

/// A section as it was found; its depth is the heading's level, 0 before the first heading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Section {
    pub title: String,
    pub level: u8,
    pub paragraphs: Vec<Paragraph>,
}

impl Section {
    /// The section as the model has it; `top` is the level of the highest heading.
    pub fn into_body(self, top: u8) -> BodySection {
        let depth = self.level.max(top) - top + 1;
        let paragraphs = self.paragraphs.into_iter().map(Paragraph::whole).collect();
        BodySection { title: self.title, depth, paragraphs }
    }
}

impl Paragraph {
    fn whole(self) -> String {
        if self.number.is_empty() { self.text } else { format!("{}. {}", self.number, self.text) }
    }
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_MATH
        | Options::ENABLE_DEFINITION_LIST
}

/// The sections of a text.
pub(super) fn sections(markdown: &str) -> Vec<Section> {
    let mut reader = Reader::default();
    for event in TextMergeStream::new(Parser::new_ext(markdown, options())) {
        reader.event(event);
    }
    reader.end_paragraph();
    reader.sections.push(reader.section);
    reader.sections.retain(|section| *section != Section::default());
    reader.sections
}

/// A line without its markup, such as a title.
pub(super) fn inline(text: &str) -> String {
    if !text.contains(['*', '_', '`', '[', '<', '&', '\\', '^', '~', '$', '!']) {
        return super::super::text::collapse(text);
    }
    // A word before it keeps it from being a heading or a list.
    let line = format!("x {}", text.trim());
    let found = sections(&line).into_iter().flat_map(|section| section.paragraphs);
    let texts: Vec<String> = found.map(Paragraph::whole).collect();
    texts.join(" ").trim_start_matches('x').trim().to_owned()
}

#[derive(Default)]
struct Reader {
    sections: Vec<Section>,
    section: Section,
    flat: Flat,
    /// Numbers of the lists that are open; `None` for one without.
    lists: Vec<Option<u64>>,
    /// Number of the next paragraph.
    number: String,
    html: String,
    /// Whether cells of a row stand in the text already.
    in_row: bool,
}

impl Reader {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(code) => self.flat.push(&code),
            Event::InlineMath(tex) | Event::DisplayMath(tex) => self.flat.push(&bibtex::formula(&tex)),
            Event::Html(html) => self.html.push_str(&html),
            Event::InlineHtml(html) => self.inline_html(&html),
            Event::FootnoteReference(label) => self.flat.push(&format!("[{label}]")),
            Event::SoftBreak | Event::HardBreak => self.flat.push(" "),
            Event::Rule => self.end_paragraph(),
            Event::TaskListMarker(_) => {}
        }
    }

    /// Text in which `H~2~O` and `10^5^` are written as pandoc has them, which the crate knows between
    /// spaces only.
    fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find(['^', '~']) {
            let (before, after) = rest.split_at(at);
            self.flat.push(before);
            let (mark, inside) = after.split_at(1);
            let end =
                inside.bytes().take(SCRIPT_MAX_BYTES).position(|b| b == mark.as_bytes()[0] || b == b' ');
            let Some(end) = end.filter(|end| *end > 0 && inside[*end..].starts_with(mark)) else {
                self.flat.push(mark);
                rest = inside;
                continue;
            };
            self.flat.start(if mark == "^" { "sup" } else { "sub" });
            self.flat.push(&inside[..end]);
            self.flat.end();
            rest = &inside[end + 1..];
        }
        self.flat.push(rest);
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::TableCell if self.in_row => self.flat.push(" | "),
            Tag::TableCell => self.in_row = true,
            Tag::Heading { .. } => {
                self.end_paragraph();
                let before = std::mem::take(&mut self.section);
                self.sections.push(before);
            }
            Tag::List(first) => {
                self.end_paragraph();
                self.lists.push(first);
            }
            Tag::Item => {
                self.end_paragraph();
                if let Some(Some(next)) = self.lists.last_mut() {
                    self.number = next.to_string();
                    *next = next.saturating_add(1);
                }
            }
            Tag::FootnoteDefinition(label) => {
                self.end_paragraph();
                self.flat.push(&format!("[{label}] "));
            }
            // A paragraph goes on behind the label of its footnote.
            Tag::Paragraph
            | Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Link { .. }
            | Tag::Image { .. } => {}
            _ => self.end_paragraph(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Link
            | TagEnd::Image
            | TagEnd::TableCell => {}
            TagEnd::Heading(level) => {
                self.section.title = self.take_text();
                self.section.level = number(level);
            }
            TagEnd::List(_) => {
                self.end_paragraph();
                self.lists.pop();
            }
            TagEnd::HtmlBlock => {
                let html = std::mem::take(&mut self.html);
                self.flat.push(&markup::plain(&html));
                self.end_paragraph();
            }
            _ => self.end_paragraph(),
        }
    }

    /// Tags within a line: those that mean something for the text, and those that are none.
    fn inline_html(&mut self, html: &str) {
        match html.trim_end_matches('>').trim_end() {
            "<sup" => self.flat.start("sup"),
            "<sub" => self.flat.start("sub"),
            "</sup" | "</sub" => self.flat.end(),
            "<br" | "<br/" | "<br /" => self.flat.push(" "),
            _ => self.flat.push(&markup::plain(html)),
        }
    }

    fn take_text(&mut self) -> String {
        let text = self.flat.take();
        self.flat.clear();
        self.in_row = false;
        text
    }

    fn end_paragraph(&mut self) {
        let text = self.take_text();
        if !text.is_empty() {
            let number = std::mem::take(&mut self.number);
            self.section.paragraphs.push(Paragraph { number, text });
        }
    }
}

fn number(level: HeadingLevel) -> u8 {
    level as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(markdown: &str) -> String {
        let sections = sections(markdown).into_iter().map(|section| {
            let paragraphs: Vec<String> = section.paragraphs.into_iter().map(Paragraph::whole).collect();
            format!("#{}{} [{}]", section.level, section.title, paragraphs.join("]["))
        });
        sections.collect::<Vec<_>>().concat()
    }

    #[test]
    fn markdown_becomes_sections() {
        for (markdown, expected) in [
            ("One *two*\nthree.\n\nFour `code`.", "#0 [One two three.][Four code.]"),
            ("# A {#a}\n\nb\n\n### C\nd", "#1A [b]#3C [d]"),
            ("A\n===\n- x\n- y\n  z\n\n3. p\n4. q", "#1A [x][y z][3. p][4. q]"),
            (
                "H~2~O, 10^5^, 10<sup>5</sup>, $x^2$, a<b and c>d, <i>e</i>",
                "#0 [H2O, 10^5, 10^5, x2, a<b and c>d, e]",
            ),
            ("| a | b |\n|---|---|\n| 1 | 2 |", "#0 [a | b][1 | 2]"),
            ("see [the page](http://x.y) and ![a figure](f.png)", "#0 [see the page and a figure]"),
            ("note[^1].\n\n[^1]: The note.", "#0 [note[1].][[1] The note.]"),
            ("<div class=\"x\">kept <b>text</b></div>\n\n<!-- gone -->\n\nend", "#0 [kept text][end]"),
        ] {
            assert_eq!(shown(markdown), expected, "{markdown}");
        }
        for (line, expected) in [
            ("1. The *lac* operon", "1. The lac operon"),
            ("# not a heading & <i>so</i>", "# not a heading & so"),
            ("p < 0.05 and x_y_z", "p < 0.05 and x_y_z"),
        ] {
            assert_eq!(inline(line), expected);
        }
    }

    #[test]
    fn hostile_markdown_costs_no_more_than_long_text() {
        for piece in
            ["*", "[", "> ", "`", "![", "<", "- ", "_a", "$", "^a", "~", "[^1]", "| ", "<!--", "\n#", "1. "]
        {
            sections(&piece.repeat(50_000));
        }
    }
}
