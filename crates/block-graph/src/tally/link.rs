//! The way to the server that counts for all processes: one connection, kept by one thread.
//!
//! What waits is sent together, and more is sent while answers are on their way, so that requests share round trips. An
//! answer that does not come in time, or an error, loses the server: whoever waits is told at once, nobody waits from then
//! on, and the thread tries to come back.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, OnceLock};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use futures_util::stream::{FuturesUnordered, StreamExt as _};
use log::{debug, error, info, warn};
use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, Cmd, ErrorKind, Pipeline, RedisError, RedisResult, ServerErrorKind, Value};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

use super::script::{Loaded, Script};
use super::{Health, OnLoss};
use crate::error::StoreError;

/// How many questions may wait; beyond it they are answered as if the server were lost.
const QUEUE: usize = 65_536;
/// How many questions are sent together at the most.
const GROUP: usize = 512;
/// How long reaching the server may take.
const REACH: Duration = Duration::from_secs(1);
/// After how long a lost server is tried again.
const AGAIN: Duration = Duration::from_millis(250);
/// How often the server is asked whether it is there, so that a loss is known before a request meets it.
const BEAT: Duration = Duration::from_secs(1);

/// What the server is asked.
pub(super) struct Ask {
    script: Script,
    keys: Vec<String>,
    arguments: Vec<Option<i64>>,
}

impl Ask {
    pub(super) fn new(script: Script) -> Self {
        Self { script, keys: Vec::new(), arguments: Vec::new() }
    }

    pub(super) fn key(&mut self, name: String) {
        self.keys.push(name);
    }

    pub(super) fn number(&mut self, number: i64) {
        self.arguments.push(Some(number));
    }

    /// An argument that is not there.
    pub(super) fn nothing(&mut self) {
        self.arguments.push(None);
    }

    pub(super) fn has_keys(&self) -> bool {
        !self.keys.is_empty()
    }
}

/// An ask on its way.
struct Sent {
    command: Cmd,
    /// Nobody waits for the beat's.
    answer: Option<oneshot::Sender<Vec<i64>>>,
}

/// Where the server is, and how it is tried.
pub(super) struct Server {
    client: Client,
    probe: String,
    patience: Duration,
}

impl Server {
    pub(super) fn new(url: &str, probe: String, patience: Duration) -> Result<Self, StoreError> {
        // The error names what is wrong with the address and not the address, which may hold a password.
        let client = Client::open(url).map_err(|error| StoreError::Broken(error.to_string()))?;
        Ok(Self { client, probe, patience })
    }

    /// A connection that has been seen to do what it is needed for.
    async fn reach(&self) -> RedisResult<(MultiplexedConnection, Loaded)> {
        let config = AsyncConnectionConfig::new().set_response_timeout(None).set_connection_timeout(Some(REACH));
        let reached = timeout(REACH, async {
            let mut connection = self.client.get_multiplexed_async_connection_with_config(&config).await?;
            let loaded = Loaded::load(&mut connection).await?;
            let probe = loaded.run(Script::Count, std::slice::from_ref(&self.probe), &[Some(1000), None]);
            let _: Vec<i64> = probe.query_async(&mut connection).await?;
            Ok((connection, loaded))
        });
        reached.await.unwrap_or_else(|_| Err(late()))
    }
}

/// The way to the server.
pub(super) struct Link {
    asks: Option<mpsc::Sender<Sent>>,
    loaded: Arc<OnceLock<Loaded>>,
    health: Arc<Health>,
    thread: Option<JoinHandle<()>>,
}

