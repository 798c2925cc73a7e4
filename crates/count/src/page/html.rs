//! The few pieces of HTML that every part of the page shares. Not here: words, figures, layout.

/// Text as HTML holds it, in elements and in attributes. Control characters, also those that turn the direction of a
/// line, are left out: a name must not rearrange the page.
pub(super) fn esc(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' => {}
            c if c.is_control() => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}

/// A section with a heading and an anchor.
pub(super) fn section(id: &str, heading: &str, class: &str, inside: &str) -> String {
    if inside.is_empty() {
        return String::new();
    }
    let heading = esc(heading);
    format!(
        "<section class=\"cp-section {class}\" id=\"count-{id}\" aria-labelledby=\"count-{id}-h\">\n\
         <h2 id=\"count-{id}-h\">{heading}</h2>\n{inside}</section>\n"
    )
}

/// A table that may be wider than the screen: it scrolls in its own box, which the keyboard reaches.
pub(super) fn scroller(label: &str, table: &str) -> String {
    format!(
        "<div class=\"cp-scroll\" role=\"group\" tabindex=\"0\" aria-label=\"{}\">{table}</div>\n",
        esc(label)
    )
}

/// A paragraph.
pub(super) fn paragraph(class: &str, text: &str) -> String {
    format!("<p class=\"{class}\">{}</p>\n", esc(text))
}

/// Ten-thousandths as a percentage: "12.34%".
pub(super) fn percent(ten_thousandths: u32) -> String {
    format!("{}.{:02}%", ten_thousandths / 100, ten_thousandths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hostile_name_stays_text() {
        let name = "<script>alert(\"1\")</script>' \u{202e}evil\u{7}";
        assert_eq!(esc(name), "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39; evil ");
    }

    #[test]
    fn percentages_are_exact() {
        assert_eq!(
            (percent(1234), percent(10_000), percent(5)),
            ("12.34%".into(), "100.00%".into(), "0.05%".into())
        );
    }
}
