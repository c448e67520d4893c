//! A decoded request: one command, and how its outcome is said in the dialect.

use block_graph::{Command, CoreError, Op, Outcome, Wants};

use crate::reply::Reply;

type Render = Box<dyn FnOnce(Outcome) -> Result<Reply, CoreError> + Send>;

/// What an endpoint's function makes of a request.
pub struct Call {
    /// What to ask of the graph.
    pub command: Command,
    /// Which facts beside the command's own the reply shows.
    pub wants: Wants,
    render: Render,
}

impl Call {
    /// A call of `op` whose outcome `render` turns into the reply. It wants [`Wants::EVERYTHING`] until told otherwise.
    pub fn new<O: Op>(op: O, render: impl FnOnce(O::Out) -> Reply + Send + 'static) -> Self
    where
        O::Out: 'static,
    {
        Self {
            command: op.into(),
            wants: Wants::EVERYTHING,
            render: Box::new(move |outcome| O::out(outcome).map(render)),
        }
    }

    /// The same call, wanting only `wants`.
    pub fn wanting(mut self, wants: Wants) -> Self {
        self.wants = wants;
        self
    }

    /// Renders the outcome of the call's command.
    ///
    /// # Errors
    /// [`CoreError::Broken`] when the outcome is another command's.
    pub fn render(self, outcome: Outcome) -> Result<Reply, CoreError> {
        (self.render)(outcome)
    }

    /// Takes the call apart, so that the command can be run before the rendering.
    pub fn into_parts(self) -> (Command, Wants, impl FnOnce(Outcome) -> Result<Reply, CoreError> + Send) {
        (self.command, self.wants, self.render)
    }
}

impl std::fmt::Debug for Call {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.command.fmt(f)
    }
}
