// What the reference server knows of activities beyond their time: attributes by their names, a part of the filter language, and scopes.
// A server takes as much of the language as it can do exactly, and names that in its capabilities: a client sends nothing else.

/** Absent as the view takes it for absent. */
const textOf = (value) =>
  typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : typeof value === 'string' && value !== '' && value !== '<NA>'
      ? value
      : undefined;
const numberOf = (value) => (Number.isSafeInteger(value) ? value : undefined);
const listOf = (value) => {
  const texts = (Array.isArray(value) ? value : [])
    .map((one) => textOf(one)?.trim())
    .filter((one) => one !== undefined && one !== '' && one !== '<NA>');
  return texts.length > 0 ? texts : undefined;
};
const member = (name) => (row) => textOf(row.labels?.[name]) ?? textOf(row[name]);
const label = (name) => [name, (row) => textOf(row.labels?.[name])];
const isRequest = (row) => row.type === 'kubernetes';

/** Attributes and how they are read from an activity: a text, a number, a list of texts, or nothing. */
export const attributes = new Map([
  ['id', (row) => row.id],
  ['type', (row) => row.type],
  ...['hostname', 'comm', 'cmdline', 'processName', 'pcomm', 'cwd', 'procExepath', 'direction', 'directory'].map(
    (name) => [name, member(name)],
  ),
  ...['filename', 'permissions', 'resource', 'subResource', 'name', 'verb', 'decision'].map((name) => [
    name,
    member(name),
  ]),
  [
    'containerId',
    (row) => {
      // Without the scheme of the runtime; `host` is what some collectors call no container.
      const id = textOf(row.containerId)?.split('/').at(-1);
      return id === 'host' || id === '' ? undefined : id;
    },
  ],
  ['pid', (row) => numberOf(row.pid)],
  ['ppid', (row) => numberOf(row.ppid)],
  ['dnsDomains', (row) => listOf(row.dnsDomains)],
  ['username', (row) => (isRequest(row) && textOf(row.user?.username)) || member('username')(row)],
  ['command', (row) => (isRequest(row) && textOf(row.args?.command)) || member('command')(row)],
  ['kubernetes.namespace.name', (row) => textOf(row.namespace) ?? textOf(row.labels?.['kubernetes.namespace.name'])],
  [
    'kubernetes.pod.name',
    (row) =>
      (isRequest(row) && row.resource === 'pods' ? textOf(row.name) : undefined) ??
      textOf(row.labels?.['kubernetes.pod.name']),
  ],
  [
    'container.name',
    (row) => (isRequest(row) ? textOf(row.args?.container) : undefined) ?? textOf(row.labels?.['container.name']),
  ],
  ...['cluster', 'node', 'workload', 'deployment', 'statefulset', 'daemonset', 'replicaset'].map((kind) =>
    label(`kubernetes.${kind}.name`),
  ),
  ...['container.image.repo', 'container.image.tag', 'host.hostName'].map(label),
]);

export const operators = [
  ...['=', '!=', 'in', 'not in', 'contains', 'starts with', 'ends with', 'exists', 'not exists'],
  ...['and', 'or', 'not'],
];

/** How groups show a value: a list as one text. null: there is none. */
export function shownValue(row, attribute) {
  const value = attributes.get(attribute)(row);
  return value === undefined ? null : Array.isArray(value) ? value.join(', ') : String(value);
}

/** The elements of a value: several for a list, none where there is no value. */
export function elementsOf(row, attribute) {
  const value = attributes.get(attribute)(row);
  return value === undefined ? [] : [value].flat();
}

/** A scope is a list of `["attribute", "value"]`, each as JSON; all of them have to hold. */
export function readScope(steps, refuse) {
  const read = steps.map((step) => {
    let pair;
    try {
      pair = JSON.parse(step);
    } catch {
      refuse('A step of scope has to be JSON: ["attribute", "value"].');
    }
    const [attribute, value] = Array.isArray(pair) && pair.length === 2 ? pair : [];
    if (!attributes.has(attribute)) refuse(`This server does not know the attribute of the scope ${step}.`);
    if (typeof value !== 'string' && value !== null) refuse('The value of a step of scope is a text or null.');
    return { attribute, value };
  });
  return (row) => read.every(({ attribute, value }) => shownValue(row, attribute) === value);
}

