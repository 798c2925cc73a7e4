//! Files as people have them: a table per feature.

use rankfile_roll::{Mapping, Member, Report, Roll, Standing, parse};

fn mapping(entries: &[&str]) -> Mapping {
    entries.iter().try_fold(Mapping::default(), |mapping, entry| mapping.with(entry)).expect("known entries")
}

fn load(file: &str, entries: &[&str]) -> Roll {
    parse(file.as_bytes(), &mapping(entries)).rows().unwrap_or_else(|report| panic!("{}", report.render()))
}

fn refuse(file: &str, entries: &[&str]) -> Report {
    parse(file.as_bytes(), &mapping(entries)).rows().expect_err("this file must be refused")
}

/// Line, column and the beginning of the message of every refusal.
fn refusals(file: &str, entries: &[&str]) -> Vec<String> {
    found(&refuse(file, entries), "refused")
}

fn notes(file: &str, entries: &[&str]) -> Vec<String> {
    found(parse(file.as_bytes(), &mapping(entries)).report(), "noted")
}

fn found(report: &Report, severity: &str) -> Vec<String> {
    let json = serde_json::to_value(&report.findings).expect("plain data");
    let of_severity =
        json.as_array().expect("a list").iter().filter(|finding| finding["severity"] == severity);
    let shown = |finding: &serde_json::Value| {
        let column = finding["column"].as_str().unwrap_or("-");
        format!("{} {column}: {}", finding["line"], finding["fact"]["code"].as_str().expect("a code"))
    };
    of_severity.map(shown).collect()
}

fn first(roll: &Roll) -> &Member {
    &roll.members()[0]
}

#[test]
fn headings_come_in_any_order_and_language() {
    let roll = load(
        "Estado;Correo electrónico;N.º de socio;Nombre completo\nal día;a@example.org;7;Ana Oakfenwick\n",
        &[],
    );
    assert_eq!(
        first(&roll).canonical_json(),
        r#"{"email":"a@example.org","member_id":"7","name":"Ana Oakfenwick","standing":"good"}"#
    );
}

#[test]
fn a_list_of_numbers_alone_is_a_roll() {
    assert_eq!(load("member_id\n3\n1\n2\n", &[]).members().len(), 3);
}

#[test]
fn a_missing_name_column_does_not_stop_anything() {
    assert_eq!(load("id,email\n1,a@example.org\n", &[]).members().len(), 1);
    assert_eq!(notes("id,email\n1,\n", &[]), ["0 -: name_column_missing", "0 -: standing_column_missing"]);
    assert_eq!(notes("id,name,status\n1,,ok\n", &[]), ["2 name: name_missing"]);
}

#[test]
fn first_and_last_names_become_a_name_and_are_kept() {
    let roll = load("Last name,First name,id\nOakfenwick,Ana,1\n,Bo,2\n", &[]);
    assert_eq!(first(&roll).name.as_deref(), Some("Ana Oakfenwick"));
    assert_eq!(first(&roll).extra["Last name"], "Oakfenwick");
    assert_eq!(roll.members()[1].name.as_deref(), Some("Bo"));
    let whole = load("Last name,name,id\nOakfenwick,Ana O.,1\n", &[]);
    assert_eq!(first(&whole).name.as_deref(), Some("Ana O."));
}

#[test]
fn the_fields_own_name_wins_over_other_headings() {
    let roll = load("id,member_id,mail,email\nx,1,old@example.org,new@example.org\n", &[]);
    assert_eq!(
        first(&roll).canonical_json(),
        r#"{"email":"new@example.org","extra":{"id":"x","mail":"old@example.org"},"member_id":"1","standing":"good"}"#
    );
    let file = "id,member_id,mail,email,name,status\nx,1,,,Ana,ok\n";
    assert!(notes(file, &[]).is_empty(), "beside the field's own name, extra columns need no remark");
    let phones = load("id,mobile,telephone\n1,555-0101,555-0102\n", &[]);
    assert_eq!(first(&phones).phone.as_deref(), Some("555-0102"));
    assert!(notes("id,mobile,telephone\n1,,\n", &[]).contains(&"0 mobile: column_set_aside".to_string()));
}

