// What each format's fields become, found out by changing them one by one.  node --import tsx test/tools/format-tables.ts --write
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import type { Activity } from '../../src/model/activity.js';
import { WireFormat } from '../../src/model/reading.js';
import { relatedDecoders } from '../../workers/decode/decoder.js';
import { parseExact } from '../../workers/decode/numbers.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const tablesPath = join(root, 'workers/decode/FORMATS.md');

const titles: Readonly<Record<WireFormat, string>> = {
  open: 'The open protocol',
  'kubernetes-audit': 'Kubernetes audit log',
  falco: 'Falco',
  tetragon: 'Tetragon',
  tracee: 'Tracee',
  sysdig: 'Sysdig',
  auditd: 'Linux audit log',
  zeek: 'Zeek',
  osquery: 'osquery',
  ecs: 'Elastic Common Schema',
  cowrie: 'Cowrie',
  kubearmor: 'KubeArmor',
};

/** A place in a record whose value can be changed. */
interface Field {
  readonly name: string;
  /** The record with other values there, and without it. */
  readonly changed: readonly string[];
}

interface Row {
  readonly becomes: Set<string>;
  readonly types: Set<string>;
  decides: boolean;
}

export function sampleOf(wanted: WireFormat): readonly string[] {
  const isText = wanted === WireFormat.auditd;
  const file = join(root, 'test/decode/samples', `${wanted}.${isText ? 'log' : 'jsonl'}`);
  const text = readFileSync(file, 'utf8').trim();
  return isText ? text.split('\n\n') : text.split('\n');
}

const decoders = relatedDecoders();

/** The one activity of a record; null where it is none. */
export function activityOf(text: string, wanted: WireFormat): Activity | null {
  const decoder = decoders.create({ source: wanted, format: wanted });
  const { activities } = decoder.push(new TextEncoder().encode(`${text}\n`));
  const all = [...activities, ...decoder.end().activities];
  return all.length === 1 ? all[0]! : null;
}

export function formatTable(wanted: WireFormat): string {
  const rows = new Map<string, Row>();
  for (const sample of sampleOf(wanted)) {
    const original = activityOf(sample, wanted);
    if (!original) throw new Error(`A sample of ${wanted} is no activity: ${sample.slice(0, 80)}`);
    const fields = sample.startsWith('{') ? jsonFields(sample) : lineFields(sample);
    for (const { name, changed } of fields)
      note(rows, name, original, changed, wanted, hasOwnId(sample, original, wanted));
  }
  const lines = [...rows]
    .filter(([, { becomes, decides }]) => becomes.size > 0 || decides)
    .map(([name, { becomes, types, decides }]) => {
      const what = [...[...becomes].map((one) => `\`${one}\``), ...(decides ? ['_what it is_'] : [])];
      return `| \`${name}\` | ${what.join(', ')} | ${[...types].join(', ')} |`;
    });
  return `## ${titles[wanted]}\n\n| Field | Becomes | Of a |\n| --- | --- | --- |\n${lines.join('\n')}\n`;
}

/** An id that is not made of the whole record. */
function hasOwnId(sample: string, { id }: Activity, wanted: WireFormat): boolean {
  if (!sample.startsWith('{')) return true;
  return activityOf(sample.replace(/\}$/, ',"unknownMember":1}'), wanted)?.id === id;
}

function note(
  rows: Map<string, Row>,
  name: string,
  original: Activity,
  changed: readonly string[],
  wanted: WireFormat,
  isOwnId: boolean,
): void {
  const row = rows.get(name) ?? { becomes: new Set(), types: new Set(), decides: false };
  rows.set(name, row);
  let isFound = false;
  for (const text of changed) {
    const activity = activityOf(text, wanted);
    if (activity?.type !== original.type) {
      row.decides = true;
      row.types.add(original.type);
      continue;
    }
    if (isFound) continue;
    for (const difference of differences(original, activity, isOwnId)) {
      isFound = true;
      row.becomes.add(difference);
      row.types.add(original.type);
    }
  }
}

