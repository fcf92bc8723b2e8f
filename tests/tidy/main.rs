//! Checks of the repository's own rules: what may use what, how long files are, what is not written.
//!
//! A check is a pure function over a path and a text (or over all paths), so that each has a test of
//! its own that it can fail. The tests of this file run them over the files of the repository: those
//! that git knows of or would add.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unwrap_used
)]

mod edges;
mod floats;
mod length;
mod migrations;
mod module_doc;
mod names;
mod replace;
mod rust_text;
mod whitespace;
mod work_left;

use std::{
    env, fmt, fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
};

/// A rule that is broken at a place.
#[derive(Debug, PartialEq, Eq)]
struct Finding {
    path: String,
    /// From 1; 0 for the whole file.
    line: usize,
    what: String,
}

impl Finding {
    fn at(path: &str, line: usize, what: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, what: what.into() }
    }

    fn of_file(path: &str, what: impl Into<String>) -> Self {
        Self::at(path, 0, what)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(formatter, "{}: {}", self.path, self.what),
            line => write!(formatter, "{}:{line}: {}", self.path, self.what),
        }
    }
}

/// Runs a check over every text of the repository.
fn check_texts(check: impl Fn(&str, &str) -> Vec<Finding>) {
    let root = root();
    let mut texts = 0;
    let findings = paths(&root).into_iter().flat_map(|path| {
        // A file that is not UTF-8 is a picture or a font.
        let text = fs::read_to_string(root.join(&path)).unwrap_or_default();
        texts += 1;
        check(&path, &text)
    });
    none(&findings.collect::<Vec<_>>());
    assert!(texts > 50, "only {texts} files were found");
}

/// Runs a check over the paths of the repository.
fn check_paths(check: impl Fn(&[String]) -> Vec<Finding>) {
    none(&check(&paths(&root())));
}

fn none(findings: &[Finding]) {
    let list: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(list.is_empty(), "\n{}\n", list.join("\n"));
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The paths that git knows of or would add, with `/`, in order.
fn paths(root: &Path) -> Vec<String> {
    let listed = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()
        .unwrap();
    assert!(listed.status.success(), "{}", String::from_utf8_lossy(&listed.stderr));
    let listed = String::from_utf8(listed.stdout).unwrap();
    let mut paths: Vec<String> = listed
        .split_terminator('\0')
        .filter(|path| root.join(path).is_file())
        .map(str::to_owned)
        .collect();
    paths.sort();
    paths.dedup();
    paths
}

fn extension(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or("", |(_, extension)| extension)
}

#[test]
fn crates_use_only_what_lies_below_them() {
    let cargo = env::var_os("CARGO").unwrap();
    let metadata = Command::new(cargo)
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(metadata.status.success(), "{}", String::from_utf8_lossy(&metadata.stderr));
    none(&edges::check(&String::from_utf8(metadata.stdout).unwrap()));
}

#[test]
fn files_have_one_subject() {
    check_texts(|path, text| {
        if let Some(long) = length::notice(path, text) {
            // Past the test runner's capture: a notice is to be seen where nothing fails.
            writeln!(std::io::stderr(), "{long}").unwrap();
        }
        length::check(path, text)
    });
}

#[test]
fn modules_say_what_they_are() {
    check_texts(module_doc::check);
}

#[test]
fn money_time_and_engine_have_no_floats() {
    check_texts(floats::check);
}

#[test]
fn rows_are_never_replaced() {
    check_texts(replace::check);
}

#[test]
fn names_say_what_is_inside() {
    check_paths(names::check);
}

#[test]
fn work_that_is_left_has_a_reason() {
    check_texts(work_left::check);
}

#[test]
fn lines_end_with_text() {
    check_texts(whitespace::check);
}

#[test]
fn migrations_are_numbered_in_sequence() {
    check_paths(migrations::check);
}
