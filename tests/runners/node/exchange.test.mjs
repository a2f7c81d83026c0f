// Conditions beside json-logic-js and react-querybuilder: the same answer, or refused; never another.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { formatQuery, jsonLogicAdditionalOperators } from '@react-querybuilder/core';
import jsonLogic from 'json-logic-js';

import { Condition, fromJsonlogic, fromQueryBuilder, PolicyError, toJsonlogic, toQueryBuilder } from 'fieldbeat';
import fc from './seeded.mjs';

for (const [name, operator] of Object.entries(jsonLogicAdditionalOperators)) jsonLogic.add_operation(name, operator);

const schema = {
  doctors: 'int', km: 'number', agreed: 'bool', name: 'string', 'site.planned': 'int',
  'site.kind': { type: 'enum', values: ['demo', 'call', ''] },
  opened: 'date', contacts: { type: 'list', items: {} },
};
const values = {
  int: [-1, 0, 1, 2, 5], number: [-0.5, 0, 1, 2.5], bool: [true, false], string: ['', 'a', 'ab', '5'],
  enum: ['demo', 'call', ''], date: ['2026-01-31', '2026-11-20'], list: [[], [{}]],
};
const fields = Object.entries(schema).map(([path, type]) => ({ path, type: type.type ?? type }));

const cell = ({ type }) => fc.constantFrom(...values[type]);
const recordOf = (hole) => fc.tuple(...fields.map((field) => fc.option(cell(field), { nil: undefined, freq: hole })))
  .map((cells) => {
    const record = { site: {} };
    fields.forEach(({ path }, index) => {
      const [key, inner] = path.split('.');
      if (cells[index] === undefined) return;
      if (inner) record.site[inner] = cells[index];
      else record[key] = cells[index];
    });
    return record;
  });
const records = fc.array(recordOf(3), { minLength: 8, maxLength: 8 });
// fast-check draws a hole once in so many: never, here.
const wholeRecords = fc.array(fc.tuple(...fields.map(cell)).map((cells) => {
  const record = { site: {} };
  fields.forEach(({ path }, index) => {
    const [key, inner] = path.split('.');
    if (inner) record.site[inner] = cells[index];
    else record[key] = cells[index];
  });
  return record;
}), { minLength: 8, maxLength: 8 });

/** What a call makes, or undefined where it is refused with problems that have paths. */
function unlessRefused(call) {
  try {
    return call();
  } catch (error) {
    assert.ok(error instanceof PolicyError, error);
    assert.ok(error.problems.every(({ path }) => path.startsWith('$.')));
    return undefined;
  }
}

const anyField = fc.constantFrom(...fields);
const literal = fc.oneof(
  anyField.chain(cell), fc.constantFrom(null, '5', '2.5', 'x', 0, 1, true, [], ['a'], { '+': [1, 1] }),
);
const variable = fc.oneof({ weight: 9, arbitrary: anyField.map(({ path }) => ({ var: path })) },
  { weight: 1, arbitrary: fc.constantFrom({ var: 'elsewhere' }, { var: ['doctors', 7] }, { var: '' }, { var: ['km'] }) });
const matching = anyField.chain((field) => cell(field).map((value) => [{ var: field.path }, value]));
const pair = fc.oneof({ weight: 6, arbitrary: matching },
  { weight: 1, arbitrary: matching.map(([a, b]) => [b, a]) },
  { weight: 2, arbitrary: fc.tuple(variable, fc.oneof(literal, variable)) });
const comparison = fc.tuple(fc.constantFrom('==', '===', '!=', '!==', '<', '<=', '>', '>='), pair)
  .map(([operator, operands]) => ({ [operator]: operands }));
const chain = fc.tuple(fc.constantFrom('<', '<=', '>'), literal, variable, literal)
  .map(([operator, ...operands]) => ({ [operator]: operands }));
const contained = fc.oneof(
  fc.tuple(variable, fc.array(literal, { maxLength: 3 })), fc.tuple(literal, variable),
  anyField.chain((field) => fc.array(cell(field), { maxLength: 3 }).map((list) => [{ var: field.path }, list])),
).map((operands) => ({ in: operands }));
const { logic } = fc.letrec((tie) => ({
  leaf: fc.oneof({ weight: 6, arbitrary: comparison }, chain, contained, variable,
    fc.constantFrom(true, false, 1, { '%': [{ var: 'doctors' }, 2] }, { if: [true, true, false] })),
  logic: fc.oneof({ weight: 3, arbitrary: tie('leaf') },
    fc.tuple(fc.constantFrom('and', 'or'), fc.array(tie('logic'), { maxLength: 3 })).map(([name, parts]) => ({ [name]: parts })),
    fc.tuple(fc.constantFrom('!', '!!'), tie('logic')).map(([name, part]) => ({ [name]: [part] }))),
}));

