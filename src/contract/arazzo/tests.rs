use super::*;
use crate::contract::load_text;
use crate::contract::ties::Ties;

const DOCUMENT: &str = "
openapi: 3.1.0
info: {title: Shop, version: '1'}
paths:
  /things:
    post: {operationId: make, responses: {'201': {description: made}}}
  /pets/{pet}/sell:
    parameters: [{name: pet, in: path, required: true, schema: {type: string}}]
    post:
      operationId: sell
      requestBody: {content: {application/json: {schema: {type: object, properties: {to: {type: string}, price: {type: integer}}}}}}
      responses: {'200': {description: sold}}
";

const FLOW: &str = "
arazzo: 1.0.1
info: {title: Sale, version: '1'}
sourceDescriptions: [{name: shop, url: shop.yaml, type: openapi}]
workflows:
  - workflowId: sale
    inputs: {type: object, properties: {price: {type: integer, default: 9}, other: {type: string}}}
    steps:
      - stepId: first
        operationId: $sourceDescriptions.shop.make
        successCriteria: [{condition: $statusCode == 201}]
        outputs: {thing: $response.body#/thing, where: $response.header.Location}
      - stepId: second
        operationPath: '{$sourceDescriptions.shop.url}#/paths/~1pets~1{pet}~1sell/post'
        parameters:
          - {name: pet, in: path, value: '$steps.first.outputs.thing#/key'}
          - {name: colour, in: query, value: red}
        requestBody:
          payload: {to: '$steps.first.outputs.none', price: '{$inputs.price}', note: sample}
        successCriteria: [{condition: $statusCode == 204}, {condition: '$response.body#/ok == true'}]
      - {stepId: third, operationId: nowhere}
";

fn shop() -> Contract {
    load_text("shop.yaml", DOCUMENT, &|_| Err(String::new())).unwrap()
}

#[test]
fn steps_tie_operations_and_what_leads_nowhere_is_noted() {
    let mut contracts = [shop()];
    assert!(Ties::of(&contracts[0]).to("sell").is_empty());
    follow_text(&mut contracts, "sale.yaml", FLOW).unwrap();
    let ties = Ties::of(&contracts[0]);
    let own = ties.to("sell").first().unwrap();
    assert_eq!(own.producer, "make");
    assert_eq!(own.source.to_string(), "step `sale/second`");
    assert_eq!(
        own.fills,
        [
            ("/path/pet".to_owned(), Origin::Answer("/thing/key".into())),
            ("/body/price".to_owned(), Origin::Constant(9.into())),
        ]
    );
    let notes: Vec<_> = contracts[0]
        .notes
        .iter()
        .map(|n| n.message.as_str())
        .collect();
    assert_eq!(
        notes,
        [
            "the step `sale/second`: sell has no parameter `colour`",
            "the step `sale/second`: the step `first` gives no `none`",
            "the step `sale/second` expects status 204, which sell does not document",
            "the step `sale/third` names no operation of a contract",
        ]
    );
}

#[test]
fn what_is_no_description_is_refused() {
    for text in [
        "",
        "7",
        "openapi: 3.1.0",
        "arazzo: 1.0.0\nworkflows: 7",
        "arazzo: [",
        "{\"arazzo\": 1}",
    ] {
        let refused = follow_text(&mut [shop()], "a.yaml", text);
        assert!(refused.is_err(), "{text}");
    }
    // Odd parts are passed over.
    let odd = "arazzo: 1.0.1\nworkflows: [7, {steps: [7, {stepId: [], operationId: make, parameters: 5, outputs: [1]}]}]";
    follow_text(&mut [shop()], "a.yaml", odd).unwrap();
}
