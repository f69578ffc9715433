#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| clausal::fuzz::targets::overlay_reader(bytes));
