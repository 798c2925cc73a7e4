//! The floors of the house and the outside crates its two lower floors may use, each with a reason. This is a list to
//! argue about in review: whoever adds a row says why the room cannot do without. Floors 2 and above choose freely, with
//! a row in `docs/dependencies.md`.

/// Every room and the floor it is on. An arrow goes from a room to one on a lower floor, never sideways or up.
pub const FLOORS: &[(&str, u8)] = &[
    ("belenios", 0),
    ("constitution", 0),
    ("count", 0),
    ("record", 0),
    ("roll", 0),
    ("vault", 0),
    ("hall", 1),
    ("desk", 2),
    ("store", 2),
    ("clerk", 3),
    ("post", 3),
    ("site", 4),
    ("rankfile", 5),
    ("sim", 6),
];

/// Rooms that may see less than their floor allows: the room, and the highest floor it may use.
pub const NARROWER: &[(&str, u8, &str)] =
    &[("desk", 1, "it runs in a member's browser and must not carry the store")];

/// Outside crates that rooms of floors 0 and 1 may use: none of them does I/O, reads a clock or draws randomness there.
pub const LOWER_FLOORS: &[(&str, &str)] = &[
    ("base64", "fingerprints, trackers and notes are Base64 by their formats"),
    ("csv", "rolls arrive as CSV with every quoting habit there is"),
    ("curve25519-dalek", "the Ed25519 group of ballots and keys"),
    ("ed25519-dalek", "signatures of acts and checkpoints"),
    ("encoding_rs", "rolls arrive in Latin-1 and Windows-1252"),
    ("hex", "hashes in files and messages"),
    ("jiff", "civil time: business days, zones, terms; its clock is banned in clippy.toml"),
    ("kdl", "rule blocks of a constitution"),
    ("p256", "ES256, what most passkeys sign with; verified by the record itself"),
    ("pulldown-cmark", "the Markdown around the rule blocks"),
    ("rand_core", "the trait by which randomness comes in as an argument"),
    ("rayon", "many ballots verified on all cores; without threads it runs in turn"),
    ("serde", "typed JSON in and out"),
    ("serde_json", "JSON, with raw values where the bytes are hashed"),
    ("sha2", "SHA-256 and SHA-512 of every format here"),
    ("strsim", "the nearest known word when a constitution has an unknown one"),
    ("thiserror", "error enums without boilerplate"),
    ("unicode-normalization", "one form for a name that can be typed in two"),
    ("zeroize", "secrets are wiped when dropped"),
];

/// Outside crates that only the tests of floors 0 and 1 may use.
pub const LOWER_FLOORS_TESTS: &[(&str, &str)] = &[
    ("ct-merkle", "a second Merkle tree to hold the record's against"),
    ("proptest", "properties"),
    ("rand_chacha", "a seeded stream where a test needs one"),
    ("signed_note", "a second reader of signed notes to hold the record's against"),
    ("tlog_tiles", "a second maker of tiles and proofs to hold the record's against"),
];
