//! `eval`: measures printed.
//!
//! It must not know how anything is measured.

use std::io::{self, Write};

use super::Outcome;
use super::args::EvalWhat;
use super::config::Config;
use super::meter::Meter;
use super::term::tame;
use crate::eval::{Dedup, Links, Tally, dedup, links};
use crate::export::units::{count, thousands};
use crate::model::Origin;

/// Runs `eval`.
pub fn run(config: &Config, what: &EvalWhat, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    match what {
        EvalWhat::Dedup(args) => {
            let found = dedup(&args.files)?;
            print_dedup(&found, out)?;
            if args.list {
                pairs("wrong", &found.wrong_pairs, out)?;
                pairs("missed", &found.missed_pairs, out)?;
            }
        }
        EvalWhat::Links(args) => {
            let index = config.open()?;
            let meter = Meter::new(config);
            let found =
                links(&index, |links| meter.count(|| count(links.references, "reference", "references")))?;
            meter.finish();
            print_links(&found, out)?;
            if args.list {
                list("wrong", &found.wrong_links, out)?;
                list("missed", &found.missed_links, out)?;
            }
        }
    }
    Ok(Outcome::Found)
}

fn rows(rows: &[(&str, u64)], out: &mut dyn Write) -> io::Result<()> {
    rows.iter().try_for_each(|(name, count)| writeln!(out, "{name:<28}{:>10}", thousands(*count)))
}

fn print_dedup(found: &Dedup, out: &mut dyn Write) -> io::Result<()> {
    let read = [
        ("records", found.records),
        ("  with a PMID or DOI", found.with_id),
        ("articles they became", found.articles),
        ("pairs that share an id", found.tally.wanted),
    ];
    rows(&read, out)?;
    print_tally("pairs put together", &found.tally, out)
}

fn pairs(what: &str, pairs: &[(Origin, Origin)], out: &mut dyn Write) -> io::Result<()> {
    let place = |origin: &Origin| tame(&format!("{} record {}", origin.file, origin.record)).to_string();
    pairs.iter().try_for_each(|(a, b)| writeln!(out, "{what}: {} | {}", place(a), place(b)))
}

fn print_links(found: &Links, out: &mut dyn Write) -> io::Result<()> {
    let read = [
        ("references", found.references),
        ("  with an id", found.with_id),
        ("  of articles of the index", found.tally.wanted),
        ("  of two articles of it", found.contradictory),
    ];
    rows(&read, out)?;
    print_tally("links by text alone", &found.tally, out)
}

fn print_tally(made: &str, tally: &Tally, out: &mut dyn Write) -> io::Result<()> {
    let counts = [
        (made, tally.made()),
        ("  right", tally.right),
        ("  wrong", tally.wrong),
        ("  not to be judged", tally.unknown),
    ];
    rows(&counts, out)?;
    [("precision", tally.precision()), ("recall", tally.recall())]
        .into_iter()
        .try_for_each(|(name, share)| writeln!(out, "{name:<28}{share:>10.4}"))
}

fn list(what: &str, links: &[String], out: &mut dyn Write) -> io::Result<()> {
    links.iter().try_for_each(|link| writeln!(out, "{what}: {}", tame(link)))
}
