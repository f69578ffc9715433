#!/usr/bin/env bash
# Brings the parsers that the adapters in this folder drive, in the versions of the lock files:
# `install.sh NAME...` those that `clausal fuzz parser --list` names so, without names those for Rust, Node and
# Python, xmllint, xmlwf and StdInParse. Needs cargo, node and npm, or python3 for those. What comes from
# Debian packages needs root or sudo without a password. May be run again at any time.
set -uo pipefail
cd "$(dirname "$0")"
failed=0
step() { printf '== %s\n' "$*"; }
try() { "$@" || { echo "failed: $*" >&2; failed=1; }; }

rust() {
  step "Rust: quick-xml, roxmltree, xml-rs, xmlparser"
  try cargo build --release --locked --quiet --manifest-path rust/Cargo.toml
}

node_parsers() {
  step "Node: fast-xml-parser, @xmldom/xmldom, sax"
  (cd node && npm ci --silent --no-audit --no-fund) || { echo "failed: npm ci" >&2; failed=1; }
}

packages=()
# COMMAND PACKAGE...: packages that are wanted where the command is not there; "" where only they tell.
need() {
  local command=$1
  shift
  if [ -n "$command" ] && command -v "$command" >/dev/null; then return; fi
  if [ -z "$command" ] && dpkg -s "$@" >/dev/null 2>&1; then return; fi
  packages+=("$@")
}

lxml() {
  step "Python: lxml"
  venv() {
    [ -x python/venv/bin/pip ] || python3 -m venv --clear python/venv || return 1
    python/venv/bin/pip install --quiet --disable-pip-version-check --requirement python/requirements.txt
  }
  # A python3 of Debian's may not be able to make such a folder; then its own package has to do.
  venv || python3 -c 'import lxml' 2>/dev/null || packages+=(python3-lxml)
}

debian() {
  [ "${#packages[@]}" -gt 0 ] || return
  step "Debian: ${packages[*]}"
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
}

[ "$#" -gt 0 ] || set -- quick-xml sax lxml xmllint xmlwf xerces-c
has_rust='' has_node=''
for name in "$@"; do
  case $name in
    quick-xml | roxmltree | xml-rs | xmlparser) [ -n "$has_rust" ] || rust; has_rust=1 ;;
    fast-xml-parser | xmldom | sax) [ -n "$has_node" ] || node_parsers; has_node=1 ;;
    xml.etree | expat) need python3 python3-minimal ;;
    lxml) lxml ;;
    xmllint) need xmllint libxml2-utils ;;
    xmlwf) need xmlwf expat ;;
    xerces-c) need StdInParse libxerces-c-samples ;;
    jdk-*) need javac default-jdk-headless ;;
    xerces-j*) need javac default-jdk-headless; need '' libxerces2-java ;;
    woodstox) need javac default-jdk-headless; need '' libwoodstox-java ;;
    go-encoding-xml) need go golang-go ;;
    rexml) need ruby ruby ;;
    nokogiri) need '' ruby-nokogiri ;;
    ox) need '' ruby-ox ;;
    php-dom) need '' php-cli php-xml ;;
    perl-libxml) need '' libxml-libxml-perl ;;
    xmerl) need '' erlang-base erlang-xmerl ;;
    mxml) need '' g++ libc6-dev libmxml-dev ;;
    pugixml) need '' g++ libc6-dev libpugixml-dev ;;
    tinyxml2) need '' g++ libc6-dev libtinyxml2-dev ;;
    rapidxml) need '' g++ libc6-dev librapidxml-dev ;;
    *) echo "no parser \`$name\`: clausal fuzz parser --list names them" >&2; failed=1 ;;
  esac
done
debian
exit "$failed"
