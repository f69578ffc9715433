#!/bin/bash -eu
# Builds every target for a fuzzing cluster, with its seeds, its options and the dictionaries.
# SRC, OUT and SANITIZER are the cluster's.
cd "$SRC/clausal"
cargo fuzz build --release --sanitizer "${SANITIZER:-address}"
cp fuzz/*.dict "$OUT/"
for target in $(cargo fuzz list); do
  cp fuzz/target/*/release/"$target" "$OUT/"
  cp "fuzz/$target.options" "$OUT/"
  find "corpus/$target" "corpus/regressions/$target" -type f 2>/dev/null |
    zip -q -@ -j "$OUT/${target}_seed_corpus.zip"
done
