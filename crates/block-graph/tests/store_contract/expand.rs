//! Expand first, contract a release later: a process of the release before goes on while a newer one migrates. So every
//! migration after the first only adds, in ways that old statements do not notice; this reads all of them.

/// What makes a statement one that a process of the release before would notice, if anything.
fn breaks(statement: &str, own_tables: &[String]) -> Option<String> {
    let text = statement.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase();
    let words: Vec<_> = text.split([' ', '(', ',']).filter(|word| !word.is_empty()).collect();
    let own = |table: &str| own_tables.iter().any(|own| own == table);
    match words.as_slice() {
        ["CREATE", "TABLE", ..] => None,
        // A new rule that old rows keep and new rows of old processes may not.
        ["CREATE", "UNIQUE", "INDEX", _, "ON", table, ..] if !own(table) => Some("makes old writes fail".to_owned()),
        ["CREATE", "UNIQUE", "INDEX", ..] | ["CREATE", "INDEX", ..] => None,
        ["ALTER", "TABLE", table, ..] if own(table) => None,
        ["ALTER", "TABLE", _, "ADD", "COLUMN", _, ..] => {
            let bare = text.contains("NOT NULL") && !text.contains(" DEFAULT ");
            let ruled = ["UNIQUE", "PRIMARY KEY", "REFERENCES", "CHECK"].iter().find(|rule| text.contains(*rule));
            let lacking = bare.then(|| "lacks a default, which old inserts need".to_owned());
            lacking.or_else(|| ruled.map(|rule| format!("{rule} binds old writes")))
        }
        ["INSERT", "INTO", ..] => None,
        _ => Some("is not one of the forms that only add".to_owned()),
    }
}

/// The statements of a file, without comments, and why the first that breaks does.
fn first_break(text: &str) -> Option<String> {
    let code: String = text.lines().map(|line| line.split("--").next().unwrap_or("").to_owned() + "\n").collect();
    let statements: Vec<_> = code.split(';').map(str::trim).filter(|statement| !statement.is_empty()).collect();
    let made = |statement: &&str| {
        let upper = statement.to_uppercase();
        let name = upper.strip_prefix("CREATE TABLE ")?.split([' ', '(', '\n']).next()?.to_owned();
        Some(name)
    };
    let own: Vec<_> = statements.iter().filter_map(made).collect();
    let why = |statement: &&str| breaks(statement, &own).map(|why| format!("{statement:?} {why}"));
    statements.iter().find_map(why)
}

#[test]
fn every_migration_after_the_first_only_adds() {
    let mut read = 0;
    for database in ["sqlite", "postgres"] {
        let folder = format!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../migrations/{}"), database);
        let mut all: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        all.sort();
        for migration in all.iter().skip(1) {
            let text = std::fs::read_to_string(migration.join("up.sql")).unwrap();
            assert_eq!(first_break(&text), None, "{}", migration.display());
            read += 1;
        }
    }
    assert!(read >= 4, "{read} files were read");
}

#[test]
fn what_an_old_process_would_notice_is_refused() {
    for text in [
        "DROP TABLE users;",
        "ALTER TABLE users DROP COLUMN email;",
        "ALTER TABLE users RENAME COLUMN email TO mail;",
        "ALTER TABLE users RENAME TO people;",
        "ALTER TABLE users ALTER COLUMN email TYPE BIGINT;",
        "ALTER TABLE users ALTER COLUMN email SET NOT NULL;",
        "ALTER TABLE users ADD COLUMN age INTEGER NOT NULL;",
        "ALTER TABLE users ADD COLUMN age INTEGER UNIQUE;",
        "ALTER TABLE users ADD CONSTRAINT grown CHECK (followers > 0);",
        "CREATE UNIQUE INDEX one ON users (email);",
        "DROP INDEX edges_reverse;",
        "UPDATE meta SET value = 2;",
        "DELETE FROM tokens;",
        "CREATE TABLE new (id BIGINT); -- fine\nDROP\n  TABLE users;",
    ] {
        assert!(first_break(text).is_some(), "{text}");
    }
    for text in [
        "CREATE TABLE new (id BIGINT NOT NULL PRIMARY KEY); CREATE UNIQUE INDEX one ON new (id);",
        "ALTER TABLE users ADD COLUMN age INTEGER; -- DROP nothing",
        "ALTER TABLE users ADD COLUMN age INTEGER NOT NULL DEFAULT 0;",
        "CREATE INDEX by_age ON users (age) WHERE age IS NOT NULL;",
    ] {
        assert_eq!(first_break(text), None, "{text}");
    }
}
