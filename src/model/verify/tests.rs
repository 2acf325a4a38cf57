//! References and works that agree, and those that only seem to.
//!
//! They must not know how references are read.

use super::*;

/// A reference as its reader would leave it: author, title, journal, year, volume, pages.
fn cited(parts: [&str; 6]) -> Reference {
    let [author, title, journal, year, volume, pages] = parts;
    Reference {
        raw: parts.join(" "),
        authors: vec![author.into()],
        title: title.into(),
        journal: journal.into(),
        year: year.parse().ok(),
        volume: volume.into(),
        pages: pages.into(),
        ..Reference::default()
    }
}

const TITLE: &str = "Extracorporeal oxygenation in severe distress: a cohort study";

fn work() -> Work<'static> {
    Work {
        titles: vec![TITLE],
        first_author: "van der Lavoué",
        journals: vec!["The Journal of rest medicine : the official journal", "J Rest Med"],
        years: vec![2018, 2019],
        volume: "37",
        pages: "165-175",
        ..Work::default()
    }
}

#[test]
fn what_agrees_and_what_does_not() {
    use Agreement::{Place, Title};
    let main = "Extracorporeal oxygenation in severe distress";
    for (parts, expected) in [
        (["Lavoue A", "", "", "2018", "37", "165-75"], Some(Place)),
        (["", "", "J. Rest Med.", "2019", "37 Suppl 1", "165"], Some(Place)),
        (["", "", "Journal of Rest Medicine", "2018", "37", "165"], Some(Place)),
        (["Lavoue A", "", "J Rest Med", "2021", "37", "165"], Some(Place)),
        (["Lavoue A", "", "", "2021", "37", "165"], None),
        (["Wang A", "", "J Pain", "2018", "37", "165"], None),
        (["Lavoue A", "", "", "2018", "37", "166"], None),
        (["Lavoue A", TITLE, "", "2018", "", ""], Some(Title)),
        (["Wang A", TITLE, "J Rest Med", "2018", "", ""], Some(Title)),
        (["Lavoue A", TITLE, "J Rest Med", "2020", "", ""], Some(Title)),
        (["Lavoue A", TITLE, "J Rest Med", "2024", "", ""], None),
        // The work is of 2018 and 2019: one year off is near, two are not.
        (["Lavoue A", TITLE, "J Rest Med", "2021", "", ""], None),
        // The same title in the same journal, elsewhere in it: the author has to agree.
        (["Wang A", TITLE, "J Rest Med", "2018", "4", "1165"], None),
        (["Wang A", TITLE, "J Rest Med", "2018", "4", "165"], Some(Title)),
        (["Lavoue A", TITLE, "J Rest Med", "2018", "4", "1165"], Some(Title)),
        (["Lavoue A", main, "", "2018", "", ""], Some(Title)),
        (["Lavoue A", TITLE, "medRxiv", "2018", "", ""], None),
        (["Lavoue A", TITLE, "J Pain", "2018", "4", "1165"], None),
        (
            [
                "Lavoue A",
                "Comment on extracorporeal oxygenation in severe distress: a cohort study",
                "",
                "2018",
                "",
                "",
            ],
            None,
        ),
        (
            ["Lavoue A", "Extracorporal oxygenation in severe distress: a cohort study", "", "2018", "", ""],
            Some(Title),
        ),
        (
            ["Lavoue A", "Extracorporeal oxygenation in severe distress: a case study", "", "2020", "", ""],
            None,
        ),
        (["Lavoue A", "Oxygenation", "", "2018", "", ""], None),
    ] {
        assert_eq!(verify(&cited(parts), &work()), expected, "{parts:?}");
    }
}

#[test]
fn an_article_number_needs_no_volume() {
    let numbered = Work { volume: "296", pages: "100742", ..work() };
    for (parts, expected) in [
        (["", "", "J Rest Med", "2018", "", "100742"], Some(Agreement::Place)),
        (["", "", "J Rest Med", "2018", "295", "100742"], None),
        (["", "", "J Pain", "2018", "", "100742"], None),
    ] {
        assert_eq!(verify(&cited(parts), &numbered), expected, "{parts:?}");
    }
    let paged = Work { volume: "296", pages: "742", ..work() };
    assert_eq!(verify(&cited(["", "", "J Rest Med", "2018", "", "742"]), &paged), None);
}

