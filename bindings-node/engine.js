// Written by `cargo xtask stubs`: change it in bindings-wasm, not in this file.
'use strict';

// Engines live in the module. Their objects here know the number under which they are held there.

let native;

/** From now on numbers are those of `module`. */
function holdIn(module) {
  native = module;
}

const registry = new FinalizationRegistry((number) => native.release(number));

class Engine {
  constructor(number) {
    // Not enumerable: it is no data.
    Object.defineProperty(this, '_engine', { value: number });
    registry.register(this, number, this);
  }

  free() {
    registry.unregister(this);
    native.release(this._engine);
  }

  toString() {
    return native.summary(this._engine) ?? `${this.constructor.name}(freed)`;
  }

  [Symbol.for('nodejs.util.inspect.custom')]() {
    return this.toString();
  }
}

// Where the language has `using`.
if (Symbol.dispose !== undefined) {
  Object.defineProperty(Engine.prototype, Symbol.dispose, { value: Engine.prototype.free, configurable: true, writable: true });
}

/** Bytes, whatever holds them, as a `Uint8Array`; what holds none, as it is. */
function bytesOf(held) {
  if (Object.prototype.toString.call(held) === '[object ArrayBuffer]') return new Uint8Array(held);
  // `instanceof` says no to one of another realm.
  const isDataView = ArrayBuffer.isView(held) && held.BYTES_PER_ELEMENT === undefined;
  return isDataView ? new Uint8Array(held.buffer, held.byteOffset, held.byteLength) : held;
}

/** An object of class `type` for the engine that is held under `number`. */
function engineOf(type, number) {
  return Reflect.construct(Engine, [number], type);
}

module.exports = { Engine, holdIn, bytesOf, engineOf };
