//! Starting and stopping: the listeners, the first start's migration and seed, and what is printed when all stands.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use actix_web::middleware::{Compress, Condition};
use actix_web::{App, HttpServer, web};

use crate::admin::{Operator, routes};
use crate::assemble;
use crate::banner;
use crate::instance::{Claim, claim};
use crate::mount::{Mounted, answer};
use crate::operate::{self, Operation};
use crate::settings::{Seed, Settings};

/// How long connections may finish after a signal to stop.
const GRACE: u64 = 5;

/// Serves until the process is told to stop.
///
/// # Errors
/// One line that says why it cannot serve.
pub async fn serve(settings: Settings) -> Result<(), String> {
    let mut instance = match claim(&settings)? {
        Claim::Ours(instance) => Some(instance),
        Claim::Shared => None,
        Claim::Running(running) => {
            return Err(format!("a gateway already runs on this store (its operator's address is {})", running.admin));
        }
    };
    // Ports first: a start that fails should not have made a database.
    let (listener, clients_at) = bind(settings.server.listen, "server.listen")?;
    let (admin, admin_at) = bind(settings.admin.listen, "admin.listen")?;
    let keys = assemble::keys(&settings)?;
    let store = assemble::open_store(&settings, &keys)?;
    if let Some(store) = &store {
        store.migrate().map_err(|error| format!("cannot migrate the store: {error}"))?;
    }
    let engine = assemble::engine(&settings, store, &keys)?;
    if settings.world.seed == Seed::Demo {
        operate::run(&engine, Operation::Seed).await?;
    }
    let gateway = Arc::new(assemble::gateway(&settings, engine)?);
    let key = instance.as_mut().map(|instance| instance.announce(admin_at)).transpose()?;

    let operator = web::Data::new(Operator { gateway: Arc::clone(&gateway), key });
    let admin = HttpServer::new(move || App::new().app_data(operator.clone()).configure(routes))
        .workers(1)
        .shutdown_timeout(GRACE)
        .disable_signals()
        .listen(admin)
        .map_err(|error| format!("cannot listen on {admin_at}: {error}"))?
        .run();
    let mounted = web::Data::new(Mounted { gateway, trusted: settings.server.trusted_proxies.clone() });
    let compress = settings.server.compress;
    let mut clients = HttpServer::new(move || {
        App::new()
            .wrap(Condition::new(compress, Compress::default()))
            .app_data(mounted.clone())
            .default_service(web::to(answer))
    })
    .keep_alive(Duration::from_secs(settings.server.keep_alive))
    .shutdown_timeout(GRACE);
    if settings.server.workers > 0 {
        clients = clients.workers(settings.server.workers);
    }
    let clients = clients.listen(listener).map_err(|error| format!("cannot listen on {clients_at}: {error}"))?.run();

    banner::print(&settings, clients_at, admin_at);
    let admin_handle = admin.handle();
    let admin = actix_web::rt::spawn(admin);
    let served = clients.await.map_err(|error| format!("the server failed: {error}"));
    admin_handle.stop(true).await;
    let _ = admin.await;
    served
}

fn bind(address: SocketAddr, setting: &str) -> Result<(TcpListener, SocketAddr), String> {
    let failed = |error| format!("cannot listen on {address} ({setting}): {error}");
    let listener = TcpListener::bind(address).map_err(failed)?;
    listener.set_nonblocking(true).map_err(failed)?;
    let at = listener.local_addr().map_err(failed)?;
    Ok((listener, at))
}
