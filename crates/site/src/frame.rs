//! The frame around every page: what is at the top and at the bottom, for this visitor.

use crate::visitor::Visitor;
use crate::words::{Language, Words};

/// What the frame's template needs.
pub struct Frame {
    /// Texts.
    pub w: Words,
    /// The union.
    pub union: String,
    /// What every form carries.
    pub token: String,
    /// Where the visitor is, for the language switch and the marked place in the menu.
    pub path: String,
    /// Who is signed in, in words.
    pub who: Option<String>,
    /// Signed in as a member.
    pub is_member: bool,
    /// Signed in with a key in force, or holding a share.
    pub is_officer: bool,
    /// Keeps the roll or sits on a committee that may see it.
    pub sees_roll: bool,
    /// Whether this is a demonstration.
    pub demo: bool,
    /// Since when the record names the desk that this site serves.
    pub desk_since: Option<String>,
}

/// An entry of the menu.
pub struct Entry {
    /// Where it leads.
    pub href: &'static str,
    /// What it says.
    pub text: String,
    /// Whether the visitor is there.
    pub is_here: bool,
}

impl Frame {
    /// For a visitor.
    pub fn of(visitor: &Visitor) -> Self {
        let site = &visitor.site;
        let view = site.view();
        let role = visitor.role(&view.state);
        let holds = visitor.holds(&view.state);
        let title = role.as_deref().map(|role| role_title(&view.state, role));
        let holder = holds.first().map(|(_, n)| visitor.words.one("role-key-holder", "n", i64::from(*n)));
        let member = visitor.member().map(|id| visitor.words.one("role-member", "id", id.to_owned()));
        let who: Vec<String> = [title, holder, member].into_iter().flatten().collect();
        Self {
            w: visitor.words.clone(),
            union: site.union_name(),
            token: visitor.token.clone(),
            path: visitor.path.clone(),
            who: (!who.is_empty()).then(|| who.join(" · ")),
            is_member: visitor.member().is_some(),
            is_officer: role.is_some() || !holds.is_empty(),
            sees_roll: role.as_deref().is_some_and(|role| crate::pages::roll::may_read(&view.state, role)),
            demo: site.settings().demo.is_some(),
            desk_since: view
                .state
                .desk()
                .filter(|served| served.digest == crate::desk::digest())
                .map(|served| visitor.words.moment(served.from)),
        }
    }

    /// The menu, as far as it is this visitor's.
    pub fn menu(&self) -> Vec<Entry> {
        let all = [
            ("/", "nav-home", true),
            ("/elections", "nav-elections", true),
            ("/docket", "nav-docket", true),
            ("/constitution", "nav-constitution", true),
            ("/record", "nav-record", true),
            ("/me", "nav-me", self.is_member),
            ("/work", "nav-work", self.is_officer),
            ("/roll", "nav-roll", self.sees_roll),
        ];
        let entry = |(href, text, _): (&'static str, &str, bool)| Entry {
            href,
            text: self.w.say(text),
            is_here: self.is_at(href),
        };
        all.into_iter().filter(|(_, _, shown)| *shown).map(entry).collect()
    }

    /// Where signing in leads back to: here, but never to the page about signing in itself.
    pub fn sign_in(&self) -> String {
        let back = if self.path.starts_with("/sign-in") { "/" } else { self.path.as_str() };
        format!("/sign-in?next={}", crate::form::encode(back))
    }

    fn is_at(&self, prefix: &str) -> bool {
        let path = self.path.split('?').next().unwrap_or_default();
        if prefix == "/" { path == "/" } else { path == prefix || path.starts_with(&format!("{prefix}/")) }
    }

    /// The other languages: tag and own name.
    pub fn languages(&self) -> Vec<(&'static str, &'static str, bool)> {
        Language::ALL.into_iter().map(|l| (l.tag(), l.own_name(), l == self.w.language)).collect()
    }
}

/// An office's or body's title by its id, as the constitution has it.
pub fn role_title(state: &rankfile_hall::state::State, role: &str) -> String {
    let Some(union) = &state.union else { return role.to_owned() };
    let office = union.program.offices.iter().find(|office| office.id.0 == role).map(|o| o.title.clone());
    let body = || union.program.bodies.iter().find(|body| body.id.0 == role).map(|b| b.title.clone());
    office.or_else(body).unwrap_or_else(|| role.to_owned())
}
