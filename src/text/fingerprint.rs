//! The version of the analysis, in a few characters.
//!
//! It must not know who keeps it; an index does, to notice that it was built with other words.

use std::sync::OnceLock;

use super::{Analyzer, spelling};

/// To be raised by whoever changes what the analysis yields. The rest of the fingerprint would notice
/// most such changes by itself, this is for those that no probe sees.
const VERSION: u32 = 3;

/// A text that takes every path: its analysis is part of the fingerprint, so that another stemmer,
/// another list or another rule shows even where nobody thought of the version.
const PROBE: &str = "The randomised, placebo-controlled trial of TNF-α and IL-6 in COVID-19 (SARS-CoV-2): 1,234 \
    patients with Crohn's disease, 95 % CI 0·05-3.14, p < .001; 10⁵ cells/µl, 5'-UTR, U.S. hospitalisation, \
    diarrhoea, oedema, leukaemia, tumours, colour, centre, analysed, labelling, catalogue; generously generating \
    communities skies dying news proceeding exceedingly inning skis early only universe universities organization \
    generalizations oscillators relational triplicate hopefulness electricity adjustable bowdlerize irritant \
    methylation phosphorylated randomly biological immunology happiness studies running hopping falling caresses \
    ½ ﬁbre naïve Ærø Straße İzmir 中文 Ελλάδα h1n1 covid 19 COVID -19 state-of-the-art \
    TNFalpha NF-kappaB deltaF508 17beta 10mg 5µM هیپوکسمی می\u{200C}شود ۱۹ 한글은 ภาวะ";

/// Names the analysis: equal for two programs exactly when they find the same words in the same texts.
/// Computed once.
pub fn fingerprint() -> &'static str {
    static FINGERPRINT: OnceLock<String> = OnceLock::new();
    FINGERPRINT.get_or_init(|| {
        let mut yielded = spelling::digest().to_le_bytes().to_vec();
        let mut analyzer = Analyzer::new();
        analyzer.tokens(PROBE, |token| {
            yielded.extend_from_slice(token.word.as_bytes());
            yielded.extend_from_slice(&[token.position as u8, u8::from(token.joined)]);
        });
        analyzer.bag(PROBE, |term| {
            yielded.extend_from_slice(term.as_bytes());
            yielded.push(0);
        });
        format!("text-{VERSION}-{:016x}", xxhash_rust::xxh3::xxh3_64(&yielded))
    })
}

#[cfg(test)]
mod tests {
    use super::fingerprint;

    /// When this fails the analysis has changed: raise `VERSION`, and say in the changelog that indexes
    /// are to be rebuilt.
    #[test]
    fn the_analysis_is_the_one_that_was_released() {
        assert_eq!(fingerprint(), "text-3-d2741699a928a6b5");
    }
}
