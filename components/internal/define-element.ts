/**
 * Registers an element. Nothing happens to a name that is taken already, so that two copies of this library, or a host's own element, do not
 * fight. A class may have one name only: under a further one its own subclass is registered.
 */
export function defineElement(tagName: string, create: CustomElementConstructor): void {
  if (customElements.get(tagName)) return;
  const isNamed = customElements.getName(create) !== null;
  customElements.define(tagName, isNamed ? class extends create {} : create);
}
