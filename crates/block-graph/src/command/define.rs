//! The macro that makes one closed enum of the table of commands.

/// Defines the payloads, `Command`, `CommandKind` and each payload's [`Op`](super::Op).
macro_rules! commands {
    ($($(#[$doc:meta])* $name:ident $body:tt => $variant:ident($out:ty);)*) => {
        $(commands!(@payload $(#[$doc])* $name $body);)*

        /// Everything that can be asked of the graph.
        #[derive(Clone, PartialEq, Debug)]
        pub enum Command {
            $($(#[$doc])* $name($name),)*
        }

        /// The kinds of [`Command`], for tables and metrics.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
        pub enum CommandKind {
            $($(#[$doc])* $name,)*
        }

        impl CommandKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The kind's name, as logs and metrics show it.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)*
                }
            }
        }

        impl Command {
            /// Which kind it is.
            pub fn kind(&self) -> CommandKind {
                match self {
                    $(Self::$name(_) => CommandKind::$name,)*
                }
            }
        }

        $(
            impl From<$name> for Command {
                fn from(op: $name) -> Self {
                    Self::$name(op)
                }
            }

            impl Op for $name {
                type Out = $out;

                fn out(outcome: Outcome) -> Result<$out, CoreError> {
                    match outcome {
                        Outcome::$variant(out) => Ok(out),
                        other => Err(CoreError::broken(format!(
                            "{} was answered with {}", stringify!($name), other.name()
                        ))),
                    }
                }
            }
        )*
    };
    (@payload $(#[$doc:meta])* $name:ident {}) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub struct $name;
    };
    (@payload $(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident: $ty:ty,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Debug)]
        pub struct $name {
            $($(#[$fdoc])* pub $field: $ty,)+
        }
    };
}

pub(super) use commands;
