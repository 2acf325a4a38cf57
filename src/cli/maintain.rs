//! `verify`, `rollback`, and what is made from the flags themselves: completions and the manual page.
//!
//! It must not know what an index consists of.

use std::io::{self, Write};

use super::config::Config;
use super::term::tame;
use super::{Outcome, definition};
use crate::export::units::{self, count};
use crate::{Index, Indexer};

/// Runs `verify`.
pub fn verify(config: &Config, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let verified = config.open()?.verify()?;
    let articles = count(verified.articles, "article", "articles");
    let files = count(verified.files, "file", "files");
    writeln!(
        out,
        "generation {}: {articles} read back, checksums of {files} computed, {} in all",
        verified.generation,
        units::bytes(verified.bytes)
    )?;
    verified.faults.iter().try_for_each(|fault| writeln!(out, "fault: {}", tame(fault)))?;
    if verified.faults.is_empty() {
        writeln!(out, "no faults")?;
        return Ok(Outcome::Found);
    }
    let faults = count(verified.faults.len() as u64, "fault", "faults");
    writeln!(
        out,
        "{faults}; run `litdex rebuild`, or `litdex rollback` where the generation before is kept"
    )?;
    Ok(Outcome::Unsound)
}

/// Runs `rollback`.
pub fn rollback(config: &Config, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    config.only_one()?;
    let number = Indexer::new(&config.corpus, &config.index).roll_back()?;
    if !config.quiet {
        // The number alone is known where the earlier generation cannot be read.
        let status = Index::open(&config.index).and_then(|index| index.status());
        let articles = status.map(|status| format!(", {}", count(status.articles, "article", "articles")));
        writeln!(out, "generation {number} is in use again{}", articles.unwrap_or_default())?;
    }
    Ok(Outcome::Found)
}

/// Runs `completions`.
pub fn completions(shell: clap_complete::Shell, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    // The generator panics where it cannot write; memory takes all.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut definition(), "litdex", &mut script);
    out.write_all(&script)?;
    Ok(Outcome::Found)
}

/// Runs `man`: one page with all commands on it.
pub fn manual(out: &mut dyn Write) -> anyhow::Result<Outcome> {
    Ok(page(out).map(|()| Outcome::Found)?)
}

fn page(out: &mut dyn Write) -> io::Result<()> {
    let mut program = definition();
    program.build();
    let whole = clap_mangen::Man::new(program.clone());
    whole.render_title(out)?;
    whole.render_name_section(out)?;
    whole.render_synopsis_section(out)?;
    whole.render_description_section(out)?;
    whole.render_options_section(out)?;
    for command in program.get_subcommands().filter(|command| command.get_name() != "help") {
        // Global flags were explained above.
        let own = command.clone().mut_args(|arg| if arg.is_global_set() { arg.hide(true) } else { arg });
        let man = clap_mangen::Man::new(own);
        writeln!(out, ".SH \"LITDEX {}\"", command.get_name().to_uppercase())?;
        let mut sections = Vec::new();
        man.render_synopsis_section(&mut sections)?;
        man.render_description_section(&mut sections)?;
        man.render_options_section(&mut sections)?;
        man.render_extra_section(&mut sections)?;
        out.write_all(below(&sections).as_bytes())?;
    }
    let mut extra = Vec::new();
    whole.render_extra_section(&mut extra)?;
    out.write_all(String::from_utf8_lossy(&extra).replace(".SH EXTRA", ".SH NOTES").as_bytes())?;
    whole.render_version_section(out)
}

/// Sections as parts of the section above them.
fn below(sections: &[u8]) -> String {
    let text = String::from_utf8_lossy(sections).replace("\n.SH ", "\n.SS ").replacen(".SH ", ".SS ", 1);
    text.replace(".SS EXTRA", ".SS NOTES")
}
