//! The door for https: the handshake, bounded in time and number, and the choice between HTTP/1.1 and HTTP/2.

use std::sync::Arc;
use std::time::Duration;

use actix_http::Protocol;
use rustls::ServerConfig;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use super::connection::Connection;
use super::stream::Stream;
use super::wire::{Layer, Wire};

/// Ends TLS.
pub struct Encrypted {
    acceptor: TlsAcceptor,
    room: Semaphore,
    patience: Duration,
}

impl Encrypted {
    /// With so many handshakes at a time, each of which may take so long.
    pub fn new(config: ServerConfig, handshakes: usize, patience: Duration) -> Self {
        let room = Semaphore::new(handshakes.clamp(1, Semaphore::MAX_PERMITS));
        Self { acceptor: TlsAcceptor::from(Arc::new(config)), room, patience }
    }

    /// Shakes hands on a wire.
    pub(super) async fn accept(&self, wire: Wire) -> Result<(Stream, Protocol), ()> {
        self.accept_as(wire, Connection::new(true, false)).await
    }

    /// Shakes hands on a wire, for a connection of which more is known.
    pub(super) async fn accept_as(&self, wire: Wire, connection: Connection) -> Result<(Stream, Protocol), ()> {
        let handshake = async {
            // Who says nothing waits without taking a place.
            wire.first().await?;
            let _place = self.room.acquire().await.ok()?;
            match self.acceptor.accept(wire).await {
                Ok(stream) => Some(stream),
                Err(error) => {
                    log::debug!("a TLS handshake failed: {error}");
                    None
                }
            }
        };
        let stream = timeout(self.patience, handshake).await.ok().flatten().ok_or(())?;
        let http2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
        let protocol = if http2 { Protocol::Http2 } else { Protocol::Http1 };
        Ok((Stream::over(Layer::Encrypted(Box::new(stream)), connection), protocol))
    }
}
