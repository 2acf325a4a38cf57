//! Numbers, sizes and times as people read them.
//!
//! It must not know what is counted.

use std::time::Duration;

/// A number with its thousands apart: `5,183`.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number and what it counts: `1 article`, `5,183 articles`.
pub fn count(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", thousands(number), if number == 1 { one } else { many })
}

/// A size in decimal units: `7.6 MB`.
#[cfg(feature = "cli")]
pub fn bytes(bytes: u64) -> String {
    let units = ["kB", "MB", "GB", "TB", "PB"];
    if bytes < 1000 {
        return count(bytes, "byte", "bytes");
    }
    let mut size = bytes as f64 / 1000.0;
    let mut unit = 0;
    // 999.95 would be shown as 1000.0.
    while size >= 999.95 && unit + 1 < units.len() {
        size /= 1000.0;
        unit += 1;
    }
    format!("{size:.1} {}", units[unit])
}

/// A time: `0.42 ms`, `310 ms`, `4.2 s`, `3 min 12 s`, `2 h 5 min`.
pub fn time(took: Duration) -> String {
    let ms = took.as_secs_f64() * 1000.0;
    let seconds = took.as_secs_f64().round() as u64;
    match ms {
        ms if ms < 9.95 => format!("{ms:.1} ms"),
        ms if ms < 999.5 => format!("{ms:.0} ms"),
        ms if ms < 59_950.0 => format!("{:.1} s", ms / 1000.0),
        _ if seconds < 3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_sizes_and_times() {
        assert_eq!([0, 999, 1000, 1_234_567].map(thousands), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!(count(1, "article", "articles"), "1 article");
        assert_eq!(
            [1, 999, 1000, 999_960, 7_649_000].map(bytes),
            ["1 byte", "999 bytes", "1.0 kB", "1.0 MB", "7.6 MB"]
        );
        assert!(bytes(u64::MAX).ends_with(" PB"));
        let times =
            [0, 420, 310_000, 4_200_000, 192_000_000, 7_500_000_000].map(Duration::from_micros).map(time);
        assert_eq!(times, ["0.0 ms", "0.4 ms", "310 ms", "4.2 s", "3 min 12 s", "2 h 5 min"]);
    }
}
