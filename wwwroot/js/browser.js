// What only the browser can do for a page: remember a choice, copy, save a file.
export { dropDraft, keepDraft, readDraft } from './drafts.js';
export { keepWatched, tell, watched } from './tell.js';

const year = `path=${new URL(document.baseURI).pathname};max-age=31536000;samesite=lax`;

// Only a live page loads this; js/reconnect.js says where it never comes.
document.documentElement.dataset.live = '';

export function toggleTheme() {
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  const next = (root.dataset.theme ?? system) === 'dark' ? 'light' : 'dark';
  root.dataset.theme = next;
  document.cookie = `theme=${next};${year}`;
}

// The zone's IANA name; kept in a cookie so that the next page shows local times from its first paint.
export function timeZone() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? '';
  document.cookie = `time-zone=${encodeURIComponent(zone)};${year}`;
  return zone;
}

export const query = () => location.search;

export async function copy(text) {
  if (navigator.clipboard && isSecureContext) return await navigator.clipboard.writeText(text);
  const field = Object.assign(document.createElement('textarea'), { value: text, style: 'position:fixed;opacity:0' });
  document.body.append(field);
  field.select();
  document.execCommand('copy');
  field.remove();
}

export function download(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

// The Inside page computes for itself; at most one is open.
let inside;

export async function openInside(root) {
  closeInside();
  const { open } = await import('./inside/page.js');
  inside = open(root);
}

export function closeInside() {
  inside?.dispose();
  inside = undefined;
}

export async function openLearnt(root) {
  const { watch } = await import('./inside/learnt.js');
  watch(root);
}
