import { ErrorCode, type ErrorData } from '../../src/model/audit-error.js';
import type { WireFormat } from '../../src/model/reading.js';
import type { FileInput } from '../../src/model/source.js';
import type { FileStream } from './file-stream.js';

const accepted =
  'Accepted are Kubernetes audit logs, events of Falco, Tetragon, Tracee, Sysdig, KubeArmor, osquery and Cowrie, documents of the Elastic Common Schema, connections of Zeek, lines of the Linux audit daemon, and the open protocol; plain or gzip.';

export interface Unrecognised {
  /** What the first unreadable part looked like. */
  readonly seen: string | null;
  readonly isEmpty: boolean;
  /** Reading stopped before the end. */
  readonly isPart: boolean;
}

/** The one sentence about a file in which nothing could be read. */
export function refusal({ name, format }: FileInput, { seen, isEmpty, isPart }: Unrecognised): ErrorData {
  const message = isEmpty
    ? `"${name}" is empty.`
    : seen === null
      ? `"${name}" holds nothing but white space. ${accepted}`
      : `"${name}" was not read: ${isPart ? 'as far as was looked, ' : ''}it holds ${seen}${
          format === undefined ? '' : ` where ${format} was expected`
        }. ${accepted}`;
  return { code: ErrorCode.unknownFormat, message, retryable: false };
}

/** A file that could be of several formats; `isPart`: other records of it were read. */
export function indecision({ name }: FileInput, candidates: readonly WireFormat[], isPart: boolean): ErrorData {
  const formats = candidates.join(', ');
  const message = isPart
    ? `"${name}" was read in part: some records could be of the formats ${formats}. Say which one it is.`
    : `"${name}" was not read: it could be of the formats ${formats}. Say which one it is.`;
  return { code: ErrorCode.unknownFormat, message, retryable: false };
}

/** A file that broke off: what came before is kept. */
export function truncation(name: string, failure: unknown, stream: FileStream, recognised: boolean): ErrorData {
  const what = stream.isCompressed
    ? `The gzip data of "${name}" is damaged or cut off`
    : `Reading "${name}" broke off after ${stream.bytesRead.toLocaleString('en')} bytes`;
  const kept = recognised ? 'what came before is shown' : 'nothing could be read before that';
  return {
    code: ErrorCode.truncated,
    message: `${what}; ${kept}.`,
    detail: String(failure),
    retryable: !stream.isCompressed,
  };
}
