import { createDecoder } from '../../workers/decode/decoder.js';
import { readFileSync, readdirSync, statSync } from 'node:fs';
const walk = (d: string): string[] =>
  readdirSync(d).flatMap((f) => (statSync(d + '/' + f).isDirectory() ? walk(d + '/' + f) : [d + '/' + f]));
const which = process.argv[2] ?? '';
const verbose = process.argv[3];
for (const f of walk('../shared/data').filter((f) => f.includes(which) && !f.endsWith('SOURCE.txt'))) {
  const d = createDecoder({ source: f });
  const b = readFileSync(f);
  const acts = [],
    probs = [],
    gaps = [];
  let sk = 0,
    rec = 0;
  for (let i = 0; i < b.length; i += 1000) {
    const r = d.push(b.subarray(i, i + 1000));
    acts.push(...r.activities);
    probs.push(...r.problems);
    gaps.push(...r.gaps);
    sk += r.skipped;
    rec += r.records;
  }
  const r = d.end();
  acts.push(...r.activities);
  probs.push(...r.problems);
  gaps.push(...r.gaps);
  sk += r.skipped;
  rec += r.records;
  const t: Record<string, number> = {};
  for (const a of acts) t[a.type] = (t[a.type] ?? 0) + 1;
  const p: Record<string, number> = {};
  for (const a of probs) p[a.kind] = (p[a.kind] ?? 0) + 1;
  console.log(
    f.slice(15).padEnd(60),
    'rec',
    rec,
    JSON.stringify(t),
    'skip',
    sk,
    'gaps',
    gaps.length,
    JSON.stringify(p),
    JSON.stringify([...d.formats]),
    d.seen ?? '',
  );
  if (verbose) {
    for (const a of acts) console.log('   ', a.type, a.id, a.timeNs, JSON.stringify([...a.attributes]).slice(0, 1500));
    for (const x of probs) console.log('   P', JSON.stringify(x).slice(0, 300));
    for (const g of gaps) console.log('  G', g);
  }
}
