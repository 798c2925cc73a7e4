//! What a real roll says about the rules.
