//! The tree of qualifiers: which are searched with which.
//!
//! It follows what NLM's tutorial on the tree structures and its lists of qualifiers say of "MeSH Qualifier Hierarchies"
//! (<https://www.nlm.nih.gov/mesh/subhierarchy.html>), also of those that were dropped in 2017 and 2018 and still stand
//! in records; it was not compared with the page of one year line by line. A qualifier may stand in several places, with
//! others below it in each.
//!
//! It must not know which heading may have which; their codes are those of [`crate::model`].

use crate::model::qualifier_of_code;
use crate::text::fold;

/// Two blanks deeper is below. Those that have nothing below them and are below nothing need not stand here.
const OUTLINE: &str = "\
analysis
  blood
  cerebrospinal fluid
  isolation & purification
  urine
anatomy & histology
  blood supply
  cytology
    ultrastructure
  embryology
    abnormalities
  innervation
  pathology
chemistry
  agonists
  analogs & derivatives
  antagonists & inhibitors
  chemical synthesis
diagnosis
  diagnostic imaging
    radiography
    radionuclide imaging
    ultrasonography
  pathology
etiology
  chemically induced
  complications
    secondary
  congenital
  embryology
  genetics
  immunology
  microbiology
    virology
  parasitology
  transmission
organization & administration
  economics
  legislation & jurisprudence
  manpower
  standards
  supply & distribution
  trends
  utilization
pharmacology
  administration & dosage
  adverse effects
    poisoning
    toxicity
  agonists
  antagonists & inhibitors
  contraindications
  diagnostic use
  pharmacokinetics
physiology
  genetics
  growth & development
  immunology
  metabolism
    biosynthesis
    blood
    cerebrospinal fluid
    deficiency
    enzymology
    pharmacokinetics
    urine
  physiopathology
statistics & numerical data
  epidemiology
    ethnology
    mortality
  supply & distribution
  utilization
therapeutic use
  administration & dosage
  adverse effects
    poisoning
  contraindications
therapy
  diet therapy
  drug therapy
  nursing
  prevention & control
  radiotherapy
  rehabilitation
  surgery
    transplantation
";

/// The name of a qualifier that is written as its code or its name; `None` where there is none.
///
/// ```
/// use litdex::vocabulary::qualifier;
/// assert_eq!(qualifier("AE"), Some("adverse effects"));
/// assert_eq!(qualifier("Prevention and control"), Some("prevention & control"));
/// assert_eq!(qualifier("adverse"), None);
/// ```
pub fn qualifier(written: &str) -> Option<&'static str> {
    // People write `statistics and numerical data`; the sign that NLM has there is no part of a folded name.
    let folded = fold(written);
    let words: Vec<&str> = folded.split(' ').filter(|word| *word != "and").collect();
    let folded = words.join(" ");
    let named = || crate::model::qualifiers().map(|row| row.1).find(|name| fold(name) == folded);
    qualifier_of_code(written.trim()).or_else(named)
}

/// A qualifier, and those below it wherever it stands, each once.
///
/// ```
/// use litdex::vocabulary::qualifiers_below;
/// assert_eq!(qualifiers_below("adverse effects"), ["adverse effects", "poisoning", "toxicity"]);
/// assert_eq!(qualifiers_below("history"), ["history"]);
/// ```
pub fn qualifiers_below(name: &'static str) -> Vec<&'static str> {
    let depth = |line: &str| line.len() - line.trim_start().len();
    let mut below = vec![name];
    let mut open: Option<usize> = None;
    for line in OUTLINE.lines() {
        if open.is_some_and(|above| depth(line) <= above) {
            open = None;
        }
        if open.is_some() && !below.contains(&line.trim_start()) {
            below.push(line.trim_start());
        }
        if open.is_none() && line.trim_start() == name {
            open = Some(depth(line));
        }
    }
    below
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_qualifier_one_step_deeper_at_most() {
        let mut last = 0;
        for line in OUTLINE.lines() {
            let (blanks, name) = (line.len() - line.trim_start().len(), line.trim_start());
            assert!(blanks % 2 == 0 && blanks / 2 <= last + 1, "{line}");
            last = blanks / 2;
            assert_eq!(qualifier(name), Some(name));
        }
    }

    #[test]
    fn what_is_below_depends_on_where_it_stands() {
        let below = |name| qualifiers_below(qualifier(name).unwrap());
        // In use as a remedy nothing is toxic.
        assert_eq!(
            below("tu"),
            [
                "therapeutic use",
                "administration & dosage",
                "adverse effects",
                "poisoning",
                "contraindications"
            ]
        );
        assert_eq!(below("metabolism").len(), 8);
        assert_eq!(
            below("di"),
            [
                "diagnosis",
                "diagnostic imaging",
                "radiography",
                "radionuclide imaging",
                "ultrasonography",
                "pathology"
            ]
        );
        assert_eq!(below("pathology"), ["pathology"]);
    }
}
