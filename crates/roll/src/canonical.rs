//! Canonical JSON (RFC 8785) for members: the bytes a commitment is made over. Not a general serialiser: members hold
//! no numbers, so the RFC's rules for numbers are not needed.

use serde_json::Value;

/// Renders a value without white space, keys in the order of their UTF-16 code units.
///
/// *Source*: RFC 8785, 3.2. Strings are escaped as `serde_json` does, which is the RFC's way (3.2.2.2).
pub(crate) fn render(value: &Value) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_by(|a, b| a.0.encode_utf16().cmp(b.0.encode_utf16()));
            out.push('{');
            for (position, (key, value)) in entries.into_iter().enumerate() {
                if position > 0 {
                    out.push(',');
                }
                out.push_str(&Value::from(key.as_str()).to_string());
                out.push(':');
                write(value, out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (position, item) in items.iter().enumerate() {
                if position > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        plain => out.push_str(&plain.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_stand_in_the_order_of_the_rfcs_own_example() {
        // RFC 8785, 3.2.3: the values name the expected places.
        let example = r#"{"€":5,"\r":1,"\ufb33":7,"1":2,"😀":6,"\u0080":3,"ö":4}"#;
        let value: Value = serde_json::from_str(example).unwrap();
        let places: Vec<char> = render(&value).chars().filter(|c| ('3'..='7').contains(c)).collect();
        assert_eq!(places, ['3', '4', '5', '6', '7']);
        assert!(render(&value).starts_with("{\"\\r\":1,\"1\":2,\"\u{80}\":3"));
    }

    #[test]
    fn strings_are_escaped_as_the_rfc_says() {
        // RFC 8785, 3.2.2.2, and its example in 3.2.2.
        let value = Value::from("€$\u{f}\nA'B\"\\\\\"/\u{7f}");
        assert_eq!(render(&value), "\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\u{7f}\"");
    }

    #[test]
    fn lists_and_nesting_keep_no_white_space() {
        let value: Value =
            serde_json::from_str(r#"{ "b" : [ true , null, {"z":"", "a":[]} ] , "a": 1 }"#).unwrap();
        assert_eq!(render(&value), r#"{"a":1,"b":[true,null,{"a":[],"z":""}]}"#);
    }
}
