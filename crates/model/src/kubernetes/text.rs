//! Scalars and maps as Kubernetes writes them.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use serde::de::{self, Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

/// Text that is borrowed from the input where it can be.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Text<'a>(pub Cow<'a, str>);

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Text<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl PartialEq<str> for Text<'_> {
    fn eq(&self, other: &str) -> bool {
        &*self.0 == other
    }
}

impl PartialEq<&str> for Text<'_> {
    fn eq(&self, other: &&str) -> bool {
        &*self.0 == *other
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;
        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Text<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a string")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }

            fn visit_string<E>(self, text: String) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text)))
            }
        }
        deserializer.deserialize_str(TextVisitor)
    }
}

/// A map of strings in the order of the input: labels, annotations, selectors, data.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Pairs<'a>(pub Vec<(Text<'a>, Text<'a>)>);

impl<'a> Pairs<'a> {
    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| &**name == key).map(|(_, value)| &**value)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every key with its value.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (&**key, &**value))
    }

    /// Whether every pair of `self` is in `labels`.
    #[must_use]
    pub fn within(&self, labels: &Pairs<'_>) -> bool {
        self.iter().all(|(key, value)| labels.get(key) == Some(value))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Pairs<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PairsVisitor;
        impl<'de> Visitor<'de> for PairsVisitor {
            type Value = Pairs<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a mapping of strings")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<'de>, A::Error> {
                let mut pairs = Vec::with_capacity(map.size_hint().unwrap_or(0).min(64));
                while let Some(key) = map.next_key::<Text<'de>>()? {
                    pairs.push((key, map.next_value::<Text<'de>>()?));
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(PairsVisitor)
    }
}

/// A whole number or a name: ports, `maxUnavailable`.
#[derive(Debug, Clone, PartialEq)]
pub enum IntOrString<'a> {
    /// A number.
    Int(i64),
    /// A name or a percentage.
    Text(Text<'a>),
}

impl fmt::Display for IntOrString<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(value) => value.fmt(formatter),
            Self::Text(text) => text.fmt(formatter),
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for IntOrString<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EitherVisitor;
        impl<'de> Visitor<'de> for EitherVisitor {
            type Value = IntOrString<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a whole number or a string")
            }

            fn visit_i64<E>(self, value: i64) -> Result<IntOrString<'de>, E> {
                Ok(IntOrString::Int(value))
            }

            fn visit_u64<E: de::Error>(self, value: u64) -> Result<IntOrString<'de>, E> {
                i64::try_from(value).map(IntOrString::Int).map_err(|_| E::custom("too large"))
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<IntOrString<'de>, E> {
                Ok(IntOrString::Text(Text(Cow::Borrowed(text))))
            }

            fn visit_str<E>(self, text: &str) -> Result<IntOrString<'de>, E> {
                Ok(IntOrString::Text(Text(Cow::Owned(text.to_owned()))))
            }
        }
        deserializer.deserialize_any(EitherVisitor)
    }
}

/// An amount such as `100m` or `1Gi`, as it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity<'a>(pub Text<'a>);

