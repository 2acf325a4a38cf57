//! Tests of the whole: files become an index, and the index answers.

mod calls;
mod conformance;
mod faults;
mod joining;
mod pages;
mod syncs;
