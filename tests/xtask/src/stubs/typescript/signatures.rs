//! `signatures.json`: how test runners call an operation whose arguments they have by name.

use fieldbeat::catalog::Operation;
use fieldbeat::shape::Shape;

use super::declarations::column_array;
use super::function::{Function, Role};

/// Every operation by its name in the catalog: its name in JavaScript and the order of its
/// arguments; of methods their role, which arguments are engines (and of which class), columns
/// (and in which typed array they fit) or bytes, and whether the answer is an engine or bytes.
pub(super) fn signatures(operations: &[Operation]) -> String {
    let entries: Vec<String> = operations
        .iter()
        .map(|operation| format!("  \"{}\": {}", operation.full_name(), signature(operation)))
        .collect();
    format!("{{\n{}\n}}\n", entries.join(",\n"))
}

fn signature(operation: &Operation) -> String {
    let function = Function::of(operation, false);
    let names: Vec<String> =
        function.arguments().iter().map(|name| format!("\"{name}\"")).collect();
    let mut entries = vec![
        format!("\"name\": \"{}\"", function.name),
        format!("\"arguments\": [{}]", names.join(", ")),
    ];
    let role = match function.role {
        Role::Function => None,
        Role::Constructor => Some("constructor"),
        Role::Method => Some("method"),
        Role::Property => Some("property"),
        Role::Static => Some("static"),
    };
    entries.extend(role.map(|role| format!("\"role\": \"{role}\"")));
    let fields = ((operation.arguments)().fields)();
    let mut kinds = |key: &str, kind_of: fn(&Shape) -> Option<&'static str>| {
        let found: Vec<String> = fields
            .iter()
            .filter(|field| field.key != "this")
            .filter_map(|field| Some(format!("\"{}\": \"{}\"", field.key, kind_of(&field.shape)?)))
            .collect();
        if !found.is_empty() {
            entries.push(format!("\"{key}\": {{ {} }}", found.join(", ")));
        }
    };
    kinds("engines", |shape| match shape {
        Shape::Object(class) => Some(class),
        Shape::Optional(shape) => match **shape {
            Shape::Object(class) => Some(class),
            _ => None,
        },
        _ => None,
    });
    kinds("arrays", |shape| match shape {
        Shape::Bytes => Some("Uint8Array"),
        Shape::Column(cell) => column_array(cell),
        _ => None,
    });
    match (operation.answer)() {
        Shape::Object(_) => entries.push("\"answer\": \"engine\"".to_owned()),
        Shape::Bytes => entries.push("\"answer\": \"bytes\"".to_owned()),
        _ => {}
    }
    format!("{{ {} }}", entries.join(", "))
}
