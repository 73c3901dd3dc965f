/** Messages that other rooms keep, and elements translate with `knownMessage()` and `knownForms()`. */
import { AttributeKind } from '../../src/model/attribute-names.js';
import { catalogue } from '../../src/model/catalogue.js';
import { attributeCandidates, operatorCandidates } from '../../src/model/filter/candidates.js';
import { parseFilter } from '../../src/model/filter/parse.js';
import { problemSentences } from '../../src/model/filter/problem.js';
import { groupings } from '../../src/model/groupings.js';
import { englishReportWords } from '../../src/report/report-labels.js';

export interface KeptMessage {
  readonly text: string;
  readonly counts: boolean;
}

function* textsIn(words: object): Iterable<KeptMessage> {
  for (const [name, value] of Object.entries(words) as readonly (readonly [string, string | object])[]) {
    if (name === 'language') continue;
    if (typeof value === 'string') yield* value === '' ? [] : [{ text: value, counts: false }];
    else if ('other' in value && typeof value.other === 'string') yield { text: value.other, counts: true };
    else yield* textsIn(value);
  }
}

/** One attribute of every kind: each kind has operators of its own. */
const attributes = Object.values(AttributeKind).flatMap(
  (kind) => catalogue.find((attribute) => attribute.kind === kind)?.name ?? [],
);
/** Operators of other languages whose advice has words in it. */
const foreign = ['comm =~ a', 'comm !~ a', 'pid between 1'];

export function keptMessages(): readonly KeptMessage[] {
  const advice = foreign.flatMap((text) => parseFilter(text).errors.map(({ parameters }) => parameters.suggestion));
  const plain = [
    ...catalogue.map(({ label }) => label),
    ...groupings.map(({ label }) => label),
    ...Object.values(problemSentences),
    ...attributes.flatMap((name) => operatorCandidates(name, '').map(({ label }) => label)),
    ...attributeCandidates('', []).map(({ label }) => label),
    ...advice.filter((text) => text !== undefined),
  ];
  return [...plain.map((text) => ({ text, counts: false })), ...textsIn(englishReportWords)];
}
