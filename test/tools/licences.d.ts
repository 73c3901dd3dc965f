import type { Plugin } from 'rollup';

export const licencesFile: string;
export const banner: string;
export function packageFolder(id: string): string | null;
export function licenceOf(folder: string): { readonly head: string; readonly text: string };
export function licences(into: string): Plugin;
