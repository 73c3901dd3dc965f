/** How each part of a view is written. Numbers of fields and of their values are the link format: add, never reuse. */
import { activityTypes, type ActivityType } from '../model/activity.js';
import { FoldMode, type Scope } from '../model/query.js';
import type { SetAside, TimeWindow, ViewState } from '../model/view-state.js';
import { type ByteReader, UnreadableLink } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';

export interface FieldFormat<Value> {
  /** @throws UnreadableLink where no reader would take it. */
  write(writer: ByteWriter, value: Value): void;
  /** @throws UnreadableLink */
  read(reader: ByteReader): Value;
}

const most = 1_000;
/** For readers and writers alike: what is written can be read. */
const bounded = (count: number): number => {
  if (count > most) throw new UnreadableLink(`A link names at most ${most} things in one place.`);
  return count;
};

const text: FieldFormat<string> = { write: (writer, value) => writer.text(value), read: (reader) => reader.text() };

const texts: FieldFormat<readonly string[]> = {
  write(writer, values) {
    writer.count(bounded(values.length));
    for (const value of values) writer.text(value);
  },
  read: (reader) => Array.from({ length: bounded(reader.count()) }, () => reader.text()),
};

/** A zone that this machine does not know would stop every time from being shown. */
const timeZone: FieldFormat<string> = {
  write: (writer, value) => writer.text(value),
  read(reader) {
    const zone = reader.text();
    if (zone !== 'local') new Intl.DateTimeFormat('en', { timeZone: zone });
    return zone;
  },
};

const mostGroups = 8;
const fewGroups = (attributes: readonly string[]): readonly string[] => {
  if (attributes.length > mostGroups) throw new UnreadableLink(`A link groups by at most ${mostGroups} attributes.`);
  return attributes;
};
const grouping: FieldFormat<readonly string[]> = {
  write: (writer, value) => texts.write(writer, fewGroups(value)),
  read: (reader) => fewGroups(texts.read(reader)),
};

const flag: FieldFormat<boolean> = {
  write: (writer, value) => writer.byte(value ? 1 : 0),
  read: (reader) => reader.byte() === 1,
};

const hexForms = [
  { kind: 1, pattern: /^[0-9a-f]{32}$/, dashes: false },
  { kind: 2, pattern: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, dashes: true },
] as const;

/** Most ids are 16 bytes in hexadecimal. */
const id: FieldFormat<string | null> = {
  write(writer, value) {
    const form = hexForms.find(({ pattern }) => value !== null && pattern.test(value));
    if (value === null || !form) writer.byte(0).text(value ?? '');
    else {
      writer.byte(form.kind);
      for (const pair of value.replaceAll('-', '').match(/../g) ?? []) writer.byte(parseInt(pair, 16));
    }
  },
  read(reader) {
    const kind = reader.byte();
    if (kind === 0) return reader.text() || null;
    const hex = Array.from(reader.bytesOf(16), (byte) => byte.toString(16).padStart(2, '0')).join('');
    if (kind === 1) return hex;
    if (kind === 2) return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    throw new UnreadableLink('The link names an activity in a way of a later version.');
  },
};

/** Times from 1970, or how long before it. Those that are whole milliseconds take fewer bytes. */
const instant: FieldFormat<bigint> = {
  write(writer, value) {
    const whole = value % 1_000_000n === 0n;
    writer.byte(whole ? 1 : 0).count(whole ? value / 1_000_000n : value);
  },
  read: (reader) => (reader.byte() === 1 ? reader.bigCount() * 1_000_000n : reader.bigCount()),
};

const size = (timeNs: bigint): bigint => (timeNs < 0n ? -timeNs : timeNs);

