//! Which heading means which column. Headings are compared folded: no capitals, accents, spaces or punctuation.

use crate::cell::fold;
use crate::mapping::Field;

/// What a heading says about its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// One of the columns the program knows; a lower rank fits better, and rank 0 is the field's own name.
    Field(Field, u8),
    /// A part of the name, where the file has no whole one.
    GivenName,
    /// The other part.
    FamilyName,
}

type Words = &'static [&'static str];

/// For each field: headings that can hardly mean anything else, and headings that might.
const SYNONYMS: [(Field, Words, Words); 8] = [
    (
        Field::MemberId,
        &[
            "membernumber",
            "memberno",
            "membernr",
            "membernum",
            "membershipid",
            "membershipnumber",
            "membershipno",
            "cardnumber",
            "cardno",
            "numerodesocio",
            "numerosocio",
            "nodesocio",
            "nosocio",
            "nsocio",
            "idsocio",
            "numerodeafiliado",
            "numeroafiliado",
            "nodeafiliado",
            "noafiliado",
            "nafiliado",
            "idafiliado",
            "iddemiembro",
            "numerodemiembro",
            "mitgliedsnummer",
            "mitgliedsnr",
            "numerodadherent",
            "numeroadherent",
        ],
        &[
            "id",
            "number",
            "no",
            "nr",
            "num",
            "numero",
            "member",
            "idnumber",
            "idno",
            "reference",
            "ref",
            "matricula",
            "carnet",
        ],
    ),
    (
        Field::Name,
        &[
            "fullname",
            "membername",
            "nameofmember",
            "nombrecompleto",
            "nombreyapellidos",
            "apellidosynombre",
            "nomcomplet",
        ],
        &["nombre", "nom", "names"],
    ),
    (
        Field::Email,
        &["emailaddress", "correoelectronico", "emailadresse", "adressemail", "emailid", "adresseemail"],
        &["mail", "correo", "courriel", "email1", "personalemail", "homeemail"],
    ),
    (
        Field::Phone,
        &[
            "phonenumber",
            "phoneno",
            "telephone",
            "telephonenumber",
            "telephoneno",
            "telefono",
            "telefon",
            "numerodetelefono",
        ],
        &[
            "tel",
            "mobile",
            "mobilephone",
            "mobilenumber",
            "cell",
            "cellphone",
            "movil",
            "telefonomovil",
            "celular",
            "homephone",
            "handy",
        ],
    ),
    (
        Field::Address,
        &[
            "homeaddress",
            "postaladdress",
            "mailingaddress",
            "streetaddress",
            "direccion",
            "direccionpostal",
            "anschrift",
            "adresse",
        ],
        &["street", "addr", "address1", "addressline1", "domicilio", "calle"],
    ),
    (
        Field::Unit,
        &["bargainingunit", "workplace", "worksite", "centrodetrabajo", "lugardetrabajo", "unidad"],
        &[
            "department",
            "dept",
            "shop",
            "site",
            "location",
            "building",
            "division",
            "departamento",
            "seccion",
            "centro",
            "taller",
            "abteilung",
        ],
    ),
    (
        Field::Joined,
        &[
            "joindate",
            "datejoined",
            "joinedon",
            "dateofjoining",
            "membersince",
            "membershipdate",
            "membershipstart",
            "fechadealta",
            "fechaalta",
            "fechadeafiliacion",
            "fechadeingreso",
            "fechaingreso",
            "miembrodesde",
            "eintrittsdatum",
        ],
        &["since", "startdate", "start", "alta", "ingreso", "desde", "eintritt", "beitritt"],
    ),
    (
        Field::Standing,
        &[
            "goodstanding",
            "ingoodstanding",
            "memberstanding",
            "membershipstanding",
            "membershipstatus",
            "memberstatus",
            "alcorriente",
        ],
        &["status", "duesstatus", "dues", "estado", "situacion", "statut"],
    ),
];

const GIVEN: Words = &[
    "firstname",
    "givenname",
    "givennames",
    "forename",
    "forenames",
    "first",
    "nombredepila",
    "prenom",
    "vorname",
];
const FAMILY: Words =
    &["lastname", "familyname", "surname", "last", "apellido", "apellidos", "nomdefamille", "nachname"];

/// Reads a heading; `None` where it means nothing to the program.
pub(crate) fn meaning(heading: &str) -> Option<Meaning> {
    let folded = fold(heading);
    let word = folded.as_str();
    if let Some(field) = Field::ALL.into_iter().find(|field| is_own_name(*field, word)) {
        return Some(Meaning::Field(field, 0));
    }
    for (field, sure, perhaps) in SYNONYMS {
        let place = sure.iter().chain(perhaps).position(|known| *known == word);
        if let Some(place) = place {
            return Some(Meaning::Field(field, rank(field, place, sure.len())));
        }
    }
    if GIVEN.contains(&word) {
        return Some(Meaning::GivenName);
    }
    FAMILY.contains(&word).then_some(Meaning::FamilyName)
}

/// Of two phone numbers the better heading wins; of two columns that might be the member number, nobody guesses.
fn rank(field: Field, place: usize, sure: usize) -> u8 {
    match field {
        Field::Phone | Field::Address | Field::Unit => u8::try_from(place + 1).unwrap_or(u8::MAX),
        _ if place < sure => 1,
        _ => 2,
    }
}

/// Whether a heading, folded or not, is the name of a field itself.
pub(crate) fn is_own_name(field: Field, heading: &str) -> bool {
    fold(heading) == fold(field.heading())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn headings_people_write_are_understood() {
        let table = [
            ("member_id", Field::MemberId, 0),
            ("Member ID", Field::MemberId, 0),
            ("MEMBER NO.", Field::MemberId, 1),
            ("N.º de socio", Field::MemberId, 1),
            ("#ID", Field::MemberId, 2),
            ("Full name", Field::Name, 1),
            ("E-Mail", Field::Email, 0),
            ("Correo electrónico", Field::Email, 1),
            ("Phone no.", Field::Phone, 2),
            ("Teléfono", Field::Phone, 6),
            ("Home address", Field::Address, 1),
            ("Bargaining Unit", Field::Unit, 1),
            ("Fecha de alta", Field::Joined, 1),
            ("In good standing?", Field::Standing, 1),
        ];
        for (heading, field, rank) in table {
            assert_eq!(meaning(heading), Some(Meaning::Field(field, rank)), "{heading}");
        }
        assert_eq!(meaning("First Name"), Some(Meaning::GivenName));
        assert_eq!(meaning("Apellidos"), Some(Meaning::FamilyName));
        for other in ["", "Shoe size", "member_id;name", "12"] {
            assert_eq!(meaning(other), None, "{other}");
        }
    }

    #[test]
    fn no_word_means_two_things_and_every_word_is_folded() {
        let own = Field::ALL.map(|field| fold(field.heading()));
        let words = SYNONYMS.iter().flat_map(|(_, sure, perhaps)| sure.iter().chain(perhaps.iter()));
        let mut seen: BTreeSet<String> = own.into();
        for word in words.chain(GIVEN).chain(FAMILY) {
            assert_eq!(fold(word), **word);
            assert!(seen.insert((*word).to_string()), "{word} stands twice");
        }
    }
}
