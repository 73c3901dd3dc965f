import type { Decorator } from '@storybook/web-components-vite';
import { toolbarMenu, type ToolbarMenu } from './toolbar-menu.js';

/** The language of the page, as a host sets it: the elements follow without a story beginning anew. */
export const inLanguage: Decorator = (story, { globals }) => {
  document.documentElement.lang = (globals as Readonly<Record<string, string>>)['language'] ?? 'en';
  return story();
};

export const languageToolbar: Readonly<Record<'language', ToolbarMenu>> = {
  language: toolbarMenu('Language', 'Language of the page', 'globe', { en: 'English', ja: '日本語' }),
};
