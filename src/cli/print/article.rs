//! One article whole, as people read it.
//!
//! It must not know how it was found.

use std::fmt::Write as _;
use std::io::{self, Write};

use crate::cli::config::Config;
use crate::cli::term::{Paragraph, Style};
use crate::export::{citation, notice};
use crate::model::{Article, Author, Heading, Origin, PartialDate, Reference, Section, Substance};

/// Prints paragraphs as wide as the output allows.
struct Page<'a> {
    config: &'a Config,
    out: &'a mut dyn Write,
}

/// Prints the article.
///
/// # Errors
/// The writer's own.
pub fn whole(config: &Config, article: &Article, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page { config, out };
    page.head(article)?;
    page.sections("Abstract", &article.abstract_sections)?;
    for other in &article.other_abstracts {
        let kind = [other.language.as_str(), other.kind.as_str()];
        let kind: Vec<&str> = kind.into_iter().filter(|part| !part.is_empty()).collect();
        let heading =
            if kind.is_empty() { "Abstract".to_owned() } else { format!("Abstract ({})", kind.join(", ")) };
        page.sections(&heading, &other.sections)?;
    }
    page.list("Keywords", article.keywords.iter().cloned())?;
    page.list("MeSH", article.headings.iter().map(heading))?;
    page.list("Substances", article.substances.iter().map(substance))?;
    page.list("Publication types", article.publication_types.iter().map(|kind| kind.name.clone()))?;
    for section in &article.body {
        page.heading(if section.title.is_empty() { "Text" } else { &section.title })?;
        section.paragraphs.iter().try_for_each(|text| page.text(text))?;
    }
    page.references(&article.references)?;
    page.notices(article)?;
    page.list("Editors", article.editors.iter().map(name))?;
    page.list("Investigators", article.investigators.iter().map(name))?;
    let bank = |bank: &crate::model::Databank| format!("{} {}", bank.name, bank.accessions.join(", "));
    page.list("Data", article.databanks.iter().map(bank))?;
    let grant = |grant: &crate::model::Grant| {
        let parts = [grant.id.as_str(), &grant.agency, &grant.country];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    };
    page.list("Grants", article.grants.iter().map(grant))?;
    let rest = [
        ("Conflicts of interest", &article.conflict_of_interest),
        ("How to cite", &article.how_to_cite),
        ("Licence", &article.licence),
        ("Copyright", &article.copyright),
    ];
    for (name, text) in rest.into_iter().filter(|(_, text)| !text.is_empty()) {
        page.heading(name)?;
        page.text(text)?;
    }
    page.list("Journal", journal(article).into_iter())?;
    page.list("Links", article.links.iter().cloned())?;
    let own = article
        .fields
        .iter()
        .map(|(name, value)| format!("{name}: {}", value.texts().collect::<Vec<_>>().join("; ")));
    page.list("Fields", own)?;
    page.sections("Notes", &article.notes)?;
    writeln!(page.out)?;
    std::iter::once(&article.origin).chain(&article.merged).try_for_each(|origin| page.origin(origin))
}

/// What is known of where it appeared, beyond its place.
fn journal(article: &Article) -> Vec<String> {
    let journal = &article.journal;
    let numbers = |kind: &'static str, numbers: &[String]| {
        numbers.iter().map(|number| format!("{kind} {number}")).collect::<Vec<_>>()
    };
    let mut facts = vec![journal.title.clone(), journal.publisher.clone(), article.country.clone()];
    facts.extend(numbers("ISSN", &journal.issns));
    facts.extend(numbers("ISBN", &journal.isbns));
    facts.extend(article.languages.iter().cloned());
    facts.retain(|fact| !fact.is_empty());
    facts
}

/// Its name, and its registry number where it has one.
fn substance(substance: &Substance) -> String {
    let number = substance.registry_number.as_str();
    if matches!(number, "" | "0") { substance.name.clone() } else { format!("{} ({number})", substance.name) }
}

