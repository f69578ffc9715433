//! An axum router as the target, in this very process: no port, no waiting.

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode, header::CONTENT_TYPE};
use axum::routing::post;

/// A toy that keeps the contract beside it: an order has a quantity from 1 to 100.
const CONTRACT: &str = r#"
openapi: 3.1.0
info: {title: orders, version: '1'}
paths:
  /orders:
    post:
      operationId: placeOrder
      summary: places an order
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [quantity]
              properties:
                quantity: {type: integer, minimum: 1, maximum: 100}
      responses:
        '201': {description: placed}
        '400': {description: refused}
        '415': {description: no JSON}
"#;

async fn place(headers: HeaderMap, body: Bytes) -> StatusCode {
    let kind = headers.get(CONTENT_TYPE).and_then(|v| v.to_str().ok());
    let essence = kind.and_then(|kind| kind.split(';').next());
    if essence.map(str::trim) != Some("application/json") {
        return StatusCode::UNSUPPORTED_MEDIA_TYPE;
    }
    let order: Option<serde_json::Value> = serde_json::from_slice(&body).ok();
    let quantity = order.as_ref().and_then(|o| o.get("quantity")?.as_i64());
    match quantity {
        Some(1..=100) => StatusCode::CREATED,
        _ => StatusCode::BAD_REQUEST,
    }
}

#[cfg(test)]
#[test]
fn the_router_keeps_its_contract() -> Result<(), Box<dyn std::error::Error>> {
    check()
}

fn check() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("orders.yaml");
    std::fs::write(&path, CONTRACT)?;
    let router: Router = Router::new().route("/orders", post(place));
    let checked = clausal::Check::new()
        .contract(&path.to_string_lossy())?
        .run_in_process(router)?;
    checked.assert_held();
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    check()
}
