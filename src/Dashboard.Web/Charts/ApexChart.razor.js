// Draws a ChartModel with ApexCharts. Axes, lines, bands and markers are ApexCharts'; the layer above them (names, memory
// lines, crosshair, tooltip, ring, zoom) is drawn here, because ApexCharts' own annotations do not follow an update and
// its shared tooltip mixes up lines of unequal length.
import ApexCharts from '../lib/apexcharts/apexcharts.esm.js';
import { light, onLight } from '../js/light.js';
import { walk } from '../js/walk.js';

const svgNs = 'http://www.w3.org/2000/svg';
const groups = new Map();
const superscript = n => '10' + [...String(n)].map(c => c === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[c]).join('');
const runOf = line => line.key.split('/')[0];
const minus = text => text.replace('-', '−');

// Joins a chart that another module draws to a group's hover; returns how to hover all of it, and how to leave.
export function join(name, chart) {
  const group = groups.get(name) ?? { charts: new Set() };
  groups.set(name, group);
  group.charts.add(chart);
  return {
    hover: x => group.charts.forEach(c => c.hover(x)),
    leave() {
      group.charts.delete(chart);
      if (group.charts.size === 0 && groups.get(name) === group) groups.delete(name);
    },
  };
}

// A value of the tooltip; -Infinity is a 0 on a logarithmic axis.
function format(axis, y) {
  if (!axis.log) return minus(y.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 }));
  if (y === -Infinity) return '0';
  const value = 10 ** y;
  const power = Math.floor(y + 1e-9);
  if (power < -3 || power > 5) return `${(value / 10 ** power).toFixed(1)} × ${superscript(power)}`;
  return value.toFixed(Math.min(5, Math.max(0, 2 - power)));
}

// What the tooltip says of a line at an x: its own words, else its y.
const textAt = (axis, line, x, y) => line.texts?.[line.points.findIndex(q => q[0] === x)] || format(axis, y);

// ApexCharts divides an axis into equal parts itself and asks for the text of each: it is that of the model's nearest tick.
const tickText = (axis, v) => axis.marks[Math.round((v - axis.min) / axis.step)]?.text ?? '';

// What ApexCharts has drawn stands until it draws again: points can be put over it as long as the plot is the same.
const frameOf = model => JSON.stringify([model.x, model.y, model.zoom]);

// The axis title stands left of the ticks, inside the chart.
const titleRoom = 9;

// What the longest tick takes at 12 pixels, beside the title; ApexCharts cuts what is wider than it was told.
const tickRoom = axis => Math.max(34, Math.ceil(4 + 7 * Math.max(...axis.marks.map(m => m.text.length)) + (axis.unit ? 8 : 0))) + titleRoom;

const toneOf = line => `--${line.tone === 'ink' ? 'ink-2' : line.tone}`;

// ApexCharts takes a colour's name apart where it mentions rgb: mixtures get names of their own.
function shade(root, model) {
  const shares = { band: 'var(--band)', seed: 'var(--seed)', published: '75%' };
  for (const tone of new Set(model.lines.map(toneOf)))
    for (const [kind, share] of Object.entries(shares))
      root.style.setProperty(`${tone}-${kind}`, `color-mix(in srgb, var(${tone}) ${share}, transparent)`);
}

function colour(line) {
  const base = toneOf(line);
  if (line.kind === 'band') return `var(${base}-band)`;
  if (line.kind === 'seed') return `var(${base}-seed)`;
  if (line.kind === 'published') return `var(${base}-published)`;
  return `var(${base})`;
}

// Milliseconds between two full drawings.
const leastRest = 400;

const radiusOf = narrow => narrow ? 3 : 5;