/** 0 to 3 as they have always been; 4 and 5 are 2 and 3 before 1970. */
const timeWindow: FieldFormat<TimeWindow> = {
  write(writer, window) {
    switch (window.kind) {
      case 'whole':
        return void writer.byte(0);
      case 'relative': {
        const { endNs, lengthMs } = window;
        writer.byte(endNs === undefined ? 1 : endNs < 0n ? 4 : 2).count(Math.round(lengthMs));
        return endNs === undefined ? undefined : instant.write(writer, size(endNs));
      }
      case 'absolute': {
        const { fromNs, toNs } = window.range;
        writer.byte(fromNs < 0n ? 5 : 3);
        instant.write(writer, size(fromNs));
        // One that ends before it begins is written as one without time, which no reader takes.
        instant.write(writer, toNs < fromNs ? 0n : toNs - fromNs);
      }
    }
  },
  read(reader) {
    const said = reader.byte();
    const [kind, sign] = said === 4 || said === 5 ? [said - 2, -1n] : [said, 1n];
    if (kind === 0) return { kind: 'whole' };
    if (kind === 1) return { kind: 'relative', lengthMs: reader.count() };
    if (kind === 2) return { kind: 'relative', lengthMs: reader.count(), endNs: sign * instant.read(reader) };
    if (kind !== 3) throw new UnreadableLink('The link has a window of a later version.');
    const fromNs = sign * instant.read(reader);
    const toNs = fromNs + instant.read(reader);
    if (toNs <= fromNs) throw new UnreadableLink('The link has a window without time in it.');
    return { kind: 'absolute', range: { fromNs, toNs } };
  },
};

const types: FieldFormat<readonly ActivityType[]> = {
  write: (writer, value) =>
    writer.byte(activityTypes.reduce((bits, type, at) => bits | (value.includes(type) ? 1 << at : 0), 0)),
  read(reader) {
    const bits = reader.byte();
    return activityTypes.filter((_, at) => bits & (1 << at));
  },
};

const scope: FieldFormat<Scope> = {
  write(writer, steps) {
    writer.count(bounded(steps.length));
    for (const { attribute, value } of steps) {
      writer.text(attribute).byte(value === null ? 0 : 1);
      if (value !== null) writer.text(value);
    }
  },
  read: (reader) =>
    Array.from({ length: bounded(reader.count()) }, () => ({
      attribute: reader.text(),
      value: reader.byte() === 0 ? null : reader.text(),
    })),
};

const foldModes = [FoldMode.none, FoldMode.adjacent, FoldMode.interleaved] as const;
const fold: FieldFormat<FoldMode> = {
  write: (writer, value) => writer.byte(foldModes.indexOf(value)),
  read(reader) {
    const mode = foldModes[reader.byte()];
    if (mode === undefined) throw new UnreadableLink('The link folds in a way of a later version.');
    return mode;
  },
};

const orNull = <Value>(format: FieldFormat<Value>): FieldFormat<Value | null> => ({
  write(writer, value) {
    writer.byte(value === null ? 0 : 1);
    if (value !== null) format.write(writer, value);
  },
  read: (reader) => (reader.byte() === 0 ? null : format.read(reader)),
});

const setAside: FieldFormat<SetAside> = {
  write(writer, value) {
    id.write(writer, value.activityId);
    text.write(writer, value.filterText);
    timeWindow.write(writer, value.window);
    flag.write(writer, value.live);
    types.write(writer, value.types);
    scope.write(writer, value.scope);
    fold.write(writer, value.fold);
  },
  read: (reader) => ({
    activityId: id.read(reader) ?? '',
    filterText: text.read(reader),
    window: timeWindow.read(reader),
    live: flag.read(reader),
    types: types.read(reader),
    scope: scope.read(reader),
    fold: fold.read(reader),
  }),
};

export interface NumberedFormat<Value> extends FieldFormat<Value> {
  readonly number: number;
}
type Fields = { readonly [Part in keyof ViewState]: NumberedFormat<ViewState[Part]> };

/** Every part of a view has a field: one that is missing here does not compile. */
export const viewFields: Fields = {
  filterText: { number: 1, ...text },
  window: { number: 2, ...timeWindow },
  live: { number: 3, ...flag },
  types: { number: 4, ...types },
  scope: { number: 5, ...scope },
  grouping: { number: 6, ...grouping },
  selectedId: { number: 7, ...id },
  traceId: { number: 8, ...id },
  timeZone: { number: 9, ...timeZone },
  fold: { number: 10, ...fold },
  columns: { number: 11, ...orNull(texts) },
  setAside: { number: 12, ...orNull(setAside) },
};
