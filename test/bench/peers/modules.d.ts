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
    close(): void;
  }
  export default function start(): Promise<{
    oo1: { DB: new (name: string) => Database };
    installOpfsSAHPoolVfs(options: object): Promise<{ OpfsSAHPoolDb: new (name: string) => Database }>;
  }>;
}
declare module 'crossfilter2' {
  export interface Group {
    all(): { readonly key: unknown; readonly value: unknown }[];
  }
  export interface Dimension<Row> {
    filterRange(range: [number, number]): void;
    filterFunction(test: (value: unknown) => boolean): void;
    top(count: number): Row[];
    group(): Group;
  }
  export default function crossfilter<Row>(): {
    add(rows: Row[]): void;
    dimension(value: (row: Row) => number | string): Dimension<Row>;
    allFiltered(): Row[];
  };
}
declare module 'apache-arrow' {
  export class Utf8 {}
  export class Int32 {}
  export class Float64 {}
  export class Table {
    constructor(columns: Record<string, unknown>);
    toArray(): { toJSON(): Record<string, unknown> }[];
  }
  export function vectorFromArray(values: readonly unknown[], type: unknown): unknown;
  export function tableToIPC(table: Table, kind: 'stream'): Uint8Array;
}
declare module '@duckdb/duckdb-wasm' {
  import type { Table } from 'apache-arrow';
  export class VoidLogger {}
  export interface Connection {
    query(sql: string): Promise<Table>;
    insertArrowFromIPCStream(bytes: Uint8Array, options: { name: string; create: boolean }): Promise<void>;
    close(): Promise<void>;
  }
  export const DuckDBAccessMode: { readonly READ_WRITE: number };
  export class AsyncDuckDB {
    constructor(logger: VoidLogger, worker: Worker);
    instantiate(wasmUrl: string): Promise<unknown>;
    open(options: { path: string; accessMode: number }): Promise<void>;
    connect(): Promise<Connection>;
    reset(): Promise<unknown>;
    terminate(): Promise<void>;
  }
}
