// What is looked at in every story, by its page. Each function is handed to the browser as text, so none may use what stands outside of it.

/** Everything that can be pressed and is smaller than 24 by 24 CSS pixels (WCAG 2.5.8). Links in a sentence are exempt there, and here. */
export function smallTargets() {
  const pressable =
    'button, a[href], input, select, textarea, summary, [role="button"], [role="option"], [role="menuitem"], [role="treeitem"], [role="slider"], [role="separator"][tabindex], [role="switch"]';
  const small = [];
  const isShown = (element) =>
    element.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true }) && !element.closest('[inert]');
  /** The hit area of `::after` counts: a border of one pixel may be grabbed beside it. */
  const sizeOf = (element) => {
    const { width, height } = element.getBoundingClientRect();
    const after = getComputedStyle(element, '::after');
    const beyond = (side) =>
      after.content !== 'none' && after.position === 'absolute' ? -Math.min(0, parseFloat(after[side]) || 0) : 0;
    return [width + beyond('left') + beyond('right'), height + beyond('top') + beyond('bottom')];
  };
  const inSentence = (element) => {
    const text = element.parentElement?.textContent?.trim() ?? '';
    return (
      getComputedStyle(element).display === 'inline' && text.length > (element.textContent?.trim().length ?? 0) + 8
    );
  };
  const visit = (root) => {
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot) visit(element.shadowRoot);
      if (!element.matches(pressable) || !isShown(element) || element.type === 'hidden') continue;
      const target = element.matches('input[type="checkbox"], input[type="radio"]')
        ? (element.closest('label') ?? element.labels?.[0] ?? element)
        : element;
      // What is only there for scripts or drawn over by its twin has no size of its own.
      if (
        element.tabIndex < 0 &&
        getComputedStyle(element).opacity === '0' &&
        getComputedStyle(element).pointerEvents === 'none'
      )
        continue;
      const [width, height] = sizeOf(target);
      if (width === 0 || height === 0 || (width >= 23.5 && height >= 23.5) || inSentence(target)) continue;
      const name = element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 30) ?? '';
      small.push(
        `${root.host?.localName ?? ''} ${element.localName}.${element.className?.baseVal ?? element.className} "${name}" ${width.toFixed(1)}×${height.toFixed(1)}`,
      );
    }
  };
  visit(document.querySelector('#storybook-root') ?? document);
  return [...new Set(small)];
}

/** How far the page is wider than its window, and what reaches over its edge (WCAG 1.4.10). */
export function overflowing() {
  const page = document.scrollingElement;
  const beyond = page.scrollWidth - page.clientWidth;
  if (beyond <= 1) return [];
  const culprits = [];
  const visit = (root) => {
    for (const element of root.querySelectorAll('*')) {
      const { right, left, width } = element.getBoundingClientRect();
      if (width > 0 && (right > page.clientWidth + 1 || left < -1))
        culprits.push(`${root.host?.localName ?? ''} ${element.localName}.${element.className}`);
      if (element.shadowRoot) visit(element.shadowRoot);
    }
  };
  visit(document.body);
  return [`the page is ${beyond}px too wide: ${culprits.slice(-3).join('; ')}`];
}

/**
 * Text of buttons, heads and labels that is cut without saying so, or lies over its neighbour, once a person spaces it out (WCAG 1.4.12): lines
 * of 1.5, letters 0.12em and words 0.16em apart.
 */
