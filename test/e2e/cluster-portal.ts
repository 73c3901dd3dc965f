/** A portal whose activities lie in a ClickHouse cluster: the page, the library, and the proxy that adds the account. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { countingPass, type CountingPass } from '../clickhouse/bench/counting-proxy.js';
import type { Cluster } from '../clickhouse/two-shards.js';

const page = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Activities of a cluster</title><link rel="icon" href="data:,">
<style>html, body { height: 100%; margin: 0 } activity-audit { height: 100% }</style>
<activity-audit></activity-audit><script type="module" src="/library/activity-audit.js"></script></html>`;

export interface ClusterPortal extends Pick<CountingPass, 'take'> {
  readonly url: string;
  close(): Promise<void>;
}

/** Statements go to the second server, as whoever may read and change settings. Of few rows at once: what is ended ends soon. */
export async function startClusterPortal(cluster: Cluster): Promise<ClusterPortal> {
  const pass = countingPass(cluster.shards[1].httpUrl, { user: 'analyst', max_block_size: '500' });
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname;
    if (path === '/clickhouse/') return pass.handle(request, response);
    const file = /^\/library\/([\w.-]+\.js)$/.exec(path)?.[1];
    if (file === undefined) return void response.writeHead(200, { 'Content-Type': 'text/html' }).end(page);
    response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(readFileSync(`dist/browser/${file}`));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    take: pass.take,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** `npx activity-audit-elements load`, as somebody fills their cluster. */
export async function load({ shards }: Cluster, log: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'cluster-log-'));
  const file = join(folder, 'activities.ndjson');
  writeFileSync(file, log);
  const urls = shards.flatMap(({ httpUrl }) => ['--url', httpUrl]);
  try {
    await promisify(execFile)(process.execPath, [
      ...['dist/command/command.js', 'load', file, ...urls],
      ...['--user', 'loader', '--create', '--cluster', 'audit', '--quiet'],
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
