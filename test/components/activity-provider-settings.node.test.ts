import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  chooseSource,
  parseCacheMode,
  parseFiles,
  parseWindow,
} from '../../components/activity-provider/store-settings.js';

test('a window is a preset, everything, or two times', () => {
  assert.deepEqual(parseWindow('10M'), { kind: 'relative', lengthMs: 600_000 });
  assert.deepEqual(parseWindow(' 2w '), { kind: 'relative', lengthMs: 1_209_600_000 });
  assert.deepEqual(parseWindow('all'), { kind: 'whole' });
  assert.deepEqual(parseWindow('2026-11-23T19:00:00Z/2026-11-23T20:00:00.000000001+00:00'), {
    kind: 'absolute',
    range: { fromNs: 1_795_460_400_000_000_000n, toNs: 1_795_464_000_000_000_001n },
  });
});

test('a window that makes no sense is none', () => {
  for (const text of [null, '', '0H', '5X', '2026-11-23/2026-11-22', 'a/b', '1/2/3', '-1H'])
    assert.equal(parseWindow(text), undefined, String(text));
});

test('files are named by the last part of their path', () => {
  assert.deepEqual(parseFiles(' /logs/a.ndjson\n https://x.example/b%20c.json.gz?sig=1#top  %E0%A4%A '), [
    { name: 'a.ndjson', url: '/logs/a.ndjson' },
    { name: 'b c.json.gz', url: 'https://x.example/b%20c.json.gz?sig=1#top' },
    { name: '%E0%A4%A', url: '%E0%A4%A' },
  ]);
});

test('a described backend comes before a server, a server before files', () => {
  const push = { kind: 'push' } as const;
  assert.equal(chooseSource(push, '/api', 'a.json'), push);
  assert.deepEqual(chooseSource(null, ' /api ', 'a.json'), { kind: 'http', url: '/api' });
  assert.equal(chooseSource(null, '', 'a.json')?.kind, 'file');
  assert.equal(chooseSource(null, ' ', null), undefined);
});

test('a server speaks what src-kind says, and the open protocol where that is nothing known', () => {
  const source = (kind: string | null) => chooseSource(null, '/sysdig', null, kind);
  assert.deepEqual(source('sysdig'), { kind: 'sysdig', url: '/sysdig' });
  assert.deepEqual(source(' Sysdig-Legacy '), { kind: 'sysdig', url: '/sysdig', api: 'legacy' });
  for (const kind of [null, '', 'open', 'other']) assert.deepEqual(source(kind), { kind: 'http', url: '/sysdig' });
});

test('only the known cache modes are taken', () => {
  assert.equal(parseCacheMode('Memory'), 'memory');
  assert.equal(parseCacheMode('forever'), undefined);
});
