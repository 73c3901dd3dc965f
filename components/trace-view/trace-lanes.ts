import type { TraceLine } from './trace-lines.js';

/** What a line is to a session: nothing, its own, perhaps its own, its start, its end. */
export type LaneState = 'none' | 'given' | 'maybe' | 'start' | 'end';

/** One per session, in their order. */
export function laneStates(sessionIds: readonly string[], line: TraceLine): readonly LaneState[] {
  if (line.kind === 'mark') {
    const { kind, session } = line.mark;
    return sessionIds.map((id) => (id === session.id ? kind : 'none'));
  }
  const attribution = (line.kind === 'row' ? line.node : line.fold.nodes[0])?.row.attribution;
  return sessionIds.map((id) => {
    if (attribution?.sessionId === id) return 'given';
    return attribution?.sessionId === null && attribution.candidates.includes(id) ? 'maybe' : 'none';
  });
}
