import { ActivityType, type Activity, type AttributeValue } from '../../src/model/activity.js';
import { attributeText } from '../../src/model/catalogue.js';
import { msg } from '../internal/localise.js';

/** One value in a line of the trace. */
export interface TraceValue {
  readonly attribute: string;
  /** As filters compare it. */
  readonly value: string;
  /** What the line is recognised by. */
  readonly emphasised: boolean;
  /** A few words of ours before it, or a sign between two values. */
  readonly before: string;
  /** Follows without a space. */
  readonly joined: boolean;
  /** Keeps its width; the others give way. */
  readonly short: boolean;
  /** Left out where there is little room. */
  readonly minor: boolean;
}

/** `before` in the language of the element that renders; what is kept of an activity knows none. */
export function beforeText(before: string): string {
  return before === 'in' ? msg('in', { id: 'in|directory' }) : before;
}

const cache = new WeakMap<Activity, readonly TraceValue[]>();

/** What a line of the trace shows of an activity; less than the list, since the place in the tree says the rest. */
export function traceValues(activity: Activity): readonly TraceValue[] {
  let values = cache.get(activity);
  if (!values) {
    values = summarise(activity);
    cache.set(activity, values);
  }
  return values;
}

function summarise(activity: Activity): readonly TraceValue[] {
  const values: TraceValue[] = [];
  const add = (attribute: string, options: Partial<TraceValue> = {}): void => {
    for (const value of elements(activity.attributes.get(attribute)))
      values.push({
        attribute,
        value,
        emphasised: false,
        before: '',
        joined: false,
        short: false,
        minor: false,
        ...options,
      });
  };
  switch (activity.type) {
    case ActivityType.command:
      if (attributeText(activity, 'cmdline') === undefined) add('comm', { emphasised: true });
      else {
        if (!namesCommand(activity)) add('comm', { short: true, emphasised: true });
        add('cmdline', { emphasised: namesCommand(activity) });
      }
      add('pid', { before: 'pid', short: true });
      add('uid', { before: 'uid', short: true, minor: true });
      add('cwd', { before: 'in', short: true, minor: true });
      break;
    case ActivityType.connection:
      add('direction', { short: true });
      add('clientIp', { short: true });
      add('clientPort', { before: ':', joined: true, short: true });
      add('serverIp', { before: '\u2192', emphasised: true, short: true });
      add('serverPort', { before: ':', joined: true, emphasised: true, short: true });
      add('l4protocol', { short: true });
      add('dnsDomains', {});
      break;
    case ActivityType.fileaccess:
      add('permissions', { short: true });
      add('directory', { emphasised: true });
      add('filename', { emphasised: true, joined: true, before: endsInSlash(activity) ? '' : '/' });
      break;
    case ActivityType.kubernetes:
      add('username', { emphasised: true, short: true });
      add('command', { emphasised: true });
      add('sourceAddresses', { before: '\u00b7', short: true, minor: true });
      break;
  }
  if (values.length === 0) for (const name of [...activity.attributes.keys()].slice(0, 4)) add(name, { before: name });
  return values;
}

const maxListed = 2;

function elements(value: AttributeValue | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'object' ? value.slice(0, maxListed) : [String(value)];
}

/** Whether the command line begins with the command itself: then saying both would say it twice. */
function namesCommand(activity: Activity): boolean {
  const [program = ''] = (attributeText(activity, 'cmdline') ?? '').split(' ');
  const comm = attributeText(activity, 'comm') ?? '';
  return comm === '' || program.slice(program.lastIndexOf('/') + 1).startsWith(comm.slice(0, 15));
}

function endsInSlash(activity: Activity): boolean {
  const directory = attributeText(activity, 'directory');
  return directory === undefined || directory.endsWith('/');
}
