#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| clausal::fuzz::targets::report_reader(bytes));
