//! The clausal command; everything behind it is the library's.

fn main() -> std::process::ExitCode {
    clausal::cli::main()
}
