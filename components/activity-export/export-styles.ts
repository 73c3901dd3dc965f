import { css } from 'lit';

export const exportStyles = css`
  :host {
    display: inline-block;
  }
  .popover {
    width: 340px;
  }
`;

/** Of what is in the panel. */
export const panelStyles = css`
  form {
    display: flex;
    flex-direction: column;
    gap: var(--_space-3);
    padding: var(--_space-4);
  }
  h2,
  h3 {
    margin: 0;
    font-size: var(--_size);
    font-weight: 600;
  }
  section {
    display: flex;
    flex-direction: column;
    gap: var(--_space-2);
    padding-top: var(--_space-3);
    border-top: 1px solid var(--_border);
  }
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    padding: 0 0 var(--_space-1);
    color: var(--_muted);
    font-size: var(--_size-xs);
    font-weight: 600;
  }
  .option {
    display: flex;
    align-items: flex-start;
    gap: var(--_space-2);
    padding: var(--_space-1) 0;
    cursor: pointer;
  }
  .option input {
    flex: none;
    width: 16px;
    height: 16px;
    margin: var(--_space-half) 0 0;
    accent-color: var(--_accent);
  }
  .option small {
    display: block;
    color: var(--_muted);
    font-size: var(--_size-sm);
  }
  .facts {
    display: flex;
    flex-direction: column;
    gap: var(--_space-1);
    min-height: 44px;
    padding: var(--_space-3);
    border-radius: var(--_radius);
    background: var(--_sunken);
  }
  .facts p {
    margin: 0;
    overflow-wrap: anywhere;
  }
  .facts .progress {
    margin: calc(-1 * var(--_space-2)) 0 var(--_space-1);
  }
  .amount {
    display: flex;
    align-items: center;
    gap: var(--_space-mid);
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .amount .icon {
    color: var(--_ok);
  }
  .filter,
  .part,
  .sure,
  .hash {
    font-size: var(--_size-sm);
  }
  .sure,
  .hash {
    color: var(--_muted);
  }
  .missing,
  .failure {
    display: flex;
    align-items: flex-start;
    gap: var(--_space-mid);
    margin: 0;
    font-size: var(--_size-sm);
  }
  .missing .icon,
  .failure .icon {
    margin-top: var(--_space-half);
  }
  .missing {
    color: var(--_warn);
  }
  .failure {
    color: var(--_danger);
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space-2);
  }
  @media (pointer: coarse) {
    .option {
      min-height: 44px;
      align-items: center;
    }
    .option input {
      width: 20px;
      height: 20px;
      margin: 0;
    }
  }
`;
