//! A function of the facade, or a member of one of its classes.

use fieldbeat::catalog::{Form, Operation};
use fieldbeat::shape::{Field, Shape};

/// How a function is called.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// By its name.
    Function,
    /// As the constructor of its class.
    Constructor,
    /// On an engine.
    Method,
    /// As a field of an engine.
    Property,
    /// On the class.
    Static,
}

/// One function of the facade.
pub(super) struct Function<'o> {
    pub(super) operation: &'o Operation,
    /// Name in JavaScript.
    pub(super) name: String,
    /// Its parameters.
    parameters: Vec<Field>,
    pub(super) role: Role,
    pub(super) is_async: bool,
}

impl<'o> Function<'o> {
    /// The forms of an operation: Node has an asynchronous one of what can take long.
    pub(super) fn forms(operation: &'o Operation, node: bool) -> impl Iterator<Item = Self> {
        let long = node && matches!(operation.form, Form::Long | Form::Search);
        [Some(Self::of(operation, false)), long.then(|| Self::of(operation, true))]
            .into_iter()
            .flatten()
    }

    pub(super) fn of(operation: &'o Operation, is_async: bool) -> Self {
        let fields = ((operation.arguments)().fields)();
        let role = match operation.class {
            None => Role::Function,
            Some(_) if operation.name == "new" && is_async => Role::Static,
            Some(_) if operation.name == "new" => Role::Constructor,
            Some(_) if operation.form == Form::Property => Role::Property,
            Some(_) if fields.iter().any(|field| field.key == "this") => Role::Method,
            Some(_) => Role::Static,
        };
        let name = match role {
            Role::Constructor => "constructor".to_owned(),
            // A constructor cannot be awaited.
            _ if operation.name == "new" => "build".to_owned(),
            _ => camel_case(operation.name),
        };
        Self {
            operation,
            name: name + if is_async { "Async" } else { "" },
            parameters: fields.into_iter().filter(|field| field.key != "this").collect(),
            role,
            is_async,
        }
    }

    /// Whether it tells of its progress and may be stopped.
    pub(super) fn is_long(&self) -> bool {
        matches!(self.operation.form, Form::Long | Form::Search)
    }

    /// The names of its parameters, as a list.
    pub(super) fn arguments(&self) -> Vec<&'static str> {
        self.parameters.iter().map(|field| field.key).collect()
    }

    /// `verifyPlan(plan, track)`: the head of its definition.
    pub(super) fn head(&self) -> String {
        let mut names = self.arguments();
        if self.is_long() {
            names.push("control = {}");
        }
        format!("{}({})", self.name, names.join(", "))
    }

    /// `call('verify_plan', { plan, track })`: its body.
    pub(super) fn body(&self) -> String {
        let entry = |field: &Field| match field.shape {
            Shape::Bytes => format!("{0}: bytesOf({0})", field.key),
            _ => field.key.to_owned(),
        };
        let mut names: Vec<String> = self.parameters.iter().map(entry).collect();
        if matches!(self.role, Role::Method | Role::Property) {
            names.insert(0, "this: this".to_owned());
        }
        let arguments =
            if names.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", names.join(", ")) };
        let operation = self.operation.full_name();
        match (self.is_async, self.operation.form) {
            (true, Form::Search) => format!("searchAsync('{operation}', {arguments}, control)"),
            (true, _) => format!("callAsync('{operation}', {arguments}, control)"),
            (false, _) if self.is_long() => format!("call('{operation}', {arguments}, control)"),
            (false, _) => format!("call('{operation}', {arguments})"),
        }
    }

    /// Its definition within its class.
    fn member(&self) -> String {
        let (head, mut body) = (self.head(), self.body());
        if let (Shape::Object(class), false) = ((self.operation.answer)(), self.is_constructor()) {
            let wait = if self.is_async { "await " } else { "" };
            body = format!("engineOf({class}, {wait}{body})");
            let before = match (self.role, self.is_async) {
                (Role::Static, true) => "static async ",
                (Role::Static, false) => "static ",
                (_, true) => "async ",
                (_, false) => "",
            };
            return format!("  {before}{head} {{\n    return {body};\n  }}\n");
        }
        match self.role {
            Role::Constructor => format!("  {head} {{\n    super({body});\n  }}\n"),
            Role::Property => format!("  get {head} {{\n    return {body};\n  }}\n"),
            Role::Static => format!("  static {head} {{\n    return {body};\n  }}\n"),
            Role::Function | Role::Method => format!("  {head} {{\n    return {body};\n  }}\n"),
        }
    }

    fn is_constructor(&self) -> bool {
        self.role == Role::Constructor
    }
}

/// The classes of the catalog, each with its members.
pub(super) fn classes<'f, 'o>(
    functions: &'f [Function<'o>],
) -> Vec<(&'static str, Vec<&'f Function<'o>>)> {
    let mut classes: Vec<(&'static str, Vec<&Function<'_>>)> = Vec::new();
    for function in functions {
        let Some(class) = function.operation.class else { continue };
        match classes.last_mut() {
            Some((last, members)) if *last == class => members.push(function),
            _ => classes.push((class, vec![function])),
        }
    }
    classes
}

/// `class FenceIndex extends Engine { ... }`.
pub(super) fn class(name: &str, members: &[&Function<'_>]) -> String {
    let members: Vec<String> = members.iter().map(|member| member.member()).collect();
    format!("class {name} extends Engine {{\n{}}}", members.join("\n"))
}

/// `verify_plan` -> `verifyPlan`.
fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let mut text = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        text.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        text.push_str(letters.as_str());
    }
    text
}
