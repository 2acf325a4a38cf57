//! Whatever is cut from or changed in an entry, it costs no more than itself, and what is told is located.
//!
//! They must not know any other format.

use std::fs;

use proptest::prelude::*;

use super::super::tests::cases::cases;
use super::super::tests::{kinds, read_all};
use super::super::{Format, Problem, ProblemKind, Summary};
use super::tex::{Mode, plain, text};
use crate::model::Article;

fn read(text: &str) -> (Summary, Vec<Article>, Vec<Problem>) {
    let (summary, articles, problems, _) = read_all(text.as_bytes());
    (summary, articles, problems)
}

#[test]
fn entries_are_told_from_what_looks_like_them() {
    for (text, is_bibtex) in [
        ("@article{a, title = {x}}", true),
        ("text\n\n  @Misc( key ,\n  title = \"x\"", true),
        ("@string{a = \"b\"}", true),
        ("@article{\n  title = {x}}", true),
        ("@media screen, print {\n  color: red;\n}", false),
        ("@Test(expected = Fault.class)\npublic void x() {}", false),
        ("Mail me@example.org {title = {x}}", false),
        ("<html>\n@article{a, title = {x}}", false),
    ] {
        assert_eq!(read(text).0.format == Some(Format::Bibtex), is_bibtex, "{text}");
    }
}

#[test]
fn a_malformed_entry_costs_only_itself() {
    let sound = |key: &str| format!("@article{{{key}, title = {{Title {key}}}, year = {{2000}}}}\n");
    for broken in [
        "@article{x, title = {never closed, year = {2000}}\n",
        "@article{x, title = \"never closed, year = {2000}}\n",
        "@article{x, title = {one too many}}}}}, year = {2000}}\n",
        "@article{x title {nothing right}}\n",
        "@article(x, title = {never closed}\n",
        "@article{\n",
        "@\n@{\n@article\n",
        "@comment{never closed\n",
        "@string{never closed\n",
        "@preamble{\"never closed\n",
        "article{x, title = {no at},\n year = 2000}\n",
    ] {
        let text = format!("{}{broken}{}{broken}{}", sound("a"), sound("b"), sound("c"));
        let (_, articles, _) = read(&text);
        let titles: Vec<&str> = articles.iter().map(|article| article.title.as_str()).collect();
        for title in ["Title a", "Title b", "Title c"] {
            assert!(titles.contains(&title), "{broken}: {titles:?}");
        }
    }
}

#[test]
fn strings_and_parents_cannot_run_away() {
    let level = |level: u32| {
        let before = format!("a{}", level - 1);
        format!("@string{{a{level} = {before} # {before} # {before} # {before}}}\n")
    };
    let bomb: Vec<String> =
        ["@string{a0 = {xxxxxxxxxx}}\n".to_owned()].into_iter().chain((1..40).map(level)).collect();
    let entry = "@string{self = self # self}\n@article{k, title = a39, note = self}";
    let (_, articles, problems) = read(&(bomb.concat() + entry));
    assert_eq!(articles.len(), 1);
    assert!(kinds(&problems).contains(&ProblemKind::TooLarge));
    let book = |n: u32| format!("@book{{b{n}, title = {{T{n}}}, crossref = {{b{}}}}}\n", (n + 1) % 5_000);
    let chain = (0..5_000).map(book).collect::<Vec<_>>().concat();
    assert_eq!(read(&chain).1.len(), 5_000);
}

#[test]
fn long_and_deep_input_takes_no_more_than_linear_time() {
    for (start, piece, end) in [
        ("@article{k, title = {", "{", ""),
        ("@article{k, title = {", "\\'{", "}}"),
        ("@article{k, ", "a={\n", ""),
        ("@article{k, ", "a=\"\n", ""),
        ("@article{k, a = {x} ", "\n", "}"),
        ("@article{k, title = {", "@", "}}"),
        ("@article{k, author = {", "A and ", "}}"),
        ("@article{k, author = {", "\\v ", "}}"),
        ("@article{k, keywords = {", "a,", "}}"),
        ("@article{k, title = {x}}", "\n", "@a{b,c={d}}"),
        ("@article{k, title = {x}}", "@", ""),
        ("@article{k, title = {x}}", "\n@comment{", ""),
        ("@article{k, title = {x}}", "},a={x}", "}"),
        ("@article{k, issn = {", "1234-5678 ", "}}"),
        ("@article{k, title = x", " # x", "}"),
    ] {
        read(&format!("{start}{}{end}", piece.repeat(100_000)));
    }
}

