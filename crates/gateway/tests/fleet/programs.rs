//! Programs that a test stands on beside PostgreSQL: found, installed on a Debian that lets one, or clearly missed.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

/// Where programs of the system's administrator are, which need not be in PATH.
const SYSTEM: [&str; 3] = ["/usr/sbin", "/sbin", "/usr/local/sbin"];

/// The path of a program that a Debian package brings.
pub(crate) fn program(name: &str, package: &str) -> PathBuf {
    found(package, || {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders = std::env::split_paths(&path).chain(SYSTEM.map(PathBuf::from));
        folders.map(|folder| folder.join(name)).find(|path| path.is_file())
    })
}

/// The path of the library that gives a process another clock.
pub(crate) fn faketime() -> PathBuf {
    found("libfaketime", || {
        let architectures = std::fs::read_dir("/usr/lib").ok()?.filter_map(Result::ok).map(|entry| entry.path());
        let folders = architectures.chain([PathBuf::from("/usr/lib"), PathBuf::from("/usr/local/lib")]);
        folders.map(|folder| folder.join("faketime/libfaketimeMT.so.1")).find(|path| path.is_file())
    })
}

fn found(package: &str, look: impl Fn() -> Option<PathBuf>) -> PathBuf {
    static INSTALLING: Mutex<()> = Mutex::new(());
    let _one = INSTALLING.lock().unwrap_or_else(PoisonError::into_inner);
    let said = match look() {
        Some(path) => return path,
        None if Path::new("/usr/bin/apt-get").is_file() => install(package),
        None => "there is no apt-get to install it with".to_owned(),
    };
    look().unwrap_or_else(|| {
        panic!("the tests of several gateways need Debian's {package} (apt-get install {package}): {said}")
    })
}

/// Installs a package; what was said when that did not go well.
fn install(package: &str) -> String {
    let mut said = String::new();
    let install = ["install", "-y", "-qq", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=120", package];
    for arguments in [&["update", "-qq"][..], &install[..]] {
        let own = Command::new("sudo").args(["-n", "true"]).output().is_ok_and(|done| done.status.success());
        let mut command = Command::new(if own { "sudo" } else { "apt-get" });
        if own {
            command.args(["-n", "apt-get"]);
        }
        match command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive").output() {
            Ok(done) => said = String::from_utf8_lossy(&done.stderr).into_owned(),
            Err(error) => said = error.to_string(),
        }
    }
    said
}
