// The shared vectors and the list of operations, in Node.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from 'smol-toml';

import * as fieldbeat from 'fieldbeat';
import { byName, replay, withColumns } from './replay.mjs';

const project = new URL('../../', import.meta.url);
const read = (path) => readFileSync(new URL(path, project), 'utf8');
const signatures = JSON.parse(read('tests/runners/signatures.json'));
const call = byName(fieldbeat, signatures);
const callWithArrays = byName(fieldbeat, signatures, true);
const promised = parse(read('tests/operations.toml'));

const camelCase = (name) => name.replace(/_(.)/g, (_, letter) => letter.toUpperCase());

for (const { name } of promised.operation) {
  test(`${camelCase(name)} is an operation`, () => {
    assert.equal(typeof fieldbeat[camelCase(name)], 'function');
    assert.equal(fieldbeat[camelCase(name)].length, signatures[name].arguments.length);
  });
}

for (const { name, new: made, methods = [], properties = [], statics = [] } of promised.class) {
  const type = fieldbeat[name];
  test(`${name} is a class`, () => {
    assert.equal(type.length, made.length);
    assert.deepEqual(signatures[`${name}.new`].arguments, made);
  });
  const members = { method: methods, property: properties, static: statics };
  for (const [role, names] of Object.entries(members)) for (const method of names) {
    test(`${name} has ${camelCase(method)}`, () => {
      const signature = signatures[`${name}.${method}`];
      assert.equal(signature.role, role);
      assert.equal(signature.name, camelCase(method));
      const { value, get } = Object.getOwnPropertyDescriptor(role === 'static' ? type : type.prototype, camelCase(method));
      assert.equal((value ?? get).length, signature.arguments.length);
    });
  }
}

for (const file of readdirSync(new URL('tests/vectors/', project)).filter((file) => file.endsWith('.json'))) {
  const { operation, vectors } = JSON.parse(read(`tests/vectors/${file}`));
  test(file, async (t) => {
    for (const vector of vectors) {
      await t.test(vector.name, () => replay(call, operation, vector));
      if (signatures[operation] === undefined) {
        await t.test(`${vector.name}, with typed arrays`, () => replay(callWithArrays, operation, vector));
        continue;
      }
      const input = vector.error === undefined && withColumns(vector.input);
      if (input) {
        await t.test(`${vector.name}, as columns`, () => replay(call, operation, { ...vector, input }));
      }
    }
  });
}

const random = 'target/vectors/random.json';
const required = process.env.FIELDBEAT_RANDOM_VECTORS !== undefined;
const missing = !existsSync(new URL(random, project)) && `${random} is not there: cargo xtask vectors --random`;
test('random vectors', { skip: !required && missing }, async () => {
  for (const { operation, vectors } of JSON.parse(read(random))) {
    assert.ok(vectors.length > 0);
    for (const vector of vectors) {
      await replay(call, operation, vector);
      const input = vector.error === undefined && withColumns(vector.input);
      if (input) await replay(call, operation, { ...vector, input });
    }
  }
});
