//! Chromium and its driver, for tests in a real browser.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::debian;
use crate::progress::{remark, step};
use crate::repo::Repo;

const NAMES: &[&str] = &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const MACOS: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
const CJK_FONT: &str = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc";

/// A browser and the program that drives it.
#[derive(Clone)]
pub struct Browser {
    /// Chromium or Chrome.
    pub chromium: PathBuf,
    /// ChromeDriver.
    pub driver: PathBuf,
}

/// Finds or installs a browser; on Debian also fonts for Japanese.
pub fn browser(repo: &Repo) -> Result<Browser> {
    let mut found = None;
    step("Chromium and ChromeDriver", || {
        if find().is_none() {
            debian::install(repo, &["chromium", "chromium-driver"]).context(
                "Chromium and ChromeDriver are needed for tests in the browser; \
                 install them, or name them in CHROME_BIN and CHROMEDRIVER",
            )?;
        }
        if debian::may_install() && !Path::new(CJK_FONT).exists() {
            // Only looks suffer without: Japanese would be drawn as boxes.
            if let Err(error) = debian::install(repo, &["fonts-noto-cjk"]) {
                remark(&format!("no Japanese fonts: {error:#}"));
            }
        }
        let browser = find().context("Chromium was installed but is not on PATH")?;
        let note = browser.chromium.display().to_string();
        found = Some(browser);
        Ok(note)
    })?;
    found.context("no browser")
}

fn find() -> Option<Browser> {
    let chromium = named("CHROME_BIN")
        .or_else(|| NAMES.iter().find_map(|name| on_path(name)))
        .or_else(|| Some(PathBuf::from(MACOS)).filter(|path| path.exists()))?;
    let driver = named("CHROMEDRIVER").or_else(|| on_path("chromedriver"))?;
    Some(Browser { chromium, driver })
}

fn named(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from).filter(|path| path.exists())
}

fn on_path(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(name)).find(|path| path.is_file())
}