function optionsOf(model, height, narrow) {
  const lines = model.lines.filter(l => l.points.length > 0);
  const room = tickRoom(model.y);
  const label = { colors: 'var(--ink-2)', fontSize: '12px', fontFamily: 'var(--type)' };
  const title = text => ({ text, style: { color: 'var(--ink-2)', fontSize: '12px', fontWeight: 500, fontFamily: 'var(--type)' } });
  const radius = radiusOf(narrow);
  // The first series is never seen: it keeps the axes where no line has a point yet.
  const series = [
    { name: 'frame', type: 'line', data: [{ x: model.x.min, y: model.y.min }, { x: model.x.max, y: model.y.min }] },
    ...lines.map(l => l.kind === 'band'
      ? { name: l.key, type: 'rangeArea', data: l.points.map(([x, low, high]) => ({ x, y: [low, high] })) }
      : { name: l.key, type: 'line', data: l.points.map(([x, y]) => ({ x, y: y ?? null })) }),
  ];
  const each = (frame, f) => [frame, ...lines.map(f)];
  return {
    series,
    chart: {
      type: 'rangeArea', height, width: '100%', background: 'transparent', fontFamily: 'var(--type)', parentHeightOffset: 0,
      animations: { enabled: false }, toolbar: { show: false }, zoom: { enabled: false }, selection: { enabled: false },
      redrawOnParentResize: false, redrawOnWindowResize: false,
    },
    colors: each('transparent', colour),
    stroke: {
      curve: 'straight', lineCap: 'round',
      width: each(0, l => ({ band: 0, seed: 1, published: 1.5, mean: 2 })[l.kind]),
      dashArray: each(0, l => l.dash ?? 0),
    },
    fill: { type: 'solid', opacity: 1 },
    markers: {
      size: each(0, l => l.markers ? radius : 0),
      shape: each('circle', l => l.shape),
      colors: each('transparent', l => l.hollow ? 'var(--surface)' : colour(l)),
      strokeColors: each('transparent', colour),
      strokeWidth: lines.some(l => l.hollow) ? 1.5 : 0,
      hover: { sizeOffset: 0 },
    },
    dataLabels: { enabled: false }, legend: { show: false }, tooltip: { enabled: false },
    states: { hover: { filter: { type: 'none' } }, active: { filter: { type: 'none' } } },
    grid: { borderColor: 'var(--grid)', xaxis: { lines: { show: false } }, yaxis: { lines: { show: true } }, padding: { left: 8, right: 12, top: -16, bottom: -4 } },
    xaxis: {
      type: 'numeric', min: model.x.min, max: model.x.max, tickAmount: model.x.marks.length - 1, decimalsInFloat: 0,
      title: { ...title(model.x.title), offsetY: -4 }, labels: { style: label, formatter: v => tickText(model.x, Number(v)), hideOverlappingLabels: true, rotate: 0 },
      axisBorder: { color: 'var(--axis)' }, axisTicks: { color: 'var(--axis)', height: 4 }, crosshairs: { show: false }, tooltip: { enabled: false },
    },
    yaxis: {
      min: model.y.min, max: model.y.max, tickAmount: model.y.marks.length - 1,
      title: { ...title(model.y.title), offsetX: narrow ? 5 : 6 }, labels: { style: label, minWidth: room, maxWidth: room, formatter: v => tickText(model.y, v) },
      axisBorder: { show: false }, axisTicks: { show: false }, crosshairs: { show: false },
    },
  };
}

function element(name, attributes, parent, text) {
  const node = document.createElementNS(svgNs, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== undefined) node.textContent = text;
  parent.append(node);
  return node;
}

