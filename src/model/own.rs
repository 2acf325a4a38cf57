//! Fields of one's own: what an article carries besides what every article has.
//!
//! It must not know how they are searched or counted.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Fields of one's own, by their names.
pub type OwnFields = BTreeMap<String, OwnValue>;

/// What a field of one's own holds: text, several texts, or a number.
///
/// ```
/// use litdex::model::OwnValue;
/// let section: OwnValue = "Case reports".into();
/// assert_eq!(section.texts().collect::<Vec<_>>(), ["Case reports"]);
/// assert_eq!(OwnValue::from(12).texts().collect::<Vec<_>>(), ["12"]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum OwnValue {
    /// One text.
    Text(String),
    /// Several texts; each can be filtered by.
    Texts(Vec<String>),
    /// A number, which is filtered by as it is written here: 5.0 is 5.
    Number(serde_json::Number),
}

impl OwnValue {
    /// A number as it is kept, by how it is written; `None` where it is none.
    pub(crate) fn number(written: &str) -> Option<String> {
        let number = serde_json::from_str::<serde_json::Number>(written.trim()).ok()?;
        Some(shortest(number).to_string())
    }

    /// Its values as they are filtered by and counted.
    pub fn texts(&self) -> impl Iterator<Item = std::borrow::Cow<'_, str>> {
        let (texts, number) = match self {
            Self::Text(text) => (std::slice::from_ref(text), None),
            Self::Texts(texts) => (texts.as_slice(), None),
            Self::Number(number) => (&[][..], Some(number.to_string())),
        };
        texts.iter().map(|text| text.as_str().into()).chain(number.map(Into::into))
    }
}

/// A whole number without a point, so that each number is written in one way.
fn shortest(number: serde_json::Number) -> serde_json::Number {
    /// Beyond it a floating-point number does not tell its neighbours apart.
    const EXACT: f64 = (1_u64 << f64::MANTISSA_DIGITS) as f64;
    let whole =
        number.as_f64().filter(|value| number.is_f64() && value.fract() == 0.0 && value.abs() <= EXACT);
    whole.map_or(number, |value| (value as i64).into())
}

impl From<&str> for OwnValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for OwnValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Vec<String>> for OwnValue {
    fn from(texts: Vec<String>) -> Self {
        Self::Texts(texts)
    }
}

impl From<i64> for OwnValue {
    fn from(number: i64) -> Self {
        Self::Number(number.into())
    }
}

/// As it stands in JSON.
#[derive(Serialize, Deserialize)]
#[serde(untagged, expecting = "expected a text, a list of texts or a number")]
enum Json {
    Text(String),
    Texts(Vec<String>),
    Number(serde_json::Number),
}

/// As it stands in a form that does not say what comes next.
#[derive(Serialize, Deserialize)]
enum Plain {
    Text(String),
    Texts(Vec<String>),
    Number(String),
}

impl Serialize for OwnValue {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let value = self.clone();
        if to.is_human_readable() {
            let json = match value {
                Self::Text(text) => Json::Text(text),
                Self::Texts(texts) => Json::Texts(texts),
                Self::Number(number) => Json::Number(number),
            };
            return json.serialize(to);
        }
        let plain = match value {
            Self::Text(text) => Plain::Text(text),
            Self::Texts(texts) => Plain::Texts(texts),
            Self::Number(number) => Plain::Number(number.to_string()),
        };
        plain.serialize(to)
    }
}

impl<'de> Deserialize<'de> for OwnValue {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        if from.is_human_readable() {
            return Ok(match Json::deserialize(from)? {
                Json::Text(text) => Self::Text(text),
                Json::Texts(texts) => Self::Texts(texts),
                Json::Number(number) => Self::Number(shortest(number)),
            });
        }
        Ok(match Plain::deserialize(from)? {
            Plain::Text(text) => Self::Text(text),
            Plain::Texts(texts) => Self::Texts(texts),
            Plain::Number(number) => Self::Number(number.parse().map_err(serde::de::Error::custom)?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_in_one_way() {
        let read = |json: &str| serde_json::from_str::<OwnValue>(json).unwrap();
        let text = |json: &str| read(json).texts().next().unwrap().into_owned();
        assert_eq!(["5", "5.0", "5e0", "-0.0", "0.50"].map(text), ["5", "5", "5", "0", "0.5"]);
        assert_eq!(text("18446744073709551615"), "18446744073709551615");
        assert_eq!(read("5.0"), OwnValue::from(5));
    }
}
