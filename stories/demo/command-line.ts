import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { GivenFile } from './file-answers.js';

export const help = `Usage: npm start -- [--port N] [FILE...]

Opens the demo portal of activity-audit-elements on this machine. Without files it shows 24 hours of a made-up
cluster, with new activities arriving. With files it shows those: logs of Kubernetes audit, Falco, Tetragon, Tracee
or the open protocol, as JSON lines, arrays or documents, plain or gzip.

  --port N   listen on this port, or on the next free one (default 8137)
  --help     show this text
`;

export interface CommandLine {
  readonly port: number;
  readonly files: readonly GivenFile[];
  readonly help: boolean;
}

export const defaultPort = 8137;

/** Throws an `Error` whose message is a sentence for the person who typed. `folder`: where relative paths begin. */
export function readCommandLine(args: readonly string[], folder: string): CommandLine {
  const { values, positionals } = parseOptions(args);
  const port = values.port === undefined ? defaultPort : /^\d{1,5}$/.test(values.port) ? Number(values.port) : NaN;
  if (!(port <= 65_535)) throw new Error(`The port has to be a number from 0 to 65535, not “${values.port}”.`);
  if (values.help) return { port, files: [], help: true };
  return { port, files: positionals.map((name) => givenFile(name, folder)), help: false };
}

function parseOptions(args: readonly string[]) {
  const options = { port: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('. ')[0] : String(error);
    throw new Error(`${reason}. Run with --help to see what can be said.`, { cause: error });
  }
}

function givenFile(name: string, folder: string): GivenFile {
  const path = resolve(folder, name);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) throw new Error(`There is no file “${name}” (looked for ${path}).`);
  if (!stats.isFile()) throw new Error(`“${name}” is not a file; name the log files themselves.`);
  return { name: basename(path), path };
}
