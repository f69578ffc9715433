//! Parsers for which there is an adapter: `--list` and `--parser`.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// A parser with an adapter in the folder `shims`.
pub struct Shim {
    /// As `--parser` takes it.
    pub name: &'static str,
    /// The file in the folder that has to be there.
    pub file: &'static str,
    /// What runs the file, where it is not run by itself.
    before: Option<&'static str>,
    /// Words after it.
    after: &'static [&'static str],
    /// What it claims: words of `--expect`.
    pub expect: &'static [&'static str],
    /// Where it is known to deviate: a word of `--known`.
    pub known: &'static [&'static str],
    /// Whether it reads frames.
    pub persistent: bool,
}

/// Words for parsers that are given text.
const TEXT: [&str; 5] = [
    "no-dtd",
    "utf8-only",
    "lenient:encoding-contradicts-bytes",
    "lenient:mark-contradicts-encoding",
    "lenient:second-byte-order-mark",
];

const fn frames(name: &'static str, file: &'static str, expect: &'static [&'static str]) -> Shim {
    Shim {
        name,
        file,
        before: None,
        after: &["--persistent"],
        expect,
        known: &[],
        persistent: true,
    }
}

const fn java(name: &'static str, after: &'static [&'static str]) -> Shim {
    Shim {
        after,
        known: &["jdk"],
        ..frames(name, "shim-java", &["namespaces", "fourth-edition"])
    }
}

const fn known(shim: Shim, known: &'static [&'static str]) -> Shim {
    Shim { known, ..shim }
}

const fn by(before: &'static str, shim: Shim) -> Shim {
    Shim {
        before: Some(before),
        ..shim
    }
}

/// A parser of C, which reads neither declarations nor other encodings.
const fn c(name: &'static str, after: &'static [&'static str]) -> Shim {
    const CLAIMS: [&str; 3] = ["no-dtd", "utf8-only", "fourth-edition"];
    Shim {
        after,
        ..frames(name, "shim-c", &CLAIMS)
    }
}

const fn once(name: &'static str, file: &'static str, own: &'static [&'static str]) -> Shim {
    Shim {
        after: &[],
        persistent: false,
        ..known(frames(name, file, &["namespaces"]), own)
    }
}

/// Every one.
pub static SHIMS: [Shim; 30] = [
    frames(
        "quick-xml",
        "rust/target/release/shim-quick-xml",
        &["namespaces", "no-dtd", "utf8-only", "fourth-edition"],
    ),
    frames(
        "roxmltree",
        "rust/target/release/shim-roxmltree",
        &["namespaces", TEXT[0], TEXT[1], TEXT[2], TEXT[4]],
    ),
    frames(
        "xml-rs",
        "rust/target/release/shim-xml-rs",
        &["namespaces", "no-dtd"],
    ),
    frames("xmlparser", "rust/target/release/shim-xmlparser", &TEXT),
    known(
        frames(
            "xml.etree",
            "python/shim-etree.py",
            &["namespaces", "fourth-edition"],
        ),
        &["xml.etree"],
    ),
    known(
        frames("expat", "python/shim-expat.py", &["fourth-edition"]),
        &["xml.etree"],
    ),
    known(frames("lxml", "shim-lxml", &["namespaces"]), &["lxml"]),
    frames(
        "fast-xml-parser",
        "node/shim-fast-xml-parser.js",
        &["fourth-edition", TEXT[0], TEXT[1], TEXT[2], TEXT[4]],
    ),
    frames(
        "xmldom",
        "node/shim-xmldom.js",
        &["namespaces", TEXT[0], TEXT[1], TEXT[2], TEXT[4]],
    ),
    frames(
        "sax",
        "node/shim-sax.js",
        &[
            "namespaces",
            "fourth-edition",
            TEXT[0],
            TEXT[1],
            TEXT[2],
            TEXT[4],
        ],
    ),
    once("xmllint", "shim-xmllint", &["libxml2"]),
    Shim {
        expect: &["namespaces", "fourth-edition"],
        ..once("xmlwf", "shim-xmlwf", &["expat"])
    },
    once("xerces-c", "shim-xerces", &["xerces-c"]),
    java("jdk-sax", &["sax", "--persistent"]),
    java("jdk-stax", &["stax", "--persistent"]),
    java("jdk-dom", &["dom", "--persistent"]),
    java("xerces-j", &["xerces", "--persistent"]),
    java("xerces-j-dom", &["xerces-dom", "--persistent"]),
    Shim {
        known: &[],
        ..java("woodstox", &["woodstox", "--persistent"])
    },
    frames(
        "go-encoding-xml",
        "shim-go",
        &["no-dtd", "utf8-only", "fourth-edition"],
    ),
    by(
        "ruby",
        frames("rexml", "ruby/shim-rexml.rb", &["namespaces"]),
    ),
    by(
        "ruby",
        known(
            frames("nokogiri", "ruby/shim-nokogiri.rb", &["namespaces"]),
            &["lxml"],
        ),
    ),
    by(
        "ruby",
        frames(
            "ox",
            "ruby/shim-ox.rb",
            &[TEXT[0], TEXT[1], "fourth-edition"],
        ),
    ),
    by(
        "escript",
        frames("xmerl", "erlang/shim-xmerl.escript", &["namespaces"]),
    ),
    c("mxml", &["mxml", "--persistent"]),
    c("pugixml", &["pugixml", "--persistent"]),
    c("tinyxml2", &["tinyxml2", "--persistent"]),
    c("rapidxml", &["rapidxml", "--persistent"]),
    by(
        "php",
        known(
            frames("php-dom", "php/shim-dom.php", &["namespaces"]),
            &["libxml2"],
        ),
    ),
    by(
        "perl",
        known(
            frames("perl-libxml", "perl/shim-libxml.pl", &["namespaces"]),
            &["libxml2"],
        ),
    ),
];

impl Shim {
    /// The one of a name.
    pub fn named(name: &str) -> Option<&'static Self> {
        SHIMS.iter().find(|shim| shim.name == name)
    }

    /// The command that runs it from this folder.
    pub fn command(&self, folder: &Path) -> Vec<OsString> {
        let mut words: Vec<OsString> = self.before.iter().map(OsString::from).collect();
        words.push(folder.join(self.file).into());
        words.extend(self.after.iter().map(OsString::from));
        words
    }
}

/// The folder of adapters: the one that CLAUSAL_SHIMS names, the one here, or the one beside the
/// program's sources.
pub fn folder() -> Option<PathBuf> {
    let named = std::env::var_os("CLAUSAL_SHIMS").map(PathBuf::from);
    let own = std::env::current_exe().ok();
    let above = own.iter().flat_map(|path| path.ancestors().skip(1));
    let beside = above.map(|folder| folder.join("shims"));
    let all = named
        .into_iter()
        .chain([PathBuf::from("shims")])
        .chain(beside);
    all.into_iter()
        .find(|folder| folder.join("python/protocol.py").is_file())
}
