//! Requests of several kinds on the same connections, each kind timed apart: whether one row slows another.

use std::cell::{Cell, RefCell};
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::{LocalSet, spawn_local};

use super::client::measure;

/// How long the answers of one kind took, in microseconds.
#[derive(Clone, Copy, Debug)]
pub struct Timed {
    /// How many there were.
    pub count: usize,
    /// The middle one.
    pub p50: f64,
    /// All but a hundredth took at most this.
    pub p99: f64,
}

struct Mix {
    address: SocketAddr,
    requests: Vec<(usize, Vec<u8>)>,
    next: Cell<usize>,
    until: Instant,
    took: RefCell<Vec<Vec<f64>>>,
}

/// Sends requests, each with the number of its kind, over so many connections at once until they are spent or `during` is
/// over; tells of every kind below `kinds`, nothing of those that were not asked.
///
/// # Errors
/// That a connection failed or an answer was a refusal.
pub fn mixed(
    address: SocketAddr,
    requests: Vec<(usize, Vec<u8>)>,
    connections: usize,
    (kinds, during): (usize, Duration),
) -> Result<Vec<Option<Timed>>, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| format!("no runtime: {error}"))?;
    let (until, took) = (Instant::now() + during, RefCell::new(vec![Vec::new(); kinds]));
    let mix = Rc::new(Mix { address, requests, next: Cell::new(0), until, took });
    let all = async {
        let senders: Vec<_> = (0..connections).map(|_| spawn_local(send(Rc::clone(&mix)))).collect();
        for sender in senders {
            sender.await.map_err(|error| format!("a sender failed: {error}"))??;
        }
        Ok::<_, String>(())
    };
    let patience = during + Duration::from_secs(30);
    let done = LocalSet::new().block_on(&runtime, async { tokio::time::timeout(patience, all).await });
    done.map_err(|_| "the answers did not come in time".to_owned())??;
    Ok(mix.took.take().into_iter().map(summary).collect())
}

async fn send(mix: Rc<Mix>) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("no answer: {error}");
    let mut stream = TcpStream::connect(mix.address).await.map_err(failed)?;
    stream.set_nodelay(true).map_err(failed)?;
    let mut read = Vec::with_capacity(1 << 17);
    while Instant::now() < mix.until {
        let Some((kind, request)) = mix.requests.get(mix.next.get()) else { break };
        mix.next.set(mix.next.get() + 1);
        let began = Instant::now();
        stream.write_all(request).await.map_err(failed)?;
        read.clear();
        let mut found = None;
        let status = loop {
            if found.is_none() {
                found = measure(&read)?;
            }
            if let Some((status, body)) = &found
                && read.len() >= body.end
            {
                break *status;
            }
            if stream.read_buf(&mut read).await.map_err(failed)? == 0 {
                return Err("the connection was closed amid an answer".to_owned());
            }
        };
        if !(200..300).contains(&status) {
            return Err(format!("a request was answered {status}: {}", String::from_utf8_lossy(&read)));
        }
        mix.took.borrow_mut()[*kind].push(began.elapsed().as_secs_f64() * 1e6);
    }
    Ok(())
}

fn summary(mut took: Vec<f64>) -> Option<Timed> {
    took.sort_by(f64::total_cmp);
    let last = took.len().checked_sub(1)?;
    let at = |part: f64| took[(last as f64 * part) as usize];
    Some(Timed { count: took.len(), p50: at(0.5), p99: at(0.99) })
}
