/** The note beside the batches in the cache: where each one's columns lie and which of its rows are dead. */
import { parseDirectory, type StoredDirectory } from '../columns/stored-batch.js';
import { storedFormatVersion } from '../columns/stored-part.js';

export interface NotedBatch {
  readonly directory: StoredDirectory;
  readonly dead: readonly number[];
}

/** null: of another version, or no note. */
export function decodeNote(bytes: Uint8Array): readonly NotedBatch[] | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
  const note = fieldsOf(parsed);
  const listed = note.get('batches');
  if (note.get('version') !== storedFormatVersion || !Array.isArray(listed)) return null;
  const batches: NotedBatch[] = [];
  for (const of of listed as readonly unknown[]) {
    const fields = fieldsOf(of);
    const directory = parseDirectory(fields.get('directory'));
    const dead = fields.get('dead');
    if (!directory || !Array.isArray(dead)) return null;
    const rows = dead.filter((row): row is number => isRow(row, directory.count));
    if (rows.length !== dead.length || new Set(rows).size !== rows.length || rows.length >= directory.count)
      return null;
    batches.push({ directory, dead: rows });
  }
  return batches;
}

const isRow = (row: unknown, count: number): boolean =>
  typeof row === 'number' && Number.isInteger(row) && row >= 0 && row < count;

function fieldsOf(value: unknown): ReadonlyMap<string, unknown> {
  return new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
}
