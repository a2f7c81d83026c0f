/// <reference lib="esnext.disposable" />

/**
 * An engine with its state: it lives in the module, and answers until it is freed.
 *
 * It is freed once it is collected as garbage; `free`, or `using`, does so at once. No copy of it
 * goes to another thread or through `structuredClone`: send its bytes.
 */
export abstract class Engine {
  protected constructor(...args: never);
  /** Frees its memory now. Calls after this one are refused with `disposed`; another `free` does nothing. */
  free(): void;
  /** The same as `free`, for `using`. */
  [Symbol.dispose](): void;
  /** What it holds, in a few words. */
  toString(): string;
}
