// Runs test files in processes of their own, some at a time, in the order given: node --test sorts them by name, and a long one that
// comes last has the machine to itself.
//   node --import tsx test/tools/test-files.js --at-a-time 2 FILE...
import { run } from 'node:test';
import { tap } from 'node:test/reporters';
import { parseArgs } from 'node:util';

const { positionals, values } = parseArgs({ allowPositionals: true, options: { 'at-a-time': { type: 'string' } } });
// What this process was started with, its files are started with too.
const tests = run({ files: positionals, concurrency: Number(values['at-a-time'] ?? 2) });
tests.on('test:fail', () => (process.exitCode = 1));
tests.compose(tap).pipe(process.stdout);
