//! Tar members of the oldest kind, written and read so strictly that there is one encoding of each.
//!
//! *Source*: section 3.1. There are no end-of-archive blocks.

const BLOCK: usize = 512;

/// Appends a member.
pub(crate) fn push_member(bytes: &mut Vec<u8>, name: &str, timestamp: u64, body: &[u8]) {
    bytes.extend_from_slice(&header(name, timestamp, body.len() as u64));
    bytes.extend_from_slice(body);
    bytes.resize(bytes.len().next_multiple_of(BLOCK), 0);
}

/// The one header block of a member.
fn header(name: &str, timestamp: u64, size: u64) -> [u8; BLOCK] {
    let mut block = [0; BLOCK];
    let mut put = |start: usize, text: &[u8]| {
        for (slot, byte) in block.iter_mut().skip(start).zip(text) {
            *slot = *byte;
        }
    };
    put(0, name.as_bytes());
    put(100, b"0000644");
    put(108, b"0000000");
    put(116, b"0000000");
    put(124, format!("{size:011o}").as_bytes());
    put(136, format!("{timestamp:011o}").as_bytes());
    // The checksum is the sum of all bytes with spaces in its own place.
    put(148, b"        ");
    put(156, b"0");
    let sum: u32 = block.iter().map(|&byte| u32::from(byte)).sum();
    for (slot, byte) in block.iter_mut().skip(148).zip(format!("{sum:06o}\0 ").bytes()) {
        *slot = byte;
    }
    block
}

/// A member read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Member<'a> {
    pub(crate) name: &'a str,
    pub(crate) timestamp: u64,
    pub(crate) body: &'a [u8],
}

/// Why the next member cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TarFault {
    #[error("the archive is cut short inside a member, {0} bytes from its start")]
    Truncated(usize),
    #[error("the member header {0} bytes from the start is not as the format prescribes")]
    Header(usize),
    #[error("the padding of the member {0} bytes from the start is not zero")]
    Padding(usize),
}

/// Reads the member at `start`; returns it and where the next one starts.
pub(crate) fn read_member(bytes: &[u8], start: usize) -> Result<(Member<'_>, usize), TarFault> {
    let rest = bytes.get(start..).unwrap_or_default();
    let (block, rest) = rest.split_first_chunk::<BLOCK>().ok_or(TarFault::Truncated(start))?;
    let (name, size, timestamp) = read_header(block).ok_or(TarFault::Header(start))?;
    let padded = size.next_multiple_of(BLOCK);
    let (body, padding) = rest
        .get(..padded)
        .and_then(|padded| padded.split_at_checked(size))
        .ok_or(TarFault::Truncated(start))?;
    if padding.iter().any(|&byte| byte != 0) {
        return Err(TarFault::Padding(start));
    }
    Ok((Member { name, timestamp, body }, start + BLOCK + padded))
}

fn read_header(block: &[u8; BLOCK]) -> Option<(&str, usize, u64)> {
    let name = block.get(..100)?.split(|&byte| byte == 0).next()?;
    let name = std::str::from_utf8(name).ok().filter(|name| name.len() < 100)?;
    let octal = |range| u64::from_str_radix(std::str::from_utf8(block.get(range)?).ok()?, 8).ok();
    let (size, timestamp) = (octal(124..135)?, octal(136..147)?);
    (header(name, timestamp, size) == *block).then_some((name, usize::try_from(size).ok()?, timestamp))
}
