//! How long a file may be: at 500 lines a second subject has usually moved in; 800 is refused.

use super::{Finding, extension};

const USUAL_MAX: usize = 500;
const HARD_MAX: usize = 800;

/// What is measured; data and documents are as long as they need to be.
const MEASURED: &[&str] = &["rs", "ts", "svelte", "sql", "css"];

pub(super) fn check(path: &str, text: &str) -> Vec<Finding> {
    let lines = text.lines().count();
    if MEASURED.contains(&extension(path)) && lines > HARD_MAX {
        vec![Finding::of_file(path, format!("{lines} lines; at most {HARD_MAX} are accepted"))]
    } else {
        Vec::new()
    }
}

/// What to say of a file that is longer than usual. Tables of tests may be.
pub(super) fn notice(path: &str, text: &str) -> Option<String> {
    let lines = text.lines().count();
    let long = MEASURED.contains(&extension(path)) && lines > USUAL_MAX && !is_test(path);
    long.then(|| format!("notice: {path} has {lines} lines; {USUAL_MAX} is usual"))
}

fn is_test(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    path.split('/').any(|folder| folder == "tests" || folder == "e2e")
        || name == "tests.rs"
        || name.ends_with(".test.ts")
        || name.ends_with(".spec.ts")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_hundred_lines_are_accepted_and_no_more() {
        let lines = |count| "line\n".repeat(count);
        assert_eq!(check("crates/money/src/exact.rs", &lines(800)), []);
        let found = check("crates/money/src/exact.rs", &lines(801));
        assert_eq!(
            found.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["crates/money/src/exact.rs: 801 lines; at most 800 are accepted"],
        );
        assert_eq!(check("web/src/app.svelte", &lines(801)).len(), 1);
        assert_eq!(check("tests/tidy/main.rs", &lines(801)).len(), 1);
        assert_eq!(check("tests/vectors/pricing.json", &lines(5000)), []);
    }

    #[test]
    fn five_hundred_are_usual() {
        let lines = |count| "line\n".repeat(count);
        assert_eq!(notice("crates/money/src/exact.rs", &lines(500)), None);
        assert!(notice("crates/money/src/exact.rs", &lines(501)).is_some());
        assert_eq!(notice("crates/money/src/exact/tests.rs", &lines(501)), None);
        assert_eq!(notice("crates/engine/tests/engine/session.rs", &lines(501)), None);
    }
}
