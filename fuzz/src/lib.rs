//! The engine's JSON doors for a fuzzer.

pub mod doors;
