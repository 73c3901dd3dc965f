/** The two ways in which a person works a page: by mouse alone, and by keys alone. Nothing here calls a method of the page's own. */
import type { ElementHandle } from 'puppeteer-core';
import { byRole, type Page } from './portal-page.js';

/** What has the focus, through shadow roots: its role or tag, and its name. Text, so that no compiler adds to it. */
const focused = `(() => {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  const name = active?.getAttribute('aria-label') || active?.innerText || active?.textContent || '';
  return (active?.getAttribute('role') || active?.tagName.toLowerCase()) + '|' + name.trim().replace(/\\s+/g, ' ');
})()`;

const patience = 120;
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Whether arrow keys go on from here: the focus is in a toolbar. */
const inToolbar = `(() => {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active?.closest('[role="toolbar"]') !== null && active?.localName !== 'body';
})()`;
const mostTools = 20;

/** Presses Tab until the focus is where it should be. */
export async function tabTo(page: Page, role: string, name: RegExp): Promise<void> {
  const passed: string[] = [];
  for (let tries = 0; tries < patience; tries++) {
    const [has = '', ...rest] = String(await page.evaluate(focused)).split('|');
    const named = rest.join('|');
    if (has === role && name.test(named)) return;
    if ((await page.evaluate(inToolbar)) && (await alongToolbar(page, role, name))) return;
    passed.push(`${has} ${named.slice(0, 40)}`);
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never led to a ${role} named ${String(name)}; it passed ${passed.slice(0, 50).join(' · ')}`);
}

async function alongToolbar(page: Page, role: string, name: RegExp): Promise<boolean> {
  for (let tool = 0; tool < mostTools; tool++) {
    await page.keyboard.press('ArrowRight');
    const [has = '', ...rest] = String(await page.evaluate(focused)).split('|');
    if (has === role && name.test(rest.join('|'))) return true;
  }
  return false;
}

/** Presses keys one after the other; a text in quotes is typed. */
export async function press(page: Page, ...keys: readonly (string | { readonly text: string })[]): Promise<void> {
  for (const key of keys) {
    if (typeof key === 'object') await page.keyboard.type(key.text);
    else if (key.startsWith('Shift+')) {
      await page.keyboard.down('Shift');
      await page.keyboard.press(key.slice(6) as 'Tab');
      await page.keyboard.up('Shift');
    } else await page.keyboard.press(key as 'Enter');
  }
}

/** What a person sees of an element's inside: looked for at every frame, since the document does not hear of changes in shadow roots. */
export async function inSight(page: Page, selector: string): Promise<ElementHandle<Element>> {
  const found = await page.waitForSelector(selector, { visible: true });
  if (!found) throw new Error(`nothing is ${selector}`);
  return found;
}

/** Clicks what has this role and name. */
export async function click(page: Page, role: string, name: string): Promise<void> {
  const found = await page.waitForSelector(byRole(role, name), { timeout: 45_000 });
  await found?.click();
}

const rowSearch = `(tag, text) => {
  const all = (node) => [...node.querySelectorAll('*')].flatMap((one) => [one, ...(one.shadowRoot ? all(one.shadowRoot) : [])]);
  return all(document).find((one) => one.localName === tag)?.shadowRoot
    ? all(all(document).find((one) => one.localName === tag).shadowRoot)
        .filter((one) => one.getAttribute('role') === 'row' || one.getAttribute('role') === 'treeitem')
        .find((one) => one.textContent.replace(/\\s+/g, ' ').includes(text)) ?? null
    : null;
}`;

/** The row or entity of an element that holds a text, once there is one. */
export async function rowWith(page: Page, tag: string, text: string): Promise<ElementHandle<Element>> {
  for (let tries = 0; tries < patience; tries++) {
    const handle = await page.evaluateHandle(`(${rowSearch})(${JSON.stringify(tag)}, ${JSON.stringify(text)})`);
    const element = handle.asElement();
    if (element) return element as ElementHandle<Element>;
    await pause(80);
  }
  throw new Error(`<${tag}> never showed a row with "${text}".`);
}
