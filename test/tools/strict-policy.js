// The tests in the browser run under the policy that a strict portal has. What the test runner writes into its page itself, two inline scripts, has a
// nonce; nothing else has one. Whatever the policy blocks fails the test that is running (`report-violations.js`).
import { randomBytes } from 'node:crypto';

const directives = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "img-src 'self'",
  "require-trusted-types-for 'script'",
  'trusted-types activity-audit lit-html',
];

/** The policy of a strict portal, word for word. */
export const strictPolicy = directives.join('; ');

/** Tests of files that a browser opens by themselves: read as documents here, they would be under the policy of the page. */
const ofSavedFiles = ['test/report/html.test.ts'];

const reporter = '/test/tools/report-violations.js';

/** Middleware for the test runner's server: the policy with every answer, workers' files included. */
export async function underStrictPolicy(ctx, next) {
  await next();
  if (ctx.response.is('html') !== 'html' || typeof ctx.body !== 'string')
    return ctx.set('Content-Security-Policy', strictPolicy);
  if (ofSavedFiles.some((file) => ctx.body.includes(file))) return;
  const nonce = randomBytes(16).toString('base64');
  ctx.set('Content-Security-Policy', strictPolicy.replace("script-src 'self'", `script-src 'self' 'nonce-${nonce}'`));
  const scripts = ctx.body.replaceAll('<script', `<script nonce="${nonce}"`);
  ctx.body = scripts.replace(/<head>|<body>|^/, (start) => `${start}<script src="${reporter}"></script>`);
}
