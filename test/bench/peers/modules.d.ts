/** As much of the peers as is used here, so that types hold where they are not installed. */
declare module 'arquero' {
  export interface Table {
    concat(other: Table): Table;
    filter(test: unknown): Table;
    groupby(...names: string[]): Table;
    count(): Table;
    orderby(...order: unknown[]): Table;
    slice(from: number, to: number): Table;
    reify(): Table;
    numRows(): number;
    derive(columns: Record<string, unknown>): Table;
    objects(): Record<string, unknown>[];
  }
  export function table(columns: [string, unknown][]): Table;
  export function escape(test: unknown): unknown;
  export function desc(name: string): unknown;
}
declare module '@sqlite.org/sqlite-wasm' {
  export interface Database {
    exec(sql: string | { sql: string; bind?: unknown[]; returnValue?: string; rowMode?: string }): unknown[][];
    prepare(sql: string): { bind(values: unknown[]): { stepReset(): void }; finalize(): void };
  }
  export default function start(): Promise<{ oo1: { DB: new (name: string) => Database } }>;
}