export async function create(root, model, settings, page) {
  const host = root.querySelector('.chart-host');
  host.replaceChildren();
  const canvas = host.appendChild(document.createElement('div'));
  const over = host.appendChild(document.createElementNS(svgNs, 'svg'));
  over.setAttribute('class', 'chart-over');
  over.setAttribute('aria-hidden', 'true');
  const tip = host.appendChild(Object.assign(document.createElement('div'), { className: 'chart-tip', hidden: true }));
  const reset = host.appendChild(Object.assign(document.createElement('button'), { className: 'chart-reset', type: 'button', textContent: 'Reset zoom', hidden: true }));

  const group = settings.group ? groups.get(settings.group) ?? { charts: new Set() } : { charts: new Set() };
  if (settings.group) groups.set(settings.group, group);

  let at = null;      // hovered x
  let lit = null;     // the run lit up
  let lineKey = null; // line the keyboard walks along
  let dragged = null; // { from, to } in pixels
  let width = 0;
  let drawn = model;  // what ApexCharts has drawn last,
  let rested = 0;     // from when on it draws again, as performance.now() counts,
  let later;          // and the timer for it
  const narrow = () => settings.small || root.clientWidth < 440;
  const height = () => settings.small ? settings.height : root.clientHeight;

  const plot = () => {
    const g = apex.w.globals;
    return { left: g.translateX, top: g.translateY, width: g.gridWidth, height: g.gridHeight, minX: g.minX, maxX: g.maxX };
  };
  const px = (p, x) => p.left + (x - p.minX) / (p.maxX - p.minX) * p.width;
  const py = (p, y) => p.top + (model.y.max - y) / (model.y.max - model.y.min) * p.height;
  const inside = (p, x) => x >= p.minX - 1e-9 && x <= p.maxX + 1e-9;
  // The runs' own lines first: they are what one hovers for.
  const listed = () => model.lines.filter(l => l.listed).sort((a, b) => (a.kind === 'published') - (b.kind === 'published'));
  const valueAt = (line, x) => line.zeros?.includes(x) ? -Infinity : line.points.find(q => q[0] === x)?.[1];
  const placeAt = (p, y) => y === -Infinity ? p.top + p.height : py(p, y);

  // On paper both drawings are scaled to the page, whatever the width they were made for.
  function keepShape() {
    const svg = canvas.querySelector('svg');
    if (!svg) return;
    const [w, h] = [svg.getAttribute('width'), svg.getAttribute('height')].map(parseFloat);
    svg.setAttribute('viewBox', `0 0 ${w} ${h}`);
    over.setAttribute('viewBox', `0 0 ${w} ${h}`);
  }

  // Points that are not drawn yet.
  function* fresh() {
    if (drawn === model) return;
    const old = new Map(drawn.lines.map(l => [l.key + l.kind, new Set(l.points.filter(q => q[1] != null).map(q => q[0]))]));
    for (const line of model.lines.filter(l => l.markers))
      for (const [x, y] of line.points) if (y != null && !old.get(line.key + line.kind)?.has(x)) yield [line, x, y];
  }

  function drawOver() {
    keepShape();
    const p = plot();
    over.replaceChildren();
    for (const path of model.rulePaths) {
      const d = path.map(([x, y], i) => y == null ? '' : `${i > 0 && path[i - 1][1] != null ? 'L' : 'M'}${px(p, x)} ${py(p, y)}`).join('');
      element('path', { d, class: 'rule' }, over);
    }
    const labels = model.labels.map(label => {
      const text = narrow() ? label.shortText ?? label.text : label.text;
      return element('text', { x: px(p, label.x) + label.dx, y: py(p, label.y) + label.dy + 4, class: `${label.strong ? 'strong ' : ''}${label.tone}`, 'text-anchor': label.anchor }, over, text);
    });
    // Places are found for a plot of usual width: in a narrow one a name keeps off the axis. All are measured before one is moved,
    // or the browser would lay out the page for each.
    for (const [node, box] of labels.map(node => [node, node.getBBox()])) {
      const most = root.clientWidth - box.width;
      if (box.width > 0 && (box.x < p.left + 3 || box.x > most)) node.setAttribute('x', Number(node.getAttribute('x')) + Math.max(p.left + 3, Math.min(box.x, most)) - box.x);
    }
    for (const [line, x, y] of fresh())
      if (inside(p, x) && (lit === null || runOf(line) === lit)) element('circle', { cx: px(p, x), cy: py(p, y), r: radiusOf(narrow()), class: 'fresh ' + line.tone }, over);
    for (const ring of model.rings) if (inside(p, ring.x)) element('circle', { cx: px(p, ring.x), cy: py(p, ring.y), r: 10, class: 'ring' }, over);
    if (at !== null && inside(p, at)) {
      element('line', { x1: px(p, at), x2: px(p, at), y1: p.top, y2: p.top + p.height, class: 'cross' }, over);
      for (const line of listed()) {
        const y = valueAt(line, at);
        if (y != null && (lit === null || runOf(line) === lit)) element('circle', { cx: px(p, at), cy: placeAt(p, y), r: line.key === lineKey ? 8 : 6, class: 'spot ' + line.tone }, over);
      }
    }
    if (dragged) {
      const [from, to] = [Math.min(dragged.from, dragged.to), Math.max(dragged.from, dragged.to)];
      element('rect', { x: from, y: p.top, width: to - from, height: p.height, class: 'zoom' }, over);
    }
  }

  function drawTip() {
    const p = plot();
    // Many runs' names beside a chart that only follows would hide more than they say.
    const crowded = new Set(model.lines.filter(l => l.runName).map(runOf)).size > 5;
    const rows = at === null || crowded && !root.matches(':hover, :focus-visible') ? [] : listed().map(l => [l, valueAt(l, at)]).filter(([, y]) => y != null);
    tip.hidden = rows.length === 0 || !inside(p, at);
    if (tip.hidden) return;
    const title = Object.assign(document.createElement('b'), { textContent: `${model.xName} ${at.toLocaleString('en')}` });
    const number = (text, tone) => Object.assign(document.createElement('span'), { textContent: text, className: `number ${tone ?? ''}` });
    const sampleOf = (line, stroke) => {
      const sample = document.createElementNS(svgNs, 'svg');
      sample.setAttribute('viewBox', '0 0 22 4');
      element('line', { x1: 0, x2: 22, y1: 2, y2: 2, stroke, 'stroke-width': line.kind === 'published' ? 1.5 : 2, 'stroke-dasharray': line.dash ?? 'none' }, sample);
      return sample;
    };
    if (rows.some(([line]) => line.runName)) {
      // Several runs: one row a run, one column a model.
      const models = new Map(rows.map(([line]) => [line.tone, line.model ?? line.tone])), tones = [...models.keys()];
      tip.style.gridTemplateColumns = `22px minmax(0, 1fr) repeat(${tones.length}, auto)`;
      tip.replaceChildren(title, ...tones.map(tone => number(models.get(tone), 'strong ' + tone)));
      title.style.gridColumn = '1 / 3';
      for (const run of new Set(rows.map(([line]) => runOf(line)))) {
        const own = rows.filter(([line]) => runOf(line) === run);
        const name = Object.assign(document.createElement('span'), { textContent: own[0][0].runName, className: 'name' });
        if (run === lit) name.style.fontWeight = 600;
        tip.append(sampleOf(own[0][0], 'var(--ink)'), name, ...tones.map(tone => {
          const found = own.find(([line]) => line.tone === tone);
          return number(found ? textAt(model.y, found[0], at, found[1]) : '–');
        }));
      }
    } else {
      tip.replaceChildren(title);
      for (const [line, y] of rows)
        tip.append(sampleOf(line, colour(line)), Object.assign(document.createElement('span'), { textContent: line.name }), number(textAt(model.y, line, at, y)));
    }
    const x = px(p, at);
    tip.style.maxWidth = `${Math.max(200, Math.max(x, root.clientWidth - x) - 20)}px`;
    const right = x + 14 + tip.offsetWidth < root.clientWidth;
    tip.style.left = `${Math.max(4, right ? x + 14 : x - 14 - tip.offsetWidth)}px`;
    tip.style.top = `${Math.min(p.top + Math.min(24, p.height / 8), Math.max(0, p.top + p.height - tip.offsetHeight))}px`;
  }

  const self = {
    hover(x) { if (x === at) return; at = x; drawOver(); drawTip(); },
    async render() {
      clearTimeout(later);
      const began = performance.now();
      drawn = model;
      rested = began + leastRest;
      width = root.clientWidth;
      reset.hidden = !model.zoom;
      shade(root, model);
      await apex.updateOptions(optionsOf(drawn, height(), narrow()), false, false, false);
      // It draws all anew, which takes long: for a fifth of the time at most.
      const now = performance.now();
      rested = now + Math.max(leastRest, 4 * (now - began));
      drawOver();
      drawTip();
      self.lightUp(lit);
    },
    // Lights up one run: the other runs' lines step back.
    lightUp(run) {
      lit = run !== null && model.lines.some(l => runOf(l) === run) ? run : null;
      const lines = model.lines.filter(l => l.points.length > 0);
      for (const node of canvas.querySelectorAll('.apexcharts-series[data\\:realIndex]')) {
        const line = lines[Number(node.getAttribute('data:realIndex')) - 1];
        node.style.opacity = line && lit !== null && runOf(line) !== lit ? .12 : '';
      }
      if (at !== null) { drawOver(); drawTip(); }
    },
  };
  const stopLight = onLight(run => self.lightUp(run));
  const hoverAll = x => group.charts.forEach(c => c.hover(x));
  // The page rounds it to whole ticks and sends the model that shows it.
  const zoomAll = range => page.invokeMethodAsync('Zoomed', range?.[0] ?? null, range?.[1] ?? null);
  const select = (line, x) => { if (settings.selectable && line?.selectable) page.invokeMethodAsync('Select', line.key, x); };

  function xs() {
    const p = plot();
    return [...new Set(listed().flatMap(l => [...l.points.filter(q => q[1] != null).map(q => q[0]), ...l.zeros ?? []]))].filter(x => inside(p, x)).sort((a, b) => a - b);
  }

  function pointer(event) {
    const box = host.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }
  function nearestX(x) {
    const p = plot();
    return xs().reduce((best, v) => best === null || Math.abs(px(p, v) - x) < Math.abs(px(p, best) - x) ? v : best, null);
  }

  // The run of the line within reach of the pointer at the hovered x.
  function nearestRun(p, y) {
    let best = null, least = 14;
    for (const line of listed()) {
      const value = valueAt(line, at);
      const far = value == null ? Infinity : Math.abs(placeAt(p, value) - y);
      if (far < least) [best, least] = [runOf(line), far];
    }
    return best;
  }

  root.onpointermove = event => {
    const { x, y } = pointer(event);
    if (dragged) { dragged.to = x; drawOver(); return; }
    const p = plot();
    hoverAll(x >= p.left - 8 && x <= p.left + p.width + 8 ? nearestX(x) : null);
    if (model.lines.some(l => l.runName)) light(at === null ? null : nearestRun(p, y));
  };
  root.onpointerleave = () => { if (!dragged) { hoverAll(null); if (lit !== null) light(null); } };
  root.onpointerdown = event => {
    if (event.button !== 0 || event.pointerType !== 'mouse' || event.target === reset) return;
    const { x } = pointer(event);
    dragged = { from: x, to: x };
    root.setPointerCapture(event.pointerId);
  };
  root.onpointerup = event => {
    if (event.target === reset) return;
    const drag = dragged;
    dragged = null;
    const p = plot();
    const toX = v => p.minX + Math.min(1, Math.max(0, (v - p.left) / p.width)) * (p.maxX - p.minX);
    if (drag && Math.abs(drag.to - drag.from) > 8) {
      const range = [toX(Math.min(drag.from, drag.to)), toX(Math.max(drag.from, drag.to))];
      if (range[1] - range[0] >= 1) zoomAll(range); else drawOver();
      return;
    }
    drawOver();
    const { x, y } = pointer(event);
    const near = nearestX(x);
    if (near === null) return;
    // The line whose point is nearest at that x.
    const line = listed().filter(l => l.selectable && valueAt(l, near) != null)
      .reduce((best, l) => best === null || Math.abs(placeAt(p, valueAt(l, near)) - y) < Math.abs(placeAt(p, valueAt(best, near)) - y) ? l : best, null);
    select(line, near);
  };
  root.ondblclick = () => { if (model.zoom) zoomAll(null); };
  reset.onclick = () => zoomAll(null);
  walk(root, {
    lanes: () => listed().length,
    first: () => Math.max(0, listed().findIndex(l => l.selectable)),
    places(lane) {
      const line = listed()[lane], own = [...line.points.filter(q => q[1] != null).map(q => q[0]), ...line.zeros ?? []];
      return xs().filter(x => own.includes(x));
    },
    at: () => at,
    show(x, lane) {
      lineKey = listed()[lane].key;
      at = undefined;
      hoverAll(x);
    },
    say(x, lane) {
      const line = listed()[lane], value = x === null ? null : valueAt(line, x);
      return value == null ? line.name : `${line.name}, ${model.xName.toLowerCase()} ${x}: ${textAt(model.y, line, x, value)}`;
    },
    choose: (x, lane) => select(listed()[lane], x),
    leave(event) {
      hoverAll(null);
      if (!model.zoom) return;
      event.stopPropagation();
      zoomAll(null);
    },
  });
  root.onblur = () => { lineKey = null; hoverAll(null); };

  shade(root, model);
  const apex = new ApexCharts(canvas, optionsOf(model, height(), narrow()));
  await apex.render();
  width = root.clientWidth;
  group.charts.add(self);
  drawOver();
  root.dataset.ready = '';

  let resized;
  const observer = new ResizeObserver(() => {
    if (root.clientWidth === width || root.clientWidth === 0) return;
    cancelAnimationFrame(resized);
    resized = requestAnimationFrame(() => self.render());
  });
  observer.observe(root);

  return {
    update(next) {
      model = next;
      const rest = rested - performance.now();
      if (rest <= 0 || frameOf(next) !== frameOf(drawn)) return self.render();
      // New points are seen at once, over the lines as they are; those follow.
      drawOver();
      drawTip();
      clearTimeout(later);
      later = setTimeout(self.render, rest);
    },
    destroy() {
      observer.disconnect();
      stopLight();
      cancelAnimationFrame(resized);
      clearTimeout(later);
      group.charts.delete(self);
      if (group.charts.size === 0 && settings.group) groups.delete(settings.group);
      apex.destroy();
      host.replaceChildren();
    },
  };
}
