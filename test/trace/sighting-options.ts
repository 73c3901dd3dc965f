import type { Numbering } from './numbering.js';
import type { Shape, Variant } from './variants.js';

export interface SightingOptions {
  readonly recording: string;
  readonly shape: Shape;
  readonly variant: Variant;
  readonly seed: string;
  readonly numbering: Numbering;
  readonly auditIdOf: (job: string) => string;
  readonly jobs: readonly string[];
  /** Commands of the probes that the pods declare. */
  readonly probes: ReadonlySet<string>;
}
