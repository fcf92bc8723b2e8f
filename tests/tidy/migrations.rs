//! Migrations are named `NNNN_name.sql` and numbered from 0001 without a gap: their order is their name.

use std::collections::BTreeMap;

use super::Finding;

pub(super) fn check(paths: &[String]) -> Vec<Finding> {
    let mut folders: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for path in paths {
        if let Some((folder, name)) = path.rsplit_once('/')
            && (folder == "migrations" || folder.ends_with("/migrations"))
        {
            folders.entry(folder).or_default().push(name);
        }
    }
    let mut findings = Vec::new();
    for (folder, mut names) in folders {
        names.sort_unstable();
        for (index, name) in names.iter().enumerate() {
            let number = format!("{:04}", index + 1);
            let rest = name.strip_prefix(&number).and_then(|rest| rest.strip_prefix('_'));
            let word = rest.and_then(|rest| rest.strip_suffix(".sql")).unwrap_or_default();
            let plain =
                |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
            if word.is_empty() || !word.bytes().all(plain) {
                let path = format!("{folder}/{name}");
                findings
                    .push(Finding::of_file(&path, format!("accepted here is {number}_name.sql")));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    #[track_caller]
    fn check(names: &[&str], expect: &[&str]) {
        let paths: Vec<String> =
            names.iter().map(|name| format!("crates/service/migrations/{name}")).collect();
        let found: Vec<String> = super::check(&paths).iter().map(ToString::to_string).collect();
        let expect: Vec<String> = expect
            .iter()
            .map(|text| {
                let (name, number) = text.split_once(' ').unwrap();
                format!("crates/service/migrations/{name}: accepted here is {number}_name.sql")
            })
            .collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn migrations_are_in_sequence() {
        check(&["0002_quotes.sql", "0001_access.sql"], &[]);
        check(&["0000_access.sql"], &["0000_access.sql 0001"]);
        check(&["0001_access.sql", "0003_quotes.sql"], &["0003_quotes.sql 0002"]);
        check(&["0001_access.sql", "0001_quotes.sql"], &["0001_quotes.sql 0002"]);
        check(&["1_access.sql"], &["1_access.sql 0001"]);
        check(&["0001-access.sql"], &["0001-access.sql 0001"]);
        check(&["0001_.sql"], &["0001_.sql 0001"]);
        check(&["0001_access.txt"], &["0001_access.txt 0001"]);
        check(&["0001_Access.sql"], &["0001_Access.sql 0001"]);
    }

    #[test]
    fn other_folders_are_left_alone() {
        let paths = ["crates/service/src/sql/quotes.sql", "migrations.sql"].map(str::to_owned);
        assert_eq!(super::check(&paths), []);
    }
}
