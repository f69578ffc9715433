//! The truth about documents, held to three parsers that others wrote: libxml2 (`xmllint`), expat
//! (`xmlwf`) and Xerces-C (`SAX2Count`). `CLAUSAL_REFEREED` is the number of documents, and
//! `CLAUSAL_REFEREED_SEED` chooses other ones.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use clausal::fuzz::parser::built_in;
use clausal::xml::documents::{Document, Documents, EXTERNAL, Options, Truth};

/// Documents that one process reads.
const BATCH: usize = 500;
/// Documents from which on every known difference must have been seen.
const MANY: usize = 100_000;

struct Referee {
    name: &'static str,
    program: &'static str,
    arguments: &'static [&'static str],
    /// Reads names by the fourth edition.
    fourth_edition: bool,
    /// Whether a line that it said refuses a document.
    refuses: fn(&str) -> bool,
}

const REFEREES: [Referee; 3] = [
    Referee {
        name: "libxml2",
        program: "xmllint",
        arguments: &["--noout", "--noent", "--nonet"],
        fourth_edition: false,
        refuses: |line| {
            let errors = ["parser error :", "namespace error :", "encoding error :"];
            errors.iter().any(|error| line.contains(error))
        },
    },
    Referee {
        name: "expat",
        program: "xmlwf",
        arguments: &["-n", "-p", "-k"],
        fourth_edition: true,
        refuses: |line| !line.is_empty(),
    },
    Referee {
        name: "xerces-c",
        program: "SAX2Count",
        arguments: &["-v=never", "-l"],
        fourth_edition: false,
        refuses: |line| line.contains("Error at file"),
    },
];

/// The numbers of the files that such lines name.
fn numbers(said: &str, fits: impl Fn(&str) -> bool) -> BTreeSet<usize> {
    let lines = said.lines().filter(|line| fits(line));
    lines
        .filter_map(|line| {
            let (before, _) = line.split_once(".xml")?;
            before
                .rsplit(|c: char| !c.is_ascii_digit())
                .next()?
                .parse()
                .ok()
        })
        .collect()
}

fn is_installed(program: &str) -> bool {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&paths).any(|folder| folder.join(program).is_file())
}

/// What a referee says of files.
fn said(referee: &Referee, folder: &Path, names: &[String]) -> String {
    let mut command = Command::new(referee.program);
    command.current_dir(folder).args(referee.arguments);
    if referee.arguments.contains(&"-l") {
        fs::write(folder.join("list"), names.join("\n")).unwrap();
        command.arg("list");
    } else {
        command.args(names);
    }
    let output = command.output().unwrap();
    let mut said = String::from_utf8_lossy(&output.stdout).into_owned();
    said.push_str(&String::from_utf8_lossy(&output.stderr));
    let name = referee.name;
    assert!(output.status.code().is_some(), "{name} died: {said}");
    said
}

/// The documents of a batch that a referee refused.
fn refused(referee: &Referee, folder: &Path, count: usize) -> BTreeSet<usize> {
    let names: Vec<String> = (0..count).map(|i| format!("{i}.xml")).collect();
    numbers(&said(referee, folder, &names), referee.refuses)
}

/// What a referee says of one document: what it says of entities names no file.
fn said_alone(referee: &Referee, folder: &Path, number: usize) -> String {
    said(referee, folder, &[format!("{number}.xml")])
}

/// A number from the environment.
fn given(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

fn name(document: &Document) -> &'static str {
    match document.truth {
        Truth::IllFormed(rule) => rule.name,
        _ => "well-formed",
    }
}

