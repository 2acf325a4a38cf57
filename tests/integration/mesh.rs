//! The table of MeSH that is shipped, `src/vocabulary/mesh.zst`, and the small program that makes it anew:
//! `LITDEX_MAKE_MESH=<directory> cargo test --test integration mesh`, where the directory holds `mesh_descriptors.tsv.zst`
//! (a line a heading: UI, name, entry terms, tree numbers). It goes the way of NLM's own file: what is made of the lines
//! is read as that is.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use html_escape::encode_text;
use litdex::vocabulary::{Heading, Vocabulary};

use crate::support::{Place, article, write_manifest};

/// The year of the table.
const YEAR: u16 = 2024;

/// Entry terms of NLM's that the table lacks, which has those of the preferred concepts alone, and that people write.
#[rustfmt::skip]
const LACKING: &[(&str, &[&str])] = &[
    ("Neoplasms", &["Cancer", "Cancers", "Malignancy", "Malignancies", "Malignant Neoplasm", "Malignant Neoplasms"]),
    ("Breast Neoplasms", &["Breast Cancer", "Cancer of Breast", "Cancer of the Breast"]),
    ("Lung Neoplasms", &["Lung Cancer", "Lung Cancers", "Cancer of Lung", "Cancer of the Lung"]),
    ("Prostatic Neoplasms", &["Prostate Cancer", "Prostatic Cancer", "Cancer of Prostate"]),
    ("Colorectal Neoplasms", &["Colorectal Cancer", "Colorectal Cancers"]),
    ("Colonic Neoplasms", &["Colon Cancer", "Colonic Cancer", "Cancer of Colon"]),
    ("Rectal Neoplasms", &["Rectal Cancer", "Cancer of Rectum"]),
    ("Stomach Neoplasms", &["Stomach Cancer", "Gastric Cancer", "Cancer of Stomach"]),
    ("Liver Neoplasms", &["Liver Cancer", "Cancer of Liver"]),
    ("Pancreatic Neoplasms", &["Pancreatic Cancer", "Cancer of Pancreas"]),
    ("Ovarian Neoplasms", &["Ovarian Cancer", "Ovary Cancer", "Cancer of Ovary"]),
    ("Uterine Cervical Neoplasms", &["Cervical Cancer", "Cancer of Cervix"]),
    ("Urinary Bladder Neoplasms", &["Bladder Cancer", "Cancer of Bladder"]),
    ("Kidney Neoplasms", &["Kidney Cancer", "Renal Cancer", "Cancer of Kidney"]),
    ("Thyroid Neoplasms", &["Thyroid Cancer", "Cancer of Thyroid"]),
    ("Skin Neoplasms", &["Skin Cancer", "Cancer of Skin"]),
    ("Esophageal Neoplasms", &["Esophageal Cancer", "Cancer of Esophagus"]),
    ("Endometrial Neoplasms", &["Endometrial Cancer", "Cancer of Endometrium"]),
    ("Heart Failure", &["Congestive Heart Failure", "Heart Failure, Congestive", "Heart Decompensation", "Myocardial Failure"]),
];

/// The file that NLM would publish of these lines.
fn descriptors(lines: &str) -> String {
    let mut xml = String::from("<?xml version=\"1.0\"?>\n<DescriptorRecordSet LanguageCode = \"eng\">\n");
    for line in lines.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [ui, name, terms, trees] = columns[..] else { panic!("{line:?}") };
        write!(xml, "<DescriptorRecord><DescriptorUI>{ui}</DescriptorUI>").unwrap();
        write!(
            xml,
            "<DescriptorName><String>{}</String></DescriptorName><TreeNumberList>",
            encode_text(name)
        )
        .unwrap();
        for tree in trees.split('|') {
            write!(xml, "<TreeNumber>{tree}</TreeNumber>").unwrap();
        }
        xml.push_str("</TreeNumberList><ConceptList><Concept><TermList>");
        let lacking = LACKING.iter().find(|row| row.0 == name).map_or(&[][..], |row| row.1);
        for term in std::iter::once(name).chain(terms.split('|')).chain(lacking.iter().copied()) {
            write!(xml, "<Term><String>{}</String></Term>", encode_text(term)).unwrap();
        }
        xml.push_str("</TermList></Concept></ConceptList></DescriptorRecord>\n");
    }
    xml + "</DescriptorRecordSet>\n"
}

/// Makes it anew first where that is asked for; the library of the next build has it.
#[test]
fn the_table_that_is_shipped() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join("vocabulary").join("mesh.zst");
    if let Some(from) = std::env::var_os("LITDEX_MAKE_MESH") {
        let lines = fs::read(Path::new(&from).join("mesh_descriptors.tsv.zst")).unwrap();
        let lines = String::from_utf8(zstd::decode_all(&lines[..]).unwrap()).unwrap();
        let made = Vocabulary::read_xml(descriptors(&lines).as_bytes(), &format!("desc{YEAR}.xml")).unwrap();
        fs::write(&path, made).unwrap();
    }
    let bytes = fs::read(&path).unwrap();
    assert!(bytes.len() < 1_100_000, "{}", bytes.len());
    let mesh = Vocabulary::from_bytes(&bytes).unwrap();
    assert_eq!((mesh.year(), mesh.headings()), (YEAR, 30_764));
    for (heading, terms) in LACKING {
        for term in *terms {
            assert_eq!(mesh.find(term).map(Heading::name), Some(*heading), "{term}");
        }
    }
}

/// A file of descriptors with one heading.
const OWN: &str = "<DescriptorRecordSet><DescriptorRecord><DescriptorUI>D1</DescriptorUI><DescriptorName>\
    <String>Own Things</String></DescriptorName></DescriptorRecord></DescriptorRecordSet>";

#[test]
fn a_rebuild_keeps_a_vocabulary_also_of_an_index_that_it_cannot_open() {
    let place = Place::new();
    place.write("a.jsonl", &[article(1, "A title", "")]);
    let year = || place.open().vocabulary().unwrap().year();
    let error = place.indexer().import_vocabulary(OWN.as_bytes(), "desc2031.xml").unwrap_err();
    assert_eq!(error.code(), "index-missing");
    place.rebuild();
    assert_eq!(year(), YEAR);
    place.indexer().import_vocabulary(OWN.as_bytes(), "desc2031.xml").unwrap();
    assert_eq!(year(), 2031);
    let manifest = fs::read_to_string(place.generation(1).join("manifest.json")).unwrap();
    write_manifest(&place.generation(1), &manifest.replace("\"schema\"", "\"schema\":\"older\",\"was\""));
    assert_eq!(place.try_open().unwrap_err().code(), "index-outdated");
    place.rebuild();
    assert_eq!(year(), 2031);
    assert_eq!(place.open().verify().unwrap().faults, Vec::<String>::new());
}
