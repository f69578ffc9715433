# The usual commands; `just` lists them.
default:
    @just --list

# Check the embedded reference server
check *ARGS:
    cargo run --release -- check {{ARGS}}

# Every test
test:
    cargo test

# Every planted defect and legitimate variant
prove *ARGS:
    cargo run --release -- prove {{ARGS}}

# Formatting and lints
lint:
    cargo fmt --all --check
    cargo clippy --all-targets -- -D warnings

# Accept changed snapshots and golden messages
bless:
    INSTA_UPDATE=always CLAUSAL_BLESS=1 cargo test

# Requests a second beside wrk
bench:
    benches/throughput.sh