export async function cutBySpacing() {
  const spaced = new CSSStyleSheet();
  spaced.replaceSync('*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}');
  const roots = [];
  const gather = (root) => {
    roots.push(root);
    for (const element of root.querySelectorAll('*')) if (element.shadowRoot) gather(element.shadowRoot);
  };
  gather(document);
  for (const root of roots) root.adoptedStyleSheets = [...root.adoptedStyleSheets, spaced];
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const cut = [];
  for (const root of roots)
    for (const element of root.querySelectorAll('button, h1, h2, h3, label, legend, [role="columnheader"], p')) {
      if (!element.checkVisibility({ visibilityProperty: true }) || element.closest('.visually-hidden')) continue;
      const style = getComputedStyle(element);
      const cutDown =
        element.scrollHeight > element.clientHeight + 3 && style.overflowY !== 'visible' && style.overflowY !== 'auto';
      const cutSideways =
        element.scrollWidth > element.clientWidth + 3 &&
        style.overflowX === 'hidden' &&
        style.textOverflow !== 'ellipsis';
      if (element.clientHeight > 1 && (cutDown || cutSideways))
        cut.push(
          `${root.host?.localName ?? ''} ${element.localName}.${element.className} "${element.textContent.trim().slice(0, 30)}"`,
        );
    }
  for (const root of roots) root.adoptedStyleSheets = root.adoptedStyleSheets.filter((sheet) => sheet !== spaced);
  return [...new Set(cut)];
}

/** Everything that can be pressed and lies outside of the window, or where something around it is cut off and cannot be scrolled. */
export function outside() {
  const pressable =
    'button, a[href], input, select, textarea, summary, [role="option"], [role="menuitem"], [role="treeitem"]';
  const found = [];
  const parentOf = (element) => element.assignedSlot ?? element.parentElement ?? element.getRootNode().host ?? null;
  const isCut = (element) => {
    const { left, right, width, height } = element.getBoundingClientRect();
    if (width < 2 || height < 2) return false;
    const middle = (left + right) / 2;
    for (let around = parentOf(element); around; around = parentOf(around)) {
      const { overflowX, position } = getComputedStyle(around);
      if (overflowX === 'auto' || overflowX === 'scroll') return false;
      const box = around.getBoundingClientRect();
      if (overflowX !== 'visible' && box.width > 0 && (middle > box.right + 1 || middle < box.left - 1)) return true;
      if (position === 'fixed') break;
    }
    return right > innerWidth + 1 || left < -1;
  };
  const visit = (root) => {
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot) visit(element.shadowRoot);
      if (!element.matches(pressable) || element.closest('[inert], .visually-hidden')) continue;
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      if (isCut(element))
        found.push(
          `${root.host?.localName ?? ''} ${element.localName}.${element.className?.baseVal ?? element.className} "${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 30)}" lies outside`,
        );
    }
  };
  visit(document.querySelector('#storybook-root') ?? document);
  return [...new Set(found)];
}

/** Sentences whose lines are longer than anybody reads: rows, trees and drawings are none. */
export function longLines() {
  const mostLetters = 130;
  const found = [];
  const visit = (root) => {
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot) visit(element.shadowRoot);
      if (!element.matches('p, li, dd, [role="status"], [role="alert"]')) continue;
      if (element.closest('[role="row"], [role="treeitem"], [role="option"], svg, .visually-hidden')) continue;
      if (!element.checkVisibility({ visibilityProperty: true })) continue;
      const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      const widest = new Map();
      const range = document.createRange();
      for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        range.selectNodeContents(text);
        for (const { top, left, right } of range.getClientRects()) {
          const line = widest.get(Math.round(top / 4)) ?? { left, right };
          widest.set(Math.round(top / 4), { left: Math.min(left, line.left), right: Math.max(right, line.right) });
        }
      }
      const letter = parseFloat(getComputedStyle(element).fontSize) * 0.5;
      const letters = Math.max(0, ...[...widest.values()].map(({ left, right }) => (right - left) / letter));
      if (letters > mostLetters)
        found.push(
          `${root.host?.localName ?? ''} ${element.localName}.${element.className} "${element.textContent.trim().slice(0, 30)}" has a line of about ${Math.round(letters)} letters`,
        );
    }
  };
  visit(document.querySelector('#storybook-root') ?? document);
  return [...new Set(found)];
}
