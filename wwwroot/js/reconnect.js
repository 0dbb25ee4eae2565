// Blazor toggles classes and countdown on the banner; this adds the time of the last update and what it leaves out:
// trying on for as long as the page is open, and a reload where the server has forgotten the page (its URL holds the view).
const banner = document.getElementById('components-reconnect-modal');
const since = document.getElementById('reconnect-since');
let timer;

async function retry() {
  clearTimeout(timer);
  try {
    if (await Blazor.reconnect() === false) location.reload();
  } catch {
    timer = setTimeout(retry, 3000);
  }
}

banner?.addEventListener('components-reconnect-state-changed', ({ detail }) => {
  if (detail.state === 'show' && !banner.dataset.since) {
    banner.dataset.since = '1';
    since.textContent = new Date().toLocaleTimeString(undefined, { hour12: false });
  }
  if (detail.state === 'hide') delete banner.dataset.since;
  if (detail.state === 'failed') timer = setTimeout(retry, 3000);
  if (detail.state === 'rejected') location.reload();
});
document.getElementById('reconnect-now')?.addEventListener('click', retry);
document.addEventListener('visibilitychange', () => { if (!document.hidden && banner?.classList.contains('components-reconnect-failed')) retry(); });
