import 'activity-audit-elements/define.js';

document.querySelector('activity-audit').addEventListener('activity-select', (event) => {
  document.querySelector('#opened').textContent = `Opened: ${event.activity?.id ?? 'nothing'}`;
});
