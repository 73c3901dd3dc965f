import { html, svg, type TemplateResult } from 'lit';

/** 16 px, drawn with the colour of the text around, decorative: the button or text beside an icon says what it means. */
const shapes = {
  plus: svg`<path d="M8 3v10M3 8h10" />`,
  minus: svg`<path d="M3 8h10" />`,
  close: svg`<path d="m4 4 8 8M12 4l-8 8" />`,
  check: svg`<path d="m3 8.5 3.2 3.2L13 4.8" />`,
  'chevron-up': svg`<path d="m4 10 4-4 4 4" />`,
  'chevron-down': svg`<path d="m4 6 4 4 4-4" />`,
  'chevron-left': svg`<path d="m10 4-4 4 4 4" />`,
  'chevron-right': svg`<path d="m6 4 4 4-4 4" />`,
  'arrow-up': svg`<path d="M8 13V3M3.8 7.2 8 3l4.2 4.2" />`,
  search: svg`<circle cx="7" cy="7" r="4.25" /><path d="m10.2 10.2 3.3 3.3" />`,
  pause: svg`<path d="M5.5 3.5v9M10.5 3.5v9" />`,
  play: svg`<path d="M5 3.4v9.2L12.4 8Z" />`,
  warning: svg`<path d="M8 2.2 14.2 13H1.8ZM8 6.4v3.2M8 11.4v.1" />`,
  info: svg`<circle cx="8" cy="8" r="5.75" /><path d="M8 7.4v3.4M8 5.2v.1" />`,
  copy: svg`<rect x="5.5" y="5.5" width="8" height="8" rx="1.5" /><path d="M10.5 5.5V4A1.5 1.5 0 0 0 9 2.5H4A1.5 1.5 0 0 0 2.5 4v5A1.5 1.5 0 0 0 4 10.5h1.5" />`,
  filter: svg`<path d="M2.5 4h11M4.5 8h7M6.5 12h3" />`,
  clock: svg`<circle cx="8" cy="8" r="5.75" /><path d="M8 4.6V8l2.3 1.6" />`,
  drag: svg`<path d="M6 4v.1M10 4v.1M6 8v.1M10 8v.1M6 12v.1M10 12v.1" />`,
  file: svg`<path d="M9 2H4.5A1.5 1.5 0 0 0 3 3.5v9A1.5 1.5 0 0 0 4.5 14h7a1.5 1.5 0 0 0 1.5-1.5V6ZM9 2v4h4" />`,
  terminal: svg`<path d="m3 4.5 3.5 3.5L3 11.5M8.5 12H13" />`,
  network: svg`<circle cx="8" cy="8" r="5.75" /><path d="M2.25 8h11.5M8 2.25c3 3.4 3 8.1 0 11.5M8 2.25c-3 3.4-3 8.1 0 11.5" />`,
  kube: svg`<path d="m8 1.9 5.3 3.05v6.1L8 14.1l-5.3-3.05v-6.1ZM8 8v6M8 8l5.3-3.05M8 8 2.7 4.95" />`,
  user: svg`<circle cx="8" cy="5.4" r="2.6" /><path d="M2.9 13.6c.5-2.8 2.5-4.3 5.1-4.3s4.6 1.5 5.1 4.3" />`,
  expand: svg`<path d="M9.5 2.5h4v4M13.5 2.5l-4.7 4.7M6.5 13.5h-4v-4M2.5 13.5l4.7-4.7" />`,
  external: svg`<path d="M9.5 2.5h4v4M13.5 2.5 7.5 8.5M12 9.5v3a1 1 0 0 1-1 1H3.5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1h3" />`,
  undo: svg`<path d="M5.5 3 2.5 6l3 3M2.5 6H9a4 4 0 0 1 0 8H6" />`,
  redo: svg`<path d="m10.5 3 3 3-3 3M13.5 6H7a4 4 0 0 0 0 8h3" />`,
  calendar: svg`<rect x="2.5" y="3.5" width="11" height="10" rx="1.5" /><path d="M2.5 6.8h11M5.5 2v3M10.5 2v3" />`,
  'zoom-out': svg`<circle cx="7" cy="7" r="4.25" /><path d="m10.2 10.2 3.3 3.3M5.2 7h3.6" />`,
  'zoom-in': svg`<circle cx="7" cy="7" r="4.25" /><path d="m10.2 10.2 3.3 3.3M5.2 7h3.6M7 5.2v3.6" />`,
  step: svg`<path d="m5 4 4 4-4 4M12 4v8" />`,
  'step-back': svg`<path d="m11 4-4 4 4 4M4 4v8" />`,
  retry: svg`<path d="M13 3v3.5H9.5M12.7 6.3A5.25 5.25 0 1 0 13.2 9" />`,
  upload: svg`<path d="M8 10.5v-8M4.8 5.7 8 2.5l3.2 3.2M2.5 10.5v2a1 1 0 0 0 1 1h9a1 1 0 0 0 1-1v-2" />`,
  layers: svg`<path d="m8 2.3 6 3.2-6 3.2-6-3.2ZM2.4 8.3 8 11.3l5.6-3M2.4 11 8 14l5.6-3" />`,
  tree: svg`<path d="M3 2.5v8.8a1.2 1.2 0 0 0 1.2 1.2H7M3 6.5h4M9.5 4.8h4v3.4h-4ZM9.5 10.8h4v3.4h-4Z" />`,
  panel: svg`<rect x="2.5" y="3" width="11" height="10" rx="1.5" /><path d="M10 3v10" />`,
  more: svg`<path d="M3.5 8v.1M8 8v.1M12.5 8v.1" />`,
} as const;

export type IconName = keyof typeof shapes;

export function icon(name: IconName): TemplateResult {
  return html`<svg
    class="icon icon-${name}"
    width="16"
    height="16"
    viewBox="0 0 16 16"
    fill="none"
    stroke="currentColor"
    stroke-width="1.5"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
    focusable="false"
  >
    ${shapes[name]}
  </svg>`;
}
