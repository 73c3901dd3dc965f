import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Real events beside the project, or where `SHARED_DATA` says; absent in a fresh clone. */
export const sharedData =
  process.env['SHARED_DATA'] ?? fileURLToPath(new URL('../../../shared/data/', import.meta.url));

/** For the `skip` option of a test: a reason, or false where the data is there. */
export const withoutSharedData: string | false = existsSync(sharedData)
  ? false
  : 'the folder ../shared/data with real events is not here';

export function readShared(path: string): Buffer {
  return readFileSync(join(sharedData, path));
}

/** The files of a folder and the folders in it, without notes on where they come from. */
export function sharedFiles(folder: string): readonly string[] {
  return readdirSync(join(sharedData, folder))
    .flatMap((name) => {
      const path = join(folder, name);
      return statSync(join(sharedData, path)).isDirectory() ? sharedFiles(path) : [path];
    })
    .filter((path) => !path.endsWith('SOURCE.txt') && !path.endsWith('.provenance.tsv'));
}
