//! What queries of every notation become in the others, and what is said of it.

use std::fmt::Write as _;

use crate::query::{LossLevel, Query, Strategy, Syntax, Translation};
use crate::vocabulary::Vocabulary;

fn shown(made: &Translation, to: Syntax, out: &mut String) {
    let _ = writeln!(out, "    {:8} {}", to.name(), made.text.as_deref().unwrap_or("-"));
    for loss in &made.losses {
        let _ = writeln!(out, "             {}: {}", loss.level.name(), loss.message);
    }
}

/// Each text with what it becomes in the other notations.
fn translated(syntax: Syntax, texts: &[&str]) -> String {
    let mesh = Vocabulary::shipped();
    let mut out = String::new();
    for text in texts {
        let query = Query::parse_as(text, syntax).unwrap_or_else(|error| panic!("{}", error.report(text)));
        let _ = writeln!(out, "{text}");
        for to in [Syntax::PubMed, Syntax::Ovid, Syntax::Cochrane].into_iter().filter(|to| *to != syntax) {
            shown(&query.translate(to, &mesh), to, &mut out);
        }
    }
    out
}

#[test]
fn from_pubmed() {
    insta::assert_snapshot!(translated(
        Syntax::PubMed,
        &[
            "sepsis[tiab]",
            "septic shock*[tiab] OR \"lung injury\"[ti]",
            "sepsis[tw] AND sepsis[ot]",
            "sepsis AND \"septic shock\"",
            "\"lung injury\"[tiab:~3]",
            "\"acute lung injury\"[ti:~1]",
            "\"a b c d\"[ti:~1]",
            "\"covid 19 severe\"[tiab:~2]",
            "cancer[mh] OR \"cancer\"[mh] OR neoplasms/su[majr] OR lung*[mh]",
            "sepsis[mh:noexp] NOT (animals[mh:noexp] NOT humans[mh:noexp])",
            "drug therapy[sh] OR history[sh]",
            "review[pt] OR \"Case Reports\"[pt]",
            "smith j[au] OR anna smith[au] OR \"smith j\"[au] OR o brien[au] OR smith j[1au]",
            "2019[dp] OR 2019/02:2020[edat] OR :2020[ppdat]",
            "33514542[pmid] OR 10.1000/182[aid] OR 7505876[jid] OR eng[la] OR hasabstract",
            "sepsis[ref] OR 10.1000/182[cites]",
            "oxygen[nm] AND nature[ta] AND boston[ad]",
            "refractory hypoxemia",
        ]
    ));
}

#[test]
fn from_ovid() {
    insta::assert_snapshot!(translated(
        Syntax::Ovid,
        &[
            "sepsis.ti,ab,kf. or sepsis.ti,ab. or sepsis.mp. or sepsis.af.",
            "(septic shock or sepsis$).ti,kf.",
            "sepsis.hw. or oxygen.nm. or titel.ot. or sepsis.ab.",
            "((lung or pulmonary) adj (injury or damage)).ti.",
            "((lung or pulmonary) adj3 injur$).ti,ab,kf.",
            "(lung adj3 acute injury).ti.",
            "((lung adj2 injury) adj3 acute).ti.",
            "(lung adj3 injury).mp. or (lung adj3 injury).hw.",
            "wom#n.ti. or dog$1.ti. or p?ediatric$.ti. or hypox$3.ti. or c#l#r.ti.",
            "(covid or sars) adj3 19.ti.",
            "exp Sepsis/ or Sepsis/dt,th or *Sepsis/ or exp *Sepsis/su",
            "dt.fs. or sepsis.rn. or review.pt. or exp \"Review [publication type]\"/",
            "smith j.au. or smith j$.au. or english.lg.",
            "2019.yr. or \"2001-2005\".dp. or 20190131.dt.",
        ]
    ));
}

#[test]
fn from_cochrane() {
    insta::assert_snapshot!(translated(
        Syntax::Cochrane,
        &[
            "sepsis:ti,ab,kw or sepsis:kw or sepsis",
            "(septic NEXT shock*):ti and (lung NEAR/3 injur*):ti",
            "(heart NEXT/3 failure):ti",
            "wom?n:ti or t*mor:ti",
            "[mh Sepsis] not [mh ^\"Heart Failure\"/DT]",
            "[mh /TH] or smith:au or review:pt or archives:so",
        ]
    ));
}

#[test]
fn lines_stay_lines() {
    let mesh = Vocabulary::shipped();
    let text = "1. exp Sepsis/\n2. sepsis.ti,ab,kf.\n3. shock.nj.\n4. or/1-2\n5. 1 or 2 or 4\n6. 3 and 4\n7. limit 4 to yr=\"2005 -Current\"\n8. (4 not 2) and english.lg.\n9. or/1-2,4";
    let strategy = Strategy::parse(text).unwrap();
    let mut out = String::new();
    for to in [Syntax::PubMed, Syntax::Ovid, Syntax::Cochrane] {
        for (at, made) in strategy.translate(to, &mesh).iter().enumerate() {
            let _ = write!(out, "{}", at + 1);
            shown(made, to, &mut out);
        }
    }
    insta::assert_snapshot!(out);
}

/// A field given to lines is given to what they search for: there the lines are written out.
#[test]
fn lines_that_get_a_field_are_written_out() {
    let mesh = Vocabulary::shipped();
    let strategy = Strategy::parse_as("sepsis OR shock\n(#1)[ti]\n#1 AND #2", Syntax::PubMed).unwrap();
    let texts: Vec<_> =
        strategy.translate(Syntax::Ovid, &mesh).into_iter().map(|line| line.text.unwrap()).collect();
    assert_eq!(texts, ["(sepsis or shock).af.", "(sepsis or shock).ti.", "1 and 2"]);
}

#[test]
fn what_a_not_takes_away_turns_more_into_less() {
    let mesh = Vocabulary::shipped();
    let level =
        |text: &str| Query::parse_as(text, Syntax::Ovid).unwrap().translate(Syntax::PubMed, &mesh).level();
    assert_eq!(level("a.ti. or b.ab."), Some(LossLevel::Wider));
    assert_eq!(level("a.ti. not b.ab."), Some(LossLevel::Narrower));
    assert_eq!(level("a.ab. not b.ab."), Some(LossLevel::Other));
    assert_eq!(level("a.ti. not (b.ti. not c.ab.)"), Some(LossLevel::Wider));
    let everything = Query::everything().translate(Syntax::Ovid, &mesh);
    assert_eq!((everything.level(), everything.is_exact()), (Some(LossLevel::Missing), false));
}

#[test]
fn nothing_grows_beyond_bounds() {
    let mesh = Vocabulary::shipped();
    let group = |letter: char| {
        let words: Vec<String> = (0..40).map(|number| format!("{letter}{number}x")).collect();
        format!("({})", words.join(" or "))
    };
    let text = format!("({} adj3 {} adj3 {}).ti,ab,kf.", group('a'), group('b'), group('c'));
    let made = Query::parse_as(&text, Syntax::Ovid).unwrap().translate(Syntax::PubMed, &mesh);
    assert_eq!(made.level(), Some(LossLevel::Wider));
    assert!(made.text.unwrap().len() < 3 * text.len());
}