/** `5`, `0005` and `5.0` are one number, and so are no two others. */
function equalTo(wanted) {
  const isNumber = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?$/i.test(wanted) && wanted.length <= 300;
  const whole = /^[+-]?\d+$/.test(wanted) ? BigInt(wanted.replace('+', '')) : null;
  return (element) =>
    String(element) === wanted ||
    (typeof element === 'number' &&
      isNumber &&
      (whole === null ? Number(wanted) === element : whole === BigInt(element)));
}

/** A test of single elements for each operator that has a value. */
const tests = {
  '=': equalTo,
  contains: (wanted) => (element) => String(element).toLowerCase().includes(wanted.toLowerCase()),
  'starts with': (wanted) => (element) => String(element).toLowerCase().startsWith(wanted.toLowerCase()),
  'ends with': (wanted) => (element) => String(element).toLowerCase().endsWith(wanted.toLowerCase()),
};

/**
 * Reads a filter and gives the test that it is. The language, as far as it goes here:
 *
 *     any       = all { "or" all }
 *     all       = one { "and" one }
 *     one       = "not" one | "(" any ")" | condition
 *     condition = attribute ( "=" | "!=" ) value | attribute ["not"] ( "contains" | "starts with" | "ends with" ) value
 *               | attribute ["not"] "in" "(" value { "," value } ")" | attribute ["not"] "exists"
 *     value     = word | '"' characters with \" and \\ '"'
 */
export function readFilter(text, refuse) {
  let at = 0;
  const take = (pattern) => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) at = pattern.lastIndex;
    return found;
  };
  const expect = (pattern, what) =>
    take(pattern) ?? refuse(`In the filter ${what} is expected after “${text.slice(0, at)}”.`);
  const isNext = (pattern) => take(pattern) !== null;
  const unquoted = ([, quoted, bare]) => {
    if (quoted !== undefined) return quoted.replace(/\\(["\\])/g, '$1');
    return /[*?\\]/.test(bare) ? refuse('This server takes no patterns.') : bare;
  };
  const value = () => unquoted(expect(/\s*(?:"((?:[^"\\]|\\.)*)"|([^\s(),"][^\s(),]*))/sy, 'a value'));
  const any = () => {
    const terms = [all()];
    while (isNext(/\s*or\b/iy)) terms.push(all());
    return (row) => terms.some((term) => term(row));
  };
  const all = () => {
    const terms = [one()];
    while (isNext(/\s*and\b/iy)) terms.push(one());
    return (row) => terms.every((term) => term(row));
  };
  const one = () => {
    if (isNext(/\s*not\b(?!\s*\))/iy)) {
      const term = one();
      return (row) => !term(row);
    }
    if (!isNext(/\s*\(/y)) return condition();
    const term = any();
    expect(/\s*\)/y, 'a closing parenthesis');
    return term;
  };
  const condition = () => {
    const name = unquoted(expect(/\s*(?:"((?:[^"\\]|\\.)*)"|([^\s(),=<>!"]+))/sy, 'an attribute'));
    if (!attributes.has(name)) refuse(`This server does not filter by ${name}.`);
    const negated = isNext(/\s*(?:not\b|!(?==))/iy);
    const [, found] = expect(/\s*(=|in\b|exists\b|contains\b|starts\s+with\b|ends\s+with\b)/iy, 'an operator');
    const operator = found.toLowerCase().replace(/\s+/g, ' ');
    const wanted = operator === 'in' ? list() : operator === 'exists' ? [] : [value()];
    const passes = wanted.map((one) => (tests[operator] ?? equalTo)(one));
    const test = operator === 'exists' ? () => true : (element) => passes.some((pass) => pass(element));
    return (row) => elementsOf(row, name).some(test) !== negated;
  };
  const list = () => {
    expect(/\s*\(/y, 'a list');
    const values = [value()];
    while (isNext(/\s*,/y)) values.push(value());
    expect(/\s*\)/y, 'the end of the list');
    return values;
  };
  const test = any();
  if (text.slice(at).trim() !== '') refuse(`This server does not understand the filter from “${text.slice(at)}” on.`);
  return test;
}
