//! The doors by which clients come in: http, https, and a forward proxy for those whose host is compiled in. Behind all
//! three stands the same service; they differ in what happens to a connection before its first request.

mod connection;
mod elsewhere;
mod encrypted;
mod head;
mod outgoing;
mod proxy;
mod stream;
mod turn;
mod wire;

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use actix_http::{HttpService, Protocol};
use actix_server::{Server, ServerBuilder};
use actix_service::{IntoServiceFactory as _, ServiceFactoryExt as _, fn_service, map_config};
use actix_web::dev::AppConfig;
use actix_web::middleware::Compress;
use actix_web::{App, web};
use tokio::net::TcpStream;

pub use connection::Connection;
pub use encrypted::Encrypted;
pub use outgoing::Addition;
pub use proxy::Proxy;
use stream::Stream;
use wire::Wire;

use crate::mount::{Mounted, answer};

/// How long a client may take over a request's head before it is cut off.
const HEAD: Duration = Duration::from_secs(5);
/// How long a connection may take to close.
const CLOSING: Duration = Duration::from_secs(1);

/// A connection ready for its first request.
type Ready = (Stream, Protocol, Option<SocketAddr>);

/// What all doors have in common.
#[derive(Clone)]
pub struct Doors {
    /// What answers.
    pub mounted: web::Data<Mounted>,
    /// How long an idle connection is kept.
    pub keep_alive: Duration,
    /// Whether replies are compressed for those who ask.
    pub compress: bool,
}

impl Doors {
    /// Opens the door for http.
    ///
    /// # Errors
    /// What the system says.
    pub fn plain(&self, server: ServerBuilder, listener: TcpListener) -> std::io::Result<ServerBuilder> {
        let enter = |socket: TcpStream| async move {
            let address = socket.peer_addr().ok();
            Ok::<Ready, ()>((Stream::new(Wire::plain(socket), false, false), Protocol::Http1, address))
        };
        self.open(server, listener, "http", enter)
    }

    /// Opens the door for https.
    ///
    /// # Errors
    /// What the system says.
    pub fn encrypted(
        &self,
        server: ServerBuilder,
        listener: TcpListener,
        encrypted: &Arc<Encrypted>,
    ) -> std::io::Result<ServerBuilder> {
        let encrypted = Arc::clone(encrypted);
        let enter = move |socket: TcpStream| {
            let encrypted = Arc::clone(&encrypted);
            async move {
                let address = socket.peer_addr().ok();
                encrypted.accept(Wire::plain(socket)).await.map(|(stream, protocol)| (stream, protocol, address))
            }
        };
        self.open(server, listener, "https", enter)
    }

    /// Opens the door for clients that take a proxy.
    ///
    /// # Errors
    /// What the system says.
    pub fn proxy(
        &self,
        server: ServerBuilder,
        listener: TcpListener,
        proxy: &Arc<Proxy>,
    ) -> std::io::Result<ServerBuilder> {
        let proxy = Arc::clone(proxy);
        let enter = move |socket: TcpStream| {
            let proxy = Arc::clone(&proxy);
            async move {
                let address = socket.peer_addr().ok();
                proxy.enter(socket).await.map(|(stream, protocol)| (stream, protocol, address))
            }
        };
        self.open(server, listener, "proxy", enter)
    }

    /// A listener whose connections `enter` makes ready, and the service behind it. An error of `enter` is a connection
    /// that has been dealt with.
    fn open<F, Fut>(
        &self,
        server: ServerBuilder,
        listener: TcpListener,
        name: &str,
        enter: F,
    ) -> std::io::Result<ServerBuilder>
    where
        F: Fn(TcpStream) -> Fut + Clone + Send + 'static,
        Fut: Future<Output = Result<Ready, ()>> + 'static,
    {
        let doors = self.clone();
        let local = listener.local_addr()?;
        let stopping = server.graceful_shutdown_signal();
        // The middleware costs a little also where it does nothing: then it is not there.
        macro_rules! behind {
            ($app:expr) => {
                server.listen(name, listener, move || {
                    let (mounted, stopping) = (doors.mounted.clone(), stopping.clone());
                    let gateway = Arc::clone(&mounted.gateway);
                    let app = $app
                        .app_data(mounted)
                        .default_service(web::to(answer))
                        .into_factory()
                        .map_err(|error| error.error_response());
                    let http = HttpService::build()
                        .graceful_shutdown_signal(move || {
                            let stopping = stopping.clone();
                            async move { stopping.notified().await }
                        })
                        .keep_alive(doors.keep_alive)
                        .client_request_timeout(HEAD)
                        .client_disconnect_timeout(CLOSING)
                        .local_addr(local)
                        .on_connect_ext(move |stream: &Stream, data| {
                            data.insert(stream.connection());
                            data.insert(gateway.engine.enter());
                        })
                        // What actix would have known of the connection is in its data: one service stands behind three
                        // doors.
                        .finish(map_config(app, |()| AppConfig::default()))
                        .map_err(|error| log::debug!("a connection ended: {error}"));
                    fn_service(enter.clone()).and_then(http)
                })
            };
        }
        if doors.compress { behind!(App::new().wrap(Compress::default())) } else { behind!(App::new()) }
    }
}

/// A server with as many workers as wanted, 0 for one a core.
pub fn server(workers: usize, grace: u64) -> ServerBuilder {
    let server = Server::build().shutdown_timeout(grace);
    if workers > 0 { server.workers(workers) } else { server }
}
