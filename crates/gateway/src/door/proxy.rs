//! The door for clients whose host is compiled in: a forward proxy that answers for the services' hosts itself, so that
//! nothing leaves the machine, and says which other hosts were asked for.

use std::sync::Arc;
use std::time::Duration;

use actix_http::Protocol;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::Encrypted;
use super::connection::Connection;
use super::elsewhere;
use super::head::{self, Asked, Target, Unread};
use super::stream::Stream;
use super::wire::{Layer, Wire};
use crate::pipeline::Gateway;
use crate::settings::Elsewhere;

/// The first byte of a TLS handshake.
const HANDSHAKE: u8 = 0x16;
/// What a client may still send after a refusal, in bytes and in time, before the connection is cut.
const LAST_WORDS: (u64, Duration) = (65_536, Duration::from_secs(1));

/// What the proxy works with.
pub struct Proxy {
    /// Counts.
    pub gateway: Arc<Gateway>,
    /// Ends TLS, as the door for https does.
    pub encrypted: Arc<Encrypted>,
    /// Hosts that it answers for, whatever their port.
    pub hosts: Vec<String>,
    /// Ports of this machine that are the gateway's own.
    pub ports: Vec<u16>,
    /// What happens to other hosts.
    pub elsewhere: Elsewhere,
    /// Connections at a time.
    pub room: Arc<Semaphore>,
    /// Bytes of a head.
    pub head_limit: usize,
    /// How long a head, or the way to another host, may take.
    pub patience: Duration,
}

impl Proxy {
    /// Finds out where a connection wants to go. What is the gateway's own goes on to it.
    pub(super) async fn enter(&self, mut socket: TcpStream) -> Result<(Stream, Protocol), ()> {
        let Ok(room) = Arc::clone(&self.room).try_acquire_owned() else {
            return refuse(socket, "503 Service Unavailable", "too many connections; try again").await;
        };
        let read = timeout(self.patience, head::read(&mut socket, self.head_limit)).await;
        let (mut bytes, length) = match read {
            Ok(Ok(read)) => read,
            Ok(Err(Unread::TooLong)) => {
                return refuse(socket, "431 Request Header Fields Too Large", "the head of the request is too long")
                    .await;
            }
            Ok(Err(Unread::Gone)) => return Err(()),
            Err(_) => return refuse(socket, "408 Request Timeout", "the head of the request took too long").await,
        };
        let asked = head::parse(&bytes[..length]);
        match asked {
            Asked::Tunnel(target) if self.is_ours(&target) => {
                let wire = Wire::after(established(socket).await?, bytes.split_off(length));
                // Most tunnels carry TLS; plain HTTP in a tunnel is as good.
                let first = timeout(self.patience, wire.first()).await.ok().flatten().ok_or(())?;
                if first == HANDSHAKE {
                    let connection = Connection::new(true, false).holding(room);
                    return self.encrypted.accept_as(wire, connection).await;
                }
                let connection = Connection::new(false, false).holding(room);
                Ok((Stream::over(Layer::Plain(wire), connection), Protocol::Http1))
            }
            Asked::Request(target) if self.is_ours(&target) => {
                // The next request on the connection may name another host, so each has a connection of its own.
                let connection = Connection::new(false, true).holding(room);
                Ok((Stream::over(Layer::Plain(Wire::after(socket, bytes)), connection), Protocol::Http1))
            }
            Asked::Tunnel(target) | Asked::Request(target) if self.elsewhere == Elsewhere::Refuse => {
                log::warn!("refused to pass anything on to {target}");
                self.gateway.metrics.elsewhere(&target.to_string(), false);
                let status = format!("403 Forbidden (Portcullis passes nothing on to {target})");
                let why = format!(
                    "{target} is none of the hosts that the gateway answers for, and proxy.elsewhere is \"refuse\""
                );
                refuse(socket, &status, &why).await
            }
            Asked::Tunnel(target) => {
                self.gateway.metrics.elsewhere(&target.to_string(), true);
                match elsewhere::reach(&target, self.patience).await {
                    Ok(there) => elsewhere::splice(established(socket).await?, there, &bytes[length..]).await,
                    Err(why) => return refuse(socket, "502 Bad Gateway", &why).await,
                }
                Err(())
            }
            Asked::Request(target) => {
                self.gateway.metrics.elsewhere(&target.to_string(), true);
                let Some(mut first) = head::for_origin(&bytes[..length]) else {
                    return refuse(socket, "400 Bad Request", "the head of the request is no text").await;
                };
                first.extend_from_slice(&bytes[length..]);
                match elsewhere::reach(&target, self.patience).await {
                    Ok(there) => elsewhere::splice(socket, there, &first).await,
                    Err(why) => return refuse(socket, "502 Bad Gateway", &why).await,
                }
                Err(())
            }
            Asked::Other => {
                refuse(socket, "400 Bad Request", "this is a proxy: set HTTPS_PROXY to it, and ask by full addresses")
                    .await
            }
        }
    }

    /// Whether the gateway answers for it. Names of this machine may stand for any service on it, so their port decides.
    fn is_ours(&self, target: &Target) -> bool {
        let local = target.host == "localhost"
            || target.host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
        self.hosts.contains(&target.host) || (local && self.ports.contains(&target.port))
    }
}

/// Tells the client that its tunnel stands.
async fn established(mut socket: TcpStream) -> Result<TcpStream, ()> {
    socket.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await.map_err(|_| ())?;
    Ok(socket)
}

/// Says why not, and closes the connection.
async fn refuse<T>(mut socket: TcpStream, status: &str, why: &str) -> Result<T, ()> {
    let body = format!("Portcullis: {why}\n");
    let reply = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    let (limit, patience) = LAST_WORDS;
    let told = async {
        socket.write_all(reply.as_bytes()).await?;
        socket.shutdown().await?;
        // A connection that is closed with something unread in it is reset, and the reply is lost with it.
        tokio::io::copy(&mut socket.take(limit), &mut tokio::io::sink()).await
    };
    drop(timeout(patience, told).await);
    Err(())
}
