//! The command itself: started with its variables, given our signals, waited for.

use std::ffi::OsString;
use std::process::ExitStatus;

use tokio::process::{Child, Command};
use tokio::runtime::Builder;

/// How a command ended.
pub(super) struct Ended {
    /// What a shell would report: its code, or 128 and the signal's number.
    pub(super) code: u8,
    /// The same in words.
    pub(super) words: String,
}

/// Runs a command to its end.
pub(super) fn run(command: &[OsString], variables: &[(&'static str, OsString)]) -> Result<Ended, String> {
    let (program, arguments) = command.split_first().ok_or("no command was given")?;
    let runtime = Builder::new_current_thread().enable_all().build().map_err(|error| error.to_string())?;
    runtime.block_on(async {
        let variables = variables.iter().map(|(name, value)| (name, value));
        let shown = program.to_string_lossy();
        let failed = |error: std::io::Error| format!("cannot run {shown}: {error}");
        // Signals first: one that comes while the command starts is not to end us alone.
        let mut signals = signals::Signals::new().map_err(failed)?;
        let mut child = Command::new(program).args(arguments).envs(variables).spawn().map_err(failed)?;
        let status = loop {
            tokio::select! {
                status = child.wait() => break status.map_err(failed)?,
                signal = signals.next() => signals::pass(&child, signal),
            }
        };
        Ok(ended(status))
    })
}

fn ended(status: ExitStatus) -> Ended {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        let code = u8::try_from(128 + signal).unwrap_or(u8::MAX);
        return Ended { code, words: format!("by signal {signal}") };
    }
    let code = status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1);
    Ended { code, words: format!("with {code}") }
}

#[cfg(unix)]
mod signals {
    //! Signals that are the command's to heed.

    use std::io::{self, IsTerminal as _};

    use rustix::process::{Pid, Signal, kill_process};
    use tokio::signal::unix::{self, SignalKind, signal};

    use super::Child;

    pub(super) struct Signals {
        interrupt: unix::Signal,
        quit: unix::Signal,
        terminate: unix::Signal,
        hang_up: unix::Signal,
        one: unix::Signal,
        two: unix::Signal,
        typed: bool,
    }

    impl Signals {
        pub(super) fn new() -> io::Result<Self> {
            Ok(Self {
                interrupt: signal(SignalKind::interrupt())?,
                quit: signal(SignalKind::quit())?,
                terminate: signal(SignalKind::terminate())?,
                hang_up: signal(SignalKind::hangup())?,
                one: signal(SignalKind::user_defined1())?,
                two: signal(SignalKind::user_defined2())?,
                // What is typed at a terminal reaches the command by itself: both are in the foreground.
                typed: io::stdin().is_terminal(),
            })
        }

        /// The next signal that the command does not have already.
        pub(super) async fn next(&mut self) -> Signal {
            loop {
                let (next, typed) = tokio::select! {
                    _ = self.interrupt.recv() => (Signal::INT, self.typed),
                    _ = self.quit.recv() => (Signal::QUIT, self.typed),
                    _ = self.terminate.recv() => (Signal::TERM, false),
                    _ = self.hang_up.recv() => (Signal::HUP, false),
                    _ = self.one.recv() => (Signal::USR1, false),
                    _ = self.two.recv() => (Signal::USR2, false),
                };
                if !typed {
                    return next;
                }
            }
        }
    }

    /// Passes a signal on, if there is still somebody to take it.
    pub(super) fn pass(child: &Child, signal: Signal) {
        let id = child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
        if let Some(id) = id {
            // One that has just ended needs no signal.
            let _ = kill_process(id, signal);
        }
    }
}

#[cfg(not(unix))]
mod signals {
    //! Elsewhere the system gives the command what is typed.

    use super::Child;

    pub(super) struct Signals;

    impl Signals {
        pub(super) fn new() -> std::io::Result<Self> {
            Ok(Self)
        }

        pub(super) async fn next(&mut self) {
            loop {
                drop(tokio::signal::ctrl_c().await);
            }
        }
    }

    pub(super) fn pass(_: &Child, (): ()) {}
}
