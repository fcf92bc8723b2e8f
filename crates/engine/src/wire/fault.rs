//! What is wrong with an input: which field, what was found, what is accepted.

use std::fmt::{self, Write as _};

use seikyu_calendar::CalendarError;
use seikyu_money::MoneyError;
use serde::Serialize;

/// A stable code of a fault, for programs.
pub type FaultCode = &'static str;

/// One thing that is wrong with an input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Fault {
    /// Stable code, for programs: `unknown_currency`, `not_a_number`, `tiers_not_rising`…
    #[cfg_attr(feature = "typescript", tsify(type = "string"))]
    pub code: FaultCode,
    /// JSON pointer (RFC 6901) to the field; empty for the whole document.
    pub pointer: String,
    /// One sentence: what was found and what is accepted.
    pub detail: String,
}

/// Everything that is wrong with an input, in the order of the document. Never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// A single fault at a place.
    pub fn one(code: FaultCode, pointer: &Pointer<'_>, detail: impl Into<String>) -> Self {
        Self(vec![Fault { code, pointer: pointer.to_string(), detail: detail.into() }])
    }

    /// A single fault at a place that is already written out.
    pub(crate) fn at(code: FaultCode, pointer: String, detail: String) -> Self {
        Self(vec![Fault { code, pointer, detail }])
    }

    /// A single fault of the whole document.
    pub fn whole(code: FaultCode, detail: impl Into<String>) -> Self {
        Self::one(code, &Pointer::ROOT, detail)
    }

    /// The faults.
    #[must_use]
    pub fn list(&self) -> &[Fault] {
        &self.0
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.0.iter().enumerate() {
            if index > 0 {
                formatter.write_char('\n')?;
            }
            write!(formatter, "{}: {}", fault.pointer, fault.detail)?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}

impl From<MoneyError> for Faults {
    fn from(error: MoneyError) -> Self {
        Self::whole(error.code(), error.to_string())
    }
}

impl From<CalendarError> for Faults {
    fn from(error: CalendarError) -> Self {
        Self::whole("invalid_time", error.to_string())
    }
}

/// Collects faults while an input is checked, so that all of them are told at once.
#[derive(Debug, Default)]
pub struct Check {
    faults: Vec<Fault>,
}

/// More faults than this are counted, not listed.
const FAULTS_MAX: usize = 100;

impl Check {
    /// Records a fault at a place.
    pub fn fault(&mut self, code: FaultCode, pointer: &Pointer<'_>, detail: impl Into<String>) {
        if self.faults.len() < FAULTS_MAX {
            self.faults.push(Fault { code, pointer: pointer.to_string(), detail: detail.into() });
        }
    }

    /// Records a money error at a place.
    pub fn money<T>(&mut self, pointer: &Pointer<'_>, result: Result<T, MoneyError>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.fault(error.code(), pointer, error.to_string());
                None
            }
        }
    }

    /// Ends the check.
    ///
    /// # Errors
    /// The faults, when there were any.
    pub fn finish(self) -> Result<(), Faults> {
        if self.faults.is_empty() { Ok(()) } else { Err(Faults(self.faults)) }
    }
}

/// A place in a document, as a list that is only written out when there is a fault.
#[derive(Clone, Copy, Debug)]
pub struct Pointer<'a> {
    parent: Option<&'a Pointer<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    Root,
    Field(&'a str),
    Index(usize),
}

impl Pointer<'_> {
    /// The whole document.
    pub const ROOT: Pointer<'static> = Pointer { parent: None, step: Step::Root };
}

impl<'a> Pointer<'a> {
    /// A field of the object at this place.
    #[must_use]
    pub const fn field(&'a self, name: &'a str) -> Self {
        Self { parent: Some(self), step: Step::Field(name) }
    }

    /// An element of the list at this place.
    #[must_use]
    pub const fn index(&'a self, index: usize) -> Self {
        Self { parent: Some(self), step: Step::Index(index) }
    }
}

impl fmt::Display for Pointer<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            fmt::Display::fmt(parent, formatter)?;
        }
        match self.step {
            Step::Root => Ok(()),
            Step::Field(name) => {
                write!(formatter, "/{}", name.replace('~', "~0").replace('/', "~1"))
            }
            Step::Index(index) => write!(formatter, "/{index}"),
        }
    }
}
