//! Bad documents: each is told with its line, its column and a remedy that helps.

mod common;

use common::{DEMO, demo_with, problems, shown};

/// Replaces a passage of the demo and looks for a problem where `@` stands in the replacement.
fn check(from: &str, to: &str, message: &str, remedy: &str) {
    let text = demo_with(from, to);
    let at = text.find('@').expect("the place is marked");
    let before = &text[..at];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let found = problems(&text.replacen('@', "", 1));
    let is_it = |d: &&rankfile_constitution::Diagnostic| {
        (d.line, d.column) == (line, column) && d.message.contains(message)
    };
    let it = found.iter().find(is_it);
    let it =
        it.unwrap_or_else(|| panic!("{to}: nothing at {line}:{column} says {message:?}\n{}", shown(&found)));
    assert!(it.remedy.contains(remedy), "{to}: {}", it.remedy);
    assert_eq!(
        Some(it.source_line.as_str()),
        text.replacen('@', "", 1).lines().nth(line - 1).map(str::trim_end)
    );
}

#[test]
fn the_shape_of_the_document() {
    for (from, to, message, remedy) in [
        ("## Article 6. Elections {#elections}", "@## Article 6. Elections", "has no id", "{#elections}"),
        (
            "## Article 10. Protests {#protests}",
            "@## Article 10. Our Protests!",
            "has no id",
            "{#our-protests}",
        ),
        ("## Article 13. Keys {#keys}", "@## Article 13. Keys {#Keys}", "no id of an article", "{#keys}"),
        (
            "## Article 9. Equal chances {#campaigns prose-only}",
            "@## Article 9. Equal chances {#campaigns}",
            "does not say that it has none",
            "{#campaigns prose-only}",
        ),
        (
            "## Article 9. Equal chances {#campaigns prose-only}",
            "@## Article 9. Equal chances {#campaigns prose-olny}",
            "no mark `prose-olny`",
            "Did you mean `prose-only`?",
        ),
        (
            "## Article 10. Protests {#protests}",
            "@## Article 10. Protests {#protests prose-only}",
            "marked `prose-only`",
            "Take out the mark",
        ),
        ("```rules\nelection \"", "@```rule\nelection \"", "marked `rule`", "write ```rules"),
        ("```rules\nelection \"", "@```kdl rules\nelection \"", "marked `kdl rules`", "write ```rules"),
        ("```rules\nelection \"", "- @```rules\nelection \"", "inside a list", "at the left margin"),
        (
            "```rules\nstanding { kept-by \"secretary\" }\n```",
            "@```rules\n```",
            "is empty",
            "mark the heading",
        ),
        (
            "# Constitution of",
            "@```rules\nx\n```\n# Constitution of",
            "before the first article",
            "Put it under",
        ),
    ] {
        check(from, to, message, remedy);
    }
}

#[test]
fn a_second_article_of_the_same_id_is_refused_with_the_line_of_the_first() {
    let found = problems(&demo_with("{#protests}", "{#elections}"));
    let first = DEMO.lines().position(|line| line.contains("{#elections}")).expect("it is there") + 1;
    assert!(
        found
            .iter()
            .any(|d| d.message.contains(&format!("on line {first}")) && d.source_line.contains("Protests"))
    );
}

#[test]
fn a_block_that_is_never_closed_is_told_at_its_opening() {
    let text = DEMO.trim_end().strip_suffix("```").expect("the demo ends with a block");
    let found = problems(text);
    assert_eq!(found.len(), 1, "{}", shown(&found));
    assert!(found[0].message.contains("has no end") && found[0].source_line == "```rules");
    assert_eq!(found[0].article.as_ref().map(|id| id.0.as_str()), Some("amendments"));
}

