#!/bin/bash -eu
# Builds every target for a fuzzing cluster, with its seeds, its options and the dictionaries.
# SRC, OUT and SANITIZER are the cluster's. Its `cargo` makes a plain build of whatever begins with
# `cargo fuzz` when it measures coverage, so the targets are not asked of `cargo fuzz list`.
cd "$SRC/clausal"
cargo fuzz build --release --debug-assertions --sanitizer "${SANITIZER:-address}"
cp fuzz/*.dict "$OUT/"
for file in fuzz/fuzz_targets/*.rs; do
  target=$(basename "$file" .rs)
  cp fuzz/target/*-linux-gnu/release/"$target" "$OUT/"
  cp "fuzz/$target.options" "$OUT/"
  find "corpus/$target" "corpus/regressions/$target" -type f 2>/dev/null |
    zip -q -@ -j "$OUT/${target}_seed_corpus.zip"
done
