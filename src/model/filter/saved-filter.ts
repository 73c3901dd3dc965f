/** Filters that a person keeps under a name, and where a host keeps them. */
import type { ActivityType } from '../activity.js';
import type { TimeWindow } from '../view-state.js';

export interface SavedFilter {
  /** What the person calls it; one of a kind in its storage. */
  readonly name: string;
  readonly filterText: string;
  readonly types: readonly ActivityType[];
  /** Only where the person wanted the time to be kept, too. */
  readonly window?: TimeWindow;
}

/** A rejection is shown to the person with its message. */
export interface FilterStorage {
  /** In any order. */
  list(): Promise<readonly SavedFilter[]>;
  /** Takes the place of the one with that name. */
  save(filter: SavedFilter): Promise<void>;
  /** Nothing happens where there is none. */
  remove(name: string): Promise<void>;
  /** `changed` runs after every change, whoever made it; returns the way to stop it. */
  subscribe?(changed: () => void): () => void;
  /** True where what is saved is gone with the page: the person is told. */
  readonly temporary?: boolean;
}
