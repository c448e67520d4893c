//! The calls that are measured, as a client makes them: what is asked, by whom, and with which proof.

use block_graph::{Secret, Timestamp};
use dialect::{Method, NoHeaders, Origin, Params, Request, oauth1};
use portcullis::world::synthetic::{AppKeys, Keys, Manifest, Person};

/// All fields of a user in X API v2.
const FIELDS: &str = "created_at,description,entities,id,location,most_recent_tweet_id,name,pinned_tweet_id,\
                      profile_image_url,protected,public_metrics,url,username,verified,verified_type,withheld";

/// What is asked.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Ask {
    /// v1.1 `friendships/show` of the caller and another, OAuth 1.0a.
    Show,
    /// v2 `users/me`, user bearer.
    Me,
    /// v1.1 `blocks/ids`, a page of 5,000.
    Ids,
    /// v1.1 `blocks/list`, whose pages hold twenty people.
    List,
    /// v1.1 `friends/list`, fifty people.
    Friends,
    /// v2 `blocking`, a hundred people with all fields.
    Blocking,
    /// App.net `blocked`, a hundred people.
    Blocked,
    /// v1.1 `statuses/home_timeline`, twenty posts.
    Home,
    /// v1.1 `blocks/create`.
    CreateV1,
    /// v2 `POST blocking`.
    CreateV2,
    /// App.net `POST block`.
    CreateAppNet,
}

impl Ask {
    /// Every write.
    pub const CREATES: [Self; 3] = [Self::CreateV1, Self::CreateV2, Self::CreateAppNet];

    /// Its name for people.
    pub fn name(self) -> String {
        match self {
            Self::Show => "`friendships/show`, OAuth 1.0a".to_owned(),
            Self::Me => "`GET /2/users/me`, bearer".to_owned(),
            Self::Ids => "`blocks/ids`, 5,000 ids".to_owned(),
            Self::List => "`blocks/list`, 20 users".to_owned(),
            Self::Friends => "`friends/list`, 50 users".to_owned(),
            Self::Blocking => "`GET /2/users/:id/blocking`, 100 users, all fields".to_owned(),
            Self::Blocked => "App.net `blocked`, 100 users".to_owned(),
            Self::Home => "`home_timeline`, 20 posts".to_owned(),
            Self::CreateV1 => "`blocks/create`, OAuth 1.0a".to_owned(),
            Self::CreateV2 => "`POST /2/users/:id/blocking`, bearer".to_owned(),
            Self::CreateAppNet => "App.net `POST users/:id/block`".to_owned(),
        }
    }

    /// Whether it changes the graph: never asked twice about the same pair.
    pub fn writes(self) -> bool {
        Self::CREATES.contains(&self)
    }

    /// Whether its proof is good once only.
    pub fn signed(self) -> bool {
        matches!(self, Self::Show | Self::Ids | Self::List | Self::Friends | Self::Home | Self::CreateV1)
    }

    /// The call by `who` about `target`; reads of lists speak of nobody.
    pub fn shot<'m>(self, who: &'m Person, target: &str) -> Shot<'m> {
        let id = &who.id;
        let get = |target: String, proof| Shot { method: Method::Get, target, body: String::new(), form: false, proof };
        let post = |target: String, body: String, form, proof| Shot { method: Method::Post, target, body, form, proof };
        let (signed, x) = (Proof::Signed(&who.oauth1), Proof::Bearer(&who.oauth2));
        let app_net = Proof::Bearer(&who.app_net);
        match self {
            Self::Show => get(format!("/1.1/friendships/show.json?source_id={id}&target_id={target}"), signed),
            Self::Me => get("/2/users/me".to_owned(), x),
            Self::Ids => get("/1.1/blocks/ids.json?count=5000".to_owned(), signed),
            Self::List => get("/1.1/blocks/list.json".to_owned(), signed),
            Self::Friends => get("/1.1/friends/list.json?count=50&skip_status=true".to_owned(), signed),
            Self::Blocking => get(format!("/2/users/{id}/blocking?max_results=100&user.fields={FIELDS}"), x),
            Self::Blocked => get("/stream/0/users/me/blocked?count=100".to_owned(), app_net),
            Self::Home => get("/1.1/statuses/home_timeline.json?count=20".to_owned(), signed),
            Self::CreateV1 => post("/1.1/blocks/create.json".to_owned(), format!("user_id={target}"), true, signed),
            Self::CreateV2 => {
                let body = format!("{{\"target_user_id\":\"{target}\"}}");
                post(format!("/2/users/{id}/blocking"), body, false, x)
            }
            Self::CreateAppNet => post(format!("/stream/0/users/{target}/block"), String::new(), true, app_net),
        }
    }
}

