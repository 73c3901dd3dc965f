import { expect, waitUntil } from '@open-wc/testing';
import { trustedScriptUrl } from '../../src/model/trusted-url.js';

/** What is blocked on purpose here is no error of the test: it goes no further than the document. */
function blocked(): { readonly directives: readonly string[]; end(): void } {
  const directives: string[] = [];
  const note = (event: SecurityPolicyViolationEvent): void => {
    event.stopPropagation();
    directives.push(event.effectiveDirective);
  };
  document.addEventListener('securitypolicyviolation', note);
  return { directives, end: () => document.removeEventListener('securitypolicyviolation', note) };
}

describe('the strict policy of the pages that tests run in', () => {
  let seen: ReturnType<typeof blocked>;
  beforeEach(() => (seen = blocked()));
  afterEach(() => seen.end());

  it('runs no text as code', async () => {
    expect(() => Reflect.construct(Function, ['return 1'])).to.throw();
    await waitUntil(() => seen.directives.length > 0, 'it is told');
  });

  it('takes no style from text', async () => {
    // eslint-disable-next-line no-restricted-syntax -- that it is blocked is what is tested
    const sheet = document.createElement('style');
    sheet.textContent = 'html { color: red }';
    document.head.append(sheet);
    await waitUntil(() => seen.directives.some((name) => name.startsWith('style-src')), 'it is told');
    expect(getComputedStyle(document.documentElement).color).not.to.equal('rgb(255, 0, 0)');
    sheet.remove();
  });

  it('connects to no other origin', async () => {
    const failed = await fetch('https://elsewhere.invalid/').then(
      () => false,
      () => true,
    );
    expect(failed).to.equal(true);
    await waitUntil(() => seen.directives.includes('connect-src'), 'it is told');
  });

  it('starts no worker from a blob', async () => {
    const address = URL.createObjectURL(new Blob([''], { type: 'text/javascript' }));
    const told = await new Promise<boolean>((resolve) => {
      try {
        const worker = new Worker(trustedScriptUrl(address));
        worker.onerror = () => resolve(true);
      } catch {
        resolve(true);
      }
    });
    expect(told).to.equal(true);
    URL.revokeObjectURL(address);
    await waitUntil(() => seen.directives.includes('worker-src'), 'it is told');
  });

  it('makes no markup of text that nobody vouches for', async () => {
    expect(() => new DOMParser().parseFromString('<b>text</b>', 'text/html')).to.throw(TypeError);
    await waitUntil(() => seen.directives.length > 0, 'it is told');
  });
});
