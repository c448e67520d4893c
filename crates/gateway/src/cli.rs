//! The command line. Its help teaches; its facts come as JSON too.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::commands;
use crate::commands::{Copy, Made, Run, SignWith};
use crate::operate::{AccountStanding, AppTerms};
use crate::settings::Settings;
use crate::world::TokenKind;

/// One block graph behind three APIs: Twitter REST v1.1, X API v2 and App.net.
///
/// Point unmodified clients of the three APIs at it: a block made through one is seen at once by the others, each in its
/// own words. `portcullis serve` needs no configuration, listens on loopback only, and prints calls ready to paste.
#[derive(Debug, Parser)]
#[command(name = "portcullis", version, propagate_version = true)]
pub struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

/// What every command takes.
#[derive(Debug, Args)]
struct Common {
    /// The settings file [default: portcullis.toml in the working directory, if there]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The store: memory, sqlite://PATH or postgres://… (overrides store.url)
    #[arg(long, global = true, value_name = "URL")]
    store: Option<String>,
    /// Print facts as JSON
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start the gateway: migrate the store, fill it with the demo world if it is empty, and serve
    Serve {
        /// Where clients connect, such as 127.0.0.1:8080 (overrides server.listen)
        #[arg(long, value_name = "ADDRESS")]
        listen: Option<String>,
        /// Where the operator connects (overrides admin.listen)
        #[arg(long, value_name = "ADDRESS")]
        admin: Option<String>,
        /// Where https clients connect (overrides tls.listen)
        #[arg(long, value_name = "ADDRESS")]
        tls: Option<String>,
        /// Where clients of the proxy connect (overrides proxy.listen)
        #[arg(long, value_name = "ADDRESS")]
        proxy: Option<String>,
    },
    /// Run a command whose calls to the real hosts end here: it gets the proxy and whom to trust by its environment
    Run(Run),
    /// Check whether the runtimes of this machine take the proxy and the certificate, and say what helps where not
    Doctor {
        /// Make one call as a Rust client does; the check of rustls is this
        #[arg(long, hide = true, value_name = "URL")]
        probe: Option<String>,
    },
    /// Bring the store's tables up to date; what `serve` does first unless store.migrate is false, as a step of its own
    Migrate,
    /// Fill an empty store with the demo world, or with a made-up one of any size
    Seed {
        #[command(flatten)]
        made: Made,
    },
    /// Copy everything to another, empty store, whichever databases the two are, and compare; killed, it goes on
    Copy(Copy),
    /// Delete the store and all that is in it
    Reset {
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
    /// Make, list and show people
    #[command(subcommand)]
    User(User),
    /// Register and list applications
    #[command(subcommand)]
    App(App),
    /// Issue, list and revoke tokens of every kind
    #[command(subcommand)]
    Token(Token),
    /// List every endpoint: method, path, who may call it, its limits and its command
    Endpoints {
        /// Only this dialect: v1.1, v2 or app.net
        dialect: Option<String>,
    },
    /// Show, check and explain the settings
    #[command(subcommand)]
    Config(Config),
    /// Print what brings a client library to the gateway, as lines for a shell: eval "$(portcullis env tweepy)"
    Env {
        /// The client, such as tweepy; without it, all that are known are listed
        client: Option<String>,
    },
    /// Print the header of a call signed by OAuth 1.0a, for curl: -H "$(portcullis sign POST URL)"
    Sign {
        /// The method: GET, POST …
        method: String,
        /// The whole URL, with its query
        url: String,
        /// Form parameters that will be in the body, such as status=hello; as often as needed
        #[arg(long, value_name = "NAME=VALUE")]
        form: Vec<String>,
        #[command(flatten)]
        with: SignWith,
    },
}

#[derive(Debug, Subcommand)]
enum User {
    /// Make an account
    Add {
        /// Its username: 1 to 20 letters, digits and _
        username: String,
        /// Its display name [default: the username]
        #[arg(long)]
        name: Option<String>,
        /// Its description
        #[arg(long, default_value = "")]
        description: String,
        /// Only approved followers see its posts
        #[arg(long)]
        protected: bool,
    },
    /// List accounts, by id
    List {
        /// Begin after this id
        #[arg(long, default_value_t = 0)]
        after: i64,
        /// At most so many
        #[arg(long, default_value_t = 100)]
        limit: usize,
    },
    /// Show one account
    Show {
        /// Its id or username
        user: String,
    },
    /// Suspend, deactivate or restore an account
    Standing {
        /// Its id or username
        user: String,
        /// How it stands from now on
        standing: AccountStanding,
    },
    /// Set an account's password: one line from standard input. Without one, whoever sits at this machine may choose the
    /// account on the sign-in pages
    Password {
        /// Its id or username
        user: String,
        /// Take the password away instead
        #[arg(long)]
        remove: bool,
    },
}

#[derive(Debug, Subcommand)]
enum App {
    /// Register an application; its secret is shown this once
    Add {
        /// Its name, as people see it
        name: String,
        #[command(flatten)]
        terms: AppTerms,
    },
    /// Change what an application may do; what is not named stays as it is
    Set {
        /// Its consumer key
        key: String,
        #[command(flatten)]
        terms: AppTerms,
    },
    /// List applications
    List,
}

#[derive(Debug, Subcommand)]
enum Token {
    /// Issue a token; its text is shown this once
    Mint {
        /// What sort of token
        #[arg(value_enum)]
        kind: TokenKind,
        /// For whom: id or username (not for an app's own tokens)
        #[arg(long)]
        user: Option<String>,
        /// Through which app, by its consumer key [default: the oldest app]
        #[arg(long)]
        app: Option<String>,
        /// Scopes, separated by commas [default: all]
        #[arg(long, value_delimiter = ',')]
        scopes: Option<Vec<String>>,
    },
    /// List tokens, without their texts
    List,
    /// Revoke a token
    Revoke {
        /// Its id, as `token list` shows it
        id: i64,
    },
}

#[derive(Debug, Subcommand)]
enum Config {
    /// Print the settings in force, secrets left out
    Show,
    /// Print the commented default
    Default,
    /// Say whether the settings are good
    Check,
}

impl Cli {
    /// Does what was asked; the exit code says whether it went well.
    pub fn run(self) -> ExitCode {
        match self.execute() {
            Ok(code) => code,
            Err(error) => {
                commands::complain(&error);
                ExitCode::FAILURE
            }
        }
    }

