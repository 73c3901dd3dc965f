/**
 * This machine beside the one on which the goals were set. A few kernels whose time there is known run in the same session between the rounds;
 * here / there is by how much this machine, at this time, is slower at work of that kind.
 */
import { geometricMean, median } from './turns.js';

/** What a kernel did: its time, and how much of the study's work it was (1: all of it). */
export interface KernelRun {
  readonly ms: number;
  readonly share: number;
}
/** When it ran: noise of minutes falls on what is measured at the same time. */
export type Phase = 'fill' | 'ask' | 'append' | 'reload';
export interface Sample {
  readonly phase: Phase;
  readonly kernels: Readonly<Record<string, KernelRun>>;
}

interface Kernel {
  readonly name: KernelName;
  readonly does: string;
  /** On the study's machine, for the whole of its work. */
  readonly studyMs: number;
  /** Loose ones are told and not used: their time depends on how the loop was written and warmed up, which the study does not say. */
  readonly kind: 'json' | 'scan' | 'loose';
}
export const kernelNames = ['touch', 'json', 'compare', 'table', 'sum', 'count'] as const;
export type KernelName = (typeof kernelNames)[number];

/** The study's lines: a million of 537 bytes. */
export const studyBytes = 537_000_000;
export const studyRows = 1_000_000;

export const kernels: readonly Kernel[] = [
  { name: 'touch', does: 'touch each of 537 MB', studyMs: 622, kind: 'loose' },
  { name: 'json', does: 'TextDecoder and JSON.parse of 537 MB of lines', studyMs: 382 + 1_884, kind: 'json' },
  { name: 'compare', does: '== over a million codes to a bitmap, compared', studyMs: 3.9, kind: 'scan' },
  { name: 'table', does: 'the same, by a table, unrolled', studyMs: 0.89, kind: 'scan' },
  { name: 'sum', does: 'sum of 4 MB of Uint32', studyMs: 4.6, kind: 'loose' },
  { name: 'count', does: 'codes of 34% of a million rows counted', studyMs: 0.94, kind: 'scan' },
];

/** Which kernels stand for a line of the table; `both`: reading and scanning alike. */
export type Scale = 'scan' | 'json' | 'both' | 'none';

/** By how much this machine is slower at one kernel, in one phase or (where it was not sampled in it) at all; NaN: not known. */
export function kernelFactor(samples: readonly Sample[], name: KernelName, phase?: Phase): number {
  const kernel = kernels.find((one) => one.name === name);
  const of = (all: readonly Sample[]): number =>
    median(
      all.flatMap(({ kernels: runs }) => {
        const run = runs[name];
        return run && kernel ? [run.ms / (kernel.studyMs * run.share)] : [];
      }),
    );
  const within = of(samples.filter((sample) => sample.phase === phase));
  return Number.isFinite(within) ? within : of(samples);
}

/** For a line of the table: the geometric mean of the kernels of its kind. 1 where nothing is to be scaled, NaN where nothing was sampled. */
export function factor(samples: readonly Sample[], scale: Scale, phase: Phase): number {
  if (scale === 'none') return 1;
  if (scale === 'both') return geometricMean([factor(samples, 'json', phase), factor(samples, 'scan', phase)]);
  const wanted = kernels.filter(({ kind }) => kind === scale);
  const factors = wanted.map(({ name }) => kernelFactor(samples, name, phase));
  return factors.every(Number.isFinite) ? geometricMean(factors) : Number.NaN;
}

/** What was measured here, as it would be there. */
export const asOnStudyMachine = (measured: number | undefined, by: number): number | undefined =>
  measured === undefined || !Number.isFinite(by) || by <= 0 ? undefined : measured / by;

const shownScale = { scan: 'used for questions', json: 'used for ingest', both: 'used for appending and reloading' };

export function calibrationTable(samples: readonly Sample[]): string {
  if (samples.length === 0) return "This machine was not compared with the study's.";
  const phases = [...new Set(samples.map(({ phase }) => phase))];
  const shown = (value: number): string => (Number.isFinite(value) ? value.toFixed(2) : '-');
  return [
    "this machine / the study's machine, while",
    '',
    `| kernel | there | ${phases.join(' | ')} | all |`,
    `| --- | --- | ${phases.map(() => '---').join(' | ')} | --- |`,
    ...kernels.map(
      ({ name, does, studyMs, kind }) =>
        `| ${does}${kind === 'loose' ? ' (not used)' : ''} | ${studyMs} ms | ${[...phases, undefined].map((phase) => shown(kernelFactor(samples, name, phase))).join(' | ')} |`,
    ),
    ...(['scan', 'json', 'both'] as const).map(
      (scale) =>
        `| ${shownScale[scale]} | | ${phases.map((phase) => shown(factor(samples, scale, phase))).join(' | ')} | |`,
    ),
  ].join('\n');
}
