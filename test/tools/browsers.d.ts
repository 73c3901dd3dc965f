import type { PuppeteerNode } from 'puppeteer-core';

export const puppeteerCore: PuppeteerNode;
export function chromium(): Promise<{
  executablePath: string;
  args: string[];
  env?: Record<string, string | undefined>;
}>;