impl Link {
    /// Reaches for the server once, and then keeps at it.
    pub(super) fn open(server: Server, on_loss: OnLoss) -> Result<Self, StoreError> {
        let health = Arc::new(Health { up: AtomicBool::new(false), losses: AtomicU64::new(0), on_loss });
        let loaded = Arc::new(OnceLock::new());
        let (asks, asked) = mpsc::channel(QUEUE);
        let (tell, told) = sync_channel(1);
        let keeper = Keeper { server, asked, loaded: Arc::clone(&loaded), health: Arc::clone(&health), lost: None };
        let thread = std::thread::Builder::new()
            .name("tally".to_owned())
            .spawn(move || keeper.run(tell))
            .map_err(|error| StoreError::Unavailable(format!("no thread: {error}")))?;
        let link = Self { asks: Some(asks), loaded, health, thread: Some(thread) };
        match told.recv() {
            Ok(first) => first.map(|()| link),
            Err(_) => Err(StoreError::Broken("the thread for shared limits died".to_owned())),
        }
    }

    pub(super) fn health(&self) -> Arc<Health> {
        Arc::clone(&self.health)
    }

    pub(super) fn on_loss(&self) -> OnLoss {
        self.health.on_loss
    }

    /// What the server tells; `None` while it is lost.
    pub(super) async fn put(&self, ask: Ask) -> Option<Vec<i64>> {
        if !self.health.is_up() {
            return None;
        }
        let command = self.loaded.get()?.run(ask.script, &ask.keys, &ask.arguments);
        let (answer, told) = oneshot::channel();
        self.asks.as_ref()?.try_send(Sent { command, answer: Some(answer) }).ok()?;
        told.await.ok()
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        drop(self.asks.take());
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            error!("the thread for shared limits died");
        }
    }
}

/// Keeps the connection.
struct Keeper {
    server: Server,
    asked: mpsc::Receiver<Sent>,
    loaded: Arc<OnceLock<Loaded>>,
    health: Arc<Health>,
    /// When it was lost, if it is.
    lost: Option<Instant>,
}

/// That nobody asks any more.
struct Over;

impl Keeper {
    fn run(self, tell: SyncSender<Result<(), StoreError>>) {
        match tokio::runtime::Builder::new_current_thread().enable_all().build() {
            Ok(runtime) => runtime.block_on(self.keep(tell)),
            Err(error) => drop(tell.send(Err(StoreError::Unavailable(format!("no runtime: {error}"))))),
        }
    }

    async fn keep(mut self, tell: SyncSender<Result<(), StoreError>>) {
        let mut connection = match self.server.reach().await {
            Ok((connection, loaded)) => {
                self.found(loaded);
                Some(connection)
            }
            Err(error) if is_refusal(&error) => {
                drop(tell.send(Err(StoreError::Broken(error.to_string()))));
                return;
            }
            Err(error) => {
                warn!("limits are not counted together yet: {error}; {}", self.meanwhile());
                self.lost = Some(Instant::now());
                None
            }
        };
        drop(tell.send(Ok(())));
        loop {
            if let Some(connection) = connection.take() {
                match self.serve(connection).await {
                    Ok(Over) => return,
                    Err(error) => self.lose(&error),
                }
            }
            match self.again().await {
                Ok(Ok((reached, loaded))) => {
                    self.found(loaded);
                    connection = Some(reached);
                }
                Ok(Err(error)) => debug!("limits are still not counted together: {error}"),
                Err(Over) => return,
            }
        }
    }

