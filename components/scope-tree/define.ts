import { defineElement } from '../internal/define-element.js';
import { ScopeTreeElement } from './scope-tree.js';

/** Registers the element, under another name where the page has this one already. */
export function defineScopeTree(tagName = 'scope-tree'): void {
  defineElement(tagName, ScopeTreeElement);
}

defineScopeTree();

declare global {
  interface HTMLElementTagNameMap {
    'scope-tree': ScopeTreeElement;
  }
}
