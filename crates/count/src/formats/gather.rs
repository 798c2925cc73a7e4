//! Bytes from a stream, in bounded memory: a file that is too long, or has a line that is too long, is refused at the byte
//! where it becomes so, and no more is read.
//!
//! Not here: opening anything; the caller gives the stream.

use std::io::Read;

use super::{Fault, Place, ReadError};

/// What a stream may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most bytes.
    pub bytes: u64,
    /// Most bytes of one line; JSON, often written as a single line, is only held to `bytes`.
    pub line_bytes: u64,
}

impl Default for Limits {
    /// A gigabyte, lines of sixteen megabytes.
    fn default() -> Self {
        Self { bytes: 1 << 30, line_bytes: 16 << 20 }
    }
}

/// Reads a stream to its end.
///
/// *Errors*: too long, a line too long (with the line), or the stream failed.
pub fn gather(mut stream: impl Read, limits: Limits) -> Result<Vec<u8>, ReadError> {
    let mut bytes: Vec<u8> = Vec::new();
    let mut chunk = vec![0; 64 * 1024];
    let (mut line, mut line_bytes) = (1, 0);
    let mut first = None;
    loop {
        let length = match stream.read(&mut chunk) {
            Ok(0) => return Ok(bytes),
            Ok(length) => length,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => {
                return Err(ReadError { at: Place { line, column: 1 }, fault: Fault::Broken(error.kind()) });
            }
        };
        let chunk = &chunk[..length];
        let refuse = |line, fault| Err(ReadError { at: Place { line, column: 1 }, fault });
        if bytes.len() as u64 + length as u64 > limits.bytes {
            return refuse(line, Fault::TooLong { limit: limits.bytes });
        }
        bytes.extend_from_slice(chunk);
        first = first.or_else(|| chunk.iter().copied().find(|byte| !byte.is_ascii_whitespace()));
        for piece in chunk.split_inclusive(|byte| *byte == b'\n') {
            line_bytes += piece.len() as u64;
            if line_bytes > limits.line_bytes && first != Some(b'{') {
                return refuse(line, Fault::LineTooLong { limit: limits.line_bytes });
            }
            if piece.ends_with(b"\n") {
                (line, line_bytes) = (line + 1, 0);
            }
        }
    }
}
