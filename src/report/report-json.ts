import type { TraceReport } from './trace-report.js';

/** Characters that an editor or terminal would not show, or that would reorder what it shows; in JSON they only stand inside strings. */
const hidden =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\u00a0\u115f\u1160\u2000-\u200a\u202f\u205f\u2800\u3000\u3164\uffa0\ufe00-\ufe0f]/gu;

function escapeUnits(text: string): string {
  let escaped = '';
  for (let at = 0; at < text.length; at++) escaped += `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`;
  return escaped;
}

/** All values as they were recorded. Times are nanoseconds since 1970 as decimal text, attributes objects. Version 1 of the format. */
export function reportJson(report: TraceReport): string {
  const text = JSON.stringify(
    report,
    (_, value: unknown) => {
      if (typeof value === 'bigint') return value.toString();
      // Defines own members, also one named `__proto__`.
      return value instanceof Map ? (Object.fromEntries(value) as unknown) : value;
    },
    2,
  );
  return `${text.replace(hidden, (character) => (character === '\n' ? character : escapeUnits(character)))}\n`;
}
