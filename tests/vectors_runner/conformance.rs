//! What became of each case, as a table and as the committed document.

use std::{collections::BTreeMap, fmt::Write as _};

use crate::case::Case;

/// What became of a case that does not contradict the engine.
pub enum Outcome {
    /// The engine gives the expected numbers.
    Reproduced,
    /// We do it otherwise, for the reason given.
    Declined(&'static str),
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
}

impl Counts {
    fn count(&mut self, result: &Result<Outcome, String>) {
        self.cases += 1;
        match result {
            Ok(Outcome::Reproduced) => self.reproduced += 1,
            Ok(Outcome::Declined(_)) => self.declined += 1,
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
            "| {:<21} | cases | reproduced | declined |\n\
             | :{:-<20} | ----: | ---------: | -------: |\n",
            "category", ""
        );
        let rows = categories.into_iter().chain([("all", total)]);
        for (category, counts) in rows {
            let Counts { cases, reproduced, declined } = counts;
            let _ = writeln!(
                table,
                "| {category:<21} | {cases:>5} | {reproduced:>10} | {declined:>8} |"
            );
        }
        table
    }

    /// The committed document: counts, and declined cases with their reasons.
    pub fn document(&self) -> String {
        let mut document = format!(
            "# Conformance\n\n\
             How many of the public cases in `vectors/` the engine reproduces. Written by\n\
             `UPDATE=1 cargo test -p seikyu-tests --test vectors`; the same test fails when it is out of\n\
             date or when a number differs.\n\n\
             {}\n## Declined\n\n",
            self.table()
        );
        for verdict in &self.verdicts {
            if let Ok(Outcome::Declined(why)) = verdict.result {
                let _ = writeln!(document, "- `{}`: {why}", verdict.case.id);
            }
        }
        document
    }
}
