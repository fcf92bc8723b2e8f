//! The tax of each line by rate, so that the rates of a document add up to its tax groups.
//!
//! A bill states the tax of a line in one sum and the tax of each rate over all lines. A line with one
//! rate leaves no choice. The tax of a line with several is split in proportion to each rate's tax on
//! the line's net amount by largest remainder; what the tax groups then lack or have too much, a minor
//! unit here and there, is moved between two rates of one line. Rates that meet on a line are a graph,
//! and moving along a tree of it, from the leaves to the root, settles every rate.

use seikyu_money::{Amount, Exact, MoneyError, Percent, RoundingMode};

use crate::{billing::share_out, order::sort_by_key};

/// The taxes of a line: its net amount, its tax and the tax groups it belongs to.
pub(super) struct Taxed {
    pub(super) net: Amount,
    pub(super) tax: i64,
    pub(super) groups: Vec<usize>,
}

/// A line's tax by tax group, in minor units.
pub(super) type ByRate = Vec<(usize, i64)>;

/// Splits the tax of every line over its rates; `None` when the groups cannot be met.
pub(super) fn split(
    lines: &[Taxed],
    groups: &[(Percent, i64)],
) -> Result<Option<Vec<ByRate>>, MoneyError> {
    let mut lacking: Vec<i64> = groups.iter().map(|(_, amount)| *amount).collect();
    let mut cells = Vec::with_capacity(lines.len());
    for line in lines {
        let parts = first_split(line, groups)?;
        let mut of_line = Vec::with_capacity(parts.len());
        if parts.is_empty() && line.tax != 0 {
            return Ok(None);
        }
        for (group, part) in line.groups.iter().zip(parts) {
            add(&mut lacking, *group, part.checked_neg())?;
            of_line.push((*group, part));
        }
        cells.push(of_line);
    }
    if lacking.iter().any(|units| *units != 0) {
        for (group, parent, line) in tree(lines, groups.len()).into_iter().rev() {
            let units = lacking.get(group).copied().unwrap_or_default();
            let Some(cells) = cells.get_mut(line) else { continue };
            for (at, part) in cells {
                if *at == group {
                    *part = part.checked_add(units).ok_or(MoneyError::Overflow)?;
                } else if *at == parent {
                    *part = part.checked_sub(units).ok_or(MoneyError::Overflow)?;
                }
            }
            add(&mut lacking, group, units.checked_neg())?;
            add(&mut lacking, parent, Some(units))?;
        }
    }
    Ok(lacking.iter().all(|units| *units == 0).then_some(cells))
}

fn first_split(line: &Taxed, groups: &[(Percent, i64)]) -> Result<Vec<i64>, MoneyError> {
    if line.groups.len() < 2 {
        return Ok(vec![line.tax; line.groups.len()]);
    }
    let ideal = line.groups.iter().map(|group| {
        let percent = groups.get(*group).map_or_else(Percent::default, |(percent, _)| *percent);
        let exact = Exact::from(line.net).percent(percent)?;
        Ok(exact.round(line.net.currency(), RoundingMode::HalfAwayFromZero)?.minor())
    });
    let weights = ideal.collect::<Result<Vec<i64>, MoneyError>>()?;
    share_out(line.tax, &weights)
}

/// Every rate that shares a line with another: (rate, the rate it is reached from, the line they
/// share), in the order in which they are reached. Lines with most tax are used first.
fn tree(lines: &[Taxed], groups: usize) -> Vec<(usize, usize, usize)> {
    let mut shared: Vec<(usize, &Taxed)> =
        lines.iter().enumerate().filter(|(_, line)| line.groups.len() > 1).collect();
    sort_by_key(&mut shared, |(_, line)| std::cmp::Reverse(line.tax.unsigned_abs()));
    let mut seen = vec![false; groups];
    let mut mark = |group: usize| match seen.get_mut(group) {
        Some(seen) if !*seen => {
            *seen = true;
            true
        }
        _ => false,
    };
    let mut reached = Vec::new();
    for root in 0..groups {
        if !mark(root) {
            continue;
        }
        let mut next = vec![root];
        while let Some(from) = next.pop() {
            for (line, taxed) in shared.iter().filter(|(_, line)| line.groups.contains(&from)) {
                for group in &taxed.groups {
                    if mark(*group) {
                        reached.push((*group, from, *line));
                        next.push(*group);
                    }
                }
            }
        }
    }
    reached
}

fn add(list: &mut [i64], at: usize, units: Option<i64>) -> Result<(), MoneyError> {
    if let Some(place) = list.get_mut(at) {
        *place = units.and_then(|units| place.checked_add(units)).ok_or(MoneyError::Overflow)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use seikyu_money::Currency;

    use super::*;

    fn taxed(net: i64, tax: i64, groups: &[usize]) -> Taxed {
        let net = Amount::from_minor(net, Currency::parse("EUR").unwrap());
        Taxed { net, tax, groups: groups.to_vec() }
    }

    #[track_caller]
    fn check(lines: &[Taxed], groups: &[(&str, i64)], expect: Option<&[&[i64]]>) {
        let groups: Vec<(Percent, i64)> =
            groups.iter().map(|(percent, tax)| (percent.parse().unwrap(), *tax)).collect();
        let found = split(lines, &groups).unwrap();
        let found: Option<Vec<Vec<i64>>> = found.map(|lines| {
            lines.iter().map(|line| line.iter().map(|cell| cell.1).collect()).collect()
        });
        let expect: Option<Vec<Vec<i64>>> =
            expect.map(|lines| lines.iter().map(|line| line.to_vec()).collect());
        assert_eq!(found, expect);
    }

    /// 10 % and 5 % of 101 and 103: 10.1 + 5.05 and 10.3 + 5.15. The groups are 20.4 → 20 and
    /// 10.2 → 10; the lines have 15 each. The first split gives 10 + 5 twice: it meets the groups.
    #[test]
    fn lines_with_two_rates_meet_both_groups() {
        let lines = [taxed(101, 15, &[0, 1]), taxed(103, 15, &[0, 1])];
        check(&lines, &[("10", 20), ("5", 10)], Some(&[&[10, 5], &[10, 5]]));
        // A group that has one more and one that has one less: a unit moves on the first line.
        check(&lines, &[("10", 21), ("5", 9)], Some(&[&[11, 4], &[10, 5]]));
    }

    /// The rates 0 and 1 meet on one line, 0 and 2 on another: what 1 lacks goes from 0, what 2 has too
    /// much goes to 0.
    #[test]
    fn a_unit_moves_over_two_lines() {
        let lines = [taxed(100, 20, &[0, 1]), taxed(100, 20, &[0, 2]), taxed(100, 10, &[0])];
        let groups = [("10", 30), ("10", 11), ("10", 9)];
        check(&lines, &groups, Some(&[&[9, 11], &[11, 9], &[10]]));
    }

    #[test]
    fn groups_that_are_not_the_lines_tax_are_not_met() {
        check(&[taxed(100, 10, &[0])], &[("10", 11)], None);
        check(&[taxed(100, 10, &[])], &[], None);
        check(
            &[taxed(100, 20, &[0, 1]), taxed(5, 1, &[2])],
            &[("10", 10), ("10", 11), ("20", 0)],
            None,
        );
    }
}
