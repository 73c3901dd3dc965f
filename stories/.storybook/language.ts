import type { Decorator, Preview } from '@storybook/web-components-vite';

/** The language of the page, as a host sets it: the elements follow without a story beginning anew. */
export const inLanguage: Decorator = (story, { globals }) => {
  document.documentElement.lang = (globals as Readonly<Record<string, string>>)['language'] ?? 'en';
  return story();
};

export const languageToolbar: NonNullable<Preview['globalTypes']> = {
  language: {
    description: 'Language of the page',
    toolbar: {
      title: 'Language',
      icon: 'globe',
      dynamicTitle: true,
      items: [
        { value: 'en', title: 'English' },
        { value: 'ja', title: '日本語' },
      ],
    },
  },
};
