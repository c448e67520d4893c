//! What the gateway is measured beside: servers of the same framework and settings that do almost nothing, or the least
//! that a write needs.

mod constant;
mod disk;
mod sqlite;

use std::net::TcpListener;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::{App, HttpServer, web};
use clap::Args;

pub use constant::constant;
pub use disk::{Flushes, flushes, scan};
pub use sqlite::sqlite;

/// The settings that a reference shares with the gateway.
#[derive(Clone, Debug, Args)]
pub struct Serving {
    /// Threads that answer
    #[arg(long, default_value_t = 1)]
    pub workers: usize,
    /// Seconds an idle connection is kept
    #[arg(long, default_value_t = 75)]
    pub keep_alive: u64,
}

/// Serves on a port of the system's choice, which is told on standard output.
fn serve(settings: &Serving, routes: impl Fn(&mut web::ServiceConfig) + Clone + Send + 'static) -> Result<(), String> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| format!("cannot listen: {error}"))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let server: Server = HttpServer::new(move || App::new().configure(routes.clone()))
        .workers(settings.workers.max(1))
        .keep_alive(Duration::from_secs(settings.keep_alive))
        .shutdown_timeout(1)
        .listen(listener)
        .map_err(|error| format!("cannot listen: {error}"))?
        .run();
    crate::runner::say(&format!("listens on http://{address}"));
    actix_web::rt::System::new().block_on(server).map_err(|error| format!("the server failed: {error}"))
}
