//! The integration tests, one binary: whole runs of the program, and of the library as others call it.

mod cli;
mod crash;
mod disk_full;
mod oracle;
mod sharing;
mod support;
mod sync;
mod util;
