//! The properties on stable: every committed seed and regression, and bytes at random.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::Rng as _;
use proptest::test_runner::{RngAlgorithm, TestRng};

use super::finding::again;
use super::lenient::LENIENT;
use super::peers::compare;
use super::{BETWEEN, TARGETS, Target, parts};
use crate::clause::Judgement;
use crate::report::json;
use crate::run::{Saved, journal};
use crate::target::Profile;
use crate::xml::{Limits, read};

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Names of what stands in a folder, in order.
fn names(folder: &Path) -> BTreeSet<String> {
    let Ok(entries) = fs::read_dir(folder) else {
        return BTreeSet::new();
    };
    let name = |e: fs::DirEntry| e.file_name().to_string_lossy().into_owned();
    entries.map(|e| name(e.unwrap())).collect()
}

/// Replays the seeds and regressions of a target, then draws inputs: any bytes, and seeds with a
/// few bytes changed.
fn smoke(name: &str, target: Target, draws: usize) {
    let mut seeds = Vec::new();
    for folder in [
        format!("corpus/{name}"),
        format!("corpus/regressions/{name}"),
    ] {
        for file in names(&root(&folder)) {
            let path = root(&folder).join(&file);
            let bytes = fs::read(&path).unwrap();
            let told = std::panic::catch_unwind(|| target(&bytes));
            assert!(
                told.is_ok(),
                "{} fails: the reason stands above",
                path.display()
            );
            seeds.push(bytes);
        }
    }
    assert!(seeds.len() >= 3, "{name} has {} seeds only", seeds.len());
    let mut rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    for number in 0..draws {
        let mut below = |limit: usize| rng.next_u64() as usize % limit;
        let mut bytes = match number % 2 {
            0 => vec![0; below(300)],
            _ => seeds[below(seeds.len())].clone(),
        };
        let changes = if number % 2 == 0 {
            bytes.len()
        } else {
            1 + below(4)
        };
        for at in 0..changes.min(bytes.len()) {
            let at = if number % 2 == 0 {
                at
            } else {
                below(bytes.len())
            };
            bytes[at] = below(256) as u8;
        }
        let told = std::panic::catch_unwind(|| target(&bytes));
        assert!(
            told.is_ok(),
            "{name} fails on {:?}",
            String::from_utf8_lossy(&bytes)
        );
    }
}

macro_rules! smoke {
    ($($name:ident: $draws:literal),*) => {$(
        #[test]
        fn $name() {
            smoke(stringify!($name), super::$name, $draws);
        }
    )*};
}

smoke!(
    answer_decoder: 2000,
    contract_loader: 1000,
    finding_reader: 1000,
    journal_reader: 1000,
    overlay_reader: 500,
    profile_loader: 1000,
    reference_server: 500,
    report_reader: 300,
    snapshot_reader: 1000,
    wire_round_trip: 1000,
    xml_reader_peers: 5000,
    xml_reader_truth: 5000
);

#[test]
fn every_target_is_in_the_fuzz_package_and_has_its_folder() {
    let listed: BTreeSet<String> = TARGETS.iter().map(|(n, _)| (*n).to_owned()).collect();
    let files = names(&root("fuzz/fuzz_targets"));
    let stems = files.iter().map(|f| f.trim_end_matches(".rs").to_owned());
    assert_eq!(stems.collect::<BTreeSet<_>>(), listed);
    let manifest = fs::read_to_string(root("fuzz/Cargo.toml")).unwrap();
    for name in &listed {
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{name}");
        let text = fs::read_to_string(root(&format!("fuzz/fuzz_targets/{name}.rs"))).unwrap();
        assert!(
            text.contains(&format!("targets::{name}(")),
            "{name}: {text}"
        );
        assert!(text.lines().count() <= 12, "{name} does too much itself");
    }
    let mut folders = names(&root("corpus"));
    assert!(folders.remove("regressions"));
    assert_eq!(folders, listed);
    assert!(names(&root("corpus/regressions")).is_subset(&listed));
}

#[test]
fn every_target_has_options_and_its_dictionary() {
    for (name, _) in TARGETS {
        let options = fs::read_to_string(root(&format!("fuzz/{name}.options"))).unwrap();
        assert!(options.starts_with("[libfuzzer]\n"), "{name}: {options}");
        for line in options.lines().skip(1) {
            let (key, value) = line.split_once(" = ").unwrap();
            match key {
                "dict" => assert!(root(&format!("fuzz/{value}")).is_file(), "{name}: {value}"),
                _ => assert!(value.parse::<u32>().is_ok(), "{name}: {line}"),
            }
        }
    }
}

#[test]
fn seeds_and_regressions_of_a_target_fit_one_archive() {
    for (name, _) in TARGETS {
        let seeds = names(&root(&format!("corpus/{name}")));
        let regressions = names(&root(&format!("corpus/regressions/{name}")));
        assert!(seeds.is_disjoint(&regressions), "{name}");
    }
}

#[test]
fn seeds_have_telling_names() {
    for (name, _) in TARGETS {
        for folder in [
            format!("corpus/{name}"),
            format!("corpus/regressions/{name}"),
        ] {
            for file in names(&root(&folder)) {
                let stem = file.split('.').next().unwrap();
                let hash = stem.len() >= 32 && stem.chars().all(|c| c.is_ascii_hexdigit());
                let words = stem.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
                assert!(words && !hash, "{folder}/{file}: say what it shows");
            }
        }
    }
}

