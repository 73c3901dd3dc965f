/** Files over HTTP: the built page, and the files that somebody asked to look at. */
import { createReadStream, type Stats } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Refusal, type Exchange } from './answers.js';

const mimeTypes = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.json', 'application/json; charset=utf-8'],
  ['.map', 'application/json; charset=utf-8'],
  ['.webmanifest', 'application/manifest+json; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.ico', 'image/x-icon'],
  ['.woff2', 'font/woff2'],
  ['.txt', 'text/plain; charset=utf-8'],
]);

const notFound = (message: string): Refusal => new Refusal(404, 'not_found', message);

async function fileAt(path: string): Promise<Stats | undefined> {
  try {
    const stats = await stat(path);
    return stats.isFile() ? stats : undefined;
  } catch {
    return undefined;
  }
}

async function sendFile(
  { request, response }: Exchange,
  path: string,
  stats: Stats,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  response.writeHead(200, { 'Content-Length': stats.size, ...headers });
  if (request.method === 'HEAD' || stats.size === 0) return void response.end();
  try {
    // A file that grows while it is read is sent as long as it was announced.
    await pipeline(createReadStream(path, { end: stats.size - 1 }), response);
  } catch {
    response.destroy();
  }
}

/** Files below one folder, and nothing beside it: neither by dots nor by links. */
export class PageFiles {
  readonly #root: string;

  constructor(root: string) {
    this.#root = resolve(root);
  }

  async answer(exchange: Exchange, path: string): Promise<void> {
    const name = path.endsWith('/') ? `${path}index.html` : path;
    if (name.includes('\0') || name.includes('\\')) throw notFound('There is nothing at this address.');
    const wanted = join(this.#root, name);
    const stats = wanted.startsWith(this.#root + sep) ? await fileAt(wanted) : undefined;
    const root = stats && (await realpath(this.#root));
    if (!stats || !root || !(await realpath(wanted)).startsWith(root + sep)) {
      throw notFound(
        name === '/index.html'
          ? 'The demo page is not built yet: run npm run build.'
          : 'There is nothing at this address.',
      );
    }
    const tag = `"${stats.size.toString(36)}-${Math.floor(stats.mtimeMs).toString(36)}"`;
    const headers = { 'Cache-Control': 'no-cache', ETag: tag };
    if (exchange.request.headers['if-none-match'] === tag) return void exchange.response.writeHead(304, headers).end();
    await sendFile(exchange, wanted, stats, {
      ...headers,
      'Content-Type': mimeTypes.get(extname(wanted)) ?? 'application/octet-stream',
    });
  }
}

/** A file to look at, by its full path. */
export interface GivenFile {
  readonly name: string;
  readonly path: string;
}

/** `/files/<n>/<name>`: the bytes as they lie on disk, whatever they are. */
export class GivenFiles {
  readonly #files: readonly GivenFile[];

  constructor(files: readonly GivenFile[]) {
    this.#files = files;
  }

  /** For the page. */
  async list(): Promise<readonly { name: string; url: string; size: number }[]> {
    const sizes = await Promise.all(this.#files.map(async ({ path }) => (await fileAt(path))?.size ?? 0));
    return this.#files.map(({ name }, index) => ({
      name,
      url: `/files/${index}/${encodeURIComponent(name)}`,
      size: sizes[index] ?? 0,
    }));
  }

  async answer(exchange: Exchange, path: string): Promise<void> {
    const index = /^\/files\/(\d{1,6})\//.exec(path)?.[1];
    const file = index === undefined ? undefined : this.#files[Number(index)];
    if (!file) throw notFound('There is no file at this address.');
    const stats = await fileAt(file.path);
    if (!stats) throw notFound(`The file ${file.name} is gone.`);
    await sendFile(exchange, file.path, stats, {
      'Cache-Control': 'no-store',
      'Content-Type': 'application/octet-stream',
    });
  }
}
