// What every chart and map has (Figured.razor), without a circuit: T shows its table, arrow keys go through the points of one that has
// no keys of its own, its picture is saved, copied or printed. One listener each on the document, as pages come and go.
import { picture, save } from './picture.js';
import { singleKeys, walk } from './walk.js';

const writing = 'input, textarea, select, [contenteditable]';
let back = null;    // where T came from, for tables that stand elsewhere on the page

const figureOf = node => node.closest?.('[data-figure]');
const say = (figure, text) => {
  const said = figure.querySelector('.figure-said');
  if (said) said.textContent = text;
};

// A live page draws the table once somebody is near: it may take a moment.
function tableOf(figure, then) {
  const began = performance.now();
  const look = () => {
    const table = figure.querySelector('.figure-table > table');
    if (table) then(table);
    else if (performance.now() - began < 5000) setTimeout(look, 30);
  };
  look();
}

function drawingOf(figure) {
  return figure.querySelector('.figure-drawing :is([tabindex="0"], [role=grid])') ?? figure.querySelector('.figure-drawing');
}

function toggleTable(figure) {
  const room = figure.querySelector('.figure-table');
  if (!room) return elsewhere(figure);
  room.hidden = !room.hidden;
  figure.querySelector('[data-tabled]').setAttribute('aria-expanded', String(!room.hidden));
  if (room.hidden) drawingOf(figure).focus();
  else tableOf(figure, () => room.focus());
}

// Its numbers are a table of the page's own.
function elsewhere(figure) {
  const table = document.getElementById(figure.dataset.table);
  if (!table) return;
  if (table.tagName === 'DETAILS') table.open = true;
  const to = table.tagName === 'DETAILS' ? table.querySelector('summary') : table;
  if (to === table) table.tabIndex = -1;
  back = { table, from: figure.contains(document.activeElement) ? document.activeElement : drawingOf(figure) };
  to.focus();
  table.scrollIntoView({ block: 'nearest' });
}

document.addEventListener('keydown', event => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.matches?.(writing)) return;
  const figure = figureOf(event.target);
  if (event.key === 'Escape' && figure?.querySelector('.figure-menu:not([hidden])')) return menu(figure, false);
  if (event.key.toLowerCase() !== 't' || !singleKeys.on) return;
  if (back?.table.isConnected && back.table.contains(event.target)) back.from.focus();
  else if (figure) toggleTable(figure);
  else return;
  event.preventDefault();
});

// Charts without a script of their own are gone through by their tables.
document.addEventListener('focusin', event => {
  const root = event.target;
  if (!root.matches?.('[data-walk]') || root.walked) return;
  root.walked = true;
  const figure = figureOf(root);
  const rows = () => [...figure.querySelectorAll('.figure-table > table > tbody > tr')];
  const across = () => 'across' in figure.querySelector('.figure-table').dataset;
  const heads = () => [...figure.querySelectorAll('.figure-table > table th[scope=col]')].map(th => th.textContent);
  const cell = (row, column) => rows()[row]?.cells[column]?.textContent ?? '';
  let at = null;
  const light = id => {
    root.querySelectorAll('[data-on]').forEach(mark => delete mark.dataset.on);
    if (id) root.querySelectorAll(`[data-at="${id}"], [data-at="${id.split('.')[0]}"]`).forEach(mark => { mark.dataset.on = ''; });
  };
  // [row, column] of a place in a line.
  const cells = (place, lane) => across() ? [place, lane + 1] : [lane, place];
  walk(root, {
    lanes: () => rows().length === 0 ? 0 : across() ? heads().length - 1 : rows().length,
    places: lane => across() ? rows().map((_, i) => i) : heads().map((_, i) => i).slice(1).filter(c => cell(lane, c) !== ''),
    at: () => at,
    show(place, lane) {
      at = place ?? 0;
      const [row, column] = cells(at, lane);
      light(`${row}.${Math.max(1, column)}`);
    },
    say(place, lane) {
      const names = heads(), [row, column] = cells(place ?? (across() ? 0 : 1), lane);
      return `${names[0]} ${cell(row, 0)}, ${names[column]}: ${cell(row, column) || 'nothing'}`;
    },
    leave() { at = null; light(null); },
  });
  // The first key may come before the table.
  root.addEventListener('keydown', event => {
    if (rows().length > 0 || !/^(Arrow|Home|End)/.test(event.key)) return;
    event.preventDefault();
    tableOf(figure, () => root.dispatchEvent(new KeyboardEvent('keydown', { key: event.key })));
  });
  root.addEventListener('blur', () => { at = null; light(null); });
});

function menu(figure, open) {
  const room = figure.querySelector('.figure-menu'), button = figure.querySelector('.figure-save > button');
  room.hidden = !open;
  button.setAttribute('aria-expanded', String(open));
  if (!open && figure.querySelector('.figure-save').contains(document.activeElement)) button.focus();
}

document.addEventListener('click', async event => {
  for (const open of document.querySelectorAll('.figure-menu:not([hidden])'))
    if (!open.parentElement.contains(event.target)) menu(figureOf(open), false);
  const button = event.target.closest?.('[data-tabled], [data-save]'), figure = button && figureOf(button);
  if (!figure) return;
  if ('tabled' in button.dataset) return toggleTable(figure);
  if (button.dataset.save === '') return menu(figure, figure.querySelector('.figure-menu').hidden);
  try {
    say(figure, await save(button.dataset.save, () => picture(figure)));
  } catch (e) {
    say(figure, `Not saved: ${e.message}`);
  }
  if (figure.querySelector('.figure-menu')) menu(figure, false);
});
