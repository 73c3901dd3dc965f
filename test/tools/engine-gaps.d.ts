export interface EngineGap {
  readonly engine: string;
  /** How the full title begins. */
  readonly test: string;
  readonly reason: string;
  /** A global whose absence is the gap. */
  readonly lacks?: string;
}
export const engineGaps: readonly EngineGap[];
export function engineOf(userAgent: string): string;
