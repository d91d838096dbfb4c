//! Files that npgen makes anew each time, like its manual, or what it recorded of a cluster.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use tempfile::NamedTempFile;

use super::PathError;

/// Writes files into a folder, which is made where it is not there. A file of the same name is replaced.
///
/// # Errors
/// The first path that can't be written.
pub fn replace(folder: &Path, files: &[(String, Vec<u8>)]) -> Result<(), PathError> {
    fs::create_dir_all(folder).map_err(PathError::because("make the folder", folder))?;
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::write(&path, bytes).map_err(PathError::because("write", &path))?;
    }
    Ok(())
}

/// Writes a file that only its owner may read. Whatever goes wrong, what was there before stays.
///
/// # Errors
/// Where it can't be written.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), PathError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = NamedTempFile::new_in(folder).map_err(PathError::because("write", path))?;
    file.write_all(bytes).map_err(PathError::because("write", path))?;
    file.persist(path).map_err(PathError::because("write", path))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_written_again_and_others_stay() {
        let dir = tempfile::tempdir().expect("a folder");
        let folder = dir.path().join("share/man");
        let write = |text: &str| replace(&folder, &[("a.1".to_owned(), text.into())]);
        write("old").expect("it is new");
        fs::write(folder.join("b.1"), "mine").expect("it is new");
        write("new").expect("it is replaced");
        let read = |name| fs::read_to_string(folder.join(name)).expect("it is there");
        assert_eq!((read("a.1").as_str(), read("b.1").as_str()), ("new", "mine"));
        fs::remove_file(folder.join("a.1")).expect("it is there");
        fs::create_dir(folder.join("a.1")).expect("it is gone");
        let error = write("new").expect_err("a folder is in the way").to_string();
        assert!(error.starts_with("can't write `") && error.ends_with("share/man/a.1`"), "{error}");
    }
}
