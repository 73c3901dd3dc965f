// The walls between the rooms: which folder may import which, which packages each may use, and no cycles between files.
// `node --import tsx test/imports.ts [ROOT]` prints every breach and exits with 1 where there is one.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const model = 'src/model';
const workerRooms = ['ingest', 'decode', 'columns', 'cache', 'query'].map((room) => `workers/${room}`);

interface Rule {
  /** null: any. */
  readonly rooms: readonly string[] | null;
  readonly packages: readonly string[] | null;
}

/** Room -> the other rooms and the packages that it may import. `components/*` stands for every element. */
const rules: Readonly<Record<string, Rule>> = {
  'src/model': { rooms: [], packages: [] },
  'src/protocol': { rooms: [model], packages: [] },
  'src/format': { rooms: [model], packages: [] },
  'src/charts': { rooms: [model], packages: ['d3-array'] },
  'src/link': { rooms: [model], packages: [] },
  'src/report': { rooms: [model, 'src/format'], packages: [] },
  'src/load': {
    rooms: [model, 'workers/ingest', 'workers/decode', 'workers/columns'],
    packages: ['node:fs', 'node:path', 'node:process', 'node:stream', 'node:util', 'node:zlib'],
  },
  'src/conformance': { rooms: [], packages: ['node:fs', 'node:util'] },
  'src/command': { rooms: ['src/conformance', 'src/load'], packages: [] },
  'src/client': { rooms: ['src/protocol', model], packages: ['comlink'] },
  'src/store': { rooms: ['src/client', 'src/protocol', model], packages: [] },
  src: {
    rooms: ['src/store', 'src/client', 'src/protocol', 'src/link', 'src/report', model],
    packages: [],
  },
  'components/internal': {
    rooms: ['src/store', model, 'src/format'],
    packages: ['lit', '@lit/task', '@lit/context', '@lit/localize'],
  },
  'components/*': {
    rooms: ['components/internal', 'src/store', model, 'src/format', 'src/charts', 'src/report'],
    packages: ['lit', '@lit/task', '@lit/context', '@lit/localize'],
  },
  'components/activity-audit': {
    rooms: ['components/*', 'components/internal', 'src/store', model, 'src/format', 'src/charts', 'src/link'],
    packages: ['lit', '@lit/task', '@lit/context', '@lit/localize'],
  },
  components: { rooms: ['components/*', 'components/internal', 'src/store', 'src', model], packages: ['lit'] },
  'workers/ingest': { rooms: [model], packages: ['eventsource-parser'] },
  'workers/decode': { rooms: [model], packages: ['@uwdata/flechette'] },
  'workers/columns': { rooms: [model], packages: [] },
  'workers/cache': { rooms: ['workers/columns', model], packages: ['idb'] },
  'workers/query': { rooms: ['workers/columns', model], packages: [] },
  'workers/pipeline': { rooms: [...workerRooms, 'src/protocol', model], packages: [] },
  'workers/api': { rooms: ['workers/pipeline', ...workerRooms, 'src/protocol', model], packages: [] },
  stories: { rooms: ['components', 'components/*', 'src', model], packages: null },
  test: { rooms: null, packages: null },
};

/** The one way past a wall: where no worker can start, the engine is loaded on the page, and only then. */
const exceptions = [{ from: 'src/client/worker-place.ts', to: 'workers/api/engine.ts', dynamicOnly: true }];

export function roomOf(file: string): string | null {
  const parts = file.split('/');
  if (parts[0] === 'test' || parts[0] === 'stories') return parts[0];
  if (parts[0] === 'src') return parts.length > 2 ? `src/${parts[1]}` : 'src';
  if (parts[0] === 'components') return parts.length > 2 ? `components/${parts[1]}` : 'components';
  if (parts[0] === 'workers') return parts.length > 2 ? `workers/${parts[1]}` : 'workers';
  return null;
}

const isElement = (room: string) => room.startsWith('components/') && room !== 'components/internal';
const ruleOf = (room: string | null): Rule | undefined =>
  room === null ? undefined : (rules[room] ?? (isElement(room) ? rules['components/*'] : undefined));
