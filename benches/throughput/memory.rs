//! The peak of this process's memory and the time of the processors it took, as Linux counts them.
//!
//! It must not know what the memory is used for.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

/// How often memory is looked at.
const EVERY: Duration = Duration::from_millis(10);

/// Watches the memory that no file stands behind; what is mapped from files is the kernel's to take back.
pub struct Watch {
    stop: Arc<AtomicBool>,
    anonymous: Arc<AtomicU64>,
    regions: Arc<AtomicU64>,
    thread: JoinHandle<()>,
}

/// Peaks of one process.
#[derive(Debug, Clone, Copy, Default)]
pub struct Seen {
    /// Bytes of memory no file stands behind.
    pub anonymous_bytes: u64,
    /// Bytes of all memory, mapped files included.
    pub peak_bytes: u64,
    /// Regions mapped; Linux allows 65,530.
    pub regions: u64,
}

impl Watch {
    pub fn start() -> Self {
        let (stop, anonymous) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let regions = Arc::new(AtomicU64::new(0));
        let (ended, peak, most) = (stop.clone(), anonymous.clone(), regions.clone());
        let thread = std::thread::spawn(move || {
            while !ended.load(Ordering::Relaxed) {
                peak.fetch_max(of_status("RssAnon:"), Ordering::Relaxed);
                let maps = std::fs::read_to_string("/proc/self/maps").unwrap_or_default();
                most.fetch_max(maps.lines().count() as u64, Ordering::Relaxed);
                std::thread::sleep(EVERY);
            }
        });
        Self { stop, anonymous, regions, thread }
    }

    /// The peaks.
    pub fn finish(self) -> Seen {
        self.stop.store(true, Ordering::Relaxed);
        let _ = self.thread.join();
        Seen {
            anonymous_bytes: self.anonymous.load(Ordering::Relaxed),
            peak_bytes: of_status("VmHWM:"),
            regions: self.regions.load(Ordering::Relaxed),
        }
    }
}

/// Bytes this process has handed to the disk; 0 where nobody counts.
pub fn written_bytes() -> u64 {
    let io = std::fs::read_to_string("/proc/self/io").unwrap_or_default();
    let line = io.lines().find_map(|line| line.strip_prefix("write_bytes: "));
    line.and_then(|bytes| bytes.trim().parse().ok()).unwrap_or(0)
}

/// A figure of `/proc/self/status`, in bytes; 0 where there is none.
fn of_status(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) * 1024
}

/// Seconds that processors have spent on this process, all threads together; 0 where nobody counts.
pub fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // Behind the name in brackets, which may hold anything: the state, then numbers.
    let rest = stat.rsplit(')').next().unwrap_or_default();
    let ticks = rest.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok());
    ticks.sum::<f64>() / TICKS_PER_SECOND
}

/// What Linux shows to programs, whatever it counts in itself.
const TICKS_PER_SECOND: f64 = 100.0;
