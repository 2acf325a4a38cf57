//! The vocabulary as a whole: what is shipped, what is read, and tables that nobody made in good faith.

use std::collections::BTreeSet;
use std::io::Write as _;

use super::table::{Record, Table};
use super::{Heading, Vocabulary, VocabularyError};

/// A heading as NLM's file has it, with what must not be taken for its own.
const FILE: &str = r#"<?xml version="1.0"?>
<!DOCTYPE DescriptorRecordSet SYSTEM "https://www.nlm.nih.gov/databases/dtd/nlmdescriptorrecordset_20250101.dtd">
<DescriptorRecordSet LanguageCode = "eng">
<DescriptorRecord DescriptorClass = "1">
  <DescriptorUI>D000001</DescriptorUI>
  <DescriptorName><String>Calcimycin</String></DescriptorName>
  <AllowableQualifiersList>
   <AllowableQualifier>
    <QualifierReferredTo>
     <QualifierUI>Q000008</QualifierUI><QualifierName><String>administration &amp; dosage</String></QualifierName>
    </QualifierReferredTo>
    <Abbreviation>AD</Abbreviation>
   </AllowableQualifier>
  </AllowableQualifiersList>
  <SeeRelatedList><SeeRelatedDescriptor><DescriptorReferredTo>
    <DescriptorUI>D000002</DescriptorUI><DescriptorName><String>Temefos</String></DescriptorName>
  </DescriptorReferredTo></SeeRelatedDescriptor></SeeRelatedList>
  <PharmacologicalActionList><PharmacologicalAction><DescriptorReferredTo>
    <DescriptorUI>D000002</DescriptorUI><DescriptorName><String>Temefos</String></DescriptorName>
  </DescriptorReferredTo></PharmacologicalAction></PharmacologicalActionList>
  <TreeNumberList><TreeNumber>D03.633.100</TreeNumber><TreeNumber>D02.355</TreeNumber></TreeNumberList>
  <ConceptList><Concept PreferredConceptYN="Y">
    <ConceptName><String>Calcimycin</String></ConceptName>
    <ScopeNote>An ionophorous antibiotic.</ScopeNote>
    <TermList>
     <Term ConceptPreferredTermYN="Y"><TermUI>T000002</TermUI><String>Calcimycin</String></Term>
     <Term IsPermutedTermYN="Y"><TermUI>T000003</TermUI><String>A&#45;23187 &lt;x|y&gt;</String></Term>
    </TermList>
  </Concept></ConceptList>
</DescriptorRecord>
<DescriptorRecord DescriptorClass = "1">
  <DescriptorUI>D000002</DescriptorUI>
  <DescriptorName><String>Temefos</String></DescriptorName>
  <TreeNumberList><TreeNumber>D02.355.10</TreeNumber></TreeNumberList>
</DescriptorRecord>
</DescriptorRecordSet>"#;

fn read(file: &[u8], name: &str) -> Result<Vocabulary, VocabularyError> {
    Vocabulary::from_bytes(&Vocabulary::read_xml(file, name)?)
}

#[test]
fn the_file_of_descriptors_is_read() {
    let packed = {
        let mut pack = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        pack.write_all(FILE.as_bytes()).unwrap();
        pack.finish().unwrap()
    };
    for file in [FILE.as_bytes(), &packed] {
        let mesh = read(file, "desc1999.xml").unwrap();
        assert_eq!((mesh.year(), mesh.headings(), mesh.names()), (2025, 2, 5));
        let heading = mesh.find("CALCIMYCIN").unwrap();
        assert_eq!((heading.ui(), heading.name()), ("D000001", "Calcimycin"));
        assert_eq!(heading.entry_terms().collect::<Vec<_>>(), ["A-23187 <x y>"]);
        assert_eq!(heading.tree_numbers().collect::<Vec<_>>(), ["D02.355", "D03.633.100"]);
        assert_eq!(heading.qualifiers().collect::<Vec<_>>(), ["ad"]);
        assert_eq!(heading.pharmacological_actions().map(Heading::name).collect::<Vec<_>>(), ["Temefos"]);
        assert_eq!(
            mesh.below(heading).into_iter().map(Heading::name).collect::<Vec<_>>(),
            ["Calcimycin", "Temefos"]
        );
        assert_eq!(mesh.find("a 23187 x-y"), Some(heading));
    }
}

#[test]
fn other_files_are_refused() {
    let refused = |file: &str, name| read(file.as_bytes(), name).unwrap_err().to_string();
    let empty = "<DescriptorRecordSet></DescriptorRecordSet>";
    assert_eq!(refused(empty, "mesh.xml"), VocabularyError::NoYear.to_string());
    assert_eq!(refused(empty, "desc2025.xml"), VocabularyError::Empty.to_string());
    let cut = &FILE[..FILE.len() / 2];
    let deep = format!("<DescriptorRecordSet>{}", "<a>".repeat(100));
    let long = format!("<DescriptorRecordSet>{}", "x".repeat(3 << 20));
    for (file, found) in [
        ("<PubmedArticleSet/>", "it has no heading"),
        ("<PubmedArticleSet>", "it is a \"PubmedArticleSet\""),
        (cut, "it ends in the middle"),
        (&deep, "nested deeper"),
        (&long, "longer than any"),
        ("", "it has no heading"),
        ("\u{1f}\u{8b}\u{8}", "it has no heading"),
    ] {
        let said = refused(file, "desc2025.xml");
        assert!(said.contains(found), "{found}: {said}");
    }
}

