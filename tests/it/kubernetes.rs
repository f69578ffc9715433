//! The example manifest is one that Kubernetes takes, and asks clausal for what it knows.

use saphyr::{LoadableYamlNode, Scalar, Yaml};
use serde_json::Value;

use crate::support::{clausal, root, text};

fn json(yaml: &Yaml<'_>) -> Value {
    match yaml {
        Yaml::Mapping(map) => map
            .iter()
            .map(|(k, v)| (k.as_str().unwrap().to_owned(), json(v)))
            .collect(),
        Yaml::Sequence(list) => list.iter().map(json).collect(),
        Yaml::Value(Scalar::String(text)) => text.as_ref().into(),
        Yaml::Value(Scalar::Integer(number)) => (*number).into(),
        Yaml::Value(Scalar::Boolean(yes)) => (*yes).into(),
        other => panic!("no JSON: {other:?}"),
    }
}

fn manifest() -> Value {
    let file = std::fs::read_to_string(root("docs/kubernetes-job.yaml")).unwrap();
    let documents = Yaml::load_from_str(&file).unwrap();
    assert_eq!(documents.len(), 1);
    json(&documents[0])
}

#[test]
fn the_job_follows_the_schema_of_kubernetes_to_the_letter() {
    let schema = std::fs::read_to_string(root("tests/data/kubernetes-job.schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let job = manifest();
    let wrong: Vec<_> = validator.iter_errors(&job).map(|e| e.to_string()).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    // A misspelt member anywhere would be seen.
    let mut typo = job.clone();
    typo["spec"]["template"]["spec"]["containers"][0]["imagee"] = "x".into();
    assert!(!validator.is_valid(&typo));
}

#[test]
fn the_job_has_as_many_pods_as_shards_and_names_options_that_exist() {
    let job = manifest();
    assert_eq!(job["spec"]["completionMode"], "Indexed");
    let pods = &job["spec"]["completions"];
    let container = &job["spec"]["template"]["spec"]["containers"][0];
    let script = container["args"][0].as_str().unwrap();
    assert!(
        script.contains(&format!("--shard \"$n/{pods}\"")),
        "{script}"
    );
    assert!(script.contains("JOB_COMPLETION_INDEX + 1"));
    let help = text(&clausal(&["check", "--help"]).stdout);
    let page = std::fs::read_to_string(root("docs/src/several-machines.md")).unwrap();
    let words = script.split_whitespace().chain(page.split_whitespace());
    let options: Vec<_> = words.filter(|w| w.starts_with("--")).collect();
    assert!(options.len() > 10, "{options:?}");
    for option in options {
        assert!(help.contains(&format!("{option} ")), "{option}");
    }
}
