/**
 * What `ausearch -i` prints: names in place of numbers, texts as they are and without quotes, the time as a date of the machine it ran on, whose zone it
 * does not say.
 */

/**
 * `09/13/2020 12:26:40` in seconds since 1970, as if it were UTC. The order is that of the machine's language: between slashes the month comes first, unless
 * it cannot be one. Null where it is no date.
 */
export function secondsOfDate(text: string): number | null {
  const [a = 0, b = 0, c = 0, hour, minute, second] = text.split(/\D/).map(Number);
  const isDayFirst = text.includes('.') || a > 12;
  const [year, month, day] = a > 31 ? [a, b, c] : isDayFirst ? [c, b, a] : [c, a, b];
  const seconds = Date.UTC(year < 100 ? 2000 + year : year, month - 1, day, hour, minute, second) / 1000;
  // A year may be beyond the calendar.
  return month > 12 || Number.isNaN(seconds) ? null : seconds;
}

/** A value goes on until the next name. */
const names = /(?:^|[\s'])([a-z][\w-]*(?:\[\d+\])?)=/g;
const words = /(?:^|\s)(a\d{1,7}(?:\[\d{1,7}\])?)=/g;
/** These stand alone, and may have what looks like a name in them. */
const alone = /^(proctitle|cwd)=/g;

/** As the daemon writes them: what could be taken for digits in quotes, names of users under names in capitals. */
export function interpretedFields(type: string, message: string): ReadonlyMap<string, string> {
  const text = message.trim().replace(/\bmsg='/, ' ');
  const pattern = type === 'EXECVE' ? words : /^(?:PROCTITLE|CWD)$/.test(type) ? alone : names;
  const found = [...text.matchAll(pattern)];
  const fields = found.map(({ 0: whole, 1: name = '', index }, at): [string, string] => {
    const value = text.slice(index + whole.length, found[at + 1]?.index).trim();
    // The error's name and what it means: `ECONNREFUSED(Connection refused)`.
    if (name === 'exit') return [name, value.replace(/\(.*/s, '')];
    const isName = /^(?:a?uid|ses)$/.test(name) && !/^\d+$/.test(value);
    const written = /^[\dA-F]+$/.test(value) ? `"${value}"` : value.replace(/'$/, '');
    return [isName ? name.toUpperCase() : name, written];
  });
  // The first of a name counts.
  return new Map(fields.reverse());
}