#[test]
fn two_columns_that_could_be_the_number_are_refused_until_one_is_mapped() {
    let file = "id,number,name\n1,2,Ana\n";
    assert_eq!(refusals(file, &[]), ["0 -: field_ambiguous", "0 -: member_id_column_missing"]);
    assert_eq!(first(&load(file, &["member_id=number"])).member_id.as_str(), "2");
    assert_eq!(first(&load(file, &["member_id=1"])).member_id.as_str(), "1");
    assert_eq!(first(&load(file, &["extra=id"])).member_id.as_str(), "2");
    assert_eq!(refuse(file, &[]).columns.len(), 3, "the preview shows the columns all the same");
}

#[test]
fn a_mapping_that_fits_no_column_or_one_twice_is_refused() {
    let file = "id,name\n1,Ana\n";
    assert_eq!(refusals(file, &["email=3"]), ["0 3: mapped_column_missing"]);
    assert_eq!(refusals(file, &["email=0"]), ["0 0: mapped_column_missing"]);
    assert_eq!(refusals(file, &["email=Correo"]), ["0 Correo: mapped_column_missing"]);
    assert_eq!(refusals(file, &["email=2", "phone=2"]), ["0 column 2: mapped_column_twice"]);
}

#[test]
fn extra_columns_are_kept_under_names_of_their_own() {
    let roll = load("id,Notes,,Notes,Member ID,name\n9,a,b,c,1,\"\"\n", &["member_id=id"]);
    let extra: Vec<_> = first(&roll).extra.iter().map(|(name, text)| format!("{name}={text}")).collect();
    assert_eq!(extra, ["Member ID (2)=1", "Notes=a", "Notes (2)=c", "column 3=b"]);
}

#[test]
fn without_a_header_columns_of_one_reading_are_told() {
    let file =
        "M-1;Ana Oakfenwick;a@example.org;555-0101;2020-12-31;ok\nM-2;Bo van Tern;;;31/12/2020;suspended\n";
    let roll = load(file, &[]);
    assert_eq!(
        roll.members()[1].canonical_json(),
        r#"{"joined":"2020-12-31","member_id":"M-2","name":"Bo van Tern","standing":{"not_good":"suspended"}}"#
    );
}

#[test]
fn without_a_header_a_column_in_doubt_is_named_and_can_be_mapped() {
    let file = "1;Ana Oakfenwick;Dock\n2;Bo van Tern;Shop\n";
    assert_eq!(refusals(file, &[]), ["0 column 3: column_untold"]);
    assert_eq!(first(&load(file, &["unit=3"])).unit.as_deref(), Some("Dock"));
    assert_eq!(first(&load(file, &["extra=3"])).extra["column 3"], "Dock");
    let dates = "20170101;Ana Oakfenwick;2020-12-31\n20170102;Bo van Tern;2020-12-30\n";
    assert_eq!(first(&load(dates, &[])).member_id.as_str(), "20170101");
    let two = "1;77;Ana Oakfenwick\n2;78;Bo van Tern\n";
    assert_eq!(refusals(two, &[]), ["0 -: field_ambiguous", "0 -: member_id_column_missing"]);
    assert_eq!(first(&load(two, &["member_id=2", "extra=1"])).member_id.as_str(), "77");
}

#[test]
fn a_header_is_never_taken_for_a_member() {
    // The header's words are unknown, and the first row is unlike the others.
    let file = "Lidnr.;Naam lid\n1;Ana Oakfenwick\n2;Bo van Tern\n";
    assert_eq!(refusals(file, &[]), ["1 -: header_unknown"]);
    assert_eq!(refusals(file, &["member_id=1"]), ["1 -: header_unknown"]);
    assert_eq!(load(file, &["member_id=1", "header=yes"]).members().len(), 2);
    assert_eq!(load(file, &["member_id=Lidnr"]).members().len(), 2);
    // Two known words are a header in spite of digits; one is not, and may be a cell.
    assert_eq!(load("id;2024 dues;name\n1;x;Ana\n", &[]).members().len(), 1);
    let shop = "1;Ana Oakfenwick;Shop\n2;Bo van Tern;Shop\n";
    assert_eq!(load(shop, &["unit=3"]).members().len(), 2);
    assert_eq!(load("0;Zed Ravensong\n1;Ana Oakfenwick\n", &[]).members().len(), 2);
}

