//! What would be uploaded to Cloudflare, and whether it is small enough.

use anyhow::{Context, Result};

use super::super::counts::{Counts, Outcome};
use super::super::machine::Machine;
use crate::setup;

/// The free plan's limit for a compressed worker.
const LIMIT_KIB: f64 = 3.0 * 1024.0;

/// Bundles without uploading; counts the bundling and the size as one test each.
pub fn run(machine: &Machine) -> Result<Outcome> {
    let finished = setup::npm_program(&machine.repo, "wrangler")
        .args(["deploy", "--dry-run", "--outdir"])
        .arg(machine.repo.path(".seikyu/bundle"))
        .env("CI", "true")
        .run(&machine.repo.log("test-bundle"))?;
    if !finished.succeeded() {
        return Ok(Outcome::single(&finished));
    }
    let size = Size::read(&finished.text()).context("wrangler printed no upload size")?;
    let fits = size.gzip_kib <= LIMIT_KIB;
    let counts = Counts { passed: 1 + u64::from(fits), failed: u64::from(!fits) };
    let remark =
        format!("{:.0} KiB, {:.0} KiB gzipped of {LIMIT_KIB}", size.raw_kib, size.gzip_kib);
    Ok(Outcome::judged(&finished, counts).remarking(remark))
}

/// The size of the upload.
#[derive(Debug, PartialEq)]
struct Size {
    raw_kib: f64,
    gzip_kib: f64,
}

impl Size {
    /// Reads `Total Upload: 250.12 KiB / gzip: 96.10 KiB`.
    fn read(text: &str) -> Option<Self> {
        let (_, sizes) = text.split_once("Total Upload:")?;
        let (raw, gzip) = sizes.lines().next()?.split_once("gzip:")?;
        Some(Self { raw_kib: kib(raw.trim_end_matches([' ', '/']))?, gzip_kib: kib(gzip)? })
    }
}

fn kib(text: &str) -> Option<f64> {
    let mut words = text.split_whitespace();
    let number: f64 = words.next()?.parse().ok()?;
    match words.next()? {
        "B" => Some(number / 1024.0),
        "KiB" => Some(number),
        "MiB" => Some(number * 1024.0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Size;

    #[test]
    fn the_size_is_read_in_any_unit() {
        let read = |text| Size::read(text);
        let size = Size { raw_kib: 250.5, gzip_kib: 96.25 };
        assert_eq!(read("x\nTotal Upload: 250.5 KiB / gzip: 96.25 KiB\ny"), Some(size));
        let size = Size { raw_kib: 2048.0, gzip_kib: 512.0 };
        assert_eq!(read("Total Upload: 2 MiB / gzip: 512 KiB"), Some(size));
        assert_eq!(read("nothing"), None);
    }
}
