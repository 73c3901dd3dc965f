/** The custom elements manifest of this package: what the analyzer reads from the source, less what is nobody else's business. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cli } from '@custom-elements-manifest/analyzer/cli.js';
import type {
  ClassDeclaration,
  ClassField,
  ClassMember,
  CustomElement,
  Declaration,
  Event,
  Module,
  Package,
} from 'custom-elements-manifest/schema.js';
import ts from 'typescript';

export const root = fileURLToPath(new URL('../../..', import.meta.url));

type ElementDeclaration = ClassDeclaration & CustomElement;
/** The analyzer marks what has no setter; this version of the schema has no word for it. */
export type Field = ClassField & { readonly readonly?: boolean };

/** An element as the manifest has it, with everything that is sometimes absent there. */
export interface ElementFacts {
  readonly tag: string;
  readonly className: string;
  /** Path of the class in the source. */
  readonly source: string;
  readonly description: string;
  readonly properties: readonly Field[];
  readonly attributes: readonly AttributeFacts[];
  readonly methods: readonly string[];
  readonly events: readonly EventFacts[];
  readonly slots: readonly Described[];
  readonly parts: readonly Described[];
  readonly cssProperties: readonly Described[];
}
export interface Described {
  readonly name: string;
  readonly description: string;
}
export interface AttributeFacts extends Described {
  readonly property: string;
  readonly type: string;
  /** Words that its description begins with, where it names all that may be written. */
  readonly values: readonly string[];
}
export interface EventFacts extends Described {
  readonly type: string;
}

const tags = (): readonly string[] =>
  readdirSync(join(root, 'components'))
    .filter((name) => existsSync(join(root, 'components', name, 'define.ts')))
    .sort();

/** Event name -> class, as the source declares them in `HTMLElementEventMap`. */
export function eventTypes(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const read = (path: string): void => {
    const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, false);
    const visit = (node: ts.Node): void => {
      if (ts.isInterfaceDeclaration(node) && node.name.text === 'HTMLElementEventMap')
        for (const member of node.members)
          if (
            ts.isPropertySignature(member) &&
            ts.isStringLiteral(member.name) &&
            member.type &&
            ts.isTypeReferenceNode(member.type) &&
            ts.isIdentifier(member.type.typeName)
          )
            found.set(member.name.text, member.type.typeName.text);
      ts.forEachChild(node, visit);
    };
    visit(source);
  };
  for (const name of readdirSync(join(root, 'components'), { recursive: true, encoding: 'utf8' }))
    if (name.endsWith('.ts')) read(join(root, 'components', name));
  return found;
}

const isPublic = (member: ClassMember): boolean =>
  member.static !== true &&
  (member.privacy ?? 'public') === 'public' &&
  !member.name.startsWith('#') &&
  !('inheritedFrom' in member && member.inheritedFrom);

/** Lit's own life, which a host has no use for. */
const lifecycle = new Set(['render', 'connectedCallback', 'disconnectedCallback', 'attributeChangedCallback']);

const isElement = (declaration: Declaration): declaration is ElementDeclaration =>
  'customElement' in declaration && declaration.customElement === true;

/** Where a source file lies in what is shipped. */
const shipped = (path: string): string => `dist/esm/${path.replace(/\.ts$/, '.js')}`;

function cleaned(element: ElementDeclaration, types: ReadonlyMap<string, string>): ElementDeclaration {
  const members = (element.members ?? []).filter((member) => isPublic(member) && !lifecycle.has(member.name));
  const events = (element.events ?? [])
    .filter((event) => types.has(event.name))
    .map((event): Event => ({ ...event, type: { text: types.get(event.name) ?? 'Event' } }))
    .sort((a, b) => a.name.localeCompare(b.name));
  return { ...element, members, events };
}

export async function readManifest(): Promise<Package> {
  const globs = tags().map((tag) => `components/${tag}/${tag}.ts`);
  const read: Package = await cli({
    argv: ['analyze', '--config', 'test/tools/metadata/cem.config.js', '--globs', ...globs],
    cwd: root,
    noWrite: true,
  });
  const types = eventTypes();
  const modules = read.modules.map((module): Module => {
    const declarations = (module.declarations ?? []).filter(isElement).map((element) => cleaned(element, types));
    return {
      kind: 'javascript-module',
      path: shipped(module.path),
      declarations,
      exports: declarations.map(({ name }) => ({
        kind: 'js',
        name,
        declaration: { name, module: shipped(module.path) },
      })),
    };
  });
  const definitions = tags().map((tag): Module => {
    const path = shipped(`components/${tag}/${tag}.ts`);
    const name = modules.find((module) => module.path === path)?.declarations?.[0]?.name;
    if (name === undefined) throw new Error(`components/${tag}/${tag}.ts has no element in the manifest.`);
    return {
      kind: 'javascript-module',
      path: shipped(`components/${tag}/define.ts`),
      declarations: [],
      exports: [{ kind: 'custom-element-definition', name: tag, declaration: { name, module: path } }],
    };
  });
  return { schemaVersion: '1.0.0', readme: 'README.md', modules: [...modules, ...definitions] };
}

const oneLine = (text: string | undefined): string => (text ?? '').replace(/\s+/g, ' ').trim();
const described = (items: readonly { name: string; description?: string }[] | undefined): readonly Described[] =>
  (items ?? []).map(({ name, description }) => ({ name, description: oneLine(description) }));

/** A description that begins with words of code, and with nothing between them but a default and conjunctions, names all values. */
export function valuesOf(description: string): readonly string[] {
  const list = /^(?:`[^`]+`(?: \([^)]*\))?(?:, | or )?)+(?=[;:.,]|$)/.exec(description)?.[0] ?? '';
  const values = [...list.matchAll(/`([^`]+)`/g)].map(([, value = '']) => value);
  return values.length > 1 && values.every((value) => /^[a-z][\w-]*$/i.test(value)) ? values : [];
}

/** The elements of a manifest, by tag. */
export function elementsOf(manifest: Package): readonly ElementFacts[] {
  return manifest.modules
    .flatMap((module) => (module.declarations ?? []).filter(isElement).map((element) => ({ element, module })))
    .map(({ element, module }): ElementFacts => {
      const tag = element.tagName ?? '';
      const fields = (element.members ?? []).filter((member): member is Field => member.kind === 'field');
      return {
        tag,
        className: element.name,
        source: module.path.replace('dist/esm/', '').replace(/\.js$/, '.ts'),
        description: oneLine(element.description),
        properties: fields.map((field) => ({ ...field, description: oneLine(field.description) })),
        attributes: (element.attributes ?? []).map((attribute) => {
          const description = oneLine(attribute.description);
          return {
            name: attribute.name,
            property: attribute.fieldName ?? attribute.name,
            type: attribute.type?.text ?? 'string | null',
            description,
            values: valuesOf(description),
          };
        }),
        methods: (element.members ?? []).filter((member) => member.kind === 'method').map(({ name }) => name),
        events: (element.events ?? []).map((event) => ({
          name: event.name,
          type: event.type.text,
          description: oneLine(event.description),
        })),
        slots: described(element.slots),
        parts: described(element.cssParts),
        cssProperties: described(element.cssProperties),
      };
    })
    .sort((a, b) => a.tag.localeCompare(b.tag));
}

/** The first sentence of a text. */
export const firstSentence = (text: string): string => text.split(/(?<=\.)\s/)[0] ?? '';
