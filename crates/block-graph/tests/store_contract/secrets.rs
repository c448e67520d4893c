//! Secrets stand on disk sealed, open with their key only, and are never told.

use std::sync::Arc;

use block_graph::access::{App, PasswordHash};
use block_graph::event::Change;
use block_graph::store::{Database, Ledger};
use block_graph::view::View;
use block_graph::{AppId, Secret, StoreError};

use crate::stores::{Place, load};
use crate::world::*;

crate::over!(bare databases: another_key_opens_nothing);

fn issued() -> Vec<Change> {
    let hash = PasswordHash::of(&Secret::new("plain-password")).unwrap();
    let set = App { secret: Secret::new("plain-new-secret"), ..app(1) };
    let mut changes =
        vec![add_user(1), Change::AddApp(Arc::new(app(1))), issue(signed(1, 1, 1)), issue(bearer(2, 1, 1))];
    changes.extend([temporary(3, 1), code(4, 1, 1), refresh(5, 1, 1, 9)].map(put_ticket));
    changes.extend([Change::SetApp(Arc::new(set)), Change::SetPassword(id(1), Some(Arc::new(hash)))]);
    changes
}

fn another_key_opens_nothing(place: &Place) {
    let issued = issued();
    place.open().append(&events(1, issued.clone())).unwrap();
    let stranger = place.open_with([8; 32]);
    let told = load(&stranger).map(drop).unwrap_err();
    assert_eq!(told, StoreError::Broken("the secret of row 1 was sealed with another key".to_owned()));
    let refused = |work: fn(&dyn View) -> Result<(), StoreError>| {
        assert_eq!(stranger.read(&mut |view| work(view)), Err(told.clone()));
    };
    refused(|view| view.app("consumer-key-1").map(drop));
    refused(|view| view.token(&signed(1, 1, 1).key).map(drop));
    refused(|view| view.app_by_id(AppId(1)).map(drop));
    refused(|view| view.all_apps().map(drop));
    refused(|view| view.all_tokens().map(drop));
    let of_ticket = StoreError::Broken("the secret of row 3 was sealed with another key".to_owned());
    let read = stranger.read(&mut |view| view.ticket(&temporary(3, 1).key).map(drop));
    assert_eq!(read, Err(of_ticket));
    assert_holds(&load(&place.open()).unwrap(), issued);
}

fn assert_sealed(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for public in ["consumer-key-1", "public-1", "temporary-3", "$argon2id$"] {
        assert!(text.contains(public), "the row of {public} is not in here at all");
    }
    assert!(!text.contains("plain-"), "a secret stands there in plain text");
}

#[cfg(feature = "sqlite")]
mod sqlite_files {
    use super::*;

    #[test]
    fn no_file_holds_a_secret_in_plain_text() {
        let place = crate::stores::sqlite();
        let store = place.open();
        store.append(&events(1, issued())).unwrap();
        let path = std::path::PathBuf::from(place.url.strip_prefix("sqlite://").unwrap());
        let mut bytes = Vec::new();
        for entry in std::fs::read_dir(path.parent().unwrap()).unwrap() {
            bytes.extend(std::fs::read(entry.unwrap().path()).unwrap());
        }
        assert_sealed(&bytes);
    }

    #[cfg(unix)]
    #[test]
    fn the_file_is_for_its_owners_eyes() {
        use std::os::unix::fs::PermissionsExt;
        let place = crate::stores::sqlite();
        let mode = std::fs::metadata(place.url.strip_prefix("sqlite://").unwrap()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_relative_path_and_a_missing_folder_are_told_apart() {
        let options = block_graph::store::diesel::Options::default();
        let key = || block_graph::access::seal::SealKey::new(&[0; 32]);
        let open =
            |url: &str| block_graph::store::diesel::DieselStore::open(url, key(), options).map(drop).unwrap_err();
        assert!(matches!(open("graph.db"), StoreError::Broken(told) if told.contains("sqlite:///absolute/path.db")));
        let missing = open("sqlite:///no/such/folder/graph.db");
        assert!(
            matches!(&missing, StoreError::Unavailable(told) if told.contains("/no/such/folder/graph.db")),
            "{missing}"
        );
    }
}

#[cfg(feature = "postgres")]
mod postgres_rows {
    use super::*;
    use diesel::prelude::*;
    use diesel::sql_types::Text;

    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        row: String,
    }

    #[test]
    fn no_table_holds_a_secret_in_plain_text() {
        let place = crate::stores::postgres();
        place.open().append(&events(1, issued())).unwrap();
        let mut connection = PgConnection::establish(&place.url).unwrap();
        let mut text = String::new();
        for table in ["users", "edges", "posts", "apps", "tokens", "tickets", "passwords", "ledger", "meta"] {
            let all = diesel::sql_query(format!("SELECT t::text AS row FROM {table} AS t"));
            text.extend(all.load::<Row>(&mut connection).unwrap().into_iter().map(|row| row.row));
        }
        assert_sealed(text.as_bytes());
    }

    #[test]
    fn passwords_are_not_told() {
        let options = block_graph::store::diesel::Options::default();
        let key = || block_graph::access::seal::SealKey::new(&[0; 32]);
        for url in ["postgres://amy:hunter2@127.0.0.1:1/graph", "postgres:///graph?host=/nowhere&password=hunter2"] {
            let told = block_graph::store::diesel::DieselStore::open(url, key(), options).map(drop).unwrap_err();
            assert!(
                matches!(&told, StoreError::Unavailable(text) if text.contains("cannot open postgres://")),
                "{told}"
            );
            assert!(!told.to_string().contains("hunter2"), "{told}");
        }
        let mut place = crate::stores::postgres();
        let mark = if place.url.contains('?') { '&' } else { '?' };
        place.url = format!("{}{mark}password=hunter2", place.url);
        let shown = format!("{:?}", place.open());
        assert!(shown.starts_with("DieselStore(postgres://") && !shown.contains("hunter2"), "{shown}");
    }
}
