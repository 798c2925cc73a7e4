//! Files in one file, in the form that every system unpacks: POSIX ustar. Only writing, only plain files with short names.

/// The size of a block.
///
/// *Units*: bytes.
const BLOCK: usize = 512;

/// Files, each with its path, as one tar file.
///
/// *Shape*: paths are relative, with slashes, at most 100 bytes long. *Units*: `at` in seconds since 1970.
pub fn render<'f>(files: impl Iterator<Item = (&'f str, &'f [u8])>, at: i64) -> Vec<u8> {
    let mut tar = Vec::new();
    for (path, bytes) in files {
        tar.extend(header(path, bytes.len(), at));
        tar.extend(bytes);
        tar.resize(tar.len().next_multiple_of(BLOCK), 0);
    }
    // Two blocks of nothing are the end.
    tar.resize(tar.len() + 2 * BLOCK, 0);
    tar
}

fn header(path: &str, size: usize, at: i64) -> [u8; BLOCK] {
    let mut header = [0; BLOCK];
    let mut put = |from: usize, text: &str| {
        for (to, byte) in header.iter_mut().skip(from).zip(text.bytes()) {
            *to = byte;
        }
    };
    put(0, path);
    put(100, "0000644");
    put(108, "0000000");
    put(116, "0000000");
    put(124, &format!("{size:011o}"));
    put(136, &format!("{:011o}", at.max(0)));
    // The sum is taken with spaces where it will stand.
    put(148, "        ");
    put(156, "0");
    put(257, "ustar");
    put(263, "00");
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    for (to, byte) in header.iter_mut().skip(148).zip(format!("{sum:06o}\0 ").bytes()) {
        *to = byte;
    }
    header
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;
    use std::process::{Command, Stdio};

    #[test]
    fn what_is_written_is_what_the_systems_own_tar_unpacks() {
        let folder = tempfile::tempdir().unwrap();
        let long = vec![7; 1_000];
        let files: [(&str, &[u8]); 4] =
            [("a/empty", b""), ("a/b/one", b"1"), ("block", &[1; BLOCK]), ("a/long", &long)];
        let tar = render(files.into_iter(), 1_788_267_600);
        let mut child = Command::new("tar")
            .arg("-xf")
            .arg("-")
            .arg("-C")
            .arg(folder.path())
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(&tar).unwrap();
        assert!(child.wait().unwrap().success());
        for (path, bytes) in files {
            assert_eq!(std::fs::read(folder.path().join(path)).unwrap(), bytes, "{path}");
        }
    }
}
