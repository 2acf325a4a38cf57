//! The integration tests, one binary: whole runs of the program, and of the library as others call it.

mod bounds;
mod cli;
mod crash;
mod damage;
mod disk_full;
mod engine;
mod examples;
mod flips;
mod growth;
mod kills;
mod limit;
mod losses;
mod mesh;
mod oracle;
mod programs;
mod rebuilds;
mod retracted;
mod several;
#[cfg(unix)]
mod sharing;
mod snapshots;
mod stored;
mod support;
mod sync;
mod touched;
mod util;
mod works;
