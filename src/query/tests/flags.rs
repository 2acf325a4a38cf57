//! Subsets, flags, and tags of what is not searched.

use super::read_all;
use crate::model::Field;
use crate::query::{NoteKind, Query};

#[test]
fn flags_and_subsets() {
    insta::assert_snapshot!(read_all(&[
        "hasabstract",
        "(hasabstract)",
        "sepsis AND hasabstract",
        "sepsis hasabstract",
        "HasAbstract AND sepsis",
        "\"hasabstract\" AND sepsis",
        "hasabstract[text]",
        "HASABSTRACT[sb]",
        "sepsis NOT hasretractionin",
        "haserratumin OR hasretractionof",
        "#3x NOT medline[sb] NOT pmcbook",
        "free full text[Filter]",
        "sys*[sb]",
    ]), @r##"
    hasabstract
        hasabstract@sb
        = hasabstract[sb]
        flag `hasabstract`: `hasabstract` was read as the flag of PubMed's records, hasabstract[sb]
    (hasabstract)
        hasabstract@sb
        = hasabstract[sb]
        flag `hasabstract`: `hasabstract` was read as the flag of PubMed's records, hasabstract[sb]
    sepsis AND hasabstract
        (& sepsis hasabstract@sb)
        = sepsis AND hasabstract[sb]
        flag `hasabstract`: `hasabstract` was read as the flag of PubMed's records, hasabstract[sb]
    sepsis hasabstract
        plain sepsis hasabstract
        = sepsis AND hasabstract (any field, all forms)
    HasAbstract AND sepsis
        (& HasAbstract sepsis)
    "hasabstract" AND sepsis
        (& "hasabstract" sepsis)
    hasabstract[text]
        hasabstract@sb
        = hasabstract[sb]
        flag `hasabstract[text]`: `hasabstract` was read as the flag of PubMed's records, hasabstract[sb]
    HASABSTRACT[sb]
        HASABSTRACT@sb
    sepsis NOT hasretractionin
        (! sepsis hasretractionin@sb)
        = sepsis NOT hasretractionin[sb]
        flag `hasretractionin`: `hasretractionin` was read as the flag of PubMed's records, hasretractionin[sb]
        flag `hasretractionin`: hasretractionin[sb] is every article known to be retracted, however that is told
    haserratumin OR hasretractionof
        (| haserratumin@sb hasretractionof@sb)
        = haserratumin[sb] OR hasretractionof[sb]
        flag `haserratumin`: `haserratumin` was read as the flag of PubMed's records, haserratumin[sb]
        not-searched `haserratumin`: haserratumin[sb] matches nothing: litdex cannot tell which articles are in this subset
        flag `hasretractionof`: `hasretractionof` was read as the flag of PubMed's records, hasretractionof[sb]
        flag `hasretractionof`: hasretractionof[sb] is every notice that retracts another, however that is told
    #3x NOT medline[sb] NOT pmcbook
        (! (! #3x medline@sb) pmcbook@sb)
        = (#3x NOT medline[sb]) NOT pmcbook[sb]
        not-searched `medline[sb]`: medline[sb] matches nothing: litdex cannot tell which articles are in this subset
        flag `pmcbook`: `pmcbook` was read as the flag of PubMed's records, pmcbook[sb]
        not-searched `pmcbook`: pmcbook[sb] matches nothing: litdex cannot tell which articles are in this subset
    free full text[Filter]
        <free full text>@sb
        = free full text[sb]
        not-searched `free full text[Filter]`: free full text[sb] matches nothing: litdex cannot tell which articles are in this subset
    sys*[sb]
        sys*@sb
        not-searched `sys*[sb]`: sys[sb] matches nothing: a subset is named in full
    "##);
}

#[test]
fn tags_of_what_is_not_searched() {
    insta::assert_snapshot!(read_all(&[
        "R01 HL[gr]",
        "\"Parasympathomimetics\"[Pharmacological Action]",
        "(a OR b[ti])[tt]",
        "7505876[jid]",
    ]), @r#"
    R01 HL[gr]
        <R01 HL>@gr
        not-searched `R01 HL[gr]`: [gr] matches nothing: litdex does not search grants of articles
    "Parasympathomimetics"[Pharmacological Action]
        "Parasympathomimetics"@pa
        = "Parasympathomimetics"[pa]
        not-searched `"Parasympathomimetics"[Pharmacological Action]`: [pa] matches nothing: litdex does not search pharmacological actions of substances
    (a OR b[ti])[tt]
        (| a@tt b@ti)
        = a[tt] OR b[ti]
        tag-on-group `[tt]`: [tt] after parentheses was given to each term inside that has no tag
    7505876[jid]
        7505876@jid
    "#);
    for field in Field::every().filter(|field| field.missing().is_some()) {
        for name in field.names() {
            let query = Query::parse(&format!("sepsis[{name}]")).unwrap();
            assert_eq!(query.interpretation(), format!("sepsis[{}]", field.tag()));
            assert!(query.notes().iter().any(|note| note.kind == NoteKind::NotSearched), "{name}");
        }
        assert!(!field.holds_words() && !field.holds_text());
    }
}
