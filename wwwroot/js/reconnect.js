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

// A page that never comes alive looks as if it did, and nothing on it works: say so, with the reason where one can be had.
const notLive = document.getElementById('not-live');
const loaded = Date.now();
let asked = false;

async function reason() {
  try {
    const answer = await fetch('_blazor/negotiate?negotiateVersion=1', { method: 'POST' });
    if (answer.ok) return 'The server answers, but no connection stays open: a proxy in between may not pass WebSockets on.';
    const problem = await answer.json().catch(() => null);
    return problem?.detail ?? `The server, or a proxy in between, answers ${answer.status}.`;
  } catch {
    return 'The server cannot be reached.';
  }
}

const watch = setInterval(async () => {
  if ('live' in document.documentElement.dataset) {
    notLive.hidden = true;
    clearInterval(watch);
  } else if (!asked && Date.now() - loaded > 6000) {
    asked = true;
    document.getElementById('not-live-why').textContent = await reason();
    notLive.hidden = 'live' in document.documentElement.dataset;
  }
}, 500);
document.getElementById('not-live-reload').addEventListener('click', () => location.reload());
