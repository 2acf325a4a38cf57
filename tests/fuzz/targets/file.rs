//! Any bytes as a file: unpacked, its encoding and format told, read.
#![no_main]

use std::ops::ControlFlow;
use std::sync::atomic::AtomicU64;

use libfuzzer_sys::fuzz_target;
use litdex::formats::read_stream;

fuzz_target!(|bytes: &[u8]| {
    let consumed = AtomicU64::new(0);
    let _ = read_stream(bytes, "file", &consumed, &mut |_| ControlFlow::Continue(()));
});
