/** Checks a server against the open protocol, as its OpenAPI file describes it. */
import { checkCapabilities } from './check-capabilities.js';
import { checkCounting } from './check-counting.js';
import { checkExtensions, checkFilter } from './check-extensions.js';
import { checkEntry, checkForms } from './check-forms.js';
import { checkPages, takeSample } from './check-pages.js';
import { checkEntryQuestions, checkQuestions } from './check-questions.js';
import { checkStream } from './check-stream.js';
import { Points, type Point } from './points.js';
import { ProtocolDocument } from './protocol-document.js';
import { ServerUnderTest, type ServerOptions } from './server-under-test.js';
import { entriesPath, rangeQuery, type Range, type Subject } from './subject.js';

export { NoAnswer } from './server-under-test.js';
export type { Outcome, Point } from './points.js';

export interface CheckOptions extends ServerOptions {
  /** The protocol's OpenAPI file, parsed. */
  readonly openapi: unknown;
  /** A time in which the server has activities. Default: the newest hour, day or two weeks that has some. */
  readonly range?: Range;
  readonly now?: () => number;
  /** Told of each point as it is found. */
  readonly told?: (point: Point) => void;
}

/**
 * Every point, in order. Points depend on each other: where no page can be read, what pages hold is not looked at.
 *
 * @throws NoAnswer where the server cannot be reached, or stops answering.
 */
export async function checkServer(base: string, options: CheckOptions): Promise<readonly Point[]> {
  const { now = Date.now } = options;
  const document = new ProtocolDocument(options.openapi);
  const server = new ServerUnderTest(base, options);
  const points = new Points(options.told);
  const capabilities = await checkCapabilities(server, document, points);
  const subject: Subject = { server, document, points, capabilities };
  const sample = await takeSample(subject, options.range ?? null, BigInt(now()) * 1_000_000n);
  if (!sample) {
    const why = 'no activity was found: name a time that has some with --from and --to';
    points.untested(`GET ${entriesPath}`, 'sends what it holds', why);
    return points.all;
  }
  await checkPages(subject, sample);
  const time = rangeQuery(sample.range);
  await checkQuestions(subject, entriesPath, time);
  await checkEntryQuestions(subject, sample);
  await checkEntry(subject, sample);
  await checkForms(subject, sample);
  await checkFilter(subject, sample);
  await checkStream(subject, sample);
  await checkExtensions(subject, sample);
  await checkCounting(subject, sample);
  for (const [capability, path, extra] of extensions)
    if (capabilities.named.includes(capability)) await checkQuestions(subject, path, [...time, ...extra]);
  return points.all;
}

const extensions = [
  ['count', '/counts', []],
  ['group', '/groups', [['by', 'hostname']]],
  ['values', '/values', [['attribute', 'hostname']]],
  ['places', '/places/{id}', []],
] as const;
