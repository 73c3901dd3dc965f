export function shortNames(): Readonly<Record<string, string>>;
