//! The tables as one JSON document, with every fact.

use serde_json::{Value, json};

use super::{Count, Table};

/// Facts and counts by contract and operation.
pub(super) fn document(tables: &[Table]) -> Value {
    let contract = |table: &Table| {
        let total = Count::of(table.facts.iter());
        let operation = |operation: &str| {
            let all = Count::of(table.of(operation));
            let kinds: Vec<Value> = table
                .kinds(operation)
                .into_iter()
                .map(|(kind, c)| json!({"kind": kind, "facts": c.facts, "checked": c.checked}))
                .collect();
            let rows: Vec<Value> = table
                .of(operation)
                .map(|f| {
                    json!({
                        "id": f.id, "kind": f.kind, "level": f.level, "section": f.section,
                        "fact": f.fact, "clauses": f.clauses,
                        "reason": (!f.reason.is_empty()).then_some(&f.reason),
                    })
                })
                .collect();
            json!({"id": operation, "facts": all.facts, "checked": all.checked, "kinds": kinds, "rows": rows})
        };
        let operations: Vec<Value> = table.operations().into_iter().map(operation).collect();
        json!({"name": table.name, "facts": total.facts, "checked": total.checked, "operations": operations})
    };
    let total = Count::of(tables.iter().flat_map(|t| &t.facts));
    let all: Vec<Value> = tables.iter().map(contract).collect();
    json!({"facts": total.facts, "checked": total.checked, "contracts": all})
}
