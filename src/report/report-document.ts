/**
 * A report between data and text: headings, facts, lists and tables, in which the text of events is kept apart from ours, so that each form
 * can escape it in its own way.
 */

/** Ours as plain text; what somebody else may have written as `value`. */
export type Piece = string | { readonly value: string };
export type Pieces = readonly Piece[];

export interface Column {
  readonly label: string;
  /** Of the figures' kind: never broken, aligned to the end. */
  readonly figure?: boolean;
}
export interface TableRow {
  /** Steps to the right in the column that has `nested`. */
  readonly depth: number;
  readonly cells: readonly Pieces[];
  /** Weak certainty: to be marked. */
  readonly doubtful: boolean;
}

export type Block =
  | { readonly kind: 'paragraph'; readonly pieces: Pieces }
  | { readonly kind: 'list'; readonly items: readonly Pieces[] }
  | { readonly kind: 'facts'; readonly facts: readonly (readonly [label: string, pieces: Pieces])[] }
  | {
      readonly kind: 'table';
      readonly columns: readonly Column[];
      /** Index of the column that shows the depth; −1: none. */
      readonly nested: number;
      readonly rows: readonly TableRow[];
    };

export interface Section {
  readonly heading: string;
  readonly tone: 'plain' | 'warning';
  readonly blocks: readonly Block[];
}
export interface ReportDocument {
  readonly title: string;
  readonly sections: readonly Section[];
  readonly footer: Pieces;
}
