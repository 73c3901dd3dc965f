/** Name of the Trusted Types policy; a page that lists its policies must list this one. */
export const trustedTypesPolicy = 'activity-audit';
/** What the list says besides where several copies of this library are on a page: each makes a policy of that name. */
export const duplicatesAllowed = "'allow-duplicates'";

/** The platform's `TrustedScriptURL`, which TypeScript's own DOM library does not declare: a project that uses ours may not know the name. */
export interface TrustedAddress {
  toString(): string;
  toJSON(): string;
}

interface Policy {
  /** For the templates of Lit, in the bundles that have it in them (`test/tools/lit-policy.js`). */
  createHTML(text: string): unknown;
  createScriptURL(text: string): unknown;
}

interface PolicyFactory {
  createPolicy(name: string, rules: Policy): Policy;
}

const asIs = (text: string): string => text;
let policy: Policy | null | undefined;

/**
 * This copy's policy, which nobody else is given; undefined where a browser has none, null where the page's list does not name ours, or where another
 * copy took the name. Created on first use and once, since a policy's name may be taken only once on some pages.
 */
export function trustedPolicy(): Policy | null | undefined {
  if (policy === undefined) {
    const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
    try {
      policy = factory?.createPolicy(trustedTypesPolicy, { createHTML: asIs, createScriptURL: asIs });
    } catch {
      // Who needs it will be refused, and tells of that.
      policy = null;
    }
  }
  return policy;
}

/** Under `require-trusted-types-for 'script'` even a same-origin `new Worker(url)` throws without a policy. */
export function trustedScriptUrl(url: string): string {
  // The DOM's typings take a string; what is passed is a TrustedScriptURL where the page asks for one.
  return (trustedPolicy()?.createScriptURL(url) ?? url) as string;
}