#[test]
fn unknown_and_doubled_words() {
    for (from, to, message, remedy) in [
        (
            "election \"officers\" {",
            "@electon \"officers\" {",
            "No kind of rule is called `electon`",
            "Did you mean `election`?",
        ),
        ("recall \"officers\"", "@recal \"officers\"", "No kind of rule", "Did you mean `recall`?"),
        ("standing {", "@zebra {", "No kind of rule", "The kinds are: body,"),
        (
            "    voting \"7d\"",
            "    @votting \"7d\"",
            "`election` knows no `votting`",
            "Did you mean `voting`?",
        ),
        ("    voting \"7d\"", "    voting \"7d\"\n    @voting \"8d\"", "comes twice", "Keep one"),
        (
            "    every \"2y\" month=",
            "    every \"2y\" @mounth=",
            "`every` knows no `mounth=`",
            "Did you mean `month`?",
        ),
        ("\"2y\" month=\"november\"", "\"2y\" month=\"november\" @month=\"may\"", "comes twice", "Keep one"),
        ("month=\"november\"", "@month=\"novembre\"", "`novembre` is not known", "Did you mean `november`?"),
        (
            "by=\"post\" by=\"email\" content=\"date time place offices",
            "by=\"post\" @by=\"e-mail\" content=\"date time place offices",
            "`e-mail` is not known",
            "Did you mean `email`?",
        ),
        ("\"21d\" by=\"post\" by=\"email\"", "\"21d\" by=\"post\" @by=\"post\"", "comes twice", "Keep one"),
        (
            "content=\"date time place offices how protest\"",
            "@content=\"date time palce\"",
            "`palce`",
            "Did you mean `place`?",
        ),
        ("exclude \"supervisor\"", "exclude @\"supervizor\"", "`supervizor`", "Did you mean `supervisor`?"),
        ("tie \"lot\"", "tie @\"coin\"", "`coin`", "lot"),
        ("method=\"plurality\"", "@method=\"plurallity\"", "`plurallity`", "Did you mean `plurality`?"),
        (
            "standing { kept-by \"secretary\" }",
            "standing { kept-by \"secretary\"; @garce \"60d\" }",
            "knows no `garce`",
            "Did you mean `grace`?",
        ),
    ] {
        check(from, to, message, remedy);
    }
}

#[test]
fn values_that_do_not_fit() {
    for (from, to, message, remedy) in [
        ("    voting \"7d\"", "    voting @\"7 days\"", "another way", "\"7d\""),
        ("    voting \"7d\"", "    voting @\"soon\"", "no length of time", "\"30d\""),
        ("    voting \"7d\"", "    voting @\"0d\"", "no length a rule can use", "more than nothing"),
        ("    voting \"7d\"", "    voting @\"900y\"", "no length a rule can use", "hundred years"),
        ("    voting \"7d\"", "    voting @7d", "neither a number nor a word", "\"7d\""),
        ("    voting \"7d\"", "    voting @7", "a number does not belong", "\"30d\""),
        ("    voting \"7d\"", "    @voting", "needs one length of time", "voting \"30d\""),
        ("    voting \"7d\"", "    voting \"7d\" @\"8d\"", "does not take this value", "one length of time"),
        ("secret=#true method=\"plurality\"", "secret=@true method=\"plurality\"", "needs a `#`", "#true"),
        (
            "secret=#true method=\"plurality\"",
            "@secret=\"yes\" method=\"plurality\"",
            "does not fit",
            "#true",
        ),
        ("key-holders 3", "key-holders @0", "out of range", "1 to 50"),
        ("key-holders 3", "key-holders @\"three\"", "does not fit", "3"),
        ("office \"president\" seats=1", "office \"president\" @seats=999", "out of range", "1 to 200"),
        ("office \"president\"", "office @\"President\"", "does not fit", "small-letters"),
        ("office \"president\"", "office @\"clock\"", "meaning of its own", "another id"),
        ("tally within=\"3d\" otherwise", "@tally otherwise", "does not say `within=`", "within=\"30d\""),
        (
            "body \"protest-board\" kind=\"board\"",
            "@body \"protest-board\"",
            "does not say `kind=`",
            "membership",
        ),
        ("share=\"2/3\"", "@share=\"3/2\"", "does not fit", "2/3"),
        ("quorum \"membership\" number=25", "@quorum \"membership\"", "either", "number=25"),
        ("number=25", "number=25 @which=\"lesser\"", "only one of them", "give both"),
        (
            "petition share=\"20%\" of=\"good-standing\"",
            "@petition of=\"good-standing\"",
            "how many must sign",
            "number=50",
        ),
        ("number=25", "number=25 @effective=\"2026-2-1\"", "does not fit", "2026-12-31"),
        ("number=25", "number=25 @expires=\"2026-02-30\"", "does not fit", "2026-12-31"),
        (
            "quorum \"membership\" number=25",
            "@quorum \"membership\" number=25 effective=\"2026-02-01\" expires=\"2026-01-01\"",
            "ends before it begins",
            "later than",
        ),
        ("number=25", "number=25 @rank=\"bylaws\"", "`bylaws` is not known", "Did you mean `bylaw`?"),
        (
            "term { for all-offices; length",
            "@term { length",
            "name its offices in one way",
            "for all-offices",
        ),
        ("term { for", "@term \"president\" { for", "name its offices in one way", "for all-offices"),
    ] {
        check(from, to, message, remedy);
    }
}

