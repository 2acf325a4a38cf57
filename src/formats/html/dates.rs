//! Dates as pages print them, in the languages journals use. What is not plain is not read: of `05/04/2020`
//! only the year is, and `1399/05/12` is a date of another calendar.
//!
//! It must not know where on a page a date stands.

use crate::model::{DateKind, PartialDate};

/// Words of a text that are looked at for a date.
const WORDS_MAX: usize = 8;

/// Years before this are of another calendar: journals in Persian and Arabic print such.
const FIRST_YEAR: u16 = 1500;

/// The names of the months, each from January on; a name may be cut to three letters or more.
const MONTHS: [&str; 8] = [
    "january february march april may june july august september october november december",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "januari februari maret april mei juni juli agustus september oktober november desember",
    "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
];

/// What happened on a date, by the words that stand before it.
const EVENTS: [(DateKind, &str); 5] = [
    (
        DateKind::Received,
        "received|submitted|date submitted|recibido|recebido|reçu|eingereicht|ricevuto|\
        diterima redaksi|submission date|enviado|دریافت|تاریخ دریافت|ارسال|تاریخ ارسال|\
        تاريخ التقديم|поступила",
    ),
    (DateKind::Revised, "revised|date revised|revisado|révisé|revision received|بازنگری|تاریخ بازنگری"),
    (
        DateKind::Accepted,
        "accepted|date accepted|aceptado|aceito|accepté|angenommen|accettato|disetujui|\
        acceptance date|aprovado|پذیرش|تاریخ پذیرش|تاريخ القبول|принята",
    ),
    (
        DateKind::Electronic,
        "published online|available online|first published|online|epub|first published online",
    ),
    (
        DateKind::Published,
        "published|date published|publicado|publié|publié-e|publié le|veröffentlicht|pubblicato|\
        diterbitkan|yayınlanmış|yayımlanma tarihi|publication date|опубликован|опубліковано|\
        چاپ شده|انتشار|تاریخ انتشار|منتشر شده|منشور|تاريخ النشر|已出版|出版日期",
    ),
];

/// A date, if the text starts with one that is plain.
pub(super) fn read(text: &str) -> Option<PartialDate> {
    let text: String = text.trim().chars().take(60).map(ascii_digit).collect();
    let mut words =
        text.split(|c: char| c.is_whitespace() || c == ',' || c == 'T').filter(|word| !word.is_empty());
    let first = words.next()?;
    let date = of_words(&text).or_else(|| numeric(first))?;
    (date.year() >= FIRST_YEAR).then_some(date)
}

/// Whether the text looks like a date of a calendar that is not ours.
pub(super) fn is_of_another_calendar(text: &str) -> bool {
    let text: String = text.trim().chars().take(10).map(ascii_digit).collect();
    let year = text.split(['-', '/']).next().unwrap_or("").parse::<u16>();
    year.is_ok_and(|year| (1300..FIRST_YEAR).contains(&year))
}

/// The events a line names, each with its date; `next` is the line behind it, where a label's value stands.
pub(super) fn events(line: &str, next: &str) -> Vec<(DateKind, PartialDate)> {
    let lower = line.to_lowercase();
    let label = lower.trim_end_matches([':', '：', ' ']);
    let mut found = Vec::new();
    for (kind, words) in EVENTS {
        if words.split('|').any(|word| word == label) {
            found.extend(read(next).map(|date| (kind, date)));
            return found;
        }
        let date = words.split('|').find_map(|word| date_behind(&lower, word));
        found.extend(date.map(|date| (kind, date)));
    }
    found
}

/// The date right behind a word.
fn date_behind(lower: &str, word: &str) -> Option<PartialDate> {
    lower.match_indices(word).take(4).find_map(|(at, _)| {
        let starts = !lower[..at].ends_with(char::is_alphanumeric);
        let rest = lower[at + word.len()..].trim_start_matches([' ', ':', '：', '-', '–', '—']);
        let rest = ["on ", "in ", "le ", "el ", "em ", "am "]
            .iter()
            .find_map(|on| rest.strip_prefix(on))
            .unwrap_or(rest);
        // `published onlinefirst` names nothing.
        let ends = lower[at + word.len()..].starts_with(|c: char| !c.is_alphanumeric());
        if starts && ends { read(rest) } else { None }
    })
}

/// `2020-05-01`, `2020/5`, `2020`, `20200501`, `01.05.2020`, `25/12/2020`.
fn numeric(word: &str) -> Option<PartialDate> {
    let word = word.trim_end_matches(['.', ';', ')']);
    let parts: Vec<&str> = word.split(['-', '/', '.']).collect();
    if !parts
        .iter()
        .all(|part| !part.is_empty() && part.len() <= 8 && part.bytes().all(|b| b.is_ascii_digit()))
    {
        return None;
    }
    let number = |part: &str| part.parse::<u16>().unwrap_or(0);
    let day_of = |part: &str| u8::try_from(number(part)).ok();
    match parts[..] {
        [day] if day.len() == 8 => {
            PartialDate::new(number(&day[..4]), day_of(&day[4..6]), day_of(&day[6..])).ok()
        }
        [year] if year.len() == 4 => PartialDate::new(number(year), None, None).ok(),
        [year, month] if year.len() == 4 => PartialDate::new(number(year), day_of(month), None).ok(),
        [year, month, day] if year.len() == 4 => {
            PartialDate::new(number(year), day_of(month), day_of(day)).ok()
        }
        [first, second, year] if year.len() == 4 => {
            let (a, b) = (number(first), number(second));
            // Which of two small numbers is the month is only plain where dots part them.
            let (day, month) = match (a, b) {
                _ if word.contains('.') || a == b || a > 12 => (a, b),
                _ if b > 12 => (b, a),
                _ => return PartialDate::new(number(year), None, None).ok(),
            };
            PartialDate::new(number(year), u8::try_from(month).ok(), u8::try_from(day).ok()).ok()
        }
        _ => None,
    }
}

