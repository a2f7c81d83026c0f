// Written by `cargo xtask stubs`: change it in bindings-wasm, not in this file.
/** One thing that is wrong, and where. */
export interface Problem {
  /** Stable snake_case code, such as `unknown_key`. */
  readonly code: string;
  /** JSON path into the arguments, such as `$.plan[3].slot.end`. */
  readonly path: string;
  /** English text. It never holds coordinates of a person. */
  readonly message: string;
}

/** Every error of this library. A failed call changes nothing. */
export class FieldbeatError extends Error {
  /** Which side has to act. */
  readonly code: 'policy' | 'input' | 'state' | 'limit' | 'cancelled';
  /** Everything that was found, in the order of the input. */
  readonly problems: readonly Problem[];
}

/** The policy is not one. */
export class PolicyError extends FieldbeatError {
  readonly code: 'policy';
}

/** The data, bytes too, are not what the operation takes. */
export class InputError extends FieldbeatError {
  readonly code: 'input';
}

/** The object cannot do this now, or a snapshot that is sound is not its own. */
export class StateError extends FieldbeatError {
  readonly code: 'state';
}

/** A documented limit is exceeded. */
export class LimitError extends FieldbeatError {
  readonly code: 'limit';
}

/** The caller's `AbortSignal` stopped the call; `cause` is its reason. */
export class AbortError extends FieldbeatError {
  readonly code: 'cancelled';
}
