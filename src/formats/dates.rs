//! Dates in words: `2000 Spring`, `1998 Dec-1999 Jan`. What is not said is not made up.
//!
//! It must not know any one format.

use crate::model::{PartialDate, month_of_name as month};

/// Words of a date that are looked at.
const WORDS_MAX: usize = 8;

/// A date such as `2000 Spring`, `1998 Dec-1999 Jan`, `2000 Dec 23-30`, `15 March 2021`, `March 15, 2021`; of
/// several the first. Also whether there is one.
pub(super) fn of_words(text: &str) -> (Option<PartialDate>, bool) {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(WORDS_MAX);
    let words: Vec<&str> = words.collect();
    let is_year = |word: &&str| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    let Some(at) = words.iter().position(is_year) else { return (None, false) };
    let Ok(year) = words[at].parse() else { return (None, false) };
    let day = |word: Option<&&str>| word.filter(|word| word.len() <= 2).and_then(|word| word.parse().ok());
    let (before, after) = (&words[..at], &words[at + 1..]);
    let (month, day) = match after.first().and_then(|word| month(word)) {
        // In `Apr-Jun 01` the day is of the second month: only one right behind the month counts.
        Some(found) => (Some(found), day(after.get(1))),
        None => match before.iter().position(|word| month(word).is_some()) {
            Some(named) => {
                let before_it = named.checked_sub(1).and_then(|at| before.get(at));
                (month(before[named]), day(before.get(named + 1)).or(day(before_it)))
            }
            None => (None, None),
        },
    };
    let date = PartialDate::new(year, month, day).or_else(|_| PartialDate::new(year, month, None)).ok();
    (date, date.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medline_dates_give_their_first_date() {
        for (text, date) in [
            ("2000 Spring", "2000"),
            ("1998 Dec-1999 Jan", "1998-12"),
            ("2021 May-Jun", "2021-05"),
            ("2000 Dec 23-30", "2000-12-23"),
            ("2021 Apr-Jun 01", "2021-04"),
            ("2021 3rd Quarter", "2021"),
            ("Winter 1999-2000", "1999"),
            ("1976-1977", "1976"),
            ("2019 Sept", "2019-09"),
            ("15 March 2021", "2021-03-15"),
            ("March 15, 2021", "2021-03-15"),
            ("Mar-Apr 2021", "2021-03"),
            ("30 Feb 2021", "2021-02"),
        ] {
            let (read, sound) = of_words(text);
            assert_eq!((read.map(|d| d.to_string()).as_deref(), sound), (Some(date), true), "{text}");
        }
        assert_eq!(of_words("Spring"), (None, false));
        assert_eq!(of_words("0001 Jan"), (None, false));
    }
}
