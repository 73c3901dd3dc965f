import type { AttributeWriter } from './attribute-writer.js';
import { decodeHex, plainField, textField, type AuditLine } from './auditd-line.js';
import { permissionsOfCall } from './file-calls.js';
import { commOf, openPermissions } from './normalise.js';
import { setPath } from './process-attributes.js';
import { terminalNumber } from './terminal.js';

type Fields = ReadonlyMap<string, string>;

/** `isCaller`: the line is of a program about another one, so that its own name and path are not those of the command. */
export function setProcess(
  writer: AttributeWriter,
  line: AuditLine,
  { isCaller }: { readonly isCaller: boolean },
): void {
  const { fields, node } = line;
  const program = textField(fields, 'exe');
  const name = textField(fields, 'comm') ?? program;
  if (isCaller) writer.set('pcomm', program === undefined ? undefined : commOf(program));
  else {
    if (name !== undefined) writer.set('comm', commOf(name));
    writer.set('procExepath', program);
  }
  if (!isCaller) writer.set('pid', plainField(fields, 'pid')).set('ppid', plainField(fields, 'ppid'));
  else writer.set('ppid', plainField(fields, 'pid'));
  writer.set('uid', plainField(fields, 'uid')).set('userLoginUid', plainField(fields, 'auid'));
  writer.set('username', nameOf(fields, 'UID')).set('userLoginName', nameOf(fields, 'AUID'));
  const session = plainField(fields, 'ses');
  if (session !== '4294967295') writer.set('loginSession', session);
  writer.set('tty', terminalNumber(plainField(fields, 'tty') ?? plainField(fields, 'terminal')));
  writer.set('hostname', node);
}

/** Names that the daemon looked up; it writes `unset` for nobody. */
function nameOf(fields: Fields, name: string): string | undefined {
  const value = plainField(fields, name);
  return value === 'unset' || value === 'unknown' ? undefined : value;
}

/** The words of the command, which may stand in several lines and each in several parts; without them the title of the process. */
export function setCommandLine(writer: AttributeWriter, lines: readonly AuditLine[]): void {
  const words = wordsOf(lines);
  writer.set('cmdline', words.length > 0 ? words.join(' ') : titleOf(lines));
  writer.set('cwd', fieldOf(lines, 'CWD', 'cwd'));
}

export function wordsOf(lines: readonly AuditLine[]): readonly string[] {
  const words = new Map<number, string | Map<number, string>>();
  for (const { fields } of lines.filter(({ type }) => type === 'EXECVE')) {
    for (const name of fields.keys()) {
      const [, word, part] = /^a(\d{1,7})(?:\[(\d{1,7})\])?$/.exec(name) ?? [];
      if (word === undefined) continue;
      if (part === undefined) words.set(Number(word), wordOf(fields, name));
      else {
        const parts = words.get(Number(word));
        const known = parts instanceof Map ? parts : new Map<number, string>();
        words.set(Number(word), known.set(Number(part), fields.get(name) ?? ''));
      }
    }
  }
  return [...words].sort(([a], [b]) => a - b).map(([, word]) => (typeof word === 'string' ? word : joined(word)));
}

/** An empty word is a word. */
const wordOf = (fields: Fields, name: string): string => textField(fields, name) ?? bare(fields.get(name) ?? '');

const bare = (value: string): string => (/^".*"$/s.test(value) ? value.slice(1, -1) : value);

/** Parts are cut anywhere, also inside of a character. */
function joined(parts: ReadonlyMap<number, string>): string {
  const inOrder = [...parts].sort(([a], [b]) => a - b).map(([, part]) => part);
  const isHex = inOrder.every((part) => /^(?:[0-9A-F]{2})+$/.test(part));
  return isHex ? decodeHex(inOrder.join('')) : inOrder.map(bare).join('');
}

/** Its words are separated by zero bytes. The kernel keeps 128 bytes of it. */
function titleOf(lines: readonly AuditLine[]): string | undefined {
  return fieldOf(lines, 'PROCTITLE', 'proctitle')?.replaceAll('\0', ' ').trim();
}

function fieldOf(lines: readonly AuditLine[], type: string, name: string): string | undefined {
  const line = lines.find((one) => one.type === type);
  return line && textField(line.fields, name);
}

/** False where no path is known. */
export function setFile(
  writer: AttributeWriter,
  lines: readonly AuditLine[],
  call: string | undefined,
  fields: Fields,
): boolean {
  const paths = lines
    .filter(({ type }) => type === 'PATH')
    .sort((a, b) => itemOf(a) - itemOf(b))
    .map((line) => ({ path: textField(line.fields, 'name'), kind: kindOf(line) }))
    .filter(({ path }) => path !== undefined);
  // Directories that something was made in or taken from are there too.
  const found = paths.find(({ kind }) => kind !== 'PARENT') ?? paths.at(-1);
  if (found?.path === undefined) return false;
  setPath(writer, absolute(found.path, fieldOf(lines, 'CWD', 'cwd')));
  const isAt = call === 'openat';
  const flags = plainField(fields, isAt ? 'a2' : 'a1');
  const isOpen = isAt || call === 'open';
  const digits = flags !== undefined && /^(?:0x)?[0-9a-f]{1,8}$/.test(flags);
  const asked = !isOpen ? undefined : digits ? Number.parseInt(flags, 16) : flags;
  writer.set('permissions', permissionsOfCall(call ?? '') ?? openPermissions(asked));
  writer.set('cmdline', titleOf(lines));
  return true;
}

const itemOf = ({ fields }: AuditLine): number => Number(plainField(fields, 'item') ?? 0);
const kindOf = ({ fields }: AuditLine): string => plainField(fields, 'nametype') ?? plainField(fields, 'objtype') ?? '';

function absolute(path: string, cwd: string | undefined): string {
  if (path.startsWith('/') || cwd?.startsWith('/') !== true) return path;
  return `${cwd.endsWith('/') ? cwd : `${cwd}/`}${path.startsWith('./') ? path.slice(2) : path}`;
}
