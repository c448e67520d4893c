//! Starting and stopping: the listeners, the first start's migration and seed, and what is printed when all stands.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use actix_server::{Server, ServerHandle};
use actix_web::{App, HttpServer, web};
use tokio::sync::Semaphore;

use crate::admin::{Operator, routes};
use crate::assemble;
use crate::banner;
use crate::counting;
use crate::door::{self, Doors, Encrypted, Proxy};
use crate::instance::{Claim, Instance, Listening, claim};
use crate::mount::Mounted;
use crate::operate::{self, Operation};
use crate::pipeline::Gateway;
use crate::settings::{Seed, Settings};
use crate::tls;

/// How long connections may finish after a signal to stop.
const GRACE: u64 = 5;

/// A gateway that stands: it answers, and goes on to do so while it is waited for.
pub struct Standing {
    /// What answers.
    pub gateway: Arc<Gateway>,
    /// Where clients connect.
    pub doors: Listening,
    /// Where the operator connects.
    pub admin: SocketAddr,
    operator: Server,
    clients: Server,
    _instance: Option<Instance>,
}

/// Serves until the process is told to stop.
///
/// # Errors
/// One line that says why it cannot serve.
pub async fn serve(settings: Settings) -> Result<(), String> {
    let standing = start(&settings, true).await?;
    banner::print(&settings, &standing.doors, standing.admin);
    standing.finish().await
}

/// Starts a gateway, which ends at the process' signals to stop if it is to heed them.
///
/// # Errors
/// One line that says why it cannot serve.
pub async fn start(settings: &Settings, signals: bool) -> Result<Standing, String> {
    let mut instance = match claim(settings)? {
        Claim::Ours(instance) => Some(instance),
        Claim::Shared => None,
        Claim::Running(running) => {
            return Err(format!("a gateway already runs on this store (its operator's address is {})", running.admin));
        }
    };
    // Ports first: a start that fails should not have made a database.
    let (listener, http) = bind(settings.server.listen, "server.listen")?;
    let (operator, admin) = bind(settings.admin.listen, "admin.listen")?;
    let default = Settings::read_default()?;
    let https = settings.tls.enabled.then(|| {
        let by_default = settings.tls.listen == default.tls.listen;
        bind_or_any(settings.tls.listen, "tls.listen", by_default)
    });
    let proxy = settings.proxy.enabled.then(|| {
        let by_default = settings.proxy.listen == default.proxy.listen;
        bind_or_any(settings.proxy.listen, "proxy.listen", by_default)
    });
    let (https, proxy) = (https.transpose()?, proxy.transpose()?);
    let encrypted = settings.tls.enabled.then(|| tls::server_config(&settings.tls)).transpose()?;

    let keys = assemble::keys(settings)?;
    let store = assemble::open_store(settings, &keys)?;
    if let Some(store) = &store {
        assemble::migrate(settings, store)?;
    }
    let engine = counting::together(settings, assemble::engine(settings, store, &keys)?, &keys)?;
    if settings.world.seed == Seed::Demo {
        operate::run(&engine, Operation::Seed).await?;
    }
    let gateway = Arc::new(assemble::gateway(settings, engine)?);
    let own_authority = settings.tls.enabled && settings.tls.certificate.as_os_str().is_empty();
    let folder = std::path::absolute(&settings.tls.folder).map_err(|error| error.to_string())?;
    let at = Listening {
        http,
        https: https.as_ref().map(|(_, at)| *at),
        proxy: proxy.as_ref().map(|(_, at)| *at),
        authority: own_authority.then_some(folder),
    };
    let key = instance.as_mut().map(|instance| instance.announce(admin, &at)).transpose()?;

    let operating = web::Data::new(Operator { gateway: Arc::clone(&gateway), key });
    let operator = HttpServer::new(move || App::new().app_data(operating.clone()).configure(routes))
        .workers(1)
        .shutdown_timeout(GRACE)
        .disable_signals()
        .listen(operator)
        .map_err(|error| format!("cannot listen on {admin}: {error}"))?
        .run();

    let compress = settings.server.compress;
    let trusted = settings.server.trusted_proxies.clone();
    let doors = Doors {
        mounted: web::Data::new(Mounted { gateway: Arc::clone(&gateway), trusted, compress }),
        keep_alive: Duration::from_secs(settings.server.keep_alive),
        compress,
    };
    let failed = |error: std::io::Error| format!("cannot listen: {error}");
    let mut server = door::server(settings.server.workers, GRACE);
    server = doors.plain(server, listener).map_err(failed)?;
    if let (Some((listener, https)), Some(config)) = (https, encrypted) {
        let patience = Duration::from_secs(settings.tls.handshake);
        let encrypted = Arc::new(Encrypted::new(config, settings.tls.handshakes, patience));
        server = doors.encrypted(server, listener, &encrypted).map_err(failed)?;
        if let Some((listener, _)) = proxy {
            let proxy = Proxy {
                gateway: Arc::clone(&gateway),
                encrypted,
                hosts: tls::hosts(&settings.tls),
                ports: vec![http.port(), https.port()],
                elsewhere: settings.proxy.elsewhere,
                room: Arc::new(Semaphore::new(settings.proxy.connections.min(Semaphore::MAX_PERMITS))),
                head_limit: settings.proxy.head_limit,
                patience: Duration::from_secs(settings.proxy.patience),
            };
            server = doors.proxy(server, listener, &Arc::new(proxy)).map_err(failed)?;
        }
    }
    let server = if signals { server } else { server.disable_signals() };
    Ok(Standing { gateway, doors: at, admin, operator, clients: server.run(), _instance: instance })
}

impl Standing {
    /// What tells it to stop.
    pub fn handle(&self) -> ServerHandle {
        self.clients.handle()
    }

    /// Serves until it is told to stop.
    ///
    /// # Errors
    /// One line that says what failed.
    pub async fn finish(self) -> Result<(), String> {
        let operator = self.operator.handle();
        let operating = actix_web::rt::spawn(self.operator);
        let served = self.clients.await.map_err(|error| format!("the server failed: {error}"));
        operator.stop(true).await;
        let _ = operating.await;
        served
    }
}

/// Binds a port; where it is only the default and in use, as by another gateway, one that the system chooses.
fn bind_or_any(address: SocketAddr, setting: &str, by_default: bool) -> Result<(TcpListener, SocketAddr), String> {
    match TcpListener::bind(address) {
        Err(error) if by_default && error.kind() == std::io::ErrorKind::AddrInUse => {
            bind(SocketAddr::new(address.ip(), 0), setting)
        }
        bound => listening(bound, address, setting),
    }
}

fn bind(address: SocketAddr, setting: &str) -> Result<(TcpListener, SocketAddr), String> {
    listening(TcpListener::bind(address), address, setting)
}

fn listening(
    bound: std::io::Result<TcpListener>,
    address: SocketAddr,
    setting: &str,
) -> Result<(TcpListener, SocketAddr), String> {
    let failed = |error| format!("cannot listen on {address} ({setting}): {error}");
    let listener = bound.map_err(failed)?;
    listener.set_nonblocking(true).map_err(failed)?;
    let at = listener.local_addr().map_err(failed)?;
    Ok((listener, at))
}
