//! JSON as one tree, from which every form is read.
//!
//! A form that is read from text directly is compiled into the reader of JSON, once as an object and
//! once as a list. Read from a tree it is compiled small, an object is an object, and a fault knows the
//! fields it lies in.

use std::{borrow::Cow, fmt, slice};

use serde::{
    Deserialize, Deserializer,
    de::{
        DeserializeSeed, EnumAccess, Error as _, MapAccess, SeqAccess, Unexpected, VariantAccess,
        Visitor, value::StrDeserializer,
    },
    forward_to_deserialize_any,
};

use super::misread::Misread;

/// A JSON value.
pub(super) enum Tree<'t> {
    Null,
    Bool(bool),
    /// A whole number from 0.
    Count(u64),
    /// A whole number below 0.
    Below(i64),
    /// A number with a fraction or an exponent; no form has one.
    Fraction,
    Text(Cow<'t, str>),
    List(Vec<Tree<'t>>),
    Object(Vec<Field<'t>>),
}

/// A field of an object.
type Field<'t> = (Cow<'t, str>, Tree<'t>);

impl Tree<'_> {
    /// A refusal that says what was found instead.
    #[cold]
    fn instead<E: serde::de::Expected>(&self, expected: &E) -> Misread {
        Misread::invalid_type(
            match self {
                Self::Null => Unexpected::Other("null"),
                Self::Bool(value) => Unexpected::Bool(*value),
                Self::Count(value) => Unexpected::Unsigned(*value),
                Self::Below(value) => Unexpected::Signed(*value),
                Self::Fraction => Unexpected::Other("a number with a fraction"),
                Self::Text(text) => Unexpected::Str(text),
                Self::List(_) => Unexpected::Seq,
                Self::Object(_) => Unexpected::Map,
            },
            expected,
        )
    }
}

impl<'t> Deserialize<'t> for Tree<'t> {
    fn deserialize<D: Deserializer<'t>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}

struct TreeVisitor;

impl<'t> Visitor<'t> for TreeVisitor {
    type Value = Tree<'t>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Tree<'t>, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Tree<'t>, E> {
        Ok(Tree::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Tree<'t>, E> {
        Ok(Tree::Count(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Tree<'t>, E> {
        Ok(Tree::Below(value))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Tree<'t>, E> {
        Ok(Tree::Fraction)
    }

    fn visit_str<E>(self, text: &str) -> Result<Tree<'t>, E> {
        Ok(Tree::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_borrowed_str<E>(self, text: &'t str) -> Result<Tree<'t>, E> {
        Ok(Tree::Text(Cow::Borrowed(text)))
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut list: A) -> Result<Tree<'t>, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element()? {
            values.push(value);
        }
        Ok(Tree::List(values))
    }

    fn visit_map<A: MapAccess<'t>>(self, mut object: A) -> Result<Tree<'t>, A::Error> {
        let mut fields = Vec::new();
        while let Some(Key(key)) = object.next_key()? {
            fields.push((key, object.next_value()?));
        }
        Ok(Tree::Object(fields))
    }
}

/// The name of a field.
struct Key<'t>(Cow<'t, str>);

impl<'t> Deserialize<'t> for Key<'t> {
    fn deserialize<D: Deserializer<'t>>(deserializer: D) -> Result<Self, D::Error> {
        match deserializer.deserialize_any(TreeVisitor)? {
            Tree::Text(name) => Ok(Self(name)),
            other => Err(D::Error::custom(other.instead(&"the name of a field"))),
        }
    }
}

impl<'n> Deserializer<'n> for &'n Tree<'_> {
    type Error = Misread;

    fn deserialize_any<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Misread> {
        match self {
            Tree::Null => visitor.visit_unit(),
            Tree::Bool(value) => visitor.visit_bool(*value),
            Tree::Count(value) => visitor.visit_u64(*value),
            Tree::Below(value) => visitor.visit_i64(*value),
            Tree::Fraction => Err(self.instead(&visitor)),
            Tree::Text(text) => visitor.visit_str(text),
            Tree::List(values) => visitor.visit_seq(Elements::new(values)),
            Tree::Object(fields) => visitor.visit_map(Fields::new(fields)),
        }
    }

    fn deserialize_bool<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Misread> {
        match self {
            Tree::Bool(value) => visitor.visit_bool(*value),
            _ => Err(self.instead(&visitor)),
        }
    }

    fn deserialize_u64<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Misread> {
        match self {
            Tree::Count(value) => visitor.visit_u64(*value),
            Tree::Below(value) => visitor.visit_i64(*value),
            _ => Err(self.instead(&visitor)),
        }
    }

    fn deserialize_str<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Misread> {
        match self {
            Tree::Text(text) => visitor.visit_str(text),
            _ => Err(self.instead(&visitor)),
        }
    }

