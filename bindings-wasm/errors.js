// Errors are data: every problem at once, each with a code and a path into the arguments.

export class FieldbeatError extends Error {
  constructor({ kind, message, problems }, options) {
    super(message, options);
    this.code = kind;
    this.problems = problems;
  }
}

export class PolicyError extends FieldbeatError {}
export class InputError extends FieldbeatError {}
export class StateError extends FieldbeatError {}
export class LimitError extends FieldbeatError {}
export class AbortError extends FieldbeatError {}

// On the prototype, as in the language's own errors; as text, so that minifiers leave it alone.
for (const [name, type] of Object.entries({ FieldbeatError, PolicyError, InputError, StateError, LimitError, AbortError })) {
  Object.defineProperty(type.prototype, 'name', { value: name, configurable: true, writable: true });
}

const byKind = { policy: PolicyError, input: InputError, state: StateError, limit: LimitError, cancelled: AbortError };

/** What the native module answered, or the error that it came to. */
export function answerOf({ answer, error }) {
  if (error === undefined) return answer;
  throw new (byKind[error.kind] ?? FieldbeatError)(error);
}
