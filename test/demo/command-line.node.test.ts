/** The demo server as a command. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../..', import.meta.url));
const running = new Set<ChildProcess>();

interface Command {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Exit code. */
  readonly ended: Promise<number | null>;
  /** The address it prints. */
  readonly ready: Promise<string>;
}

function start(args: readonly string[], folder = project): Command {
  const child = spawn(process.execPath, ['--import', 'tsx', 'stories/demo/server.ts', ...args], {
    cwd: project,
    env: { ...process.env, INIT_CWD: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  });
  running.add(child);
  let [stdout, stderr] = ['', ''];
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = once(child, 'close').then(([code]) => {
    running.delete(child);
    return code as number | null;
  });
  const ready = new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      const address = /http:\/\/\S+/.exec(stdout)?.[0];
      if (address !== undefined) resolve(address);
    });
    void ended.then((code) => reject(new Error(`it ended with ${code}: ${stderr}`)));
  });
  ready.catch(() => {});
  return { child, stdout: () => stdout, stderr: () => stderr, ended, ready };
}

after(() => {
  for (const child of running) child.kill('SIGKILL');
});

/** A port that is taken for as long as `use` lasts. */
async function withTakenPort(use: (port: number) => Promise<void>): Promise<void> {
  const blocker = createServer();
  await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
  try {
    await use((blocker.address() as AddressInfo).port);
  } finally {
    await new Promise((resolve) => blocker.close(resolve));
  }
}

describe('the command that starts the demo server', () => {
  it('prints one line when it is ready, takes the next port where one is taken, and ends when told to', async () => {
    await withTakenPort(async (taken) => {
      const command = start(['--port', String(taken)]);
      const address = await command.ready;
      assert.match(command.stdout(), /^Activity Audit: http:\/\/127\.0\.0\.1:\d+\/\n$/);
      const port = Number(new URL(address).port);
      assert.ok(port > taken && port < taken + 20);
      const config = (await (await fetch(new URL('config.json', address))).json()) as { mode: string; api: string };
      assert.deepEqual([config.mode, config.api], ['scenario', '/api']);
      const stream = await fetch(new URL('api/stream', address));
      command.child.kill('SIGTERM');
      assert.equal(await command.ended, 0);
      assert.equal(command.stderr(), '');
      await assert.rejects(stream.text());
    });
  });

  it('serves files that are named relative to where it was called', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'demo-files-'));
    try {
      await writeFile(join(folder, 'my log.json'), '{"a":1}\n');
      const command = start(['--port', '0', 'my log.json'], folder);
      const address = await command.ready;
      const config = (await (await fetch(new URL('config.json', address))).json()) as { files: { url: string }[] };
      assert.equal(await (await fetch(new URL(config.files[0]?.url ?? '', address))).text(), '{"a":1}\n');
      command.child.kill('SIGINT');
      assert.equal(await command.ended, 0);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('says in one sentence what is wrong, before it listens', async () => {
    for (const [args, said] of [
      [['no-such-file.json'], /^There is no file “no-such-file\.json”.*\n$/],
      [['stories'], /^“stories” is not a file.*\n$/],
      [['--port', 'eighty'], /^The port has to be a number.*\n$/],
      [['--port', '70000'], /^The port has to be a number.*\n$/],
      [['--colour'], /^Unknown option '--colour'.*--help.*\n$/],
    ] as const) {
      const command = start(args);
      assert.equal(await command.ended, 1);
      assert.equal(command.stdout(), '');
      assert.match(command.stderr(), said);
    }
  });

  it('explains itself', async () => {
    const command = start(['--help']);
    assert.equal(await command.ended, 0);
    assert.match(command.stdout(), /--port N/);
  });
});
