// The JavaScript of every TypeScript file of this project, for `plain-typescript.js`: one file for each, with its source map inside.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { transform } from 'esbuild';

const rooms = ['src', 'workers', 'components', 'stories', 'test'];
const foreign = /\/node_modules\/|^stories\/hosts\//;

/** Writes it into `folder`, below the paths that the files have under `root`. */
export async function transpile(root, folder) {
  const tsconfigRaw = readFileSync(join(root, 'tsconfig.json'), 'utf8');
  const files = rooms.flatMap((room) =>
    readdirSync(join(root, room), { recursive: true })
      .map((name) => `${room}/${name}`)
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts') && !foreign.test(name)),
  );
  await Promise.all(
    files.map(async (name) => {
      const { code } = await transform(readFileSync(join(root, name), 'utf8'), {
        loader: 'ts',
        target: 'node20',
        tsconfigRaw,
        sourcefile: basename(name),
        sourcemap: 'inline',
        sourcesContent: false,
      });
      const made = join(folder, name.replace(/\.ts$/, '.js'));
      mkdirSync(dirname(made), { recursive: true });
      writeFileSync(made, code);
    }),
  );
}
