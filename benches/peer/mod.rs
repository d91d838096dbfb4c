//! The program to compare with.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// netpol-analyzer, built from its Go module with the `go` on the path; `NETPOL_ANALYZER=none` leaves it out, and the path of
/// the program there takes one that is built.
pub(crate) fn netpol_analyzer(room: &Path) -> Option<PathBuf> {
    match env::var("NETPOL_ANALYZER") {
        Ok(path) if path == "none" => return None,
        Ok(path) => return Some(path.into()),
        Err(_) => {}
    }
    let module = room.join("module");
    fs::create_dir(&module).unwrap();
    let text = "module bench\n\ngo 1.24\n\nrequire github.com/np-guard/netpol-analyzer v1.4.4\n\n\
        replace github.com/np-guard/models => github.com/np-guard/models v0.5.3\n";
    fs::write(module.join("go.mod"), text).unwrap();
    let built = Command::new("go")
        .args(["build", "-mod=mod", "-o", "netpolicy", "github.com/np-guard/netpol-analyzer/cmd/netpolicy"])
        .current_dir(&module)
        .status();
    assert!(built.unwrap().success(), "netpol-analyzer could not be built");
    Some(module.join("netpolicy"))
}
