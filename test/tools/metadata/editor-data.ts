/** What editors read to complete tags, attributes and custom properties: VS Code's two files and JetBrains' one. */
import type { ElementFacts } from './manifest.js';

/** https://github.com/microsoft/vscode-html-languageservice/blob/main/docs/customData.schema.json */
export function vscodeHtml(elements: readonly ElementFacts[]): object {
  return {
    $schema: 'https://raw.githubusercontent.com/microsoft/vscode-html-languageservice/main/docs/customData.schema.json',
    version: 1.1,
    tags: elements.map((element) => ({
      name: element.tag,
      description: { kind: 'markdown', value: longDescription(element) },
      attributes: element.attributes.map((attribute) => ({
        name: attribute.name,
        description: { kind: 'markdown', value: attribute.description },
        ...(isFlag(attribute.type) && { valueSet: 'v' }),
        ...(attribute.values.length > 0 && { values: attribute.values.map((name) => ({ name })) }),
      })),
    })),
  };
}

/** https://github.com/microsoft/vscode-css-languageservice/blob/main/docs/customData.schema.json */
export function vscodeCss(elements: readonly ElementFacts[]): object {
  const users = new Map<string, { description: string; tags: string[] }>();
  for (const { tag, cssProperties } of elements)
    for (const { name, description } of cssProperties) {
      const known = users.get(name);
      if (known) known.tags.push(tag);
      else users.set(name, { description, tags: [tag] });
    }
  return {
    version: 1.1,
    properties: [...users]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([name, { description, tags }]) => ({
        name,
        description: { kind: 'markdown', value: `${description}\n\n${tags.map((tag) => `\`<${tag}>\``).join(' ')}` },
      })),
    pseudoElements: [
      {
        name: '::part',
        description: {
          kind: 'markdown',
          value: elements
            .flatMap(({ tag, parts }) => parts.map((part) => `- \`${tag}::part(${part.name})\` ${part.description}`))
            .join('\n'),
        },
      },
    ],
  };
}

/** https://github.com/JetBrains/web-types */
export function webTypes(elements: readonly ElementFacts[], name: string, version: string): object {
  return {
    $schema: 'https://raw.githubusercontent.com/JetBrains/web-types/master/schema/web-types.json',
    name,
    version,
    'description-markup': 'markdown',
    contributions: {
      html: {
        elements: elements.map((element) => ({
          name: element.tag,
          description: element.description,
          attributes: element.attributes.map((attribute) => ({
            name: attribute.name,
            description: attribute.description,
            value: attribute.values.length
              ? { type: attribute.values.map((value) => JSON.stringify(value)).join(' | ') }
              : { type: isFlag(attribute.type) ? 'boolean' : attribute.type.replace(/ \| null$/, '') },
          })),
          ...(element.slots.length > 0 && { slots: element.slots }),
          js: {
            properties: element.properties.map((property) => ({
              name: property.name,
              description: property.description,
              type: property.type?.text ?? 'unknown',
            })),
            events: element.events.map((event) => ({ name: event.name, description: event.description })),
          },
          css: { properties: element.cssProperties, parts: element.parts },
        })),
      },
    },
  };
}

const isFlag = (type: string): boolean => type === 'boolean';

function longDescription(element: ElementFacts): string {
  const list = (title: string, lines: readonly string[]): string =>
    lines.length ? `\n\n**${title}**\n${lines.map((line) => `- ${line}`).join('\n')}` : '';
  return [
    element.description,
    list(
      'Events',
      element.events.map(({ name, description }) => `\`${name}\`: ${description}`),
    ),
    list(
      'Slots',
      element.slots.map(({ name, description }) => `${name ? `\`${name}\`` : '(default)'}: ${description}`),
    ),
    list(
      'Parts',
      element.parts.map(({ name, description }) => `\`${name}\`: ${description}`),
    ),
    list(
      'Custom properties',
      element.cssProperties.map(({ name, description }) => `\`${name}\`: ${description}`),
    ),
  ].join('');
}
