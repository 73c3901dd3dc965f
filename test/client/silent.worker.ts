/** An engine's worker that never says a word. */
export {};