#[test]
fn separators_quotes_and_line_ends_of_every_kind_give_the_same_member() {
    let plain = load("id,name,address\n1,\"Oakfenwick, Ana\",\"12 Example Street\nSampleton\"\n", &[]);
    for file in [
        "id;name;address\n1;Oakfenwick, Ana;\"12 Example Street\nSampleton\"",
        "id\tname\taddress\r\n1\tOakfenwick, Ana\t\"12 Example Street\r\nSampleton\"\r\n",
        "sep=|\r\nid|name|address\r\n1|Oakfenwick, Ana|\"12 Example Street\r\nSampleton\"\r\n",
        "\n\n id , name , address ,,\n 1 ,\"Oakfenwick,  Ana\", \n",
    ] {
        let read = load(file, &[]);
        assert_eq!(first(&read).name, first(&plain).name, "{file}");
        assert!(first(&read).address == first(&plain).address || file.starts_with('\n'), "{file}");
    }
}

#[test]
fn lines_are_an_editors_lines_also_after_quoted_line_breaks() {
    let file = "id,address,email\r\n1,\"a\r\nb\r\n\r\nc\",x\r\n\r\n2,\"d\re\",y\r\n";
    assert_eq!(refusals(file, &[]), ["2 email: email_malformed", "7 email: email_malformed"]);
}

#[test]
fn member_numbers_must_be_there_and_differ() {
    let file = "id,name\n1,Ana\n,Bo\nA2,Cy\n a2 ,Di\n1,Ed\n1.23E+11,Fa\n1,Gu\n";
    assert_eq!(
        refusals(file, &[]),
        [
            "3 id: member_id_missing",
            "5 id: member_id_twice",
            "6 id: member_id_twice",
            "7 id: member_id_shortened",
            "8 id: member_id_twice"
        ]
    );
    let message = &refuse(file, &[]).findings[4].message;
    assert_eq!(message, "line 2 has the same member number", "the first line is named, not the one before");
}

#[test]
fn leading_zeros_and_long_numbers_stay_as_written() {
    let roll = load("id,phone\n007,0015550100\n12345678901234567890,5.55E+09\n", &[]);
    assert_eq!(first(&roll).member_id.as_str(), "007");
    assert_eq!(first(&roll).phone.as_deref(), Some("0015550100"));
    assert!(notes("id,phone\n1,5.55E+09\n", &[]).contains(&"2 phone: phone_shortened".to_string()));
}

#[test]
fn mail_addresses_are_checked_compared_and_held_against_the_employers_domain() {
    let file = "id,email\n1,a@example.org\n2,A@Example.org\n3,n/a\n4,b@shop.employer.example\n";
    assert_eq!(
        notes(file, &["employer=employer.example"])[2..],
        ["3 email: email_shared", "4 email: placeholder", "5 email: email_at_employer"]
    );
    assert_eq!(notes(file, &[])[2..], ["3 email: email_shared", "4 email: placeholder"]);
    assert_eq!(load(file, &[]).members()[2].email, None);
}

#[test]
fn a_date_with_two_readings_stops_the_import_until_the_mapping_says_which() {
    let file = "id,joined\n1,03/04/2020\n2,2020-04-03\n";
    assert_eq!(refusals(file, &[]), ["2 joined: date_unreadable"]);
    let joined = |entries: &[&str]| first(&load(file, entries)).joined.map(|date| date.to_string());
    assert_eq!(joined(&["dates=day-first"]).as_deref(), Some("2020-04-03"));
    assert_eq!(joined(&["dates=month-first"]).as_deref(), Some("2020-03-04"));
    assert_eq!(
        first(&load("id,joined\n1,43921\n", &["dates=serial"])).joined.unwrap().to_string(),
        "2020-03-31"
    );
}

#[test]
fn standing_is_read_in_words_and_presumed_good() {
    let roll = load("id,standing\n1,yes\n2,0\n3,Not good: owes March\n4,\n5,Suspended\n", &[]);
    let reasons: Vec<Option<&str>> = roll
        .members()
        .iter()
        .map(|member| match &member.standing {
            Standing::Good => None,
            Standing::NotGood(reason) => Some(reason.as_str()),
        })
        .collect();
    assert_eq!(reasons, [None, Some("not in good standing"), Some("owes March"), None, Some("Suspended")]);
    assert_eq!(refusals("id,standing\n1,retired\n", &[]), ["2 standing: standing_unknown"]);
}

