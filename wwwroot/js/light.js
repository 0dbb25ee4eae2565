// One run lit up everywhere: hovering or focusing anything marked data-run lights every element marked the same, and the
// charts that listen. Attributes, not classes: a page that is drawn again leaves them alone.
const listeners = new Set();
let current = null;

export function light(run) {
  if (run === current) return;
  current = run;
  for (const node of document.querySelectorAll('[data-lit]')) delete node.dataset.lit;
  if (run !== null) for (const node of document.querySelectorAll(`[data-run="${CSS.escape(run)}"]`)) node.dataset.lit = '';
  listeners.forEach(f => f(run));
}

// Calls back with the run's key, or null, at every change; returns how to stop.
export function onLight(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const runAt = event => event.target instanceof Element ? event.target.closest('[data-run]')?.dataset.run ?? null : null;
document.addEventListener('pointerover', event => { if (!event.target.closest?.('.chart')) light(runAt(event)); });
document.addEventListener('focusin', event => { const run = runAt(event); if (run !== null) light(run); });
