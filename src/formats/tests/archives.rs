//! Archives: every member is read as a file of its own, and what is none is told.
//!
//! They must not know how any one format is read.

use std::io::Write;

use tar::EntryType;
use zip::ZipWriter;

use super::pack::{deflated, gzip, stored, tar, tar_header, zip, zip_streamed, zst};
use super::*;

const ONE: &[u8] = b"{\"title\":\"One\"}\n{\"title\":\"Two\"}\n";
const TWO: &[u8] = b"{\"_id\":\"3\",\"text\":\"three\"}\n{broken\n";

/// Where the articles come from, and what was said.
fn told(read: &Read) -> (Vec<String>, Vec<String>) {
    let origin = |article: &Article| format!("{} {}", article.origin.file, article.origin.record);
    (read.1.iter().map(origin).collect(), read.2.iter().map(ToString::to_string).collect())
}

/// The same of a stream and of a file, which must agree.
fn told_of_both(bytes: &[u8]) -> (Vec<String>, Vec<String>) {
    let (stream, file) = (read_all(bytes), read_seekable(bytes));
    assert_eq!(told(&stream), told(&file));
    assert_eq!(stream.0.texts, file.0.texts);
    told(&file)
}

#[test]
fn every_packing_is_undone() {
    let members = [("one.jsonl", ONE), ("dir/two.txt", TWO)];
    let archives = [
        tar(&members),
        zip(&members, stored()),
        zip(&members, deflated()),
        zip(&members, deflated().large_file(true)),
        zip_streamed(&members, deflated()),
        zip_streamed(&members, stored()),
    ];
    for archive in archives {
        for packed in [archive.clone(), gzip(&archive), zst(&archive), zst(&gzip(&archive))] {
            let (articles, problems) = told_of_both(&packed);
            assert_eq!(articles, ["test/one.jsonl 1", "test/one.jsonl 2", "test/dir/two.txt 1"]);
            assert_eq!(problems.len(), 1, "{problems:?}");
            assert!(
                problems[0].starts_with("test/dir/two.txt, record 2, line 2, byte 28: column 2"),
                "{problems:?}"
            );
        }
        let (summary, ..) = read_all(&archive);
        assert_eq!((summary.format, summary.format_names().as_str()), (None, "jsonl, beir"));
        assert_eq!((summary.records, summary.articles), (4, 3));
        assert_eq!(summary.text_bytes, (ONE.len() + TWO.len()) as u64);
    }
    for packed in [gzip(ONE), zst(ONE), [zst(&ONE[..16]), zst(&ONE[16..])].concat()] {
        assert_eq!(told_of_both(&packed), (vec!["test 1".into(), "test 2".into()], vec![]));
        assert_eq!(read_all(&packed).0.format, Some(Format::Jsonl));
    }
}

#[test]
fn archives_in_archives_are_read_four_deep() {
    let inner = tar(&[("a.jsonl", ONE)]);
    let outer = zip(&[("in/inner.tar.gz", &gzip(&inner)), ("b.jsonl.gz", &gzip(ONE))], stored());
    let (articles, problems) = told_of_both(&gzip(&outer));
    assert_eq!(
        articles,
        [
            "test/in/inner.tar.gz/a.jsonl 1",
            "test/in/inner.tar.gz/a.jsonl 2",
            "test/b.jsonl.gz 1",
            "test/b.jsonl.gz 2"
        ]
    );
    assert_eq!(problems, [""; 0]);
    let (articles, problems) = told_of_both(&gzip(&gzip(&outer)));
    assert_eq!(articles, ["test/b.jsonl.gz 1", "test/b.jsonl.gz 2"]);
    insta::assert_snapshot!(problems.join("\n"), @"test/in/inner.tar.gz: more than 4 archives or compressions within each other; it was left out");
    let (articles, problems) = told_of_both(&gzip(&gzip(&gzip(&gzip(&gzip(ONE))))));
    assert_eq!((articles.len(), problems.len()), (0, 1));
}

