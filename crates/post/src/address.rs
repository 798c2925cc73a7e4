//! Mail addresses: which texts can be one, how they are shown without giving them away, and what is doubtful about one.
//! It asks no name server and no mail server: an address that passes here can still not exist.

use std::fmt;

/// A mail address in ASCII.
///
/// *Shape*: `local@domain`; the local part is a dot-atom of at most 64 signs, kept as written; the domain has at least two
/// labels and is kept in lower case; at most 254 signs together.
///
/// It is a member's datum: `Debug` shows it masked, and there is no `Display`.
///
/// *Source*: RFC 5321, sections 4.1.2 and 4.5.3.1; RFC 1035, section 2.3.1. Quoted local parts and addresses of bare
/// machines (`[192.0.2.1]`) are left out: nobody has one, and mistyped ones look like that.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address {
    text: String,
    at: usize,
}

/// Why a text is no address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAnAddress {
    /// No `@`, or nothing on one side of it.
    #[error("an address has a name, the sign @ and a domain, as in name@example.org: write all three")]
    NotThreeParts,
    /// The part before the `@`.
    #[error("before the @ only letters, digits and . _ + - and the like can stand: check the name")]
    Name,
    /// The part after the `@`.
    #[error("after the @ comes a domain with a dot, as in example.org: check it")]
    Domain,
    /// Longer than mail allows.
    #[error("the address is longer than mail allows: check it")]
    TooLong,
    /// Signs beyond ASCII.
    #[error("mail servers often refuse addresses with letters like é or ñ: write the form without them")]
    NotAscii,
}

/// What is doubtful about an address that could be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// Its domain is reserved and reaches nobody, as `.test` or `example.org`.
    Reserved,
    /// Its domain is one slip of the finger away from a large provider's.
    MaybeMeant(&'static str),
}

impl Address {
    /// The address a text means; blanks around it are left out.
    ///
    /// *Errors*: [`NotAnAddress`].
    pub fn parse(text: &str) -> Result<Address, NotAnAddress> {
        let text = text.trim();
        let (local, domain) = text.rsplit_once('@').ok_or(NotAnAddress::NotThreeParts)?;
        if local.is_empty() || domain.is_empty() {
            return Err(NotAnAddress::NotThreeParts);
        }
        if text.len() > 254 || local.len() > 64 {
            return Err(NotAnAddress::TooLong);
        }
        if !text.is_ascii() {
            return Err(NotAnAddress::NotAscii);
        }
        if !local.split('.').all(is_atom) {
            return Err(NotAnAddress::Name);
        }
        let domain = domain.to_ascii_lowercase();
        if !is_domain(&domain) {
            return Err(NotAnAddress::Domain);
        }
        Ok(Address { text: format!("{local}@{domain}"), at: local.len() })
    }

    /// The whole address: for an envelope, never for a log line.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The part before the `@`.
    pub fn local(&self) -> &str {
        &self.text[..self.at]
    }

    /// The part after the `@`, in lower case.
    pub fn domain(&self) -> &str {
        &self.text[self.at + 1..]
    }

    /// For showing to its owner, who recognises it: `m…@example.org`.
    pub fn masked(&self) -> String {
        let first = match self.local().chars().next() {
            Some(first) if self.local().len() > 1 => first.to_string(),
            _ => String::new(),
        };
        format!("{first}…@{}", self.domain())
    }

    /// Which of the employer's domains it belongs to, if any: mail there can be read by the employer.
    ///
    /// *Shape*: domains as people write them, `example.com` or `@Example.com`; a domain takes in those below it.
    pub fn employers_domain<'a>(&self, employers: &'a [String]) -> Option<&'a str> {
        employers.iter().map(String::as_str).find(|written| {
            let domain =
                written.trim().trim_start_matches(['@', '.', '*']).trim_end_matches('.').to_ascii_lowercase();
            let above = self.domain().strip_suffix(&domain);
            !domain.is_empty() && above.is_some_and(|above| above.is_empty() || above.ends_with('.'))
        })
    }

    /// What is doubtful about it; nothing here is a reason to refuse it.
    pub fn doubts(&self) -> Vec<Doubt> {
        let mut doubts = vec![];
        if is_reserved(self.domain()) {
            doubts.push(Doubt::Reserved);
        }
        let near = |provider: &&str| strsim::osa_distance(self.domain(), provider) == 1;
        if !PROVIDERS.contains(&self.domain())
            && let Some(provider) = PROVIDERS.iter().find(|provider| near(provider))
        {
            doubts.push(Doubt::MaybeMeant(provider));
        }
        doubts
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Address({})", self.masked())
    }
}

/// Providers whose names are often mistyped. `ymail.com` and `mail.com` are there because they are real and near others.
const PROVIDERS: &[&str] = &[
    "gmail.com",
    "googlemail.com",
    "yahoo.com",
    "ymail.com",
    "hotmail.com",
    "outlook.com",
    "icloud.com",
    "aol.com",
    "mail.com",
    "email.com",
    "proton.me",
    "protonmail.com",
    "gmx.com",
    "gmx.net",
    "gmx.de",
    "yahoo.es",
    "hotmail.es",
];