    /// Sends what is asked until nobody asks any more, or the server is lost. Whoever waits then is told by the answer's
    /// sender being dropped.
    async fn serve(&mut self, connection: MultiplexedConnection) -> RedisResult<Over> {
        let patience = self.server.patience;
        let mut on_their_way = FuturesUnordered::new();
        let mut group = Vec::new();
        let mut beat = interval(BEAT);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                count = self.asked.recv_many(&mut group, GROUP) => {
                    if count == 0 {
                        return Ok(Over);
                    }
                    on_their_way.push(together(connection.clone(), std::mem::take(&mut group), patience));
                }
                Some(done) = on_their_way.next() => done?,
                _ = beat.tick() => {
                    let beat = Sent { command: redis::cmd("PING"), answer: None };
                    on_their_way.push(together(connection.clone(), vec![beat], patience));
                }
            }
        }
    }

    /// Tries again after a while. Whoever asks meanwhile is told that there is no answer.
    async fn again(&mut self) -> Result<RedisResult<(MultiplexedConnection, Loaded)>, Over> {
        let reach = async {
            sleep(AGAIN).await;
            self.server.reach().await
        };
        tokio::pin!(reach);
        loop {
            tokio::select! {
                reached = &mut reach => return Ok(reached),
                late = self.asked.recv() => drop(late.ok_or(Over)?),
            }
        }
    }

    fn found(&mut self, loaded: Loaded) {
        // The names are hashes of the scripts: those of the first server are those of all.
        self.loaded.get_or_init(|| loaded);
        self.health.up.store(true, Ordering::Release);
        match self.lost.take() {
            Some(lost) => info!("limits are counted together again, after {} ms", lost.elapsed().as_millis()),
            None => info!("limits are counted together"),
        }
    }

    fn lose(&mut self, error: &RedisError) {
        self.health.up.store(false, Ordering::Release);
        self.health.losses.fetch_add(1, Ordering::Relaxed);
        self.lost = Some(Instant::now());
        warn!("limits are not counted together: {error}; {}", self.meanwhile());
    }

    fn meanwhile(&self) -> &'static str {
        match self.health.on_loss {
            OnLoss::Open => "each process counts by itself until the server is back",
            OnLoss::Closed => "requests are not answered until the server is back",
        }
    }
}

/// Sends a group and hands the answers out, all within `patience`.
async fn together(mut connection: MultiplexedConnection, group: Vec<Sent>, patience: Duration) -> RedisResult<()> {
    let all = async {
        let missed = hand_out(&mut connection, group).await?;
        if missed.is_empty() {
            return Ok(());
        }
        // Somebody emptied the server's cache of scripts. None of these ran.
        Loaded::load(&mut connection).await?;
        match hand_out(&mut connection, missed).await?.is_empty() {
            true => Ok(()),
            false => {
                Err((ErrorKind::Server(ServerErrorKind::NoScript), "the script was loaded and is not there").into())
            }
        }
    };
    timeout(patience, all).await.unwrap_or_else(|_| Err(late()))
}

/// Sends a group in one piece and hands the answers out; those for whom the server lacks the script are given back.
async fn hand_out(connection: &mut MultiplexedConnection, group: Vec<Sent>) -> RedisResult<Vec<Sent>> {
    let mut pipeline = Pipeline::with_capacity(group.len());
    let mut answers = Vec::with_capacity(group.len());
    for sent in group {
        pipeline.add_command(sent.command);
        answers.push(sent.answer);
    }
    let told = connection.send_packed_commands(&pipeline, 0, answers.len()).await?;
    let mut missed = Vec::new();
    for ((told, answer), command) in told.into_iter().zip(answers).zip(pipeline.cmd_iter()) {
        match told.extract_error() {
            Ok(told) => {
                if let Some(answer) = answer {
                    // A client that went away waits no more.
                    drop(answer.send(numbers(&told)?));
                }
            }
            Err(error) if error.kind() == ErrorKind::Server(ServerErrorKind::NoScript) => {
                missed.push(Sent { command: command.clone(), answer });
            }
            Err(error) => return Err(error),
        }
    }
    Ok(missed)
}

fn numbers(told: &Value) -> RedisResult<Vec<i64>> {
    Ok(redis::from_redis_value_ref(told)?)
}

/// Whether trying again is of no use: the server does not let us in.
fn is_refusal(error: &RedisError) -> bool {
    let refused = matches!(error.code(), Some("NOAUTH" | "WRONGPASS" | "NOPERM"));
    refused || matches!(error.kind(), ErrorKind::AuthenticationFailed | ErrorKind::InvalidClientConfig)
}

fn late() -> RedisError {
    RedisError::from((ErrorKind::Io, "no answer in time"))
}
