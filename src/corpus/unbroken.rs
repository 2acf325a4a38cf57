//! Reading that a defect of a reader does not break off: the file ends where its reader panicked, with a problem,
//! and the rest of the corpus is read.
//!
//! It must not know formats, nor what becomes of what was read.

use std::cell::Cell;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::AtomicU64;

use super::scan::Found;
use crate::error::FileError;
use crate::formats::{Item, Place, Problem, ProblemKind, Sink, Summary, read_opened};

/// Reads a file, as [`read_opened`] does; `take` gets what it holds. A panic of `take` goes on. `None` where the file
/// went away since it was found: as if it had not been there.
///
/// # Errors
/// Those of [`read_opened`].
pub(super) fn read_unbroken(
    file: &Found,
    consumed: &AtomicU64,
    take: &mut Sink<'_>,
) -> Result<Option<Summary>, FileError> {
    let opened = |error| FileError::new("open", &file.path, error);
    let read = |sink: &mut Sink<'_>| {
        read_opened(file.open().map_err(opened)?, &file.path, &file.name, consumed, sink)
    };
    match unbroken(&file.name, take, read) {
        Err(_) if file.is_gone() => Ok(None),
        read => read.map(Some),
    }
}

fn unbroken(
    source: &str,
    take: &mut Sink<'_>,
    read: impl FnOnce(&mut Sink<'_>) -> Result<Summary, FileError>,
) -> Result<Summary, FileError> {
    let (taking, articles) = (Cell::new(false), Cell::new(0));
    let mut watched = |item: Item| {
        articles.set(articles.get() + u64::from(matches!(item, Item::Article(_))));
        taking.set(true);
        let flow = take(item);
        taking.set(false);
        flow
    };
    let said = match catch_unwind(AssertUnwindSafe(|| read(&mut watched))) {
        Ok(read) => return read,
        Err(panic) if taking.get() => resume_unwind(panic),
        Err(panic) => {
            let said = panic.downcast_ref::<String>().map(String::as_str);
            said.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("a panic").to_owned()
        }
    };
    let end = articles.get();
    let problem = Problem {
        file: source.to_owned(),
        place: Place { record: Some(end + 1), ..Place::default() },
        kind: ProblemKind::Defect,
        found: format!("a defect of litdex ended the reading ({said}); please report it"),
        done: "what stands before it was kept".into(),
    };
    let problems = [(problem.kind, 1)].into();
    let _: ControlFlow<()> = take(Item::Problem(problem));
    Ok(Summary { records: end, articles: end, problems, ..Summary::default() })
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::model::Article;

    fn article() -> Item {
        Item::Article(Box::new(Article { title: "One".into(), ..Article::default() }))
    }

    #[test]
    fn a_panic_of_a_reader_ends_its_file_alone() {
        let mut items = Vec::new();
        let mut take = |item: Item| {
            items.push(item);
            ControlFlow::Continue(())
        };
        let summary = unbroken("a.bib", &mut take, |sink| {
            let _ = sink(article());
            panic!("a bug")
        });
        let summary = summary.unwrap();
        assert_eq!((summary.records, summary.problem_count()), (1, 1));
        let [Item::Article(_), Item::Problem(problem)] = items.as_slice() else { panic!("{items:?}") };
        assert!(
            problem.to_string().starts_with("a.bib, record 2: a defect of litdex ended the reading (a bug)"),
            "{problem}"
        );
    }

    #[test]
    fn what_went_away_is_as_if_it_had_not_been() {
        let path = PathBuf::from("no/such/gone.ris");
        let file = Found { name: "gone.ris".into(), real: path.clone(), path, bytes: 1, modified_ns: 1 };
        let read = read_unbroken(&file, &AtomicU64::new(0), &mut |_| panic!("there is nothing to take"));
        assert!(matches!(read, Ok(None)), "{read:?}");
    }

    #[test]
    fn a_panic_of_who_takes_goes_on() {
        let mut take = |_: Item| -> ControlFlow<()> { panic!("a bug") };
        let read = || {
            unbroken("a.bib", &mut take, |sink| {
                let _ = sink(article());
                Ok(Summary::default())
            })
        };
        assert!(catch_unwind(AssertUnwindSafe(read)).is_err());
    }
}
