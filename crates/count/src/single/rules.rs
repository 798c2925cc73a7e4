//! The rule texts of this folder: canonical JSON, every parameter written out. A released text never changes.

use super::policy::{FinalTie, Look, OverVote, Policy, Repeated, Winners};

/// Instant runoff under [`Policy::plain`]; what [`irv`] writes for it.
pub(super) const IRV_1: &str = concat!(
    r#"{"batch":false,"#,
    r#""elect":"2 x votes > votes in the race","#,
    r#""final_tie":"preset or lot elects","#,
    r#""first_round_threshold":false,"#,
    r#""look":"backwards","#,
    r#""maximum_rankings":"all","#,
    r#""method":"irv","#,
    r#""minimum_votes":0,"#,
    r#""over_vote":"exhaust","#,
    r#""preset_or_lot":"what the look leaves","#,
    r#""repeated":"ignore later","#,
    r#""skipped_ranks":"close up","#,
    r#""stop_after":"never","#,
    r#""until_two":false,"#,
    r#""vacancy":"recount without the vacating candidate","#,
    r#""version":"1","#,
    r#""winners":"majority","#,
    r#""write_ins":[]}"#
);

/// The contingent vote.
pub(super) const TWO_ROUND_1: &str = concat!(
    r#"{"elect":"first round: 2 x votes > votes; second: more votes","#,
    r#""first_round":"first preferences","#,
    r#""method":"two-round","#,
    r#""over_vote":"exhaust","#,
    r#""repeated":"ignore later","#,
    r#""second_round":"the two with most votes; papers of the others go to whichever of the two they "#,
    r#"rank higher","#,
    r#""skipped_ranks":"close up","#,
    r#""tie":"second round: for a place, preset order or declared lot; last: more first preferences, "#,
    r#"then preset order or declared lot","#,
    r#""vacancy":"recount without the vacating candidate","#,
    r#""version":"1"}"#
);

/// The rule text of instant runoff under a policy.
pub(super) fn irv(policy: &Policy) -> String {
    let number =
        |number: Option<u32>, none: &str| number.map_or(format!(r#""{none}""#), |number| number.to_string());
    let elect = match policy.winners {
        Winners::Majority | Winners::MultiPass => "2 x votes > votes in the race",
        Winners::BottomsUp => "as many left as seats",
        Winners::BottomsUpPercent(_) | Winners::CutOffPercent(_) => {
            "all left have the percentage of the votes in the race"
        }
    };
    let winners = match policy.winners {
        Winners::Majority => r#""majority""#.to_owned(),
        Winners::BottomsUp => r#""bottoms up""#.to_owned(),
        Winners::BottomsUpPercent(percent) => format!(r#"{{"bottoms_up_percent":{percent}}}"#),
        Winners::CutOffPercent(percent) => format!(r#"{{"cut_off_percent":{percent}}}"#),
        Winners::MultiPass => r#""multi-pass""#.to_owned(),
    };
    let write_ins: Vec<String> =
        policy.write_ins.iter().map(|candidate| (candidate + 1).to_string()).collect();
    let parts = [
        format!(r#""batch":{}"#, policy.batch),
        format!(r#""elect":"{elect}""#),
        format!(r#""final_tie":"{}""#, final_tie(policy.final_tie)),
        format!(r#""first_round_threshold":{}"#, policy.first_round_threshold),
        format!(r#""look":"{}""#, look(policy.look)),
        format!(r#""maximum_rankings":{}"#, number(policy.rankings, "all")),
        r#""method":"irv""#.to_owned(),
        format!(r#""minimum_votes":{}"#, policy.minimum_votes),
        format!(r#""over_vote":"{}""#, over_vote(policy.over_vote)),
        r#""preset_or_lot":"what the look leaves""#.to_owned(),
        format!(
            r#""repeated":"{}""#,
            if policy.repeated == Repeated::Ignore { "ignore later" } else { "exhaust" }
        ),
        format!(r#""skipped_ranks":{}"#, number(policy.skipped_ranks, "close up")),
        format!(r#""stop_after":{}"#, number(policy.stop_after, "never")),
        format!(r#""until_two":{}"#, policy.until_two),
        r#""vacancy":"recount without the vacating candidate""#.to_owned(),
        r#""version":"1""#.to_owned(),
        format!(r#""winners":{winners}"#),
        format!(r#""write_ins":[{}]"#, write_ins.join(",")),
    ];
    format!("{{{}}}", parts.join(","))
}

fn final_tie(rule: FinalTie) -> &'static str {
    match rule {
        FinalTie::Elect => "preset or lot elects",
        FinalTie::Exclude => "as a tie for exclusion",
    }
}

fn look(look: Look) -> &'static str {
    match look {
        Look::Backwards => "backwards",
        Look::Forwards => "forwards",
        Look::Nothing => "nothing",
    }
}

fn over_vote(rule: OverVote) -> &'static str {
    match rule {
        OverVote::Exhaust => "exhaust",
        OverVote::Skip => "skip",
        OverVote::ExhaustIfSeveral => "exhaust if several continuing",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn the_plain_policy_writes_the_released_text() {
        assert_eq!(irv(&Policy::plain()), IRV_1);
    }

    #[test]
    fn every_text_is_canonical_json() {
        let odd = Policy {
            winners: Winners::BottomsUpPercent(15),
            skipped_ranks: Some(1),
            rankings: Some(3),
            stop_after: Some(4),
            write_ins: vec![2, 5],
            ..Policy::plain()
        };
        for text in [IRV_1, TWO_ROUND_1, &irv(&odd)] {
            let value: Value = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&value).unwrap(), text);
        }
    }
}
