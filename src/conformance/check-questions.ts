import type { Schema } from './json-schema.js';
import { unless } from './points.js';
import { pageOf, type Query } from './server-under-test.js';
import { entriesPath, rangeQuery, type Range, type Sample, type Subject } from './subject.js';

const singular: Readonly<Record<string, string>> = {
  commands: 'command',
  connections: 'connection',
  fileaccesses: 'fileaccess',
};

/** Values that a parameter may not have, by its schema in the file. */
function wrongValues(schema: Schema): readonly string[] {
  const { type, minimum, maxLength, items } = schema;
  if (type === 'array' && typeof items === 'object' && items !== null) return wrongValues(items as Schema);
  if (type === 'integer') return ['yesterday', ...(typeof minimum === 'number' ? [String(minimum - 1)] : []), '1.5'];
  if (Array.isArray(schema['enum'])) return ['no-such-thing'];
  return typeof maxLength === 'number' ? ['x'.repeat(maxLength + 1)] : [];
}

/** Questions that make no sense are answered as such: each parameter in turn has a value that the file does not allow. */
export async function checkQuestions(subject: Subject, path: string, valid: Query): Promise<void> {
  const section = `GET ${path}`;
  const { document, capabilities } = subject;
  for (const { name, required, schema, capability } of document.operation(path).parameters) {
    if (capability !== undefined && !capabilities.named.includes(capability)) continue;
    const others = valid.filter(([other]) => other !== name);
    if (required) await expectRefused(subject, path, `refuses a question without ${name}`, others);
    // With a cursor there is no time.
    const rest = name === 'cursor' ? others.filter(([other]) => other !== 'from' && other !== 'to') : others;
    for (const value of wrongValues(schema)) {
      const shown = value.length > 40 ? `${value.length} characters` : `“${value}”`;
      await expectRefused(subject, path, `refuses ${shown} as ${name}`, [...rest, [name, value]], section);
    }
  }
}

/** What the file says in words about questions for entries. */
export async function checkEntryQuestions(subject: Subject, { range }: Sample): Promise<void> {
  const { capabilities } = subject;
  const time = rangeQuery(range);
  const backwards = rangeQuery({ fromNs: range.toNs, toNs: range.fromNs });
  await expectRefused(subject, entriesPath, 'refuses a question without a time', []);
  await expectRefused(subject, entriesPath, 'refuses a time that ends before it begins', backwards);
  await expectRefused(subject, entriesPath, 'refuses a cursor that is none of its own', [['cursor', 'no-such-cursor']]);
  await expectRefused(subject, entriesPath, 'refuses a cursor and a time together', [
    ...time,
    ['cursor', 'no-such-cursor'],
  ]);
  await expectRefused(subject, entriesPath, 'refuses more activities a page than it allows', [
    ...time,
    ['limit', String(capabilities.pageSize + 1)],
  ]);
  if (capabilities.rangeNs !== undefined)
    await expectRefused(
      subject,
      entriesPath,
      'refuses a longer time than it allows',
      rangeQuery({ fromNs: range.toNs - capabilities.rangeNs - 1n, toNs: range.toNs }),
    );
  await checkDefaults(subject, range);
  await checkTypes(subject, range);
}

async function expectRefused(
  { server, document, points }: Subject,
  path: string,
  sentence: string,
  query: Query,
  section = `GET ${path}`,
): Promise<void> {
  const { status, contentType, body } = await server.get(path, query);
  points.expect(section, sentence, [
    ...unless(status === 400, `it answers ${status}, not 400`),
    ...(status === 400 ? document.differences(path, status, contentType, body) : []),
  ]);
}

async function checkDefaults({ server, document, points }: Subject, range: Range): Promise<void> {
  const limit = document.operation(entriesPath).parameters.find(({ name }) => name === 'limit');
  const most = limit?.schema['default'];
  if (typeof most !== 'number') return;
  const { body } = await server.get(entriesPath, rangeQuery(range));
  const { length } = pageOf(body).rows;
  points.expect(
    `GET ${entriesPath}`,
    `sends ${most} activities at most where no limit is named`,
    unless(length <= most, `it sends ${length}`),
  );
}

async function checkTypes({ server, document, points }: Subject, range: Range): Promise<void> {
  const section = `GET ${entriesPath}`;
  const types = document.operation(entriesPath).parameters.find(({ name }) => name === 'types');
  const items = types?.schema['items'];
  const names = typeof items === 'object' && items !== null && 'enum' in items ? (items.enum as readonly string[]) : [];
  for (const name of names) {
    const type = singular[name] ?? name;
    const { status, body } = await server.get(entriesPath, [...rangeQuery(range), ['types', name]]);
    const strange = pageOf(body).rows.filter((row) => row['type'] !== type);
    points.expect(section, `sends only what was asked for with types=${name}`, [
      ...unless(status === 200, `it answers ${status}`),
      ...strange.map((row) => `a ${String(row['type'])} came`),
    ]);
  }
}
