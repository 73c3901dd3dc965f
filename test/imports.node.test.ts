import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { breaches } from './imports.js';

/** The breaches in a project that consists of these files. */
function breachesOf(files: Readonly<Record<string, string>>): readonly string[] {
  const root = mkdtempSync(join(tmpdir(), 'rooms-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(root, dirname(name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
    return breaches(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

const model = { 'src/model/a.ts': 'export const a = 1; export type A = number;' };

test('the rooms of this project keep their walls', () => {
  assert.deepEqual(breaches(fileURLToPath(new URL('..', import.meta.url))), []);
});

const allowed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'an element may use the model': { ...model, 'components/x-y/x-y.ts': "import { a } from '../../src/model/a.js';" },
  'a room may use itself': { ...model, 'src/model/b.ts': "import { a } from './a.js';" },
  'the client may load the engine on the page': {
    'workers/api/engine.ts': 'export {};',
    'src/client/worker-place.ts': "void import('../../workers/api/engine.js');",
  },
};
for (const [name, files] of Object.entries(allowed)) test(name, () => assert.deepEqual(breachesOf(files), []));

const forbidden: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'the model imports nothing': { 'src/store/s.ts': 'export {};', 'src/model/a.ts': "import '../store/s.js';" },
  'the model uses no package': { 'src/model/a.ts': "import { html } from 'lit';" },
  'an element does not reach into the worker, not even for a type': {
    'workers/query/q.ts': 'export type Q = 1;',
    'components/x-y/x-y.ts': "import type { Q } from '../../workers/query/q.js';",
  },
  'an element does not reach into the worker by an import type': {
    'workers/query/q.ts': 'export type Q = 1;',
    'components/x-y/x-y.ts': "export type R = import('../../workers/query/q.js').Q;",
  },
  'an element does not know another element': {
    'components/a-b/a-b.ts': 'export {};',
    'components/x-y/x-y.ts': "export * from '../a-b/a-b.js';",
  },
  'an element does not know the client': {
    'src/client/c.ts': 'export {};',
    'components/x-y/x-y.ts': "import '../../src/client/c.js';",
  },
  'the store does not draw': { 'src/store/s.ts': "import { LitElement } from 'lit';" },
  'decoding does not know columns': {
    'workers/columns/c.ts': 'export {};',
    'workers/decode/d.ts': "import '../columns/c.js';",
  },
  'only the cache knows the database': { 'workers/query/q.ts': "import { openDB } from 'idb';" },
  'the client loads the engine only when needed': {
    'workers/api/engine.ts': 'export {};',
    'src/client/worker-place.ts': "import '../../workers/api/engine.js';",
  },
  'an import that leads nowhere is found': { 'src/model/a.ts': "import './nowhere.js';" },
  'an import of a computed address is found': { 'src/store/s.ts': 'void import(String(1));' },
};
for (const [name, files] of Object.entries(forbidden))
  test(`breach found: ${name}`, () => assert.equal(breachesOf(files).length, 1));

test('a ring of files is found', () => {
  const found = breachesOf({
    'src/model/a.ts': "import './b.js';",
    'src/model/b.ts': "import type {} from './c.js';",
    'src/model/c.ts': "import './a.js';",
  });
  assert.deepEqual(found, ['cycle: src/model/a.ts -> src/model/b.ts -> src/model/c.ts -> src/model/a.ts']);
});