#[test]
fn rows_of_the_wrong_width_are_named() {
    let file = "id,name,unit\n1,Oakfenwick, Ana,Dock\n2,Bo\n3,Cy,Dock,,\n";
    assert_eq!(refusals(file, &[]), ["2 -: more_cells"]);
    assert_eq!(notes("id,name,unit\n2,Bo\n3,Cy,Dock,,\n", &[])[1..], ["2 -: fewer_cells"]);
}

#[test]
fn cells_that_are_no_text_are_refused() {
    assert_eq!(refusals("id,name\n1,A\u{7}na\n", &[]), ["2 name: control_character"]);
    let long = format!("id,name\n1,{}\n", "a".repeat(4_001));
    assert_eq!(refusals(&long, &[]), ["2 name: cell_too_long"]);
    assert_eq!(load(&long.replace("aa\n", "a\n"), &[]).members().len(), 1);
}

#[test]
fn files_without_members_are_refused_clearly() {
    assert_eq!(refusals("", &[]), ["0 -: file_empty"]);
    assert_eq!(refusals(" \n\n", &[]), ["0 -: file_empty"]);
    assert_eq!(refusals("id,name\n", &[]), ["0 -: no_members"]);
    assert_eq!(refusals("id,name\n,\n", &[]), ["0 -: no_members"]);
    assert_eq!(refusals(",,\n,,\n", &[]), ["0 -: no_members"]);
    assert_eq!(refusals("name,email\nAna,a@example.org\n", &[]), ["0 -: member_id_column_missing"]);
    assert_eq!(refusals("id,name\n1,\"Ana\n2,Bo\n", &[]), ["2 -: quote_not_closed"]);
}

#[test]
fn bytes_of_other_encodings_are_read_and_said_so() {
    let file = b"id;name\r\n1;Zo\xeb\r\n";
    let import = parse(file, &Mapping::default());
    assert_eq!(found(import.report(), "noted")[0], "0 -: standing_column_missing");
    assert_eq!(found(import.report(), "noted")[1], "2 -: read_as_windows1252");
    assert_eq!(first(&import.rows().unwrap()).name.as_deref(), Some("Zoë"));
}

#[test]
fn one_refusal_in_a_thousand_rows_loads_nothing() {
    let mut rows: Vec<String> = (0..1_000).map(|number| format!("{number},m{number}@example.org")).collect();
    assert_eq!(load(&format!("id,email\n{}", rows.join("\n")), &[]).members().len(), 1_000);
    rows[997].push('@');
    let report = refuse(&format!("id,email\n{}", rows.join("\n")), &[]);
    assert_eq!((report.rows, report.rows_refused), (1_000, 1));
    assert_eq!(report.findings[0].line, 999);
}

#[test]
fn files_far_too_large_give_a_short_answer() {
    let doubled: String = (0..1_000_000).map(|number| format!("{},x\n", number / 2)).collect();
    let report = refuse(&format!("id,email\n{doubled}"), &[]);
    assert_eq!((report.rows, report.rows_refused, report.refusals), (1_000_000, 1_000_000, 1_500_000));
    assert!(report.findings.len() <= 2 * rankfile_roll::KEPT_FINDINGS && report.render().len() < 10_000);
    assert_eq!(refusals(&"a".repeat(20 << 20), &[]), ["1 -: row_too_long"]);
    assert_eq!(refusals(&format!("id\n1\n{}", ",".repeat(20 << 20)), &[]), ["3 -: too_many_columns"]);
    let most = usize::try_from(rankfile_roll::MOST_ROWS).unwrap();
    let report = refuse(&format!("id,unit\n{}", ",x\n".repeat(most + 5)), &[]);
    assert_eq!((report.rows, report.refusals), (rankfile_roll::MOST_ROWS, rankfile_roll::MOST_ROWS + 1));
}

#[test]
fn a_column_without_heading_is_named_by_its_place() {
    let report = refuse("1;Ana Oakfenwick;Dock\n2;Bo van Tern;Shop\n", &[]);
    let shown = "\nrefused: column 3: there is no header, and what this column holds could not be told from its content. ";
    assert!(report.render().contains(shown), "{}", report.render());
}
