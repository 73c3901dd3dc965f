/** One row in words: what happened, whose it is, and what the engine says. */
import type { Scene } from './scene.js';
import type { JudgedRow } from './scoring.js';

/** `atLength`: with the line that the engine read, and the rows of the same process. */
export function explain(
  scene: Scene,
  { row, attribution }: JudgedRow,
  all: readonly JudgedRow[],
  atLength: boolean,
): string {
  const { deed, owner, knowability } = row;
  const { certainty, rule, sessionId, candidates, remarks } = attribution;
  const job = (id: string | null): string => (id === null ? 'nobody' : (scene.jobOf.get(id) ?? id));
  const truth = owner.kind === 'container' ? 'the container' : `${owner.job.id} (${owner.kind})`;
  const what = describe(row);
  const said = [
    `${certainty} by ${rule}`,
    sessionId === null ? '' : `given to ${job(sessionId)}`,
    candidates.length > 0 ? `candidates ${candidates.map(job).join(', ')}` : '',
    remarks.join(', '),
  ].filter((part) => part !== '');
  const head = `${row.activityId}  ${(deed.atUs / 1e6).toFixed(3)} s  ${deed.container.key}  ${what}\n    truth: ${truth}, ${knowability}; engine: ${said.join('; ')}`;
  if (!atLength) return head;
  const lines = scene.lines.filter((line) => line.includes(`"${row.activityId}"`));
  const related = all
    .filter((one) => one.row.deed.process === deed.process || one.row.deed.process === deed.parent)
    .map(
      (one) =>
        `      ${one.row.activityId}  ${(one.row.deed.atUs / 1e6).toFixed(3)} s  ${describe(one.row)}: ${one.attribution.certainty} by ${one.attribution.rule}`,
    );
  return [head, ...lines.map((line) => `    ${line}`), '    the same process and its parent:', ...related].join('\n');
}

function describe({ deed: { what, argv, comm } }: JudgedRow['row']): string {
  switch (what.kind) {
    case 'connection':
      return `${comm} connects to ${what.ip}:${what.port}`;
    case 'file':
      return `${comm} opens ${what.path} (${what.mode})`;
    case 'command':
      return argv.join(' ').slice(0, 120);
    case 'end':
      return `end of a forked ${comm}`;
  }
}
