import type { KernelRun, Phase, Sample } from './calibration.js';
import { open, step, type Context } from './driver.js';

export interface Calibrator {
  readonly samples: readonly Sample[];
  sample(phase: Phase): Promise<void>;
  close(): Promise<void>;
}

/** A page of its own whose worker runs the kernels. */
export async function startCalibrator(context: Context): Promise<Calibrator> {
  const page = await open(context, 'calibration');
  const samples: Sample[] = [];
  const run = () => step<Record<string, KernelRun>>(page, 'kernels');
  // Its code is compiled now, as that of the others is when they are measured.
  await run();
  return {
    samples,
    async sample(phase) {
      samples.push({ phase, kernels: await run() });
    },
    close: () => page.close(),
  };
}
