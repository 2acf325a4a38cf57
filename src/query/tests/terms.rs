//! What single terms are read as: phrases, truncation, tags, dates, identifiers among words.

use super::parse;
use super::read_all;
use crate::model::Field;
use crate::query::{Node, QueryKind};

#[test]
fn phrases_and_truncation() {
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
    "##);
}

#[test]
fn tags() {
    insta::assert_snapshot!(read_all(&[
        "hypoxia[ti]",
        "hypoxia [ Title / Abstract ]",
        "hypoxia[TIAB] lung[MeSH Terms]",
        "hypoxia[mesh:terms]",
        "heart attack[tiab]",
        "a AND heart attack[tiab] b",
        "resp* failure[ti] OR x[ab]",
        "smith j[au] AND \"N Engl J\"[ta]",
        "review[pt] AND english[la]",
    ]), @r##"
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
    "##);
}

#[test]
fn tags_on_groups_and_beside_phrases() {
    insta::assert_snapshot!(read_all(&[
        "hypoxia[all]",
        "(heart OR \"lung failure\" OR x[ab])[ti]",
        "(heart attack)[ti]",
        "\"smith 2019\"[ref]",
        "covid-19[ti]",
        "heart \"lung\"[ti] kidney",
        "a & b[ti]",
        "\"[18F]FDG\" AND PET",
    ]), @r##"
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
    "##);
}

#[test]
fn ranges_of_tagged_dates() {
    insta::assert_snapshot!(read_all(&[
        "\"2019/01/01\"[dp] : \"2020\"[dp]",
        "\"2019\":\"2020\"[dp]",
        "2019[dp]:2020[dp]",
        "(\"2010/01/01\"[Date - Publication] : \"3000\"[Date - Publication])",
    ]), @r##"
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
        open-end `2010/01/01"[Date - Publication] : "3000`: an end of this range was read as open
    "##);
}

#[test]
fn open_ranges() {
    insta::assert_snapshot!(read_all(&[
        "2019:[dp]",
        ":2022[dp]",
        "2019:present[dp]",
        "2020:2020/05[dp]",
    ]), @r##"
    2019:[dp]
        [2019..]
    :2022[dp]
        [..2022]
    2019:present[dp]
        [2019..]
        = 2019:[dp]
        open-end `2019:present`: an end of this range was read as open
    2020:2020/05[dp]
        [2020..2020-05]
    "##);
}

#[test]
fn dates_beside_words() {
    insta::assert_snapshot!(read_all(&[
        "sepsis 2019:2022[dp]",
        "a OR sepsis 2020[dp]",
        "(2019 OR 2021)[dp]",
        "sepsis AND 2020[dp] : x",
    ]), @r##"
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
        "10.1000/a(b)c(x OR y)",
        "10.1000/a(b)c(x*)",
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
    10.1000/a(b)c(x OR y)
        (& 10.1000/a(b)c@doi (| x y))
        = 10.1000/a(b)c[doi] AND (x OR y)
        identifier `10.1000/a(b)c`: `10.1000/a(b)c` was read as a DOI; tag it [all] to search for it as text
        parenthesis-in-word `(`: a parenthesis inside a word groups; put the word between quotes to search it as written
    10.1000/a(b)c(x*)
        (& 10.1000/a(b)c@doi x*)
        = 10.1000/a(b)c[doi] AND x*
        identifier `10.1000/a(b)c`: `10.1000/a(b)c` was read as a DOI; tag it [all] to search for it as text
        parenthesis-in-word `(`: a parenthesis inside a word groups; put the word between quotes to search it as written
    "##);
}

#[test]
fn every_name_of_the_catalogue_is_a_tag() {
    for field in Field::every() {
        let value = match field {
            field if field.is_date() => "2020",
            Field::Pmid => "12",
            Field::Doi => "10.1000/x",
            _ => "x",
        };
        for name in field.names() {
            let query = parse(&format!("{value}[{}]", name.to_uppercase().replace('/', " / "))).unwrap();
            let QueryKind::Boolean(node) = &query.kind else { panic!("{name} is no tag") };
            let found = match node {
                Node::Term(term) => Some(term.field),
                Node::Dates(dates) => Some(dates.field),
                _ => None,
            };
            assert_eq!(found, Some(field), "{name}");
        }
    }
}

#[test]
fn headings_alone_and_words_near_each_other() {
    insta::assert_snapshot!(read_all(&[
        "sepsis[mh:noexp]",
        "\"Lung Injury/therapy\" [ MAJR:NoExp ]",
        "su[sh] OR drug therapy[Subheading]",
        "\"lung injury\"[tiab:~3]",
        "lung inj*[ Title/Abstract : ~0 ]",
    ]), @r#"
    sepsis[mh:noexp]
        sepsis@mhNotExploded
    "Lung Injury/therapy" [ MAJR:NoExp ]
        "Lung Injury/therapy"@majrNotExploded
        = "Lung Injury/therapy"[majr:noexp]
    su[sh] OR drug therapy[Subheading]
        (| su@sh <drug therapy>@sh)
        = su[sh] OR drug therapy[sh]
    "lung injury"[tiab:~3]
        "lung injury"@tiabNear(3)
    lung inj*[ Title/Abstract : ~0 ]
        <lung inj*>@tiabNear(0)
        = lung inj*[tiab:~0]
    "#);
}
