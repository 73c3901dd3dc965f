import { WireFormat } from '../../src/model/reading.js';
import { invalid, type Meaning, type TextFormat, type TextReader, type TextReading } from './format-decoder.js';
import type { Position } from './record-handler.js';
import { decodeZeek } from './zeek.js';

/** Logs of Zeek as tables of text: lines that begin with `#` say how the others are written. */
export const zeekText: TextFormat = {
  format: WireFormat.zeek,
  createReader: (onId) => new ZeekTable(onId),
};

const nothing: readonly TextReading[] = [];
const headers = new Set(['set_separator', 'empty_field', 'unset_field', 'path', 'open', 'fields', 'types', 'close']);

class ZeekTable implements TextReader {
  readonly #onId: (id: string, at: Position) => void;
  #separator = '\t';
  #setSeparator = ',';
  #empty = '(empty)';
  #unset = '-';
  #path: string | undefined;
  #isBegun = false;
  /** Null outside of a table. */
  #fields: readonly string[] | null = null;
  #types: readonly string[] = [];

  constructor(onId: (id: string, at: Position) => void) {
    this.#onId = onId;
  }

  read(line: string, at: Position): readonly TextReading[] | null {
    if (line.startsWith('#')) return this.#readHeader(line);
    if (!this.#fields) return null;
    const cells = line.split(this.#separator);
    // Another log may follow in the same file.
    if (cells.length === 1 && this.#fields.length > 1) return null;
    const meaning = this.#readCells(cells, this.#fields, line);
    if (meaning.kind === 'activity') this.#onId(meaning.activity.id, at);
    return [{ meaning, text: line, at }];
  }

  end(): readonly TextReading[] {
    return nothing;
  }

  #readHeader(line: string): readonly TextReading[] | null {
    const [, name = '', behind = ''] = /^#([a-z_]+)(.*)$/.exec(line) ?? [];
    const rest = behind.startsWith(this.#separator)
      ? behind.slice(this.#separator.length)
      : behind.replace(/^[\t ]/, '');
    const begins = name === 'separator' || (name === 'fields' && /^[\t ]ts\s/.test(behind));
    if (!begins && !(this.#isBegun && headers.has(name))) return null;
    this.#isBegun = name !== 'close';
    switch (name) {
      case 'separator':
        this.#separator = unescape(rest) || '\t';
        this.#path = undefined;
        this.#fields = null;
        this.#types = [];
        break;
      case 'set_separator':
        this.#setSeparator = unescape(rest) || ',';
        break;
      case 'empty_field':
        this.#empty = rest;
        break;
      case 'unset_field':
        this.#unset = rest;
        break;
      case 'path':
        this.#path = rest;
        break;
      case 'fields':
        this.#fields = rest.split(this.#separator);
        break;
      case 'types':
        this.#types = rest.split(this.#separator);
        break;
      case 'close':
        this.#fields = null;
        break;
      default:
    }
    return nothing;
  }

  #readCells(cells: readonly string[], fields: readonly string[], line: string): Meaning {
    if (cells.length !== fields.length) {
      return invalid(`This line has ${cells.length} values; its table has ${fields.length} columns.`);
    }
    const record: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    fields.forEach((field, at) => {
      const cell = cells[at]!;
      if (cell === this.#unset || cell === this.#empty || cell === '') return;
      const isList = /^(?:set|vector)\[/.test(this.#types[at] ?? '');
      record[field] = isList ? cell.split(this.#setSeparator) : cell;
    });
    return decodeZeek(record, line, this.#path ?? (fields.includes('conn_state') ? 'conn' : undefined));
  }
}

/** A separator is written as `\x09`. */
const unescape = (text: string): string =>
  text.replace(/\\x([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
