//! Laws of the import, for any roll and any bytes.

use proptest::prelude::*;
use rankfile_roll::{Mapping, Member, MemberId, Roll, Standing, parse, render_csv};

/// Text with everything that makes CSV hard, all of it in Windows-1252 too.
const CELL: &str = "[A-Za-zéÑß€ ,;|\t\"'=@0-9.-]{0,12}";

fn tidy(text: String) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

fn lines() -> impl Strategy<Value = Option<String>> {
    (CELL, CELL).prop_map(|(one, two)| match (tidy(one), tidy(two)) {
        (Some(one), Some(two)) => Some(format!("{one}\n\n{two}")),
        (one, two) => one.or(two),
    })
}

prop_compose! {
    fn member()(
        id in "[A-Z]-[0-9]{1,6}( [a-z,;\"]{1,3})?", name in CELL, address in lines(), unit in CELL, phone in CELL,
        mail in prop::option::of("[a-z]{1,5}(\\.[a-z0-9+]{1,4})?@[a-z]{1,4}\\.example"),
        joined in prop::option::of((2015..2027i16, 1..13i8, 1..29i8)),
        standing in prop::option::of("[a-z0-9:é][a-z,;\"é]{0,9}"), extra in prop::collection::btree_map("[A-Z][a-z,;\" ]{3,9}[xyz]", lines(), 0..3)
    ) -> Member {
        Member {
            name: tidy(name),
            email: mail,
            phone: tidy(phone),
            address,
            unit: tidy(unit),
            joined: joined.map(|(year, month, day)| jiff::civil::date(year, month, day)),
            standing: standing.map_or(Standing::Good, Standing::NotGood),
            extra: extra.into_iter().filter_map(|(name, text)| tidy(name).zip(text)).collect(),
            ..Member::new(MemberId::new(id))
        }
    }
}

fn members() -> impl Strategy<Value = Vec<Member>> {
    prop::collection::vec(member(), 1..8).prop_map(|mut members| {
        members.sort_by_key(|member| member.member_id.key());
        members.dedup_by_key(|member| member.member_id.key());
        members
    })
}

fn cut(csv: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
    reader.records().map(|row| row.expect("our own file").iter().map(str::to_owned).collect()).collect()
}

fn paste(rows: &[Vec<String>], delimiter: u8, order: &[usize], ends: &str) -> String {
    let mut builder = csv::WriterBuilder::new();
    let mut writer = builder.delimiter(delimiter).from_writer(Vec::new());
    for row in rows {
        writer.write_record(order.iter().map(|&column| &row[column])).expect("to memory");
    }
    let text = String::from_utf8(writer.into_inner().expect("to memory")).expect("UTF-8");
    if ends == "\n" { text } else { text.replace("\r\n", "\n").replace('\n', ends) }
}

fn encode(text: &str, encoding: usize) -> Vec<u8> {
    let units = || std::iter::once(0xfeff).chain(text.encode_utf16());
    match encoding {
        0 => text.as_bytes().to_vec(),
        1 => format!("\u{feff}{text}").into_bytes(),
        2 => units().flat_map(u16::to_le_bytes).collect(),
        3 => units().flat_map(u16::to_be_bytes).collect(),
        _ => {
            let (bytes, _, unmappable) = encoding_rs::WINDOWS_1252.encode(text);
            assert!(!unmappable, "the test's letters are all in Windows-1252");
            bytes.into_owned()
        }
    }
}

