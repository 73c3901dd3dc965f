import { WireFormat, type CreateDecoder } from '../../src/model/reading.js';
import { TraceCertainty } from '../../src/model/trace.js';
import type { StatedTrace, StatedTraceRow } from './backend.js';
import type { HttpConnection } from './http-connection.js';
import { fetchDocument } from './http-entry.js';
import { badAnswer, excerpt } from './http-failure.js';

const longestTrace = 64 * 1024 * 1024;

const certainties = [TraceCertainty.exact, TraceCertainty.high, TraceCertainty.ambiguous, TraceCertainty.windowOnly];

/** `GET {base}/trace/{id}`, checked; null where there is none. Throws an `AuditError`, or the signal's reason. */
export async function fetchTrace(
  connection: HttpConnection,
  createDecoder: CreateDecoder,
  id: string,
  signal: AbortSignal,
): Promise<StatedTrace | null> {
  const text = await fetchDocument(connection, ['trace', id], longestTrace, signal);
  return text === null ? null : readTrace(connection.name, createDecoder, id, text);
}

/** @throws AuditError `bad-answer` where the text is no trace of this session. Rows that make no sense are counted, not thrown. */
export function readTrace(name: string, createDecoder: CreateDecoder, id: string, text: string): StatedTrace {
  const document = parseExactly(text);
  const refuse = (what: string): never => {
    throw badAnswer(`${name} was asked for a trace and ${what} Its answer begins: ${excerpt(text)}`).error;
  };
  if (!isObject(document)) return refuse('did not answer with a JSON object.');
  const { session, rows } = document;
  if (!Array.isArray(rows)) return refuse('its answer has no list of rows.');
  if (session !== id) return refuse('answered with that of another session.');
  const decoder = createDecoder({ source: name, format: WireFormat.open });
  const encoder = new TextEncoder();
  const read: StatedTraceRow[] = [];
  for (const row of rows as readonly unknown[]) {
    if (!isObject(row) || !isObject(row['activity'])) continue;
    const { certainty: stated, rule, sessions } = row;
    // The protocol's words are ours, without the dash.
    const certainty = certainties.find((one) => one.replace('-', ' ') === stated);
    const line = writeLine(row['activity']);
    const [activity] = line === null ? [] : decoder.push(encoder.encode(line)).activities;
    if (!activity || !certainty || !Array.isArray(sessions)) continue;
    read.push({
      activity,
      certainty,
      sessions: [...new Set(sessions.filter((one): one is string => typeof one === 'string'))],
      ...(typeof rule === 'string' && rule !== '' && { rule }),
    });
  }
  return { rows: read, unreadable: rows.length - read.length };
}

/** null for what was read and cannot be written: objects in objects, ten thousand and more deep. */
function writeLine(activity: object): string | null {
  try {
    return `${JSON.stringify(activity)}\n`;
  } catch {
    return null;
  }
}

/** A text, also one without an end, or a number with all that belongs to it and the colon that it must not have. */
const token = /"[^"\\]*(?:\\[^][^"\\]*)*"?|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?(?:\s*:)?/g;
const longInteger = /^-?\d{16,}$/;

/** Undefined for what is no JSON. Integers that doubles cannot hold stay exact as texts, which the decoder reads as well. */
export function parseExactly(text: string): unknown {
  try {
    return JSON.parse(
      text.replace(token, (one) => (longInteger.test(one) && !Number.isSafeInteger(Number(one)) ? `"${one}"` : one)),
    );
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