#[test]
fn members_that_are_no_articles_are_passed_over_or_told() {
    let members: [(&str, &[u8]); 10] = [
        ("README.md", b"text"),
        (".hidden/a.jsonl", ONE),
        ("__MACOSX/._a.jsonl", ONE),
        ("a/LICENSE", b"text"),
        ("../../up.jsonl", ONE),
        ("/root.jsonl", ONE),
        ("esc\u{1b}[31m\u{202e}.jsonl", ONE),
        ("empty.ris", b""),
        ("photo.png", b"\x89PNG\r\n\x1a\n\0\0"),
        ("text.txt", b"hello"),
    ];
    let articles: Vec<String> = ["up.jsonl", "root.jsonl", "esc\u{fffd}[31m\u{fffd}.jsonl"]
        .iter()
        .flat_map(|name| [format!("test/{name} 1"), format!("test/{name} 2")])
        .collect();
    let problems = [
        "test/empty.ris: the file has no content; there is nothing to read",
        "test/photo.png: an image (PNG); it was left out",
        "test/text.txt: text of no known format; it was left out",
    ];
    for archive in [tar(&members), zip(&members, stored()), zip(&members, deflated())] {
        assert_eq!(told_of_both(&archive), (articles.clone(), problems.map(str::to_owned).to_vec()));
    }
    let problem = "test: an archive without files to read; it was left out";
    for archive in [tar(&members[..4]), zip(&members[..4], stored()), zip(&[], stored())] {
        assert_eq!(told_of_both(&archive), (vec![], vec![problem.to_owned()]));
    }
}

