// Told when it is done: how far what is watched is, before the page's title; its end as a notification, where the browser was asked for
// its leave by a press of "Tell me when it is done" and gave it. Kept in this tab.
const kept = 'watched';
const prefixed = /^(\(\d[\d,]* of \d[\d,]*\)|✓) /;
let prefix = '';

document.addEventListener('click', async event => {
  const button = event.target.closest?.('[data-tell]'), said = button?.parentElement.querySelector('[data-tell-said]');
  if (!button) return;
  if (said) said.textContent = '';
  if (button.getAttribute('aria-pressed') !== 'false') return;
  // Here, because the browser answers only to the press itself.
  const leave = !('Notification' in window) ? 'denied' : Notification.permission === 'default' ? await Notification.requestPermission() : Notification.permission;
  if (said && leave === 'denied') said.textContent = 'The browser lets this page send no notifications: the page and its title will say it.';
}, true);

function put() {
  const title = prefix + document.title.replace(prefixed, '');
  if (prefix && document.title !== title) document.title = title;
}
new MutationObserver(put).observe(document.head, { childList: true, subtree: true, characterData: true });
// What has been told is read once somebody looks.
addEventListener('focus', () => { if (prefix === '✓ ') set(''); });

function set(to) {
  const before = prefix;
  prefix = to;
  if (!to && before && document.title.startsWith(before)) document.title = document.title.slice(before.length);
  put();
}

/** What this tab kept: [{ address, name }]. */
export function watched() {
  try {
    const list = JSON.parse(sessionStorage.getItem(kept) ?? '[]');
    return Array.isArray(list) ? list.filter(w => typeof w?.address === 'string' && typeof w.name === 'string') : [];
  } catch {
    return [];
  }
}

export function keepWatched(list) { sessionStorage.setItem(kept, JSON.stringify(list)); }

/** How far all of it is: [{ address, name, done, total, end }]. */
export function tell(list) {
  const open = list.filter(w => !w.end), count = key => open.reduce((sum, w) => sum + w[key], 0).toLocaleString('en');
  const ended = list.filter(w => w.end);
  if (open.length) set(`(${count('done')} of ${count('total')}) `);
  else if (ended.length) set(document.hasFocus() ? '' : '✓ ');
  else if (prefix !== '✓ ') set('');
  for (const run of ended) {
    if (!('Notification' in window) || Notification.permission !== 'granted') continue;
    try {
      const note = new Notification(run.name, { body: run.end, tag: run.address, icon: new URL('img/logo.svg', document.baseURI).href });
      note.onclick = () => {
        window.focus();
        location.assign(new URL(run.address, document.baseURI));
      };
    } catch {
      // Browsers of phones notify from service workers alone; the title and the page say it there.
    }
  }
}
