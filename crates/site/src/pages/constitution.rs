//! The constitution in force: its words, and beside each article its rules in sentences. The words bind; where a rule says
//! something else, a member can see it here.

use crate::frame::Frame;
use crate::site::Site;
use crate::trouble::Trouble;
use crate::visitor::Visitor;
use askama::Template;
use axum::Router;
use axum::http::header;
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::get;
use pulldown_cmark::{Event, Options, Parser, html};
use rankfile_constitution::print::Printer;
use rankfile_constitution::{Constitution, Document};
use std::sync::{Arc, Mutex, PoisonError};

/// The pages of this subject.
pub fn routes() -> Router<Site> {
    Router::new().route("/constitution", get(constitution)).route("/constitution.md", get(text))
}

#[derive(Template)]
#[template(path = "constitution.html")]
struct Page<'a> {
    frame: Frame,
    digest: String,
    articles: &'a [Shown],
}

/// An article ready to be shown.
struct Shown {
    id: String,
    heading: String,
    words: String,
    rules: Vec<String>,
    is_prose_only: bool,
}

async fn constitution(visitor: Visitor) -> Response {
    match page(&visitor) {
        Ok(page) => Html(page).into_response(),
        Err(trouble) => trouble.page(&visitor),
    }
}

fn page(visitor: &Visitor) -> Result<String, Trouble> {
    let (digest, text) = in_force(visitor)?;
    let articles = shown(&digest, &text)?;
    Ok(Page { frame: Frame::of(visitor), digest, articles: &articles }.render()?)
}

/// The articles, worked out once for each text.
fn shown(digest: &str, text: &str) -> Result<Arc<Vec<Shown>>, Trouble> {
    static KEPT: Mutex<Option<(String, Arc<Vec<Shown>>)>> = Mutex::new(None);
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((of, articles)) = kept.as_ref()
        && of == digest
    {
        return Ok(articles.clone());
    }
    let parsed = Document::parse(text, "constitution.md");
    let document = parsed.map_err(|_| Trouble::bug("the constitution in force cannot be read"))?;
    let articles = Arc::new(articles(&document));
    *kept = Some((digest.to_owned(), articles.clone()));
    Ok(articles)
}

fn articles(document: &Constitution) -> Vec<Shown> {
    let printer = Printer::new(document);
    let show = |article: &rankfile_constitution::Article| Shown {
        id: article.id.0.clone(),
        heading: article.heading.clone(),
        words: render(&article.words),
        rules: article.rules.iter().flat_map(|rule| printer.sentences(rule)).collect(),
        is_prose_only: article.is_prose_only,
    };
    document.articles.iter().map(show).collect()
}

/// The document itself, as it was adopted.
async fn text(visitor: Visitor) -> Response {
    match in_force(&visitor) {
        Ok((_, text)) => ([(header::CONTENT_TYPE, "text/markdown; charset=utf-8")], text).into_response(),
        Err(trouble) => trouble.page(&visitor),
    }
}

fn in_force(visitor: &Visitor) -> Result<(String, String), Trouble> {
    let view = visitor.site.view();
    let not_yet = || Trouble::NotYet(visitor.words.say("home-not-founded"));
    let union = view.state.union.as_ref().ok_or_else(not_yet)?;
    let digest = union.program.digest.clone();
    let text = view.state.documents.text(&digest).ok_or(Trouble::NotFound)?.to_owned();
    Ok((digest, text))
}

/// Markdown as HTML, with any HTML in it shown as text: a constitution cannot bring a script into this page.
pub fn render(markdown: &str) -> String {
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES).map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::Start(pulldown_cmark::Tag::Link { link_type, dest_url, title, id }) => {
            let safe = ["https://", "http://", "mailto:", "#", "/"];
            let fine = safe.iter().any(|start| dest_url.starts_with(start)) && !dest_url.starts_with("//");
            let dest_url = if fine { dest_url } else { "#".into() };
            Event::Start(pulldown_cmark::Tag::Link { link_type, dest_url, title, id })
        }
        // No third party is asked for a picture.
        Event::Start(pulldown_cmark::Tag::Image { .. }) | Event::End(pulldown_cmark::TagEnd::Image) => {
            Event::Text("".into())
        }
        other => other,
    });
    let mut text = String::new();
    html::push_html(&mut text, events);
    text
}

#[cfg(test)]
mod tests {
    use super::render;

    #[test]
    fn hostile_markdown_brings_nothing_into_the_page() {
        for hostile in [
            "<script>alert(1)</script>",
            "a <img src=x onerror=alert(1)> b",
            "[x](javascript:alert(1))",
            "![x](https://elsewhere.example/pixel.png)",
            "<a href='javascript:alert(1)'>x</a>",
            "[x](//elsewhere.example)",
            "[x](data:text/html,hello)",
        ] {
            let html = render(hostile);
            for bad in ["<script", "<img", "href=\"javascript", "href=\"//", "href=\"data", "<a href='"] {
                assert!(!html.contains(bad), "{hostile} -> {html}");
            }
        }
    }
}
