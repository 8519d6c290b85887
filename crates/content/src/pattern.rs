//! Patterns over text, compared with text and with each other. Case does not count.

/// Whether a text fits a pattern in which `*` stands for any text.
#[must_use]
pub fn fits(text: &str, pattern: &str) -> bool {
    let (text, pattern) = (text.to_lowercase(), pattern.to_lowercase());
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    true
}

/// Whether there is a text that fits both patterns: `*` stands for any text, `?` for one character.
#[must_use]
pub fn overlap(one: &str, other: &str) -> bool {
    let (one, other) = (lower(one), lower(other));
    // For each end of `other`: whether it and the end of `one` in hand have a text in common.
    let mut after = vec![false; other.len() + 1];
    for at in (0..=one.len()).rev() {
        let mut now = vec![false; other.len() + 1];
        for beside in (0..=other.len()).rev() {
            let (left, right) = (one.get(at), other.get(beside));
            now[beside] = match (left, right) {
                (None, None) => true,
                (Some('*'), _) => after[beside] || (right.is_some() && now[beside + 1]),
                (_, Some('*')) => now[beside + 1] || (left.is_some() && after[beside]),
                (Some(left), Some(right)) => {
                    (left == right || *left == '?' || *right == '?') && after[beside + 1]
                }
                _ => false,
            };
        }
        after = now;
    }
    after[0]
}

/// Whether every text that fits the other pattern fits this one too: `*` stands for any text, `?` for
/// one character.
#[must_use]
pub fn covers(pattern: &str, other: &str) -> bool {
    let (pattern, other) = (lower(pattern), lower(other));
    // What `*` of the other one stands for only a `*` covers.
    let fits = |own: char, theirs: char| theirs != '*' && (own == theirs || own == '?');
    let (mut at, mut beside) = (0, 0);
    let mut star = None;
    while beside < other.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, beside));
                at += 1;
            }
            Some(&own) if fits(own, other[beside]) => {
                at += 1;
                beside += 1;
            }
            _ => match star {
                Some((back, from)) => {
                    star = Some((back, from + 1));
                    at = back + 1;
                    beside = from + 1;
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|one| *one == '*')
}

fn lower(text: &str) -> Vec<char> {
    text.to_lowercase().chars().collect()
}

#[cfg(test)]
mod tests {
    use super::{covers, fits, overlap};

    #[test]
    fn patterns_stand_for_any_text() {
        for (text, pattern) in [
            ("123-compute@developer.gserviceaccount.com", "*-compute@developer.*"),
            ("Allow group a to manage all-resources in tenancy", "*to MANAGE all-resources*"),
            ("abc", "abc"),
            ("abab", "a*b"),
            ("", "*"),
        ] {
            assert!(fits(text, pattern), "{text} {pattern}");
        }
        for (text, pattern) in [("abcd", "abc"), ("ab", "a*b*c"), ("xabc", "abc*"), ("ab", "ab*b")]
        {
            assert!(!fits(text, pattern), "{text} {pattern}");
        }
    }

    #[test]
    fn patterns_overlap_when_a_text_fits_both() {
        for (one, other) in [
            ("ECR:PutImage", "ecr:Put*"),
            ("*", "ecr:PutImage"),
            ("*:*", "ecr:PutImage"),
            ("ec*", "ecr:PutImage"),
            ("ecr:*Image*", "ecr:Put*"),
            ("ecr:PutIma*", "ecr:PutImage"),
            ("ecr:*Image", "ecr:Put*"),
            ("ecr:P?tImage", "ecr:Put*"),
            ("???:Put*", "ecr:*"),
            ("a*b*", "*b*a*"),
            ("**", ""),
            ("", ""),
        ] {
            assert!(overlap(one, other), "{one} {other}");
            assert!(overlap(other, one), "{other} {one}");
        }
        for (one, other) in [
            ("ecr:Get*", "ecr:Put*"),
            ("ecr:GetAuthorizationToken", "ecr:PutImage"),
            ("ecr-public:*", "ecr:Put*"),
            ("s3:*", "ecr:*"),
            ("ecr:PutImag?", "ecr:PutImage?"),
            ("?", ""),
            ("*a", "*b"),
        ] {
            assert!(!overlap(one, other), "{one} {other}");
            assert!(!overlap(other, one), "{other} {one}");
        }
    }

    #[test]
    fn a_pattern_covers_one_that_is_as_narrow() {
        for (pattern, other) in [
            ("ecr:*", "ecr:Put*"),
            ("ECR:PUT*", "ecr:Put*"),
            ("e*", "ecr:Put*"),
            ("*:*", "ecr:*"),
            ("ecr:*t*", "ecr:Put*"),
            ("ecr:?ut*", "ecr:Put*"),
            ("*a*", "aaab"),
            ("**", "*"),
            ("a?", "a?"),
        ] {
            assert!(covers(pattern, other), "{pattern} {other}");
        }
        for (pattern, other) in [
            ("ecr:PutImage", "ecr:Put*"),
            ("ecr:PutI*", "ecr:Put*"),
            ("ecr:Put?", "ecr:Put*"),
            ("ecr:Get*", "ecr:*"),
            ("", "*"),
            ("ab", "a?"),
        ] {
            assert!(!covers(pattern, other), "{pattern} {other}");
        }
    }
}
