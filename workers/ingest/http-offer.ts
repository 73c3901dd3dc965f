/** What a server of the open protocol can answer without its activities being loaded: by its capabilities, and nothing beyond them. */
import type { AuditError } from '../../src/model/audit-error.js';
import type { Filter } from '../../src/model/filter/ast.js';
import { resolveAttribute } from '../../src/model/filter/attribute-name.js';
import { enabledPart } from '../../src/model/filter/enabled-part.js';
import { isEverything, normalise } from '../../src/model/filter/normalise.js';
import { printFilter } from '../../src/model/filter/print.js';
import type { ServerCapabilities } from './http-capabilities.js';
import { isObject } from './http-trace.js';
import { cannotAnswer, PushedPart } from './push-down.js';

/** Longer ones do not fit into every server's idea of an address. */
const usualFilterLength = 4_096;

/** The capabilities that a part of a question needs. */
const needed: readonly (readonly [PushedPart, string])[] = [
  [PushedPart.totals, 'count'],
  [PushedPart.bins, 'count'],
  [PushedPart.tree, 'group'],
  [PushedPart.facets, 'values'],
  [PushedPart.rows, 'rows'],
  [PushedPart.locate, 'places'],
];
/** What a view asks for besides. */
const besides = ['filter', 'scope', 'origin'];

export class HttpOffer {
  readonly parts: ReadonlySet<PushedPart>;
  /** Whether it has everything that a view asks for. */
  readonly isWhole: boolean;
  readonly #name: string;
  readonly #filterLength: number;
  readonly #named: ReadonlySet<string>;
  readonly #operators: ReadonlySet<string> | null;
  readonly #attributes: ReadonlySet<string> | null;

  /** `document`: the capabilities as they came. */
  constructor(name: string, { filterLength, rangeNs, document }: ServerCapabilities) {
    const texts = (member: string): ReadonlySet<string> | null => {
      const listed = isObject(document) ? document[member] : undefined;
      return Array.isArray(listed) ? new Set(listed.map(String)) : null;
    };
    this.#name = name;
    this.#filterLength = filterLength ?? usualFilterLength;
    this.#named = texts('capabilities') ?? new Set();
    this.#operators = texts('operators');
    this.#attributes = texts('attributes');
    // Any time can be asked about in one question, or none is.
    const offered = rangeNs === undefined ? needed.filter(([, capability]) => this.has(capability)) : [];
    this.parts = new Set([PushedPart.activity, ...offered.map(([part]) => part)]);
    this.isWhole = offered.length === needed.length && besides.every((capability) => this.has(capability));
  }

  has(capability: string): boolean {
    return this.#named.has(capability);
  }

  /** Empty for everything. @throws AuditError where the server cannot take all of it: what it would count is not what was asked for. */
  filter(filter: Filter): string {
    const asked = normalise(enabledPart(filter));
    if (isEverything(asked)) return '';
    this.need('filter');
    const beyond = this.#beyond(asked);
    if (beyond !== undefined) throw this.#refusal(beyond);
    const text = printFilter(asked);
    // Halves of characters would arrive as others.
    if (text.length > this.#filterLength || /\p{Cs}/u.test(text)) throw this.#refusal(`filter[${text.length}]`);
    return text;
  }

  /** @throws AuditError where the server does not have it. */
  need(capability: string): void {
    if (!this.has(capability)) throw this.#refusal(capability);
  }

  /** Its name in the protocol. @throws AuditError where the server does not know it. */
  attribute(name: string): string {
    const attribute = resolveAttribute(name);
    if (this.#attributes?.has(attribute) === false) throw this.#refusal(attribute);
    return attribute;
  }

  /** The first thing in a filter that the server does not take. */
  #beyond(filter: Filter): string | undefined {
    const first = (...operators: readonly string[]): string | undefined =>
      operators.find((operator) => this.#operators?.has(operator) === false);
    const unknown = (attribute: string): string | undefined =>
      this.#attributes?.has(resolveAttribute(attribute)) === false ? attribute : undefined;
    switch (filter.kind) {
      case 'and':
      case 'or':
        // Nothing at all is written as `not *`.
        if (filter.terms.length === 0) return first('not', 'pattern', 'free text');
        return first(filter.kind) ?? filter.terms.map((term) => this.#beyond(term)).find((one) => one !== undefined);
      case 'not':
      case 'disabled':
        return first('not') ?? this.#beyond(filter.term);
      case 'text':
        return first('free text');
      case 'existence':
        return first(filter.negated ? 'not exists' : 'exists') ?? unknown(filter.attribute);
      case 'membership': {
        const patterns = filter.values.some(({ pattern }) => pattern) ? ['pattern'] : [];
        return first(filter.negated ? 'not in' : 'in', ...patterns) ?? unknown(filter.attribute);
      }
      case 'comparison':
        return first(filter.operator, ...(filter.value.pattern ? ['pattern'] : [])) ?? unknown(filter.attribute);
    }
  }

  #refusal(what: string): AuditError {
    return cannotAnswer(this.#name, what);
  }
}