#[test]
fn no_damaged_table_panics() {
    let sound = Vocabulary::read_xml(FILE.as_bytes(), "").unwrap();
    for cut in 0..sound.len() {
        assert!(Vocabulary::from_bytes(&sound[..cut]).is_err(), "{cut}");
    }
    let pack = |text: &[u8]| zstd::bulk::compress(text, 1).unwrap();
    for text in [
        &b"litdex vocabulary 1\t2024\t99999999999\n"[..],
        b"litdex vocabulary 1\t2024\t400000\n",
        b"litdex vocabulary 1\t2024\t1\na\nb\nc\nd\ne\nf\ng\n",
        b"litdex vocabulary 1\t2024\t1\na\nb\nc\nd\ne\nf",
        b"litdex vocabulary 1\t2024\t1\na\n\xff\nc\nd\ne\nf\n",
        b"litdex vocabulary 2\t2024\t0\n",
        b"\n",
        b"",
    ] {
        assert!(Vocabulary::from_bytes(&pack(text)).is_err(), "{:?}", String::from_utf8_lossy(text));
    }
    assert_eq!(Vocabulary::from_bytes(&pack(b"litdex vocabulary 1\t2024\t0\n")).unwrap().headings(), 0);
    // A hundred megabytes of blanks in a few kilobytes; and one that does not say how much it is.
    assert!(Vocabulary::from_bytes(&pack(&vec![b' '; 100 << 20])).is_err());
    assert!(
        Vocabulary::from_bytes(&zstd::encode_all(&b"litdex vocabulary 1\t2024\t0\n"[..], 1).unwrap())
            .is_err()
    );
}

#[test]
fn names_and_the_tree_of_what_is_shipped() {
    let mesh = Vocabulary::shipped();
    assert_eq!((mesh.year(), mesh.headings()), (2024, 30_764));
    let name = |name: &str| mesh.find(name).map(Heading::name);
    for (written, found) in [
        ("Neoplasms", Some("Neoplasms")),
        ("cancer", Some("Neoplasms")),
        ("D009369", Some("Neoplasms")),
        ("tumörs", Some("Neoplasms")),
        ("type 2 diabetes mellitus", Some("Diabetes Mellitus, Type 2")),
        // Written so it is a heading; folded it is also an entry term of another.
        ("green light", Some("Green Light")),
        ("light green", Some("Methyl Green")),
        ("Nursing Home", Some("Nursing Homes")),
        ("hart failure", None),
        ("", None),
    ] {
        assert_eq!(name(written), found, "{written}");
    }
    let below =
        |name: &str| mesh.below(mesh.find(name).unwrap()).into_iter().map(Heading::name).collect::<Vec<_>>();
    assert_eq!(below("female"), ["Female"]);
    assert_eq!(below("neoplasms").len(), 699);
    assert!(below("clinical trial").contains(&"Randomized Controlled Trial"));
    assert!(mesh.find("heart failure").unwrap().is_called("heart-failure"));
    assert!(!mesh.find("cardiac failure").unwrap().is_called("cardiac failure"));
}

#[test]
fn what_is_below_agrees_with_a_look_at_every_tree_number() {
    let mesh = Vocabulary::shipped();
    let all: Vec<Heading<'_>> = mesh.iter().collect();
    for heading in all.iter().step_by(211) {
        let is_below = |other: &&Heading<'_>| {
            let beneath = |number: &str| {
                heading.tree_numbers().any(|own| number == own || number.starts_with(&format!("{own}.")))
            };
            other.tree_numbers().any(beneath) || *other == heading
        };
        let expected: Vec<&str> = all.iter().filter(is_below).map(|it| it.ui()).collect();
        let found: Vec<&str> = mesh.below(*heading).into_iter().map(Heading::ui).collect();
        assert_eq!(found, expected, "{heading:?}");
    }
}

proptest::proptest! {
    #[test]
    fn any_tree_is_searched_as_it_is_written(
        trees in proptest::collection::vec(proptest::collection::vec("[AB]0[01]?([.-][01]{1,2}){0,8}", 0..3), 1..20),
    ) {
        let record = |(at, tree_numbers): (usize, &Vec<String>)| Record {
            ui: format!("D{at}"),
            name: format!("N{at}"),
            tree_numbers: tree_numbers.clone(),
            ..Record::default()
        };
        let bytes = Table::write(trees.iter().enumerate().map(record).collect(), 2000).unwrap();
        let mesh = Vocabulary::from_bytes(&bytes).unwrap();
        for (at, own) in trees.iter().enumerate() {
            let is_below = |number: &String| own.iter().any(|own| number == own || number.starts_with(&format!("{own}.")));
            let below = trees.iter().enumerate().filter(|(other, of)| *other == at || of.iter().any(is_below));
            let expected: BTreeSet<String> = below.map(|(at, _)| format!("D{at}")).collect();
            let found = mesh.below(mesh.find(&format!("n{at}")).unwrap());
            let found: BTreeSet<String> = found.into_iter().map(|heading| heading.ui().to_owned()).collect();
            proptest::prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn any_text_between_the_columns_is_read(text in "[a-c|\t\n.D0-1é]{0,60}") {
        let lines = text.matches('\n').count();
        let table = format!("litdex vocabulary 1\t2024\t{}\n{text}", lines / 6);
        if let Ok(mesh) = Vocabulary::from_bytes(&zstd::bulk::compress(table.as_bytes(), 1).unwrap()) {
            for word in ["a", "b.c", "D0"] {
                if let Some(found) = mesh.find(word) {
                    mesh.below(found);
                    found.pharmacological_actions().for_each(drop);
                }
                mesh.nearest(word);
            }
        }
    }
}