    fn deserialize_option<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Misread> {
        match self {
            Tree::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'n>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Misread> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Misread> {
        match self {
            Tree::List(values) => visitor.visit_seq(Elements::new(values)),
            _ => Err(self.instead(&visitor)),
        }
    }

    fn deserialize_map<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Misread> {
        match self {
            Tree::Object(fields) => visitor.visit_map(Fields::new(fields)),
            _ => Err(self.instead(&visitor)),
        }
    }

    fn deserialize_struct<V: Visitor<'n>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misread> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'n>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misread> {
        match self {
            Tree::Text(name) => visitor.visit_enum(Variant { name, value: None }),
            Tree::Object(fields) => match fields.as_slice() {
                [(name, value)] => visitor.visit_enum(Variant { name, value: Some(value) }),
                _ => Err(Misread::custom("invalid value: an object, expected one with one field")),
            },
            _ => Err(self.instead(&visitor)),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Misread> {
        visitor.visit_unit()
    }

    fn deserialize_u16<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Misread> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_u32<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Misread> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_string<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Misread> {
        self.deserialize_str(visitor)
    }

    forward_to_deserialize_any! {
        <V: Visitor<'n>>
        i8 i16 i32 i64 i128 u8 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct
        identifier
    }
}

/// The values of a list, one after another.
struct Elements<'n, 't> {
    index: usize,
    rest: slice::Iter<'n, Tree<'t>>,
}

impl<'n, 't> Elements<'n, 't> {
    fn new(values: &'n [Tree<'t>]) -> Self {
        Self { index: 0, rest: values.iter() }
    }
}

impl<'n> SeqAccess<'n> for Elements<'n, '_> {
    type Error = Misread;

    fn next_element_seed<S: DeserializeSeed<'n>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Misread> {
        let Some(value) = self.rest.next() else { return Ok(None) };
        match seed.deserialize(value) {
            Ok(value) => {
                self.index = self.index.saturating_add(1);
                Ok(Some(value))
            }
            Err(misread) => Err(misread.within_index(self.index)),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

/// The fields of an object, one after another.
struct Fields<'n, 't> {
    rest: slice::Iter<'n, Field<'t>>,
    current: Option<&'n Field<'t>>,
}

impl<'n, 't> Fields<'n, 't> {
    fn new(fields: &'n [Field<'t>]) -> Self {
        Self { rest: fields.iter(), current: None }
    }
}

impl<'n> MapAccess<'n> for Fields<'n, '_> {
    type Error = Misread;

    fn next_key_seed<S: DeserializeSeed<'n>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Misread> {
        self.current = self.rest.next();
        let Some((name, _)) = self.current else { return Ok(None) };
        match seed.deserialize(StrDeserializer::new(name)) {
            Ok(key) => Ok(Some(key)),
            Err(misread) => Err(Misread::within(misread, name)),
        }
    }

    fn next_value_seed<S: DeserializeSeed<'n>>(&mut self, seed: S) -> Result<S::Value, Misread> {
        let Some((name, value)) = self.current else {
            return Err(Misread::custom("there is no value before its name"));
        };
        seed.deserialize(value).map_err(|misread| misread.within(name))
    }
}

/// A variant: its name, and its value when it has one.
struct Variant<'n, 't> {
    name: &'n str,
    value: Option<&'n Tree<'t>>,
}

impl<'n, 't> EnumAccess<'n> for Variant<'n, 't> {
    type Error = Misread;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'n>>(self, seed: S) -> Result<(S::Value, Self), Misread> {
        match seed.deserialize(StrDeserializer::<Misread>::new(self.name)) {
            Ok(variant) => Ok((variant, self)),
            Err(misread) if self.value.is_some() => Err(misread.within(self.name)),
            Err(misread) => Err(misread),
        }
    }
}

impl<'n> Variant<'n, '_> {
    fn read<T>(self, read: impl FnOnce(&'n Tree<'_>) -> Result<T, Misread>) -> Result<T, Misread> {
        match self.value {
            Some(value) => read(value).map_err(|misread| misread.within(self.name)),
            None => Err(Misread::invalid_type(Unexpected::UnitVariant, &"an object")),
        }
    }
}

impl<'n> VariantAccess<'n> for Variant<'n, '_> {
    type Error = Misread;

    fn unit_variant(self) -> Result<(), Misread> {
        match self.value {
            None => Ok(()),
            Some(value) => Err(value.instead(&"the name alone").within(self.name)),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'n>>(self, seed: S) -> Result<S::Value, Misread> {
        self.read(|value| seed.deserialize(value))
    }

    fn tuple_variant<V: Visitor<'n>>(self, _: usize, visitor: V) -> Result<V::Value, Misread> {
        self.read(|value| value.deserialize_seq(visitor))
    }

    fn struct_variant<V: Visitor<'n>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misread> {
        self.read(|value| value.deserialize_map(visitor))
    }
}
