//! The parts of a page, told apart by the lines that open them.
//!
//! It must not know what a part means.

/// What a line opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark<'t> {
    Abstract,
    References,
    /// `[1] …`: the number, and what follows it.
    Reference(&'t str, &'t str),
    /// The line of volume and number.
    Issue,
    /// The heading of the keywords, and what follows it on the line.
    Keywords(&'t str),
    Rights,
    Cite,
    Doi,
    /// A label of the page without content, such as `QRcode`.
    Nothing,
}

/// A line and its number, from 1.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'t> {
    pub number: u64,
    pub text: &'t str,
}

/// A page, divided; the lines are trimmed and not blank.
#[derive(Debug, Default)]
pub(super) struct Page<'t> {
    pub title: &'t str,
    pub paragraphs: Vec<&'t str>,
    /// Label and lines of each reference.
    pub references: Vec<(&'t str, Vec<&'t str>)>,
    pub issue: Option<Line<'t>>,
    pub keywords: Vec<Line<'t>>,
    pub rights: Vec<Line<'t>>,
    pub cite: Vec<Line<'t>>,
    pub dois: Vec<Line<'t>>,
    /// The first line that belongs to no part.
    pub unread: Option<Line<'t>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Front,
    References,
    Keywords,
    Rights,
    Cite,
    After,
}

impl<'t> Page<'t> {
    /// Divides the text.
    pub fn divide(text: &'t str) -> Self {
        let mut page = Self::default();
        let mut part = Part::Front;
        for (number, text) in (1..).zip(text.lines().map(str::trim)) {
            let line = Line { number, text };
            if text.is_empty() {
                // The citation is one paragraph; what comes after it is something else.
                if part == Part::Cite && !page.cite.is_empty() {
                    part = Part::After;
                }
                continue;
            }
            if let Some(opened) = mark(text) {
                part = page.open(opened, line, part);
            } else {
                page.add(line, part);
            }
        }
        page
    }

    fn open(&mut self, mark: Mark<'t>, line: Line<'t>, part: Part) -> Part {
        match mark {
            Mark::Abstract => Part::Front,
            Mark::References => Part::References,
            Mark::Reference(label, rest) => {
                self.references.push((label, vec![rest]));
                Part::References
            }
            Mark::Issue => {
                self.issue.get_or_insert(line);
                Part::Keywords
            }
            Mark::Keywords(rest) => {
                if !rest.is_empty() {
                    self.keywords.push(Line { text: rest, ..line });
                }
                Part::Keywords
            }
            Mark::Rights => Part::Rights,
            Mark::Cite => Part::Cite,
            Mark::Doi => {
                // Among references and in the citation it is part of them.
                match part {
                    Part::References | Part::Cite => self.add(line, part),
                    _ => self.dois.push(line),
                }
                part
            }
            Mark::Nothing => part,
        }
    }

    fn add(&mut self, line: Line<'t>, part: Part) {
        match part {
            Part::Front if self.title.is_empty() => self.title = line.text,
            Part::Front => self.paragraphs.push(line.text),
            Part::References => match self.references.last_mut() {
                Some((_, lines)) => lines.push(line.text),
                // References without numbers: a line is one.
                None => self.references.push(("", vec![line.text])),
            },
            Part::Keywords => self.keywords.push(line),
            Part::Rights => self.rights.push(line),
            Part::Cite => self.cite.push(line),
            Part::After => {
                self.unread.get_or_insert(line);
            }
        }
    }
}

/// What the line opens, if anything.
pub(super) fn mark(line: &str) -> Option<Mark<'_>> {
    if let Some((label, rest)) = line.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        let is_number = (1..=4).contains(&label.len()) && label.bytes().all(|b| b.is_ascii_digit());
        return is_number.then(|| Mark::Reference(label, rest.trim()));
    }
    let heading = line.trim_end_matches(':').trim_end();
    let is = |name: &str| heading.eq_ignore_ascii_case(name);
    let opens = |name: &str| line.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name));
    if is("abstract") {
        Some(Mark::Abstract)
    } else if is("references") {
        Some(Mark::References)
    } else if opens("issue") && line.bytes().any(|b| b.is_ascii_digit()) && names_volume(line) {
        Some(Mark::Issue)
    } else if is("keywords") || opens("keywords:") {
        Some(Mark::Keywords(line.split_once(':').map_or("", |(_, rest)| rest.trim())))
    } else if is("rights and permissions") {
        Some(Mark::Rights)
    } else if is("how to cite") {
        Some(Mark::Cite)
    } else if opens("doi:") || (opens("https://doi.org/") && !line.contains(' ')) {
        Some(Mark::Doi)
    } else if is("qrcode") || is("files") || is("pdf") {
        Some(Mark::Nothing)
    } else {
        None
    }
}

/// Whether a line that starts with `Issue` goes on as the issue's line does.
fn names_volume(line: &str) -> bool {
    let rest = line["issue".len()..].trim_start_matches([':', ' ']).to_ascii_lowercase();
    line.ends_with("QRcode") || ["vol", "no ", "no."].iter().any(|name| rest.starts_with(name))
}
