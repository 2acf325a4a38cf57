//! Building without getting in the way: searches beside a build come first, and memory that a stage of the
//! build has done with is there for others.
//!
//! It must not know what is built.

use std::panic::resume_unwind;
use std::thread;

/// How far the threads of a build stand back behind others, as `nice` counts.
#[cfg(target_os = "linux")]
const NICENESS: i32 = 10;

/// Starts something on a thread that stands back when the processors are wanted by others, so that all
/// threads it starts stand back too.
pub(super) fn in_background<T: Send>(start: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| {
        let starter = scope.spawn(|| {
            stand_back();
            start()
        });
        starter.join().unwrap_or_else(|panic| resume_unwind(panic))
    })
}

/// Lets this thread stand back for good, never less than it did before. Only Linux has a priority for one thread;
/// elsewhere it goes on as it is.
#[cfg(target_os = "linux")]
pub(super) fn stand_back() {
    // SAFETY: no pointers; 0 means the calling thread. That either may fail does no harm: where the present
    // priority cannot be told it is taken for the usual one.
    unsafe {
        if libc::getpriority(libc::PRIO_PROCESS, 0) < NICENESS {
            libc::setpriority(libc::PRIO_PROCESS, 0, NICENESS);
        }
    }
}

#[cfg(not(target_os = "linux"))]
pub(super) fn stand_back() {}

/// Gives memory that was freed back to the system. The allocator of glibc keeps a heap for each thread, and
/// what one thread freed no other can use; between two stages that is most of what the first one held.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub(super) fn give_memory_back() {
    // SAFETY: no pointers, and only pages that hold nothing are given back.
    unsafe {
        libc::malloc_trim(0);
    }
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub(super) fn give_memory_back() {}
