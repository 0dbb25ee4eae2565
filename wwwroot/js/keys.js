// A drawn grid takes the keys that go through its cells; the page does not scroll with them. And the list of all keys, at "?".
import { singleKeys } from './walk.js';

const taken = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'Enter', ' ']);
const list = () => document.getElementById('keyboard');

document.addEventListener('keydown', e => {
  if (e.altKey || e.ctrlKey || e.metaKey) return;
  if (taken.has(e.key) && e.target.matches?.('[role=grid][data-keys]')) e.preventDefault();
  else if (e.key === '?' && singleKeys.on && !e.target.matches?.('input, textarea, select, [contenteditable]')) show();
});
document.addEventListener('click', e => {
  if (e.target.closest?.('[data-keyboard]')) show();
  // Beside the list.
  else if (e.target === list() || e.target.closest?.('#keyboard [data-close]')) list().close();
});
document.addEventListener('change', e => { if (e.target.matches?.('#keyboard [data-single]')) singleKeys.on = e.target.checked; });

function show() {
  const dialog = list();
  if (!dialog || dialog.open) return;
  dialog.querySelector('[data-single]').checked = singleKeys.on;
  // What is not on this page is not in its list.
  for (const part of dialog.querySelectorAll('[data-where]')) part.hidden = !document.querySelector(part.dataset.where);
  dialog.showModal();
}
