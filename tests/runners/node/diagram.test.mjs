// Pictures of pipelines are read by Mermaid itself.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import vm from 'node:vm';

import { Pipeline } from 'fieldbeat';
import fc from './seeded.mjs';

/** Mermaid is a script for pages. What cleans texts before they are drawn takes a page: here nothing is. */
function mermaid() {
  const page = vm.createContext({ console, setTimeout, structuredClone });
  vm.runInContext('Function.prototype.addHook = () => {}; Function.prototype.sanitize = (text) => text;', page);
  vm.runInContext(readFileSync(createRequire(import.meta.url).resolve('@mermaid-js/tiny'), 'utf8'), page);
  return page.mermaid;
}

const reader = mermaid();

/** The titles of the states by their names, and the arrows between them, the ends of the way among them. */
async function read(pipeline) {
  const text = pipeline.diagram();
  assert.equal((await reader.parse(text)).diagramType, 'stateDiagram');
  const { db } = await reader.mermaidAPI.getDiagramFromText(text);
  const isEnd = (id) => id === 'root_start' || id === 'root_end';
  const states = [...db.getStates().values()].filter(({ id }) => !isEnd(id));
  const arrows = [...db.getRelations()].map(({ id1, id2, relationTitle }) => [id1, id2, relationTitle]);
  return { states: states.map(({ id, descriptions }) => [id, ...descriptions]), arrows };
}

const ready = new URL('../../../core/policies/', import.meta.url);
for (const file of readdirSync(ready).filter((name) => name.endsWith('.json'))) {
  test(`Mermaid reads the picture of ${file}`, async () => {
    const policy = JSON.parse(readFileSync(new URL(file, ready), 'utf8'));
    const { states, arrows } = await read(new Pipeline(policy));
    assert.deepEqual(states, policy.stages.map(({ id, title }, place) => [`s${place}`, title ?? id]));
    const place = (id) => `s${policy.stages.findIndex((stage) => stage.id === id)}`;
    const ends = policy.stages.filter(({ kind }) => ['won', 'lost'].includes(kind));
    const expected = [
      ['root_start', place(policy.initial ?? policy.stages[0].id)],
      ...ends.map(({ id }) => [place(id), 'root_end']),
      ...policy.transitions.flatMap(({ source, target, approvals }) => source.flatMap((id) => (
        [target, approvals?.any_reject].filter(Boolean).map((to) => [place(id), place(to)])
      ))),
      ...policy.stages.flatMap(({ id, timers = [] }) => (
        timers.filter(({ go }) => go).map(({ go }) => [place(id), place(go)])
      )),
    ];
    const pairs = (all) => all.map(([source, target]) => `${source} ${target}`).sort();
    assert.deepEqual(pairs(arrows), pairs(expected));
  });
}

const hostile = [
  '', ' ', 'end', 'state', 'note', 'note right of s0', '[*]', '<<choice>>', '<<join>>', '[[fork]]', '--', '-->', 's0 --> s1', '%%',
  '%%{init: {}}%%', '{', '}', 'a } b', '"', '\\"', '""', '";', '#quot;', '&quot;', ':', '::', ':::x', ' : x', '\n', 'a\nend note\nb',
  '\r', '\u0085', '\u2028', '\u2029', '<script>alert(1)</script>', '<br/>', '`', '$$x$$', 'classDef x fill', 'style x:#f9f;',
  'direction LR', 'xDirection  tb', 'accTitle: x', 'accDescr { x }', '---', '---\ntitle: x\n---', 'stateDiagram-v2', 'as s1', 'scale 350 width',
  'Ещё раз «сначала»', '日本', '\u202e', '\u0000',
];

/** As it is drawn: Mermaid keeps what is written by number in signs of its own until then. */
const drawn = (text = '') => text.replace(/ﬂ°°(\d+)¶ß/g, (_, code) => String.fromCodePoint(Number(code))).trim();
const shown = (text) => text.replace(/\p{Cc}/gu, ' ').trim();

const isRead = async (text) => {
  const { states, arrows } = await read(new Pipeline({
    name: 'd',
    version: '1',
    stages: [{ id: 'a', title: text }, { id: 'z', kind: 'won', title: `z${text}` }],
    transitions: [{ source: ['a'], target: 'z', on: `x${text}` }],
  }));
  const named = states.map(([id, title]) => [id, drawn(title)]);
  assert.deepEqual(named, [['s0', shown(text || 'a')], ['s1', shown(`z${text}`)]], JSON.stringify(text));
  const told = arrows.map(([source, target, label]) => [source, target, drawn(label)]);
  const due = [['root_start', 's0', ''], ['s0', 's1', shown(`x${text}`)], ['s1', 'root_end', '']];
  assert.deepEqual(told, due, JSON.stringify(text));
};

test('Mermaid reads two states and a move, whatever they are called', async () => {
  for (const text of hostile) await isRead(text);
});

test('and whatever chance calls them', async () => {
  const texts = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom(...hostile));
  const several = fc.array(texts, { maxLength: 3 }).map((all) => all.join(''));
  await fc.assert(fc.asyncProperty(several, isRead));
});
