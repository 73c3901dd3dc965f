/** What can be offered without looking at any activity. */
import { activityTypes } from '../activity.js';
import { AttributeKind } from '../attribute-names.js';
import { catalogue, findAttribute } from '../catalogue.js';
import { IntrinsicAttribute, filterAttributeKind, isKnownAttribute } from './attribute-name.js';

export interface Candidate {
  readonly kind: 'attribute' | 'operator' | 'value' | 'connective';
  /** The name, operator, value or connective itself, unquoted. */
  readonly text: string;
  /** English, for people; a translation goes by `text`. */
  readonly label: string;
}

const operatorLabels: ReadonlyMap<string, string> = new Map([
  ['=', 'is'],
  ['!=', 'is not'],
  ['>', 'is greater than'],
  ['>=', 'is at least'],
  ['<', 'is less than'],
  ['<=', 'is at most'],
  ['in', 'is one of'],
  ['not in', 'is none of'],
  ['contains', 'contains'],
  ['not contains', 'does not contain'],
  ['starts with', 'starts with'],
  ['ends with', 'ends with'],
  ['exists', 'has a value'],
  ['not exists', 'has no value'],
]);
const order = ['>', '>=', '<', '<='];
const parts = ['contains', 'not contains', 'starts with', 'ends with'];

function unfittingOperators(kind: AttributeKind | null): readonly string[] {
  switch (kind) {
    case null:
      return [];
    case AttributeKind.number:
    case AttributeKind.time:
      return parts;
    default:
      return order;
  }
}

/** The operators that make sense for an attribute and begin with what was typed. */
export function operatorCandidates(attribute: string, prefix: string): readonly Candidate[] {
  const unfitting = unfittingOperators(filterAttributeKind(attribute));
  const typed = prefix.toLowerCase().replace(/\s+/g, ' ');
  return [...operatorLabels]
    .filter(([text]) => !unfitting.includes(text) && text.startsWith(typed))
    .map(([text, label]) => ({ kind: 'operator', text, label }));
}

const intrinsicLabels: readonly (readonly [name: string, label: string])[] = [
  [IntrinsicAttribute.type, 'Data source'],
  [IntrinsicAttribute.timestamp, 'Time'],
  [IntrinsicAttribute.id, 'Activity ID'],
];

/** Attributes whose name, label or alias holds what was typed; those that begin with it come first. */
export function attributeCandidates(prefix: string, extra: readonly string[]): readonly Candidate[] {
  const typed = prefix.toLowerCase();
  const known = [
    ...catalogue.map(({ name, label, aliases }) => ({ name, label, aliases })),
    ...intrinsicLabels.map(([name, label]) => ({ name, label, aliases: [] })),
    ...[...new Set(extra)]
      .filter((name) => !isKnownAttribute(name))
      .map((name) => ({ name, label: name, aliases: [] })),
  ];
  const ranked = known.flatMap(({ name, label, aliases }) => {
    const names = [name, label, ...aliases].map((spelling) => spelling.toLowerCase());
    const rank = names[0]?.startsWith(typed)
      ? 0
      : names.some((spelling) => spelling.startsWith(typed))
        ? 1
        : names.some((spelling) => spelling.includes(typed))
          ? 2
          : 3;
    return rank === 3 ? [] : [{ rank, candidate: { kind: 'attribute', text: name, label } as const }];
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ candidate }) => candidate);
}

/** Values known beforehand: the data sources. Others, with their counts, come from the engine. */
export function valueCandidates(attribute: string, prefix: string): readonly Candidate[] {
  if (attribute !== IntrinsicAttribute.type) return [];
  const typed = prefix.toLowerCase();
  return activityTypes
    .filter((type) => type.includes(typed))
    .map((type) => ({ kind: 'value', text: type, label: type }));
}

export function connectiveCandidates(prefix: string, connectives: readonly string[]): readonly Candidate[] {
  const typed = prefix.toLowerCase();
  return connectives
    .filter((text) => text.startsWith(typed))
    .map((text) => ({ kind: 'connective', text, label: text }));
}

/** The label of an attribute for a list of suggestions; the name itself where nobody gave it one. */
export function attributeLabel(name: string): string {
  return findAttribute(name)?.label ?? intrinsicLabels.find(([intrinsic]) => intrinsic === name)?.[1] ?? name;
}
