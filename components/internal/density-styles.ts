import { css } from 'lit';

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
    --activity-control-height: 32px;
  }
`;
