//! Requests: a command on its way in, before anybody has decided about it.

use rankfile_record::act::{Actor, Inner};

/// A command with its signature and the documents it names.
#[derive(Debug, Clone)]
pub struct Request {
    /// What is asked, and by whom.
    pub inner: Inner,
    /// Signature of the inner part, for a key's command.
    pub signature: Option<String>,
    /// Documents that the command names by digest and the union does not have yet.
    pub documents: Vec<Vec<u8>>,
}

/// What a decision knows of its request besides the command.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    /// Who asks; a key's signature was checked and its role is in force.
    pub actor: &'a Actor,
    /// Where the record is kept.
    pub origin: &'a str,
    /// When, in seconds since 1970.
    pub now: i64,
    /// The version of the rules that decides.
    pub rules: u32,
}
