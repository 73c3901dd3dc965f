/**
 * The design system as custom properties. A host sets `--activity-*` anywhere above an element (or on it); styles inside read the `--_*` names,
 * which fall back to values of our own for light and dark. Which of the two applies follows the inherited `color-scheme`, so a page that
 * declares nothing is taken for light, and `theme="light|dark|auto"` on `activity-audit` or `activity-provider` decides against the page.
 *
 * Colour has meaning: one hue per data source, danger, warning, and one accent for what can be acted on. Hues of data sources differ in
 * lightness too, which keeps blue and violet apart for people who do not see red or green. Where the system forces its colours, all of these
 * are system colours, and what was told apart by hue is told apart by text, dashes and borders, which are always there.
 *
 * The table in `components/TOKENS.md` is made of the lines below (`test/tools/token-table.ts`); a test holds both against the styles.
 *
 * @cssprop --activity-font - Typeface of labels and text.
 * @cssprop --activity-font-mono - Typeface of values that come from events.
 * @cssprop --activity-font-size - Size of text; smaller and larger sizes and line heights follow it.
 * @cssprop --activity-space - Unit of all spacing.
 * @cssprop --activity-radius - Corners of controls and panels; small marks have three quarters of it.
 * @cssprop --activity-row-height - Height of rows; `density` sets it too.
 * @cssprop --activity-control-height - Height of buttons and fields, where the pointer is fine; not below 24px.
 * @cssprop --activity-graph-height - Height of the graph's picture.
 * @cssprop --activity-duration - Length of small transitions; 0s for none.
 * @cssprop --activity-surface - Ground of everything.
 * @cssprop --activity-raised - Ground of buttons and of panels that lie over others.
 * @cssprop --activity-sunken - Ground of table heads, foot lines and quotations.
 * @cssprop --activity-hover - Ground of what the pointer is over.
 * @cssprop --activity-selected - Ground of the selected row.
 * @cssprop --activity-border - Lines between parts.
 * @cssprop --activity-border-strong - Outlines of panels and buttons.
 * @cssprop --activity-control-border - Outlines of fields: 3:1 against the ground.
 * @cssprop --activity-text - Text.
 * @cssprop --activity-muted - Labels and secondary text: 4.5:1 against surface and sunken.
 * @cssprop --activity-accent - What can be acted on, and what is switched on.
 * @cssprop --activity-on-accent - Text on the accent.
 * @cssprop --activity-accent-soft - Ground of what is switched on or filtered for.
 * @cssprop --activity-focus - Ring around what has the focus; the accent where absent.
 * @cssprop --activity-danger - Errors, failed exits, what is left out.
 * @cssprop --activity-danger-soft - Ground under them.
 * @cssprop --activity-warn - What is not certain or not complete.
 * @cssprop --activity-warn-soft - Ground under it.
 * @cssprop --activity-ok - What is complete, and what is live.
 * @cssprop --activity-mark - Ground of found text.
 * @cssprop --activity-on-mark - Found text.
 * @cssprop --activity-shadow - Colour of shadows.
 * @cssprop --activity-command - Commands: badge, line, bar.
 * @cssprop --activity-command-soft - Ground of their badge.
 * @cssprop --activity-connection - Connections.
 * @cssprop --activity-connection-soft - Ground of their badge.
 * @cssprop --activity-kubernetes - Requests to Kubernetes, and sessions.
 * @cssprop --activity-kubernetes-soft - Ground of their badge.
 * @cssprop --activity-fileaccess - File accesses.
 * @cssprop --activity-fileaccess-soft - Ground of their badge.
 * @cssprop --activity-series-1 - First line of a graph that is broken down by an attribute.
 * @cssprop --activity-series-2 - Second line.
 * @cssprop --activity-series-3 - Third line.
 * @cssprop --activity-series-4 - Fourth line.
 * @cssprop --activity-series-5 - Fifth line.
 * @cssprop --activity-series-6 - Sixth line.
 * @cssprop --activity-series-7 - Seventh line.
 * @cssprop --activity-series-8 - Eighth line.
 */
import { css } from 'lit';
import { baseStyles } from './base-styles.js';
import { forcedColours } from './forced-colours.js';