#[test]
fn links_and_devices_are_told() {
    let kinds = [
        EntryType::Symlink,
        EntryType::Link,
        EntryType::Char,
        EntryType::Fifo,
        EntryType::GNUSparse,
        EntryType::Directory,
        EntryType::XGlobalHeader,
        EntryType::new(b'V'),
    ];
    let headers =
        kinds.iter().enumerate().map(|(at, &kind)| tar_header(format!("m{at}").as_bytes(), kind, 0));
    let headers: Vec<u8> = headers.flat_map(|header| header.as_bytes().to_vec()).collect();
    let (articles, problems) = told_of_both(&[headers, tar(&[("a.jsonl", ONE)])].concat());
    assert_eq!(articles.len(), 2);
    insta::assert_snapshot!(problems.join("\n"), @r#"
    test/m0: a symbolic link; it was left out
    test/m1: a hard link to another member; it was left out
    test/m2: a device; it was left out
    test/m3: a FIFO; it was left out
    test/m4: a sparse file; it was left out
    test/m7: a member of the type 'V'; it was left out
    "#);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.add_directory("dir", stored()).unwrap();
    writer.add_symlink("link", "/etc/passwd", stored()).unwrap();
    writer.start_file("dir/a.jsonl", deflated()).unwrap();
    writer.write_all(ONE).unwrap();
    let bytes = writer.finish().unwrap().into_inner();
    let (articles, problems) = told(&read_seekable(&bytes));
    assert_eq!(
        (articles.len(), problems),
        (2, vec!["test/link: a symbolic link; it was left out".to_owned()])
    );
    // In a stream a link looks like a file.
    assert_eq!(kinds_of(&read_all(&bytes)), [ProblemKind::UnknownFormat]);
}

fn kinds_of(read: &Read) -> Vec<ProblemKind> {
    kinds(&read.2)
}

#[test]
fn long_names_of_tar_are_read() {
    let long = format!("{}/a.jsonl", "d".repeat(150));
    let gnu = [
        tar_header(b"././@LongLink", EntryType::GNULongName, long.len()).as_bytes().to_vec(),
        block(long.as_bytes()),
        tar(&[("short", ONE)]),
    ];
    let pax = format!("{} path={long}\n", long.len() + 10);
    let pax = [
        tar_header(b"pax", EntryType::XHeader, pax.len()).as_bytes().to_vec(),
        block(pax.as_bytes()),
        tar(&[("short", ONE)]),
    ];
    for archive in [gnu.concat(), pax.concat()] {
        let (articles, problems) = told_of_both(&archive);
        assert_eq!((articles, problems), (vec![format!("test/{long} 1"), format!("test/{long} 2")], vec![]));
    }
    // One that is longer than any name is not read into memory.
    let huge = 3 << 20;
    let archive = [
        tar_header(b"././@LongLink", EntryType::GNULongName, huge).as_bytes().to_vec(),
        vec![b'x'; huge],
        tar(&[("short.jsonl", ONE)]),
    ];
    assert_eq!(told_of_both(&archive.concat()).0, ["test/short.jsonl 1", "test/short.jsonl 2"]);
}

/// Bytes filled up to whole blocks of a tar.
fn block(bytes: &[u8]) -> Vec<u8> {
    let mut block = bytes.to_vec();
    block.resize(bytes.len().next_multiple_of(512), 0);
    block
}

#[test]
fn a_damaged_header_of_a_tar_costs_one_member() {
    let mut bytes = tar(&[("a.jsonl", ONE), ("b.jsonl", ONE), ("c.jsonl", ONE)]);
    bytes[1024] ^= 0x55;
    let (articles, problems) = told_of_both(&bytes);
    assert_eq!(articles, ["test/a.jsonl 1", "test/a.jsonl 2", "test/c.jsonl 1", "test/c.jsonl 2"]);
    assert_eq!(problems, ["test: 1024 bytes where the header of a member should be; it was passed over"]);
    // Two archives, one behind the other.
    let two = [tar(&[("a.jsonl", ONE)]), tar(&[("b.jsonl", ONE)])].concat();
    assert_eq!(told_of_both(&two).0.len(), 4);
}

#[test]
fn encrypted_members_and_other_methods_are_told() {
    let bytes = zip(&[("a.jsonl", ONE), ("b.jsonl", ONE)], stored());
    // The flags and the method of the first member, before it and in the directory.
    let directory = memchr::memmem::find(&bytes, b"PK\x01\x02").unwrap();
    for (local, central, value, problem) in [
        (6, 8, 1, "test/a.jsonl: an encrypted file; it was left out"),
        (8, 10, 12, "test/a.jsonl: a file compressed by the method"),
    ] {
        let mut changed = bytes.clone();
        (changed[local], changed[directory + central]) = (value, value);
        for read in [read_all(&changed), read_seekable(&changed)] {
            let (articles, problems) = told(&read);
            assert_eq!(articles, ["test/b.jsonl 1", "test/b.jsonl 2"]);
            assert!(problems.len() == 1 && problems[0].starts_with(problem), "{problems:?}");
        }
    }
}

#[test]
fn a_wrong_checksum_is_told_and_the_data_kept() {
    for options in [stored(), deflated()] {
        for streamed in [false, true] {
            let members: [(&str, &[u8]); 2] = [("a.jsonl", ONE), ("b.jsonl", ONE)];
            let make = if streamed { zip_streamed } else { zip };
            let bytes = make(&members, options);
            let right = crc_of(ONE);
            let mut bytes = bytes.clone();
            let places: Vec<usize> = memchr::memmem::find_iter(&bytes, &right).collect();
            // That of the first member, wherever it stands.
            let (first, central) = (places[0], places[places.len() / 2]);
            bytes[first] ^= 1;
            bytes[central] ^= 1;
            let (articles, problems) = told_of_kind(&read_all(&bytes));
            assert_eq!((articles, problems), (4, vec![("test/a.jsonl".to_owned(), ProblemKind::Damaged)]));
            let (articles, problems) = told_of_kind(&read_seekable(&bytes));
            assert_eq!((articles, problems), (4, vec![("test/a.jsonl".to_owned(), ProblemKind::Damaged)]));
        }
    }
}

fn crc_of(bytes: &[u8]) -> [u8; 4] {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum().to_le_bytes()
}

fn told_of_kind(read: &Read) -> (usize, Vec<(String, ProblemKind)>) {
    (read.1.len(), read.2.iter().map(|problem| (problem.file.clone(), problem.kind)).collect())
}

#[test]
fn zip_in_a_stream_and_without_its_directory() {
    // Stored, the length behind: also where the content has the mark of one, or is a zip itself.
    let marked = [ONE, b"{\"title\":\"PK\x07\x08 in it\"}\nPK\x07"].concat();
    let inner = zip_streamed(&[("i.jsonl", ONE)], stored());
    let large = [b"{\"title\":\"", &vec![b'P'; 100_000][..], b"\"}\n"].concat();
    let members: [(&str, &[u8]); 5] = [
        ("a.jsonl", &marked),
        ("empty", b""),
        ("inner.zip", &inner),
        ("README", &large),
        ("b.jsonl", &large),
    ];
    let bytes = zip_streamed(&members, stored());
    let (articles, problems) = told_of_both(&bytes);
    assert_eq!((articles.len(), problems.len()), (5, 3), "{problems:?}");
    // Encrypted as well: a file has the directory, a stream ends there.
    let mut bytes = zip_streamed(&[("a.jsonl", ONE), ("b.jsonl", ONE)], stored());
    let directory = memchr::memmem::find(&bytes, b"PK\x01\x02").unwrap();
    bytes[6] |= 1;
    bytes[directory + 8] |= 1;
    assert_eq!(told_of_kind(&read_seekable(&bytes)).0, 2);
    let (articles, problems) = told(&read_all(&bytes));
    assert_eq!(articles.len(), 0);
    insta::assert_snapshot!(problems.join("\n"), @"
    test/a.jsonl: an encrypted file; it was left out
    test: an archive: the data is damaged or cut short (where the next member starts is not known); what stands before it was kept
    ");
    // A member that states to reach over all others.
    let mut bytes = zip(&[("a.jsonl", ONE), ("b.jsonl", ONE)], deflated());
    let end = memchr::memmem::find(&bytes, b"PK\x05\x06").unwrap();
    bytes[18..20].copy_from_slice(&(end as u16 - 37).to_le_bytes());
    let (articles, problems) = told(&read_all(&bytes));
    assert_eq!(articles.len(), 2);
    insta::assert_snapshot!(problems.join("\n"), @"test/a.jsonl, line 3, byte 32: the data is damaged or cut short (its content ends before the length it states); what stands before it was kept");
    // Without its directory, a file is read like a stream.
    let whole = zip(&[("a.jsonl", ONE), ("b.jsonl", ONE)], deflated());
    let directory = memchr::memmem::find(&whole, b"PK\x01\x02").unwrap();
    let (articles, problems) = told(&read_seekable(&whole[..directory]));
    assert_eq!(articles.len(), 4);
    insta::assert_snapshot!(problems.join("\n"), @"test: an archive: the data is damaged or cut short (it ends before its directory); what stands before it was kept");
    let (articles, problems) = told(&read_seekable(&whole[..whole.len() - 1]));
    assert_eq!((articles.len(), problems.len()), (4, 1), "{problems:?}");
}

#[test]
fn members_of_one_name_are_each_read() {
    let bytes = tar(&[("a.jsonl", ONE), ("a.jsonl", ONE)]);
    assert_eq!(told_of_both(&bytes).0.len(), 4);
    let mut twice = zip(&[("a.jsonl", ONE), ("b.jsonl", ONE)], stored());
    let places: Vec<usize> = memchr::memmem::find_iter(&twice, b"b.jsonl").collect();
    places.into_iter().for_each(|at| twice[at] = b'a');
    assert_eq!(
        told_of_both(&twice).0,
        ["test/a.jsonl 1", "test/a.jsonl 2", "test/a.jsonl 1", "test/a.jsonl 2"]
    );
}

#[test]
fn documents_that_are_zip_inside_are_told_once() {
    let word: [(&str, &[u8]); 3] =
        [("[Content_Types].xml", b"<Types/>"), ("_rels/.rels", b"<R/>"), ("word/document.xml", b"<w/>")];
    let google: [(&str, &[u8]); 2] = [("word/numbering.xml", b"<w/>"), ("[Content_Types].xml", b"<Types/>")];
    let jar: [(&str, &[u8]); 2] = [("META-INF/MANIFEST.MF", b"x"), ("A.class", b"\xca\xfe\xba\xbe")];
    let problem = |what: &str| (vec![], vec![format!("test: {what}; it was left out")]);
    assert_eq!(told_of_both(&zip(&word, deflated())), problem("a Word document"));
    assert_eq!(told_of_both(&zip_streamed(&google, deflated())), problem("a Word document"));
    assert_eq!(told_of_both(&zip(&jar, stored())), problem("a Java archive"));
    let nested = zip(&[("my.docx", &zip(&word, deflated())), ("a.jsonl", ONE)], stored());
    let (articles, problems) = told_of_both(&nested);
    assert_eq!(
        (articles.len(), problems),
        (2, vec!["test/my.docx: a Word document; it was left out".to_owned()])
    );
}

#[test]
fn a_file_is_counted_once_and_to_its_end() {
    let members = [("one.jsonl", ONE), ("dir/two.txt", TWO)];
    for bytes in [tar(&members), gzip(&tar(&members)), zst(ONE), zip(&members, deflated())] {
        let watched = AtomicU64::new(0);
        let input = Input::file(Cursor::new(bytes.clone()), &watched).unwrap();
        let summary = read(input, "test", &mut |_| ControlFlow::Continue(())).unwrap();
        assert_eq!(summary.bytes_read, watched.load(Ordering::Relaxed));
        // The directory of a zip is not read beyond what is needed of it.
        assert!(summary.bytes_read <= bytes.len() as u64 && summary.bytes_read + 60 > bytes.len() as u64);
    }
}
