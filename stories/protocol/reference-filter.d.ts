/** By name; how it is read from an activity as it came. */
export const attributes: ReadonlyMap<string, (row: object) => string | number | readonly string[] | undefined>;
/** What of the filter language the server takes. */
export const operators: readonly string[];
