//! The reference of flags: help as it is printed, held against the snapshots, and what is made from the
//! same definitions.

use crate::util::{finish, litdex};

#[test]
fn help_is_the_reference() {
    let mut reference = String::new();
    let commands =
        ["", "ingest", "rebuild", "search", "show", "status", "verify", "rollback", "completions", "man"];
    for command in commands {
        let words: Vec<&str> = [command, "--help"].into_iter().filter(|word| !word.is_empty()).collect();
        let help = finish(litdex().args(&words).env("COLUMNS", "100"));
        assert_eq!((help.code, help.stderr.as_str()), (0, ""));
        reference += &format!("$ litdex {}\n{}\n", words.join(" "), help.stdout);
    }
    insta::assert_snapshot!("reference", reference);
}

#[test]
fn every_flag_is_explained() {
    fn check(command: &clap::Command) {
        assert!(command.get_about().is_some(), "{}", command.get_name());
        for arg in command.get_arguments() {
            assert!(arg.get_help().is_some(), "{} of {}", arg.get_id(), command.get_name());
        }
        command.get_subcommands().for_each(check);
    }
    let definition = litdex::cli::definition();
    definition.clone().debug_assert();
    check(&definition);
}

#[test]
fn short_help_has_examples() {
    for words in [&["-h"][..], &["search", "-h"], &["help", "show"]] {
        let help = finish(litdex().args(words));
        assert!(help.code == 0 && help.stdout.contains("Example"), "{words:?}");
    }
}

#[test]
fn completions_and_manual() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = finish(litdex().args(["completions", shell]));
        assert!(script.code == 0 && script.stdout.contains("forget-missing"), "{shell}");
    }
    let manual = finish(litdex().arg("man"));
    assert_eq!(manual.code, 0);
    assert!(manual.stdout.contains(".TH litdex 1"), "{}", manual.stdout);
    for word in ["LITDEX SEARCH", "LITDEX ROLLBACK", "LITDEX_CORPUS", "Exit codes", "csl\\-json"] {
        assert!(manual.stdout.contains(word), "{word}");
    }
    let version = finish(litdex().arg("--version"));
    assert_eq!((version.code, version.stdout), (0, format!("litdex {}\n", env!("CARGO_PKG_VERSION"))));
}
