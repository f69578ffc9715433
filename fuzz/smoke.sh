#!/usr/bin/env bash
# Builds every fuzz target and lets each run for a few seconds, 10 unless told: fuzz/smoke.sh [SECONDS]
#
# Needs a Rust toolchain, stable will do, and a C++ compiler; installs cargo-fuzz where it is missing.
# No sanitizer by default: there is no unsafe code to watch, and only nightly has them.
# CLAUSAL_SANITIZER=address takes nightly and watches the dependencies too.
# CLAUSAL_SEED=N takes other random choices; they are the same ones unless told, so that two runs of the
# same code agree.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:-10}
sanitizer=${CLAUSAL_SANITIZER:-none}
if [ "$sanitizer" != none ]; then export RUSTUP_TOOLCHAIN=${RUSTUP_TOOLCHAIN:-nightly}; fi
# A lock file of its own falls behind unseen; `cargo fuzz` would mend it and say nothing.
cargo tree --locked --quiet --manifest-path fuzz/Cargo.toml >/dev/null

command -v cargo-fuzz >/dev/null || cargo install cargo-fuzz --locked --version '^0.13'
cargo fuzz build --sanitizer "$sanitizer"

targets=$(cargo fuzz list)
test -n "$targets" || { echo "there are no targets" >&2; exit 1; }
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for target in $targets; do
  printf '\n-- %s, %s s\n' "$target" "$seconds"
  # What is found goes to the first folder, which is not committed.
  folders=("fuzz/corpus/$target" "corpus/$target")
  mkdir -p "${folders[0]}"
  if [ -d "corpus/regressions/$target" ]; then folders+=("corpus/regressions/$target"); fi
  # The same file that fuzzing clusters read: `name = value` is `-name=value` here.
  options=()
  while IFS=' =' read -r name value; do
    case $name in
      dict) options+=("-dict=fuzz/$value") ;;
      '' | '['*) ;;
      *) options+=("-$name=$value") ;;
    esac
  done <"fuzz/$target.options"
  # What the fuzzer says is hundreds of lines, and of use only where something was found.
  if ! cargo fuzz run --sanitizer "$sanitizer" "$target" "${folders[@]}" -- \
    "${options[@]}" -seed="${CLAUSAL_SEED:-1}" -max_total_time="$seconds" -rss_limit_mb=2048 \
    -print_final_stats=1 -print_funcs=0 -verbosity=0 >"$log" 2>&1; then
    grep -v '# Uses:' "$log"
    echo "$target: found something, see above" >&2
    exit 1
  fi
  grep -E '^stat::(number_of_executed_units|average_exec_per_sec|peak_rss_mb)' "$log" || true
done
