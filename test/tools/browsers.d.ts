import type { PuppeteerNode } from 'puppeteer-core';

export const puppeteerCore: PuppeteerNode;
export function chromium(): Promise<{
  executablePath: string;
  args: string[];
  env?: Record<string, string | undefined>;
}>;
/** Launch options for puppeteer-core. */
export function firefox(): {
  browser: 'firefox';
  executablePath: string;
  extraPrefsFirefox: Record<string, unknown>;
};
export const engines: readonly string[];
export const missingEngines: readonly { readonly name: string; readonly sentence: string }[];