impl Quantity<'_> {
    /// The amount in thousandths; `None` when it is no quantity.
    ///
    /// Source: `k8s.io/apimachinery/pkg/api/resource`.
    #[must_use]
    pub fn millis(&self) -> Option<f64> {
        let text = self.0.trim();
        let end = text
            .find(|letter: char| !(letter.is_ascii_digit() || matches!(letter, '.' | '+' | '-')))
            .unwrap_or(text.len());
        let (number, suffix) = text.split_at(end);
        let number: f64 = number.parse().ok()?;
        let scale = match suffix {
            "n" => 1e-9,
            "u" => 1e-6,
            "m" => 1e-3,
            "" => 1.0,
            "k" => 1e3,
            "M" => 1e6,
            "G" => 1e9,
            "T" => 1e12,
            "P" => 1e15,
            "E" => 1e18,
            "Ki" => 1024.0,
            "Mi" => 1_048_576.0,
            "Gi" => 1_073_741_824.0,
            "Ti" => 1_099_511_627_776.0,
            "Pi" => 1_125_899_906_842_624.0,
            "Ei" => 1_152_921_504_606_846_976.0,
            exponent => {
                let power = exponent.strip_prefix(['e', 'E'])?.parse::<i32>().ok()?;
                10f64.powi(power)
            }
        };
        Some(number * scale * 1000.0)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Quantity<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct QuantityVisitor;
        impl<'de> Visitor<'de> for QuantityVisitor {
            type Value = Quantity<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a quantity such as 100m or 1Gi")
            }

            fn visit_i64<E>(self, value: i64) -> Result<Quantity<'de>, E> {
                Ok(Quantity(Text(Cow::Owned(value.to_string()))))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Quantity<'de>, E> {
                Ok(Quantity(Text(Cow::Owned(value.to_string()))))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Quantity<'de>, E> {
                Ok(Quantity(Text(Cow::Owned(value.to_string()))))
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Quantity<'de>, E> {
                Ok(Quantity(Text(Cow::Borrowed(text))))
            }

            fn visit_str<E>(self, text: &str) -> Result<Quantity<'de>, E> {
                Ok(Quantity(Text(Cow::Owned(text.to_owned()))))
            }
        }
        deserializer.deserialize_any(QuantityVisitor)
    }
}

/// Amounts by resource name: requests, limits.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Amounts<'a>(pub Vec<(Text<'a>, Quantity<'a>)>);

impl<'a> Amounts<'a> {
    /// The amount of a resource.
    #[must_use]
    pub fn get(&self, resource: &str) -> Option<&Quantity<'a>> {
        self.0.iter().find(|(name, _)| &**name == resource).map(|(_, amount)| amount)
    }

    /// Whether there is one of a resource.
    #[must_use]
    pub fn contains_key(&self, resource: &str) -> bool {
        self.get(resource).is_some()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every resource with its amount.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Quantity<'a>)> {
        self.0.iter().map(|(name, amount)| (&**name, amount))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Amounts<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AmountsVisitor;
        impl<'de> Visitor<'de> for AmountsVisitor {
            type Value = Amounts<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a mapping of quantities")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Amounts<'de>, A::Error> {
                let mut amounts = Vec::with_capacity(map.size_hint().unwrap_or(0).min(8));
                while let Some(key) = map.next_key::<Text<'de>>()? {
                    amounts.push((key, map.next_value::<Quantity<'de>>()?));
                }
                Ok(Amounts(amounts))
            }
        }
        deserializer.deserialize_map(AmountsVisitor)
    }
}

/// A field of which only the presence matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Present;

impl<'de> Deserialize<'de> for Present {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| Self)
    }
}

/// Which objects are meant, by their labels.
#[derive(Debug, Clone, PartialEq, Default, serde::Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct LabelSelector<'a> {
    /// Labels that must be there with these values.
    pub match_labels: Pairs<'a>,
    /// Further conditions.
    pub match_expressions: Vec<SelectorRequirement<'a>>,
}

/// One condition of a [`LabelSelector`].
#[derive(Debug, Clone, PartialEq, Default, serde::Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct SelectorRequirement<'a> {
    /// Label key.
    pub key: Text<'a>,
    /// `In`, `NotIn`, `Exists`, `DoesNotExist`.
    pub operator: Text<'a>,
    /// Values of `In` and `NotIn`.
    pub values: Vec<Text<'a>>,
}

impl LabelSelector<'_> {
    /// Whether it selects everything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.match_labels.is_empty() && self.match_expressions.is_empty()
    }

    /// Whether it selects an object with these labels.
    #[must_use]
    pub fn selects(&self, labels: &Pairs<'_>) -> bool {
        self.match_labels.within(labels)
            && self.match_expressions.iter().all(|requirement| {
                let value = labels.get(&requirement.key);
                let listed = value.is_some_and(|value| {
                    requirement.values.iter().any(|wanted| &**wanted == value)
                });
                match &*requirement.operator {
                    "In" => listed,
                    "NotIn" => !listed,
                    "Exists" => value.is_some(),
                    "DoesNotExist" => value.is_none(),
                    _ => false,
                }
            })
    }
}
