//! The clausal command; everything behind it is the library's.

/// Trees and messages are many small pieces, which the system's allocator is slow at.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    clausal::cli::main()
}
