//! Markdown to HTML that is safe by construction: every piece of text is escaped, and the only tags
//! are the ones written here.

use crate::markdown::{Block, Span, parse, spans};

/// A text of several blocks.
pub(super) fn blocks(text: &str) -> String {
    let mut html = String::new();
    for block in parse(text) {
        match block {
            Block::Paragraph(content) => {
                html.push_str("<p>");
                inline(&mut html, &content);
                html.push_str("</p>\n");
            }
            Block::Code(code) => {
                // tabindex: what scrolls must be reachable with the keyboard.
                html.push_str("<pre tabindex=\"0\"><code>");
                escape(&mut html, &code);
                html.push_str("</code></pre>\n");
            }
            Block::List { start, items } => {
                match start {
                    Some(1) => html.push_str("<ol>"),
                    Some(number) => html.push_str(&format!("<ol start=\"{number}\">")),
                    None => html.push_str("<ul>"),
                }
                for item in &items {
                    html.push_str("<li>");
                    inline(&mut html, item);
                    html.push_str("</li>");
                }
                html.push_str(if start.is_some() { "</ol>\n" } else { "</ul>\n" });
            }
        }
    }
    html
}

/// A text on one line.
pub(super) fn line(text: &str) -> String {
    let mut html = String::new();
    inline(&mut html, &spans(text));
    html
}

fn inline(html: &mut String, spans: &[Span]) {
    for span in spans {
        let (open, close) = match span {
            Span::Text(_) => ("", ""),
            Span::Code(_) => ("<code>", "</code>"),
            Span::Strong(_) => ("<strong>", "</strong>"),
        };
        html.push_str(open);
        escape(html, span.text());
        html.push_str(close);
    }
}

fn escape(html: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '&' => html.push_str("&amp;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{blocks, line};

    #[test]
    fn tags_in_a_text_stay_text() {
        for text in ["<script>x</script>", "`<b>`", "**<i>**", "```\n<u>\n```", "- <a href=x>"] {
            let html = blocks(text) + &line(text);
            for tag in ["<script", "<b>", "<i>", "<u>", "<a "] {
                assert!(!html.contains(tag), "{html}");
            }
        }
    }

    #[test]
    fn a_list_goes_on_with_its_number() {
        assert_eq!(blocks("2. b\n3. c"), "<ol start=\"2\"><li>b</li><li>c</li></ol>\n");
    }
}
