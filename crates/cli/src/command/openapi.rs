//! `seikyu openapi`.

use clap::Args;
use seikyu_service::http::openapi::document;

use super::write;
use crate::{failure::Failure, sqlite::SqliteStore};

/// Prints the description of the API, an OpenAPI 3.1 document.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  seikyu openapi > web/public/openapi.json")]
pub(super) struct OpenApi {}

impl OpenApi {
    pub(super) fn run(self) -> Result<(), Failure> {
        write(&format!("{:#}\n", document::<SqliteStore>()))
    }
}
