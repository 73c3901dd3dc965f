import type { Certainty } from '../../src/model/coverage.js';
import type { Candidate } from '../../src/model/filter/candidates.js';
import type { Suggestion } from '../../src/model/filter/suggest.js';

/** One line of the list of suggestions. */
export interface CompletionOption {
  readonly kind: Candidate['kind'];
  readonly text: string;
  /** English; empty where it would only repeat the text. */
  readonly label: string;
  /** Activities with this value, under the filter that is applied, and what that number is worth. */
  readonly counted?: { readonly count: number; readonly certainty: Certainty };
}

/** What the list is drawn from. */
export interface Offer {
  readonly options: readonly CompletionOption[];
  /** Index of the marked option; -1: none. */
  readonly active: number;
  /** What was typed of the option so far. */
  readonly prefix: string;
  readonly expects: Suggestion['expects'] | null;
  /** Whether values are being counted. */
  readonly counting: boolean;
}