impl Page<'_> {
    fn paragraph(&mut self, first: &str, paragraph: &Paragraph) -> io::Result<()> {
        paragraph.write(self.out, first, self.config.columns, self.config.paint)
    }

    fn styled(&mut self, text: &str, style: Style) -> io::Result<()> {
        if text.is_empty() { Ok(()) } else { self.paragraph("", &Paragraph::of(text, style)) }
    }

    fn text(&mut self, text: &str) -> io::Result<()> {
        self.styled(text, Style::Plain)
    }

    fn heading(&mut self, name: &str) -> io::Result<()> {
        writeln!(self.out)?;
        self.styled(name, Style::Bold)
    }

    fn origin(&mut self, origin: &Origin) -> io::Result<()> {
        let id = if origin.source_id.is_empty() { String::new() } else { format!(" ({})", origin.source_id) };
        let place = format!("from {}, record {}{id}, read as {}", origin.file, origin.record, origin.format);
        self.styled(&place, Style::Dim)
    }

    fn head(&mut self, article: &Article) -> io::Result<()> {
        self.styled(if article.title.is_empty() { "[no title]" } else { &article.title }, Style::Bold)?;
        self.text(&article.vernacular_title)?;
        self.styled(&notice::full(article).unwrap_or_default(), Style::Alert)?;
        self.authors(article)?;
        writeln!(self.out)?;
        let year = article.published().map(PartialDate::year);
        let place = citation::place(
            citation::journal(article),
            year,
            &article.volume,
            &article.issue,
            &article.pages,
        );
        self.text(&place)?;
        let mut ids = citation::ids(article.id.as_str(), &article.ids);
        ids.extend(article.ids.other.iter().map(|other| format!("{}:{}", other.scheme, other.value)));
        self.text(&ids.join(" · "))?;
        let events: Vec<String> =
            article.dates.iter().map(|event| format!("{} {}", words(event.kind), event.date)).collect();
        self.styled(&events.join(" · "), Style::Dim)
    }

    /// Names with numbers for their affiliations, each affiliation once.
    fn authors(&mut self, article: &Article) -> io::Result<()> {
        let mut places: Vec<&str> = Vec::new();
        let mut names = Vec::new();
        for author in &article.authors {
            let mut numbers = Vec::new();
            for affiliation in &author.affiliations {
                let known = places.iter().position(|place| place == affiliation);
                numbers.push(known.unwrap_or(places.len()) + 1);
                if known.is_none() {
                    places.push(affiliation);
                }
            }
            let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
            let numbers =
                if numbers.is_empty() { String::new() } else { format!(" [{}]", numbers.join(",")) };
            let orcid = author.orcid.as_ref().map_or(String::new(), |orcid| format!(" ({orcid})"));
            names.push(format!("{}{orcid}{numbers}", name(author)));
        }
        if article.authors_incomplete {
            names.push("et al.".to_owned());
        }
        self.text(&names.join(", "))?;
        for (at, place) in places.into_iter().enumerate() {
            self.paragraph(&format!("  [{}] ", at + 1), &Paragraph::of(place, Style::Dim))?;
        }
        Ok(())
    }

    fn sections(&mut self, name: &str, sections: &[Section]) -> io::Result<()> {
        if sections.is_empty() {
            return Ok(());
        }
        self.heading(name)?;
        for section in sections {
            let mut paragraph = Paragraph::default();
            if !section.label.is_empty() {
                paragraph.push(&format!("{}: ", section.label), Style::Bold);
            }
            paragraph.push(&section.text, Style::Plain);
            self.paragraph("", &paragraph)?;
        }
        Ok(())
    }

    fn list(&mut self, name: &str, items: impl Iterator<Item = String>) -> io::Result<()> {
        let items: Vec<String> = items.collect();
        if items.is_empty() {
            return Ok(());
        }
        self.heading(name)?;
        self.text(&items.join(" · "))
    }

    fn references(&mut self, references: &[Reference]) -> io::Result<()> {
        if references.is_empty() {
            return Ok(());
        }
        self.heading("References")?;
        for (at, reference) in references.iter().enumerate() {
            let number = (at + 1).to_string();
            let label = if reference.label.is_empty() { &number } else { &reference.label };
            // The label is text of the corpus and becomes a part of the layout: digits and the like only.
            let plain = label.len() <= 8 && label.chars().all(|c| c.is_ascii_graphic());
            let label = if plain { label } else { &number };
            self.paragraph(
                &format!("[{label}] "),
                &Paragraph::of(&citation::reference_and_ids(reference), Style::Plain),
            )?;
        }
        Ok(())
    }

    fn notices(&mut self, article: &Article) -> io::Result<()> {
        if article.corrections.is_empty() {
            return Ok(());
        }
        self.heading("Notices")?;
        for note in &article.corrections {
            self.text(&notice::notice(note))?;
        }
        Ok(())
    }
}

fn name(author: &Author) -> String {
    if let Some(literal) = citation::literal(author) {
        return literal.to_owned();
    }
    let parts = [citation::given(author), author.family.clone(), author.suffix.clone()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Name and qualifiers, a star at what is a major topic, as PubMed shows them.
fn heading(heading: &Heading) -> String {
    let star = |major: bool| if major { "*" } else { "" };
    let mut text = format!("{}{}", heading.name, star(heading.major));
    for qualifier in &heading.qualifiers {
        let _ = write!(text, " / {}{}", qualifier.name, star(qualifier.major));
    }
    text
}

fn words(kind: crate::model::DateKind) -> &'static str {
    use crate::model::DateKind;
    match kind {
        DateKind::Published => "published",
        DateKind::Electronic => "online",
        DateKind::Print => "in print",
        DateKind::Received => "received",
        DateKind::Revised => "revised",
        DateKind::Accepted => "accepted",
        DateKind::Retracted => "retracted",
        DateKind::Pubmed => "PubMed",
        DateKind::Entrez => "Entrez",
        DateKind::Medline => "MEDLINE",
        DateKind::Pmc => "PMC",
        DateKind::RecordCreated => "record created",
        DateKind::RecordCompleted => "record completed",
        DateKind::RecordRevised => "record revised",
        DateKind::Other => "other",
    }
}
