//! JSON in one form only (RFC 8785 for what occurs here: objects, arrays, strings, whole numbers, booleans), so that equal
//! content has equal digests.
//!
//! Not here: fractions. No number in a count is one.

use serde_json::Value;
use sha2::{Digest, Sha256};

/// Writes a value: keys sorted, no white space, only what must be escaped is.
pub(super) fn render(value: &Value) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

/// `sha256:` and the digest of the canonical form.
pub(super) fn digest(value: &Value) -> String {
    format!("sha256:{}", hex::encode(Sha256::digest(render(value))))
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Array(items) => {
            out.push('[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        Value::Object(fields) => {
            // Sorted by UTF-16 units, as the RFC has it; for the keys in use here that is the order of their bytes.
            let mut keys: Vec<&String> = fields.keys().collect();
            keys.sort_by(|one, other| one.encode_utf16().cmp(other.encode_utf16()));
            out.push('{');
            for (place, key) in keys.into_iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                out.push_str(&Value::from(key.as_str()).to_string());
                out.push(':');
                write(&fields[key], out);
            }
            out.push('}');
        }
        plain => out.push_str(&plain.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_sorted_and_nothing_is_escaped_that_need_not_be() {
        let value: Value =
            serde_json::from_str(r#"{"b":[1,true,null],"a":"\u00e9\u20ac\u000f\n\"\/","":{}}"#).unwrap();
        assert_eq!(render(&value), "{\"\":{},\"a\":\"é€\\u000f\\n\\\"/\",\"b\":[1,true,null]}");
    }
}
