/**
 * The design system as custom properties. A host sets `--activity-*` anywhere above an element (or on it); styles inside read the `--_*` names,
 * which fall back to values of our own for light and dark. Which of the two applies follows the inherited `color-scheme`, so a page that
 * declares nothing is taken for light, and `theme="light|dark|auto"` on `activity-audit` or `activity-provider` decides against the page.
 *
 * Colour has meaning: one hue per data source, danger, warning, and one accent for what can be acted on. Hues of data sources differ in
 * lightness too, which keeps blue and violet apart for people who do not see red or green.
 */
import { css } from 'lit';

export const tokens = css`
  :host {
    --_font: var(
      --activity-font,
      'Inter',
      ui-sans-serif,
      system-ui,
      -apple-system,
      'Segoe UI',
      Roboto,
      'Helvetica Neue',
      'Noto Sans',
      'Liberation Sans',
      sans-serif
    );
    --_mono: var(
      --activity-font-mono,
      'JetBrains Mono',
      ui-monospace,
      'SF Mono',
      SFMono-Regular,
      Menlo,
      Consolas,
      'DejaVu Sans Mono',
      'Liberation Mono',
      monospace
    );

    --_surface: var(--activity-surface, light-dark(#ffffff, #14171c));
    --_raised: var(--activity-raised, light-dark(#ffffff, #1c2027));
    --_sunken: var(--activity-sunken, light-dark(#f6f7f9, #0f1216));
    --_hover: var(--activity-hover, light-dark(#f3f5f8, #1c2128));
    --_selected: var(--activity-selected, light-dark(#e8f0fe, #1a2a44));
    --_border: var(--activity-border, light-dark(#e4e7ec, #272c35));
    --_border-strong: var(--activity-border-strong, light-dark(#c3c9d3, #3d4450));
    --_control-border: var(--activity-control-border, light-dark(#858d9b, #6b7585));
    --_text: var(--activity-text, light-dark(#171b22, #e7eaef));
    --_muted: var(--activity-muted, light-dark(#5a6372, #9ba4b3));

    --_accent: var(--activity-accent, light-dark(#1f5fd0, #7db0ff));
    --_on-accent: var(--activity-on-accent, light-dark(#ffffff, #0e1622));
    --_accent-soft: var(--activity-accent-soft, light-dark(#e8f0fe, #1a2a44));
    --_danger: var(--activity-danger, light-dark(#bf2332, #ff8a8f));
    --_danger-soft: var(--activity-danger-soft, light-dark(#fdf0f1, #33191d));
    --_warn: var(--activity-warn, light-dark(#8a5a00, #eebd55));
    --_warn-soft: var(--activity-warn-soft, light-dark(#fff7e6, #2d2414));
    --_ok: var(--activity-ok, light-dark(#1b7a43, #58ca87));

    --_command: var(--activity-command, light-dark(#1a6ad6, #5b9bf8));
    --_command-soft: var(--activity-command-soft, light-dark(#e9f1fd, #172740));
    --_connection: var(--activity-connection, light-dark(#ac4a06, #f0994a));
    --_connection-soft: var(--activity-connection-soft, light-dark(#fdf0e6, #33230f));
    --_kubernetes: var(--activity-kubernetes, light-dark(#08776b, #3ccab4));
    --_kubernetes-soft: var(--activity-kubernetes-soft, light-dark(#e3f5f2, #0f2d2a));
    --_fileaccess: var(--activity-fileaccess, light-dark(#6a1fa3, #d6b0ff));
    --_fileaccess-soft: var(--activity-fileaccess-soft, light-dark(#f4ebfb, #2b2038));

    --_space-1: 4px;
    --_space-2: 8px;
    --_space-3: 12px;
    --_space-4: 16px;
    --_space-5: 24px;
    --_space-6: 32px;
    --_radius: var(--activity-radius, 4px);
    --_size-xs: 11px;
    --_size-sm: 12px;
    --_size: 13px;
    --_size-md: 15px;
    --_size-lg: 18px;
    --_row: var(--activity-row-height, 28px);
    --_control: 28px;
    --_shadow-colour: light-dark(rgb(23 27 34 / 14%), rgb(0 0 0 / 55%));
    --_shadow: 0 1px 2px var(--_shadow-colour), 0 8px 24px -4px var(--_shadow-colour);
    --_fast: 120ms;

    box-sizing: border-box;
    color: var(--_text);
    font-family: var(--_font);
    font-size: var(--_size);
    font-weight: 400;
    line-height: 20px;
    letter-spacing: normal;
    text-align: start;
    text-transform: none;
    -webkit-font-smoothing: antialiased;
    -webkit-text-size-adjust: 100%;
  }
  :host([hidden]) {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :focus {
    outline: none;
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 1px;
  }
  ::selection {
    background: light-dark(#b9d3fb, #2c4a7c);
  }
  .mono {
    font-family: var(--_mono);
    font-size: 12px;
    font-variant-ligatures: none;
    font-variant-numeric: tabular-nums;
  }
  .muted {
    color: var(--_muted);
  }
  .tabular {
    font-variant-numeric: tabular-nums;
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    padding: 0;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
    border: 0;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation-duration: 0.01ms !important;
      animation-iteration-count: 1 !important;
      transition-duration: 0.01ms !important;
      scroll-behavior: auto !important;
    }
  }
  @media (forced-colors: active) {
    :host {
      --_border: CanvasText;
      --_border-strong: CanvasText;
      --_control-border: ButtonText;
      --_selected: Highlight;
      --_accent: LinkText;
    }
    :focus-visible {
      outline-color: Highlight;
    }
  }

  /* Without blanks between words, lines end between phrases where the browser knows them. */
  :host(:lang(ja)) {
    line-break: strict;
    word-break: auto-phrase;
  }
`;

/** For the elements that may decide on light or dark for all below them. */
export const themeStyles = css`
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
  :host([theme='auto']) {
    color-scheme: light dark;
  }
`;

/** Row heights: `density="compact|comfortable"` on the element that shows rows, or on `activity-audit`. */
export const densityStyles = css`
  :host([density='compact']) {
    --activity-row-height: 24px;
  }
  :host([density='normal']) {
    --activity-row-height: 28px;
  }
  :host([density='comfortable']) {
    --activity-row-height: 36px;
  }
`;

/** The badge of a data source: told apart by its text as well as by its colour. */
export const badgeStyles = css`
  .badge {
    display: inline-flex;
    align-items: center;
    height: 18px;
    padding: 0 6px;
    border-radius: 3px;
    font-size: 11px;
    font-weight: 600;
    line-height: 18px;
    letter-spacing: 0.01em;
    white-space: nowrap;
  }
  .badge.command {
    color: var(--_command);
    background: var(--_command-soft);
  }
  .badge.connection {
    color: var(--_connection);
    background: var(--_connection-soft);
  }
  .badge.kubernetes {
    color: var(--_kubernetes);
    background: var(--_kubernetes-soft);
  }
  .badge.fileaccess {
    color: var(--_fileaccess);
    background: var(--_fileaccess-soft);
  }
  @media (forced-colors: active) {
    .badge {
      border: 1px solid CanvasText;
    }
  }
`;
