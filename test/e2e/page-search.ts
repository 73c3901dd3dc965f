/** Finds things on a page as a person does, by role, name and text, through shadow roots. Texts: they run on the page, where no compiler's additions are known. */

const everything = `const all = (node) => [...node.querySelectorAll('*')].flatMap((one) => [one, ...(one.shadowRoot ? all(one.shadowRoot) : [])]);
  const words = (text) => (text ?? '').trim().replace(/\\s+/g, ' ');
  const centre = (found) => {
    if (!found) return null;
    found.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    const { left, top, width, height } = found.getBoundingClientRect();
    return [left + width / 2, top + height / 2];
  };`;

/** The middle of what has this role and name and can be seen; null while there is none. */
export const centreOfNamed = (role: string, name: string): string => `((role, name) => {
  ${everything}
  const own = { button: 'button', a: 'link', select: 'combobox', summary: 'button' };
  const heard = (node) => node.nodeType === Node.TEXT_NODE ? node.nodeValue
    : node.ariaHidden === 'true' ? '' : [...node.childNodes].map(heard).join(' ');
  const nameOf = (one) => {
    const by = (one.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => id && one.getRootNode().getElementById(id)?.textContent);
    return words(one.getAttribute('aria-label') || by.join(' ') || one.labels?.[0]?.textContent || heard(one) || one.title);
  };
  return centre(all(document).find((one) =>
    (one.getAttribute('role') ?? own[one.localName]) === role && one.checkVisibility() && nameOf(one) === name));
})(${JSON.stringify(role)}, ${JSON.stringify(name)})`;

/** The middle of the row of an element that holds a text, or of a button in it; null while there is none. */
export const centreOfRow = (tag: string, text: string, button?: string): string => `((tag, text, button) => {
  ${everything}
  const element = all(document).find((one) => one.localName === tag)?.shadowRoot;
  const row = element && all(element).find((one) => ['row', 'treeitem'].includes(one.getAttribute('role')) && words(one.textContent).includes(text));
  return centre(row && (button ? all(row).find((one) => one.getAttribute('aria-label') === button) : row));
})(${JSON.stringify(tag)}, ${JSON.stringify(text)}, ${JSON.stringify(button ?? null)})`;
