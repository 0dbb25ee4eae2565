// Keeps a shared view up to date: the server sends its parts drawn anew, or that the link has ended.
import { localTimes } from './times.js';

const view = document.getElementById('shared');
const state = document.getElementById('shared-state');
localTimes(document);
const said = [...state.childNodes];
const events = new EventSource(view.dataset.events);
const inside = view.querySelector('.inside-root');
let pending, lost;

// Inside is computed here; only its recording comes from the link.
if (inside) {
  inside.dataset.source = view.dataset.events.replace(/events$/, 'inside');
  import('./inside/page.js').then(({ open }) => open(inside));
}

// What was learnt: the seed pointed at lights up in every chart.
if (view.querySelector('.learnt-page')) import('./inside/learnt.js').then(({ watch }) => watch(view));

function draw() {
  const parts = pending;
  pending = undefined;
  for (const [at, html] of Object.entries(parts)) {
    const part = view.children[at];
    const kept = [...part.querySelectorAll('.scroll-x')].map(e => e.scrollLeft);
    const open = [...part.querySelectorAll('details')].map(e => e.open);
    const tables = [...part.querySelectorAll('.figure-table')].map(e => !e.hidden);
    const stops = () => [...part.querySelectorAll('a, button, summary, [tabindex]')], focused = stops().indexOf(document.activeElement), walked = document.activeElement?.walking?.get();
    part.innerHTML = html;
    localTimes(part);
    part.querySelectorAll('.scroll-x').forEach((e, i) => { e.scrollLeft = kept[i] ?? 0; });
    part.querySelectorAll('details').forEach((e, i) => { e.open = open[i] ?? false; });
    // What somebody opened stays open, and the focus and a walk through a chart where they were.
    part.querySelectorAll('.figure-table').forEach((e, i) => {
      e.hidden = !tables[i];
      e.closest('[data-figure]').querySelector('[data-tabled]').setAttribute('aria-expanded', String(!!tables[i]));
    });
    if (focused < 0) continue;
    stops()[focused]?.focus({ preventScroll: true });
    if (walked) document.activeElement.walking?.set(walked);
  }
}

// Each update holds the parts of the view that were drawn anew.
events.addEventListener('update', e => {
  const waits = pending !== undefined;
  pending = { ...pending, ...JSON.parse(e.data) };
  if (!waits) requestAnimationFrame(draw);
});
// The page that a link without a life shows.
events.addEventListener('gone', () => { events.close(); location.reload(); });
events.addEventListener('open', () => { clearTimeout(lost); state.replaceChildren(...said); });
events.addEventListener('error', () => {
  if (events.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 3000);
  clearTimeout(lost);
  lost = setTimeout(() => { state.textContent = 'Connection lost. Showing the last update.'; }, 3000);
});
