//! Where on a page its parts stand: by the classes and ids that themes and platforms give them, else by
//! their headings.
//!
//! It must not know what is done with a part.

use std::ops::Range;

use super::super::text::collapse;
use super::lines::text;
use super::tree::{Node, Tree, What};

/// A part of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Title,
    Subtitle,
    Authors,
    Abstract,
    Keywords,
    References,
    Cite,
    Licence,
    Doi,
    Issue,
    Galleys,
    Dates,
    Body,
}

/// A part, the classes and ids of its elements, and its headings in the languages journals use.
struct Marks {
    part: Part,
    /// Parted by spaces.
    classes: &'static str,
    /// In lower case, parted by `|`.
    headings: &'static str,
}

/// Elements about other articles, or about nothing.
const ELSEWHERE: &str = "obj_article_summary article-summary article_summary related-articles recommended-articles \
    similar-articles recommendations articlesBySimilarityList articlesBySameAuthorList pkp_block \
    sidebarRight sidebarLeft cookie-banner";

/// Elements that can hold a part; a heading holds only a title.
const HOLDERS: [&str; 11] =
    ["div", "section", "article", "p", "span", "ul", "ol", "dl", "dd", "td", "blockquote"];

/// A longer heading is none of these, nor one with so much markup.
const HEADING_MAX_CHARS: usize = 60;
const HEADING_MAX_BYTES: usize = 1_000;

const MARKS: [Marks; 13] = [
    Marks {
        part: Part::Title,
        classes: "page_title article-details-fulltitle article-page__title articleTitle \
            article-full-title",
        headings: "",
    },
    Marks { part: Part::Subtitle, classes: "subtitle article-page__subtitle", headings: "" },
    Marks {
        part: Part::Authors,
        classes: "authors authors-string article-details-authors authorString article-details__authors \
            article-authors author-list contributors",
        headings: "",
    },
    Marks {
        part: Part::Abstract,
        classes: "abstract articleAbstract article-details-abstract article-abstract article__abstract \
            abstractSection abstractInFull Abs1-content abstract-content art-abstract \
            article_abstract abstract-text hlFld-Abstract JournalAbstract",
        headings: "abstract|summary|abstrak|resumen|resumo|résumé|zusammenfassung|riassunto|özet|öz|\
            аннотация|резюме|анотація|چکیده|خلاصه|الملخص|ملخص|المستخلص|摘要|要旨|抄録|초록|sažetak|\
            streszczenie|abstrakt|samenvatting|összefoglalás",
    },
    Marks {
        part: Part::Keywords,
        classes: "keywords articleSubject article-details-keywords article-keywords article__keywords \
            kwd-group keyword-list c-article-subject-list hlFld-KeywordText art-keywords \
            keywordsSection",
        headings: "keywords|key words|keyword|kata kunci|palabras clave|palavras-chave|mots-clés|\
            mots clés|schlagworte|schlüsselwörter|parole chiave|anahtar kelimeler|ключевые слова|\
            ключові слова|واژه های کلیدی|واژه‌های کلیدی|کلیدواژه ها|کلیدواژه‌ها|کلمات کلیدی|\
            کلید واژه ها|الكلمات المفتاحية|الكلمات الدالة|关键词|關鍵詞|キーワード|키워드|ključne riječi|\
            słowa kluczowe|trefwoorden",
    },
    Marks {
        part: Part::References,
        classes: "references article-details-references articleCitations articleReferences \
            article-references references-list reference-list ref-list c-article-references \
            article__references citationsList article_references",
        headings: "references|reference|bibliography|literature cited|literature|works cited|referencias|\
            referencias bibliográficas|bibliografía|referências|referências bibliográficas|\
            références|bibliographie|literatur|riferimenti bibliografici|bibliografia|\
            daftar pustaka|referensi|kaynaklar|kaynakça|список литературы|литература|посилання|\
            منابع|مراجع|المراجع|参考文献|引用文献|참고문헌|literatura|reference list|citas|citations",
    },
    Marks {
        part: Part::Cite,
        classes: "citationOutput citestring citation-text how-to-cite",
        headings: "how to cite|how to cite this article|how to cite this paper|cite this article|cite as|\
            cómo citar|como citar|comment citer|zitationsvorschlag|come citare|cara mengutip|\
            nasıl atıf yapılır|как цитировать|ارجاع به مقاله|نحوه ارجاع|شیوه ارجاع|كيفية الاقتباس|\
            كيفية الإقتباس|how to cite item",
    },
    Marks {
        part: Part::Licence,
        classes: "copyright copyright-info article-details-license copyrightAndLicensing license \
            licence article-license rights c-article-rights",
        headings: "license|licence|rights and permissions|copyright and license|copyright & license|\
            copyright & licensing|licencia|licença|lisensi|lisans|lizenz|лицензия|مجوز|الرخصة|\
            copyright|rights & permissions",
    },
    Marks { part: Part::Doi, classes: "doi pub-id::doi article-details-doi article-doi", headings: "doi" },
    Marks {
        part: Part::Issue,
        classes: "issue article-details-issue-identifier article-details-issue-section \
            article_issue_credentials",
        headings: "issue|número|numéro|ausgabe|sayı|выпуск|شماره|العدد|terbitan|edição",
    },
    Marks {
        part: Part::Galleys,
        classes: "obj_galley_link galley-link article-details-galley list-galleys galley_link \
            articleFullText",
        headings: "",
    },
    Marks {
        part: Part::Dates,
        classes: "published date-published article-details-published entry_details article-page__meta \
            article-dates pubhistory article-history c-bibliographic-information date_published \
            articleDetails article-sidebar history dates",
        headings: "history|article history|publication history",
    },
    Marks {
        part: Part::Body,
        classes: "article-fulltext fulltext-view hlFld-Fulltext article__body article-body \
            JournalFullText jatsParser__articleView jats-article html-body c-article-body \
            article-text articleFulltext main-article-body",
        headings: "introduction|introducción|introdução|pendahuluan|einleitung|introduzione|giriş|введение|مقدمه|مقدمة",
    },
];

