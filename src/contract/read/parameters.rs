//! The parameters of an operation, its own and those of its path.

use super::Reader;
use crate::contract::text::{Entry, Node};
use crate::contract::{Parameter, Place, Serial};

impl<'d> Reader<'d> {
    /// Parameters of the path item, with those of the operation in their stead.
    pub(super) fn all_parameters(
        &mut self,
        path: &str,
        item: &'d Node,
        node: &'d Node,
        method: &'d Entry,
        source: &str,
    ) -> Vec<Parameter> {
        let mut all: Vec<Parameter> = Vec::new();
        for owner in [item, node] {
            let Some(list) = owner.get("parameters") else {
                continue;
            };
            let mut own: Vec<Parameter> = Vec::new();
            for entry in self.list(list, "`parameters`") {
                let Some(new) = self.parameter(entry, source) else {
                    continue;
                };
                // Two headers that differ in letter case are one header on the wire.
                let same = |p: &Parameter| {
                    p.place == new.place
                        && (p.name == new.name
                            || new.place == Place::Header && p.name.eq_ignore_ascii_case(&new.name))
                };
                if own.iter().any(same) {
                    let message = format!(
                        "the {} parameter `{}` stands twice",
                        new.place.word(),
                        new.name
                    );
                    let cost = "the last one is sent";
                    self.drop(&entry.mark, message, "keep one of them", cost);
                }
                own.retain(|p| !same(p));
                all.retain(|p| !same(p));
                own.push(new);
            }
            all.extend(own);
        }
        self.templates(path, &mut all, method, source);
        // OpenAPI says so: these three are described elsewhere.
        let elsewhere = ["accept", "content-type", "authorization"];
        all.retain(|p| {
            p.place != Place::Header || !elsewhere.contains(&&*p.name.to_ascii_lowercase())
        });
        all
    }

    /// Path template and path parameters name the same things.
    fn templates(
        &mut self,
        path: &str,
        parameters: &mut Vec<Parameter>,
        method: &'d Entry,
        source: &str,
    ) {
        let named: Vec<&str> = path
            .split('{')
            .skip(1)
            .filter_map(|part| part.split_once('}').map(|(name, _)| name))
            .collect();
        let declared: Vec<String> = parameters
            .iter()
            .filter(|p| p.place == Place::Path)
            .map(|p| p.name.clone())
            .collect();
        for name in &named {
            if !declared.iter().any(|d| d == name) {
                let message =
                    format!("the path has `{{{name}}}`, and no path parameter is called so");
                let hint = format!(
                    "add `{{name: {name}, in: path, required: true, schema: ...}}` to `parameters`"
                );
                let cost = "it is sent as text of any kind";
                self.drop(&method.mark, message, hint, cost);
                let mut schema = self.any_value(&method.value, source).into_node();
                schema.types = vec!["string".to_owned()];
                schema.min_length = Some(1);
                schema.json = serde_json::json!({"type": "string", "minLength": 1}).into();
                parameters.push(Parameter {
                    name: (*name).to_owned(),
                    place: Place::Path,
                    required: true,
                    schema: schema.into(),
                    serial: Serial::of(Place::Path),
                    selects: None,
                    at: method.value.mark.location(),
                    source: source.to_owned(),
                });
            }
        }
        for name in &declared {
            if !named.contains(&name.as_str()) {
                let message =
                    format!("the path parameter `{name}` has no `{{{name}}}` in `{path}`");
                let hint = "add it to the path, or remove the parameter";
                self.drop(&method.mark, message, hint, "it is not sent");
                parameters.retain(|p| p.place != Place::Path || p.name != *name);
            }
        }
    }
}