#[test]
fn referees_agree_with_the_truth() {
    let present: Vec<_> = REFEREES
        .iter()
        .filter(|r| is_installed(r.program))
        .collect();
    let absent: Vec<_> = REFEREES
        .iter()
        .filter(|r| !is_installed(r.program))
        .collect();
    for referee in absent {
        let (name, program) = (referee.name, referee.program);
        println!("ignored: {name} is not asked, as {program} is not installed");
    }
    let known = built_in();
    let total = given("CLAUSAL_REFEREED").unwrap_or(3000) as usize;
    let seed = given("CLAUSAL_REFEREED_SEED").unwrap_or(20);
    let folder = tempfile::tempdir().unwrap();
    for name in EXTERNAL {
        fs::write(folder.path().join(name), "").unwrap();
    }
    let options = Options {
        mutated: false,
        ..Options::default()
    };
    let mut documents = Documents::new(seed, options);
    let mut wrong: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    let mut used = BTreeSet::new();
    let mut done = 0;
    while done < total && !present.is_empty() {
        let batch: Vec<Document> = (0..BATCH).map(|_| documents.next()).collect();
        for (i, document) in batch.iter().enumerate() {
            fs::write(folder.path().join(format!("{i}.xml")), &document.bytes).unwrap();
        }
        done += BATCH;
        for referee in &present {
            let refused = refused(referee, folder.path(), BATCH);
            for (i, document) in batch.iter().enumerate() {
                let well_formed = document.truth == Truth::WellFormed;
                let fourth = referee.fourth_edition && document.needs.fifth_edition;
                if refused.contains(&i) != well_formed || fourth {
                    continue;
                }
                let said = said_alone(referee, folder.path(), i);
                if !well_formed && said.lines().any(referee.refuses) {
                    continue;
                }
                let own = known.iter().enumerate().find(|(_, own)| {
                    own.parser == referee.name
                        && own.explains(&document.truth, &document.bytes, &said)
                });
                match own {
                    Some((number, _)) => drop(used.insert((number, name(document)))),
                    None => {
                        let text = document.bytes.escape_ascii().to_string();
                        let list = wrong.entry((referee.name, name(document))).or_default();
                        list.push(text);
                    }
                }
            }
        }
    }
    let told: Vec<String> = wrong
        .iter()
        .map(|((referee, rule), texts)| {
            let shortest = texts.iter().min_by_key(|text| text.len()).unwrap();
            format!("## {referee} {rule} {}\n{shortest}", texts.len())
        })
        .collect();
    assert!(
        told.is_empty(),
        "after {done} documents:\n{}",
        told.join("\n\n")
    );
    if done >= MANY && present.len() == REFEREES.len() {
        let all = known.iter().enumerate();
        let unseen: Vec<_> = all
            .filter(|(_, own)| !own.rare && REFEREES.iter().any(|r| r.name == own.parser))
            .flat_map(|(number, own)| own.rules.iter().map(move |rule| (number, own, rule)))
            .filter(|(number, _, rule)| !used.iter().any(|(n, r)| n == number && r == rule))
            .map(|(_, own, rule)| format!("{} no longer differs in {rule}", own.parser))
            .collect();
        assert!(unseen.is_empty(), "{}", unseen.join("\n"));
    }
}

/// What libxml2 makes of a document is what the tree says, comments included.
#[test]
fn canonical_forms_agree() {
    if !is_installed("xmllint") {
        println!("ignored: xmllint is not installed");
        return;
    }
    const MARK: &str = "<clausal-mark></clausal-mark>";
    let folder = tempfile::tempdir().unwrap();
    for name in EXTERNAL {
        fs::write(folder.path().join(name), "").unwrap();
    }
    fs::write(folder.path().join("mark.xml"), MARK).unwrap();
    let mut documents = Documents::new(21, Options::default());
    let mut wrong = Vec::new();
    for _ in 0..6 {
        let mut batch = Vec::new();
        while batch.len() < BATCH {
            let document = documents.next();
            // libxml2 makes line ends of carriage returns that entities have as references (against
            // section 2.11), and blanks of line ends that they have as references in references
            // (against section 3.3.3).
            // UTF-16 has a zero beside each letter.
            let letters: Vec<u8> = document.bytes.iter().copied().filter(|b| *b != 0).collect();
            let text = String::from_utf8_lossy(&letters);
            let is_return = |digits: &str| {
                let digits = digits.split(';').next().unwrap_or_default();
                matches!(digits.trim_start_matches(['x', '0']), "d" | "D" | "13")
            };
            let has_return = text.contains("<!ENTITY") && text.split("&#").skip(1).any(is_return);
            let is_wrong = has_return || text.contains("&#38;#10;") || text.contains("&#38;#13;");
            if let Some(canonical) = document.canonical_with_comments().filter(|_| !is_wrong) {
                let name = format!("{}.xml", batch.len());
                fs::write(folder.path().join(name), &document.bytes).unwrap();
                batch.push((document, canonical));
            }
        }
        let names = (0..BATCH).flat_map(|i| [format!("{i}.xml"), "mark.xml".to_owned()]);
        let output = Command::new("xmllint")
            .current_dir(folder.path())
            .args(["--nonet", "--c14n"])
            .args(names)
            .output()
            .unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        let parts: Vec<&str> = said.split(MARK).collect();
        assert_eq!(parts.len(), BATCH + 1);
        for ((document, canonical), part) in batch.iter().zip(parts) {
            let own = String::from_utf8_lossy(canonical);
            if own != part {
                let text = String::from_utf8_lossy(&document.bytes);
                wrong.push(format!("{text}\n-- own:\n{own}\n-- libxml2:\n{part}"));
            }
        }
    }
    wrong.sort_by_key(String::len);
    let few = &wrong[..wrong.len().min(8)];
    assert!(
        wrong.is_empty(),
        "{} differ\n{}",
        wrong.len(),
        few.join("\n\n####\n")
    );
}
