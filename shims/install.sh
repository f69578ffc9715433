#!/usr/bin/env bash
# Brings the parsers that the adapters in this folder drive, in the versions of the lock files. Needs
# cargo, python3, node and npm. What comes from Debian packages (xmllint, xmlwf, StdInParse) needs root
# or sudo without a password, and is left out without. May be run again at any time.
set -uo pipefail
cd "$(dirname "$0")"
failed=0
step() { printf '== %s\n' "$*"; }
try() { "$@" || { echo "failed: $*" >&2; failed=1; }; }

step "Rust: quick-xml, roxmltree, xml-rs, xmlparser"
try cargo build --release --locked --quiet --manifest-path rust/Cargo.toml

step "Node: fast-xml-parser, @xmldom/xmldom, sax"
(cd node && npm ci --silent --no-audit --no-fund) || { echo "failed: npm ci" >&2; failed=1; }

packages=()

step "Python: lxml"
lxml() {
  [ -x python/venv/bin/pip ] || python3 -m venv --clear python/venv || return 1
  python/venv/bin/pip install --quiet --disable-pip-version-check --requirement python/requirements.txt
}
# A python3 of Debian's may not be able to make such a folder; then its own package has to do.
lxml || python3 -c 'import lxml' 2>/dev/null || packages+=(python3-lxml)

step "Debian: xmllint, xmlwf, StdInParse"
command -v xmllint >/dev/null || packages+=(libxml2-utils)
command -v xmlwf >/dev/null || packages+=(expat)
command -v StdInParse >/dev/null || packages+=(libxerces-c-samples)
if [ "${#packages[@]}" -gt 0 ]; then
  root=()
  if [ "$(id -u)" != 0 ] && command -v sudo >/dev/null && sudo --non-interactive true 2>/dev/null; then
    root=(sudo --non-interactive)
  fi
  if command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || [ "${#root[@]}" -gt 0 ]; }; then
    # A fresh machine has no lists of packages, or old ones.
    ${root[@]+"${root[@]}"} apt-get update --quiet --quiet || echo "failed: apt-get update" >&2
    try ${root[@]+"${root[@]}"} env DEBIAN_FRONTEND=noninteractive \
      apt-get install --yes --quiet --no-install-recommends "${packages[@]}"
  else
    echo "not root on Debian: install yourself: ${packages[*]}" >&2
    failed=1
  fi
fi
exit "$failed"
