//! What a developer pays for: which endpoints answer an app, and how often, hangs on it.

/// A plan of the services' developer portals. Which endpoints answer on which is the gateway's table; the graph keeps
/// the plan with the app and heeds none itself.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Plan {
    /// Costs nothing.
    Free,
    /// For hobbyists.
    Basic,
    /// For small businesses.
    Pro,
    /// By contract; everything answers.
    #[default]
    Enterprise,
    /// By the call.
    PayPerUse,
}

impl Plan {
    /// Every plan.
    pub const ALL: [Self; 5] = [Self::Free, Self::Basic, Self::Pro, Self::Enterprise, Self::PayPerUse];

    /// The number it has in the stores.
    pub fn number(self) -> i16 {
        match self {
            Self::Free => 0,
            Self::Basic => 1,
            Self::Pro => 2,
            Self::Enterprise => 3,
            Self::PayPerUse => 4,
        }
    }

    /// The plan a store's number stands for.
    pub fn from_number(number: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|plan| plan.number() == number)
    }

    /// Its name, as the operator writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Basic => "basic",
            Self::Pro => "pro",
            Self::Enterprise => "enterprise",
            Self::PayPerUse => "pay-per-use",
        }
    }
}
