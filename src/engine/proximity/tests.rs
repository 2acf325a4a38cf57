//! The matcher beside the definition.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::definition::{Text, any_clause, any_shape, any_text, defined, fits, near, word};
use super::{Clause, Leaves, Matcher, Positions, Shape, Span};
use crate::index::{BUDGET_MAX, Exhausted, GAP, ProximityError, UNORDERED_MAX};

/// A text as a source of positions.
struct Source<'t> {
    text: &'t Text,
    shapes: Vec<Shape>,
    left: u64,
}

impl Positions for Source<'_> {
    fn read(&mut self, leaf: usize, into: &mut Vec<u32>) -> Result<(), Exhausted> {
        into.clear();
        let at = (0..self.text.len()).filter(|&at| fits(&self.shapes[leaf], &self.text[at]));
        into.extend(at.map(|at| at as u32));
        Ok(())
    }
    fn spend(&mut self, steps: u64) -> Result<(), Exhausted> {
        self.left = self.left.checked_sub(steps).ok_or(Exhausted::Positions)?;
        Ok(())
    }
}

fn found(clause: &Clause, text: &Text, leaves: Leaves) -> BTreeSet<Span> {
    let (mut matcher, shapes) = Matcher::of(clause, leaves).unwrap();
    let shapes: Vec<Shape> = shapes.into_iter().cloned().collect();
    // Rarest first, as posting lists do; it must change nothing.
    let frequency = |leaf: usize| text.iter().filter(|forms| fits(&shapes[leaf], forms)).count() as u32;
    matcher.order_by(frequency);
    let mut source = Source { text, shapes: shapes.clone(), left: u64::MAX };
    // Twice, for buffers are kept from one text to the next.
    let occurs = matcher.occurs(&mut source).unwrap();
    let spans = matcher.spans(&mut source).unwrap().to_vec();
    assert_eq!(occurs, !spans.is_empty());
    assert!(spans.windows(2).all(|pair| pair[0] < pair[1]), "{spans:?}");
    spans.into_iter().collect()
}

fn text(written: &str) -> Text {
    let forms = |word: &str| word.split('/').map(str::to_owned).filter(|form| form != "_").collect();
    written.split(' ').map(forms).collect()
}

fn words(written: &str) -> Vec<Clause> {
    written.split(' ').map(word).collect()
}

/// The spans of a clause in a text, as `start-end`; the definition must agree.
fn spans(clause: &Clause, written: &str) -> String {
    let text = text(written);
    let spans = found(clause, &text, Leaves::Shared);
    assert_eq!(spans, found(clause, &text, Leaves::Apart));
    assert_eq!(spans, defined(clause, &text), "{clause:?} in {written}");
    let spans: Vec<String> = spans.iter().map(|span| format!("{}-{}", span.start, span.end)).collect();
    spans.join(" ")
}

#[test]
fn a_word_given_twice_needs_two_occurrences() {
    for ordered in [true, false] {
        let twice = near(ordered, 3, words("a a"));
        assert_eq!(spans(&twice, "x a x x x x a"), "");
        assert_eq!(spans(&twice, "x a x x x a"), "1-6");
        // Two forms of one word at one position serve once, whatever asks for them.
        assert_eq!(spans(&near(ordered, 3, words("crohn crohns")), "crohn/crohns x"), "");
        assert_eq!(spans(&near(ordered, 3, words("crohn* crohns")), "crohn/crohns x crohns"), "0-3");
    }
    assert_eq!(spans(&Clause::phrase(words("a a")), "a a a"), "0-2 1-3");
}

#[test]
fn an_outer_proximity_may_need_a_longer_inner_span() {
    // (a near b) next to c: the shortest inner span is a b at 0; only a longer one reaches the c.
    let inner = near(true, 2, words("a b"));
    let outer = near(true, 0, vec![inner.clone(), word("c")]);
    assert_eq!(spans(&inner, "a b x b c"), "0-2 0-4");
    assert_eq!(spans(&outer, "a b x b c"), "0-5");
    let outer = near(false, 0, vec![word("c"), inner]);
    assert_eq!(spans(&outer, "a b x b c"), "0-5");
}

#[test]
fn chains_group_from_the_left() {
    // a adj3 b adj3 c is (a adj3 b) adj3 c: two words may stand in each gap, not four in one.
    let ab = near(true, 2, words("a b"));
    let chain = near(true, 2, vec![ab, word("c")]);
    assert_eq!(spans(&chain, "a x x b x x c"), "0-7");
    assert_eq!(spans(&chain, "a b x x x c"), "");
    assert_eq!(spans(&near(true, 4, words("a b c")), "a b x x x c"), "0-6");
}

