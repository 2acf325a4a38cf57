//! The table of MeSH that is shipped, `src/vocabulary/mesh.zst`, and the small program that makes it anew:
//! `LITDEX_MAKE_MESH=<directory> cargo test --test integration mesh`, where the directory holds `mesh_descriptors.tsv.zst`
//! (a line a heading: UI, name, entry terms, tree numbers). It goes the way of NLM's own file: what is made of the lines
//! is read as that is.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use html_escape::encode_text;
use litdex::vocabulary::{Heading, Vocabulary};

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