/// The stretches of the part that are marked as such, none within another.
pub(super) fn marked(tree: &Tree, part: Part) -> Vec<usize> {
    let Some(marks) = MARKS.iter().find(|marks| marks.part == part) else { return Vec::new() };
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(node) = tree.nodes.get(at) {
        if node.name() == "nav" || node.is_marked(ELSEWHERE) {
            at = node.end;
        } else if (HOLDERS.contains(&node.name()) || holds(part, node)) && node.is_marked(marks.classes) {
            found.push(at);
            at = node.end;
        } else {
            at += 1;
        }
    }
    found
}

/// The element that has the first of the part's marks any element has.
pub(super) fn most_marked(tree: &Tree, part: Part) -> Option<usize> {
    let marks = MARKS.iter().find(|marks| marks.part == part)?;
    marks.classes.split(' ').find_map(|class| tree.all_elements().find(|&at| tree.nodes[at].is_marked(class)))
}

/// Links to files and DOIs are marked themselves, and so are the headings that are titles.
fn holds(part: Part, node: &Node) -> bool {
    match part {
        Part::Galleys | Part::Doi => node.name() == "a",
        Part::Title | Part::Subtitle => node.heading().is_some(),
        _ => false,
    }
}

/// The stretches of the part: marked, else what follows its headings.
pub(super) fn stretches(tree: &Tree, part: Part) -> Vec<Range<usize>> {
    let whole = |at: usize| at..tree.nodes[at].end;
    let found: Vec<Range<usize>> =
        marked(tree, part).into_iter().filter(|&at| !text(tree, at).is_empty()).map(whole).collect();
    if !found.is_empty() {
        return found;
    }
    let is_open = |at: &usize| !tree.around(*at).any(|around| tree.nodes[around].is_marked(ELSEWHERE));
    let headings = tree.all_elements().filter(|&at| opens(tree, at, part)).filter(is_open);
    headings.take(4).map(|at| behind(tree, at)).collect()
}

/// Whether an element is a heading of the part.
pub(super) fn opens(tree: &Tree, at: usize, part: Part) -> bool {
    let node = &tree.nodes[at];
    let is_heading = node.heading().is_some()
        || matches!(node.name(), "dt" | "strong" | "b" | "summary")
        || node.is_marked("label panel-heading heading title");
    // No long stretch is read for nothing.
    is_heading && tree.length(at) < HEADING_MAX_BYTES && is_heading_of(part, &text(tree, at))
}

/// Whether an element is the heading themes put above a part, in whatever language.
pub(super) fn is_label(tree: &Tree, at: usize) -> bool {
    let node = &tree.nodes[at];
    node.heading().is_some() && node.is_marked("label article-details-heading pkp_screen_reader")
}

/// Whether a text is a heading of the part.
pub(super) fn is_heading_of(part: Part, text: &str) -> bool {
    if text.chars().nth(HEADING_MAX_CHARS).is_some() {
        return false;
    }
    let heading = collapse(text.trim_matches([' ', ':', '：', '.', '.'])).to_lowercase();
    MARKS.iter().any(|marks| {
        marks.part == part && !heading.is_empty() && marks.headings.split('|').any(|known| known == heading)
    })
}

/// What follows a heading: up to the next heading of its level, within the element they stand in.
fn behind(tree: &Tree, heading: usize) -> Range<usize> {
    let mut from = heading;
    // A heading alone in an element of its own heads what follows that element.
    for _ in 0..3 {
        let parent = tree.nodes[from].parent;
        let rest = tree.nodes[from].end..tree.nodes[parent].end;
        let has_text = rest
            .clone()
            .any(|at| matches!(&tree.nodes[at].what, What::Text(text) if !text.trim().is_empty()));
        if has_text || parent == from {
            break;
        }
        from = parent;
    }
    let level = tree.nodes[heading].heading().unwrap_or(6);
    let start = tree.nodes[from].end;
    let end = tree.nodes[tree.nodes[from].parent].end;
    let is_next = |at: &usize| {
        let node = &tree.nodes[*at];
        node.heading().is_some_and(|other| other <= level)
            || (node.name() == tree.nodes[heading].name() && node.name() == "dt")
    };
    let next = (start..end).find(is_next).unwrap_or(end);
    start..next.max(start)
}
