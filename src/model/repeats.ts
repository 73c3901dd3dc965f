/**
 * What makes two activities repeats of each other. One place for it: the engine folds by these attributes, the list leaves out "all like
 * this" by them.
 */
import { ActivityType } from './activity.js';

/** The same thing in another container, pod or host is another finding. */
const place = ['containerId', 'kubernetes.pod.name', 'hostname'] as const;

/**
 * Per data source the attributes that repeats have in common; null: such activities are never folded. They are what a row shows, less what
 * differs by nature from one run to the next: process ids, login shell id, client port, time.
 */
export const repeatAttributes: Readonly<Record<ActivityType, readonly string[] | null>> = Object.freeze({
  /** The arguments too: `curl a` and `curl b` are two findings. Exit code and duration are outcomes, shown by the members. */
  [ActivityType.command]: ['comm', 'cmdline', 'cwd', 'uid', ...place],
  /** The client's address too: an incoming connection from somebody else is no repeat. */
  [ActivityType.connection]: [
    'processName',
    'comm',
    'direction',
    'l4protocol',
    'clientIp',
    'serverIp',
    'serverPort',
    ...place,
  ],
  /** Each of them is somebody's act, with a session of its own. */
  [ActivityType.kubernetes]: null,
  /** Reading and writing are different things. */
  [ActivityType.fileaccess]: ['directory', 'filename', 'comm', 'permissions', ...place],
});
