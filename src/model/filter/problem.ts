/** What the parser can complain about, in English. A translation goes by the code: `{name}` stands for a parameter. */
export const problemSentences = {
  'unclosed-quote': 'The quotation mark {quote} is never closed. Add {quote} at the end of the value.',
  'missing-value':
    'After “{operator}” a value is expected. Put it in quotation marks if it begins with an operator or is one of and, or, not.',
  'missing-attribute': 'Before “{operator}” the name of an attribute is expected, as in comm = curl.',
  'missing-term': '“{connective}” needs a condition on both sides.',
  'missing-operand': 'After “{connective}” a condition is expected.',
  'unclosed-parenthesis': 'This parenthesis is never closed. Add “)” where the group ends.',
  'unexpected-parenthesis': 'This “)” closes nothing. Remove it, or add the “(” that it belongs to.',
  'empty-parentheses': 'There is nothing between these parentheses.',
  'unclosed-comment':
    'What is disabled begins here and never ends. Add “*/” behind it, or put a text that begins with /* in quotation marks.',
  'unexpected-comment-end':
    'This “*/” ends nothing. Remove it, add the “/*” that it belongs to, or put it in quotation marks.',
  'empty-comment': 'There is nothing between “/*” and “*/”.',
  'unknown-operator': '“{operator}” is not an operator of this filter. Use {suggestion}.',
  'list-needs-in':
    'A list needs the operator in: {attribute} in (a, b). Put a value that contains a comma in quotation marks.',
  'missing-list': 'After “{operator}” a list in parentheses is expected, as in comm in (curl, wget).',
  'empty-list': 'The list after “{operator}” is empty. Write at least one value.',
  'missing-comma': 'Put a comma between the values of a list, and a value that contains spaces in quotation marks.',
  'unexpected-comma':
    'A comma belongs between the values of a list: comm in (a, b). Put text that contains one in quotation marks.',
  'pattern-has-no-order':
    'A value with * or ? cannot be compared with “{operator}”. Use = for a pattern, or put the value in quotation marks.',
  'pattern-in-free-text':
    'Free text finds {text} only letter by letter. For a pattern name an attribute, as in cmdline = *a*b*, or put the text in quotation marks.',
  'free-text-operator': 'Free text can be compared with = and != only, not with “{operator}”.',
  'value-needs-quotes': 'Put a value that contains a parenthesis in quotation marks.',
  'too-deep': 'Parentheses are nested more than {limit} deep. The filter was read up to here.',
} as const satisfies Record<string, string>;

type Parameters = {
  readonly [name in 'quote' | 'operator' | 'connective' | 'suggestion' | 'attribute' | 'text' | 'limit']?: string;
};

export type FilterProblemCode = keyof typeof problemSentences;

export interface FilterProblem {
  /** Offsets into the text in UTF-16 code units, `to` exclusive. */
  readonly from: number;
  readonly to: number;
  readonly code: FilterProblemCode;
  /** What a translation needs besides the code; cut to 60 characters each. */
  readonly parameters: Parameters;
  /** One or two English sentences: what is wrong, what to do. */
  readonly message: string;
}

const maxParameterLength = 60;

export function filterProblem(
  code: FilterProblemCode,
  from: number,
  to: number,
  given: Parameters = {},
): FilterProblem {
  const parameters: Parameters = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, shorten(value)]),
  );
  return { from, to, code, parameters, message: sentence(problemSentences[code], parameters) };
}

function sentence(text: string, parameters: Parameters): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: keyof Parameters) => parameters[name] ?? whole);
}

function shorten(text: string): string {
  return text.length <= maxParameterLength ? text : `${text.slice(0, maxParameterLength - 1)}…`;
}
