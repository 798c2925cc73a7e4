//! Canonical JSON: one value, one sequence of bytes (RFC 8785), restricted to what acts need: no fractions and no
//! integer outside ±(2^53 - 1), so that every reader in every language sees the same number.

use serde_json::Value;

/// The largest integer an act may hold.
pub const LARGEST_INTEGER: u64 = (1 << 53) - 1;

/// Why a value or a text is not canonical.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum CanonicalError {
    /// A number with a fraction, an exponent, or too large.
    #[error("the number {0} cannot stand in an act: only integers up to 2^53 - 1 are allowed")]
    Number(String),
    /// Bytes that are not JSON.
    #[error("this is not JSON: {0}")]
    Json(String),
    /// JSON, but not in its one canonical form.
    #[error(
        "this JSON is not in canonical form at byte {at}; write it again with sorted members and no spaces"
    )]
    Form {
        /// The first byte that differs from the canonical form.
        at: usize,
    },
}

/// The canonical bytes of a value.
///
/// *Errors*: [`CanonicalError::Number`]. *Source*: RFC 8785, section 3.2.
pub fn render(value: &Value) -> Result<Vec<u8>, CanonicalError> {
    let mut out = Vec::new();
    write_value(value, &mut out)?;
    Ok(out)
}

/// The canonical bytes of anything that serialises.
pub fn render_of<T: serde::Serialize>(value: &T) -> Result<Vec<u8>, CanonicalError> {
    render(&serde_json::to_value(value).map_err(|e| CanonicalError::Json(e.to_string()))?)
}

/// Reads bytes that must already be canonical.
///
/// *Errors*: not JSON, a forbidden number, or any byte that differs from the canonical form (which also refuses
/// repeated members, since they cannot be written twice).
pub fn parse(bytes: &[u8]) -> Result<Value, CanonicalError> {
    let value: Value = serde_json::from_slice(bytes).map_err(|e| CanonicalError::Json(e.to_string()))?;
    let again = render(&value)?;
    if again != bytes {
        let at = again.iter().zip(bytes).take_while(|(a, b)| a == b).count();
        return Err(CanonicalError::Form { at });
    }
    Ok(value)
}

fn write_value(value: &Value, out: &mut Vec<u8>) -> Result<(), CanonicalError> {
    match value {
        Value::Null => out.extend_from_slice(b"null"),
        Value::Bool(true) => out.extend_from_slice(b"true"),
        Value::Bool(false) => out.extend_from_slice(b"false"),
        Value::Number(number) => {
            let size = number.as_u64().or_else(|| number.as_i64().map(i64::unsigned_abs));
            match size {
                Some(size) if size <= LARGEST_INTEGER => out.extend_from_slice(number.to_string().as_bytes()),
                _ => return Err(CanonicalError::Number(number.to_string())),
            }
        }
        Value::String(text) => write_string(text, out),
        Value::Array(items) => {
            out.push(b'[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    out.push(b',');
                }
                write_value(item, out)?;
            }
            out.push(b']');
        }
        Value::Object(members) => {
            // RFC 8785 sorts by UTF-16 code units, which differs from byte order outside the basic plane.
            let mut sorted: Vec<_> = members.iter().collect();
            sorted.sort_by(|a, b| a.0.encode_utf16().cmp(b.0.encode_utf16()));
            out.push(b'{');
            for (place, (name, member)) in sorted.into_iter().enumerate() {
                if place > 0 {
                    out.push(b',');
                }
                write_string(name, out);
                out.push(b':');
                write_value(member, out)?;
            }
            out.push(b'}');
        }
    }
    Ok(())
}

fn write_string(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    for c in text.chars() {
        match c {
            '"' => out.extend_from_slice(b"\\\""),
            '\\' => out.extend_from_slice(b"\\\\"),
            '\u{8}' => out.extend_from_slice(b"\\b"),
            '\t' => out.extend_from_slice(b"\\t"),
            '\n' => out.extend_from_slice(b"\\n"),
            '\u{c}' => out.extend_from_slice(b"\\f"),
            '\r' => out.extend_from_slice(b"\\r"),
            c if c < ' ' => out.extend_from_slice(format!("\\u{:04x}", c as u32).as_bytes()),
            c => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn members_are_sorted_by_utf16_code_units() {
        // The order of RFC 8785, section 3.2.3.
        let value =
            json!({"\u{20ac}": 1, "\r": 2, "\u{fb33}": 3, "1": 4, "\u{1f600}": 5, "\u{80}": 6, "\u{f6}": 7});
        let text = String::from_utf8(render(&value).unwrap()).unwrap();
        assert_eq!(
            text,
            "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"\u{f6}\":7,\"\u{20ac}\":1,\"\u{1f600}\":5,\"\u{fb33}\":3}"
        );
    }

    #[test]
    fn fractions_and_large_integers_are_refused() {
        for bad in
            [json!(1.5), json!(9_007_199_254_740_992_u64), json!(-9_007_199_254_740_992_i64), json!(1e3)]
        {
            assert!(matches!(render(&bad), Err(CanonicalError::Number(_))), "{bad}");
        }
        assert_eq!(render(&json!(-9_007_199_254_740_991_i64)).unwrap(), b"-9007199254740991");
    }

    #[test]
    fn spaces_disorder_and_repeated_members_are_refused() {
        for bad in ["{\"a\": 1}", "{\"b\":1,\"a\":2}", "{\"a\":1,\"a\":1}", "\"\\u0041\"", "1 ", "1.0", "-0"]
        {
            assert!(parse(bad.as_bytes()).is_err(), "{bad}");
        }
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            (-9_007_199_254_740_991_i64..=9_007_199_254_740_991).prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::btree_map(any::<String>(), inner, 0..6)
                    .prop_map(|m| Value::Object(m.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn parse_and_render_are_inverse(value in any_value()) {
            prop_assert_eq!(parse(&render(&value).unwrap()).unwrap(), value);
        }

        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = parse(&bytes);
        }
    }
}
