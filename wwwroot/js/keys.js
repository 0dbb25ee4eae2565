// A drawn grid takes the keys that go through its cells; the page does not scroll with them.

const taken = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'Enter', ' ']);

document.addEventListener('keydown', e => {
  if (!taken.has(e.key) || e.altKey || e.ctrlKey || e.metaKey || !e.target.matches?.('[role=grid][data-keys]')) return;
  e.preventDefault();
});
