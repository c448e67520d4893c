//! The scripts that the server runs, and the commands that run them.

use redis::aio::MultiplexedConnection;
use redis::{Cmd, RedisResult, cmd};

/// A script.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Script {
    /// Takes a nonce, looks at a window, counts in windows.
    Count,
    /// Looks at windows.
    Look,
}

/// The names under which a server knows the scripts, which are hashes of their texts and so the same on all.
#[derive(Clone, Debug)]
pub(super) struct Loaded {
    count: String,
    look: String,
}

impl Loaded {
    /// Brings the scripts to a server. One that has them already keeps them.
    pub(super) async fn load(connection: &mut MultiplexedConnection) -> RedisResult<Self> {
        let load = |text| {
            let mut load = cmd("SCRIPT");
            load.arg("LOAD").arg(text);
            load
        };
        let count = load(include_str!("count.lua")).query_async(connection).await?;
        let look = load(include_str!("look.lua")).query_async(connection).await?;
        Ok(Self { count, look })
    }

    /// The command that runs a script on these keys with these arguments.
    pub(super) fn run(&self, script: Script, keys: &[String], arguments: &[Option<i64>]) -> Cmd {
        let mut run = cmd("EVALSHA");
        run.arg(match script {
            Script::Count => &self.count,
            Script::Look => &self.look,
        });
        run.arg(keys.len()).arg(keys);
        for argument in arguments {
            match argument {
                Some(number) => run.arg(*number),
                None => run.arg(""),
            };
        }
        run
    }
}
