//! Cross-cutting tests.
