//! The flags of one command, read strictly: an unknown flag is refused with what is accepted.

use anyhow::{Context, Result, bail};

/// A flag that a command accepts.
pub struct Flag {
    /// The flag itself, `--port`.
    pub name: &'static str,
    /// The word that stands for its value in the help; none for a switch.
    pub value: Option<&'static str>,
    /// One sentence for the help.
    pub about: &'static str,
}

impl Flag {
    /// The flag as the help shows it, `--port N`.
    pub fn form(&self) -> String {
        match self.value {
            Some(value) => format!("{} {value}", self.name),
            None => self.name.to_owned(),
        }
    }
}

/// What was given on the command line, checked against a command's flags.
#[derive(Debug, Default)]
pub struct Arguments {
    given: Vec<(&'static str, Option<String>)>,
}

impl Arguments {
    /// Reads `--flag value`, `--flag=value` and `--switch`.
    pub fn read(raw: &[String], flags: &[Flag]) -> Result<Self> {
        let mut given = Vec::new();
        let mut words = raw.iter();
        while let Some(word) = words.next() {
            let (name, inline) = match word.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (word.as_str(), None),
            };
            let Some(flag) = flags.iter().find(|flag| flag.name == name) else {
                bail!("'{word}' is not accepted here; {}", accepted(flags));
            };
            let value = match (flag.value, inline) {
                (None, None) => None,
                (None, Some(_)) => bail!("{} takes no value", flag.name),
                (Some(_), Some(value)) => Some(value),
                (Some(_), None) => Some(
                    words
                        .next()
                        .cloned()
                        .with_context(|| format!("{} needs a value", flag.form()))?,
                ),
            };
            given.push((flag.name, value));
        }
        Ok(Self { given })
    }

    /// Whether a switch was given.
    pub fn has(&self, name: &str) -> bool {
        self.given.iter().any(|(given, _)| *given == name)
    }

    /// The last value given for a flag.
    pub fn value(&self, name: &str) -> Option<&str> {
        let given = self.given.iter().rev().find(|(given, _)| *given == name);
        given.and_then(|(_, value)| value.as_deref())
    }

    /// Every value given for a flag that may be repeated.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.given
            .iter()
            .filter(move |(given, _)| *given == name)
            .filter_map(|(_, value)| value.as_deref())
    }
}

fn accepted(flags: &[Flag]) -> String {
    if flags.is_empty() {
        return "this command takes no flags".to_owned();
    }
    let forms: Vec<_> = flags.iter().map(Flag::form).collect();
    format!("accepted: {}", forms.join(", "))
}

#[cfg(test)]
mod tests {
    use super::{Arguments, Flag};

    const FLAGS: &[Flag] = &[
        Flag { name: "--port", value: Some("N"), about: "" },
        Flag { name: "--fresh", value: None, about: "" },
    ];

    fn read(words: &[&str]) -> Result<Arguments, String> {
        let raw: Vec<String> = words.iter().map(ToString::to_string).collect();
        Arguments::read(&raw, FLAGS).map_err(|error| error.to_string())
    }

    #[test]
    fn a_value_may_follow_or_be_joined() -> Result<(), String> {
        assert_eq!(read(&["--port", "1"])?.value("--port"), Some("1"));
        assert_eq!(read(&["--port=2", "--fresh"])?.value("--port"), Some("2"));
        assert!(read(&["--fresh"])?.has("--fresh"));
        assert!(!read(&[])?.has("--fresh"));
        Ok(())
    }

    #[test]
    fn what_is_not_accepted_is_named_with_what_is() {
        let said = |words: &[&str]| read(words).err().unwrap_or_default();
        assert_eq!(said(&["--prot"]), "'--prot' is not accepted here; accepted: --port N, --fresh");
        assert_eq!(said(&["--port"]), "--port N needs a value");
        assert_eq!(said(&["--fresh=1"]), "--fresh takes no value");
    }
}