/// How a call proves who makes it.
#[derive(Clone, Copy, Debug)]
pub enum Proof<'m> {
    /// By an OAuth 1.0a signature.
    Signed(&'m Keys),
    /// By a bearer token.
    Bearer(&'m str),
}

/// One call.
#[derive(Clone, Debug)]
pub struct Shot<'m> {
    /// GET or POST.
    pub method: Method,
    /// Path and query.
    pub target: String,
    /// The body; empty for none.
    pub body: String,
    /// Whether the body is a form; else it is JSON.
    pub form: bool,
    proof: Proof<'m>,
}

impl Shot<'_> {
    /// The media type of the body.
    pub fn media_type(&self) -> &'static str {
        if self.form { "application/x-www-form-urlencoded" } else { "application/json" }
    }

    /// The value of its Authorization header, at that time in seconds.
    pub fn authorization(&self, app: &AppKeys, host: &str, seconds: i64, nonce: &str) -> String {
        let keys = match self.proof {
            Proof::Bearer(token) => return format!("Bearer {token}"),
            Proof::Signed(keys) => keys,
        };
        let origin = Origin { scheme: "http", host };
        let mut request = Request::new(self.method, &self.target, &NoHeaders, b"", origin, Timestamp(0));
        if self.form {
            request.form = Params::parse(self.body.as_bytes());
        }
        let (consumer, token) = (Secret::new(app.secret.as_str()), Secret::new(keys.secret.as_str()));
        oauth1::authorization(&request, (&app.key, &consumer), Some((&keys.token, &token)), seconds, nonce)
    }

    /// The whole request as it goes over the wire.
    pub fn wire(&self, host: &str, authorization: &str) -> Vec<u8> {
        let Self { method, target, body, .. } = self;
        let mut text = format!(
            "{method} {target} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: portcullis-bench\r\nAccept: */*\r\n\
             Authorization: {authorization}\r\n"
        );
        if *method == Method::Post {
            text.push_str(&format!("Content-Type: {}\r\nContent-Length: {}\r\n", self.media_type(), body.len()));
        }
        text.push_str("\r\n");
        text.push_str(body);
        text.into_bytes()
    }
}

/// The least that can be asked of a constant server, by the same method and with the same body.
pub fn bare(host: &str, shot: &Shot<'_>) -> Vec<u8> {
    let Shot { method, body, .. } = shot;
    let mut text = format!("{method} / HTTP/1.1\r\nHost: {host}\r\n");
    if *method == Method::Post {
        text.push_str(&format!("Content-Type: {}\r\nContent-Length: {}\r\n", shot.media_type(), body.len()));
    }
    text.push_str("\r\n");
    text.push_str(body);
    text.into_bytes()
}

/// The named person who blocks so many, or the one who blocks most if there is none.
///
/// # Errors
/// That the manifest names nobody.
pub fn named(manifest: &Manifest, blocks: u32) -> Result<&Person, String> {
    let exact = manifest.named.iter().find(|person| person.blocks == Some(blocks));
    exact.or_else(|| manifest.named.last()).ok_or_else(|| "the manifest names nobody".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signed_shot_is_signed_anew_for_every_nonce_and_a_bearer_stays() {
        let keys = |text: &str| Keys { token: format!("1-{text}"), secret: text.to_owned() };
        let who = Person {
            id: "1".to_owned(),
            username: "one".to_owned(),
            blocks: None,
            oauth1: keys("a"),
            oauth2: "bearer".to_owned(),
            app_net: "token".to_owned(),
        };
        let app = AppKeys { key: "k".to_owned(), secret: "s".to_owned() };
        let create = Ask::CreateV1.shot(&who, "2");
        let sign = |nonce| create.authorization(&app, "h:1", 1, nonce);
        assert_ne!(sign("x"), sign("y"));
        let wire = String::from_utf8(create.wire("h:1", &sign("x"))).unwrap();
        assert!(wire.contains("Content-Length: 9\r\n") && wire.ends_with("\r\n\r\nuser_id=2"), "{wire}");
        assert_eq!(Ask::Me.shot(&who, "").authorization(&app, "h:1", 1, "x"), "Bearer bearer");
        assert!(bare("h:1", &create).ends_with(b"\r\n\r\nuser_id=2"));
    }
}
