//! TOML as trees, for the configuration of container runtimes.

use plimsoll_model::{Entry, Tree, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::yaml::{Limits, SourceError};

/// Reads a TOML text. Dates, and numbers that do not fit, are text.
///
/// # Errors
/// Fails on the first syntax error or broken limit, with its place.
pub fn parse_toml(text: &str, limits: Limits) -> Result<Tree, SourceError> {
    if text.len() > limits.bytes {
        let message = format!("longer than {} bytes", limits.bytes);
        return Err(SourceError { line: 1, column: 1, message });
    }
    let mut reader = Reader { lines: Lines::new(text), limits, nodes: 0 };
    match DeTable::parse(text) {
        Ok(table) => reader.table(0, table.get_ref(), 0),
        Err(error) => {
            let (line, column) = reader.lines.place(error.span().map_or(0, |span| span.start));
            Err(SourceError { line, column, message: error.message().to_owned() })
        }
    }
}

struct Reader<'t> {
    lines: Lines<'t>,
    limits: Limits,
    nodes: usize,
}

impl Reader<'_> {
    fn count(&mut self, offset: usize, depth: usize) -> Result<(u32, u32), SourceError> {
        self.nodes += 1;
        let (line, column) = self.lines.place(offset);
        let message = if self.nodes > self.limits.nodes {
            format!("more than {} values", self.limits.nodes)
        } else if depth > self.limits.depth {
            format!("nested deeper than {}", self.limits.depth)
        } else {
            return Ok((line, column));
        };
        Err(SourceError { line, column, message })
    }

    fn table(
        &mut self,
        offset: usize,
        table: &DeTable<'_>,
        depth: usize,
    ) -> Result<Tree, SourceError> {
        let (line, column) = self.count(offset, depth)?;
        let mut entries = Vec::new();
        for (key, value) in table {
            let (key_line, _) = self.lines.place(key.span().start);
            let value = self.value(value, depth + 1)?;
            entries.push((
                key.span().start,
                Entry { key: key.get_ref().clone().into_owned(), line: key_line, value },
            ));
        }
        // The parser sorts keys by name; a tree has them in the order of the file.
        entries.sort_by_key(|(start, _)| *start);
        let entries = entries.into_iter().map(|(_, entry)| entry).collect();
        Ok(Tree { line, column, value: Value::Map(entries) })
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>, depth: usize) -> Result<Tree, SourceError> {
        let offset = value.span().start;
        let (line, column) = self.count(offset, depth)?;
        let value = match value.get_ref() {
            DeValue::Table(table) => return self.table(offset, table, depth),
            DeValue::Array(items) => Value::List(
                items.iter().map(|item| self.value(item, depth + 1)).collect::<Result<_, _>>()?,
            ),
            DeValue::String(text) => Value::String(text.clone().into_owned()),
            DeValue::Boolean(value) => Value::Bool(*value),
            DeValue::Integer(number) => {
                match i64::from_str_radix(number.as_str(), number.radix()) {
                    Ok(number) => Value::Int(number),
                    Err(_) => Value::String(number.to_string()),
                }
            }
            // `inf` and `nan` are no numbers that JSON has.
            DeValue::Float(number) => match number.as_str().parse::<f64>() {
                Ok(value) if value.is_finite() => Value::Float(value),
                _ => Value::String(number.to_string()),
            },
            DeValue::Datetime(date) => Value::String(date.to_string()),
        };
        Ok(Tree { line, column, value })
    }
}

/// From offsets to lines and columns.
struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    fn new(text: &'t str) -> Self {
        let breaks = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
        Self { text, starts: std::iter::once(0).chain(breaks).collect() }
    }

    fn place(&self, offset: usize) -> (u32, u32) {
        let index = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let start = self.starts.get(index).copied().unwrap_or(0);
        let column = self.text.get(start..offset).map_or(0, |before| before.chars().count());
        let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        (number(index + 1), number(column + 1))
    }
}

#[cfg(test)]
mod tests {
    use plimsoll_model::Tree;
    use proptest::prelude::*;

    use super::parse_toml;
    use crate::yaml::Limits;

    #[test]
    fn values_know_their_line_and_keys_keep_their_order() {
        let text = "version = 2\n\n[plugins.\"io.containerd.grpc.v1.cri\"]\n  b = true\n  a = [\"x\",\n    \"y\"]\n";
        let tree = parse_toml(text, Limits::default()).unwrap();
        assert_eq!(tree.get("version").and_then(Tree::as_int), Some(2));
        let plugin = tree.get("plugins").and_then(|one| one.get("io.containerd.grpc.v1.cri"));
        let keys: Vec<(&str, u32)> = plugin
            .unwrap()
            .entries()
            .iter()
            .map(|entry| (entry.key.as_str(), entry.line))
            .collect();
        assert_eq!(keys, [("b", 4), ("a", 5)]);
        let list = plugin.unwrap().get("a").unwrap();
        assert_eq!((list.items()[1].line, list.items()[1].column), (6, 5));
    }

    #[test]
    fn lists_of_tables_and_odd_scalars_are_read() {
        let text = "[[registry]]\nlocation = \"a\"\ninsecure = true\n[[registry]]\nlocation = \"b\"\n\
                    when = 2026-01-02\nbits = 0o644\nbig = 1_000\nodd = [inf, nan, 1.5]\n";
        let tree = parse_toml(text, Limits::default()).unwrap();
        let list = tree.get("registry").unwrap().items();
        assert_eq!(list[0].get("insecure").and_then(Tree::as_bool), Some(true));
        assert_eq!(list[1].get("when").and_then(Tree::as_str), Some("2026-01-02"));
        assert_eq!(list[1].get("bits").and_then(Tree::as_int), Some(0o644));
        let odd: Vec<Option<String>> =
            list[1].get("odd").unwrap().items().iter().map(Tree::scalar_text).collect();
        assert_eq!(odd, ["inf", "nan", "1.5"].map(|one| Some(one.to_owned())));
        assert_eq!(list[1].get("big").and_then(Tree::as_int), Some(1000));
    }

    #[test]
    fn faults_have_their_place() {
        let error = parse_toml("a = 1\nb = \n", Limits::default()).unwrap_err();
        assert_eq!(error.line, 2);
        let error = parse_toml("a = 1\na = 2\n", Limits::default()).unwrap_err();
        assert_eq!(error.line, 2);
        let small = Limits { nodes: 3, ..Limits::default() };
        assert!(parse_toml("a = [1, 2, 3, 4]\n", small).is_err());
        let flat = Limits { depth: 2, ..Limits::default() };
        assert!(parse_toml("a.b.c.d = 1\n", flat).is_err());
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC{0,200}") {
            let _ = parse_toml(&text, Limits::default());
        }

        #[test]
        fn toml_like_text_does_not_make_the_reader_panic(
            text in "[a-c0-9.\\[\\]{}=\"' \n#,_+-]{0,120}",
        ) {
            let _ = parse_toml(&text, Limits::default());
        }
    }
}