function* differences(a: Activity, b: Activity, isOwnId: boolean): Generator<string> {
  if (isOwnId && a.id !== b.id) yield 'id';
  if (a.timeNs !== b.timeNs) yield 'time';
  for (const name of new Set([...a.attributes.keys(), ...b.attributes.keys()]))
    if (String(a.attributes.get(name)) !== String(b.attributes.get(name))) yield name;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every scalar in the record; of a list of scalars the first, of a list of objects with names each by its name. */
function jsonFields(text: string): readonly Field[] {
  const record = parseExact(text);
  const fields: Field[] = [];
  const walk = (value: unknown, name: string, put: (value: unknown) => string): void => {
    if (Array.isArray(value)) {
      const list = value as readonly unknown[];
      list.forEach((one, at) => {
        if (!isObject(one) && at > 0) return;
        const label = isObject(one) && typeof one['name'] === 'string' ? `[${one['name']}]` : '[]';
        walk(one, `${name}${label}`, (changed) => put(list.map((other, index) => (index === at ? changed : other))));
      });
      return;
    }
    if (isObject(value)) {
      for (const key of Object.keys(value)) {
        const { [key]: inner, ...others } = value;
        const without = put(others);
        const set = (changed: unknown): string => (changed === undefined ? without : put({ ...value, [key]: changed }));
        walk(inner, name === '' ? key : `${name}.${key}`, set);
      }
      return;
    }
    fields.push({ name, changed: [...otherValues(value), undefined].map((other) => put(other)) });
  };
  walk(record, '', (value) => JSON.stringify(value));
  return fields;
}

/** Every `name=value` of each line of the audit daemon. */
function lineFields(text: string): readonly Field[] {
  const lines = text.split('\n');
  return lines.flatMap((line, at) => {
    const type = /type=(\w+)/.exec(line)?.[1] ?? '';
    const start = line.indexOf('): ') + 3;
    const put = (changed: string): string => lines.map((one, index) => (index === at ? changed : one)).join('\n');
    return [...line.matchAll(/([A-Za-z]\w*)=("[^"]*"|[^\s']+)/g)]
      .filter(({ index, 1: name }) => index >= start || name === 'node')
      .map(({ 0: whole, 1: name = '', 2: value = '', index }): Field => {
        const bare = value.replace(/"/g, '');
        const quote = value.startsWith('"') ? '"' : '';
        const others = otherValues(bare).map((other) =>
          put(`${line.slice(0, index)}${name}=${quote}${String(other)}${quote}${line.slice(index + whole.length)}`),
        );
        return { name: `${type} ${name}`, changed: others };
      });
  });
}

/** Values of the same kind that differ. */
function otherValues(value: unknown): readonly unknown[] {
  if (typeof value === 'boolean') return [!value];
  if (typeof value === 'number') return [value + 1];
  if (typeof value !== 'string') return [];
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)) return [value.replace(/T\d\d/, 'T07')];
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(value)) return ['198.51.100.4'];
  if (/^-?\d{1,20}$/.test(value)) return [String(BigInt(value) + 1n)];
  if (/^[0-9A-F]{16,}$/.test(value)) return [value.replace(/7$/, '8')];
  if (value.startsWith('O_')) return ['O_RDWR'];
  if (/^pts\/?\d$/.test(value)) return [value.replace(/\d$/, '7')];
  if (/^\(.*\)$/.test(value)) return [value.replace(')', 'x)')];
  if (value.startsWith('/api/')) return [value.replace(/=[^&]*/g, '=7').replace('true', 'false')];
  return [`${value}x`, value.replace(/\w/, 'z')];
}

export async function currentTables(): Promise<string> {
  const tables = Object.values(WireFormat).map(formatTable).join('\n');
  const page = `# What becomes of the fields of each format

Made by \`test/tools/format-tables.ts\`, which changes each field of the records in \`test/decode/samples\` and sees what is different then; a test holds this page against the
decoders. _What it is_: without the value, or with another one, the record would be of another kind, or none of ours. Fields that are in no sample are not here: labels of
pods, further fields of Falco and of the open protocol are kept under their own names. [README.md](README.md) says how formats are told apart and what is skipped.

${tables}`;
  return format(page, { parser: 'markdown', printWidth: 140, proseWrap: 'preserve' });
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.argv.includes('--write'))
  writeFileSync(tablesPath, await currentTables());