#[test]
fn broken_kdl() {
    for (from, to, message, remedy) in [
        ("    installed \"7d\"\n}", "    installed \"7d\"\n}\n@}", "closes nothing", "Take it out"),
        ("nomination \"officers\" {", "nomination @\"officers {", "not closed on its line", "missing `\"`"),
        ("    window \"14d\"", "    @/-window \"14d\"", "struck out", "take it out"),
        ("    window \"14d\"", "    @/* window */", "cannot stand here", "//"),
        ("    window \"14d\"", "    @window= \"14d\"", "has no value", "window=\"value\""),
        ("    window \"14d\"", "    window @(days)14", "`(` cannot stand here", "inside quotes"),
        ("    window \"14d\"", "    @14 \"d\"", "not KDL 2", ""),
    ] {
        check(from, to, message, remedy);
    }
    let found = problems(&demo_with("    installed \"7d\"\n}", "    installed \"7d\""));
    assert_eq!(
        (found.len(), found[0].source_line.as_str()),
        (1, "election \"officers\" {"),
        "{}",
        shown(&found)
    );
    assert!(found[0].message.contains("never closed"));
}

#[test]
fn ids_that_lead_nowhere() {
    for (from, to, message, remedy) in [
        (
            "kept-by \"secretary\"",
            "kept-by @\"secretery\"",
            "No office or body is called `secretery`",
            "Did you mean `secretary`?",
        ),
        (
            "ballot-by \"election-committee\"",
            "ballot-by @\"clerk\"",
            "No office or body is called `clerk`",
            "Define it: office \"clerk\"",
        ),
        (
            "    for \"president\"\n",
            "    for @\"presidant\"\n",
            "No office is called `presidant`",
            "Did you mean `president`?",
        ),
        (
            "    for \"president\"\n",
            "    for @\"membership\"\n",
            "No office is called `membership`",
            "Define it",
        ),
        ("    for \"president\"\n", "    for \"president\" @\"president\"\n", "named twice", "once"),
        ("    for \"president\"\n", "    for \"president\" @all-offices\n", "beside an office", "alone"),
        ("quorum \"membership\"", "quorum @\"membrship\"", "No body is called", "Did you mean `membership`?"),
        ("by=\"treasurer\"", "@by=\"tresurer\"", "No office or body", "Did you mean `treasurer`?"),
        (
            "nomination \"officers\"",
            "nomination @\"oficers\"",
            "which there is not",
            "Did you mean `officers`?",
        ),
        ("office \"treasurer\" seats=1", "office @\"secretary\"", "already an office or body", "another id"),
        ("body \"lot-committee\"", "body @\"treasurer\"", "already an office or body", "another id"),
        (
            "retention \"election-records\" { keep \"3y\" }",
            "retention \"election-records\" { keep \"3y\" }\n@retention \"election-records\" { keep \"2y\" }",
            "already a `retention",
            "Keep one",
        ),
        (
            "standing { kept-by \"secretary\" }",
            "standing { kept-by \"secretary\" }\n@standing { kept-by \"president\" }",
            "said twice",
            "Keep one",
        ),
        (
            "term { for all-offices; length \"2y\" }",
            "term { for all-offices; length \"2y\" }\n@term { for all-offices; length \"3y\" }",
            "given twice",
            "Keep one",
        ),
        (
            "term { for all-offices; length \"2y\" }",
            "term { for \"president\"; length \"2y\" }\n@term \"president\" { length \"3y\" }",
            "given twice",
            "Keep one",
        ),
    ] {
        check(from, to, message, remedy);
    }
}

