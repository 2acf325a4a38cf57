//! What identifiers are read as: alone, and in the printed form.
//!
//! They must not know what is looked up by them.

use super::parse;
use super::read_all;
use crate::query::{Node, QueryKind};

#[test]
fn identifiers_alone() {
    insta::assert_snapshot!(read_all(&[
        "10.1016/S0960-9822(00)00336-5",
        " https://doi.org/10.1890/0012-9658(2006)87[1:ABC]2.0.CO;2 ",
        "doi: 10.1000/ABC.",
        "PMID: 0033514542",
        "pmc7096066",
        "PMCID:PMC7096066",
        "key:7051C4379541C40E",
        "arXiv: 2101.00001v2",
        "https://arxiv.org/abs/hep-th/9901001",
        "33514542",
        "00123456",
    ]), @r##"
    10.1016/S0960-9822(00)00336-5
        10.1016/s0960-9822(00)00336-5@doi
        = 10.1016/s0960-9822(00)00336-5[doi]
        identifier `10.1016/S0960-9822(00)00336-5`: `10.1016/S0960-9822(00)00336-5` was read as a DOI; tag it [all] to search for it as text
     https://doi.org/10.1890/0012-9658(2006)87[1:ABC]2.0.CO;2 
        10.1890/0012-9658(2006)87[1:abc]2.0.co;2@doi
        = 10.1890/0012-9658(2006)87[1:abc]2.0.co;2[doi]
        identifier `https://doi.org/10.1890/0012-9658(2006)87[1:ABC]2.0.CO;2`: `https://doi.org/10.1890/0012-9658(2006)87[1:ABC]2.0.CO;2` was read as a DOI; tag it [all] to search for it as text
    doi: 10.1000/ABC.
        10.1000/abc@doi
        = 10.1000/abc[doi]
        identifier `doi: 10.1000/ABC.`: `doi: 10.1000/ABC.` was read as a DOI; tag it [all] to search for it as text
    PMID: 0033514542
        33514542@pmid
        = 33514542[pmid]
        identifier `PMID: 0033514542`: `PMID: 0033514542` was read as a PMID; tag it [all] to search for it as text
    pmc7096066
        PMC7096066@aid
        = PMC7096066[aid]
        identifier `pmc7096066`: `pmc7096066` was read as a PMCID; tag it [all] to search for it as text
    PMCID:PMC7096066
        PMC7096066@aid
        = PMC7096066[aid]
        identifier `PMCID:PMC7096066`: `PMCID:PMC7096066` was read as a PMCID; tag it [all] to search for it as text
    key:7051C4379541C40E
        key:7051c4379541c40e@aid
        = key:7051c4379541c40e[aid]
        identifier `key:7051C4379541C40E`: `key:7051C4379541C40E` was read as an article id; tag it [all] to search for it as text
    arXiv: 2101.00001v2
        arxiv:2101.00001@aid
        = arxiv:2101.00001[aid]
        identifier `arXiv: 2101.00001v2`: `arXiv: 2101.00001v2` was read as an arXiv identifier; tag it [all] to search for it as text
    https://arxiv.org/abs/hep-th/9901001
        arxiv:hep-th/9901001@aid
        = arxiv:hep-th/9901001[aid]
        identifier `https://arxiv.org/abs/hep-th/9901001`: `https://arxiv.org/abs/hep-th/9901001` was read as an arXiv identifier; tag it [all] to search for it as text
    33514542
        (| 33514542@pmid 33514542@all)
        = 33514542[pmid] OR 33514542[all]
        identifier `33514542`: `33514542` was read as a PMID or a number in any field
    00123456
        (| 123456@pmid 00123456@all)
        = 123456[pmid] OR 00123456[all]
        identifier `00123456`: `00123456` was read as a PMID or a number in any field
    "##);
    for plain in ["12345", "123456789", "33514542 lung", "PMC", "key:12", "pmid:x", "10.1000", "doi", "1/2"] {
        let query = parse(plain).unwrap();
        assert!(matches!(query.kind, QueryKind::Plain(_)) && query.notes.is_empty(), "{plain}");
    }
    for other in ["\"10.1000/x\"[all]", "10.1000/x*"] {
        assert!(parse(other).unwrap().notes.is_empty(), "{other}");
    }
}

#[test]
fn identifiers_among_operators() {
    for (text, read) in [
        ("sepsis NOT pmid:1", "sepsis NOT 1[pmid]"),
        ("PMC1 OR pmc2", "PMC1[aid] OR PMC2[aid]"),
        ("10.1000/X OR sepsis", "10.1000/x[doi] OR sepsis"),
        ("33208082 OR sepsis", "33208082[pmid] OR 33208082[all] OR sepsis"),
        ("(33208082 OR 34095029)[pmid]", "33208082[pmid] OR 34095029[pmid]"),
        ("(33208082 AND sepsis)[ti]", "33208082[ti] AND sepsis[ti]"),
        ("(PMC1 AND sepsis)[ti]", "PMC1[ti] AND sepsis[ti]"),
        ("sepsis AND 0000-0002-1825-0097", "sepsis AND 0000-0002-1825-0097[auid]"),
        ("sepsis AND \"PMC1\"", "sepsis AND \"PMC1\""),
        ("sepsis AND 12345", "sepsis AND 12345"),
        ("sepsis NOT (33208082 34009124)", "sepsis NOT (33208082[pmid] OR 34009124[pmid])"),
        ("sepsis NOT (33208082, 34009124)", "sepsis NOT (33208082[pmid] OR 34009124[pmid])"),
        ("sepsis OR PMC1, PMC2", "sepsis OR PMC1[aid] OR PMC2[aid]"),
        ("PMC1 10.1000/x, pmid:3", "PMC1[aid] OR 10.1000/x[doi] OR 3[pmid]"),
        ("(33208082 34009124)", "33208082[pmid] OR 34009124[pmid]"),
        ("((PMC1))", "PMC1[aid]"),
        ("sepsis OR (x PMC1)", "sepsis OR (x AND PMC1[aid])"),
        ("31,32;33[uid]", "31[pmid] OR 32[pmid] OR 33[pmid]"),
        ("31, 32[pmid] AND x", "(31[pmid] OR 32[pmid]) AND x"),
    ] {
        assert_eq!(printed(text), read, "{text}");
        assert_eq!(printed(read), read, "{text}");
    }
}

#[test]
fn a_doi_with_a_quote_reads_back() {
    let printed = parse("10.1000/a%22b[doi] OR 10.1000/a%E2%80%9Cb[doi]").unwrap().interpretation();
    assert_eq!(printed, "10.1000/a%22b[doi] OR 10.1000/a%E2%80%9Cb[doi]");
    assert_eq!(parse(&printed).unwrap().interpretation(), printed);
}

fn printed(text: &str) -> String {
    match parse(text).unwrap().kind {
        QueryKind::Boolean(node) => node.to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn pmids_in_a_row_are_any_of_these_articles() {
    for text in ["33514542 33514543", "33514542, 33514543", "33514542,33514543", " 33514542;33514543; "] {
        let query = parse(text).unwrap();
        let QueryKind::Boolean(node) = &query.kind else { panic!("{text}") };
        let Node::Or(ids) = node else { panic!("{text}") };
        assert_eq!((ids.len(), query.notes[0].kind.name()), (2, "identifiers-in-row"), "{text}");
        // What is printed is read the same.
        assert_eq!(printed(&node.to_string()), node.to_string());
    }
    for text in ["33514542 sepsis", "33514542 2020", "12 345678", "33514542,2020", "33514542*, 33514543"] {
        let query = parse(text).unwrap();
        let is_row = query.notes.iter().any(|note| note.kind.name() == "identifiers-in-row");
        assert!(!is_row, "{text}");
    }
}

#[test]
fn a_quoted_doi_is_one() {
    assert_eq!(printed("\"10.1000/abc\""), printed("10.1000/abc"));
    // Punctuation beside it is left out, in the print too.
    assert_eq!(printed(": \"10.1000/abc\""), printed("10.1000/abc"));
    assert_ne!(printed("\"10.1000/abc\"[all]"), printed("10.1000/abc"));
}
