//! Predicates of checks: over settings of a component, over fields of a document.

use toml::Value;

use crate::check::{Literal, Operand, Parameter, ParameterType, Predicate, Test};
use crate::component::SettingType;
use crate::load::literal_text;
use crate::{Content, duration};

/// A fault in a predicate: the word it is about, and what is wrong.
pub(crate) type Fault = (String, String);

/// What a predicate speaks of.
#[derive(Clone, Copy)]
pub(crate) enum Scope<'a> {
    /// Settings of a component.
    Settings { component: &'a str, content: &'a Content },
    /// Fields of a document.
    Fields,
}

/// Reads predicates.
pub(crate) struct Reader<'a> {
    pub(crate) scope: Scope<'a>,
    pub(crate) parameters: &'a [Parameter],
}

impl Reader<'_> {
    pub(crate) fn predicate(&self, value: &Value) -> Result<Predicate, Fault> {
        let Value::Table(table) = value else {
            let message = "a predicate is a table such as { setting = \"x\", equals = true }";
            return Err((String::new(), message.to_owned()));
        };
        for (name, build) in [
            ("all", Predicate::All as fn(Vec<Predicate>) -> Predicate),
            ("any", Predicate::Any as fn(Vec<Predicate>) -> Predicate),
        ] {
            let Some(parts) = table.get(name) else { continue };
            let message = format!("`{name}` takes a list of predicates and stands alone");
            let Value::Array(parts) = parts else { return Err((name.to_owned(), message)) };
            if table.len() != 1 || parts.is_empty() {
                return Err((name.to_owned(), message));
            }
            let parts = parts.iter().map(|part| self.predicate(part));
            return Ok(build(parts.collect::<Result<_, _>>()?));
        }
        let (what, default) = match self.scope {
            Scope::Settings { .. } => ("setting", None),
            Scope::Fields => ("field", table.get("default")),
        };
        let Some(Value::String(key)) = table.get(what) else {
            return Err((String::new(), format!("a test needs `{what}`")));
        };
        let known = |name: &str| name == what || (name == "default" && default.is_some());
        let mut tests = table.iter().filter(|(name, _)| !known(name));
        let (Some((name, value)), None) = (tests.next(), tests.next()) else {
            return Err((key.clone(), format!("give the {what} exactly one test")));
        };
        match self.scope {
            Scope::Settings { component, content } => {
                let kind = setting_type(component, content, key)?;
                Ok(Predicate::Test { setting: key.clone(), test: self.test(name, value, kind)? })
            }
            Scope::Fields => {
                crate::cloud::path(key).map_err(|message| (key.clone(), message))?;
                let test = self.field_test(name, value)?;
                let absent = default.map(|value| self.field_literal(value)).transpose()?;
                Ok(Predicate::Field { path: key.clone(), test, absent })
            }
        }
    }

    /// A test of a field, whose type nobody declares: the other side of the test tells it.
    fn field_test(&self, name: &str, value: &Value) -> Result<Test, Fault> {
        let operand = || match value {
            Value::String(text) if text.starts_with('$') => {
                let name = &text[1..];
                match self.parameters.iter().any(|parameter| parameter.name == name) {
                    true => Ok(Operand::Parameter(name.to_owned())),
                    false => Err((text.clone(), format!("there is no parameter `{name}`"))),
                }
            }
            value => self.field_literal(value).map(Operand::Literal),
        };
        let wrong = |what: &str| Err((name.to_owned(), format!("`{name}` takes {what}")));
        let list = matches!(value, Value::Array(_))
            || value.as_str().is_some_and(|one| one.starts_with('$'));
        Ok(match name {
            "equals" | "not-equals" if matches!(value, Value::Array(_)) => {
                return wrong("one value");
            }
            "equals" => Test::Equals(operand()?),
            "not-equals" => Test::NotEquals(operand()?),
            "one-of" | "contains-all" | "contains-none" | "subset-of" | "like" | "none-like"
            | "none-overlap" | "none-covers"
                if !list =>
            {
                return wrong("a list");
            }
            "one-of" => Test::OneOf(operand()?),
            "contains-all" => Test::ContainsAll(operand()?),
            "contains-none" => Test::ContainsNone(operand()?),
            "subset-of" => Test::SubsetOf(operand()?),
            "like" => Test::Like(operand()?),
            "none-like" => Test::NoneLike(operand()?),
            "none-overlap" => Test::NoneOverlap(operand()?),
            "none-covers" => Test::NoneCovers(operand()?),
            "at-least" => Test::AtLeast(operand()?),
            "at-most" => Test::AtMost(operand()?),
            "set" => match value.as_bool() {
                Some(wanted) => Test::Set(wanted),
                None => return wrong("`true` or `false`"),
            },
            _ => {
                let message = "this is no test of a field; see docs/check-format.md for the list";
                return Err((name.to_owned(), message.to_owned()));
            }
        })
    }

    fn field_literal(&self, value: &Value) -> Result<Literal, Fault> {
        let wrong = || {
            (
                literal_text(value),
                "a field is compared with text, a whole number, true, false or a list of texts"
                    .to_owned(),
            )
        };
        Ok(match value {
            Value::Boolean(value) => Literal::Bool(*value),
            Value::Integer(value) => Literal::Int(*value),
            Value::String(text) => Literal::Text(text.clone()),
            Value::Array(items) => Literal::List(
                items
                    .iter()
                    .map(|item| item.as_str().map(str::to_owned).ok_or_else(wrong))
                    .collect::<Result<_, _>>()?,
            ),
            _ => return Err(wrong()),
        })
    }

    fn test(&self, name: &str, value: &Value, kind: SettingType) -> Result<Test, Fault> {
        let bool_of = |value: &Value| {
            value
                .as_bool()
                .ok_or_else(|| (name.to_owned(), format!("`{name}` is `true` or `false`")))
        };
        let list = matches!(kind, SettingType::List | SettingType::Array);
        let number = matches!(kind, SettingType::Int | SettingType::Float | SettingType::Duration);
        let fits = match name {
            "contains-all" | "contains-none" | "subset-of" => list,
            "at-least" | "at-most" => number,
            "equals" | "not-equals" | "one-of" => !list && kind != SettingType::Map,
            "loopback" => kind == SettingType::Text,
            _ => true,
        };
        if !fits {
            let message = format!("`{name}` does not fit a setting of this type ({kind:?})");
            return Err((name.to_owned(), message.to_lowercase()));
        }
        Ok(match name {
            "equals" => Test::Equals(self.operand(value, kind)?),
            "not-equals" => Test::NotEquals(self.operand(value, kind)?),
            "one-of" => Test::OneOf(self.operand(value, SettingType::List)?),
            "contains-all" => Test::ContainsAll(self.operand(value, kind)?),
            "contains-none" => Test::ContainsNone(self.operand(value, kind)?),
            "subset-of" => Test::SubsetOf(self.operand(value, kind)?),
            "at-least" => Test::AtLeast(self.operand(value, kind)?),
            "at-most" => Test::AtMost(self.operand(value, kind)?),
            "set" => Test::Set(bool_of(value)?),
            "set-explicitly" => Test::SetExplicitly(bool_of(value)?),
            "loopback" => Test::Loopback(bool_of(value)?),
            "source" => match value.as_str() {
                Some("file") => Test::FromFile,
                _ => return Err((name.to_owned(), "`source` is `\"file\"`".to_owned())),
            },
            "flag-absent" => Test::OnCommandLine(!bool_of(value)?),
            _ => {
                let message = "this is not a test; see docs/check-format.md for the list";
                return Err((name.to_owned(), message.to_owned()));
            }
        })
    }

    fn operand(&self, value: &Value, kind: SettingType) -> Result<Operand, Fault> {
        if let Value::String(text) = value
            && let Some(name) = text.strip_prefix('$')
        {
            let parameter = self.parameters.iter().find(|parameter| parameter.name == name);
            let Some(parameter) = parameter else {
                return Err((text.clone(), format!("there is no parameter `{name}`")));
            };
            let fits = match kind {
                SettingType::Int => parameter.kind == ParameterType::Int,
                SettingType::Duration => parameter.kind == ParameterType::Duration,
                SettingType::List | SettingType::Array => parameter.kind == ParameterType::List,
                SettingType::Text => parameter.kind == ParameterType::Text,
                SettingType::Bool | SettingType::Float | SettingType::Map => false,
            };
            if !fits {
                let message = format!("the type of parameter `{name}` does not fit the setting");
                return Err((text.clone(), message));
            }
            return Ok(Operand::Parameter(name.to_owned()));
        }
        let wrong = || {
            let shown = literal_text(value);
            (shown, format!("this value does not fit a setting of type {kind:?}").to_lowercase())
        };
        let literal = match (kind, value) {
            (SettingType::Bool, Value::Boolean(value)) => Literal::Bool(*value),
            (SettingType::Int | SettingType::Float, Value::Integer(value)) => Literal::Int(*value),
            (SettingType::Duration, Value::String(text)) => {
                Literal::Int(duration::parse(text).ok_or_else(wrong)?)
            }
            (SettingType::Text, Value::String(text)) => Literal::Text(text.clone()),
            (SettingType::List | SettingType::Array, Value::Array(items)) => Literal::List(
                items
                    .iter()
                    .map(|item| item.as_str().map(str::to_owned).ok_or_else(wrong))
                    .collect::<Result<_, _>>()?,
            ),
            _ => return Err(wrong()),
        };
        Ok(Operand::Literal(literal))
    }
}

/// The type of a setting of a component.
fn setting_type(component: &str, content: &Content, key: &str) -> Result<SettingType, Fault> {
    if crate::is_derived_setting(component, key) {
        if let Some(gate) = key.strip_prefix("feature-gates.") {
            if !content.feature_gates.contains_key(gate) {
                return Err((key.to_owned(), format!("there is no feature gate `{gate}`")));
            }
            return Ok(SettingType::Bool);
        }
        return Ok(match key {
            "etcd-over-network" => SettingType::Bool,
            _ => SettingType::List,
        });
    }
    let known = content.components.get(component);
    match known.and_then(|component| component.settings.get(key)) {
        Some(setting) => Ok(setting.kind),
        None => {
            let message = format!("`{}` has no setting `{key}`", component);
            Err((key.to_owned(), message))
        }
    }
}
