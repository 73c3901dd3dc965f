import { isActivityType, type Activity, type AttributeValue } from '../../src/model/activity.js';
import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import { ProblemKind, timeLimits, type Decoded, type Problem } from '../../src/model/reading.js';

type Loose = { readonly [Name in keyof Activity]?: unknown };

const excerptLength = 1_000;

/** Takes what a host handed in as activities for what it is: whoever writes no TypeScript is told by nobody else. */
export function checkedActivities(pushed: readonly unknown[], source: string): Decoded {
  const activities: Activity[] = [];
  const problems: Problem[] = [];
  for (const one of pushed) {
    const report = (reason: string, kind: ProblemKind = ProblemKind.invalid): void =>
      void problems.push({ kind, source, reason, excerpt: excerptOf(one), lost: kind === ProblemKind.invalid });
    const activity = checked(one, report);
    if (activity) activities.push(activity);
  }
  return { activities, problems, gaps: [], skipped: 0, records: pushed.length };
}

export function checkActivities(pushed: unknown): readonly unknown[] {
  if (Array.isArray(pushed)) return pushed;
  throw new AuditError(ErrorCode.badRequest, 'What was pushed is no list of activities.', {
    detail: 'push({ activities: [...] }) or push({ bytes: new Uint8Array(...) })',
  });
}

type Report = (reason: string, kind?: ProblemKind) => void;

/** The activity itself where there is nothing to mend; null where it cannot be read. */
function checked(one: unknown, report: Report): Activity | null {
  const { id, type, timeNs, attributes } = (one ?? {}) as Loose;
  if (typeof id !== 'string' || id === '') {
    report(`The id of this activity is ${shown(id)}; it must be a text.`);
    return null;
  }
  if (!isActivityType(type)) {
    report(`The type of this activity is ${shown(type)}; it must be command, connection, kubernetes or fileaccess.`);
    return null;
  }
  if (typeof timeNs !== 'bigint' || timeNs < timeLimits.minNs || timeNs > timeLimits.maxNs) {
    report(`The time of this activity is ${shown(timeNs)}; it must be nanoseconds from 1970 to 2262, as a BigInt.`);
    return null;
  }
  if (!isMap(attributes)) {
    report(`The attributes of this activity are ${shown(attributes)}; they must be a JavaScript Map.`);
    return null;
  }
  for (const [name, value] of attributes)
    if (typeof name !== 'string' || !isValue(value))
      return { id, type, timeNs, attributes: mended(attributes, report) };
  return one as Activity;
}

/** Of another frame of the page, it is no instance of ours. */
const isMap = (value: unknown): value is ReadonlyMap<unknown, unknown> =>
  value instanceof Map || Object.prototype.toString.call(value) === '[object Map]';

function isValue(value: unknown): value is AttributeValue {
  if (typeof value === 'string') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  return Array.isArray(value) && value.every((part) => typeof part === 'string');
}

/** As decoders do it: what has no value is absent, what is no text is written as one, and what cannot be is left out and told. */
function mended(attributes: ReadonlyMap<unknown, unknown>, report: Report): ReadonlyMap<string, AttributeValue> {
  const kept = new Map<string, AttributeValue>();
  for (const [name, value] of attributes) {
    if (value === null || value === undefined) continue;
    const text = Array.isArray(value) ? value.map(asText) : asText(value);
    const better = isValue(value) ? value : isValue(text) ? text : null;
    if (typeof name === 'string' && better !== null) kept.set(name, better);
    else report(`The value of "${shown(name)}" was left out: it ${why(better ?? value)}.`, ProblemKind.valueDropped);
  }
  return kept;
}

const asText = (value: unknown): unknown =>
  typeof value === 'boolean' || typeof value === 'bigint' || Number.isFinite(value) ? String(value) : value;

function why(value: unknown): string {
  if (isValue(value)) return 'has no text for a name';
  if (typeof value === 'number') return 'is no finite number';
  return Array.isArray(value) ? 'is a list of objects' : 'is an object';
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return 'missing';
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint'
    ? String(value).slice(0, 60)
    : 'an object';
}

function excerptOf(one: unknown): string {
  try {
    const text = JSON.stringify(one, (_, value: unknown) => {
      if (typeof value === 'bigint') return String(value);
      return isMap(value) ? Object.fromEntries(value as ReadonlyMap<PropertyKey, unknown>) : value;
    });
    return (text ?? String(one)).slice(0, excerptLength);
  } catch {
    // It holds itself, or throws when it is looked at.
    return '';
  }
}
