import type { Activity, AttributeValue } from '../../src/model/activity.js';
import type { ActivityBlock, ValueBlock } from '../../src/model/activity-block.js';
import { AttributeKind, attributeKind } from '../../src/model/attribute-names.js';
import type { Gap } from '../../src/model/coverage.js';
import type { Decoded } from '../../src/model/reading.js';
import { timeLimits } from '../../src/model/reading.js';
import type { TimeRange } from '../../src/model/time-range.js';
import type { DurationMs, EpochNs } from '../../src/model/units.js';
import type { Backend, FollowStep, ReadStep } from './backend.js';

const movedBy = 'clockOffsetMs';

/** Everything with its times moved, and with a note of by how much. */
export function moveTimes(decoded: Decoded, offsetMs: DurationMs): Decoded {
  if (offsetMs === 0) return decoded;
  const byNs = offsetNs(offsetMs);
  return {
    ...decoded,
    activities: decoded.activities.map((activity) => moveActivity(activity, byNs, offsetMs)),
    ...(decoded.blocks && { blocks: decoded.blocks.map((block) => moveBlock(block, byNs, offsetMs)) }),
    gaps: decoded.gaps.map((gap): Gap => ({ ...gap, range: moveRange(gap.range, byNs) })),
  };
}

/** A backend whose times are moved: what is asked of it is moved the other way. */
export function withClockMoved(backend: Backend, offsetMs: DurationMs): Backend {
  if (offsetMs === 0) return backend;
  const byNs = offsetNs(offsetMs);
  return {
    name: backend.name,
    wholeOnly: backend.wholeOnly,
    capabilities: (signal) => backend.capabilities(signal),
    hurry: () => backend.hurry(),
    rest: () => backend.rest?.(),
    async *read(request, signal) {
      const range = moveRange(request.range, 0n - byNs);
      for await (const step of backend.read({ ...request, range }, signal)) yield moveStep(step, byNs, offsetMs);
    },
    ...(backend.follow && {
      async *follow(fromNs: EpochNs, signal: AbortSignal): AsyncGenerator<FollowStep> {
        for await (const { decoded, coveredToNs, fromNs: begunNs, ...step } of backend.follow!(fromNs - byNs, signal)) {
          yield {
            ...step,
            ...(begunNs !== undefined && { fromNs: begunNs + byNs }),
            ...(decoded && { decoded: moveTimes(decoded, offsetMs) }),
            ...(coveredToNs !== undefined && { coveredToNs: coveredToNs + byNs }),
          };
        }
      },
    }),
    ...(backend.raw && {
      raw: (activity: Activity, signal: AbortSignal) =>
        backend.raw!({ ...activity, timeNs: activity.timeNs - byNs }, signal),
    }),
  };
}

function moveStep({ decoded, coveredFromNs, ...step }: ReadStep, byNs: EpochNs, offsetMs: DurationMs): ReadStep {
  return {
    ...step,
    ...(decoded && { decoded: moveTimes(decoded, offsetMs) }),
    ...(coveredFromNs !== undefined && { coveredFromNs: coveredFromNs + byNs }),
  };
}

function moveActivity({ id, type, timeNs, attributes }: Activity, byNs: EpochNs, offsetMs: DurationMs): Activity {
  const moved = new Map(attributes);
  for (const [name, value] of attributes) if (isTime(name)) moved.set(name, moveValue(value, byNs));
  return { id, type, timeNs: limited(timeNs + byNs), attributes: moved.set(movedBy, offsetMs) };
}

function moveBlock(block: ActivityBlock, byNs: EpochNs, offsetMs: DurationMs): ActivityBlock {
  return {
    ...block,
    timesNs: block.timesNs.map((timeNs) => limited(timeNs + byNs)),
    values: block.values.map((one): ValueBlock => {
      if (!isTime(one.name)) return one;
      return { ...one, distinct: one.distinct.map((value, at) => (at === 0 ? value : moveValue(value, byNs))) };
    }),
    numbers: [...block.numbers, { name: movedBy, numbers: new Float64Array(block.count).fill(offsetMs) }],
  };
}

const isTime = (name: string): boolean => attributeKind(name) === AttributeKind.time;

function moveValue(value: AttributeValue, byNs: EpochNs): AttributeValue {
  return typeof value === 'string' && /^\d{1,20}$/.test(value) ? String(limited(BigInt(value) + byNs)) : value;
}

/** What has no end, or no beginning, has none after it was moved. */
function moveRange({ fromNs, toNs }: TimeRange, byNs: EpochNs): TimeRange {
  return {
    fromNs: fromNs <= timeLimits.minNs ? fromNs : limited(fromNs + byNs),
    toNs: toNs >= timeLimits.maxNs ? toNs : limited(toNs + byNs),
  };
}

function limited(timeNs: EpochNs): EpochNs {
  if (timeNs < timeLimits.minNs) return timeLimits.minNs;
  return timeNs > timeLimits.maxNs ? timeLimits.maxNs : timeNs;
}

const offsetNs = (offsetMs: DurationMs): EpochNs => BigInt(Math.round(offsetMs * 1e6));
