//! The clock: the one place where the time is asked for, so that a test can set it.

use time::format_description::well_known::Rfc3339;
use time::{Date, OffsetDateTime};

#[cfg(test)]
thread_local! {
    /// What the clock shows on this thread, where a test has set it.
    static SET: std::cell::RefCell<Option<String>> = const { std::cell::RefCell::new(None) };
}

/// The present moment in UTC, as `2026-11-22T10:00:00Z`. Such texts sort as the moments do.
pub(crate) fn now() -> String {
    #[cfg(test)]
    if let Some(set) = SET.with_borrow(Clone::clone) {
        return set;
    }
    let now = OffsetDateTime::now_utc().replace_nanosecond(0).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    now.format(&Rfc3339).unwrap_or_default()
}

/// A moment given in nanoseconds since 1970, to the second; `None` for 0, which stands for one that is not known.
pub(crate) fn moment(nanoseconds: u64) -> Option<String> {
    let seconds = (nanoseconds / 1_000_000_000) as i64;
    let moment = OffsetDateTime::from_unix_timestamp(seconds).ok().filter(|_| nanoseconds > 0);
    moment.and_then(|moment| moment.format(&Rfc3339).ok())
}

/// The present day in UTC.
pub(crate) fn today() -> Date {
    #[cfg(test)]
    if let Some(set) = SET.with_borrow(Clone::clone) {
        return OffsetDateTime::parse(&set, &Rfc3339).unwrap().date();
    }
    OffsetDateTime::now_utc().date()
}

/// Makes the clock of this thread show a moment.
#[cfg(test)]
pub(crate) fn set(moment: &str) {
    SET.set(Some(moment.to_owned()));
}
