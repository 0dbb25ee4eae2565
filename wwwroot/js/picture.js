// A chart as a picture for slides and papers: one SVG that needs nothing else, light, with title, key and source; as a file, as PNG
// at twice the size, on the clipboard, or on paper.
const svgNs = 'http://www.w3.org/2000/svg';
const painted = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linejoin', 'stroke-linecap', 'opacity', 'fill-opacity', 'stroke-opacity', 'font-size',
  'font-weight', 'paint-order', 'visibility', 'display', 'vector-effect', 'text-anchor', 'overflow'];
const [margin, line] = [16, 17];
const escaped = text => text.replace(/[&<>"]/g, c => `&#${c.charCodeAt(0)};`);
const text = (x, y, words, { size = 12, weight = 400, fill = '#5A6572', anchor = 'start', turned = false } = {}) =>
  `<text ${turned ? `transform="translate(${x.toFixed(1)} ${y.toFixed(1)}) rotate(-90)"` : `x="${x.toFixed(1)}" y="${y.toFixed(1)}"`} font-size="${size}" font-weight="${weight}" fill="${fill}" text-anchor="${anchor}">${escaped(words)}</text>`;

/** What a figure shows: { name, text, width, height }. A figure that the server draws for paper is fetched from it. */
export async function picture(figure) {
  const title = figure.dataset.title || headingOf(figure);
  const name = title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '').slice(0, 80) || 'chart';
  if (figure.dataset.svg) {
    const answer = await fetch(figure.dataset.svg);
    if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
    const text = await answer.text(), { width, height } = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement.attributes;
    return { name, text, width: Number(width.value), height: Number(height.value) };
  }
  // Paper is light. The theme is put back before anything is painted.
  const page = document.documentElement, theme = page.getAttribute('data-theme');
  page.setAttribute('data-theme', 'light');
  try {
    return { name, ...drawn(figure, title) };
  } finally {
    if (theme === null) page.removeAttribute('data-theme');
    else page.setAttribute('data-theme', theme);
  }
}

// The heading that stands over a drawing.
function headingOf(figure) {
  for (let room = figure.parentElement; room && room !== document.body; room = room.parentElement) {
    const before = [...room.querySelectorAll('h1, h2, h3, .strong')].filter(h => h.compareDocumentPosition(figure) & Node.DOCUMENT_POSITION_FOLLOWING);
    if (before.length) return before.at(-1).textContent.trim();
  }
  return 'Chart';
}

function drawn(figure, title) {
  const root = figure.querySelector('.figure-drawing'), box = root.getBoundingClientRect(), scrolled = root.querySelector('.scroll-x') ?? root;
  const width = Math.max(420, scrolled.scrollWidth) + 2 * margin;
  const rows = words => wrapped(words, Math.floor((width - 2 * margin) / 6));
  const legend = figure.dataset.legend?.split(',').map(l => l.match(/^(\S+) (.*)$/)) ?? [];
  // Fifteen pixels and semibold, some nine a character.
  const heads = wrapped(title, Math.floor((width - 2 * margin) / 9)), notes = [...figure.dataset.key ? rows(figure.dataset.key) : [], ...rows(figure.dataset.source)];
  const top = margin + 20 * heads.length + 8, under = top + box.height + (legend.length ? 24 : 0), height = under + 14 + line * notes.length + 8;
  const at = { left: box.left - margin - scrolled.scrollLeft, top: box.top - top };
  let parts = '', x = margin;
  for (const [, tone, name] of legend) {
    const probe = figure.appendChild(Object.assign(document.createElement('i'), { className: tone }));
    parts += `<rect x="${x}" y="${under - 11}" width="10" height="10" fill="${getComputedStyle(probe).color}"/>` + text(x + 16, under - 2, name, { weight: 600, fill: '#171C22' });
    probe.remove();
    x += 40 + 8 * name.length;
  }
  for (const svg of root.querySelectorAll('svg')) if (!svg.parentElement.closest('svg') && seen(svg)) parts += copied(svg, at);
  for (const mark of root.querySelectorAll('i')) parts += ruled(mark, at);
  for (const words of texts(root)) parts += written(words, at);
  return {
    width: Math.round(width), height: Math.round(height),
    text: `<svg xmlns="${svgNs}" width="${Math.round(width)}" height="${Math.round(height)}" viewBox="0 0 ${Math.round(width)} ${Math.round(height)}" font-family="Inter, Helvetica, Arial, sans-serif" fill="#5A6572"><title>${escaped(title)}</title><rect width="100%" height="100%" fill="#fff"/>`
      + heads.map((words, i) => text(margin, margin + 14 + 20 * i, words, { size: 15, weight: 600, fill: '#171C22' })).join('') + parts
      + notes.map((words, i) => text(margin, under + 24 + line * i, words, { size: 11 })).join('') + '</svg>',
  };
}

const seen = node => node.checkVisibility({ checkOpacity: false, checkVisibilityCSS: true }) && node.getBoundingClientRect().width > 0;

// With every colour and width written out; numbers of the page's own coordinates stay as they are.
function copied(svg, at) {
  const copy = svg.cloneNode(true), box = svg.getBoundingClientRect(), from = [svg, ...svg.querySelectorAll('*')];
  [copy, ...copy.querySelectorAll('*')].forEach((node, i) => {
    const computed = getComputedStyle(from[i]);
    node.setAttribute('style', painted.map(p => `${p}:${computed.getPropertyValue(p)}`).join(';'));
    // Written out above.
    for (const { name, value } of [...node.attributes]) if (value.includes('var(') && name !== 'style') node.removeAttribute(name);
    for (const gone of ['class', 'data-at', 'data-seed', 'data-run', 'aria-hidden', 'role', 'aria-label']) node.removeAttribute(gone);
  });
  copy.querySelectorAll('foreignObject, title, style, .column').forEach(node => node.remove());
  copy.style.display = '';
  for (const [key, value] of Object.entries({ x: box.left - at.left, y: box.top - at.top, width: box.width, height: box.height })) copy.setAttribute(key, value.toFixed(1));
  return new XMLSerializer().serializeToString(copy);
}

function ruled(mark, at) {
  const style = getComputedStyle(mark), box = mark.getBoundingClientRect();
  return parseFloat(style.borderLeftWidth) > 0 && seen(mark)
    ? `<path d="M${(box.left - at.left).toFixed(1)} ${(box.top - at.top).toFixed(1)}v${box.height.toFixed(1)}" stroke="${style.borderLeftColor}" stroke-dasharray="3 3"/>` : '';
}

function* texts(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (node.data.trim() && !node.parentElement.closest('svg, .chart-tip, .chart-reset, .seeds-over, .spoken') && seen(node.parentElement)) yield node;
}

function written(node, at) {
  const range = document.createRange();
  range.selectNodeContents(node);
  const box = range.getBoundingClientRect(), parent = node.parentElement, style = getComputedStyle(parent), size = parseFloat(style.fontSize);
  const [x, y] = [box.left - at.left, box.top - at.top], more = { size, weight: style.fontWeight, fill: style.color };
  if (style.writingMode.startsWith('vertical')) return text(x + box.width / 2 + size * .35, y + box.height / 2, node.data.trim(), { ...more, anchor: 'middle', turned: true });
  const end = parent.closest('.tick.y, .y, .end'), base = y + box.height / 2 + size * .36;
  return end ? text(x + box.width, base, node.data.trim(), { ...more, anchor: 'end' }) : text(x + box.width / 2, base, node.data.trim(), { ...more, anchor: 'middle' });
}

function wrapped(words, most) {
  const rows = [];
  for (const word of words.split(/\s+/))
    if (rows.length && rows.at(-1).length + word.length < most) rows[rows.length - 1] += ` ${word}`;
    else rows.push(word);
  return rows;
}

async function pixels({ text, width, height }) {
  const drawing = new Image();
  drawing.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await drawing.decode();
  const canvas = Object.assign(document.createElement('canvas'), { width: 2 * width, height: 2 * height });
  canvas.getContext('2d').drawImage(drawing, 0, 0, canvas.width, canvas.height);
  return await new Promise(done => canvas.toBlob(done, 'image/png'));
}

function download(name, blob) {
  const url = URL.createObjectURL(blob);
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

/** Saves, copies or prints what `make` draws; returns what happened in words. */
export async function save(how, make) {
  if (how === 'copy') {
    if (!navigator.clipboard?.write || !isSecureContext) return 'Only pages over https, or of this machine, may copy pictures: save the PNG instead.';
    // The picture is promised: a browser that wants the click to lead here at once gets it.
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': make().then(pixels) })]);
    return 'Copied as a picture.';
  }
  const drawing = await make();
  if (how === 'print') return await paper(drawing);
  download(`${drawing.name}.${how}`, how === 'svg' ? new Blob([drawing.text], { type: 'image/svg+xml' }) : await pixels(drawing));
  return `Saved as ${drawing.name}.${how}.`;
}

// The picture alone, as large as the paper; lines stay lines in a PDF.
async function paper({ text }) {
  const room = document.body.appendChild(Object.assign(document.createElement('div'), { id: 'printed-figure' }));
  room.append(new DOMParser().parseFromString(text, 'image/svg+xml').documentElement);
  document.documentElement.dataset.prints = 'figure';
  addEventListener('afterprint', () => {
    delete document.documentElement.dataset.prints;
    room.remove();
  }, { once: true });
  print();
  return '';
}
