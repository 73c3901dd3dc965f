import { isObject } from './json.js';

/** What was parsed from JSON, as `JSON.stringify` writes it, which gives up on what is nested deeper than the engine's stack. */
export function textOf(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return textOfDeep(value);
  }
}

/** Members that are still to be written, and what stands behind them. */
interface Open {
  readonly names: readonly string[] | null;
  readonly values: readonly unknown[];
  readonly close: string;
  next: number;
}

function textOfDeep(value: unknown): string {
  const open: Open[] = [{ names: null, values: [value], close: '', next: 0 }];
  let text = '';
  for (let top = open.at(-1); top; top = open.at(-1)) {
    if (top.next === top.values.length) {
      text += top.close;
      open.pop();
      continue;
    }
    const at = top.next;
    top.next += 1;
    if (at > 0) text += ',';
    if (top.names) text += `${JSON.stringify(top.names[at])}:`;
    const inner: unknown = top.values[at];
    if (Array.isArray(inner)) {
      text += '[';
      open.push({ names: null, values: inner as readonly unknown[], close: ']', next: 0 });
    } else if (isObject(inner)) {
      text += '{';
      open.push({ names: Object.keys(inner), values: Object.values(inner), close: '}', next: 0 });
    } else text += JSON.stringify(inner);
  }
  return text;
}
