//! What texts are read as: the tree, the interpretation (where it differs from the text), the notes.

use super::tree;
use crate::query::parse;

/// Every text with how it is read.
fn read_all(texts: &[&str]) -> String {
    let mut out = String::new();
    for text in texts {
        let query = parse(text).unwrap_or_else(|error| panic!("{}", error.report(text)));
        out += &format!(
            "{}\n    {}\n",
            text.replace('\t', "\\t")
                .replace('\n', "\\n")
                .replace('\u{200b}', "\\u{200b}")
                .replace('\u{202e}', "\\u{202e}"),
            tree(&query)
        );
        let interpretation = query.interpretation();
        if interpretation != *text {
            out += &format!("    = {interpretation}\n");
        }
        for note in &query.notes {
            out += &format!("    {} `{}`: {}\n", note.kind.name(), &text[note.span.clone()], note.message);
        }
    }
    out
}

#[test]
fn plain_queries() {
    insta::assert_snapshot!(read_all(&[
        "hypoxemia",
        "refractory hypoxemia",
        "  refractory\t hypoxemia\n",
        "heart and lung or not",
        "COVID-19 patients' IL-6, TNF-α; β-blockers",
        "R&D of AT&T",
        "HLA-B*27 arthritis",
        "10.1016/s0960-9822(00)00336-5",
        "33514542 33514543",
        "sleep - apnoea",
        "time: 10:30 #1",
        "zero\u{200b}width \u{202e}turned",
        "呼吸 衰竭",
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
    10.1016/s0960-9822(00)00336-5
        plain 10.1016/s0960-9822(00)00336-5
        = 10.1016/s0960-9822(00)00336-5 (any field, all forms)
    33514542 33514543
        plain 33514542 33514543
        = 33514542 AND 33514543 (any field, all forms)
    sleep - apnoea
        plain sleep apnoea
        = sleep AND apnoea (any field, all forms)
        dropped `-`: `-` holds no letter or digit and was left out
    time: 10:30 #1
        plain time: 10:30 #1
        = time: AND 10:30 AND #1 (any field, all forms)
    zero\u{200b}width \u{202e}turned
        plain zero width turned
        = zero AND width AND turned (any field, all forms)
    呼吸 衰竭
        plain 呼吸 衰竭
        = 呼吸 AND 衰竭 (any field, all forms)
    "##);
}

#[test]
fn operators() {
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
        "a OR b AND c",
        "a AND b OR c",
        "a AND b NOT c",
        "a OR (b AND c)",
        "(a OR b) (c OR d)",
        "a AND (b AND (c AND d))",
        "((a))",
        "a OR b c",
        "b c OR a",
        "heart failure AND x",
        "a AND NOT b",
        "a NOT (b OR c)",
        "(a)AND(b)",
        "NAD(P)H",
        "a and (b)",
        "a AND ; b",
        "(a NOT b) OR c",
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
        a
        = (a)
    a OR b c
        (| a (& b c))
        = a OR (b AND c)
        mixed-operators `b c`: words side by side were read together, as if in parentheses with AND
    b c OR a
        (| (& b c) a)
        = (b AND c) OR a
        mixed-operators `b c`: words side by side were read together, as if in parentheses with AND
    heart failure AND x
        (& heart failure x)
        = heart AND failure AND x
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
        (& NAD P H)
        = NAD AND P AND H
        parenthesis-in-word `(`: a parenthesis inside a word groups; put the word between quotes to search it as written
    a and (b)
        (& a and b)
        = a AND and AND b
        lower-case-operator `and`: `and` is a word here; operators are in upper case
    a AND ; b
        (& a b)
        = a AND b
        dropped `;`: `;` holds no letter or digit and was left out
    (a NOT b) OR c
        (| (! a b) c)
    "##);
}

#[test]
fn terms_and_tags() {
    insta::assert_snapshot!(read_all(&[
        "\"heart attack\"",
        "“heart attack” AND \"lung”",
        "hypox*",
        "hypox*, ischem*;",
        "wom*n AND x",
        "HLA-B*27*",
        "\"hypox* failure\"",
        "\"acute hypox*\"[tiab]",
        "\"heart - lung\"",
        "\"a (b) [c] AND d\"",
        "hypoxia[ti]",
        "hypoxia [ Title / Abstract ]",
        "hypoxia[TIAB] lung[MeSH Terms]",
        "hypoxia[mesh:terms]",
        "heart attack[tiab]",
        "a AND heart attack[tiab] b",
        "resp* failure[ti] OR x[ab]",
        "smith j[au] AND \"N Engl J\"[ta]",
        "review[pt] AND english[la]",
        "hypoxia[all]",
        "(heart OR \"lung failure\" OR x[ab])[ti]",
        "(heart attack)[ti]",
        "\"smith 2019\"[ref]",
        "covid-19[ti]",
        "heart \"lung\"[ti] kidney",
        "a & b[ti]",
        "\"[18F]FDG\" AND PET",
    ]), @r##"
    "heart attack"
        "heart attack"
    “heart attack” AND "lung”
        (& "heart attack" "lung")
        = "heart attack" AND "lung"
    hypox*
        hypox*
    hypox*, ischem*;
        (& hypox* ischem*)
        = hypox* AND ischem*
    wom*n AND x
        (& wom*n x)
        star-in-word `wom*n`: a `*` inside `wom*n` stands for itself; it truncates at the end only
    HLA-B*27*
        HLA-B*27*
        star-in-word `HLA-B*27*`: a `*` inside `HLA-B*27*` stands for itself; it truncates at the end only
    "hypox* failure"
        "hypox* failure"
    "acute hypox*"[tiab]
        "acute hypox*"@tiab
    "heart - lung"
        "heart lung"
        = "heart lung"
        dropped `-`: `-` holds no letter or digit and was left out
    "a (b) [c] AND d"
        "a (b) [c] AND d"
    hypoxia[ti]
        hypoxia@ti
    hypoxia [ Title / Abstract ]
        hypoxia@tiab
        = hypoxia[tiab]
    hypoxia[TIAB] lung[MeSH Terms]
        (& hypoxia@tiab lung@mh)
        = hypoxia[tiab] AND lung[mh]
    hypoxia[mesh:terms]
        hypoxia@mh
        = hypoxia[mh]
    heart attack[tiab]
        <heart attack>@tiab
        words-as-phrase `heart attack[tiab]`: the words before [tiab] were read as one phrase
    a AND heart attack[tiab] b
        (& a <heart attack>@tiab b)
        = a AND heart attack[tiab] AND b
        words-as-phrase `heart attack[tiab]`: the words before [tiab] were read as one phrase
    resp* failure[ti] OR x[ab]
        (| <resp* failure>@ti x@ab)
        words-as-phrase `resp* failure[ti]`: the words before [ti] were read as one phrase
    smith j[au] AND "N Engl J"[ta]
        (& <smith j>@au "N Engl J"@ta)
    review[pt] AND english[la]
        (& review@pt english@la)
    hypoxia[all]
        hypoxia@all
    (heart OR "lung failure" OR x[ab])[ti]
        (| heart@ti "lung failure"@ti x@ab)
        = heart[ti] OR "lung failure"[ti] OR x[ab]
        tag-on-group `[ti]`: [ti] after parentheses was given to each term inside that has no tag
    (heart attack)[ti]
        (& heart@ti attack@ti)
        = heart[ti] AND attack[ti]
        tag-on-group `[ti]`: [ti] after parentheses was given to each term inside that has no tag
    "smith 2019"[ref]
        "smith 2019"@ref
    covid-19[ti]
        covid-19@ti
    heart "lung"[ti] kidney
        (& heart "lung"@ti kidney)
        = heart AND "lung"[ti] AND kidney
    a & b[ti]
        (& a b@ti)
        = a AND b[ti]
    "[18F]FDG" AND PET
        (& "[18F]FDG" PET)
    "##);
}

#[test]
fn dates() {
    insta::assert_snapshot!(read_all(&[
        "2020[dp]",
        "2020/03[dp]",
        "2020/3/5[pdat]",
        "2020-03-05[dp]",
        "2019:2022[dp]",
        "2019 : 2022[dp]",
        "2019: 2022[dp]",
        "2019 :2022[dp]",
        "2019/05:2020/02/15[dp]",
        "\"2019/01/01\"[dp] : \"2020\"[dp]",
        "\"2019\":\"2020\"[dp]",
        "2019[dp]:2020[dp]",
        "(\"2010/01/01\"[Date - Publication] : \"3000\"[Date - Publication])",
        "2019:[dp]",
        ":2022[dp]",
        "2019:present[dp]",
        "2020:2020/05[dp]",
        "sepsis 2019:2022[dp]",
        "a OR sepsis 2020[dp]",
        "(2019 OR 2021)[dp]",
        "sepsis AND 2020[dp] : x",
    ]), @r##"
    2020[dp]
        [2020..2020]
    2020/03[dp]
        [2020-03..2020-03]
    2020/3/5[pdat]
        [2020-03-05..2020-03-05]
        = 2020/03/05[dp]
    2020-03-05[dp]
        [2020-03-05..2020-03-05]
        = 2020/03/05[dp]
    2019:2022[dp]
        [2019..2022]
    2019 : 2022[dp]
        [2019..2022]
        = 2019:2022[dp]
    2019: 2022[dp]
        [2019..2022]
        = 2019:2022[dp]
    2019 :2022[dp]
        [2019..2022]
        = 2019:2022[dp]
    2019/05:2020/02/15[dp]
        [2019-05..2020-02-15]
    "2019/01/01"[dp] : "2020"[dp]
        [2019-01-01..2020]
        = 2019/01/01:2020[dp]
    "2019":"2020"[dp]
        [2019..2020]
        = 2019:2020[dp]
    2019[dp]:2020[dp]
        [2019..2020]
        = 2019:2020[dp]
    ("2010/01/01"[Date - Publication] : "3000"[Date - Publication])
        [2010-01-01..]
        = 2010/01/01:[dp]
        open-end `2010/01/01"[Date - Publication] : "3000`: the end of this range was read as open
    2019:[dp]
        [2019..]
    :2022[dp]
        [..2022]
    2019:present[dp]
        [2019..]
        = 2019:[dp]
        open-end `2019:present`: the end of this range was read as open
    2020:2020/05[dp]
        [2020..2020-05]
    sepsis 2019:2022[dp]
        (& sepsis [2019..2022])
        = sepsis AND 2019:2022[dp]
        words-before-value `sepsis`: these words do not belong to [dp] and were read on their own
    a OR sepsis 2020[dp]
        (& (| a sepsis) [2020..2020])
        = (a OR sepsis) AND 2020[dp]
        words-before-value `sepsis`: these words do not belong to [dp] and were read on their own
        mixed-operators `2020[dp]`: OR and AND or NOT without parentheses were read from left to right
    (2019 OR 2021)[dp]
        (| [2019..2019] [2021..2021])
        = 2019[dp] OR 2021[dp]
        tag-on-group `[dp]`: [dp] after parentheses was given to each term inside that has no tag
    sepsis AND 2020[dp] : x
        (& sepsis [2020..2020] x)
        = sepsis AND 2020[dp] AND x
        dropped `:`: `:` holds no letter or digit and was left out
    "##);
}

#[test]
fn identifiers() {
    insta::assert_snapshot!(read_all(&[
        "33514542[pmid]",
        "33514542 33514543[uid]",
        "sepsis 33514542[pmid]",
        "pmid:0033514542[pmid]",
        "(1 OR 2)[pmid]",
        "(1 2)[pmid]",
        "10.1016/s0960-9822(00)00336-5[doi]",
        "(10.1016/S0960-9822(00)00336-5[doi])",
        "https://doi.org/10.1890/0012-9658(2006)87[1:ABC]2.0.CO;2[doi] AND x",
        "\"10.1000/xyz[1]\"[doi]",
        "10.1000/a&b[doi] 10.1000/abc.[doi]",
    ]), @r##"
    33514542[pmid]
        33514542@pmid
    33514542 33514543[uid]
        (| 33514542@pmid 33514543@pmid)
        = 33514542[pmid] OR 33514543[pmid]
        identifiers-in-row `33514542 33514543[uid]`: identifiers in a row were read as alternatives (OR)
    sepsis 33514542[pmid]
        (& sepsis 33514542@pmid)
        = sepsis AND 33514542[pmid]
        words-before-value `sepsis`: these words do not belong to [pmid] and were read on their own
    pmid:0033514542[pmid]
        33514542@pmid
        = 33514542[pmid]
    (1 OR 2)[pmid]
        (| 1@pmid 2@pmid)
        = 1[pmid] OR 2[pmid]
        tag-on-group `[pmid]`: [pmid] after parentheses was given to each term inside that has no tag
    (1 2)[pmid]
        (& 1@pmid 2@pmid)
        = 1[pmid] AND 2[pmid]
        tag-on-group `[pmid]`: [pmid] after parentheses was given to each term inside that has no tag
    10.1016/s0960-9822(00)00336-5[doi]
        10.1016/s0960-9822(00)00336-5@doi
    (10.1016/S0960-9822(00)00336-5[doi])
        10.1016/s0960-9822(00)00336-5@doi
        = 10.1016/s0960-9822(00)00336-5[doi]
    https://doi.org/10.1890/0012-9658(2006)87[1:ABC]2.0.CO;2[doi] AND x
        (& 10.1890/0012-9658(2006)87[1:abc]2.0.co;2@doi x)
        = 10.1890/0012-9658(2006)87[1:abc]2.0.co;2[doi] AND x
    "10.1000/xyz[1]"[doi]
        10.1000/xyz[1]@doi
    10.1000/a&b[doi] 10.1000/abc.[doi]
        (& 10.1000/a&b@doi 10.1000/abc@doi)
        = 10.1000/a&b[doi] AND 10.1000/abc[doi]
        ampersand-in-word `10.1000/a&b`: `10.1000/a&b` was read as one word; put spaces around the `&` to mean AND
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
