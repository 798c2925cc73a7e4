//! Reading the JSON of a call into what it must be. A message about it never quotes a value: it may be a secret.

use crate::Problem;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use zeroize::Zeroizing;

/// A text that must not be shown: a credential, a key file. It does not print and is wiped when dropped.
#[derive(Deserialize)]
#[serde(from = "String")]
pub struct Secret(Zeroizing<String>);

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl std::ops::Deref for Secret {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

/// Reads the whole input of a call; members it does not know are refused.
pub fn read<T: DeserializeOwned>(input: Value) -> Result<T, Problem> {
    serde_json::from_value(input).map_err(|why| Problem::Input(without_values(&why.to_string())))
}

/// Reads Base64.
pub fn base64(text: &str, what: &'static str) -> Result<Vec<u8>, Problem> {
    STANDARD.decode(text).map_err(|_| Problem::Base64(what))
}

/// Plain data, as JSON.
pub fn json_of<T: serde::Serialize>(value: &T) -> Value {
    serde_json::to_value(value).expect("plain data with texts for keys always renders")
}

/// A reader's message quotes what it found in back-quotes or double quotes; names of members it expected stay.
fn without_values(message: &str) -> String {
    match message.split_once("invalid type: ").or_else(|| message.split_once("invalid value: ")) {
        Some((_, rest)) => {
            let expected = rest.rsplit_once(", expected ").map_or("something else", |(_, expected)| expected);
            format!("a member has another type or value; expected {expected}")
        }
        None => message.to_owned(),
    }
}
