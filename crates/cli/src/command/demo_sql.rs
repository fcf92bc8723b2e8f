//! `seikyu demo-sql`.

use std::io::{self, Write as _};

use clap::Args;

use super::write;
use crate::{demo::Demo, failure::Failure, literal::literal, platform::Native};

/// Prints SQL that makes demo sellers with their keys; the keys are said on standard error, once.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  seikyu demo-sql > demo.sql
  npx wrangler d1 execute seikyu --local --file demo.sql")]
pub(super) struct DemoSql {}

impl DemoSql {
    pub(super) fn run(self) -> Result<(), Failure> {
        let Self {} = self;
        let demo = Demo::new(&Native)?;
        let statements: Vec<String> = demo.statements.iter().map(literal).collect();
        write(&format!("{}\n", statements.join("\n")))?;
        say_keys(&demo)
    }
}

/// Says the keys on standard error.
pub(super) fn say_keys(demo: &Demo) -> Result<(), Failure> {
    let mut error = io::stderr().lock();
    writeln!(error, "key: {}", demo.key.text)?;
    Ok(writeln!(error, "key of another seller: {}", demo.other.text)?)
}
