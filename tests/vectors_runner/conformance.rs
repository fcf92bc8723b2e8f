//! What became of each case, as a table and as the committed document.

use std::{collections::BTreeMap, fmt::Write as _};

use crate::case::Case;

/// What became of a case that does not contradict the engine.
pub enum Outcome {
    /// The engine gives the expected numbers.
    Reproduced,
    /// We do it otherwise, for the reason given.
    Declined(&'static str),
    /// The engine cannot do it yet; what it needs.
    Pending(&'static str),
}

/// A case and what became of it; an error says where the engine's numbers differ.
pub struct Verdict {
    pub case: Case,
    pub result: Result<Outcome, String>,
}

/// What became of all cases.
pub struct Conformance {
    verdicts: Vec<Verdict>,
}

#[derive(Default)]
struct Counts {
    cases: usize,
    reproduced: usize,
    declined: usize,
    pending: usize,
}

impl Counts {
    fn count(&mut self, result: &Result<Outcome, String>) {
        self.cases += 1;
        match result {
            Ok(Outcome::Reproduced) => self.reproduced += 1,
            Ok(Outcome::Declined(_)) => self.declined += 1,
            Ok(Outcome::Pending(_)) => self.pending += 1,
            Err(_) => {}
        }
    }
}

impl Conformance {
    pub fn new(verdicts: Vec<Verdict>) -> Self {
        Self { verdicts }
    }

    pub fn verdicts(&self) -> &[Verdict] {
        &self.verdicts
    }

    /// Whether there is a case of a category.
    pub fn has(&self, category: &str) -> bool {
        self.verdicts.iter().any(|verdict| verdict.case.category == category)
    }

    /// The pending cases of a category.
    pub fn pending(&self, category: &str) -> Vec<&str> {
        let of_category = self.verdicts.iter().filter(|verdict| verdict.case.category == category);
        of_category
            .filter(|verdict| matches!(verdict.result, Ok(Outcome::Pending(_))))
            .map(|verdict| verdict.case.id.as_str())
            .collect()
    }

    /// Where the engine's numbers differ from the expected ones.
    pub fn different(&self) -> Vec<String> {
        let verdicts = self.verdicts.iter();
        verdicts
            .filter_map(|verdict| {
                let difference = verdict.result.as_ref().err()?;
                Some(format!("{}: {difference}", verdict.case.id))
            })
            .collect()
    }

    /// The counts of each category as a Markdown table, aligned for the terminal too.
    pub fn table(&self) -> String {
        let mut categories: BTreeMap<&str, Counts> = BTreeMap::new();
        let mut total = Counts::default();
        for verdict in &self.verdicts {
            categories.entry(&verdict.case.category).or_default().count(&verdict.result);
            total.count(&verdict.result);
        }
        let mut table = format!(
            "| {:<21} | cases | reproduced | declined | pending |\n\
             | :{:-<20} | ----: | ---------: | -------: | ------: |\n",
            "category", ""
        );
        let rows = categories.into_iter().chain([("all", total)]);
        for (category, counts) in rows {
            let Counts { cases, reproduced, declined, pending } = counts;
            let _ = writeln!(
                table,
                "| {category:<21} | {cases:>5} | {reproduced:>10} | {declined:>8} | {pending:>7} |"
            );
        }
        table
    }

    /// The committed document: counts, declined cases with reasons, pending ones by what they need.
    pub fn document(&self) -> String {
        let mut document = format!(
            "# Conformance\n\n\
             How many of the public cases in `vectors/` the engine reproduces. Written by\n\
             `UPDATE=1 cargo test -p seikyu-tests --test vectors`; the same test fails when it is out of\n\
             date, when a number differs, or when a finished category has a pending case.\n\n\
             {}\n## Declined\n\n",
            self.table()
        );
        for verdict in &self.verdicts {
            if let Ok(Outcome::Declined(why)) = verdict.result {
                let _ = writeln!(document, "- `{}`: {why}", verdict.case.id);
            }
        }
        document.push_str("\n## Pending\n");
        let mut pending: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
        for verdict in &self.verdicts {
            if let Ok(Outcome::Pending(needs)) = verdict.result {
                let ids = pending.entry((&verdict.case.category, needs)).or_default();
                ids.push(&verdict.case.id);
            }
        }
        let mut heading = "";
        for ((category, needs), ids) in pending {
            if category != heading {
                let _ = writeln!(document, "\n### {category}\n");
                heading = category;
            }
            let ids: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
            let _ = writeln!(document, "- {needs} ({}): {}", ids.len(), ids.join(", "));
        }
        document
    }
}
