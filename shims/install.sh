#!/usr/bin/env bash
# Brings the parsers that the adapters in this folder drive. Needs cargo, python3, node and npm;
# what comes from Debian packages (lxml, xmllint, xmlwf) needs root, and is left out without.
set -uo pipefail
cd "$(dirname "$0")"
failed=0
step() { printf '== %s\n' "$*"; }
try() { "$@" || { echo "failed: $*" >&2; failed=1; }; }

step "Rust: quick-xml, roxmltree, xml-rs, xmlparser"
try cargo build --release --locked --quiet --manifest-path rust/Cargo.toml

step "Node: fast-xml-parser, @xmldom/xmldom, sax"
(cd node && npm ci --silent --no-audit --no-fund) || { echo "failed: npm ci" >&2; failed=1; }

step "Python: lxml; Debian: xmllint, xmlwf"
packages=()
command -v xmllint >/dev/null || packages+=(libxml2-utils)
command -v xmlwf >/dev/null || packages+=(expat)
python3 -c 'import lxml' 2>/dev/null || packages+=(python3-lxml)
if [ "${#packages[@]}" -gt 0 ]; then
  if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    try apt-get install --yes --quiet --no-install-recommends "${packages[@]}"
  else
    echo "not root on Debian: install yourself: ${packages[*]}" >&2
    failed=1
  fi
fi
# A python3 that is not Debian's does not see Debian's packages.
if ! python3 -c 'import lxml' 2>/dev/null; then
  python3 -m venv --system-site-packages python/venv && try python/venv/bin/pip install --quiet lxml
fi
exit "$failed"