const LADDER: &str = "called-by \"election-committee\" within=\"30d\" otherwise=\"lot-committee\"\n    called-by \"lot-committee\" within=\"30d\" otherwise=\"clock\"";

#[test]
fn ladders_that_do_not_hold() {
    for (to, message, remedy) in [
        (
            "called-by \"election-committee\" within=\"30d\" @otherwise=\"lot-committee\"",
            "No `called-by` line for `lot-committee` follows",
            "called-by \"lot-committee\" within",
        ),
        (
            "called-by \"election-committee\" within=\"30d\" @otherwise=\"klock\"",
            "No `called-by` line for `klock`",
            "Did you mean `clock`?",
        ),
        (
            "called-by \"election-committee\" within=\"30d\" @otherwise=\"election-committee\"",
            "in a circle",
            "End it with",
        ),
        (
            "called-by \"election-committee\" within=\"30d\" otherwise=\"lot-committee\"\n    called-by \"lot-committee\" within=\"30d\" @otherwise=\"election-committee\"",
            "in a circle",
            "End it with",
        ),
        (
            "called-by \"election-committee\" within=\"30d\" @otherwise=\"clock\"\n    called-by \"lot-committee\" within=\"30d\" otherwise=\"clock\"",
            "never reached",
            "otherwise=\"lot-committee\"",
        ),
        (
            "called-by @\"election-committee\" within=\"30d\"\n    called-by \"lot-committee\" within=\"30d\" otherwise=\"clock\"",
            "does not say what follows",
            "otherwise=\"lot-committee\"",
        ),
        (
            "called-by \"election-committee\" within=\"30d\" otherwise=\"lot-committee\"\n    called-by \"lot-committee\" within=\"30d\" otherwise=\"election-committee\"\n    called-by @\"election-committee\" within=\"9d\" otherwise=\"clock\"",
            "comes twice on this ladder",
            "somebody else",
        ),
        (
            "called-by \"election-committee\" within=\"30d\" @otherwise=\"stands\"",
            "`stands` cannot follow",
            "clock, again, nobody",
        ),
        ("@called-by \"election-committee\" otherwise=\"clock\"", "does not say `within=`", "within=\"30d\""),
    ] {
        check(LADDER, to, message, remedy);
    }
    for (from, to, message, remedy) in [
        (
            "\"election-committee\" within=\"5d\" otherwise=\"stands\"\n    installed",
            "\"election-committee\" within=\"5d\" @otherwise=\"clock\"\n    installed",
            "The clock cannot certify the result",
            "stands, rerun, nobody",
        ),
        (
            "within=\"7d\" otherwise=\"again\"",
            "within=\"7d\" @otherwise=\"clock\"",
            "The clock cannot make the keys",
            "again, rerun, nobody",
        ),
        (
            "within=\"7d\" otherwise=\"again\"",
            "within=\"7d\" @otherwise=\"secretary\"",
            "cannot pass on to `secretary`",
            "clock",
        ),
        (
            "within=\"7d\" otherwise=\"again\"",
            "within=\"7d\" @otherwise=\"draw-again\"",
            "no rule says that the key holders are drawn",
            "how=\"lot\"",
        ),
        (
            "tally within=\"3d\" otherwise=\"rerun\"",
            "tally within=\"3d\" @otherwise=\"draw-again\"",
            "cannot pass on to `draw-again`",
            "again",
        ),
        (
            "tally within=\"3d\" otherwise=\"rerun\"",
            "tally within=\"3d\" @otherwise=\"again\"",
            "`again` cannot follow",
            "rerun, nobody",
        ),
        (
            "by=\"secretary\" within=\"4d\" otherwise=\"clock\"",
            "by=\"secretary\" within=\"4d\" otherwise=\"president\"\n    @roll frozen=\"5d\" by=\"president\" within=\"4d\"",
            "given twice",
            "first `roll` line",
        ),
    ] {
        check(from, to, message, remedy);
    }
}