    fn execute(self) -> Result<ExitCode, String> {
        let Common { config, store, json } = self.common;
        let mut flags: Vec<(&str, String)> = store.map(|url| ("store.url", url)).into_iter().collect();
        if let Command::Serve { listen, admin, tls, proxy } = &self.command {
            flags.extend(listen.clone().map(|address| ("server.listen", address)));
            flags.extend(admin.clone().map(|address| ("admin.listen", address)));
            flags.extend(tls.clone().map(|address| ("tls.listen", address)));
            flags.extend(proxy.clone().map(|address| ("proxy.listen", address)));
        }
        let read = || Settings::read(config.as_deref(), &flags);
        let operate = |operation| commands::operate(&read()?, operation, json);
        let done = match self.command {
            // The one command whose exit code is another's.
            Command::Run(run) => return commands::run(read()?, run, json),
            Command::Serve { .. } => commands::serve(read()?),
            Command::Doctor { probe: Some(url) } => commands::probe(&url),
            Command::Doctor { probe: None } => commands::doctor(read()?, json),
            Command::Migrate => commands::migrate(&read()?, json),
            Command::Seed { made } if made.synthetic => commands::seed_synthetic(&read()?, &made, json),
            Command::Seed { .. } => operate(crate::operate::Operation::Seed),
            Command::Copy(copy) => commands::copy(&read()?, &copy, json),
            Command::Reset { yes } => commands::reset(&read()?, yes),
            Command::User(user) => operate(user.try_into()?),
            Command::App(app) => operate(app.into()),
            Command::Token(token) => operate(token.into()),
            Command::Endpoints { dialect } => commands::endpoints(dialect.as_deref(), json),
            Command::Config(Config::Show) => commands::show_settings(&read()?, json),
            Command::Config(Config::Default) => {
                commands::say(crate::settings::DEFAULT.trim_end());
                Ok(())
            }
            Command::Config(Config::Check) => read().map(|_| commands::say("the settings are good")),
            Command::Env { client } => commands::env(&read()?, client.as_deref(), json),
            Command::Sign { method, url, form, with } => commands::sign(&method, &url, &form, with),
        };
        done.map(|()| ExitCode::SUCCESS)
    }
}

impl TryFrom<User> for crate::operate::Operation {
    type Error = String;

    fn try_from(user: User) -> Result<Self, String> {
        Ok(match user {
            User::Add { username, name, description, protected } => {
                Self::AddUser { username, name, description, protected }
            }
            User::List { after, limit } => Self::ListUsers { after, limit },
            User::Show { user } => Self::ShowUser { user },
            User::Standing { user, standing } => Self::SetStanding { user, standing },
            User::Password { user, remove: true } => Self::SetPassword { user, password: None },
            User::Password { user, remove: false } => {
                Self::SetPassword { user, password: Some(commands::line("Password: ")?) }
            }
        })
    }
}

impl From<App> for crate::operate::Operation {
    fn from(app: App) -> Self {
        match app {
            App::Add { name, terms } => Self::AddApp { name, terms },
            App::Set { key, terms } => Self::SetApp { key, terms },
            App::List => Self::ListApps,
        }
    }
}

impl From<Token> for crate::operate::Operation {
    fn from(token: Token) -> Self {
        match token {
            Token::Mint { kind, user, app, scopes } => Self::MintToken { kind, app, user, scopes },
            Token::List => Self::ListTokens,
            Token::Revoke { id } => Self::RevokeToken { id },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}
