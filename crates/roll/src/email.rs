//! Whether a cell holds one e-mail address. Not here: whether anybody reads it.
//!
//! Narrower than RFC 5322 on purpose: quoted local parts and address literals are typing errors on a union's roll.

/// What is wrong with an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EmailFault {
    /// No `@` at all.
    NoAt,
    /// A second `@`, or a list of addresses.
    SeveralAddresses,
    /// White space, brackets or other characters no address has.
    StrayCharacters,
    /// Nothing usable before the `@`.
    BeforeAt,
    /// No usable domain after it.
    Domain,
    /// Longer than mail servers accept.
    TooLong,
}

impl EmailFault {
    /// The fault in words, to follow "this is not an e-mail address:".
    pub fn words(self) -> &'static str {
        match self {
            Self::NoAt => "there is no @ in it",
            Self::SeveralAddresses => "there is more than one @, or more than one address",
            Self::StrayCharacters => "there is a space, a bracket or another character that no address has",
            Self::BeforeAt => "the part before the @ is missing or has a dot out of place",
            Self::Domain => "the part after the @ is not a domain such as example.org",
            Self::TooLong => "it is longer than mail servers accept",
        }
    }
}

/// Checks one trimmed, non-empty cell.
pub(crate) fn check(address: &str) -> Result<(), EmailFault> {
    let Some((local, domain)) = address.split_once('@') else { return Err(EmailFault::NoAt) };
    if domain.contains('@') || address.contains([',', ';']) {
        return Err(EmailFault::SeveralAddresses);
    }
    let stray = |c: char| c.is_whitespace() || c.is_control() || "<>()[]\"\\:".contains(c);
    if address.contains(stray) {
        return Err(EmailFault::StrayCharacters);
    }
    if local.is_empty() || local.starts_with('.') || local.ends_with('.') || local.contains("..") {
        return Err(EmailFault::BeforeAt);
    }
    let label = |label: &str| {
        let plain = |c: char| c.is_alphanumeric() || c == '-' || !c.is_ascii();
        !label.is_empty() && !label.starts_with('-') && !label.ends_with('-') && label.chars().all(plain)
    };
    if !domain.contains('.') || !domain.split('.').all(label) {
        return Err(EmailFault::Domain);
    }
    // RFC 5321, 4.5.3.1: 64 octets before the @, 254 in all.
    if local.len() > 64 || address.len() > 254 { Err(EmailFault::TooLong) } else { Ok(()) }
}

/// Whether an address lies at a domain or below it.
pub(crate) fn is_at(address: &str, domain: &str) -> bool {
    let Some((_, of_member)) = address.rsplit_once('@') else { return false };
    let (of_member, domain) =
        (of_member.to_lowercase(), domain.trim_start_matches(['@', '.']).to_lowercase());
    let below = of_member.strip_suffix(&domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    !domain.is_empty() && below
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_people_have_are_accepted() {
        for address in
            ["a@example.org", "a.b+tag@mail.example.org", "o'hara_1@ex-ample.org", "zoë@müller.example"]
        {
            assert_eq!(check(address), Ok(()), "{address}");
        }
    }

    #[test]
    fn each_fault_is_named() {
        let table = [
            ("example.org", EmailFault::NoAt),
            ("a@@example.org", EmailFault::SeveralAddresses),
            ("a@example.org; b@example.org", EmailFault::SeveralAddresses),
            ("a@example.org,b", EmailFault::SeveralAddresses),
            ("Ana <a@example.org>", EmailFault::StrayCharacters),
            ("mailto:a@example.org", EmailFault::StrayCharacters),
            ("a b@example.org", EmailFault::StrayCharacters),
            ("@example.org", EmailFault::BeforeAt),
            ("a.@example.org", EmailFault::BeforeAt),
            ("a..b@example.org", EmailFault::BeforeAt),
            ("a@example", EmailFault::Domain),
            ("a@", EmailFault::Domain),
            ("a@example..org", EmailFault::Domain),
            ("a@example.org.", EmailFault::Domain),
            ("a@-example.org", EmailFault::Domain),
            ("a@exa_mple.org", EmailFault::Domain),
        ];
        for (address, fault) in table {
            assert_eq!(check(address), Err(fault), "{address}");
        }
        assert_eq!(check(&format!("{}@example.org", "a".repeat(65))), Err(EmailFault::TooLong));
        assert_eq!(check(&format!("a@{}org", "example.".repeat(40))), Err(EmailFault::TooLong));
    }

    #[test]
    fn the_employers_domain_includes_what_lies_below_it() {
        assert!(is_at("a@Employer.example", "employer.example"));
        assert!(is_at("a@mail.employer.example", "@EMPLOYER.example"));
        assert!(!is_at("a@notemployer.example", "employer.example"));
        assert!(!is_at("a@employer.example.org", "employer.example"));
        assert!(!is_at("a@example.org", ""));
    }
}
