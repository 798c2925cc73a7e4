//! A roll back into a file: UTF-8, commas, the eight headings and then the extra ones. What [`crate::parse`] reads from
//! it is the same roll.
//!
//! Not here: protection against formulas. A cell that begins with `=` is written as it is, because the file is a roll,
//! not a spreadsheet; who opens it in one should import it as text.

use std::collections::BTreeSet;

use csv::{Terminator, WriterBuilder};

use crate::mapping::Field;
use crate::member::Member;
use crate::roll::Roll;
use crate::standing;

/// Writes a roll.
///
/// *Shape*: a header, then a row for each member in the roll's order; lines end with a line feed.
pub fn render_csv(roll: &Roll) -> String {
    let extras: BTreeSet<&str> =
        roll.members().iter().flat_map(|m| m.extra.keys().map(String::as_str)).collect();
    let mut writer = WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(Vec::new());
    let headings = Field::ALL.iter().map(|field| field.heading()).chain(extras.iter().copied());
    let mut written = writer.write_record(headings);
    for member in roll.members() {
        written = written.and_then(|()| writer.write_record(row(member, &extras)));
    }
    written.expect("writing rows of one width to memory cannot fail");
    let bytes = writer.into_inner().expect("flushing to memory cannot fail");
    String::from_utf8(bytes).expect("cells are UTF-8 and the writer adds only ASCII")
}

fn row<'m>(member: &'m Member, extras: &'m BTreeSet<&str>) -> impl Iterator<Item = String> + 'm {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let fields = [
        member.member_id.to_string(),
        text(&member.name),
        text(&member.email),
        text(&member.phone),
        text(&member.address),
        text(&member.unit),
        member.joined.map(|date| date.to_string()).unwrap_or_default(),
        standing::render(&member.standing),
    ];
    let extra = extras.iter().map(|name| member.extra.get(*name).cloned().unwrap_or_default());
    fields.into_iter().chain(extra)
}