proptest! {
    #[test]
    fn a_roll_written_and_read_is_the_same_roll(members in members()) {
        let roll = Roll::make(members.clone()).unwrap_or_else(|error| panic!("{error}"));
        let import = parse(render_csv(&roll).as_bytes(), &Mapping::default());
        prop_assert!(import.rows().as_ref() == Ok(&roll));
        let mut members = members;
        members.sort_by(|a, b| a.member_id.cmp(&b.member_id));
        prop_assert!(roll.members() == members);
    }

    #[test]
    fn the_look_of_the_file_does_not_change_the_roll(
        (members, shuffle, rows) in members().prop_flat_map(|members| {
            let numbers: Vec<usize> = (0..members.len()).collect();
            (Just(members), prop::collection::vec(any::<u32>(), 16), Just(numbers).prop_shuffle())
        }),
        delimiter in prop::sample::select(vec![b',', b';', b'\t', b'|']),
        ends in prop::sample::select(vec!["\n", "\r\n", "\r"]),
        encoding in 0..5usize
    ) {
        let roll = Roll::make(members).unwrap_or_else(|error| panic!("{error}"));
        let table = cut(&render_csv(&roll));
        let mut columns: Vec<usize> = (0..table[0].len()).collect();
        columns.sort_by_key(|&column| shuffle.get(column).copied().unwrap_or_default());
        let table: Vec<_> = std::iter::once(table[0].clone()).chain(rows.iter().map(|&row| table[row + 1].clone())).collect();
        let text = paste(&table, delimiter, &columns, ends);
        let import = parse(&encode(&text, encoding), &Mapping::default());
        let again = import.rows();
        prop_assert!(again.as_ref() == Ok(&roll), "{:?}\n{}", again.as_ref().err().map(|r| r.render()), text);
    }

    #[test]
    fn a_row_twice_is_always_refused_and_named(members in members(), which in any::<prop::sample::Index>()) {
        let roll = Roll::make(members).unwrap_or_else(|error| panic!("{error}"));
        let mut table = cut(&render_csv(&roll));
        let copy = table[1 + which.index(table.len() - 1)].clone();
        table.push(copy);
        let order: Vec<usize> = (0..table[0].len()).collect();
        let report = parse(paste(&table, b',', &order, "\n").as_bytes(), &Mapping::default()).rows().expect_err("twice");
        prop_assert_eq!(report.refusals, 1);
        prop_assert!(report.findings[0].message.ends_with("has the same member number"));
    }

    #[test]
    fn any_bytes_give_a_report(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        check_any(&bytes);
    }

    #[test]
    fn any_text_that_looks_like_a_table_gives_a_report(
        head in "(member_id[,;]name[,;]email[,;]joined[,;]standing\n)?", text in "[0-9a-zA-ZéÃ‰,;|\t\"\n\r@./: -]{0,200}"
    ) {
        check_any(format!("{head}{text}").as_bytes());
    }

    #[test]
    fn a_damaged_file_never_panics_and_never_loads_half(
        members in members(), at in any::<prop::sample::Index>(), byte in any::<u8>(), cut_off in any::<bool>()
    ) {
        let roll = Roll::make(members).unwrap_or_else(|error| panic!("{error}"));
        let mut bytes = render_csv(&roll).into_bytes();
        let at = at.index(bytes.len());
        if cut_off { bytes.truncate(at) } else { bytes[at] = byte }
        check_any(&bytes);
    }

    #[test]
    fn a_finding_never_repeats_a_cell(secret in "[a-z]{12}", column in 0..8usize, good in any::<bool>()) {
        let mut cells = ["1", "Ana", "a@example.org", "", "", "", "", ""].map(str::to_owned);
        cells[column] = if good { secret.clone() } else { format!("{secret}\u{7}@@") };
        let file = format!("member_id,name,email,phone,address,unit,joined,standing\n{0}\n{0}\n", cells.join(","));
        let import = parse(file.as_bytes(), &Mapping::default());
        let told = format!("{}{:?}", import.report().render(), import);
        prop_assert!(!told.contains(&secret));
    }
}

/// Whatever comes out is consistent: a roll without refusals that survives its own file, or refusals and no roll.
fn check_any(bytes: &[u8]) {
    let import = parse(bytes, &Mapping::default());
    let (clean, rows) = (import.report().is_clean(), import.report().rows);
    assert!(!import.report().render().is_empty());
    match import.rows() {
        Ok(roll) => {
            assert!(clean && roll.members().len() as u64 == rows);
            let again = parse(render_csv(&roll).as_bytes(), &Mapping::default());
            assert!(again.rows().as_ref() == Ok(&roll));
        }
        Err(report) => assert!(!clean && report.refusals > 0),
    }
}
