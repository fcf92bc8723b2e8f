//! Groups: the versions of the items that are charged on one line.

use std::collections::{BTreeMap, btree_map};

use crate::{billing::charges::Due, catalog::Code, contract::Version};

/// Versions charged on one line.
pub(super) struct Group {
    pub(super) versions: Vec<usize>,
}

/// A due charge of a version.
pub(super) struct Charged {
    pub(super) version: usize,
    /// Which taxes it has, among the taxes of its group.
    pub(super) taxes: usize,
    pub(super) due: Due,
}

/// Groups versions by their line, in the order of each line's first item.
pub(super) fn groups(versions: &[Version<'_>]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::with_capacity(versions.len());
    let mut shared: BTreeMap<&Code, usize> = BTreeMap::new();
    for (index, version) in versions.iter().enumerate() {
        if version.whole && version.item.line.is_none() {
            groups.push(Group { versions: vec![index] });
            continue;
        }
        match shared.entry(version.item.line_key()) {
            btree_map::Entry::Vacant(entry) => {
                entry.insert(groups.len());
                groups.push(Group { versions: vec![index] });
            }
            btree_map::Entry::Occupied(entry) => {
                if let Some(group) = groups.get_mut(*entry.get()) {
                    group.versions.push(index);
                }
            }
        }
    }
    groups
}
