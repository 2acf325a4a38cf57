//! The command line as a user meets it: what is printed, what is said, and the exit codes.

mod build;
mod check;
mod citations;
mod errors;
mod explain;
#[cfg(unix)]
mod files;
mod formats;
mod hostile;
mod records;
mod reference;
mod search;
mod show;
mod translate;
mod vocabulary;