/// `5 January 2020`, `January 5, 2020`, `2020 Jan 5`, `Jan 2020`.
fn of_words(text: &str) -> Option<PartialDate> {
    let (mut year, mut month_found, mut day) = (None, None, None);
    let words = text.split([' ', ',', '.', '-', '/', '\t', '\n', '\u{a0}']).filter(|word| !word.is_empty());
    for word in words.take(WORDS_MAX) {
        let number = word.trim_end_matches(|c: char| c.is_alphabetic());
        match (number.parse::<u16>(), number.len()) {
            (Ok(number), 4) if year.is_none() => year = Some(number),
            (Ok(number), 1 | 2) if day.is_none() && year.is_none_or(|_| month_found.is_some()) => {
                day = u8::try_from(number).ok();
            }
            (Err(_), _) if month(word).is_some() && month_found.is_none() => month_found = month(word),
            (Err(_), _) if ["de", "del", "of", "the", "di"].contains(&word) => continue,
            _ => break,
        }
        if year.is_some() && month_found.is_some() && day.is_some() {
            break;
        }
    }
    let month = month_found?;
    PartialDate::new(year?, Some(month), day).ok()
}

fn month(word: &str) -> Option<u8> {
    let lower = word.to_lowercase();
    if lower.chars().count() < 3 {
        return None;
    }
    let lower = if lower == "sept" { "sep" } else { &lower };
    MONTHS
        .iter()
        .find_map(|names| names.split(' ').position(|name| name.starts_with(lower)))
        .map(|at| at as u8 + 1)
}

/// Text with the digits of Persian and Arabic as those everyone reads.
pub(super) fn ascii_digits(text: &str) -> String {
    text.chars().map(ascii_digit).collect()
}

pub(super) fn ascii_digit(c: char) -> char {
    let value = match c {
        '\u{660}'..='\u{669}' => c as u32 - 0x660,
        '\u{6f0}'..='\u{6f9}' => c as u32 - 0x6f0,
        _ => return c,
    };
    char::from_digit(value, 10).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_that_are_plain_are_read() {
        for (text, date) in [
            ("2020-05-01", "2020-05-01"),
            ("2020/5/1", "2020-05-01"),
            ("2020-05-01T10:00:00+03:30", "2020-05-01"),
            ("2012-02-04 12:00:00", "2012-02-04"),
            ("20200501", "2020-05-01"),
            ("2020", "2020"),
            ("01.05.2020", "2020-05-01"),
            ("25/12/2020", "2020-12-25"),
            ("12/25/2020", "2020-12-25"),
            ("05/04/2020", "2020"),
            ("5 January 2020", "2020-01-05"),
            ("January 5th, 2020 and more", "2020-01-05"),
            ("2020 Jan 5", "2020-01-05"),
            ("Sept. 2019", "2019-09"),
            ("3 de mayo de 2019", "2019-05-03"),
            ("۲۰۲۲-۰۳-۰۱", "2022-03-01"),
        ] {
            assert_eq!(read(text).map(|date| date.to_string()).as_deref(), Some(date), "{text}");
        }
        for none in
            ["", "soon", "1399/05/12", "۱۳۹۹/۰۵/۱۲", "2020-13-01", "January", "May flower", "05/2020x"]
        {
            assert_eq!(read(none), None, "{none}");
        }
        assert!(is_of_another_calendar("۱۳۹۹/۰۵/۱۲") && !is_of_another_calendar("2020/05/12"));
    }

    #[test]
    fn lines_name_events() {
        let told = |line: &str, next: &str| -> String {
            let shown: Vec<String> =
                events(line, next).iter().map(|(kind, date)| format!("{kind:?} {date};")).collect();
            shown.concat()
        };
        for (line, next, shown) in [
            ("Published", "2022-02-05", "Published 2022-02-05;"),
            (
                "Received: 12 May 2020 / Accepted: 3 June 2020 / Published: 9 June 2020",
                "",
                "Received 2020-05-12;Accepted 2020-06-03;Published 2020-06-09;",
            ),
            ("Published online 1 Jan 2019", "", "Electronic 2019-01-01;"),
            ("تاریخ دریافت:", "2021-01-02", "Received 2021-01-02;"),
            ("Unpublished 2020", "", ""),
            ("The first was published by others", "2020", ""),
        ] {
            assert_eq!(told(line, next), shown, "{line}");
        }
    }
}
