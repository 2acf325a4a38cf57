//! What texts are read as: the tree, the interpretation (where it differs from the text), the notes.

use super::parse;
use super::read_all;

#[test]
fn plain_queries_are_words() {
    insta::assert_snapshot!(read_all(&[
        "hypoxemia",
        "refractory hypoxemia",
        "  refractory\t hypoxemia\n",
        "heart and lung or not",
        "COVID-19 patients' IL-6, TNF-α; β-blockers",
        "R&D of AT&T",
        "HLA-B*27 arthritis",
    ]), @r##"
    hypoxemia
        plain hypoxemia
        = hypoxemia (any field, all forms)
    refractory hypoxemia
        plain refractory hypoxemia
        = refractory AND hypoxemia (any field, all forms)
      refractory\t hypoxemia\n
        plain refractory hypoxemia
        = refractory AND hypoxemia (any field, all forms)
    heart and lung or not
        plain heart and lung or not
        = heart AND and AND lung AND or AND not (any field, all forms)
        lower-case-operator `or`: `or` is a word here; write OR to mean the operator
    COVID-19 patients' IL-6, TNF-α; β-blockers
        plain COVID-19 patients' IL-6, TNF-α; β-blockers
        = COVID-19 AND patients' AND IL-6, AND TNF-α; AND β-blockers (any field, all forms)
    R&D of AT&T
        plain R&D of AT&T
        = R&D AND of AND AT&T (any field, all forms)
        ampersand-in-word `R&D`: `R&D` was read as one word; put spaces around the `&` to mean AND
        ampersand-in-word `AT&T`: `AT&T` was read as one word; put spaces around the `&` to mean AND
    HLA-B*27 arthritis
        plain HLA-B*27 arthritis
        = HLA-B*27 AND arthritis (any field, all forms)
        star-in-word `HLA-B*27`: a `*` inside `HLA-B*27` stands for itself; it truncates at the end only
    "##);
}

#[test]
fn plain_queries_keep_words_as_written() {
    insta::assert_snapshot!(read_all(&[
        "10.1016/s0960-9822(00)00336-5 lung",
        "33514542 lung",
        "sleep - apnoea",
        "time: 10:30 #1",
        "zero\u{200b}width \u{202e}turned",
        "呼吸 衰竭",
    ]), @r##"
    10.1016/s0960-9822(00)00336-5 lung
        plain 10.1016/s0960-9822(00)00336-5 lung
        = 10.1016/s0960-9822(00)00336-5 AND lung (any field, all forms)
    33514542 lung
        plain 33514542 lung
        = 33514542 AND lung (any field, all forms)
    sleep - apnoea
        plain sleep apnoea
        = sleep AND apnoea (any field, all forms)
        dropped `-`: `-` holds no letter or digit and was left out
    time: 10:30 #1
        plain time: 10:30 #1
        = time: AND 10:30 AND #1 (any field, all forms)
    zerowidth turned
        plain zerowidth turned
        = zerowidth AND turned (any field, all forms)
    呼吸 衰竭
        plain 呼吸 衰竭
        = 呼吸 AND 衰竭 (any field, all forms)
    "##);
}

#[test]
fn chains_of_operators() {
    insta::assert_snapshot!(read_all(&[
        "a AND b",
        "a AND b AND c",
        "a OR b OR c",
        "a NOT b",
        "a NOT b NOT c",
        "a & b | c",
        "a && b || c",
        "a|b",
        "a& b",
    ]), @r##"
    a AND b
        (& a b)
    a AND b AND c
        (& a b c)
    a OR b OR c
        (| a b c)
    a NOT b
        (! a b)
    a NOT b NOT c
        (! (! a b) c)
        = (a NOT b) NOT c
    a & b | c
        (| (& a b) c)
        = (a AND b) OR c
        mixed-operators `|`: OR and AND or NOT without parentheses were read from left to right
    a && b || c
        (| (& a b) c)
        = (a AND b) OR c
        mixed-operators `||`: OR and AND or NOT without parentheses were read from left to right
    a|b
        (| a b)
        = a OR b
    a& b
        (& a b)
        = a AND b
    "##);
}

#[test]
fn precedence() {
    insta::assert_snapshot!(read_all(&[
        "a OR b AND c",
        "a AND b OR c",
        "a AND b NOT c",
        "a OR (b AND c)",
        "(a OR b) (c OR d)",
        "a AND (b AND (c AND d))",
        "((a))",
    ]), @r##"
    a OR b AND c
        (& (| a b) c)
        = (a OR b) AND c
        mixed-operators `AND`: OR and AND or NOT without parentheses were read from left to right
    a AND b OR c
        (| (& a b) c)
        = (a AND b) OR c
        mixed-operators `OR`: OR and AND or NOT without parentheses were read from left to right
    a AND b NOT c
        (! (& a b) c)
        = (a AND b) NOT c
    a OR (b AND c)
        (| a (& b c))
    (a OR b) (c OR d)
        (& (| a b) (| c d))
        = (a OR b) AND (c OR d)
    a AND (b AND (c AND d))
        (& a b c d)
        = a AND b AND c AND d
    ((a))
        plain a
        = a (any field, all forms)
    "##);
}

#[test]
fn words_side_by_side() {
    insta::assert_snapshot!(read_all(&[
        "a OR b c",
        "b c OR a",
        "heart failure AND x",
    ]), @r##"
    a OR b c
        (| a (& b c))
        = a OR (b c)
        mixed-operators `b c`: words side by side were read together, as if in parentheses with AND
    b c OR a
        (| (& b c) a)
        = (b c) OR a
        mixed-operators `b c`: words side by side were read together, as if in parentheses with AND
    heart failure AND x
        (& heart failure x)
    "##);
}

#[test]
fn operators_in_odd_places() {
    insta::assert_snapshot!(read_all(&[
        "a AND NOT b",
        "a NOT (b OR c)",
        "(a)AND(b)",
        "NAD(P)H",
        "a and (b)",
        "a AND ; b",
        "(a NOT b) OR c",
    ]), @r##"
    a AND NOT b
        (! a b)
        = a NOT b
        and-not `AND NOT`: AND NOT was read as NOT
    a NOT (b OR c)
        (! a (| b c))
    (a)AND(b)
        (& a b)
        = a AND b
    NAD(P)H
        plain NAD P H
        = NAD AND P AND H (any field, all forms)
    a and (b)
        plain a and b
        = a AND and AND b (any field, all forms)
    a AND ; b
        (& a b)
        = a AND b
        dropped `;`: `;` holds no letter or digit and was left out
    (a NOT b) OR c
        (| (! a b) c)
    "##);
}

#[test]
fn spans_are_those_of_the_text() {
    let text = "(“heart”[ti] OR lung) NOT résumé fin*[ab] AND 2019:2020[dp]";
    let query = parse(text).unwrap();
    let crate::query::QueryKind::Boolean(root) = &query.kind else { panic!("plain") };
    let spans: Vec<&str> = root.walk().map(|node| &text[node.span()]).collect();
    insta::assert_snapshot!(spans.join("\n"), @r##"
    “heart”[ti] OR lung) NOT résumé fin*[ab] AND 2019:2020[dp]
    “heart”[ti] OR lung) NOT résumé fin*[ab]
    “heart”[ti] OR lung
    “heart”[ti]
    lung
    résumé fin*[ab]
    2019:2020[dp]
    "##);
}

#[test]
fn positive_terms_are_those_kept() {
    let positive = |text: &str| {
        let query = parse(text).unwrap();
        query.positive().map(|term| super::term_tree(&term)).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(positive("a NOT (b OR c) AND \"d e\"[ti]"), "a \"d e\"@ti");
    assert_eq!(positive("(a OR (b NOT (c NOT d))) AND 2020[dp]"), "a b");
    assert_eq!(positive("refractory hypoxemia"), "refractory hypoxemia");
}
