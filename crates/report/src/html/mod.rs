//! The report as one HTML page that needs nothing else: no server, no network, no script to be read.
//!
//! ```text
//! Report ──► sanitised ──► view (words, groups, bars) ──► templates/html_v1 ──► page
//! ```
//!
//! Three things keep what was found on a host from becoming part of the page: texts are sanitised
//! before the view is made, askama escapes every one of them, and the content security policy lets
//! only this page's own style and script run, by their hashes.

mod body;
mod view;

/// Version 1.
pub mod v1 {
    use askama::Template;
    use plimsoll_model::Report;
    use sha2::{Digest, Sha256};

    use super::view::{Page, page};
    use crate::sanitize;

    const STYLE: &str = include_str!("../../templates/html_v1/style.css");
    const SCRIPT: &str = include_str!("../../templates/html_v1/script.js");

    #[derive(Template)]
    #[template(path = "html_v1/page.html")]
    struct Document<'a> {
        style: &'a str,
        script: &'a str,
        policy: String,
        page: Page,
    }

    /// The page.
    ///
    /// # Errors
    /// Fails when the report cannot be turned into its generic form, or memory ends.
    pub fn render(report: &Report) -> Result<String, askama::Error> {
        let report =
            sanitize::report(report).map_err(|error| askama::Error::Custom(error.into()))?;
        let policy = format!(
            "default-src 'none'; style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'",
            source_hash(STYLE),
            source_hash(SCRIPT)
        );
        Document { style: STYLE, script: SCRIPT, policy, page: page(&report) }.render()
    }

    /// A hash as a content security policy names it.
    fn source_hash(text: &str) -> String {
        format!("sha256-{}", base64(&Sha256::digest(text.as_bytes())))
    }

    fn base64(bytes: &[u8]) -> String {
        const ALPHABET: &[u8; 64] =
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut text = String::new();
        for chunk in bytes.chunks(3) {
            let mut group = [0_u8; 3];
            group[..chunk.len()].copy_from_slice(chunk);
            let bits = u32::from(group[0]) << 16 | u32::from(group[1]) << 8 | u32::from(group[2]);
            for position in 0..4 {
                if position > chunk.len() {
                    text.push('=');
                } else {
                    let index = (bits >> (18 - 6 * position)) & 63;
                    text.push(char::from(ALPHABET[index as usize]));
                }
            }
        }
        text
    }

    #[cfg(test)]
    mod tests {
        use super::{base64, source_hash};

        #[test]
        fn base64_follows_rfc_4648() {
            for (bytes, text) in
                [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")]
            {
                assert_eq!(base64(bytes.as_bytes()), text);
            }
        }

        #[test]
        fn a_hash_is_written_as_a_policy_wants_it() {
            // The example of the CSP specification, section 8.2.
            assert_eq!(
                source_hash("alert('Hello, world.');"),
                "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng="
            );
        }
    }
}