#[test]
fn what_an_election_cannot_do_without() {
    for (from, to, message, remedy) in [
        (LADDER, "", "who calls this election", "called-by"),
        ("    every \"2y\" month=\"november\"\n", "", "how often", "every \"2y\""),
        ("    for all-offices\n    every", "    every", "does not say `for`", "Add a line: for"),
        (
            "    notice \"21d\" by=\"post\" by=\"email\" content=\"date time place offices how protest\"\n",
            "",
            "notice of this election",
            "notice \"21d\"",
        ),
        ("method=\"plurality\" ", "", "how the winners", "method=\"plurality\""),
        ("secret=#true method", "secret=#false method", "always secret", "secret=#true"),
        ("write-ins=#false", "write-ins=#true", "cannot write a name in", "write-ins=#false"),
        ("method=\"plurality\"", "method=\"stv\"", "not run yet", "plurality"),
        (
            "nomination \"officers\" {",
            "nomination \"others\" {",
            "has no rule `nomination",
            "nomination \"officers\" {",
        ),
        (
            "election-protest \"officers\" {",
            "election-protest \"others\" {",
            "has no rule `election-protest",
            "decided-by",
        ),
        (
            "    decided-by \"protest-board\" within=\"30d\" otherwise=\"stands\"\n",
            "",
            "who decides protests",
            "did not run the election",
        ),
        ("kind=\"membership\"", "kind=\"membership\" seats=3", "has no seats", "Take out seats"),
        ("kind=\"board\" seats=3", "kind=\"board\"", "how many people sit", "seats=3"),
    ] {
        let found = problems(&demo_with(from, to));
        let it = found.iter().find(|d| d.message.contains(message));
        let it = it.unwrap_or_else(|| panic!("nothing says {message:?}\n{}", shown(&found)));
        assert!(it.remedy.contains(remedy) && it.line > 1 && it.article.is_some(), "{it:?}");
    }
}

#[test]
fn the_front_matter() {
    for (from, to, message, remedy) in [
        ("kind: local ", "@knid: local ", "knows no `knid`", "Did you mean `kind`?"),
        ("sector: private", "sector: @privat", "no sector", "Did you mean `private`?"),
        ("happened: {}", "happened: @{certification: 2023-02-30}", "cannot be read", "real dates"),
        ("scope: all\n", "scope: all\n@scope: all\n", "given twice", "Keep one"),
    ] {
        check(from, to, message, remedy);
    }
}

#[test]
fn all_problems_are_told_at_once_and_in_order() {
    let text = demo_with("kind: local ", "knid: local ")
        .replacen("tie \"lot\"", "tei \"lot\"", 1)
        .replacen("{#keys}", "", 1)
        .replacen("share=\"2/3\"", "share=\"all\"", 1);
    let found = problems(&text);
    // The misspelt key is unknown, and its right spelling is missing.
    assert_eq!(found.len(), 5, "{}", shown(&found));
    assert!(found.windows(2).all(|pair| (pair[0].line, pair[0].column) <= (pair[1].line, pair[1].column)));
}

#[test]
fn a_rendered_problem_shows_the_place() {
    let found = problems(&demo_with("tie \"lot\"", "tie \"coin\""));
    let line = found[0].line;
    assert_eq!(
        found[0].render(),
        format!(
            "demo.md:{line}:9: `tie`: `coin` is not known here.\n    |\n{line} |     tie \"coin\"\n    |         ^\n    = Known here: lot.\n"
        )
    );
}