#[test]
fn tex_becomes_text() {
    for (tex, plain) in [
        (
            r#"L\"osung, {\"O}l, \'{\i}, \'\i, {\v c}, \c{C}, \k a, \.{z}, \~{}x"#,
            "Lösung, Öl, í, í, č, Ç, ą, ż, ~x",
        ),
        (r"{\O}rsted \O rsted stra{\ss}e \ae\L{}\aa", "Ørsted Ørsted straße æŁå"),
        (r"a -- b --- c ``d'' e~f g\,h", "a – b — c “d” e f g h"),
        (
            r"$10^{5}$ cells, Ca$^{2+}$, H$_2$O, $x_2^3$, m\textsuperscript{2}",
            "10^5 cells, Ca2+, H2O, x23, m2",
        ),
        (
            r"$\alpha$-actinin, \ensuremath{\beta}, $\frac{1}{2}$, $\frac{a+b}{c}$",
            "α-actinin, β, 1/2, (a+b)/c",
        ),
        (r"it cost $5 then, and $10 now, 5\% more", "it cost $5 then, and $10 now, 5% more"),
        (r"\emph{in vivo} {NASA} \textcolor{red}{hot} \mkbibquote{so}", "in vivo NASA hot “so”"),
        (
            r"see \href{http://a.b/c_d}{the page} or \url{http://e.f/g\_h}",
            "see the page (http://a.b/c_d) or http://e.f/g_h",
        ),
        (r"\foo{kept} \bar\nosuch stays", r"kept \̄nosuch stays"),
        (r"unclosed {brace and \textbf{two", "unclosed brace and two"),
        (r"closed} too \", "closed too \\"),
    ] {
        assert_eq!(text(tex), plain, "{tex}");
    }
    assert_eq!(plain(r"x \nosuch y", Mode::Text), ("x \\nosuch y".to_owned(), Some("nosuch".to_owned())));
}

#[test]
fn an_address_is_only_unescaped() {
    for (tex, address) in [
        (r"http://a.b/{\textasciitilde}c/d--e\_f\%20{\&}g", "http://a.b/~c/d--e_f%20&g"),
        (r"http://a.b/$\sim$c~d``e", "http://a.b/~c~d``e"),
        (r"\url{http://a.b/c}", "http://a.b/c"),
        (
            r"10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2",
            "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2",
        ),
    ] {
        assert_eq!(plain(tex, Mode::Verbatim).0, address);
    }
}

#[test]
fn hostile_tex_costs_no_more_than_long_tex() {
    for piece in
        ["\\v", "\\'{", "{a}", "\\url{", "\\(", "$", "\\frac", "\\href{a}", "^", "$x^", "\\\\", "{", "}"]
    {
        let tex = piece.repeat(200_000);
        text(&tex);
        text(&format!("{tex}{}", "}".repeat(200_000)));
    }
}

proptest! {
    #[test]
    fn no_change_does_harm(
        case in any::<prop::sample::Index>(),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0..40_usize), 0..4),
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
    ) {
        let cases: Vec<_> = cases().into_iter().filter(|(format, _)| format == "bibtex").collect();
        let mut bytes = fs::read(&case.get(&cases).1).unwrap();
        for (at, length) in cuts {
            let at = at.index(bytes.len());
            bytes.drain(at..(at + length).min(bytes.len() - 1));
        }
        for (at, byte) in flips {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let (summary, _, problems, _) = read_all(&bytes);
        for problem in problems.iter().filter(|_| summary.format == Some(Format::Bibtex)) {
            let placed = problem.place.line.or(problem.place.byte).or(problem.place.record).is_some();
            // An encoding is of the whole file.
            prop_assert!(placed || problem.kind == ProblemKind::Encoding, "{problem}");
        }
    }
}
