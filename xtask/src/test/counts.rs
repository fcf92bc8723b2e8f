//! How many tests passed and failed, read from what the runners print.

use serde_json::Value;

use crate::process::Finished;

/// Tests that passed and failed.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    pub passed: u64,
    pub failed: u64,
}

/// How a part of the tests went.
pub struct Outcome {
    pub counts: Counts,
    /// What to show a person; none if all passed.
    pub failure: Option<String>,
    remark: String,
}

impl Outcome {
    /// The part could not run, which counts as one failure.
    pub fn broken(why: String) -> Self {
        let counts = Counts { passed: 0, failed: 1 };
        Self { counts, failure: Some(why), remark: String::new() }
    }

    /// Judges a runner by its exit code and its counts, which must agree.
    pub fn judged(finished: &Finished, mut counts: Counts) -> Self {
        if !finished.succeeded() {
            counts.failed = counts.failed.max(1);
        } else if counts == Counts::default() {
            return Self::broken(format!("ran no test\n{}", finished.failure()));
        }
        let failure = (counts.failed > 0).then(|| finished.failure());
        Self { counts, failure, remark: String::new() }
    }

    /// Counts a check that has no tests inside as one test.
    pub fn single(finished: &Finished) -> Self {
        Self::judged(finished, Counts { passed: u64::from(finished.succeeded()), failed: 0 })
    }

    /// Adds something to say beside the counts.
    pub fn remarking(mut self, remark: String) -> Self {
        self.remark = remark;
        self
    }

    /// The counts in a few words.
    pub fn note(&self) -> String {
        let Counts { passed, failed } = self.counts;
        let counts = if failed == 0 {
            format!("{passed} passed")
        } else {
            format!("{passed} passed, {failed} FAILED")
        };
        if self.remark.is_empty() { counts } else { format!("{counts}; {}", self.remark) }
    }
}

/// Adds up the `test result:` lines of `cargo test` and `wasm-bindgen-test-runner`.
pub fn of_cargo_test(text: &str) -> Counts {
    let mut counts = Counts::default();
    for line in text.lines() {
        let Some((_, result)) = line.split_once("test result: ") else { continue };
        counts.passed += number_before(result, " passed");
        counts.failed += number_before(result, " failed");
    }
    counts
}

/// Reads the summary of `node --test`; a cancelled test has failed.
pub fn of_node_test(text: &str) -> Counts {
    let mut counts = Counts::default();
    for line in text.lines() {
        let Some(summary) = line.strip_prefix("ℹ ").or_else(|| line.strip_prefix("# ")) else {
            continue;
        };
        let Some((what, number)) = summary.trim().split_once(' ') else { continue };
        let Ok(number) = number.parse::<u64>() else { continue };
        match what {
            "pass" => counts.passed += number,
            "fail" | "cancelled" => counts.failed += number,
            _ => {}
        }
    }
    counts
}

/// Reads vitest's JSON report.
pub fn of_vitest(report: &str) -> Counts {
    let report: Value = serde_json::from_str(report).unwrap_or_default();
    let number = |name: &str| report.get(name).and_then(Value::as_u64).unwrap_or_default();
    Counts { passed: number("numPassedTests"), failed: number("numFailedTests") }
}

fn number_before(text: &str, word: &str) -> u64 {
    let before = text.split(word).next().filter(|before| before.len() < text.len());
    let digits = before.and_then(|before| before.rsplit(|c: char| !c.is_ascii_digit()).next());
    digits.and_then(|digits| digits.parse().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Counts, of_cargo_test, of_node_test, of_vitest};

    #[test]
    fn cargo_results_of_several_binaries_add_up() {
        let text = "running 12 tests\n\
            test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out\n\
            2 passed is no result line\n\
            test result: FAILED. 3 passed; 2 failed; 0 ignored; finished in 0.10s\n";
        assert_eq!(of_cargo_test(text), Counts { passed: 15, failed: 2 });
        assert_eq!(of_cargo_test("error: could not compile"), Counts::default());
    }

    #[test]
    fn node_summaries_count_cancelled_tests_as_failed() {
        let spec = "✔ a\nℹ tests 5\nℹ suites 0\nℹ pass 3\nℹ fail 1\nℹ cancelled 1\nℹ skipped 0\n";
        assert_eq!(of_node_test(spec), Counts { passed: 3, failed: 2 });
        assert_eq!(of_node_test("# pass 7\n# fail 0\n"), Counts { passed: 7, failed: 0 });
    }

    #[test]
    fn vitest_reports_are_json() {
        let report = r#"{"numTotalTests":4,"numPassedTests":3,"numFailedTests":1}"#;
        assert_eq!(of_vitest(report), Counts { passed: 3, failed: 1 });
        assert_eq!(of_vitest("not json"), Counts::default());
    }
}
