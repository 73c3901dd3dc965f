declare module '@custom-elements-manifest/analyzer/cli.js' {
  /** The analyzer's command line, as a call; with `noWrite` it gives the manifest and writes none. */
  export function cli(options: {
    readonly argv: readonly string[];
    readonly cwd: string;
    readonly noWrite: boolean;
  }): Promise<import('custom-elements-manifest/schema.js').Package>;
}
