// Keeps a shared view up to date: the server sends its body drawn anew, or that the link has ended.
const view = document.getElementById('shared');
const state = document.getElementById('shared-state');
const said = state.textContent;
const events = new EventSource(view.dataset.events);
let pending, lost;

function draw() {
  const html = pending;
  pending = undefined;
  const scrolled = [...view.querySelectorAll('.scroll-x')].map(e => e.scrollLeft);
  view.innerHTML = html;
  view.querySelectorAll('.scroll-x').forEach((e, i) => { e.scrollLeft = scrolled[i] ?? 0; });
}

events.addEventListener('update', e => {
  const waits = pending !== undefined;
  pending = JSON.parse(e.data);
  if (!waits) requestAnimationFrame(draw);
});
// The page that a link without a life shows.
events.addEventListener('gone', () => { events.close(); location.reload(); });
events.addEventListener('open', () => { clearTimeout(lost); state.textContent = said; });
events.addEventListener('error', () => {
  if (events.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 3000);
  clearTimeout(lost);
  lost = setTimeout(() => { state.textContent = 'Connection lost. Showing the last update.'; }, 3000);
});
