//! Operators in words.

/// What an operator asks for, in English and in Russian; what it is held against follows. Where it
/// asks for just that, that says it all.
pub(crate) fn operator_words(operator: &str) -> Option<(&'static str, &'static str)> {
    Some(match operator {
        "eq" => ("", ""),
        "ne" => ("anything but", "не"),
        "lt" => ("less than", "меньше"),
        "le" => ("at most", "не больше"),
        "gt" => ("more than", "больше"),
        "ge" => ("at least", "не меньше"),
        "in" => ("one of", "одно из"),
        "not_in" => ("none of", "ни одно из"),
        "between" => ("from the first to the last of", "от первого до последнего из"),
        "range" => (
            "from the first of, up to below the last of",
            "от первого и до, не включая, последнего из",
        ),
        "is_null" => ("nothing", "пусто"),
        "not_null" => ("any value", "любое значение"),
        "contains" => ("a text with", "текст, в котором есть"),
        "starts_with" => ("a text that begins with", "текст, который начинается с"),
        "any_of" => ("at least one record that fits", "хотя бы одна подходящая запись"),
        "all_of" => ("only records that fit", "только подходящие записи"),
        "count_of" => {
            ("another number of records that fit, by", "другое число подходящих записей, по")
        }
        "within" => ("a time within", "время в пределах"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::ConditionPolicy;
    use crate::shape::{Shape, Shaped};

    #[test]
    fn every_operator_has_words() {
        let Shape::Record(shape) = crate::rule::ConditionNode::shape() else {
            panic!("{:?}", ConditionPolicy::shape());
        };
        for field in (shape.fields)() {
            let is_operator = !["all", "any", "not", "field"].contains(&field.key);
            assert_eq!(operator_words(field.key).is_some(), is_operator, "{}", field.key);
        }
    }
}
