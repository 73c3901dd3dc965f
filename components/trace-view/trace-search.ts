import { escapeText } from '../../src/format/visible-text.js';
import type { Activity } from '../../src/model/activity.js';

const texts = new WeakMap<Activity, string>();

/** Colour sequences of terminals say nothing, and a backspace takes back what was typed before it. */
function asTyped(text: string): string {
  let typed = text.replace(/\u001b\[[0-?]{0,32}[ -/]{0,8}[@-~]/g, '');
  for (let before = ''; before !== typed;) {
    before = typed;
    typed = typed.replace(/[^\u0008]\u0008/g, '');
  }
  return typed;
}

function textOf(activity: Activity): string {
  let text = texts.get(activity);
  if (text === undefined) {
    const values = [...activity.attributes.values()].flatMap((value) =>
      typeof value === 'object' ? value : [String(value)],
    );
    const forms = values.flatMap((value) => {
      const shown = escapeText(value);
      return shown === value ? [value] : [value, shown, asTyped(value)];
    });
    text = forms.join('\n').toLowerCase();
    texts.set(activity, text);
  }
  return text;
}

/** Whether any attribute holds the text, as recorded, as shown, or as a terminal would have it; null for nothing to search. */
export function searchFor(wanted: string): ((activity: Activity) => boolean) | null {
  const text = wanted.trim().toLowerCase();
  return text === '' ? null : (activity) => textOf(activity).includes(text);
}