const values = css`
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
    --_focus: var(--activity-focus, var(--_accent));
    --_mark: var(--activity-mark, light-dark(#ffe08a, #6b5200));
    --_on-mark: var(--activity-on-mark, light-dark(#171b22, #ffffff));
    --_touched: color-mix(in srgb, var(--_text) 8%, transparent);

    --_command: var(--activity-command, light-dark(#1868d3, #5b9bf8));
    --_command-soft: var(--activity-command-soft, light-dark(#e9f1fd, #172740));
    --_connection: var(--activity-connection, light-dark(#ac4a06, #f0994a));
    --_connection-soft: var(--activity-connection-soft, light-dark(#fdf0e6, #33230f));
    --_kubernetes: var(--activity-kubernetes, light-dark(#08776b, #3ccab4));
    --_kubernetes-soft: var(--activity-kubernetes-soft, light-dark(#e3f5f2, #0f2d2a));
    --_fileaccess: var(--activity-fileaccess, light-dark(#6a1fa3, #d6b0ff));
    --_fileaccess-soft: var(--activity-fileaccess-soft, light-dark(#f4ebfb, #2b2038));

    --_series-1: var(--activity-series-1, light-dark(#0f6cbd, #62b0ff));
    --_series-2: var(--activity-series-2, light-dark(#b3460e, #ffa463));
    --_series-3: var(--activity-series-3, light-dark(#0b7a4b, #4fd08d));
    --_series-4: var(--activity-series-4, light-dark(#a3246f, #ff8fc7));
    --_series-5: var(--activity-series-5, light-dark(#6b4fc9, #b9a5ff));
    --_series-6: var(--activity-series-6, light-dark(#7a6400, #e0c341));
    --_series-7: var(--activity-series-7, light-dark(#0a7285, #4cc9de));
    --_series-8: var(--activity-series-8, light-dark(#9c2f2f, #ff9b94));

    --_space-1: var(--activity-space, 4px);
    --_space-half: calc(var(--_space-1) / 2);
    --_space-mid: calc(var(--_space-1) * 1.5);
    --_space-2: calc(var(--_space-1) * 2);
    --_space-3: calc(var(--_space-1) * 3);
    --_space-4: calc(var(--_space-1) * 4);
    --_space-5: calc(var(--_space-1) * 6);
    --_radius: var(--activity-radius, 4px);
    --_radius-sm: calc(var(--_radius) * 0.75);
    --_radius-full: 999px;
    --_size: var(--activity-font-size, 13px);
    --_size-2xs: calc(var(--_size) * 10 / 13);
    --_size-xs: calc(var(--_size) * 11 / 13);
    --_size-sm: calc(var(--_size) * 12 / 13);
    --_size-md: calc(var(--_size) * 15 / 13);
    --_size-lg: calc(var(--_size) * 18 / 13);
    --_leading: calc(var(--_size) * 20 / 13);
    --_leading-sm: calc(var(--_size) * 18 / 13);
    --_leading-xs: calc(var(--_size) * 16 / 13);
    --_row: max(var(--activity-row-height, 28px), var(--_leading) + 4px);
    --_control: max(24px, var(--activity-control-height, 28px), var(--_leading) + 6px);
    --_slim: max(26px, var(--_leading) + 6px);
    --_shadow-colour: var(--activity-shadow, light-dark(rgb(23 27 34 / 14%), rgb(0 0 0 / 55%)));
    --_shadow: 0 1px 2px var(--_shadow-colour), 0 8px 24px -4px var(--_shadow-colour);
    --_fast: var(--activity-duration, 120ms);
    /* 1 where text runs to the right, −1 where it runs to the left: for what has no logical form, such as shadows and icons; 1 again inside of what runs to the right in every language. */
    --_inline: 1;
  }
  :host(:dir(rtl)) {
    --_inline: -1;
  }
  @media (prefers-contrast: more) {
    :host {
      --_muted: var(--_text);
      /* 3:1 against the ground, and less than the lines of the graph that they stand behind. */
      --_border: color-mix(in oklab, var(--_text) 48%, var(--_surface));
      --_hover: color-mix(in oklab, var(--_text) 10%, var(--_surface));
      --_selected: color-mix(in oklab, var(--_accent) 24%, var(--_surface));
      --_border-strong: var(--_text);
      --_control-border: var(--_text);
    }
  }
`;

/** The tokens, and what every element draws with them. */
export const tokens = [values, forcedColours, baseStyles];
