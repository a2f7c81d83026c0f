// Written by `cargo xtask stubs`: change it in bindings-wasm, not in this file.
'use strict';

// Errors are data: every problem at once, each with a code and a path into the arguments.

class FieldbeatError extends Error {
  constructor({ kind, message, problems }, options) {
    super(message, options);
    this.code = kind;
    this.problems = problems;
  }
}

class PolicyError extends FieldbeatError {}
class InputError extends FieldbeatError {}
class StateError extends FieldbeatError {}
class LimitError extends FieldbeatError {}
class AbortError extends FieldbeatError {}

// On the prototype, as in the language's own errors; as text, so that minifiers leave it alone.
for (const [name, type] of Object.entries({ FieldbeatError, PolicyError, InputError, StateError, LimitError, AbortError })) {
  Object.defineProperty(type.prototype, 'name', { value: name, configurable: true, writable: true });
}

const byKind = { policy: PolicyError, input: InputError, state: StateError, limit: LimitError, cancelled: AbortError };

/** What the native module answered, or the error that it came to. */
function answerOf({ answer, error }) {
  if (error === undefined) return answer;
  throw new (byKind[error.kind] ?? FieldbeatError)(error);
}

module.exports = { FieldbeatError, PolicyError, InputError, StateError, LimitError, AbortError, answerOf };
