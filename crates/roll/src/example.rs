//! An invented member list for the demonstration and for tests. Nobody on it exists: the family names are made up, the
//! addresses are Example Streets, the mail goes to `example.org`, the telephones are 555-01xx.

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

const GIVEN: [&str; 48] = [
    "Abeni", "Adil", "Aiko", "Amaro", "Anouk", "Asha", "Belisa", "Bram", "Chidi", "Ciro", "Dalia", "Davor",
    "Eira", "Elif", "Emre", "Farah", "Fionn", "Goran", "Hana", "Idris", "Inés", "Ivo", "Jada", "Joaquín",
    "Kamal", "Kaya", "Leila", "Linh", "Luz", "Mateus", "Mei", "Mirela", "Nadia", "Niall", "Odalys", "Oskar",
    "Paloma", "Quang", "Rafi", "Renée", "Sanjay", "Søren", "Tamika", "Tomás", "Uma", "Wren", "Yusuf", "Zora",
];

const FAMILY: [&str; 60] = [
    "Alderquist",
    "Amberlow",
    "Ashfenn",
    "Barrowick",
    "Bellmeadow",
    "Birchanova",
    "Brindleton",
    "Calderoux",
    "Cedarwyn",
    "Cloverhand",
    "Copperfenn",
    "Dawnbrook",
    "Dewmarsh",
    "Driftmoor",
    "Elmquarry",
    "Emberlain",
    "Fairwindle",
    "Fernhollow",
    "Flintmere",
    "Foxgladen",
    "Galewright",
    "Glasswater",
    "Greywillow",
    "Harborquill",
    "Hazelmont",
    "Heronsby",
    "Ivorydale",
    "Juniperez",
    "Kestrelova",
    "Kindlewood",
    "Lanternby",
    "Larkspurn",
    "Lindenhof-Vale",
    "Loomcastle",
    "Mallowfield",
    "Maplethorn",
    "Marshlight",
    "Millpennyworth",
    "Mossgarden",
    "Nettlecombe-Ray",
    "Oakfenwick",
    "Okonwelle",
    "Otterbourne-Lux",
    "Pearlmaker",
    "Pinemartin",
    "Quillmark",
    "Ravensong",
    "Reedwater",
    "Rowanque",
    "Saffronel",
    "Silverpatch",
    "Sparrowby",
    "Stonebloom",
    "Tanglefoot",
    "Thistledene",
    "Tidewell",
    "Umberstone",
    "Velvetmoor",
    "Windlekov",
    "Yarrowmead",
];

const STREETS: [&str; 8] = [
    "Example Street",
    "Sample Avenue",
    "Placeholder Lane",
    "Model Square",
    "Specimen Road",
    "Pattern Row",
    "Instance Court",
    "Template Way",
];

const UNITS: [&str; 6] = ["Receiving", "Packing", "Sorting", "Night shift", "Drivers", "Maintenance"];

/// Writes a member list of fictional people: one seed, one list, byte for byte.
///
/// *Shape*: a CSV file of ours, in the order of the numbers. About four in a hundred are not in good standing, about
/// seven have no e-mail address; they joined between January 2015 and June 2026, earlier numbers earlier.
pub fn example_roll(seed: u64, members: usize) -> String {
    let mut chance = Chance::new(seed);
    let order = Order::draw(&mut chance);
    let mut out = String::from("member_id,name,email,phone,address,unit,joined,standing\n");
    for number in 0..members {
        let (given, family) = order.name(number);
        let email = if chance.below(100) < 7 { String::new() } else { email_of(given, family, number) };
        let phone = 100 + chance.below(100);
        let street = STREETS[chance.below(STREETS.len())];
        let house = 1 + chance.below(240);
        let unit = UNITS[chance.below(UNITS.len())];
        let joined = joined(number, members, &mut chance);
        let standing = match chance.below(100) {
            0..=2 => "arrears",
            3 => "suspended",
            _ => "good",
        };
        out.push_str(&format!(
            "M-{:05},{given} {family},{email},555-0{phone},{house} {street},{unit},{joined},{standing}\n",
            number + 1
        ));
    }
    out
}

/// Every pair of names once before any comes again, in an order that depends on the seed.
struct Order {
    start: usize,
    step: usize,
}

impl Order {
    const PAIRS: usize = GIVEN.len() * FAMILY.len();

