import { css } from 'lit';

/** Where the system forces its colours, the tokens are these. Comes after the tokens. */
export const forcedColours = css`
  @media (forced-colors: active) {
    :host {
      --_surface: Canvas;
      --_raised: Canvas;
      --_sunken: Canvas;
      --_hover: Canvas;
      --_selected: Highlight;
      --_border: color-mix(in srgb, CanvasText 40%, Canvas);
      --_border-strong: CanvasText;
      --_control-border: ButtonBorder;
      --_text: CanvasText;
      --_muted: CanvasText;
      --_accent: LinkText;
      --_on-accent: Canvas;
      --_accent-soft: Canvas;
      --_focus: Highlight;
      --_mark: Mark;
      --_on-mark: MarkText;
      --_danger: CanvasText;
      --_danger-soft: Canvas;
      --_warn: CanvasText;
      --_warn-soft: Canvas;
      --_ok: CanvasText;
      --_command: CanvasText;
      --_command-soft: Canvas;
      --_connection: LinkText;
      --_connection-soft: Canvas;
      --_kubernetes: CanvasText;
      --_kubernetes-soft: Canvas;
      --_fileaccess: VisitedText;
      --_fileaccess-soft: Canvas;
      --_series-1: CanvasText;
      --_series-2: LinkText;
      --_series-3: CanvasText;
      --_series-4: VisitedText;
      --_series-5: CanvasText;
      --_series-6: LinkText;
      --_series-7: CanvasText;
      --_series-8: VisitedText;
      --_shadow: none;
    }
  }
`;

/** What is selected or active, where the system forces its colours: its parts take the system's selection too. Comes after all other styles. */
export const forcedSelection = css`
  @media (forced-colors: active) {
    .row[aria-selected='true'],
    .line[aria-selected='true'],
    .line.chosen,
    .option.active,
    .menu-item.active {
      --_text: HighlightText;
      --_muted: HighlightText;
      --_accent: HighlightText;
      --_on-accent: Highlight;
      --_accent-soft: Highlight;
      --_danger: HighlightText;
      --_danger-soft: Highlight;
      --_warn: HighlightText;
      --_warn-soft: Highlight;
      --_command: HighlightText;
      --_command-soft: Highlight;
      --_connection: HighlightText;
      --_connection-soft: Highlight;
      --_kubernetes: HighlightText;
      --_kubernetes-soft: Highlight;
      --_fileaccess: HighlightText;
      --_fileaccess-soft: Highlight;
      --_raised: Highlight;
      --_hover: Highlight;
      --_surface: Highlight;
      --_border: HighlightText;
      --_border-strong: HighlightText;
      --_focus: HighlightText;
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
  }
`;