#[test]
fn order_and_budget_decide() {
    assert_eq!(spans(&near(false, 0, words("a b c")), "c a b"), "0-3");
    assert_eq!(spans(&near(true, 0, words("a b c")), "c a b"), "");
    assert_eq!(spans(&near(false, 1, words("a b")), "b x a x x b"), "0-3");
    // What an operand covers is not between: only the x counts.
    let phrase = Clause::phrase(words("b b b"));
    assert_eq!(spans(&near(true, 1, vec![word("a"), phrase, word("c")]), "a b b b x c"), "0-6");
    let group = Clause::any(vec![Clause::phrase(words("covid 19")), word("covid19")]);
    let clause = Clause::phrase(vec![word("severe"), group, word("pneu*")]);
    assert_eq!(spans(&clause, "severe covid 19 pneumonia severe covid19 pneumonitis covid19"), "0-4 4-7");
}

#[test]
fn no_budget_crosses_a_gap() {
    const { assert!(BUDGET_MAX < GAP) };
    let gap = " _".repeat(GAP as usize);
    for ordered in [true, false] {
        let clause = near(ordered, BUDGET_MAX, words("a b"));
        assert_eq!(spans(&clause, &format!("a{gap} b")), "");
        // Nor does a proximity around another.
        let clause = near(ordered, BUDGET_MAX, vec![clause, word("c")]);
        assert_eq!(spans(&clause, &format!("a b{gap} c")), "");
        assert_eq!(spans(&clause, &format!("c{gap} a b c")), format!("{}-{}", GAP + 1, GAP + 4));
    }
}

#[test]
fn bounds_are_errors() {
    let error = |clause: &Clause| Matcher::of(clause, Leaves::Shared).err();
    let wide = near(true, BUDGET_MAX + 1, words("a b"));
    assert_eq!(error(&wide), Some(ProximityError::Budget { found: BUDGET_MAX + 1 }));
    let many = vec![word("a"); UNORDERED_MAX + 1];
    let found = UNORDERED_MAX + 1;
    assert_eq!(error(&near(false, 0, many.clone())), Some(ProximityError::Operands { found }));
    assert_eq!(error(&near(true, 0, many.clone())), None);
    assert!(error(&Clause::any(vec![word("a"), near(false, 3, many)])).is_some());
    assert_eq!(spans(&near(true, 3, Vec::new()), "a"), "");
    assert!(Clause::phrase(Vec::new()).is_empty());
}

/// Steps taken to find all spans.
fn steps(clause: &Clause, text: &Text, first_only: bool) -> u64 {
    let (mut matcher, shapes) = Matcher::of(clause, Leaves::Shared).unwrap();
    let shapes = shapes.into_iter().cloned().collect();
    let mut source = Source { text, shapes, left: u64::MAX };
    if first_only { matcher.occurs(&mut source).map(drop) } else { matcher.spans(&mut source).map(drop) }
        .unwrap();
    u64::MAX - source.left
}

#[test]
fn long_texts_take_linear_time() {
    let repeated = |count: usize| vec![vec!["a".to_owned()]; count];
    let group = Clause::any(vec![word("a"), Clause::phrase(words("a a"))]);
    for clause in
        [Clause::phrase(words("a a a")), Clause::phrase(vec![group; 3]), near(false, 5, words("a a a"))]
    {
        let (short, long) =
            (steps(&clause, &repeated(1_000), false), steps(&clause, &repeated(100_000), false));
        assert!(long <= short * 101 + 100, "{short} {long} {clause:?}");
        assert!(steps(&clause, &repeated(100_000), true) < 1_000);
    }
    // What no window can hold is not tried.
    let mut apart = repeated(50_000);
    apart.extend(vec![vec!["b".to_owned()]; 50_000]);
    apart.insert(50_000, vec!["x".to_owned(); 1]);
    assert!(steps(&near(false, 0, words("a a a a b b b b")), &apart, false) < 200_000);
}

#[test]
fn a_budget_ends_what_would_take_too_long() {
    // Sixteen words of which each stands at each position: all subsets must be told apart.
    let names: Vec<String> = (0..UNORDERED_MAX).map(|n| format!("w{n}")).collect();
    let text: Text = vec![names.clone(); 60];
    let clause = near(false, BUDGET_MAX, names.iter().map(|name| word(name)).collect());
    let (mut matcher, shapes) = Matcher::of(&clause, Leaves::Shared).unwrap();
    let shapes = shapes.into_iter().cloned().collect();
    let mut source = Source { text: &text, shapes, left: 100_000 };
    assert_eq!(matcher.spans(&mut source), Err(Exhausted::Positions));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn the_matcher_finds_what_the_definition_says(clause in any_clause(), text in any_text()) {
        let expected = defined(&clause, &text);
        prop_assert_eq!(&found(&clause, &text, Leaves::Shared), &expected);
        prop_assert_eq!(&found(&clause, &text, Leaves::Apart), &expected);
    }

    #[test]
    fn many_words_in_any_order(
        operands in prop::collection::vec(any_shape(), 2..6),
        budget in 0_u32..6,
        text in any_text(),
        ordered in any::<bool>(),
    ) {
        let clause = near(ordered, budget, operands);
        prop_assert_eq!(found(&clause, &text, Leaves::Shared), defined(&clause, &text));
    }
}
