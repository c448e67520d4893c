//! Apps, tokens, tickets and passwords as they come and change, nobody knows in which order.

use std::sync::Arc;

use block_graph::access::{App, Permission, Plan, Ticket, TokenRecord};
use block_graph::event::Change;
use block_graph::{AppId, ChainId, Secret, Timestamp, UserId};

use super::Draw;
use crate::world::*;

/// What was made so far.
#[derive(Default)]
pub(crate) struct SignIns {
    pub(crate) apps: Vec<App>,
    pub(crate) tokens: Vec<TokenRecord>,
    pub(crate) tickets: Vec<Ticket>,
}

/// The services at which tokens are issued.
pub(crate) const AUDIENCES: [&str; 3] = ["one", "two", "none"];

impl SignIns {
    /// What happens next, with `number` as the id of anything new.
    pub(super) fn step(&mut self, draw: &mut Draw, number: i64, user: UserId) -> Vec<Change> {
        let Some(app) = draw.of(&self.apps).cloned() else { return vec![self.register(draw, number)] };
        let person = user.0 - FIRST;
        match draw.below(12) {
            0 => vec![self.register(draw, number)],
            1 => {
                let set = varied(draw, app);
                self.apps.retain(|other| other.id != set.id);
                self.apps.push(set.clone());
                vec![Change::SetApp(Arc::new(set))]
            }
            2..5 => {
                let chain = (draw.below(3) > 0).then(|| ChainId(1 + draw.below(20)));
                let token = match draw.below(3) {
                    0 => signed(number, app.id.0, person),
                    1 => bearer(number, app.id.0, person),
                    _ => app_bearer(number, app.id.0),
                };
                let permission = Permission::from_number(i16::try_from(draw.below(4)).unwrap());
                self.tokens.push(TokenRecord { chain, permission, ..token });
                vec![issue(self.tokens[self.tokens.len() - 1].clone())]
            }
            5 | 6 => {
                let revoked = draw.of(&self.tokens).map(|token| token.id);
                revoked.map(|token| Change::RevokeToken(token, Timestamp(number))).into_iter().collect()
            }
            7 | 8 => {
                let chain = 1 + draw.below(20);
                let ticket = match draw.below(3) {
                    0 => temporary(number, app.id.0),
                    1 => code(number, app.id.0, person),
                    _ => refresh(number, app.id.0, person, chain),
                };
                self.tickets.push(ticket.clone());
                vec![put_ticket(ticket)]
            }
            9 | 10 => {
                let Some(ticket) = draw.of(&self.tickets).cloned() else { return Vec::new() };
                let spent = (draw.below(2) == 0).then_some(Timestamp(MADE + number));
                vec![put_ticket(Ticket { user: Some(user), check: Some("x".into()), spent, ..ticket })]
            }
            _ => {
                let text = format!("{number}");
                vec![Change::SetPassword(user, (draw.below(3) > 0).then(|| password(&text)))]
            }
        }
    }

    fn register(&mut self, draw: &mut Draw, number: i64) -> Change {
        let made = varied(draw, App { id: AppId(number), ..app(number) });
        self.apps.push(made.clone());
        Change::AddApp(Arc::new(made))
    }
}

/// An app with other particulars.
fn varied(draw: &mut Draw, app: App) -> App {
    let number = draw.below(1000);
    let callbacks = (0..draw.below(4)).map(|place| format!("https://{number}.example/{place}").into());
    App {
        name: format!("App {number}"),
        plan: *draw.of(&Plan::ALL).unwrap(),
        callbacks: callbacks.collect(),
        public: number % 2 == 0,
        password_secret: (number % 3 == 0).then(|| Secret::new(format!("plain-password-secret-{number}"))),
        permission: Permission::from_number(i16::try_from(number % 3).unwrap()).unwrap(),
        ..app
    }
}
