//! The table of commands: what `--help` prints and what each name runs.

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::arguments::{Arguments, Flag};
use crate::repo::Repo;
use crate::{backup, bench, build, clean, deploy, dev, format, load, setup, test};

/// One command of `cargo xtask`.
struct Command {
    name: &'static str,
    about: &'static str,
    flags: &'static [Flag],
    run: fn(&Repo, &Arguments) -> Result<ExitCode>,
}

const COMMANDS: &[Command] = &[
    Command {
        name: "dev",
        about: "Installs what is missing, builds, and serves web app and API with demo data.",
        flags: dev::FLAGS,
        run: dev::run,
    },
    Command {
        name: "test",
        about: "Sets up likewise and runs every test; the last line adds them all up.",
        flags: test::FLAGS,
        run: test::run,
    },
    Command {
        name: "build",
        about: "Builds the engine package, the web app and the worker, where out of date.",
        flags: &[],
        run: build::run,
    },
    Command {
        name: "fmt",
        about: "Formats Rust, TypeScript and Svelte sources in place.",
        flags: &[],
        run: format::run,
    },
    Command {
        name: "lint",
        about: "Runs the checks of form alone: rustfmt, clippy, and the web app's.",
        flags: &[],
        run: test::lint_only,
    },
    Command {
        name: "types",
        about: "Builds the engine package and prints where its TypeScript types are.",
        flags: &[],
        run: build::types,
    },
    Command {
        name: "bench",
        about: "Builds the engine for Node and natively, and runs the benchmark on both.",
        flags: &[],
        run: bench::run,
    },
    Command {
        name: "load",
        about: "Bills many subscriptions on local workerd with D1, and prints what it costs.",
        flags: load::FLAGS,
        run: load::run,
    },
    Command {
        name: "backup",
        about: "Writes the database into a file from which it can be restored.",
        flags: backup::BACKUP_FLAGS,
        run: backup::backup,
    },
    Command {
        name: "restore",
        about: "Reads such a file into an empty database.",
        flags: backup::RESTORE_FLAGS,
        run: backup::restore,
    },
    Command {
        name: "deploy",
        about: "Tests, migrates the database and deploys to Cloudflare.",
        flags: deploy::FLAGS,
        run: deploy::run,
    },
    Command {
        name: "setup",
        about: "Installs every tool that building and testing need, and nothing else.",
        flags: &[],
        run: setup::run,
    },
    Command {
        name: "clean",
        about: "Removes what was built and the local database.",
        flags: clean::FLAGS,
        run: clean::run,
    },
];

/// Runs the command that the arguments name.
pub fn run(raw: &[String]) -> Result<ExitCode> {
    let Some((name, rest)) = raw.split_first() else {
        print_help();
        return Ok(ExitCode::FAILURE);
    };
    if matches!(name.as_str(), "help" | "--help" | "-h") {
        print_help();
        return Ok(ExitCode::SUCCESS);
    }
    let Some(command) = COMMANDS.iter().find(|command| command.name == name) else {
        let names: Vec<_> = COMMANDS.iter().map(|command| command.name).collect();
        bail!("there is no command '{name}'; there are {}", names.join(", "));
    };
    if rest.iter().any(|word| word == "--help" || word == "-h") {
        print_command_help(command);
        return Ok(ExitCode::SUCCESS);
    }
    let arguments = Arguments::read(rest, command.flags)?;
    (command.run)(&Repo::find()?, &arguments)
}

fn print_help() {
    println!("The contributor's one tool.\n\nUsage: cargo xtask COMMAND [FLAGS]\n");
    for command in COMMANDS {
        println!("  {:<8} {}", command.name, command.about);
    }
    println!("\n`cargo xtask COMMAND --help` lists a command's flags.");
}

fn print_command_help(command: &Command) {
    println!("{}\n\nUsage: cargo xtask {} [FLAGS]", command.about, command.name);
    if !command.flags.is_empty() {
        println!();
    }
    for flag in command.flags {
        println!("  {:<14} {}", flag.form(), flag.about);
    }
}
