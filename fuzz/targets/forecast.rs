//! Fuzzes the door of the same name in `doors.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| {
    seikyu_fuzz::doors::forecast(text);
});
