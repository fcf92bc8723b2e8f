//! `seikyu openapi`.

use clap::Args;
use seikyu_service::http::openapi::{document, page};

use super::write;
use crate::{failure::Failure, sqlite::SqliteStore};

/// Prints the description of the API, an OpenAPI 3.1 document.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  seikyu openapi > web/public/openapi.json
  seikyu openapi --page > web/public/api.html")]
pub(super) struct OpenApi {
    /// Prints it as a page to read, in HTML.
    #[arg(long)]
    page: bool,
}

impl OpenApi {
    pub(super) fn run(self) -> Result<(), Failure> {
        let document = document::<SqliteStore>();
        if self.page { write(&page(&document)) } else { write(&format!("{document:#}\n")) }
    }
}
