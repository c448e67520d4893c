//! The pure parts of the gateway and whole requests through it, without sockets and on a clock that stands still: what
//! `cargo bench` times and what the guard counts.

mod pieces;
mod requests;
mod rig;

#[cfg(test)]
pub(crate) use pieces::list_of_users;
pub use rig::Rig;

/// Something to be measured again and again.
pub struct Part<'r> {
    /// What it is called.
    pub name: &'static str,
    /// How often the guard makes it.
    pub times: u64,
    /// Makes the next one ready, by its number: only one call of what is returned is measured, and not that its input is
    /// given back when it is dropped.
    pub prepare: Box<dyn Fn(u64) -> Box<dyn FnMut() + 'r> + 'r>,
}

impl<'r> Part<'r> {
    fn new<F: FnMut() + 'r>(name: &'static str, times: u64, prepare: impl Fn(u64) -> F + 'r) -> Self {
        Self { name, times, prepare: Box::new(move |number| Box::new(prepare(number))) }
    }
}

/// Every part.
///
/// # Errors
/// That the rig's world lacks somebody whom a part asks about.
pub fn all(rig: &Rig) -> Result<Vec<Part<'_>>, String> {
    let mut parts = requests::requests(rig)?;
    parts.extend(pieces::pieces(rig)?);
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_runs_more_than_once_and_has_a_name_of_its_own() {
        let rig = Rig::new().unwrap();
        let parts = all(&rig).unwrap();
        let names: std::collections::BTreeSet<_> = parts.iter().map(|part| part.name).collect();
        assert!(names.len() == parts.len() && parts.len() > 20, "{names:?}");
        for part in &parts {
            (0..3).for_each(|number| (part.prepare)(number)());
        }
    }
}
