//! The words of an article as HTML. Any HTML in them is shown as text, links lead only where a reader expects, and no
//! picture is fetched: a constitution cannot bring a script into a page.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};

/// Markdown as HTML that is safe to show, whoever wrote it.
pub fn words_as_html(markdown: &str) -> String {
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES).map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            let safe = ["https://", "http://", "mailto:", "#", "/"];
            let fine = safe.iter().any(|start| dest_url.starts_with(start)) && !dest_url.starts_with("//");
            let dest_url = if fine { dest_url } else { "#".into() };
            Event::Start(Tag::Link { link_type, dest_url, title, id })
        }
        // No third party is asked for a picture.
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => Event::Text("".into()),
        other => other,
    });
    let mut text = String::new();
    html::push_html(&mut text, events);
    text
}

#[cfg(test)]
mod tests {
    use super::words_as_html;

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
            "[x](JAVASCRIPT:alert(1))",
            "<style>body{display:none}</style>",
        ] {
            let html = words_as_html(hostile).to_lowercase();
            for bad in
                ["<script", "<img", "<style", "href=\"javascript", "href=\"//", "href=\"data", "<a href='"]
            {
                assert!(!html.contains(bad), "{hostile} -> {html}");
            }
        }
    }
}