const allows = (rule: Rule, room: string) =>
  rule.rooms === null || rule.rooms.includes(room) || (isElement(room) && rule.rooms.includes('components/*'));

function* sourceFiles(root: string): Iterable<string> {
  for (const top of ['src', 'components', 'workers', 'stories', 'test']) {
    if (!existsSync(join(root, top))) continue;
    for (const entry of readdirSync(join(root, top), { recursive: true, withFileTypes: true }))
      if (
        entry.isFile() &&
        entry.name.endsWith('.ts') &&
        !entry.name.endsWith('.d.ts') &&
        !entry.parentPath.includes('node_modules') &&
        // Pages of others: what they import is theirs.
        !entry.parentPath.includes(join('stories', 'hosts'))
      )
        yield relative(root, join(entry.parentPath, entry.name)).split(sep).join('/');
  }
}

/** Everything a file imports, types included: `[specifier, isDynamic]`. */
function importsOf(text: string, name: string): readonly (readonly [specifier: string, isDynamic: boolean])[] {
  const found: [string, boolean][] = [];
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, false);
  const add = (specifier: ts.Node | undefined) => {
    if (specifier && ts.isStringLiteralLike(specifier)) found.push([specifier.text, false]);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) add(node.moduleSpecifier);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal);
    else if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference))
      add(node.moduleReference.expression);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [argument] = node.arguments;
      found.push([argument && ts.isStringLiteralLike(argument) ? argument.text : '(computed)', true]);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  for (const reference of source.referencedFiles) found.push([reference.fileName, false]);
  return found;
}

function packageOf(specifier: string): string | undefined {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0];
}

/** Files in a ring, each once; the ring is named by its files in order. */
function cycles(graph: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  const done = new Set<string>();
  const found = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    if (done.has(file)) return;
    const at = trail.indexOf(file);
    if (at >= 0) {
      const ring = trail.slice(at);
      const first = ring.indexOf([...ring].sort()[0] ?? '');
      found.add([...ring.slice(first), ...ring.slice(0, first + 1)].join(' -> '));
      return;
    }
    for (const next of graph.get(file) ?? []) visit(next, [...trail, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return [...found];
}

export function breaches(root: string): readonly string[] {
  const found: string[] = [];
  const graph = new Map<string, Set<string>>();
  for (const file of sourceFiles(root)) {
    const room = roomOf(file);
    const rule = ruleOf(room);
    const edges = new Set<string>();
    graph.set(file, edges);
    if (!rule || room === null) {
      found.push(`${file}: no room is called ${room}`);
      continue;
    }
    for (const [specifier, isDynamic] of importsOf(readFileSync(join(root, file), 'utf8'), file)) {
      if (!specifier.startsWith('.')) {
        if (specifier === '(computed)' && room !== 'test' && room !== 'stories')
          found.push(`${file}: import of a computed address`);
        else if (rule.packages && !rule.packages.includes(packageOf(specifier) ?? ''))
          found.push(`${file}: the room ${room} may not use the package ${packageOf(specifier)}`);
        continue;
      }
      // What a bundler is told behind the name, such as `?inline`, is no part of it.
      const path = relative(root, resolve(root, dirname(file), specifier.replace(/\?\w+$/, '')))
        .split(sep)
        .join('/');
      const target = [path.replace(/\.js$/, '.ts'), path].find((candidate) => existsSync(join(root, candidate)));
      if (!target) {
        found.push(`${file}: ${specifier} does not exist`);
        continue;
      }
      if (!isDynamic) edges.add(target);
      const to = roomOf(target);
      if (to === null || to === room) continue;
      const exempt = exceptions.some((e) => e.from === file && e.to === target && (!e.dynamicOnly || isDynamic));
      if (!exempt && !allows(rule, to))
        found.push(`${file}: the room ${room} may not import the room ${to} (${specifier})`);
    }
  }
  for (const ring of cycles(graph)) found.push(`cycle: ${ring}`);
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = breaches(resolve(process.argv[2] ?? fileURLToPath(new URL('..', import.meta.url))));
  for (const line of found) console.log(line);
  console.log(found.length ? `${found.length} breaches of the import rules` : 'import rules hold');
  process.exitCode = found.length ? 1 : 0;
}
