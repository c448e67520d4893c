//! A person's browser, as far as signing in needs one: it keeps a cookie, reads a page's form and sends it back.

use dialect::oauth1::escape;

use crate::ask::{Answer, Ask};
use crate::house::House;

/// A browser at some address, with the cookie it was last given.
#[derive(Clone, Debug)]
pub struct Browser {
    /// The cookie as it is sent back, name and value.
    pub cookie: Option<String>,
    /// The address it comes from.
    pub address: String,
    /// What it calls the gateway.
    pub host: String,
}

/// A page with a form.
#[derive(Clone, Debug)]
pub struct Page {
    /// The page itself.
    pub answer: Answer,
    /// Where its form goes.
    pub action: String,
    /// The form's hidden fields, in order.
    pub hidden: Vec<(String, String)>,
}

impl Default for Browser {
    fn default() -> Self {
        Self { cookie: None, address: "127.0.0.1".to_owned(), host: "127.0.0.1:8080".to_owned() }
    }
}

impl Browser {
    /// A browser on the gateway's own machine, without a cookie.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same browser at another address.
    pub fn at(address: &str) -> Self {
        Self { address: address.to_owned(), ..Self::default() }
    }

    /// Opens an address.
    pub fn open(&mut self, house: &House, target: &str) -> Answer {
        self.send(house, Ask::get(target))
    }

    /// Opens an address that shows a page with a form. Panics when it shows none.
    pub fn page(&mut self, house: &House, target: &str) -> Page {
        let answer = self.open(house, target);
        assert_eq!((answer.status(), answer.0.content_type), (200, HTML), "{target}: {}", answer.text());
        let path = target.split('?').next().unwrap_or_default();
        Page::read(answer, path)
    }

    /// Sends a page's form with these fields beside the hidden ones.
    pub fn submit(&mut self, house: &House, page: &Page, fields: &[(&str, &str)]) -> Answer {
        self.send(house, page.ask(fields))
    }

    /// Opens an address and lets the app in as somebody, as if they were clicked on.
    pub fn allow(&mut self, house: &House, target: &str, username: &str) -> Answer {
        let page = self.page(house, target);
        self.submit(house, &page, &[("decision", "allow"), ("username", username)])
    }

    /// Sends a request as this browser does, and keeps the cookie that comes back.
    pub fn send(&mut self, house: &House, ask: Ask) -> Answer {
        let mut ask = ask.from(&self.address).to(&self.host).header("accept", "text/html");
        if let Some(cookie) = &self.cookie {
            ask = ask.header("cookie", cookie);
        }
        let answer = house.ask(&ask);
        if let Some(set) = answer.header("set-cookie") {
            self.cookie = set.split(';').next().map(str::to_owned);
        }
        answer
    }
}

/// The content type of pages.
const HTML: &str = "text/html;charset=utf-8";

impl Page {
    /// Reads a page that stands at `path`. Panics when it has no form.
    pub fn read(answer: Answer, path: &str) -> Self {
        let text = answer.text();
        let action = text.split_once(r#"<form method="post" action=""#).and_then(|(_, rest)| rest.split_once('"'));
        let action = plain(action.unwrap_or_else(|| panic!("no form in {text}")).0);
        let folder = path.rsplit_once('/').map(|(folder, _)| folder).unwrap_or_default();
        let hidden = text.split(r#"<input type="hidden" "#).skip(1).map(|rest| {
            let value = |name: &str| {
                let (_, rest) = rest.split_once(name).unwrap_or_else(|| panic!("no {name} in {rest}"));
                plain(rest.split_once('"').unwrap_or_else(|| panic!("{rest} does not end")).0)
            };
            (value(r#"name=""#), value(r#"value=""#))
        });
        let hidden = hidden.collect();
        Self { answer, action: format!("{folder}/{action}"), hidden }
    }

    /// The request that its form makes with these fields beside the hidden ones.
    pub fn ask(&self, fields: &[(&str, &str)]) -> Ask {
        let hidden = self.hidden.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let all: Vec<_> = hidden.chain(fields.iter().copied()).collect();
        Ask::post(&self.action).fields(&all)
    }

    /// The same page with another value in a hidden field; without it when there is none. Panics when it has no such field.
    pub fn with(&self, name: &str, value: Option<&str>) -> Self {
        let mut page = self.clone();
        let place = page.hidden.iter().position(|(own, _)| own == name);
        let place = place.unwrap_or_else(|| panic!("no {name} among {:?}", self.hidden));
        match value {
            Some(value) => value.clone_into(&mut page.hidden[place].1),
            None => drop(page.hidden.remove(place)),
        }
        page
    }

    /// The value of a hidden field. Panics when there is none.
    pub fn field(&self, name: &str) -> &str {
        let found = self.hidden.iter().find(|(own, _)| own == name);
        found.map_or_else(|| panic!("no {name} among {:?}", self.hidden), |(_, value)| value)
    }

    /// The page's words of what is wrong, if it says that something is.
    pub fn problem(&self) -> Option<String> {
        problem(&self.answer)
    }
}

/// What a page says is wrong, if it says so.
pub fn problem(answer: &Answer) -> Option<String> {
    let text = answer.text();
    let (_, rest) = text.split_once(r#"role="alert">"#)?;
    Some(plain(rest.split_once('<')?.0))
}

/// The path and query of a page with these parameters.
pub fn address(path: &str, pairs: &[(&str, &str)]) -> String {
    let written: Vec<_> = pairs.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value))).collect();
    format!("{path}?{}", written.join("&"))
}

/// A text without the template's escapes.
fn plain(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}
