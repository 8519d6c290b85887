//! Words for a shell.

/// What stands between the paths of a command that has several.
pub(crate) const BREAK: &str = " \\\n    ";

/// Paths that one command has at the most; a command is written for people.
const MOST: usize = 200;

/// A word as a shell takes it: plain where it can be, in quotes otherwise.
#[must_use]
pub(crate) fn quoted(word: &str) -> String {
    let plain = |one: char| one.is_ascii_alphanumeric() || "_./+:@%=,-".contains(one);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    if !word.chars().any(char::is_control) {
        return format!("'{}'", word.replace('\'', r"'\''"));
    }
    // What would begin a new line, or drive a terminal, is written by its number.
    let mut text = "$'".to_owned();
    for one in word.chars() {
        match one {
            '\'' | '\\' => {
                text.push('\\');
                text.push(one);
            }
            one if one.is_control() => {
                let mut bytes = [0; 4];
                for byte in one.encode_utf8(&mut bytes).bytes() {
                    text.push_str(&format!("\\x{byte:02x}"));
                }
            }
            one => text.push(one),
        }
    }
    text.push('\'');
    text
}

/// A command over paths, one in a line when there are several.
#[must_use]
pub(crate) fn command(beginning: &str, paths: &[&str]) -> String {
    let shown = paths.iter().take(MOST).map(|path| quoted(path));
    let between = if paths.len() > 1 { BREAK } else { " " };
    let mut text =
        std::iter::once(beginning.to_owned()).chain(shown).collect::<Vec<String>>().join(between);
    if paths.len() > MOST {
        text.push_str(&format!(
            "\n# and for {} more, which the evidence names",
            paths.len() - MOST
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_takes_each_word_as_it_is() {
        assert_eq!(quoted("/etc/kubernetes/pki/ca.crt"), "/etc/kubernetes/pki/ca.crt");
        assert_eq!(quoted("/srv/my files/$HOME"), "'/srv/my files/$HOME'");
        assert_eq!(quoted("/srv/it's"), r"'/srv/it'\''s'");
        assert_eq!(quoted("/a\n```\x1b[31m"), r"$'/a\x0a```\x1b[31m'");
        assert_eq!(quoted(""), "''");
    }

    #[test]
    fn one_path_stands_beside_the_command_and_several_below_it() {
        assert_eq!(command("chmod 600", &["/a"]), "chmod 600 /a");
        assert_eq!(command("chmod 600", &["/a", "/b c"]), "chmod 600 \\\n    /a \\\n    '/b c'");
        let many = vec!["/x"; MOST + 3];
        assert!(
            command("chmod 600", &many).ends_with("\n# and for 3 more, which the evidence names")
        );
    }
}
