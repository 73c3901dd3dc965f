/** 17 policies that pages have, and what the view does under each: with the one file and with the many. */
import assert from 'node:assert/strict';
import { inEachEngine, type OpenBrowser, type OpenPage } from './open-browser.js';
import { PolicySite, type PageWanted, type Seen } from './policy-site.js';

interface Case {
  readonly name: string;
  readonly policy: string | null;
  /** The library is on another origin than the page. */
  readonly elsewhere: boolean;
  readonly cors?: boolean;
  /** What the engine is started from: with one file that carries its worker, and with the worker in files of its own. `nothing`: the page goes on without a view. */
  readonly oneFile: 'text' | 'file' | 'page' | 'nothing';
  readonly files: 'file' | 'page' | 'nothing';
}

const trusted = "require-trusted-types-for 'script'";
const here = false;
const there = true;
const cases: readonly Case[] = [
  { name: '1 none, same origin', policy: null, elsewhere: here, oneFile: 'text', files: 'file' },
  { name: '2 none, another origin', policy: null, elsewhere: there, oneFile: 'text', files: 'page' },
  // The engine on the page is a file of the other origin as well, and this one cannot be read.
  {
    name: '3 none, another origin whose other files cannot be read',
    policy: null,
    elsewhere: there,
    cors: false,
    oneFile: 'text',
    files: 'nothing',
  },
  {
    name: '4 worker-src with blob:',
    policy: "default-src 'self'; script-src 'self'; worker-src 'self' blob:",
    elsewhere: here,
    oneFile: 'text',
    files: 'file',
  },
  {
    name: '5 the same, another origin',
    policy: "script-src 'self' {library}; worker-src 'self' blob:",
    elsewhere: there,
    oneFile: 'text',
    files: 'page',
  },
  {
    name: '6 worker-src self, another origin',
    policy: "script-src 'self' {library}; worker-src 'self'",
    elsewhere: there,
    oneFile: 'page',
    files: 'page',
  },
  {
    name: '7 worker-src self',
    policy: "script-src 'self'; worker-src 'self'",
    elsewhere: here,
    oneFile: 'file',
    files: 'file',
  },
  { name: '8 script-src self', policy: "script-src 'self'", elsewhere: here, oneFile: 'file', files: 'file' },
  {
    name: '9 script-src, another origin',
    policy: "script-src 'self' {library}",
    elsewhere: there,
    oneFile: 'page',
    files: 'page',
  },
  {
    name: '10 worker-src none',
    policy: "script-src 'self'; worker-src 'none'",
    elsewhere: here,
    oneFile: 'page',
    files: 'page',
  },
  { name: '11 Trusted Types', policy: trusted, elsewhere: here, oneFile: 'text', files: 'file' },
  {
    name: '12 Trusted Types with our names, another origin',
    policy: `${trusted}; trusted-types lit-html activity-audit`,
    elsewhere: there,
    oneFile: 'text',
    files: 'page',
  },
  {
    name: '13 Trusted Types without our name',
    policy: `${trusted}; trusted-types lit-html`,
    elsewhere: here,
    oneFile: 'page',
    files: 'page',
  },
  // The templates of Lit need a policy too, ours or its own: without one there is no view at all.
  {
    name: '14 Trusted Types without any name',
    policy: `${trusted}; trusted-types 'none'`,
    elsewhere: here,
    oneFile: 'nothing',
    files: 'nothing',
  },
  {
    name: '15 nonce and strict-dynamic, another origin',
    policy: "script-src 'nonce-{nonce}' 'strict-dynamic'",
    elsewhere: there,
    oneFile: 'text',
    files: 'page',
  },
  {
    name: '16 the same with worker-src blob:',
    policy: "script-src 'nonce-{nonce}' 'strict-dynamic'; worker-src blob:",
    elsewhere: there,
    oneFile: 'text',
    files: 'page',
  },
  {
    name: '17 as a wiki has it',
    policy: "script-src 'self' 'unsafe-eval' 'unsafe-inline' blob:; default-src 'self' data: blob:",
    elsewhere: here,
    oneFile: 'text',
    files: 'file',
  },
];

const notice = 'No worker could be started: counting happens on the page.';

function check({ way, text, errors }: Seen, expected: string): void {
  if (expected === 'nothing') {
    assert.equal(way, null);
    return;
  }
  assert.equal(way, expected, text);
  assert.deepEqual(errors, []);
  assert.match(text, /12 activities exact/);
  assert.equal(text.split(notice).length - 1, expected === 'page' ? 1 : 0, 'the page says once where it counts');
}

inEachEngine('the view under policies', ({ start, test, before, after }) => {
  let site: PolicySite;
  let browser: OpenBrowser;
  let page: OpenPage;
  before(async () => {
    site = await PolicySite.start();
    browser = await start();
    page = await browser.newPage();
  });
  after(async () => {
    await browser.close();
    await site.close();
  });
  const see = (wanted: PageWanted): Promise<Seen> => site.see(wanted, (url) => page.goto(url));

  for (const { name, policy, elsewhere, cors = true, oneFile, files } of cases) {
    test(`${name}: the one file's engine comes from ${oneFile}`, async () => {
      check(await see({ policy, isElsewhere: elsewhere, cors, build: 'dist/wiki' }), oneFile);
    });
    test(`${name}: with many files it comes from ${files}`, async () => {
      check(await see({ policy, isElsewhere: elsewhere, cors, build: 'dist/browser' }), files);
    });
  }

  test('where the view cannot come to life, what stands in its tag stays', async () => {
    const seen = await see({ policy: `${trusted}; trusted-types 'none'`, isElsewhere: false, build: 'dist/wiki' });
    assert.match(seen.text, /^What the page says by itself\.$/);
    assert.ok(seen.errors.length > 0);
  });

  test('the one file needs no other, and a tag of it shows what stands in the page', async () => {
    const lines = [1, 2, 3].map((at) =>
      JSON.stringify({ id: `a${at}`, timestamp: `170000000${at}000000000`, type: 'command', comm: 'ls' }),
    );
    const tag = `<activity-audit time-zone="UTC"><script type="application/x-ndjson">\n${lines.join('\n')}\n</script></activity-audit>`;
    const seen = await see({ policy: null, isElsewhere: true, build: 'dist/wiki', missing: /worker/, tag });
    assert.equal(seen.way, 'text');
    assert.match(seen.text, /3 activities exact/);
    assert.match(seen.text, /As of Tue, Nov 14, 2023, 22:13:23/);
    assert.doesNotMatch(seen.text, /\bLive\b|Paused/);
    assert.deepEqual(site.asked.filter((path) => path !== '/favicon.ico').sort(), [
      '/library/activity-audit.js',
      '/page',
      '/report.js',
    ]);
  });

  test('the one file without its sibling counts on the page where no text may become a worker', async () => {
    const seen = await see({
      policy: "script-src 'self'; worker-src 'self'",
      isElsewhere: false,
      build: 'dist/wiki',
      missing: /worker/,
    });
    check(seen, 'page');
  });
});
