//! The rule texts of this folder: canonical JSON, every parameter written out. A released text never changes.

/// Version 1 is the rule of the union's own elections ([`crate::RuleSet::plurality`]), counted from totals.
pub(super) const PLURALITY_2: &str = concat!(
    r#"{"ballot":"one vote: the first preference","#,
    r#""elect":"most votes","#,
    r#""method":"plurality","#,
    r#""over_vote":"two first preferences: the paper does not count","#,
    r#""reserved":"most votes first; who can no longer be lawfully elected is passed over","#,
    r#""skipped_ranks":"close up","#,
    r#""tie":"preset order or declared lot","#,
    r#""uncontested":"all elected without a count","#,
    r#""version":"2"}"#
);

pub(super) const BLOCK_1: &str = concat!(
    r#"{"ballot":"as many votes as seats: the first preferences, each one vote","#,
    r#""elect":"most votes","#,
    r#""method":"block","#,
    r#""over_vote":"equals beyond the last vote get nothing, nor does anybody after them","#,
    r#""repeated":"ignore later","#,
    r#""reserved":"most votes first; who can no longer be lawfully elected is passed over","#,
    r#""skipped_ranks":"close up","#,
    r#""tie":"preset order or declared lot","#,
    r#""uncontested":"all elected without a count","#,
    r#""version":"1"}"#
);

pub(super) const LIMITED_1: &str = concat!(
    r#"{"ballot":"one vote fewer than seats, at least one: the first preferences, each one vote","#,
    r#""elect":"most votes","#,
    r#""method":"limited","#,
    r#""over_vote":"equals beyond the last vote get nothing, nor does anybody after them","#,
    r#""repeated":"ignore later","#,
    r#""reserved":"most votes first; who can no longer be lawfully elected is passed over","#,
    r#""skipped_ranks":"close up","#,
    r#""tie":"preset order or declared lot","#,
    r#""uncontested":"all elected without a count","#,
    r#""version":"1"}"#
);

pub(super) const APPROVAL_1: &str = concat!(
    r#"{"ballot":"a vote for everybody named or, on a scale of two grades, given the better one","#,
    r#""elect":"most votes","#,
    r#""method":"approval","#,
    r#""reserved":"most votes first; who can no longer be lawfully elected is passed over","#,
    r#""tie":"preset order or declared lot","#,
    r#""uncontested":"all elected without a count","#,
    r#""version":"1"}"#
);

pub(super) const BORDA_1: &str = concat!(
    r#"{"elect":"most points","#,
    r#""equals":"share the points of their places","#,
    r#""method":"borda","#,
    r#""points":"n-1 for the first of n candidates, then one fewer each","#,
    r#""reserved":"most points first; who can no longer be lawfully elected is passed over","#,
    r#""tie":"preset order or declared lot","#,
    r#""uncontested":"all elected without a count","#,
    r#""unranked":"0","#,
    r#""version":"1"}"#
);

pub(super) const BORDA_SHARED_1: &str = concat!(
    r#"{"elect":"most points","#,
    r#""equals":"share the points of their places","#,
    r#""method":"borda-shared","#,
    r#""points":"n-1 for the first of n candidates, then one fewer each","#,
    r#""reserved":"most points first; who can no longer be lawfully elected is passed over","#,
    r#""tie":"preset order or declared lot","#,
    r#""uncontested":"all elected without a count","#,
    r#""unranked":"share the points of the places left","#,
    r#""version":"1"}"#
);

pub(super) const BORDA_MODIFIED_1: &str = concat!(
    r#"{"elect":"most points","#,
    r#""equals":"share the points of their places","#,
    r#""method":"borda-modified","#,
    r#""points":"k-1 for the first of k ranked, then one fewer each","#,
    r#""reserved":"most points first; who can no longer be lawfully elected is passed over","#,
    r#""tie":"preset order or declared lot","#,
    r#""uncontested":"all elected without a count","#,
    r#""unranked":"0","#,
    r#""version":"1"}"#
);

pub(super) const SCORE_1: &str = concat!(
    r#"{"blank":"0","#,
    r#""elect":"largest sum of points","#,
    r#""method":"score","#,
    r#""reserved":"most points first; who can no longer be lawfully elected is passed over","#,
    r#""tie":"preset order or declared lot","#,
    r#""uncontested":"all elected without a count","#,
    r#""version":"1"}"#
);

pub(super) const STAR_1: &str = concat!(
    r#"{"blank":"0","#,
    r#""elect":"of the two with most points, whom more papers prefer","#,
    r#""method":"star","#,
    r#""runoff_tie":"more points, then more best grades, then preset order or declared lot","#,
    r#""scoring_tie":"whoever lost most comparisons among the tied leaves, repeated; then more best "#,
    r#"grades; then preset order or declared lot","#,
    r#""seats":"one","#,
    r#""version":"1"}"#
);

pub(super) const JUDGMENT_1: &str = concat!(
    r#"{"blank":"worst grade","#,
    r#""elect":"best majority grade: the lower middle one","#,
    r#""method":"majority-judgment","#,
    r#""reserved":"best majority grade first; who can no longer be lawfully elected is passed over","#,
    r#""seats":"in the order of the ranking","#,
    r#""tie":"one majority grade is taken from each and they are compared again, until they differ; the "#,
    r#"same grades throughout: preset order or declared lot","#,
    r#""uncontested":"all elected without a count","#,
    r#""version":"1"}"#
);

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::{GRADED, METHODS};

    #[test]
    fn every_text_is_canonical_json_and_names_its_method() {
        for method in METHODS {
            let value: Value = serde_json::from_str(method.rules).unwrap();
            assert_eq!(serde_json::to_string(&value).unwrap(), method.rules);
            assert_eq!(value["method"], method.id);
        }
        for method in GRADED {
            let ranked = METHODS.iter().find(|other| other.id == method.id).unwrap();
            assert_eq!(method.rules, ranked.rules);
        }
    }
}
