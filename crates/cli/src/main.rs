//! The `seikyu` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    seikyu_cli::main()
}
