//! One section of the manual for each kind of rule, from its table in the vocabulary.

use super::{cell, read, sentences};
use crate::vocabulary::table::NOTICE_TERMS;
use crate::vocabulary::words::{self, Words};
use crate::vocabulary::{Holds, Kind, Says, Shape, Slot};

/// A list this long is shown below its table and not in it.
const LONG_LIST: usize = 8;

/// The section of a kind.
pub(super) fn section(kind: &Kind) -> String {
    let Kind { shape, subject, example } = kind;
    let mut out = format!("\n### `{}`\n\n{} Subject: {subject}.\n", shape.word, shape.about);
    out.push_str(&format!("\n```kdl\n{example}\n```\n"));
    let text = format!(
        "---\nname: Example\nkind: local\nsector: private\nprofile: none\nscope: excerpt\nhappened: {{}}\n---\n\n\
         ## Article {{#article}}\n\n```rules\n{example}\n```\n"
    );
    out.push_str(&format!("\nIt is said so:\n\n{}\n", sentences(&read(&text))));
    out.push_str("\n| write | says |\n| --- | --- |\n");
    let mut lists: Vec<Words> = Vec::new();
    let head = format!("{}{}", shape.word, args(shape));
    out.push_str(&row(&head, &said_of_args(shape, "the rule", &mut lists)));
    for slot in shape.props {
        out.push_str(&row(&prop(slot), &said_of(slot, &mut lists)));
    }
    for line in shape.children {
        let head = format!("{}{}{}", line.word, args(line), told_above(line));
        out.push_str(&row(&head, &said_of_args(line, line.about, &mut lists)));
        for slot in line.props.iter().filter(|_| told_above(line).is_empty()) {
            out.push_str(&row(&format!("{} … {}", line.word, prop(slot)), &said_of(slot, &mut lists)));
        }
    }
    for list in lists {
        out.push_str(&format!("\n{}\n", long_list(list)));
    }
    out
}

/// The properties of a line that the front of the manual tells: those of ladders and of notices.
fn told_above(line: &Shape) -> &'static str {
    if matches!(line.says, Says::Ladder { .. }) && line.args.most == 1 {
        " within=\"30d\" otherwise=\"next-or-end\""
    } else if is_notice(line) {
        " by=\"word\" …"
    } else {
        ""
    }
}

/// Whether a line is a notice like any other. A constant has no address of its own, so words are compared.
fn is_notice(line: &Shape) -> bool {
    line.props.iter().map(|slot| slot.word).eq(NOTICE_TERMS.iter().map(|slot| slot.word))
}

fn row(write: &str, says: &str) -> String {
    format!("| `{}` | {} |\n", cell(write), cell(says))
}

/// What a line is about, what its values are, whether it must be there.
fn said_of_args(shape: &Shape, about: &str, lists: &mut Vec<Words>) -> String {
    let mut out = about.to_owned();
    if shape.args.most > 0 {
        out.push_str(&known(shape.args.holds, lists));
    }
    if matches!(shape.says, Says::Ladder { .. }) {
        out.push_str("; a [ladder](#who-must-do-it-and-what-if-they-do-not)");
    } else if is_notice(shape) {
        out.push_str("; a [notice](#how-notice-is-served)");
    } else if shape.repeats {
        out.push_str("; can come more than once");
    }
    if shape.is_required {
        out.push_str("; must be there");
    }
    out
}

fn said_of(slot: &Slot, lists: &mut Vec<Words>) -> String {
    let mut out = format!("{}{}", slot.about, known(slot.holds, lists));
    if slot.repeats {
        out.push_str("; can come more than once");
    }
    if slot.is_required {
        out.push_str("; must be there");
    }
    out
}

/// What a property says, and the words it knows.
pub(super) fn says(holds: Holds, about: &str) -> String {
    format!("{about}{}", known(holds, &mut Vec::new()))
}

/// The words of a list; a long one is put off.
fn known(holds: Holds, lists: &mut Vec<Words>) -> String {
    let (Holds::OneOf(list) | Holds::Row(list)) = holds else { return String::new() };
    let many = if matches!(holds, Holds::Row(_)) { ", in one text with blanks between" } else { "" };
    if list == words::BASES {
        return ", as told [above](#shares)".to_owned();
    }
    if list == words::MONTHS {
        return ": `january` to `december`".to_owned();
    }
    if list.len() > LONG_LIST {
        if !lists.contains(&list) {
            lists.push(list);
        }
        let first = words::each(list).next().unwrap_or_default();
        return format!(": one of the words below, beginning with `{first}`{many}");
    }
    let each: Vec<String> = words::each(list).map(|word| format!("`{word}`")).collect();
    format!(": {}{many}", each.join(", "))
}

fn long_list(list: Words) -> String {
    let each: Vec<String> = list
        .iter()
        .map(|(word, phrase)| match *phrase {
            "" => format!("`{word}`"),
            phrase => format!("`{word}` ({phrase})"),
        })
        .collect();
    format!("Words: {}.", each.join(", "))
}

/// The values of a node, as they are written.
fn args(shape: &Shape) -> String {
    let args = shape.args;
    if args.most == 0 {
        return String::new();
    }
    let one = sample(args.holds);
    let more = if args.most > 1 { " …" } else { "" };
    if args.least == 0 { format!(" [{one}{more}]") } else { format!(" {one}{more}") }
}

fn prop(slot: &Slot) -> String {
    format!("{}={}", slot.word, sample(slot.holds))
}

/// A value as it could be written.
fn sample(holds: Holds) -> &'static str {
    match holds {
        Holds::NewId => "\"new-name\"",
        Holds::Name | Holds::Election => "\"name\"",
        Holds::Who => "\"office-or-body\"",
        Holds::Body => "\"body\"",
        Holds::Office => "\"office\"",
        Holds::Article => "\"article\"",
        Holds::BearerOrEnd => "\"next-or-end\"",
        Holds::Time => "\"30d\"",
        Holds::Date => "\"2026-12-31\"",
        Holds::Yearly => "\"15 october\"",
        Holds::Number(_) | Holds::Count(_) => "3",
        Holds::Flag => "#true",
        Holds::OneOf(_) => "\"word\"",
        Holds::Row(_) => "\"word word\"",
        Holds::Text => "\"a few words\"",
        Holds::Share => "\"2/3\"",
    }
}
