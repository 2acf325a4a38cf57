//! How files are told, limits, and input meant to do harm; what is read from sound files is in `testdata`.

use super::super::problem::ProblemKind;
use super::super::summary::Format;
use super::super::tests::{kinds, read_all};
use super::super::{LINE_MAX_BYTES, RECORD_MAX_BYTES};

#[test]
fn files_are_told_by_their_first_tag() {
    for (text, format) in [
        ("TY  - JOUR\nER  -", Some(Format::Ris)),
        ("\n\u{feff}\nProvider: X\n\nTY - JOUR\n", Some(Format::Ris)),
        ("TI  - x\nER  - \n", Some(Format::Ris)),
        ("TY  - Journal Article\n", Some(Format::Ris)),
        ("PMID- 12\nTI  - x\n", Some(Format::Nbib)),
        ("OWN - NLM\nSTAT- MEDLINE\n", Some(Format::Nbib)),
        ("TI  - a line of notes\nAU  - another\n", None),
        ("a page that shows RIS:\nTY: JOUR\n", None),
        ("<pre>TY  - JOUR\nER  -</pre>", None),
        ("PMID: 12\n", None),
        ("FN Clarivate Analytics Web of Science\nVR 1.0\nEF", Some(Format::WebOfScience)),
        ("\u{feff}FN ISI Export Format\nPT J\n", Some(Format::WebOfScience)),
        ("VR 1.0\nPT S\n", Some(Format::WebOfScience)),
        ("PT J\rAU Doe, J\rER\r", Some(Format::WebOfScience)),
        ("PT J\nBut this is a page\n", None),
        ("PT TIME\nAU Doe, J\n", None),
        ("FN 12\nTN 13\n", None),
        ("TI A title\nER\n", None),
        ("XX  - no such tag\nER  - \n", None),
    ] {
        assert_eq!(read_all(text.as_bytes()).0.format, format, "{text}");
    }
}

#[test]
fn what_is_too_long_is_left_out_and_the_rest_is_read() {
    let line = "x".repeat(1 << 20) + "\n";
    let long = "TY  - JOUR\nTI  - long\nAB  - ".to_owned() + &line.repeat(RECORD_MAX_BYTES / line.len() + 1);
    let text = long + "ER  - \nTY  - JOUR\nTI  - short\nER  - \n";
    let (summary, articles, problems, _) = read_all(text.as_bytes());
    assert_eq!((summary.records, articles.len(), articles[0].title.as_str()), (2, 1, "short"));
    assert_eq!((kinds(&problems), problems[0].place.line), (vec![ProblemKind::TooLarge], Some(1)));
    let text = "PMID- 1\nTI  - ".to_owned() + &"x".repeat(LINE_MAX_BYTES) + "\nPMID- 2\nTI  - short\n";
    let (_, articles, problems, _) = read_all(text.as_bytes());
    assert_eq!((articles.len(), articles[0].title.as_str()), (1, "short"));
    assert_eq!(kinds(&problems), [ProblemKind::TooLarge]);
    // Many small fields take more memory than their text.
    let text = "TY  - JOUR\n".to_owned() + &"AU  - \n".repeat(2_000_000) + "ER  - \n";
    assert_eq!(kinds(&read_all(text.as_bytes()).2), [ProblemKind::TooLarge]);
}

#[test]
fn hostile_records_take_no_more_than_linear_time() {
    for piece in [
        "AU  - a;b, c;d\n",
        "KW  - */*/*\n",
        "N1  - pmid pmid doi pubmed id\n",
        "\nTI  - again\n",
        "ER  - \n",
        "\n\n",
        "stray\n",
        "SN  - 1234-5678 1234-5678\n",
        "UR  - https://doi.org/10.1000/x&db=&AN=\n",
        "UR  - https://pubmed.ncbi.nlm.nih.gov/1\nUR  - https://pubmed.ncbi.nlm.nih.gov/2\n",
        "AB  - A: B. C: D. Methods: &amp;amp;amp;lt;p\n",
        "AD  - x\n",
    ] {
        let text = "TY  - JOUR\nDB  - x\n".to_owned() + &piece.repeat(400_000 / piece.len());
        read_all(text.as_bytes());
    }
    for piece in
        ["FAU - A, B\nAD  - x\n", "\nSTAT- x\n", "PHST- 2000/01/01 [x]\n", "MH  - */*/*\n", "AB  - A: B. "]
    {
        let text = "PMID- 1\n".to_owned() + &piece.repeat(400_000 / piece.len());
        read_all(text.as_bytes());
    }
    for piece in [
        "AU Doe, J\n",
        "   Doe, J (a@b)\n",
        "AF Doe, J\n   Doe, Z\n",
        "C1 [Doe, J; Doe, J] x.\n",
        "C1 Doe, J; Doe, J; x\n",
        "   x.\n",
        "RP Doe, J (a author), x.; Doe, J (a author), y.; \n",
        "OI Doe, J/0000-0002-1825-0097; /;;\n",
        "FU [[a, b; ]c]; d [e, f]\n",
        "DE a [b / c]; d\n",
        "CR A, 2000, B, V1, P2, DOI [10.1000/x, DOI 10.1000/y]\n",
        "AB x. (C) 2000 y. \n",
        "\nTI again\n",
        "EF\n",
        "ER\n",
    ] {
        let text = "PT J\nUT ZOOREC:1\nAU Doe, J\n".to_owned() + &piece.repeat(400_000 / piece.len());
        read_all(text.as_bytes());
    }
}

#[test]
fn an_address_is_not_copied_for_more_authors_than_there_is_room_for() {
    let name = |at: usize| format!("Doe, J{at}");
    let authors: Vec<String> = (0..20_000).map(name).collect();
    let place = "x".repeat(10_000);
    let text = format!(
        "PT J\nTI t\nAU {}\nC1 [{}] {place}.\nER\n",
        authors.join("\n   "),
        authors[..9_000].join("; ")
    );
    let (_, articles, ..) = read_all(text.as_bytes());
    let copies: usize = articles[0].authors.iter().map(|author| author.affiliations.len()).sum();
    assert_eq!((articles[0].authors.len(), copies), (20_000, 0));
    assert!(articles[0].notes.iter().any(|note| note.label == "C1" && note.text.ends_with("xx.")));
}
