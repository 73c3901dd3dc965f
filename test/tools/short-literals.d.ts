export function shortLiterals(code: string): string;
