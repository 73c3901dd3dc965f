/** As much of JSON Schema as the OpenAPI file of the protocol uses. Integers beyond 2^53 are bigints. */
export type Schema = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const understood = new Set([
  '$ref',
  'type',
  'format',
  'description',
  'properties',
  'required',
  'items',
  'enum',
  'const',
  'allOf',
  'oneOf',
  'discriminator',
  'additionalProperties',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'default',
  'examples',
]);

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'bigint') return 'integer';
  return typeof value === 'number' && Number.isInteger(value) ? 'integer' : typeof value;
}

/** What a JSON pointer of the document (`#/components/…`) points to. */
export function resolve(root: unknown, pointer: string): Schema {
  let found: unknown = root;
  for (const part of pointer.slice(2).split('/'))
    found = isObject(found) ? found[part.replaceAll('~1', '/')] : undefined;
  if (!isObject(found)) throw new Error(`${pointer} points to nothing`);
  return found;
}

/** Where the value does not fit, one sentence each. */
export function misfits(root: unknown, schema: Schema, given: unknown, path = '$'): readonly string[] {
  const value = wholeNumber(schema, given);
  const strange = Object.keys(schema).filter((key) => !understood.has(key));
  if (strange.length > 0) throw new Error(`${path}: the check does not understand ${strange.join(', ')}`);
  if (typeof schema['$ref'] === 'string') return misfits(root, resolve(root, schema['$ref']), value, path);
  const found: string[] = [];
  const list = (key: string): readonly Schema[] =>
    Array.isArray(schema[key]) ? (schema[key] as readonly Schema[]) : [];
  for (const part of list('allOf')) found.push(...misfits(root, part, value, path));
  if (schema['oneOf']) {
    const meant = alternativeOf(schema, value);
    const fitting = list('oneOf').filter((part) => misfits(root, part, value, path).length === 0);
    if (fitting.length === 0 && meant) found.push(...misfits(root, { $ref: meant }, value, path));
    else if (fitting.length !== 1) found.push(`${path} fits ${fitting.length} of the alternatives`);
  }
  if ('const' in schema && value !== schema['const']) found.push(`${path} is not ${String(schema['const'])}`);
  if (Array.isArray(schema['enum']) && !schema['enum'].includes(value))
    found.push(`${path} is none of ${schema['enum'].join(', ')}`);
  const types = schema['type'] === undefined ? [] : [schema['type']].flat().map(String);
  const type = typeOf(value);
  if (types.length > 0 && !types.includes(type) && !(type === 'integer' && types.includes('number'))) {
    found.push(`${path} is ${type}, not ${types.join(' or ')}`);
    return found;
  }
  found.push(...sizeMisfits(schema, value, path));
  if (Array.isArray(value) && isObject(schema['items'])) {
    const { items } = schema;
    for (const [index, item] of value.entries()) found.push(...misfits(root, items, item, `${path}[${index}]`));
  }
  if (isObject(value)) {
    for (const name of (schema['required'] ?? []) as readonly string[])
      if (!(name in value)) found.push(`${path} lacks ${name}`);
    const properties = isObject(schema['properties']) ? schema['properties'] : {};
    for (const [name, member] of Object.entries(value)) {
      const inner = properties[name] ?? schema['additionalProperties'];
      if (isObject(inner)) found.push(...misfits(root, inner, member, `${path}.${name}`));
    }
  }
  return found;
}

/** The protocol lets a time also be a text of its digits, since not everybody can write such numbers. */
function wholeNumber({ format }: Schema, value: unknown): unknown {
  return format === 'int64' && typeof value === 'string' && /^-?\d{1,19}$/.test(value) ? BigInt(value) : value;
}

/** Which of several alternatives the value says that it is. */
function alternativeOf({ discriminator }: Schema, value: unknown): string | undefined {
  if (!isObject(discriminator) || !isObject(value)) return undefined;
  const { propertyName, mapping } = discriminator;
  const named: unknown = typeof propertyName === 'string' ? value[propertyName] : undefined;
  const pointer: unknown =
    typeof named === 'string' && isObject(mapping) && Object.hasOwn(mapping, named) ? mapping[named] : undefined;
  return typeof pointer === 'string' ? pointer : undefined;
}

function sizeMisfits(schema: Schema, value: unknown, path: string): readonly string[] {
  const isNumber = typeof value === 'number' || typeof value === 'bigint';
  const size = isNumber ? value : typeof value === 'string' || Array.isArray(value) ? value.length : undefined;
  const kind = isNumber ? 'imum' : typeof value === 'string' ? 'Length' : 'Items';
  const [least, most] = [schema[`min${kind}`], schema[`max${kind}`]];
  if (size === undefined) return [];
  return [
    ...(typeof least === 'number' && size < least ? [`${path} is less than ${least}`] : []),
    ...(typeof most === 'number' && size > most ? [`${path} is more than ${most}`] : []),
  ];
}
