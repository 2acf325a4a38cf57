//! What a value of the model is on disk.
//!
//! The model may change from one version of litdex to the next; what is stored may not. So every value that is
//! stored has a type of its own here, its *form*, borrowed from the article when it is written and from the frame
//! when it is read. The compiler holds the two together: a field that the model gains has no place in its form,
//! and does not build until it has one.
//!
//! # A new field
//!
//! postcard writes values one behind the other, without their names, so a form can gain no field in its middle.
//! Instead it ends with [`More`]: fields that came later, each with a tag. To add one, take the next free tag of
//! the form, write the field there where it says anything, and read a missing tag as empty. A reader that does
//! not know a tag passes over it, so an older litdex still reads the index; it may not write it, for what it
//! reads and writes again would lose the field: see [`FIELDS_VERSION`](super::FIELDS_VERSION). A tag is never
//! given again, and the format version stays.

use serde::{Deserialize, Serialize};

/// How a value of the model is stored.
pub(super) trait Form<'a>: Sized {
    /// The value in the model.
    type Model;
    /// The form of a value, borrowed from it.
    fn of(model: &'a Self::Model) -> Self;
    /// The value; `None` where there is no such value.
    fn model(self) -> Option<Self::Model>;
}

/// Fields of a form that came after the format, by their tags.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
pub(super) struct More<'a>(pub Vec<(u16, &'a [u8])>);

impl<'a> Form<'a> for &'a str {
    type Model = String;

    fn of(model: &'a String) -> Self {
        model
    }

    fn model(self) -> Option<String> {
        Some(self.to_owned())
    }
}

impl<'a, F: Form<'a, Model: 'a>> Form<'a> for Option<F> {
    type Model = Option<F::Model>;

    fn of(model: &'a Self::Model) -> Self {
        model.as_ref().map(F::of)
    }

    fn model(self) -> Option<Self::Model> {
        match self {
            None => Some(None),
            Some(form) => form.model().map(Some),
        }
    }
}

impl<'a, F: Form<'a, Model: 'a>> Form<'a> for Vec<F> {
    type Model = Vec<F::Model>;

    fn of(model: &'a Self::Model) -> Self {
        model.iter().map(F::of).collect()
    }

    fn model(self) -> Option<Self::Model> {
        self.into_iter().map(F::model).collect()
    }
}

/// Values that are stored as they are.
macro_rules! plain {
    ($($kind:ty),*) => {$(
        impl<'a> Form<'a> for $kind {
            type Model = Self;

            fn of(model: &'a Self) -> Self {
                *model
            }

            fn model(self) -> Option<Self> {
                Some(self)
            }
        }
    )*};
}

plain!(bool, u8, u16, u32, u64);

/// The form of a struct whose fields are all open: the same fields in this order, and [`More`].
macro_rules! stored {
    ($(#[doc = $doc:literal])* $stored:ident of $model:ident { $($field:ident: $form:ty),* $(,)? }) => {
        $(#[doc = $doc])*
        #[derive(Debug, Serialize, Deserialize)]
        #[serde(bound(deserialize = "'de: 'a"))]
        pub(super) struct $stored<'a> {
            $(pub $field: $form,)*
            more: More<'a>,
        }

        impl<'a> Form<'a> for $stored<'a> {
            type Model = $model;

            fn of(model: &'a $model) -> Self {
                // Every field is named, so that one the model gains is not forgotten.
                let $model { $($field),* } = model;
                Self { $($field: Form::of($field),)* more: More::default() }
            }

            fn model(self) -> Option<$model> {
                Some($model { $($field: self.$field.model()?),* })
            }
        }
    };
}

/// The form of a list of names: a number each, which is never given again. What a later version may have added
/// is read as `$unknown`.
macro_rules! numbered {
    ($(#[doc = $doc:literal])* $stored:ident of $model:ident { $($number:literal = $name:ident),* $(,)? } else $unknown:expr) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, Copy, Serialize, Deserialize)]
        pub(super) struct $stored(u8);

        impl<'a> Form<'a> for $stored {
            type Model = $model;

            fn of(model: &'a $model) -> Self {
                Self(match model {
                    $($model::$name => $number,)*
                })
            }

            fn model(self) -> Option<$model> {
                match self.0 {
                    $($number => Some($model::$name),)*
                    _ => $unknown,
                }
            }
        }
    };
}

pub(super) use {numbered, stored};

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, PartialEq, Eq)]
    pub(crate) struct Person {
        family: String,
        numbers: Vec<u32>,
    }

    stored!(StoredPerson of Person { family: &'a str, numbers: Vec<u32> });

    /// A person as a later version may store one: with a field more, under tag 1.
    #[derive(Debug, PartialEq, Eq)]
    struct Later {
        person: Person,
        orcid: String,
    }

    fn write_later(later: &Later) -> Vec<u8> {
        let orcid = postcard::to_allocvec(&later.orcid).unwrap();
        // A tag that nobody knows yet stands there too.
        let more = More(vec![(9, &[1, 2, 3]), (1, &orcid)]);
        postcard::to_allocvec(&StoredPerson { more, ..StoredPerson::of(&later.person) }).unwrap()
    }

    fn read_later(bytes: &[u8]) -> Later {
        let mut stored: StoredPerson = postcard::from_bytes(bytes).unwrap();
        let more = std::mem::take(&mut stored.more).0;
        let orcid = more.iter().find(|(tag, _)| *tag == 1).map(|(_, bytes)| postcard::from_bytes(bytes));
        Later { person: stored.model().unwrap(), orcid: orcid.transpose().unwrap().unwrap_or_default() }
    }

    fn people() -> [Person; 2] {
        let family = |family: &str| Person { family: family.into(), numbers: vec![1, 300] };
        [family("Müller"), family("Doe")]
    }

    #[test]
    fn an_older_reader_reads_what_a_newer_writer_wrote() {
        let [first, second] = people();
        // Within a list: what follows must be found.
        let one = write_later(&Later { person: first, orcid: "0000".into() });
        let two = write_later(&Later { person: second, orcid: String::new() });
        let bytes = [vec![2], one, two].concat();
        let read: Vec<StoredPerson> = postcard::from_bytes(&bytes).unwrap();
        assert_eq!(read.model().unwrap(), people());
    }

    #[test]
    fn a_newer_reader_reads_what_an_older_writer_wrote() {
        for person in people() {
            let bytes = postcard::to_allocvec(&StoredPerson::of(&person)).unwrap();
            assert_eq!(bytes.last(), Some(&0), "nothing more is one byte");
            assert_eq!(read_later(&bytes), Later { person, orcid: String::new() });
        }
        let [person, _] = people();
        let later = Later { person, orcid: "0000-0001".into() };
        assert_eq!(read_later(&write_later(&later)), later);
    }
}
