import { css } from 'lit';

/** The panel in which columns are chosen and put in order. */
export const chooserStyles = css`
  .chooser {
    width: min(380px, calc(100vw - 16px));
    max-height: min(520px, calc(100vh - 16px));
  }
  .chooser header {
    position: sticky;
    top: 0;
    z-index: 1;
    display: flex;
    gap: var(--_space-2);
    padding: var(--_space-2);
    border-bottom: 1px solid var(--_border);
    background: var(--_raised);
  }
  .chooser header .input {
    flex: 1;
  }
  .chooser header .button {
    height: var(--_control);
  }
  .chooser .hint {
    margin: 0;
    padding: var(--_space-2) var(--_space-3) 0;
    font-size: var(--_size-sm);
  }
  .chooser h3 {
    margin: 0;
    padding: var(--_space-2) var(--_space-3) var(--_space-half);
  }
  .chooser ul,
  .chooser ol {
    margin: 0;
    padding: 0 var(--_space-1) var(--_space-1);
    list-style: none;
  }
  .chooser .chosen {
    padding-top: var(--_space-1);
    border-bottom: 1px solid var(--_border);
  }
  .chooser li {
    display: flex;
    align-items: center;
    border-radius: var(--_radius-sm);
  }
  .chooser li:hover {
    background: var(--_hover);
  }
  .chooser li.dragged {
    opacity: 0.5;
  }
  .chooser .grip {
    display: flex;
    color: var(--_muted);
    cursor: grab;
  }
  .chooser label {
    display: flex;
    flex: 1;
    align-items: center;
    gap: var(--_space-2);
    min-width: 0;
    min-height: 28px;
    padding: 0 var(--_space-2);
    cursor: pointer;
  }
  .chooser label code {
    min-width: 0;
    margin-inline-start: auto;
    overflow: hidden;
    font-family: var(--_mono);
    font-size: var(--_size-xs);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .chooser input[type='checkbox'] {
    flex: none;
    width: 16px;
    height: 16px;
    margin: 0;
    accent-color: var(--_accent);
  }
`;
