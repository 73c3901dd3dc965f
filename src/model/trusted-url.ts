/** Name of the Trusted Types policy; a page that lists its policies must list this one. */
export const trustedTypesPolicy = 'activity-audit';

/** The platform's `TrustedScriptURL`, which TypeScript's own DOM library does not declare: a project that uses ours may not know the name. */
export interface TrustedAddress {
  toString(): string;
  toJSON(): string;
}

interface PolicyFactory {
  createPolicy(
    name: string,
    rules: { createScriptURL(text: string): string },
  ): { createScriptURL(text: string): unknown };
}

let policy: { createScriptURL(text: string): unknown } | null | undefined;

/**
 * Under `require-trusted-types-for 'script'` even a same-origin `new Worker(url)` throws without a policy. Created on first use and once,
 * since a policy's name may be taken only once on some pages.
 */
export function trustedScriptUrl(url: string): string {
  if (policy === undefined) {
    const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
    try {
      policy = factory?.createPolicy(trustedTypesPolicy, { createScriptURL: (text) => text }) ?? null;
    } catch {
      // The page's list of policies does not have ours, or another copy took the name: the worker's own error will tell.
      policy = null;
    }
  }
  // The DOM's typings take a string; what is passed is a TrustedScriptURL where the page asks for one.
  return (policy ? policy.createScriptURL(url) : url) as string;
}