#[test]
fn part_one_is_not_part_two() {
    let two = Work { titles: vec!["Advances in rest as a tool for the clinic: part II"], ..work() };
    let reference =
        cited(["Lavoue A", "Advances in rest as a tool for the clinic: part I", "", "2018", "", ""]);
    assert_eq!(verify(&reference, &two), None);
}

#[test]
fn a_title_is_found_in_the_printed_text() {
    let raw = format!("Lavoué A et al, in a style of its own, {TITLE}, J Rest Med, 2018");
    let reference = Reference { raw, year: Some(2018), ..Reference::default() };
    assert_eq!(verify(&reference, &work()), Some(Agreement::Title));
    assert_eq!(verify(&Reference { year: Some(2011), ..reference }, &work()), None);
}

#[test]
fn identifiers_outweigh_all_else() {
    let ids = |pmid: &str, doi: &str| Identifiers {
        pmid: pmid.parse().ok(),
        doi: doi.parse().ok(),
        ..Identifiers::default()
    };
    let of_work = ids("7", "10.1000/x");
    let work = Work { ids: Some(&of_work), ..work() };
    let mut reference = cited(["Lavoue A", TITLE, "J Rest Med", "2018", "37", "165"]);
    for (pmid, doi, expected) in [
        ("7", "", Some(Agreement::Id)),
        ("", "10.1000/X", Some(Agreement::Id)),
        ("8", "", None),
        ("", "10.1000/y", None),
        ("7", "10.1000/y", Some(Agreement::Id)),
        ("", "", Some(Agreement::Place)),
    ] {
        reference.ids = ids(pmid, doi);
        assert_eq!(verify(&reference, &work), expected, "{pmid} {doi}");
    }
}

#[test]
fn a_mark_of_retraction_is_no_part_of_a_title() {
    let marked = format!("RETRACTED: {TITLE}");
    for (cites, is) in [(TITLE, marked.as_str()), (&marked, TITLE), (&marked, &marked)] {
        let reference = cited(["Lavoue A", cites, "", "2018", "", ""]);
        let work = Work { titles: vec![is], ..work() };
        assert_eq!(verify(&reference, &work), Some(Agreement::Title), "{cites}");
    }
}

/// Two titles of 20 words each are one title where 17 of them are the same, 85 of a hundred; and titles of fewer than
/// six words must be the same in every letter.
#[test]
fn titles_are_alike_that_share_most_of_their_words() {
    let words = |range: std::ops::Range<usize>| -> Vec<String> {
        range
            .map(|at| format!("word{}", ["ab", "cd", "ef", "gh", "kl", "mn"][at % 6].repeat(at / 6 + 1)))
            .collect()
    };
    let title = |same: usize, all: usize, from: usize| {
        let mut title = words(0..same);
        title.extend(words(from..from + all - same));
        title.join(" ")
    };
    let agree = |same: usize, all: usize, of_work: usize| {
        let (own, other) = (title(same, all, 30), title(same, of_work, 60));
        let work = Work { titles: vec![&other], volume: "", pages: "", ..work() };
        verify(&cited(["Lavoue A", &own, "", "2018", "", ""]), &work).is_some()
    };
    assert!(agree(17, 20, 20));
    assert!(!agree(16, 20, 20));
    // 200 * 11 = 2200 is not less than 85 * (12 + 13) = 2125, 200 * 10 = 2000 is.
    assert!(agree(11, 12, 13));
    assert!(!agree(10, 12, 13));
    // 200 * 6 = 1200 is not less than 85 * (6 + 8) = 1190, but with five words nothing is alike.
    assert!(agree(6, 6, 8));
    assert!(!agree(5, 5, 6));
}
