//! The operator's listener: metrics, health, and the `portcullis` command's word to a running gateway.

use std::sync::Arc;

use actix_web::http::header::ContentType;
use actix_web::{HttpRequest, HttpResponse, web};
use block_graph::tally::OnLoss;
use serde_json::json;
use subtle::ConstantTimeEq as _;

use crate::operate::{self, Operation};
use crate::pipeline::Gateway;

/// What the operator's listener shares.
pub struct Operator {
    /// The gateway.
    pub gateway: Arc<Gateway>,
    /// The key that operations must bring; `None` where every process opens the store itself.
    pub key: Option<String>,
}

/// Adds the operator's routes.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/healthz", web::get().to(healthy))
        .route("/readyz", web::get().to(ready))
        .route("/metrics", web::get().to(metrics))
        .route("/operate", web::post().to(operate));
}

/// The process runs.
async fn healthy() -> HttpResponse {
    HttpResponse::Ok().json(json!({"status": "ok"}))
}

/// The store answers, and what counts for all processes does, unless requests are answered without it.
async fn ready(operator: web::Data<Operator>) -> HttpResponse {
    let engine = &operator.gateway.engine;
    let counting = engine.tally().health();
    let lost = counting.as_ref().is_some_and(|health| !health.is_up());
    let needed = counting.as_ref().is_some_and(|health| health.on_loss() == OnLoss::Closed);
    let mut told = match engine.ping().await {
        Ok(()) => json!({"status": "ok"}),
        Err(error) => {
            log::warn!("not ready: {error}");
            json!({"status": "unavailable"})
        }
    };
    if lost && needed {
        told["status"] = json!("unavailable");
    }
    if counting.is_some() {
        told["limits"] = json!(if lost { "lost" } else { "shared" });
    }
    let is_ready = told["status"] == "ok";
    let mut reply = if is_ready { HttpResponse::Ok() } else { HttpResponse::ServiceUnavailable() };
    reply.json(told)
}

async fn metrics(operator: web::Data<Operator>) -> HttpResponse {
    operator.gateway.metrics.at_hand(operator.gateway.engine.at_hand());
    operator.gateway.metrics.pages(operator.gateway.engine.kept_pages());
    operator.gateway.metrics.reads(operator.gateway.engine.reads_by_place());
    HttpResponse::Ok()
        .content_type("application/openmetrics-text; version=1.0.0; charset=utf-8")
        .body(operator.gateway.metrics.text())
}

/// Does what the command asks, for whoever can read the key.
async fn operate(request: HttpRequest, body: web::Bytes, operator: web::Data<Operator>) -> HttpResponse {
    let sent = request.headers().get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let sent = sent.strip_prefix("Bearer ").unwrap_or_default();
    let good = operator.key.as_ref().is_some_and(|key| bool::from(key.as_bytes().ct_eq(sent.as_bytes())));
    if !good {
        return HttpResponse::Forbidden().json(json!({"error": "the key is not this gateway's"}));
    }
    let result = match serde_json::from_slice::<Operation>(&body) {
        Ok(operation) => operate::run(&operator.gateway.engine, operation).await,
        Err(error) => Err(error.to_string()),
    };
    match result {
        Ok(told) => HttpResponse::Ok().json(told),
        Err(error) => {
            HttpResponse::BadRequest().insert_header(ContentType::json()).body(json!({"error": error}).to_string())
        }
    }
}
