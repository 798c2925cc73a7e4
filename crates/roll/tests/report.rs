//! Whole reports, word for word, for the file every union has.

use rankfile_roll::{Mapping, parse};

/// A header, a byte order mark, semicolons, quotes over two lines, a duplicate and a bad e-mail address.
const MESSY: &str = "\u{feff}Member No.;Full name;E-Mail;Teléfono;Address;Dept.;Join date;Status;Shoe size\r\n\
    17;\"Quillmark, Inés\";ines@example.org;555-0117;\"12 Example Street\r\nSampleton\";Packing;2019-04-01;Good;38\r\n\
    18;\"Bram \"\"Bo\"\" Tidewell\";bo@example;555-0118;7 Model Square;Sorting;31/12/2020;good;\r\n\
    \r\n\
    19;;cy@example.org;;;;03/04/2021;suspnded;44\r\n\
    17;Dalia Reedwater;dalia@example.org;;;;;arrears;41\r\n\
    ;;;;;;;;\r\n\
    20;Emre Oakfenwick;CY@example.org;;;;;;40\r\n";

#[test]
fn a_messy_file_gives_an_exact_report_per_row_and_loads_nothing() {
    let import = parse(MESSY.as_bytes(), &Mapping::default());
    let report = import.rows().expect_err("there are refusals, so nothing may load");
    assert_eq!(
        report.render(),
        "\
Nothing was loaded: 5 rows, 3 refused; 4 refusals, 4 notes.
Read as UTF-8 with a byte order mark, separated by semicolons, header in line 1, 1 empty row skipped.
  column 1 \"Member No.\": member_id
  column 2 \"Full name\": name
  column 3 \"E-Mail\": email
  column 4 \"Teléfono\": phone
  column 5 \"Address\": address
  column 6 \"Dept.\": unit
  column 7 \"Join date\": joined
  column 8 \"Status\": standing
  column 9 \"Shoe size\": kept as an extra column

refused: line 4, column \"E-Mail\": this is not an e-mail address: the part after the @ is not a domain such as \
example.org. Correct it, or leave it empty.
refused: line 6, column \"Join date\": this date can be read two ways, day first or month first. Write it as \
YYYY-MM-DD, or say which comes first: dates=day-first or dates=month-first.
refused: line 6, column \"Status\": this word for standing is not known; the nearest known is \"suspended\". Write \
\"good\", a known word, or \"not good: \" and the reason.
refused: line 7, column \"Member No.\": line 2 has the same member number. Give each member one row and one number.
noted: the file: dates that can be read two ways: 1; that can only have the day first: 1; that can only have the \
month first: 0. Say which comes first (dates=day-first or dates=month-first), or write dates as YYYY-MM-DD.
noted: line 6, column \"Full name\": this member has no name. Nothing need be done; the number is shown instead.
noted: line 9, column \"E-Mail\": line 6 has the same e-mail address. Whoever reads that mailbox reads the mail of \
both; ask for an address each.
noted: line 9, column \"Status\": standing is empty; the member is read as in good standing. If that is not so, write \
\"not good: \" and the reason.
"
    );
}

#[test]
fn the_same_file_put_right_loads_whole() {
    let right = MESSY
        .replace("bo@example;", "bo@example.org;")
        .replace("suspnded", "suspended")
        .replace("\n17;Dalia", "\n21;Dalia");
    let mapping = Mapping::default().with("dates=day-first").expect("a known entry");
    let import = parse(right.as_bytes(), &mapping);
    assert_eq!(
        import.report().render().lines().next(),
        Some("The roll loads: 5 rows, none refused, 3 notes.")
    );
    let roll = import.rows().expect("nothing is refused any more");
    let json: Vec<String> = roll.members().iter().map(|member| member.canonical_json()).collect();
    assert_eq!(
        json,
        [
            r#"{"address":"12 Example Street\nSampleton","email":"ines@example.org","extra":{"Shoe size":"38"},"joined":"2019-04-01","member_id":"17","name":"Quillmark, Inés","phone":"555-0117","standing":"good","unit":"Packing"}"#,
            r#"{"address":"7 Model Square","email":"bo@example.org","joined":"2020-12-31","member_id":"18","name":"Bram \"Bo\" Tidewell","phone":"555-0118","standing":"good","unit":"Sorting"}"#,
            r#"{"email":"cy@example.org","extra":{"Shoe size":"44"},"joined":"2021-04-03","member_id":"19","standing":{"not_good":"suspended"}}"#,
            r#"{"email":"CY@example.org","extra":{"Shoe size":"40"},"member_id":"20","name":"Emre Oakfenwick","standing":"good"}"#,
            r#"{"email":"dalia@example.org","extra":{"Shoe size":"41"},"member_id":"21","name":"Dalia Reedwater","standing":{"not_good":"arrears"}}"#,
        ]
    );
}

#[test]
fn of_very_many_findings_some_are_shown_and_all_are_counted() {
    let rows: String = (0..5_000).map(|number| format!("{number},bad\n")).collect();
    let report = parse(format!("id,email\n{rows}").as_bytes(), &Mapping::default()).rows().expect_err("bad");
    assert_eq!((report.rows, report.rows_refused, report.refusals), (5_000, 5_000, 5_000));
    assert_eq!(report.findings.len(), rankfile_roll::KEPT_FINDINGS + 2);
    let text = report.render();
    assert!(text.contains("\n... and 4980 more refused\n"), "{text}");
    assert_eq!(text.matches("refused: line").count(), rankfile_roll::SHOWN_FINDINGS);
}

#[test]
fn a_report_is_json_for_pages_with_a_code_for_each_fact() {
    let report = parse(b"id,email\n1,bad\n1,\n", &Mapping::default()).rows().expect_err("bad");
    let json = serde_json::to_value(&report).expect("plain data");
    assert_eq!(
        json["findings"][0],
        serde_json::json!({
            "line": 2, "column": "email", "severity": "refused",
            "fact": {"code": "email_malformed", "fault": "no_at"},
            "message": "this is not an e-mail address: there is no @ in it",
            "remedy": "Correct it, or leave it empty.",
        })
    );
    assert_eq!(json["findings"][1]["fact"], serde_json::json!({"code": "member_id_twice", "first_line": 2}));
}
