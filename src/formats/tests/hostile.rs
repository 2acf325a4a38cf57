//! Input that is damaged, cut, or meant to do harm.
//!
//! They must not know how any one format is read.

use std::io;

use super::pack::{deflated, gzip, stored, tar, zip, zip_streamed, zst};
use super::*;

/// Lines of articles, so many.
fn lines(count: usize) -> Vec<u8> {
    (0..count).flat_map(|at| format!("{{\"title\":\"Title {at}\"}}\n").into_bytes()).collect()
}

/// One of every packing, and how many articles it holds.
fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let (one, two) = (lines(5), lines(10));
    let members: [(&str, &[u8]); 2] = [("a.jsonl", &one), ("b.jsonl", &two)];
    vec![
        ("gz", gzip(&lines(15))),
        ("zst", zst(&lines(15))),
        ("tar", tar(&members)),
        ("tar.gz", gzip(&tar(&members))),
        ("tar.zst", zst(&tar(&members))),
        ("zip stored", zip(&members, stored())),
        ("zip deflated", zip(&members, deflated())),
        ("zip streamed", zip_streamed(&members, deflated())),
        ("zip streamed, stored", zip_streamed(&members, stored())),
        ("zip of gz", zip(&[("a.gz", &gzip(&one)), ("b.gz", &gzip(&two))], stored())),
        ("zip of tar.gz", zip(&[("a.tgz", &gzip(&tar(&members)))], deflated())),
    ]
}

#[test]
fn cut_anywhere_what_stands_before_is_kept() {
    for (name, bytes) in samples() {
        let mut before = 0;
        for end in 0..bytes.len() {
            let (_, articles, problems, _) = read_all(&bytes[..end]);
            // A part of what ends a tar, and of the directory of a zip, can be missed.
            assert!(!problems.is_empty() || articles.len() == 15, "{name}, cut at {end}");
            assert!(articles.len() >= before, "{name}, cut at {end}");
            before = articles.len();
            let (_, from_file, problems, _) = read_seekable(&bytes[..end]);
            assert_eq!(from_file.len(), articles.len(), "{name}, cut at {end}");
            let is_end_mark = name == "tar" && end + 1024 >= bytes.len();
            assert!(!problems.is_empty() || is_end_mark, "{name}, cut at {end}");
        }
        let (_, articles, problems, _) = read_all(&bytes);
        assert_eq!((articles.len(), problems.len()), (15, 0), "{name}");
    }
}

#[test]
fn many_bytes_from_few_end_the_reading() {
    let mut blank =
        io::Read::chain(&b"{\"title\":\"one\"}\n"[..], io::Read::take(io::repeat(b' '), 300 << 20));
    let mut packed = Vec::new();
    zstd::stream::copy_encode(&mut blank, &mut packed, 1).unwrap();
    assert!(packed.len() < 100_000, "{}", packed.len());
    let members: [(&str, &[u8]); 2] = [("a.zst", &packed), ("b.jsonl", b"{\"title\":\"two\"}\n")];
    for bomb in [packed.clone(), tar(&members), zip(&members, stored())] {
        for (_, articles, problems, _) in [read_all(&bomb), read_seekable(&bomb)] {
            let large = problems.iter().filter(|problem| problem.found.contains("than is believed")).count();
            assert_eq!((articles.len(), large), (1, 1), "{problems:?}");
            assert!(problems.iter().all(|problem| problem.kind == ProblemKind::TooLarge), "{problems:?}");
        }
    }
}

#[test]
fn members_that_overlap_unpack_no_more_than_the_file_may() {
    let mut content = b"{\"title\":\"one\"}\n".to_vec();
    content.resize(20 << 20, b' ');
    let one = zip(&[("a.jsonl", &content)], deflated());
    // The directory names the one member a hundred times.
    let directory = memchr::memmem::find(&one, b"PK\x01\x02").unwrap();
    let end = memchr::memmem::rfind(&one, b"PK\x05\x06").unwrap();
    let entries = one[directory..end].repeat(100);
    let mut bomb = [&one[..directory], &entries, &one[end..]].concat();
    let end = bomb.len() - 22;
    for at in [8, 10] {
        bomb[end + at..end + at + 2].copy_from_slice(&100_u16.to_le_bytes());
    }
    bomb[end + 12..end + 16].copy_from_slice(&(entries.len() as u32).to_le_bytes());
    let (_, articles, problems, _) = read_seekable(&bomb);
    assert!((2..20).contains(&articles.len()), "{}", articles.len());
    assert_eq!(kinds(&problems).last(), Some(&ProblemKind::TooLarge));
}

#[test]
fn many_members_are_told_in_number() {
    let names: Vec<String> = (0..5_000).map(|at| format!("empty{at}")).collect();
    let members: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    for archive in [tar(&members), zip(&members, stored()), zip(&members, deflated())] {
        for (summary, _, problems, _) in [read_all(&archive), read_seekable(&archive)] {
            assert_eq!((problems.len(), summary.records), (101, 0));
            let last = problems.last().map(ToString::to_string);
            assert_eq!(
                last.as_deref(),
                Some(
                    "test: 4900 more files in the archive with a problem of the kind empty; they are not listed one by one"
                )
            );
        }
    }
}

/// A file of zeros between its start and its end.
struct Sparse {
    start: Vec<u8>,
    end: Vec<u8>,
    bytes: u64,
    at: u64,
}

