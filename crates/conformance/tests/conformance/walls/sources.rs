//! Reading of the workspace's own sources.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::root;

/// A source file.
pub(crate) struct Source {
    /// Its path below `crates`.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    /// Whether it is compiled for tests and examples alone.
    pub(crate) fn is_test(&self) -> bool {
        let path = self.path.as_str();
        path.contains("/tests/")
            || path.contains("/examples/")
            || path.ends_with("/tests.rs")
            || path.ends_with("/testkit.rs")
    }

    /// Its lines by number, without comments and without the module of tests at its end.
    pub(crate) fn code(&self) -> impl Iterator<Item = (usize, String)> {
        let lines = self.text.lines().scan("", |before, line| {
            let tests = *before == "#[cfg(test)]" && line.starts_with("mod ") && line.ends_with('{');
            *before = line;
            (!tests).then_some(line)
        });
        (1..).zip(lines.map(without_comment))
    }
}

/// A line up to its comment. Two slashes after a colon are an address.
fn without_comment(line: &str) -> String {
    let comment = line.match_indices("//").find(|(at, _)| !line[..*at].ends_with(':'));
    comment.map_or(line, |(at, _)| &line[..at]).trim_end().to_owned()
}

/// All sources of the crate in that folder of `crates`.
pub(crate) fn sources(folder: &str) -> Vec<Source> {
    let crates = root().join("crates");
    let paths = files(&crates.join(folder), "rs");
    assert!(!paths.is_empty(), "no sources in {folder}");
    let shown = |path: &Path| path.strip_prefix(&crates).unwrap_or(path).display().to_string();
    paths.iter().map(|path| Source { path: shown(path), text: fs::read_to_string(path).unwrap() }).collect()
}

/// All files below a folder whose names end so.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|own| own == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The names of fields in the bodies of the golden files that no other code would use by chance: those of two words.
pub(crate) fn wire_fields() -> BTreeSet<String> {
    let mut fields = BTreeSet::new();
    for path in files(&root().join("fixtures/golden"), "snap") {
        let text = fs::read_to_string(path).unwrap();
        for line in text.lines().filter(|line| line.starts_with('{') || line.starts_with('[')) {
            if let Ok(body) = serde_json::from_str(line) {
                collect(&body, &mut fields);
            }
        }
    }
    fields.retain(|field| field.contains('_') && field.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'));
    fields
}

fn collect(value: &Value, fields: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                fields.insert(name.clone());
                collect(value, fields);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, fields)),
        _ => {}
    }
}

/// Whether a line has the word. Before a bare `=` it is an argument in a printed example, not a field.
pub(crate) fn says(line: &str, word: &str) -> bool {
    let part = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    let bytes = line.as_bytes();
    line.match_indices(word).any(|(at, _)| {
        let after = bytes.get(at + word.len());
        !part(at.checked_sub(1).and_then(|before| bytes.get(before))) && !part(after) && after != Some(&b'=')
    })
}
