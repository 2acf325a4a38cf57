//! Time limits: a test that hangs ends the run with its name, instead of holding it for ever.
//!
//! A test comes under the limit with the first place, index or run of the program that it asks for, and leaves it with
//! the end of its thread. With `--test-threads=1` all tests share the main thread, which has none.
//!
//! It must not know what is tested.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Many times what the slowest test takes on a machine that is busy.
const SECONDS: u64 = 300;
/// Another limit in seconds, and how often the clock is looked at.
const VARIABLE: &str = "LITDEX_TEST_SECONDS";
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// What runs, and since when.
static RUNNING: Mutex<BTreeMap<String, Instant>> = Mutex::new(BTreeMap::new());

/// A test under the limit; as a value of its thread it goes with that.
struct Watched(Option<String>);

thread_local! {
    static OWN: Watched = Watched::begin();
}

/// Puts the test of this thread under the limit.
pub fn begin() {
    OWN.with(|_| ());
}

/// How long a test may take: ten times as long where it has ten times as many cases.
pub fn limit() -> Duration {
    let told = std::env::var(VARIABLE).ok().and_then(|seconds| seconds.parse().ok());
    let times = if std::env::var_os("LITDEX_LONG").is_some() { 10 } else { 1 };
    Duration::from_secs(told.unwrap_or(SECONDS * times))
}

impl Watched {
    fn begin() -> Self {
        static WATCH: OnceLock<()> = OnceLock::new();
        let name = thread::current().name().filter(|name| *name != "main").map(str::to_owned);
        if let Some(name) = &name {
            running().insert(name.clone(), Instant::now());
            WATCH.get_or_init(|| {
                thread::spawn(watch);
            });
        }
        Self(name)
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        if let Some(name) = &self.0 {
            running().remove(name);
        }
    }
}

fn running() -> std::sync::MutexGuard<'static, BTreeMap<String, Instant>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

fn watch() {
    let limit = limit();
    loop {
        thread::sleep(LOOK_EVERY);
        let late: Vec<String> = running()
            .iter()
            .filter(|(_, begun)| begun.elapsed() > limit)
            .map(|(name, _)| name.clone())
            .collect();
        if !late.is_empty() {
            // What is printed by macros is kept back until the test ends.
            let names = late.join(", ");
            let _ =
                writeln!(std::io::stderr(), "over the limit of {} s for a test: {names}", limit.as_secs());
            std::process::abort();
        }
    }
}

mod tests {
    use std::process::{Command, Stdio};
    use std::time::Duration;

    use super::{VARIABLE, begin};

    const HANG: &str = "LITDEX_TEST_HANGS";

    /// What never ends where it is told to; otherwise nothing.
    #[test]
    fn one_that_hangs() {
        begin();
        while std::env::var_os(HANG).is_some() {
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    #[test]
    fn a_test_that_hangs_is_named_and_ends_the_run() {
        begin();
        let (module, _) = module_path!().split_once("::").unwrap();
        let name = module_path!().strip_prefix(module).unwrap().trim_start_matches("::");
        let name = format!("{name}::one_that_hangs");
        let mut run = Command::new(std::env::current_exe().unwrap());
        run.args(["--exact", &name, "--test-threads=2"]).env(HANG, "1").env(VARIABLE, "1");
        let output = run.stdout(Stdio::null()).output().unwrap();
        assert!(!output.status.success());
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains(&format!("over the limit of 1 s for a test: {name}")), "{said}");
    }
}
