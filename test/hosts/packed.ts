/** The package as somebody gets it: packed, and installed into a folder of theirs. */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const hostsFolder = join(root, 'stories', 'hosts');

/** Runs a program to its end and gives what it printed; an error that says all of it where it fails. */
export async function run(
  command: string,
  args: readonly string[],
  { cwd, timeoutMs = 180_000 }: { readonly cwd: string; readonly timeoutMs?: number },
): Promise<string> {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (printed += text.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code} in ${cwd}:\n${printed}`);
  return printed;
}

/** Packs what was built and gives the path of the archive. */
export async function pack(into: string): Promise<string> {
  if (!existsSync(join(root, 'dist', 'custom-elements.json')))
    throw new Error('There is no build to pack. Run: npm run build');
  mkdirSync(into, { recursive: true });
  for (const name of readdirSync(into)) if (name.endsWith('.tgz')) rmSync(join(into, name));
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', into], { cwd: root });
  const [name] = readdirSync(into).filter((file) => file.endsWith('.tgz'));
  if (name === undefined) throw new Error('npm pack made no archive.');
  return join(into, name);
}

/** Installs an archive and whatever else a folder's `package.json` names. What is there already is kept, but for the package itself. */
export async function install(folder: string, archive: string): Promise<void> {
  const file = join(folder, 'package.json');
  const description = JSON.parse(readFileSync(file, 'utf8')) as { dependencies?: Record<string, string> };
  description.dependencies = { ...description.dependencies, 'activity-audit-elements': `file:${archive}` };
  writeFileSync(file, `${JSON.stringify(description, null, 2)}\n`);
  rmSync(join(folder, 'node_modules', 'activity-audit-elements'), { recursive: true, force: true });
  rmSync(join(folder, 'node_modules', '.package-lock.json'), { force: true });
  const quiet = ['--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts', '--prefer-offline'];
  await run('npm', ['install', ...quiet], { cwd: folder });
}

/** A host of `stories/hosts`, installed and built by its own tool in a folder of its own. */
export async function buildHost(name: string, into: string, archive: string): Promise<string> {
  const folder = join(into, name);
  cpSync(join(hostsFolder, name), folder, { recursive: true });
  mkdirSync(join(folder, 'public'), { recursive: true });
  cpSync(join(hostsFolder, 'activities.ndjson'), join(folder, 'public', 'activities.ndjson'));
  await install(folder, archive);
  await run('npm', ['run', 'build'], { cwd: folder });
  return folder;
}
