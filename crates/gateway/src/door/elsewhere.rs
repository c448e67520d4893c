//! The way to hosts that are not the gateway's, where the settings let clients through.

use std::time::Duration;

use tokio::io::{AsyncWriteExt as _, copy_bidirectional};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::head::Target;

/// Connects to another host.
///
/// # Errors
/// One line that says why it cannot be reached.
pub(super) async fn reach(target: &Target, patience: Duration) -> Result<TcpStream, String> {
    match timeout(patience, TcpStream::connect((target.host.as_str(), target.port))).await {
        Ok(Ok(there)) => Ok(there),
        Ok(Err(error)) => Err(format!("{target} cannot be reached: {error}")),
        Err(_) => Err(format!("{target} does not answer")),
    }
}

/// Carries bytes both ways until both sides have nothing to say; `first` goes there before all else.
pub(super) async fn splice(mut client: TcpStream, mut there: TcpStream, first: &[u8]) {
    if there.write_all(first).await.is_ok() {
        // Either side's end is the other's; what went wrong between them is theirs.
        drop(copy_bidirectional(&mut client, &mut there).await);
    }
}
