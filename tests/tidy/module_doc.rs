//! Every file of the crates and the worker begins with what it is.

use super::{Finding, extension};

pub(super) fn check(path: &str, text: &str) -> Vec<Finding> {
    let ours = path.starts_with("crates/") || path.starts_with("worker/");
    let first = text.lines().next().unwrap_or_default();
    let says = first.strip_prefix("//!").is_some_and(|doc| !doc.trim().is_empty());
    if ours && extension(path) == "rs" && !says {
        vec![Finding::at(path, 1, "accepted as first line is `//! What this module is.`")]
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_begins_with_its_doc() {
        assert_eq!(check("crates/money/src/lib.rs", "//! Money.\n\nmod amount;\n"), []);
        for text in ["", "use std::fmt;\n", "// Money.\n", "//!\n//! Money.\n", "\n//! Money.\n"] {
            assert_eq!(check("crates/money/src/lib.rs", text).len(), 1, "{text:?}");
            assert_eq!(check("worker/src/lib.rs", text).len(), 1, "{text:?}");
            assert_eq!(check("xtask/src/main.rs", text), []);
            assert_eq!(check("crates/wasm/tests/engine.ts", text), []);
        }
    }
}
