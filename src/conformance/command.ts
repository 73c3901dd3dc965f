/** `activity-audit-elements check URL`: what of the open protocol a server keeps, point by point. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { checkServer, NoAnswer, type Point } from './check-server.js';
import type { Range } from './subject.js';

const usage = `Checks a server against the open activity protocol.

  activity-audit-elements check URL [options]

  URL                     base address: URL/capabilities, URL/entries and so on
  -H, --header 'N: V'     sent with every request; may be given several times
      --from, --to TIME   where the server has activities: RFC 3339, or nanoseconds since 1970
      --timeout SECONDS   for each answer; default 20
      --json              the points as JSON
      --quiet             only what does not hold

Exit code: 0 where everything holds that could be tested, 1 where something does not, 2 where there was nothing to check.
`;

const exitCode = { holds: 0, fails: 1, useless: 2 } as const;

class Misuse extends Error {}

async function main(): Promise<number> {
  const { values, positionals } = readArguments();
  const [command, url, ...more] = positionals;
  if (values.help) {
    process.stdout.write(usage);
    return exitCode.holds;
  }
  if (command !== 'check' || url === undefined || more.length > 0)
    throw new Misuse('One address is expected behind “check”.');
  const range = readRange(values.from, values.to);
  const openapi: unknown = JSON.parse(readFileSync(new URL('../openapi.json', import.meta.url), 'utf8'));
  const isPlain = !values.json;
  let section = '';
  const told = (point: Point): void => {
    if (!isPlain || (values.quiet && point.outcome !== 'fails')) return;
    if (point.section !== section) process.stdout.write(`\n${point.section}\n`);
    section = point.section;
    process.stdout.write(`${line(point)}\n`);
  };
  const points = await checkServer(url, {
    openapi,
    told,
    headers: readHeaders(values.header ?? []),
    timeoutMs: readSeconds(values.timeout) * 1_000,
    ...(range && { range }),
  });
  const count = (outcome: Point['outcome']): number => points.filter((point) => point.outcome === outcome).length;
  const [holds, fails, untested] = [count('holds'), count('fails'), count('untested')];
  if (isPlain) process.stdout.write(`\n${holds} hold, ${fails} do not, ${untested} could not be tested.\n`);
  else process.stdout.write(`${JSON.stringify({ url, holds, fails, untested, points }, null, 2)}\n`);
  return fails > 0 ? exitCode.fails : holds === 0 ? exitCode.useless : exitCode.holds;
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        header: { type: 'string', short: 'H', multiple: true },
        from: { type: 'string' },
        to: { type: 'string' },
        timeout: { type: 'string' },
        json: { type: 'boolean' },
        quiet: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (thrown) {
    throw new Misuse(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

function readHeaders(given: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    given.map((header) => {
      const [, name, value] = /^([^:\s]+):\s*(.*)$/.exec(header) ?? [];
      if (name === undefined || value === undefined) throw new Misuse(`“${header}” is no header: write 'Name: value'.`);
      return [name, value];
    }),
  );
}

function readRange(from: string | undefined, to: string | undefined): Range | null {
  if (from === undefined && to === undefined) return null;
  if (from === undefined || to === undefined) throw new Misuse('--from and --to go together.');
  const range = { fromNs: readTime(from), toNs: readTime(to) };
  if (range.fromNs >= range.toNs) throw new Misuse('--from has to be before --to.');
  return range;
}

function readTime(text: string): bigint {
  if (/^\d{16,19}$/.test(text)) return BigInt(text);
  const atMs = Date.parse(text);
  if (Number.isNaN(atMs))
    throw new Misuse(`“${text}” is no time: write 2026-11-29T18:00:00Z, or nanoseconds since 1970.`);
  return BigInt(atMs) * 1_000_000n;
}

function readSeconds(text = '20'): number {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= 3_600)) throw new Misuse('--timeout is a number of seconds.');
  return seconds;
}

const words = { holds: 'ok   ', fails: 'FAILS', untested: '-    ' } as const;

/** What a server writes is shown without what a terminal would act on. */
const visible = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');

function line({ outcome, sentence, detail }: Point): string {
  return visible(`  ${words[outcome]} ${sentence}${detail === undefined ? '' : `: ${detail}`}`);
}

// Whoever reads has seen enough: `… | head`.
process.stdout.on('error', () => process.exit(exitCode.fails));

main().then(
  (code) => (process.exitCode = code),
  (thrown: unknown) => {
    const isExpected = thrown instanceof NoAnswer || thrown instanceof Misuse;
    const message =
      thrown instanceof Error ? (isExpected ? thrown.message : (thrown.stack ?? thrown.message)) : String(thrown);
    process.stderr.write(`${visible(message)}\n${thrown instanceof Misuse ? `\n${usage}` : ''}`);
    process.exitCode = exitCode.useless;
  },
);
