//! Tests of the library and the program from outside, all in one binary.

mod crash;
mod damage;
mod disk_full;
mod oracle;
mod sharing;
mod stored;
mod support;
mod sync;
