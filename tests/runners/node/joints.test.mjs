// What one operation answers is what the next one takes.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as fieldbeat from 'fieldbeat';

import { expected, joined } from '../joints.mjs';

test('verdicts are scored, and scores are held against targets and ranked', () => {
  assert.deepEqual(joined(fieldbeat), expected);
});
