// Points at a chart of every seed that the server drew: the column under pointer or keyboard, its counts, its choice. All that is
// drawn stays the server's; this writes into .seeds-over only.
import { join } from './ApexChart.razor.js';
import { walk } from '../js/walk.js';

export function point(root, settings, page) {
  const over = root.querySelector('.seeds-over');
  const frame = over.appendChild(Object.assign(document.createElement('div'), { className: 'seeds-column', hidden: true }));
  const tip = over.appendChild(Object.assign(document.createElement('div'), { className: 'chart-tip seeds-tip', hidden: true }));
  let at = null;      // hovered length

  // Read anew each time: the chart goes on while a run trains.
  const data = () => JSON.parse(root.dataset.columns);
  const heads = () => root.dataset.heads.split('|');
  const cell = (tag, text, className) => Object.assign(document.createElement(tag), { textContent: text, className: className ?? '' });
  const some = column => column.cells.some(c => c.diverged > 0 || c.counts.some(n => n > 0));

  function draw() {
    const { lanes, columns } = data();
    const i = columns.findIndex(c => c.length === at);
    frame.hidden = tip.hidden = i < 0;
    if (i < 0) return;
    const box = root.querySelectorAll('.column')[i].getBoundingClientRect();
    const origin = over.getBoundingClientRect();
    frame.style.left = `${box.left - origin.left}px`;
    frame.style.width = `${box.width}px`;
    frame.hidden = box.right < origin.left || box.left > origin.right;
    // Beside other charts' pointers a table of many runs would hide more than it says.
    tip.hidden = frame.hidden || !some(columns[i]) || lanes.length > 8 && !root.matches(':hover, :focus-visible');
    if (tip.hidden) return;
    const names = heads();
    const seeds = Math.max(...columns[i].cells.map(c => c.counts.reduce((a, b) => a + b, c.diverged)));
    const lost = columns[i].cells.some(c => c.diverged > 0);
    tip.style.gridTemplateColumns = `auto repeat(${names.length + (lost ? 1 : 0)}, auto)`;
    tip.replaceChildren(cell('b', `Length ${at.toLocaleString('en')}, ${seeds} seed${seeds === 1 ? '' : 's each'}`), cell('span', ''), ...names.map(h => cell('span', h, 'head')), ...lost ? [cell('span', 'diverged', 'head')] : []);
    lanes.forEach((l, n) => {
      const own = columns[i].cells[n];
      tip.append(cell('span', l.name, `name ${l.tone}`), ...own.counts.map(c => cell('span', c, 'number')), ...lost ? [cell('span', own.diverged, 'number')] : []);
    });
    const left = box.right - origin.left + 8;
    tip.style.left = `${left + tip.offsetWidth < origin.width ? left : Math.max(0, box.left - origin.left - 8 - tip.offsetWidth)}px`;
    tip.style.top = `${Math.max(0, Math.min(origin.height * .2, origin.height - tip.offsetHeight))}px`;
  }

  const self = { hover(x) { if (x !== at) { at = x; draw(); } } };
  const group = settings.group ? join(settings.group, self) : { hover: x => self.hover(x), leave() { } };

  function select(column, n) {
    const line = data().lanes[n];
    if (settings.selectable && line?.selectable) page.invokeMethodAsync('Select', line.key, column.length);
  }
  const columnAt = event => {
    const i = [...root.querySelectorAll('.column')].indexOf(event.target.closest?.('.column'));
    return i < 0 ? null : data().columns[i];
  };

  root.onpointermove = event => group.hover(columnAt(event)?.length ?? null);
  root.onpointerleave = () => group.hover(null);
  root.onclick = event => {
    const column = columnAt(event);
    if (!column) return;
    const box = event.target.getBoundingClientRect();
    const { lanes } = data();
    select(column, Math.max(0, Math.min(lanes.length - 1, Math.floor((event.clientX - box.left) / box.width * (lanes.length + .7) - .35))));
  };
  const columnOf = length => data().columns.find(c => c.length === length);
  walk(root, {
    lanes: () => data().lanes.length,
    places: () => data().columns.filter(some).map(c => c.length),
    at: () => at,
    show(length) {
      root.querySelectorAll('.column')[data().columns.findIndex(c => c.length === length)]?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      group.hover(length);
    },
    say(length, lane) {
      const { name } = data().lanes[lane], own = columnOf(length)?.cells[lane];
      return !own ? name : `${name}, length ${length}: ${heads().map((h, n) => `${own.counts[n]} ${h}`).join(', ')}${own.diverged ? `, ${own.diverged} diverged` : ''}`;
    },
    choose: (length, lane) => select(columnOf(length), lane),
    leave: () => group.hover(null),
  });
  root.onblur = () => group.hover(null);
  root.querySelector('.seeds-scroll').onscroll = draw;
  root.dataset.ready = '';
  // A chart that goes on while it is pointed at.
  const redraw = () => { if (at !== null) draw(); };
  const grown = new MutationObserver(redraw), sized = new ResizeObserver(redraw);
  grown.observe(root, { attributes: true, attributeFilter: ['data-columns'] });
  sized.observe(root);

  return {
    leave() {
      grown.disconnect();
      sized.disconnect();
      group.leave();
    },
  };
}
