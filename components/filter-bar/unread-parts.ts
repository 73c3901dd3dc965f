import { parseFilter, type ParsedFilter } from '../../src/model/filter/parse.js';
import { printFilter } from '../../src/model/filter/print.js';

/** The conditions of a filter that could not be read, as they were written: what lies between those that were, and has a problem in it. */
export function unreadParts(text: string, { errors, terms }: ParsedFilter): readonly string[] {
  const parts: string[] = [];
  let at = 0;
  for (const { from, to } of [...terms, { from: text.length, to: text.length }]) {
    if (errors.some((error) => error.from >= at && (error.from < from || from === text.length)))
      parts.push(...text.slice(at, from).split(/\band\b|&&/i));
    at = Math.max(at, to);
  }
  return parts.map((part) => part.trim()).filter((part) => part && part !== ')');
}

/** A printed filter beside conditions that could not be read: those stay until somebody changes or removes them, where they change nothing. */
export function withUnread(filterText: string, unread: readonly string[]): string {
  const text = [filterText, ...unread].filter((part) => part !== '').join(' and ');
  return printFilter(parseFilter(text).filter) === filterText ? text : filterText;
}
