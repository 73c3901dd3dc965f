import type { PuppeteerNode } from 'puppeteer-core';

export const puppeteerCore: PuppeteerNode;
export function chromium(): Promise<{
  executablePath: string;
  args: string[];
  env?: Record<string, string | undefined>;
}>;
export const engines: readonly string[];
export const missingEngines: readonly { readonly name: string; readonly sentence: string }[];
