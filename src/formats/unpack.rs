//! What a file holds: compression undone, archives taken apart, each text given to the reader of its format.
//!
//! How a file is packed is told by its content. Every member of an archive is a file of its own, with
//! records, lines and problems of its own; it is called `archive/path/within`. Nothing is written anywhere,
//! so a path can do no harm beyond being shown. What is hidden or explains an archive to people is passed
//! over; so are links and devices, with a problem.
//!
//! It must not know any one format.

use std::io::{self, Read};
use std::rc::Rc;

use flate2::bufread::MultiGzDecoder;

use super::archive::forward::{self, Forward};
use super::archive::names::{is_passed_over, tame};
use super::archive::tar::{self, Tar};
use super::archive::zip::{self, Directory};
use super::archive::{Archive, Kind, office};
use super::detect::{HEAD_BYTES, Head};
use super::emit::Emitter;
use super::encoding::{Met, Reading, Recoded, judge};
use super::input::{Input, Ledger};
use super::problem::{Place, ProblemKind};
use super::readers::reader_of;
use super::stream::Window;

/// Packings within each other that are undone: `.zip`, `.gz`, `.tar` and `.zst` in one file.
const LAYERS_MAX: u32 = 4;

/// Members of an archive that are looked at.
const MEMBERS_MAX: u64 = 10_000_000;

const LEFT_OUT: &str = "it was left out";
const KEPT: &str = "what stands before it was kept";

/// How a layer is packed.
#[derive(Clone, Copy)]
enum Packing {
    Gzip,
    Zstd,
    Tar,
    Zip,
}

impl Packing {
    fn of(head: &[u8]) -> Option<Self> {
        match head {
            [0x1f, 0x8b, ..] => Some(Self::Gzip),
            // A frame, or one to be skipped before it.
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Self::Zstd),
            _ if zip::is_zip(head) => Some(Self::Zip),
            _ if tar::is_header(head) => Some(Self::Tar),
            _ => None,
        }
    }
}

/// Reads everything in a layer that lies in so many others, and says whether it was there to its end.
pub(super) fn read(
    mut input: Input<'_>,
    name: &str,
    out: &mut Emitter<'_, '_>,
    mut layers: u32,
) -> io::Result<bool> {
    loop {
        out.enter(name);
        let Some(packing) = Packing::of(input.peek(tar::BLOCK_BYTES)) else { return text(input, out) };
        layers += 1;
        if layers > LAYERS_MAX {
            let found = format!("more than {LAYERS_MAX} archives or compressions within each other");
            out.file_problem(ProblemKind::TooLarge, Place::default(), &found, LEFT_OUT);
            return Ok(true);
        }
        let ledger = Rc::clone(input.ledger());
        input = match packing {
            Packing::Gzip => Input::unpacked(Box::new(MultiGzDecoder::new(input)), ledger),
            Packing::Zstd => Input::unpacked(Box::new(zstd::Decoder::with_buffer(input)?), ledger),
            Packing::Tar => return Members { name, ledger, layers }.read(&mut Tar::new(input), out),
            Packing::Zip => return zip(input, name, out, layers),
        };
    }
}

/// Reads a zip archive by its directory where that can be reached, and else from its start on.
fn zip(mut input: Input<'_>, name: &str, out: &mut Emitter<'_, '_>, layers: u32) -> io::Result<bool> {
    let ledger = Rc::clone(input.ledger());
    let members = Members { name, ledger: Rc::clone(&ledger), layers };
    let mut missing = None;
    if let Some(file) = input.cursor() {
        match Directory::open(file) {
            Ok(mut directory) => {
                if let Some(what) = office::document(directory.names()?) {
                    return Ok(document(what, out));
                }
                return members.read(&mut directory.members()?, out);
            }
            Err(error) => missing = Some(ledger.settle(&error)?),
        }
    }
    let first = forward::first_name(input.peek(forward::HEAD_BYTES)).unwrap_or_default();
    let mut archive = Forward::new(input);
    if office::may_start_document(&first) {
        let what = office::document(archive.names());
        return Ok(document(what.unwrap_or("an archive that starts like a document"), out));
    }
    let is_whole = members.read(&mut archive, out)?;
    match missing {
        // That it is cut short was said.
        Some(fault) if is_whole => {
            let done = "its members were read without its directory";
            out.enter(name);
            out.file_problem(fault.kind, Place::default(), &fault.found, done);
            Ok(false)
        }
        _ => Ok(is_whole),
    }
}

fn document(what: &str, out: &mut Emitter<'_, '_>) -> bool {
    out.file_problem(ProblemKind::UnknownFormat, Place::default(), what, LEFT_OUT);
    true
}

/// The members of one archive.
struct Members<'n, 'r> {
    name: &'n str,
    ledger: Rc<Ledger<'r>>,
    layers: u32,
}

