import { parseFilter, type ParsedFilter } from '../../src/model/filter/parse.js';
import { printFilter } from '../../src/model/filter/print.js';

const joint = /\s*(?:\band\b|&&)\s*/gi;
/** At an end it joins the part to what was understood, and is none of it. */
const outer = new RegExp(`^(?:\\)?${joint.source})+|(?:${joint.source})+$`, 'gi');

/** The conditions of a filter that could not be read, as they were written: what lies between those that were, and has a problem in it. */
export function unreadParts(text: string, { errors, terms }: ParsedFilter): readonly string[] {
  const isWrong = (from: number, to: number): boolean => errors.some((error) => error.from >= from && error.from < to);
  const parts: string[] = [];
  let at = 0;
  for (const { from, to } of [...terms, { from: text.length, to: text.length + 1 }]) {
    const end = from === text.length ? to : from;
    for (const { 0: found, index } of text.slice(0, from).matchAll(joint)) {
      if (index < at || !isWrong(at, index) || !isWrong(index + found.length, end)) continue;
      parts.push(text.slice(at, index));
      at = index + found.length;
    }
    if (isWrong(at, end)) parts.push(text.slice(at, from));
    at = Math.max(at, to);
  }
  return parts.map((part) => part.replace(outer, '').trim()).filter((part) => part !== '');
}

/** A printed filter beside conditions that could not be read: those stay until somebody changes or removes them, where they change nothing. */
export function withUnread(filterText: string, unread: readonly string[]): string {
  const text = [filterText, ...unread].filter((part) => part !== '').join(' and ');
  return printFilter(parseFilter(text).filter) === filterText ? text : filterText;
}
