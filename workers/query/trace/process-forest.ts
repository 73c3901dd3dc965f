import { ActivityType } from '../../../src/model/activity.js';
import type { Pace } from '../pace.js';
import type { ProcessEvent } from './evidence.js';
import { EventPlaces, type LooseEvent } from './event-places.js';
import { ForestBuilder, type ForestHints } from './forest-builder.js';
import type { ProcessInstance } from './process-instance.js';

/** The processes of one container. */
export interface ProcessForest {
  readonly instances: readonly ProcessInstance[];
  /** Connections and files that no known process made. */
  readonly loose: readonly LooseEvent[];
}

/**
 * Process ids are used again, so a process is a life of an id: it begins when the id is seen with another parent, after its end, or with a
 * parent outside of the container.
 * @param events of one container, in order of time
 */
export async function processForest(
  events: readonly ProcessEvent[],
  container: number,
  hints: ForestHints,
  pace: Pace,
): Promise<ProcessForest> {
  const builder = new ForestBuilder(events, container, hints);
  for (const [at, event] of events.entries()) {
    if (event.type === ActivityType.command) builder.add(event);
    if ((at & 255) === 0 && pace.due) await pace.rest();
  }
  builder.findLateParents();
  const places = new EventPlaces(builder, container);
  for (const [at, event] of events.entries()) {
    if (event.type !== ActivityType.command) places.add(event);
    if ((at & 255) === 0 && pace.due) await pace.rest();
  }
  return { instances: builder.instances, loose: places.loose };
}
