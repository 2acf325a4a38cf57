//! Tests of the library and the program from outside, all in one binary.

mod oracle;
mod support;
mod sync;
