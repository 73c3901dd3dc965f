/** What the contract of backends is looked at with. */
import type { Activity } from '../../src/model/activity.js';
import type { Gap } from '../../src/model/coverage.js';
import type { TimeRange } from '../../src/model/time-range.js';
import type { Backend } from '../../workers/ingest/backend.js';
import type { PushDown } from '../../workers/ingest/push-down.js';
import type { Faults } from '../servers/faults.js';
import type { PageDocument, Twisted } from '../servers/twisting-proxy.js';

export interface ContractSubject {
  readonly backend: Backend;
  /** For a backend that can be followed: makes these activities arrive. */
  readonly arrive?: (activities: readonly Activity[]) => void | Promise<void>;
  /** For a backend with a server behind it: stands before that server. Waiting must cost no time, then. */
  readonly faults?: Faults;
  /** How long the backend wanted to wait, each time; with `faults`. */
  readonly waitsMs?: readonly number[];
  /** What it answers by itself, where that is a part of its own. */
  readonly pushDown?: PushDown;
  /** Lets go of servers and the like. */
  readonly close?: () => void | Promise<void>;
}

/** Sets up a backend that holds exactly these activities when it is read (a push backend ignores them: it holds nothing). */
export type ContractSetup = (activities: readonly Activity[]) => ContractSubject | Promise<ContractSubject>;

/** Where a kind of backend has nothing to look at: why. */
export interface ContractLimits {
  readonly gaps?: string;
  readonly pages?: string;
  readonly faults?: string;
}

/** A backend over a source that lost something, as it says. */
export interface GapSubject extends ContractSubject {
  readonly gap: Pick<Gap, 'range'>;
  /** Asked for. */
  readonly range: TimeRange;
}

export interface ContractOptions {
  /** False for a backend whose `read` has nothing to deliver. Default true. */
  readonly holdsActivities?: boolean;
  readonly cannot?: ContractLimits;
  readonly losing?: (activities: readonly Activity[]) => GapSubject | Promise<GapSubject>;
  /** The same backend, behind something that changes its server's pages, of 100 activities each. */
  readonly twisted?: (
    activities: readonly Activity[],
    twist: (page: PageDocument, turn: number) => Twisted,
  ) => Promise<ContractSubject>;
  /** Where such a page has its cursor to older activities. Default `next`. */
  readonly older?: 'next' | 'prev';
}