#[test]
fn every_difference_that_is_allowed_has_a_seed_that_shows_it() {
    for (rule, why, instead) in LENIENT {
        let path = root(&format!("corpus/xml_reader_peers/lenient-{rule}.xml"));
        let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let error = read(text.as_bytes(), &Limits::default()).unwrap_err();
        assert_eq!(error.rule, *rule, "{text}");
        assert!(
            roxmltree::Document::parse(&text).is_ok(),
            "{rule} ({why}) is over: {text}"
        );
        let other = instead(&text, error.offset).unwrap();
        let again = read(other.as_bytes(), &Limits::default());
        assert!(again.is_ok(), "{text} is not mended: {other}");
    }
    // The one document that it refuses wrongly.
    let built_in = roxmltree::Document::parse("<xml:m/>");
    assert!(built_in.is_err(), "it knows the prefix xml of elements now");
}

#[test]
fn a_known_difference_hides_no_other() {
    let told = |text: &str, listed: &[&str]| {
        let known = LENIENT.iter().filter(|(rule, ..)| listed.contains(rule));
        let known: Vec<_> = known.copied().collect();
        std::panic::catch_unwind(|| compare(text, &known)).is_err()
    };
    let late = "late-xml-declaration";
    // The second difference stands for one that nobody knows of.
    for second in [r#"<?b"c"?>"#, "&#xD800;", "<?XML b?>", "<?b:c d?>"] {
        for first in [
            "<?xml<b?>",
            "<!---->\n<?xml?>",
            "<!----><?xml\tversion='1.0'?>",
        ] {
            let text = format!("{first}<a>{second}</a>");
            let rules: Vec<_> = LENIENT.iter().map(|(rule, ..)| *rule).collect();
            assert!(!told(&text, &rules), "{text}");
            assert!(told(&text, &[late]), "{text}");
        }
    }
    // With a blank it is a declaration to everybody, and whoever takes it late has a fault.
    let (.., instead) = LENIENT.iter().find(|(rule, ..)| *rule == late).unwrap();
    for text in [
        r#"<a><?xml version="1.0"?></a>"#,
        r#"<a/><?xml version="1.0"?>"#,
        "<a><?xml ?></a>",
    ] {
        let error = read(text.as_bytes(), &Limits::default()).unwrap_err();
        assert_eq!(error.rule, late, "{text}");
        assert_eq!(instead(text, error.offset), None, "{text}");
    }
    // Other attributes are counted, and so are the declarations of prefixes.
    for text in [
        "<a b='' b=''/>",
        "<a xmlns:p='u' xmlns:p='v'/>",
        "<a xmlnsb='' xmlnsb=''/>",
    ] {
        let error = read(text.as_bytes(), &Limits::default()).unwrap_err();
        let (.., instead) = LENIENT.iter().find(|(r, ..)| *r == error.rule).unwrap();
        assert_eq!(instead(text, error.offset), None, "{text}");
        compare(text, LENIENT);
    }
    // A declaration in no order, or with a part that no name begins, is seen by both.
    for text in [
        r#"<?xml encoding="UTF-8" version="1.0"?><a/>"#,
        r#"<?xml version="1.0" b="c"?><a/>"#,
        r#"<?xml version="1.0"encoding="UTF-8"?><a/>"#,
        r#"<?xml version='1.0" ?><a/>"#,
    ] {
        let error = read(text.as_bytes(), &Limits::default()).unwrap_err();
        let (.., instead) = LENIENT.iter().find(|(r, ..)| *r == error.rule).unwrap();
        assert_eq!(instead(text, error.offset), None, "{text}");
        compare(text, LENIENT);
    }
}

#[test]
fn inputs_fall_into_parts() {
    assert_eq!(BETWEEN, "%%");
    assert_eq!(parts(b""), [b""]);
    assert_eq!(parts(b"a\n%%\nb"), [&b"a\n"[..], b"b"]);
    assert_eq!(parts(b"a%%\n%%\r\n"), [&b"a%%\n"[..], b""]);
}

#[test]
fn seeds_that_show_a_whole_file_are_read() {
    let seed = |path: &str| fs::read_to_string(root(&format!("corpus/{path}"))).unwrap();
    for name in ["whole", "longest-time"] {
        let (_, done, _) =
            journal::read(seed(&format!("journal_reader/{name}.journal")).as_bytes())
                .unwrap_or_else(|why| panic!("{name}: {why:?}"));
        assert!(!done.judged.is_empty(), "{name}");
    }
    for name in ["one-broken", "longest-time", "what-a-terminal-acts-on"] {
        let events = json::read(&seed(&format!("report_reader/{name}.json"))).unwrap();
        assert!(events.len() > 2, "{name}");
    }
    let token = |_: &str| Some("token".to_owned());
    for name in ["whole", "largest-numbers"] {
        Profile::parse(name, &seed(&format!("profile_loader/{name}.toml")), &token).unwrap();
    }
    let found = Saved::parse(seed("finding_reader/limit-too-high.json").as_bytes()).unwrap();
    assert!(matches!(again(&found), Some(Judgement::Broken(_))));
    let nothing = Saved::parse(seed("finding_reader/nothing-was-done.json").as_bytes()).unwrap();
    assert!(matches!(again(&nothing), Some(Judgement::Inconclusive(_))));
}