/// Whether a domain can be one: letters, digits and hyphens in at least two labels, the last of them not a number.
pub(crate) fn is_domain(domain: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|sign| sign.is_ascii_alphanumeric() || sign == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let last = domain.rsplit('.').next().unwrap_or_default();
    domain.len() <= 253
        && domain.contains('.')
        && domain.split('.').all(label)
        && last.len() >= 2
        && !last.bytes().all(|sign| sign.is_ascii_digit())
}

/// *Source*: RFC 5322, section 3.2.3.
fn is_atom(part: &str) -> bool {
    !part.is_empty()
        && part.bytes().all(|sign| sign.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~-".contains(&sign))
}

/// *Source*: RFC 2606 and RFC 6761 for the names, RFC 6762 for `.local`, and ICANN's reservation of `.internal`.
fn is_reserved(domain: &str) -> bool {
    let last = domain.rsplit('.').next().unwrap_or_default();
    let mut ends = domain.rsplitn(3, '.');
    let (top, second) = (ends.next(), ends.next());
    ["test", "example", "invalid", "localhost", "local", "internal"].contains(&last)
        || (second == Some("example") && top.is_some_and(|top| ["com", "net", "org"].contains(&top)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn address(text: &str) -> Address {
        Address::parse(text).unwrap()
    }

    #[test]
    fn addresses_people_have_are_taken() {
        for text in [
            "m@example.org",
            " Ana.Ruiz+union@Mail.Example.ORG ",
            "o'neil_2@a-b.example.co",
            "x@xn--bcher-kva.example",
        ] {
            let parsed = address(text);
            let (local, domain) = text.trim().split_once('@').unwrap();
            assert_eq!((parsed.local(), parsed.domain()), (local, domain.to_lowercase().as_str()));
        }
    }

    #[test]
    fn what_cannot_be_an_address_is_refused_with_its_reason() {
        use NotAnAddress::*;
        let long = format!("{}@example.org", "a".repeat(65));
        let longer = format!("a@{}example.org", "abcdefgh.".repeat(30));
        for (text, reason) in [
            ("", NotThreeParts),
            ("ana", NotThreeParts),
            ("@example.org", NotThreeParts),
            ("ana@", NotThreeParts),
            ("ana maria@example.org", Name),
            (".ana@example.org", Name),
            ("a..b@example.org", Name),
            ("a@b@example.org", Name),
            ("\"a b\"@example.org", Name),
            ("ana\r\nBcc: x@example.org", Name),
            ("a>b@example.org", Name),
            ("ana@localhost", Domain),
            ("ana@example.org,", Domain),
            ("ana@-a.org", Domain),
            ("ana@10.0.0.1", Domain),
            ("ana@[10.0.0.1]", Domain),
            ("ana@example..org", Domain),
            ("ana@example.org\r\nDATA", Domain),
            ("ana@example.o", Domain),
            (&long, TooLong),
            (&longer, TooLong),
            ("josé@example.org", NotAscii),
        ] {
            assert_eq!(Address::parse(text), Err(reason), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_taken_cannot_leave_its_place_in_a_command(text in "\\PC{0,8}@?[ -~\r\n]{0,20}") {
            if let Ok(address) = Address::parse(&text) {
                prop_assert!(address.as_str().bytes().all(|b| b.is_ascii_graphic() && !b"<>()[],;:\\\"".contains(&b)));
                prop_assert_eq!(&address, &Address::parse(address.as_str()).unwrap());
            }
        }
    }

    #[test]
    fn a_masked_address_gives_one_letter_away() {
        assert_eq!(address("maria@example.org").masked(), "m…@example.org");
        assert_eq!(address("m@example.org").masked(), "…@example.org");
        assert_eq!(format!("{:?}", address("maria@example.org")), "Address(m…@example.org)");
    }

    #[test]
    fn the_employers_domain_is_found_with_everything_below_it() {
        let employers = ["@Warehouse.example".to_owned(), " ".to_owned(), "*.corp.example.com".to_owned()];
        let at = |text: &str| address(text).employers_domain(&employers).map(str::to_owned);
        assert_eq!(at("a@warehouse.example").as_deref(), Some("@Warehouse.example"));
        assert_eq!(at("a@hr.WAREHOUSE.example").as_deref(), Some("@Warehouse.example"));
        assert_eq!(at("a@corp.example.com").as_deref(), Some("*.corp.example.com"));
        assert_eq!(at("a@mywarehouse.example"), None);
        assert_eq!(at("a@warehouse.example.org"), None);
    }

    #[test]
    fn doubts_are_raised_and_real_domains_raise_none() {
        assert_eq!(address("a@gmial.com").doubts(), [Doubt::MaybeMeant("gmail.com")]);
        assert_eq!(address("a@hotmail.co").doubts(), [Doubt::MaybeMeant("hotmail.com")]);
        assert_eq!(address("a@union.test").doubts(), [Doubt::Reserved]);
        assert_eq!(address("a@sub.example.org").doubts(), [Doubt::Reserved]);
        for real in PROVIDERS.iter().chain(&["example-union.org", "posteo.de"]) {
            assert_eq!(address(&format!("a@{real}")).doubts(), [], "{real}");
        }
    }
}
