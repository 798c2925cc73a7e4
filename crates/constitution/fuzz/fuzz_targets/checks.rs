//! What must hold of any text, shared by the targets: a refusal says where and why; what is read can be printed, compiled,
//! linted and formatted; formatting is stable and changes no rule.

use jiff::civil::date;
use rankfile_constitution::lint::{Against, Profile, lint};
use rankfile_constitution::print::Printer;
use rankfile_constitution::{Constitution, Diagnostic, Document, compile, format};

/// Checks everything.
pub fn check(text: &str) {
    match Document::parse(text, "x.md") {
        Err(found) => sound(&found),
        Ok(constitution) => {
            if let Err(found) = compile(&constitution) {
                sound(&found);
            }
            let profile = Profile::named("us-lmrda").expect("it is a profile");
            lint(&constitution, Against { profile: &profile, as_of: date(2026, 11, 22), members: None });
            let tidy = format(text, "x.md").expect("what is read can be formatted");
            assert_eq!(format(&tidy, "x.md").as_ref(), Ok(&tidy), "formatting is stable");
            let again = Document::parse(&tidy, "x.md").expect("what is formatted can be read");
            assert_eq!(said(&constitution), said(&again), "formatting changes no rule");
        }
    }
}

fn sound(found: &[Diagnostic]) {
    assert!(!found.is_empty(), "a refusal gives a reason");
    for problem in found {
        assert!(problem.line >= 1 && problem.column >= 1);
        assert!(!problem.message.is_empty() && !problem.remedy.is_empty());
        assert!(problem.render().contains(&problem.message));
    }
}

fn said(constitution: &Constitution) -> Vec<Vec<String>> {
    let printer = Printer::new(constitution);
    constitution
        .rules()
        .map(|(_, rule)| printer.sentences(rule))
        .inspect(|said| assert!(!said.is_empty()))
        .collect()
}
