//! Small documents written here, and what damage does to them.
//!
//! They must not know any other format.

use super::super::tests::{kinds, read_all};
use super::super::{Format, ProblemKind};

#[cfg(not(feature = "pdf"))]
#[test]
fn without_the_feature_a_pdf_is_told_to_be_one() {
    let (summary, articles, problems, _) = read_all(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n");
    assert_eq!(
        (summary.format, articles.len(), kinds(&problems)),
        (Some(Format::Pdf), 0, vec![ProblemKind::UnknownFormat])
    );
    assert!(problems[0].found.contains("feature `pdf`"));
}

#[cfg(feature = "pdf")]
mod with_the_feature {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use proptest::prelude::*;

    use super::*;

    /// A document of these objects, from number 1 on; the first is the catalog, `info` the last one's number.
    fn pdf(objects: &[Vec<u8>], info: Option<usize>) -> Vec<u8> {
        let mut out = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n".to_vec();
        let mut places = Vec::new();
        for (at, object) in objects.iter().enumerate() {
            places.push(out.len());
            out.extend(format!("{} 0 obj\n", at + 1).into_bytes());
            out.extend(object);
            out.extend(b"\nendobj\n");
        }
        let table = out.len();
        out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes());
        for place in places {
            out.extend(format!("{place:010} 00000 n \n").into_bytes());
        }
        let info = info.map_or(String::new(), |number| format!(" /Info {number} 0 R"));
        let trailer = format!(
            "trailer\n<< /Size {} /Root 1 0 R{info} >>\nstartxref\n{table}\n%%EOF\n",
            objects.len() + 1
        );
        out.extend(trailer.into_bytes());
        out
    }

    fn stream(dictionary: &str, content: &[u8]) -> Vec<u8> {
        let head = format!("<< {dictionary} /Length {} >>\nstream\n", content.len());
        [head.as_bytes(), content, b"\nendstream"].concat()
    }

    fn deflated(content: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(content).unwrap();
        encoder.finish().unwrap()
    }

    fn text(lines: &[&str]) -> Vec<u8> {
        let shown: Vec<String> = lines.iter().map(|line| format!("({line}) Tj 0 -14 Td")).collect();
        format!("BT /F1 12 Tf 72 720 Td {} ET", shown.join("\n")).into_bytes()
    }

    const RESOURCES: &str = "/Resources << /Font << /F1 7 0 R >> >>";
    const FONT: &str = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";
    const XMP: &str = "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF><rdf:Description prism:volume='7' dc:format='application/pdf'>\
        <dc:title><rdf:Alt><rdf:li xml:lang='x-default'>Honey &amp; wounds: a trial</rdf:li></rdf:Alt></dc:title>\
        <dc:creator><rdf:Seq><rdf:li>Wei Li</rdf:li><rdf:li>Ann van der Berg</rdf:li></rdf:Seq></dc:creator>\
        <prism:publicationName>Journal of Cures</prism:publicationName><prism:coverDate>2020-05-01</prism:coverDate>\
        <dc:description>J Cures 7</dc:description></rdf:Description></rdf:RDF></x:xmpmeta>";

    /// Two pages with text, one deflated, and meta data; `more` of the node above them.
    fn sample(more: &str) -> Vec<u8> {
        let page = |content: usize| {
            format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {content} 0 R >>")
                .into_bytes()
        };
        pdf(
            &[
                b"<< /Type /Catalog /Pages 2 0 R /Metadata 9 0 R >>".to_vec(),
                format!("<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 {more} >>").into_bytes(),
                page(5),
                page(6),
                stream(
                    "",
                    &text(&[
                        "J Cures 2020. doi: 10.5555/cures.7.1. We put honey on the wounds and saw hyper-",
                        "tension.",
                    ]),
                ),
                stream("/Filter /FlateDecode", &deflated(&text(&["The second page has 5 words."]))),
                FONT.into(),
                b"<< /Title (article.indd) /Author (User) /Keywords (honey; wounds) /Producer (Hand) >>"
                    .to_vec(),
                stream("/Type /Metadata /Subtype /XML", XMP.as_bytes()),
            ],
            Some(8),
        )
    }

    #[test]
    fn a_document_is_read() {
        let (summary, articles, problems, _) = read_all(&sample(RESOURCES));
        assert_eq!((summary.format, problems), (Some(Format::Pdf), vec![]));
        let article = &articles[0];
        assert_eq!(article.title, "Honey & wounds: a trial");
        let names: Vec<String> = article.authors.iter().map(crate::model::Author::short_name).collect();
        assert_eq!(names, ["Li W", "van der Berg A"]);
        assert_eq!(article.id.as_str(), "doi:10.5555/cures.7.1");
        assert_eq!((article.journal.title.as_str(), article.volume.as_str()), ("Journal of Cures", "7"));
        assert_eq!(article.published().map(|date| date.to_string()).as_deref(), Some("2020-05-01"));
        assert_eq!(article.keywords, ["honey", "wounds"]);
        let first = "J Cures 2020. doi: 10.5555/cures.7.1. We put honey on the wounds and saw hypertension.";
        assert_eq!(article.body[0].paragraphs, [first, "The second page has 5 words."]);
        let notes: Vec<String> =
            article.notes.iter().map(|note| format!("{}: {}", note.label, note.text)).collect();
        assert_eq!(notes, ["dc.description: J Cures 7", "Title: article.indd", "Author: User"]);
    }

    /// A page with one form, and what the form draws.
    fn form(content: &[u8], dictionary: &str) -> Vec<u8> {
        pdf(
            &[
                b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
                b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources 7 0 R >>"
                    .to_vec(),
                stream("", &[&text(&["Before the form."])[..], b" /X Do"].concat()),
                stream(dictionary, content),
                FONT.into(),
                b"<< /Font << /F1 6 0 R >> /XObject << /X 5 0 R >> >>".to_vec(),
            ],
            None,
        )
    }

    #[test]
    fn forms_are_drawn_but_not_for_ever() {
        let drawn = form(&text(&["Within it."]), "/Type /XObject /Subtype /Form");
        let (_, articles, problems, _) = read_all(&drawn);
        assert_eq!(problems, []);
        assert!(articles[0].body[0].paragraphs[0].contains("Within it."), "{articles:?}");
        let endless = form(b"/X Do /X Do", "/Type /XObject /Subtype /Form");
        assert_eq!(kinds(&read_all(&endless).2), [ProblemKind::Malformed, ProblemKind::Incomplete]);
        // An image is not content, whatever is in it.
        let image = form(b"/X Do (no text) Tj", "/Type /XObject /Subtype /Image /Width 1 /Height 1");
        let (_, articles, problems, _) = read_all(&image);
        assert_eq!(problems, []);
        assert_eq!(articles[0].body[0].paragraphs, ["Before the form."]);
    }

    #[test]
    fn what_is_no_text_is_told() {
        let empty = pdf(
            &[
                b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
                b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>".to_vec(),
                b"<< /Title (Honey and wounds) >>".to_vec(),
            ],
            Some(4),
        );
        let (_, articles, problems, _) = read_all(&empty);
        assert_eq!(
            (articles[0].title.as_str(), kinds(&problems)),
            ("Honey and wounds", vec![ProblemKind::Incomplete])
        );
        assert!(problems[0].found.contains("without text"));
        for damaged in [&b"%PDF-1.4\n"[..], b"%PDF-1.4\nnothing\n%%EOF", &sample(RESOURCES)[..200]] {
            let (_, articles, problems, _) = read_all(damaged);
            assert_eq!((articles.len(), kinds(&problems)), (0, vec![ProblemKind::Malformed]));
        }
        let plain = sample(RESOURCES);
        let at = memchr::memmem::find(&plain, b"/Root").unwrap();
        let encrypted = [&plain[..at], b"/Encrypt 7 0 R ", &plain[at..]].concat();
        assert_eq!((read_all(&plain).1.len(), read_all(&encrypted).1.len()), (1, 0));
    }

    #[test]
    fn bombs_do_not_go_off() {
        // A gigabyte of spaces in a megabyte.
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        for _ in 0..1024 {
            encoder.write_all(&vec![b' '; 1 << 20]).unwrap();
        }
        let bomb = form(&encoder.finish().unwrap(), "/Type /XObject /Subtype /Form /Filter /FlateDecode");
        let (_, _, problems, _) = read_all(&bomb);
        assert!(!problems.is_empty());
        // Parents that go round, where the resources are looked for.
        let (_, _, problems, _) = read_all(&sample("/Parent 2 0 R"));
        assert_eq!(problems[0].found, "page 1 draws more than is read");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]
        #[test]
        fn no_damage_does_harm(
            cut in any::<proptest::sample::Index>(),
            flips in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 0..6),
        ) {
            let forms = form(&text(&["Within it."]), "/Type /XObject /Subtype /Form");
            for mut page in [sample(RESOURCES), forms] {
                for (at, byte) in &flips {
                    let at = at.index(page.len());
                    page[at] = *byte;
                }
                let cut_off = page[..cut.index(page.len())].to_vec();
                for damaged in [page, cut_off] {
                    let (summary, articles, problems, _) = read_all(&damaged);
                    if summary.format == Some(Format::Pdf) {
                        prop_assert!(articles.len() == 1 || !problems.is_empty());
                        prop_assert!(problems.iter().all(|problem| problem.place.record == Some(1)), "{problems:?}");
                    }
                }
            }
        }
    }
}
