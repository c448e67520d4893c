//! A constant answer: what the framework, the kernel and the loopback cost whoever answers so many bytes.

use actix_web::{HttpResponse, web};

use super::{Serving, serve};

/// Answers every request with the same `size` bytes, once its body is read.
///
/// # Errors
/// One line that says why it cannot serve.
pub fn constant(size: usize, settings: &Serving) -> Result<(), String> {
    let body = web::Data::new(web::Bytes::from(vec![b'x'; size]));
    serve(settings, move |routes| {
        routes.app_data(body.clone()).default_service(web::to(answer));
    })
}

async fn answer(_read: web::Bytes, body: web::Data<web::Bytes>) -> HttpResponse {
    HttpResponse::Ok().content_type("application/json; charset=utf-8").body(body.get_ref().clone())
}
