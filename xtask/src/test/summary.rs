//! The table at the end, and the one line that adds it up.

use std::fmt::{self, Display, Formatter};
use std::time::Duration;

use super::counts::{Counts, Outcome};
use crate::progress::duration;

/// What each part came to.
#[derive(Default)]
pub struct Summary {
    parts: Vec<(&'static str, Counts, Duration)>,
    preparation: Duration,
}

impl Summary {
    /// Adds time spent on tools and builds.
    pub fn prepared(&mut self, time: Duration) {
        self.preparation += time;
    }

    /// Adds a part.
    pub fn add(&mut self, name: &'static str, outcome: &Outcome, time: Duration) {
        self.parts.push((name, outcome.counts, time));
    }

    /// Whether tests ran and none failed.
    pub fn passed(&self) -> bool {
        let total = self.total();
        total.failed == 0 && total.passed > 0
    }

    fn total(&self) -> Counts {
        self.parts.iter().fold(Counts::default(), |sum, (_, counts, _)| Counts {
            passed: sum.passed + counts.passed,
            failed: sum.failed + counts.failed,
        })
    }
}

impl Display for Summary {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let total = self.total();
        writeln!(f, "\n{:<18} {:>8} {:>8} {:>14}", "part", "passed", "failed", "time")?;
        let preparation = duration(self.preparation);
        writeln!(f, "{:<18} {:>8} {:>8} {preparation:>14}", "set-up and builds", "", "")?;
        for (name, counts, time) in &self.parts {
            let (passed, failed) = (counts.passed, counts.failed);
            writeln!(f, "{name:<18} {passed:>8} {failed:>8} {:>14}", duration(*time))?;
        }
        let time: Duration = self.parts.iter().map(|(_, _, time)| *time).sum();
        let all = duration(time + self.preparation);
        writeln!(f, "{:<18} {:>8} {:>8} {all:>14}\n", "all", total.passed, total.failed)?;
        writeln!(f, "{} passed, {} failed", total.passed, total.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::{Counts, Duration, Outcome, Summary};

    #[test]
    fn the_last_line_adds_up_all_parts() {
        let mut summary = Summary::default();
        let broken = Outcome::broken("no".to_owned());
        summary.add("fmt", &broken, Duration::ZERO);
        summary.parts.push(("native", Counts { passed: 41, failed: 2 }, Duration::from_secs(3)));
        let text = summary.to_string();
        assert_eq!(text.lines().last(), Some("41 passed, 3 failed"));
        assert!(!summary.passed());
        assert!(!Summary::default().passed());
    }
}
