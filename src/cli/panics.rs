//! Panics of the threads a command runs on: kept back until it is known whether someone caught them.
//!
//! The engine checks its files by assertions, and so does what reads PDF. On damaged files they fail, are
//! caught below and told as errors; what they say on the way helps nobody.
//!
//! It must not know who panics, nor who catches it.

use std::sync::{Mutex, PoisonError};
use std::{env, panic, thread};

use crate::corpus::READING_THREAD;

static HELD: Mutex<Option<String>> = Mutex::new(None);

/// Keeps what panics of this thread and of those that read a corpus say back from stderr, unless backtraces
/// are asked for. What other threads say is printed as ever.
pub fn hold_back() {
    if env::var_os("RUST_BACKTRACE").is_none() {
        hold();
    }
}

fn hold() {
    let (this, usual) = (thread::current().id(), panic::take_hook());
    panic::set_hook(Box::new(move |panic| {
        let here = thread::current();
        if here.id() == this || here.name() == Some(READING_THREAD) {
            *HELD.lock().unwrap_or_else(PoisonError::into_inner) = Some(panic.to_string());
        } else {
            usual(panic);
        }
    }));
}

/// What the last panic said that was kept back, in lines of its own.
pub fn last() -> Option<String> {
    HELD.lock().unwrap_or_else(PoisonError::into_inner).take()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_kept_and_told_once() {
        hold();
        assert!(panic::catch_unwind(|| panic!("a bug in {}", "here")).is_err());
        let said = last().unwrap();
        assert!(
            said.starts_with("panicked at src/cli/panics.rs:") && said.ends_with("a bug in here"),
            "{said}"
        );
        assert_eq!(last(), None);
    }
}