test('JsonLogic with its nulls has the answer of json-logic-js, or is refused', () => {
  let accepted = 0;
  fc.assert(fc.property(logic, records, (logic, records) => {
    const made = unlessRefused(() => new Condition(fromJsonlogic(logic, schema, 'jsonlogic'), schema));
    if (made === undefined) return;
    accepted += 1;
    for (const record of records) {
      assert.equal(made.matches(record), jsonLogic.truthy(jsonLogic.apply(logic, record)), JSON.stringify([logic, record]));
    }
  }), { numRuns: 4000 });
  assert.ok(accepted > 500, `${accepted} accepted`);
});

test('JsonLogic with strict nulls has the same answer where it has one', () => {
  fc.assert(fc.property(logic, wholeRecords, (logic, records) => {
    const made = unlessRefused(() => new Condition(fromJsonlogic(logic, schema), schema));
    if (made === undefined) return;
    for (const record of records) {
      assert.equal(made.matches(record), jsonLogic.truthy(jsonLogic.apply(logic, record)), JSON.stringify([logic, record]));
    }
  }), { numRuns: 2000 });
});

// What editors write: numbers as texts.
const asText = (value) => (typeof value === 'number' ? String(value) : value);
const simple = fields.filter(({ type }) => type !== 'list');
const operators = {
  int: ['=', '!=', '<', '>', '<=', '>=', 'null', 'notNull', 'in', 'notIn', 'between', 'notBetween'],
  bool: ['=', '!=', 'null', 'notNull'],
  string: ['=', '!=', 'contains', 'beginsWith', 'endsWith', 'doesNotContain', 'doesNotBeginWith', 'null', 'notNull', 'in', 'notIn'],
  enum: ['=', '!=', 'in', 'notIn', 'null', 'notNull'],
};
operators.number = operators.int;
operators.date = operators.int;
const rule = fc.constantFrom(...simple).chain((field) => {
  return fc.constantFrom(...operators[field.type]).chain((operator) => {
    // In JsonLogic an empty text is in no empty one.
    const isPart = /contain|begins|ends/i.test(operator);
    const one = cell(field).map(asText).filter((value) => !isPart || value !== '');
    const many = ['in', 'notIn'].includes(operator) ? fc.array(one, { minLength: 1, maxLength: 3 })
      : ['between', 'notBetween'].includes(operator) ? fc.tuple(one, one).map((ends) => ends.sort((a, b) => (Number(a) - Number(b)) || (a < b ? -1 : 1)))
        : one;
    return many.map((value) => ({ field: field.path, operator, value, valueSource: 'value' }));
  });
});
const against = fc.constantFrom('=', '!=', '<', '>=').map((operator) => (
  { field: 'doctors', operator, value: 'site.planned', valueSource: 'field' }));
const someRule = fc.oneof({ weight: 6, arbitrary: rule }, against);
const { query, chained } = fc.letrec((tie) => ({
  part: fc.oneof({ weight: 4, arbitrary: someRule }, tie('query')),
  query: fc.record({
    combinator: fc.constantFrom('and', 'or'), not: fc.boolean(),
    rules: fc.array(tie('part'), { minLength: 1, maxLength: 3 }),
  }, { noNullPrototype: true }),
  chained: fc.record({
    rules: fc.array(fc.tuple(fc.constantFrom('and', 'or'), someRule), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.flat().slice(1)),
    not: fc.boolean(),
  }, { noNullPrototype: true }),
}));

for (const [name, form] of [['groups', query], ['rules with combinators between them', chained]]) {
  test(`queries of react-querybuilder keep their meaning: ${name}`, () => {
    let accepted = 0;
    fc.assert(fc.property(form, wholeRecords, records, (query, whole, records) => {
      const made = unlessRefused(() => new Condition(fromQueryBuilder(query, schema), schema));
      if (made === undefined) return;
      accepted += 1;
      const exported = formatQuery(query, {
        format: 'jsonlogic', parseNumbers: 'strict-limited',
        // Texts are no numbers, whatever they look like.
        fields: simple.map(({ path, type }) => ({
          name: path, label: path, value: path, inputType: ['int', 'number'].includes(type) ? 'number' : 'text',
        })),
      });
      for (const record of whole) {
        assert.equal(made.matches(record), jsonLogic.truthy(jsonLogic.apply(exported, record)), JSON.stringify([query, exported, record]));
      }
      // Its own export to JsonLogic is read as the same condition, missing values and all.
      const again = unlessRefused(() => new Condition(fromJsonlogic(exported, schema), schema));
      const back = new Condition(fromQueryBuilder(toQueryBuilder(made.json, schema), schema), schema);
      for (const record of records) {
        if (again !== undefined) assert.equal(again.matches(record), made.matches(record), JSON.stringify([query, exported, record]));
        assert.equal(back.matches(record), made.matches(record));
      }
      const logic = unlessRefused(() => toJsonlogic(made.json, schema, 'jsonlogic'));
      if (logic === undefined) return;
      for (const record of records) {
        assert.equal(jsonLogic.truthy(jsonLogic.apply(logic, record)), made.matches(record) === true, JSON.stringify([logic, record]));
      }
    }), { numRuns: 1500 });
    assert.ok(accepted > 300, `${accepted} accepted`);
  });
}