impl Members<'_, '_> {
    fn read<A: Archive>(&self, archive: &mut A, out: &mut Emitter<'_, '_>) -> io::Result<bool> {
        let (mut files, mut is_whole) = (0_u64, true);
        for _ in 0..MEMBERS_MAX {
            if out.stopped() || self.ledger.is_exhausted() {
                return Ok(is_whole);
            }
            let member = match archive.next() {
                Ok(Some(member)) => member,
                Ok(None) => {
                    if files == 0 {
                        self.tell(ProblemKind::Empty, "an archive without files to read", LEFT_OUT, out);
                    }
                    return self.ledger.check().map(|()| is_whole);
                }
                Err(error) => {
                    let fault = self.ledger.settle(&error)?;
                    // Where the last member was cut, that was the cause.
                    if is_whole {
                        self.tell(fault.kind, &format!("an archive: {}", fault.found), KEPT, out);
                    }
                    return Ok(false);
                }
            };
            let path = tame(&member.name);
            if is_passed_over(&path) {
                continue;
            }
            files += u64::from(member.kind != Kind::Folder);
            is_whole = self.member(archive, &path, member.kind, out)?;
        }
        let found = format!("an archive of more than {MEMBERS_MAX} members");
        self.tell(ProblemKind::TooLarge, &found, KEPT, out);
        Ok(false)
    }

    /// Reads one member.
    fn member<A: Archive>(
        &self,
        archive: &mut A,
        path: &str,
        kind: Kind,
        out: &mut Emitter<'_, '_>,
    ) -> io::Result<bool> {
        let name = format!("{}/{path}", self.name);
        match kind {
            Kind::Folder => return Ok(true),
            Kind::Damaged(found) => {
                self.tell(ProblemKind::Damaged, &found, "it was passed over", out);
                return Ok(true);
            }
            Kind::Other(what) => {
                out.enter(&name);
                out.file_problem(ProblemKind::UnknownFormat, Place::default(), &what, LEFT_OUT);
                return Ok(true);
            }
            Kind::File => {}
        }
        let content = match archive.content() {
            Ok(content) => content,
            Err(error) => {
                let fault = self.ledger.settle(&error)?;
                out.enter(&name);
                out.file_problem(fault.kind, Place::default(), &fault.found, LEFT_OUT);
                return Ok(false);
            }
        };
        let ledger = Rc::clone(&self.ledger);
        let input =
            if A::IS_PACKED { Input::unpacked(content, ledger) } else { Input::part(content, ledger) };
        read(input, &name, out, self.layers)
    }

    /// Tells something of the archive itself.
    fn tell(&self, kind: ProblemKind, found: &str, done: &str, out: &mut Emitter<'_, '_>) {
        out.enter(self.name);
        out.file_problem(kind, Place::default(), found, done);
    }
}

/// Reads a text, whatever its encoding.
fn text(mut input: Input<'_>, out: &mut Emitter<'_, '_>) -> io::Result<bool> {
    if input.peek(1).is_empty() && input.is_sound() {
        empty(out);
        return Ok(true);
    }
    let judged = judge(input.peek(HEAD_BYTES));
    let (ledger, met) = (Rc::clone(input.ledger()), Rc::new(Met::default()));
    let reader: Box<dyn Read> = match judged.reading {
        Reading::AsTheyAre => Box::new(input),
        Reading::Watched { encoding, is_declared } => {
            Box::new(Recoded::watch(input, encoding, is_declared, Rc::clone(&met)))
        }
        Reading::Decoded(encoding) => Box::new(Recoded::decode(input, encoding, Rc::clone(&met))),
        Reading::NotRead(what) => {
            out.file_problem(ProblemKind::UnknownFormat, Place::default(), what, LEFT_OUT);
            return Ok(true);
        }
    };
    let mut window = Window::open(reader, ledger);
    window.skip_byte_order_mark()?;
    if let Some(reader) = reader_of(&mut window)? {
        out.set_format(reader.format);
        if let Some((found, done)) = judged.problem {
            out.file_problem(ProblemKind::Encoding, Place::default(), &found, done);
        }
        (reader.read)(&mut window, out)?;
        for (byte, found, done) in met.problems() {
            let place = Place { byte: Some(byte), ..Place::default() };
            out.file_problem(ProblemKind::Encoding, place, &found, done);
        }
    } else if !window.data().trim_ascii_start().is_empty() {
        let found = Head::of(window.data()).guess();
        out.file_problem(ProblemKind::UnknownFormat, Place::default(), found, LEFT_OUT);
    } else if window.fault().is_none() {
        empty(out);
    }
    out.add_text(window.text_bytes());
    if let Some(fault) = window.fault() {
        let place = Place { line: Some(window.line()), byte: Some(window.offset()), record: None };
        out.file_problem(fault.kind, place, &fault.found, KEPT);
    }
    Ok(window.fault().is_none())
}

fn empty(out: &mut Emitter<'_, '_>) {
    let (found, done) = ("the file has no content", "there is nothing to read");
    out.file_problem(ProblemKind::Empty, Place::default(), found, done);
}
