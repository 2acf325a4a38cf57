//! Tests of the whole: files become an index, and the index answers.

mod afterwards;
mod bench;
mod calls;
mod conformance;
#[cfg(unix)]
mod durable;
mod faults;
mod joining;
// The integration tests need more of it.
#[allow(dead_code)]
#[path = "../../../tests/integration/limit.rs"]
mod limit;
mod pages;
#[cfg(unix)]
mod power;
#[cfg(unix)]
mod programs;
mod several;
mod stopped;
mod syncs;