    /// A step without a common divisor visits every pair: 2880 = 2^6 * 3^2 * 5.
    fn draw(chance: &mut Chance) -> Self {
        let start = chance.below(Self::PAIRS);
        let mut step = Self::PAIRS / 3 + chance.below(Self::PAIRS / 2);
        while [2, 3, 5].iter().any(|factor| step.is_multiple_of(*factor)) {
            step += 1;
        }
        Self { start, step }
    }

    fn name(&self, number: usize) -> (&'static str, &'static str) {
        let pair = (self.start + (number % Self::PAIRS) * self.step) % Self::PAIRS;
        (GIVEN[pair % GIVEN.len()], FAMILY[pair / GIVEN.len()])
    }
}

fn email_of(given: &str, family: &str, number: usize) -> String {
    let plain = |name: &str| -> String {
        let letters = name.nfd().filter(char::is_ascii).filter(|c| c.is_alphanumeric() || *c == '-');
        letters.collect::<String>().to_lowercase()
    };
    let again = match number / Order::PAIRS {
        0 => String::new(),
        times => (times + 1).to_string(),
    };
    format!("{}.{}{again}@example.org", plain(&given.replace('ø', "o")), plain(family))
}

/// A day between 2015-01-01 and 2026-06-30, later for later numbers, give or take some weeks.
fn joined(number: usize, members: usize, chance: &mut Chance) -> jiff::civil::Date {
    const DAYS: u64 = 4_198;
    let scatter = 45;
    let shift = chance.below(2 * scatter) as u64;
    let day = number as u64 * DAYS / members.max(1) as u64 + shift;
    let day = day.saturating_sub(scatter as u64).min(DAYS);
    let day = i64::try_from(day).expect("at most 4198");
    jiff::civil::date(2015, 1, 1).saturating_add(jiff::Span::new().days(day))
}

/// Chance that is none: SHA-256 over the seed and a counter.
struct Chance {
    seed: u64,
    counter: u64,
}

impl Chance {
    fn new(seed: u64) -> Self {
        Self { seed, counter: 0 }
    }

    /// A number below `limit`; the bias of the remainder is far below anything a demonstration could show.
    fn below(&mut self, limit: usize) -> usize {
        let mut hash = Sha256::new();
        hash.update(b"rankfile example roll\n");
        hash.update(self.seed.to_be_bytes());
        hash.update(self.counter.to_be_bytes());
        self.counter += 1;
        let digest: [u8; 32] = hash.finalize().into();
        let number = digest.iter().take(8).fold(0u64, |number, byte| number << 8 | u64::from(*byte));
        usize::try_from(number % limit as u64).expect("below limit, which is a usize")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Mapping, Roll, Standing, parse};

    fn roll(seed: u64, members: usize) -> Roll {
        let import = parse(example_roll(seed, members).as_bytes(), &Mapping::default());
        assert_eq!(
            import.report().render_at_most(3).lines().nth(1),
            Some("Read as UTF-8, separated by commas, header in line 1.")
        );
        assert_eq!(import.report().notes, 0, "{}", import.report().render());
        import.rows().unwrap()
    }

    #[test]
    fn the_example_loads_without_a_single_finding() {
        for members in [1, 7, 120, 4_000] {
            assert_eq!(roll(1, members).members().len(), members);
        }
    }

    #[test]
    fn one_seed_is_one_list_and_another_is_another() {
        assert_eq!(example_roll(7, 50), example_roll(7, 50));
        assert_ne!(example_roll(7, 50), example_roll(8, 50));
    }

    #[test]
    fn it_has_the_shares_the_demonstration_needs() {
        let roll = roll(3, 2_000);
        let count =
            |test: fn(&crate::Member) -> bool| roll.members().iter().filter(|member| test(member)).count();
        assert!((50..=110).contains(&count(|member| member.standing != Standing::Good)));
        assert!((90..=190).contains(&count(|member| member.email.is_none())));
        let (first, last) = (jiff::civil::date(2015, 1, 1), jiff::civil::date(2026, 6, 30));
        let joined: Vec<_> = roll.members().iter().filter_map(|member| member.joined).collect();
        assert!(joined.iter().all(|day| (first..=last).contains(day)));
        assert!(joined.iter().min().unwrap().year() == 2015 && joined.iter().max().unwrap().year() == 2026);
        let names: std::collections::BTreeSet<_> =
            roll.members().iter().map(|member| member.name.clone()).collect();
        assert_eq!(names.len(), 2_000, "no name comes twice before all have come");
    }
}