impl io::Read for Sparse {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let end = self.bytes - self.end.len() as u64;
        let most = into.len().min((self.bytes - self.at) as usize);
        for (byte, at) in into[..most].iter_mut().zip(self.at..) {
            let start = self.start.get(at as usize).copied().unwrap_or(0);
            *byte = at.checked_sub(end).map_or(start, |at| self.end[at as usize]);
        }
        self.at += most as u64;
        Ok(most)
    }
}

impl io::Seek for Sparse {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.at = match to {
            io::SeekFrom::Start(at) => at,
            io::SeekFrom::End(by) => self.bytes.checked_add_signed(by).unwrap(),
            io::SeekFrom::Current(by) => self.at.checked_add_signed(by).unwrap(),
        };
        Ok(self.at)
    }
}

/// The end of the directory of a large zip may hold anything: here it is said to be a file of petabytes.
#[test]
fn a_directory_whose_end_is_the_whole_file_is_not_read() {
    let bytes = 1_u64 << 52;
    let mut start = zip(&[("a.jsonl", b"{\"title\":\"one\"}\n")], stored());
    let directory = memchr::memmem::find(&start, b"PK\x01\x02").unwrap();
    start.truncate(directory);
    let locator = bytes - 42;
    start.extend_from_slice(b"PK\x06\x06");
    start.extend_from_slice(&(locator - directory as u64 - 12).to_le_bytes());
    start.extend_from_slice(&[0; 44]);
    let end = [
        &b"PK\x06\x07\0\0\0\0"[..],
        &(directory as u64).to_le_bytes(),
        &[1, 0, 0, 0],
        b"PK\x05\x06",
        &[0; 4],
        &[0xff; 12],
        &[0; 2],
    ];
    let end = end.concat();
    assert_eq!(end.len(), 42);
    let sparse = Sparse { start, end, bytes, at: 0 };
    let (_, articles, problems, _) = read_input(Input::file(sparse, &AtomicU64::new(0)).unwrap());
    assert_eq!((articles.len(), problems.len()), (1, 1), "{problems:?}");
    assert!(problems[0].found.contains("the end of its directory is too long"), "{problems:?}");
}

/// Yields some bytes, and then fails.
struct Failing<'b>(&'b [u8]);

impl io::Read for Failing<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.0.read(into)? {
            0 => Err(io::Error::other("the disk is on fire")),
            read => Ok(read),
        }
    }
}

#[test]
fn a_failure_to_read_is_no_damage() {
    for (name, bytes) in samples() {
        for end in [0, 1, 40, bytes.len() / 2] {
            let watched = AtomicU64::new(0);
            let input = Input::stream(Failing(&bytes[..end]), &watched);
            let result = read(input, "test", &mut |_| ControlFlow::Continue(()));
            assert_eq!(result.unwrap_err().to_string(), "the disk is on fire", "{name}, {end}");
        }
    }
}

#[test]
fn a_sink_that_breaks_ends_the_archive() {
    for (_, bytes) in samples() {
        let mut items = 0;
        read(Input::stream(&bytes[..], &AtomicU64::new(0)), "test", &mut |_| {
            items += 1;
            if items == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
        .unwrap();
        assert_eq!(items, 3);
    }
}

#[test]
fn long_lines_empty_files_and_zeros() {
    let long = [b"{\"title\":\"", &vec![b'x'; 100 << 20][..]].concat();
    assert_eq!(kinds(&read_all(&long).2), [ProblemKind::TooLarge]);
    assert_eq!(kinds(&read_all(&vec![0; 100_000]).2), [ProblemKind::UnknownFormat]);
    assert_eq!(kinds(&read_all(&vec![b'x'; 10 << 20]).2), [ProblemKind::UnknownFormat]);
    assert_eq!(kinds(&read_all(&gzip(b"")).2), [ProblemKind::Empty]);
    assert_eq!(kinds(&read_all(&zst(b"")).2), [ProblemKind::Empty]);
    let (_, articles, ..) = read_all(b"{\"title\":\"a\\u0000b\"}\n\0\0\n{\"title\":\"c\"}\n");
    assert_eq!(articles.len(), 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn flips_and_cuts_do_no_harm(
        at in 0..11_usize,
        flips in proptest::collection::vec((any::<proptest::sample::Index>(), 1..=255_u8), 1..6),
        cut in any::<proptest::sample::Index>(),
    ) {
        let (name, whole) = samples().swap_remove(at);
        let mut bytes = whole.clone();
        for (place, flip) in &flips {
            let place = place.index(bytes.len());
            bytes[place] ^= flip;
        }
        let cut = &bytes[..cut.index(bytes.len())];
        for (_, _, problems, _) in [read_all(&bytes), read_seekable(&bytes), read_all(cut), read_seekable(cut)] {
            prop_assert!(problems.iter().all(|problem| problem.file.starts_with("test")));
        }
        // Where there is a checksum, nothing changes unsaid but names, and those may hide a member.
        let titles = |read: &Read| read.1.iter().map(|article| article.title.clone()).collect::<Vec<_>>();
        let names = |bytes: &[u8]| ["a.jsonl", "b.jsonl", "a.gz", "b.gz", "a.tgz"].map(|name| memchr::memmem::find_iter(bytes, name).count());
        if (name.contains("gz") || name.contains("zip")) && names(&bytes) == names(&whole) {
            let known = titles(&read_all(&whole));
            for read in [read_all(&bytes), read_seekable(&bytes)] {
                prop_assert!(titles(&read) == known || !read.2.is_empty(), "{name}");
            }
        }
    }
}
