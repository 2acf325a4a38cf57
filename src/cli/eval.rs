//! `eval`: measures printed.
//!
//! It must not know how anything is measured.

use std::io::{self, Write};

use super::Outcome;
use super::args::EvalWhat;
use super::config::Config;
use super::term::tame;
use super::units::thousands;
use crate::Index;
use crate::eval::{Dedup, Links, dedup, links};
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
            let found = links(&Index::open(&config.index)?)?;
            print_links(&found, out)?;
            if args.list {
                list("wrong", &found.wrong_links, out)?;
                list("missed", &found.missed_links, out)?;
            }
        }
    }
    Ok(Outcome::Found)
}

fn rows(rows: &[(&str, String)], out: &mut dyn Write) -> io::Result<()> {
    rows.iter().try_for_each(|(name, value)| writeln!(out, "{name:<28}{value:>10}"))
}

fn print_dedup(found: &Dedup, out: &mut dyn Write) -> io::Result<()> {
    rows(
        &[
            ("records", thousands(found.records)),
            ("  with a PMID or DOI", thousands(found.with_id)),
            ("articles they became", thousands(found.articles)),
            ("pairs that share an id", thousands(found.pairs)),
            ("pairs put together", thousands(found.right + found.wrong + found.unknown)),
            ("  right", thousands(found.right)),
            ("  wrong", thousands(found.wrong)),
            ("  not to be judged", thousands(found.unknown)),
            ("precision", format!("{:.4}", found.precision())),
            ("recall", format!("{:.4}", found.recall())),
        ],
        out,
    )
}

fn pairs(what: &str, pairs: &[(Origin, Origin)], out: &mut dyn Write) -> io::Result<()> {
    let place = |origin: &Origin| tame(&format!("{} record {}", origin.file, origin.record)).to_string();
    pairs.iter().try_for_each(|(a, b)| writeln!(out, "{what}: {} | {}", place(a), place(b)))
}

fn print_links(found: &Links, out: &mut dyn Write) -> io::Result<()> {
    rows(
        &[
            ("references", thousands(found.references)),
            ("  with an id", thousands(found.with_id)),
            ("  of articles of the index", thousands(found.linked)),
            ("  of two articles of it", thousands(found.contradictory)),
            ("links by text alone", thousands(found.right + found.wrong + found.unknown)),
            ("  right", thousands(found.right)),
            ("  wrong", thousands(found.wrong)),
            ("  not to be judged", thousands(found.unknown)),
            ("precision", format!("{:.4}", found.precision())),
            ("recall", format!("{:.4}", found.recall())),
        ],
        out,
    )
}

fn list(what: &str, links: &[String], out: &mut dyn Write) -> io::Result<()> {
    links.iter().try_for_each(|link| writeln!(out, "{what}: {}", tame(link)))
}
