//! JSON-LD on a page: the object that is a scholarly article, as statements.
//!
//! It must not know how an article is made of them.

use serde_json::{Map, Value};

use super::plain;
use super::statement::Said;
use super::vocabulary::{Field, RANK_OF_JSON};
use crate::model::DateKind;

/// Objects that are looked at for one that is an article.
const OBJECTS_MAX: usize = 10_000;

const TYPES: [&str; 4] = ["ScholarlyArticle", "MedicalScholarlyArticle", "Report", "Thesis"];

/// Members of plain text, and the fields they are.
const TEXTS: [(&str, Field); 17] = [
    ("headline", Field::Title),
    ("name", Field::Title),
    ("alternativeHeadline", Field::OtherTitle),
    ("abstract", Field::Abstract),
    ("description", Field::Abstract),
    ("keywords", Field::Keyword),
    ("pageStart", Field::FirstPage),
    ("pageEnd", Field::LastPage),
    ("pagination", Field::Pages),
    ("datePublished", Field::Date(DateKind::Published)),
    ("dateModified", Field::Date(DateKind::RecordRevised)),
    ("inLanguage", Field::Language),
    ("license", Field::Licence),
    ("publisher", Field::Publisher),
    ("identifier", Field::Identifier),
    ("sameAs", Field::Identifier),
    ("url", Field::Link),
];

/// Members of what an article is part of: issue, volume, periodical.
const OF_WHOLE: [(&str, &str, Field); 4] = [
    ("PublicationIssue", "issueNumber", Field::Issue),
    ("PublicationVolume", "volumeNumber", Field::Volume),
    ("Periodical", "name", Field::Journal),
    ("Periodical", "issn", Field::Issn),
];

/// Adds what the first article in the text says.
pub(super) fn read(text: &str, byte: usize, into: &mut Vec<Said>) {
    // What is not JSON says nothing; pages are full of it.
    let Ok(value) = serde_json::from_str::<Value>(text) else { return };
    let Some(article) = article(&value) else { return };
    let mut say = |field: Field, name: &str, value: &Value| {
        for text in texts(value) {
            into.push(Said::new(field, RANK_OF_JSON, &format!("json-ld {name}"), text, byte));
        }
    };
    for (name, field) in TEXTS {
        if let Some(value) = article.get(name) {
            say(field, name, value);
        }
    }
    for whole in wholes(article) {
        for (kind, name, field) in OF_WHOLE {
            if let Some(value) = whole.get(name).filter(|_| is_of(whole, &[kind])) {
                say(field, name, value);
            }
        }
        if let Some(publisher) = whole.get("publisher") {
            say(Field::Publisher, "publisher", publisher);
        }
    }
    for (name, field) in [("author", Field::Author), ("creator", Field::Author), ("editor", Field::Editor)] {
        for person in each(article.get(name)) {
            say_person(person, name, field, &mut say);
        }
        if field == Field::Author
            && article.contains_key("author")
            && name == "author"
            && article.contains_key("creator")
        {
            // The same people, named once more.
            break;
        }
    }
    for citation in each(article.get("citation")) {
        let texts = texts(citation);
        if let Some(text) = texts.first() {
            say(Field::Reference, "citation", &Value::String(text.clone()));
        }
    }
}

fn say_person(person: &Value, name: &str, field: Field, say: &mut impl FnMut(Field, &str, &Value)) {
    let member = |name: &str| person.get(name).and_then(Value::as_str).unwrap_or("").trim();
    let (family, given) = (member("familyName"), member("givenName"));
    if family.is_empty() || given.is_empty() {
        say(field, name, person);
    } else {
        say(field, name, &Value::String(format!("{family}, {given}")));
    }
    if field != Field::Author {
        return;
    }
    for affiliation in each(person.get("affiliation")) {
        say(Field::Institution, "affiliation", affiliation);
    }
    let ids = ["@id", "identifier", "sameAs", "url"].iter().flat_map(|name| each(person.get(name)));
    let orcid = ids.flat_map(texts).find(|id| id.contains("orcid.org"));
    if let Some(orcid) = orcid {
        say(Field::Orcid, "orcid", &Value::String(orcid));
    }
    if let Some(email) = person.get("email") {
        say(Field::Email, "email", email);
    }
}

/// The first object that is an article, wherever it stands.
fn article(value: &Value) -> Option<&Map<String, Value>> {
    let mut waiting = vec![value];
    for _ in 0..OBJECTS_MAX {
        match waiting.pop()? {
            Value::Object(members) if is_of(members, &TYPES) => return Some(members),
            Value::Object(members) => {
                let around = ["mainEntityOfPage", "mainEntity", "@graph"];
                waiting.extend(around.iter().filter_map(|name| members.get(*name)));
            }
            Value::Array(elements) => waiting.extend(elements.iter().rev()),
            _ => {}
        }
    }
    None
}

fn is_of(members: &Map<String, Value>, types: &[&str]) -> bool {
    each(members.get("@type")).any(|kind| kind.as_str().is_some_and(|kind| types.contains(&kind)))
}

/// What the article is part of, from the nearest on.
fn wholes(article: &Map<String, Value>) -> Vec<&Map<String, Value>> {
    let mut found = Vec::new();
    let mut waiting: Vec<&Value> = each(article.get("isPartOf")).collect();
    while let Some(Value::Object(whole)) = waiting.pop() {
        found.push(whole);
        waiting.extend(each(whole.get("isPartOf")));
    }
    found
}

/// The elements of a list, or the one value that is none.
fn each(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    let list = match value {
        Some(Value::Array(elements)) => elements.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    list.iter()
}

/// The texts of a value: its own, or the names of what it lists.
fn texts(value: &Value) -> Vec<String> {
    let of_one = |value: &Value| match value {
        Value::String(text) => plain(text),
        Value::Number(number) => number.to_string(),
        Value::Object(members) => {
            let names = ["name", "value", "@id", "@value", "url", "headline"];
            plain(names.iter().find_map(|name| members.get(*name)?.as_str()).unwrap_or(""))
        }
        _ => String::new(),
    };
    each(Some(value)).map(of_one).filter(|text| !text.is_empty()).collect()
}
