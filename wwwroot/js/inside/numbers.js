// Everything that is drawn, as a table and as files.
import { keepsCell, mapsOf } from './network.js';
import { frameWord } from './recording.js';
import { html, say } from './svg.js';
import { effectAt } from './facts.js';
import { fixed, magnitude, percent, signed } from './text.js';

const most = 200;

/** The table below the cards: one a network, a row a step. */
export function numbersTable(page) {
    const { table, recording, states, cards, task } = page;
    if (!table.firstChild || page.tableOf !== recording) {
        page.tableOf = recording;
        table.replaceChildren();
        const head = html('div', 'card-head', table);
        html('h2', '', head, 'Numbers');
        page.tableWord = html('span', 'small quiet', head);
        page.tables = html('div', 'numbers-room', table);
    }
    say(page.tableWord, `Sequence ${page.sequence + 1}, epoch ${frameWord(recording.frames[page.frame])}, seed ${recording.seed}`);
    page.tables.replaceChildren();
    states.forEach((s, i) => {
        const n = recording.networks[i], facts = cards[i].facts, map = cards[i].map, room = html('div', 'scroll-x', page.tables);
        room.tabIndex = 0;
        room.setAttribute('role', 'region');
        room.setAttribute('aria-label', `Numbers of the ${n.name}`);
        const units = Math.min(n.hidden, 8), grid = html('table', 'grid figures', room);
        html('caption', 'spoken', grid, `${n.name}, every step of sequence ${page.sequence + 1}`);
        const titles = html('tr', '', html('thead', '', grid)), columns = columnsOf(n, map, units, task);
        for (const [name] of columns) html('th', 'number', titles, name).scope = 'col';
        titles.firstChild.textContent = `${n.name}, step`;
        const body = html('tbody', '', grid);
        for (let t = 0; t < Math.min(most, s.steps); t++) {
            const line = html('tr', t === page.step ? 'chosen' : '', body);
            line.dataset.step = t;
            for (const [, value] of columns) html('td', 'number', line, String(value(s, facts, t)));
        }
        const adds = html('tr', '', html('tfoot', '', grid));
        html('th', 'number', adds, task.addsTo ?? 'adds to ŷ').scope = 'row';
        columns.slice(1).forEach(([, , unit]) => html('td', 'number', adds, unit === undefined ? '' : signed(s.contributions[unit])));
        if (s.steps > most) html('p', 'small quiet pad', room, `The first ${most} of ${s.steps} steps; the CSV has all.`);
    });
}

// Every column of a network's table: its title, its value at a step, and the unit it is of.
function columnsOf(n, map, units, task) {
    const cell = keepsCell(n.model);
    return [
        ['Step', (s, f, t) => t + 1],
        ['x', (s, f, t) => task.word(s.x, t)],
        ...task.kind === 'spelled' ? [['y', (s, f, t) => task.classes[s.target[t]]], ['ŷ', (s, f, t) => task.classes[s.answer[t]]], ['of y', (s, f, t) => percent(s.share[t])]] : [],
        ...Array.from({ length: units }, (_, k) => [`${map} ${k + 1}`, (s, f, t) => fixed(s.trace.maps[map][t * n.hidden + k], 2), k]),
        [`${task.items[0].sign} readable`, (s, f, t) => share(f.readH[t])],
        ...cell ? [['in h and c', (s, f, t) => share(f.readC[t])]] : [],
        ['Effect on ŷ', (s, f, t) => fixed(effectAt(f, t, s.counts.find(c => c.step === t)?.item), 2)],
        ...task.kind === 'number' ? [['∂ŷ/∂x', (s, f, t) => fixed(s.derivatives[t], 2)]] : [],
        ['‖∂L/∂h‖', (s, f, t) => magnitude(s.norms[t])],
        ...cell ? [['‖∂L/∂c‖', (s, f, t) => magnitude(s.cellNorms[t])]] : [],
    ];
}

const share = value => Number.isFinite(value) ? percent(value) : '';

function rows({ recording, states, cards, sequence, frame, task }) {
    const lines = [];
    states.forEach((s, i) => {
        const n = recording.networks[i], facts = cards[i].facts, maps = mapsOf(n.model);
        for (let t = 0; t < s.steps; t++) {
            const cells = {
                model: n.model, length: recording.length, seed: recording.seed, sequence: sequence + 1, epoch: frameWord(recording.frames[frame]),
                step: t + 1, ...task.columns?.(s, t) ?? { x: s.x[t], target: s.target, prediction: s.answer },
            };
            for (const map of maps) for (let k = 0; k < n.hidden; k++) cells[`${map}${k + 1}`] = s.trace.maps[map][t * n.hidden + k];
            Object.assign(cells, {
                readable_h: facts.readH[t], readable_h_c: keepsCell(n.model) ? facts.readC[t] : '', effect: effectAt(facts, t, s.counts.find(c => c.step === t)?.item), derivative: s.derivatives?.[t] ?? '',
                gradient_h: s.norms[t], gradient_c: s.cellNorms?.[t] ?? '', gradient_h_p10: facts.band[t], gradient_h_p90: facts.band[recording.steps + t],
            });
            // What the units add is one number each: it stands at the step the answer is read from.
            for (let k = 0; k < n.hidden; k++) cells[`adds${k + 1}`] = t === s.asked ? s.contributions[k] : '';
            lines.push(cells);
        }
    });
    return lines;
}

function save(page, ending, blob) {
    const { recording, sequence, frame } = page, url = URL.createObjectURL(blob);
    Object.assign(document.createElement('a'), { href: url, download: `inside-length-${recording.length}-seed-${recording.seed}-sequence-${sequence + 1}-epoch-${frameWord(recording.frames[frame])}.${ending}` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
}

/** Every number drawn, one row a network and step. */
export function exportCsv(page) {
    const lines = rows(page), columns = [...new Set(lines.flatMap(l => Object.keys(l)))];
    save(page, 'csv', new Blob([[columns.join(','), ...lines.map(l => columns.map(c => l[c] ?? '').join(','))].join('\n') + '\n'], { type: 'text/csv' }));
}

const painted = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'opacity', 'fill-opacity', 'font-size', 'font-weight', 'font-family', 'paint-order', 'visibility'];

/** The cards as one SVG that needs nothing else: colours resolved, canvases as pictures, the sentence above. */
function drawing(page) {
    const width = page.cards.reduce((sum, c) => sum + c.layout.width + 32, 0), height = Math.max(...page.cards.map(c => c.layout.height)) + 110;
    const style = getComputedStyle(page.root), ink = style.getPropertyValue('--ink').trim(), surface = style.getPropertyValue('--surface').trim();
    const escape = words => words.replace(/[&<>]/g, c => `&#${c.charCodeAt(0)};`);
    let parts = '', left = 16;
    for (const card of page.cards) {
        const inner = [...card.body.children].map(child => {
            if (child.tagName === 'CANVAS') return `<image preserveAspectRatio="none" style="image-rendering:${getComputedStyle(child).imageRendering}" x="${parseFloat(child.style.left)}" y="${parseFloat(child.style.top)}" width="${parseFloat(child.style.width)}" height="${parseFloat(child.style.height)}" href="${child.toDataURL()}"/>`;
            const copy = child.cloneNode(true), from = [child, ...child.querySelectorAll('*')], to = [copy, ...copy.querySelectorAll('*')];
            from.forEach((element, i) => {
                const computed = getComputedStyle(element);
                to[i].removeAttribute('class');
                to[i].setAttribute('style', painted.map(p => `${p}:${computed.getPropertyValue(p)}`).join(';'));
            });
            return new XMLSerializer().serializeToString(copy);
        });
        parts += `<g transform="translate(${left},100)"><text y="-14" style="font:600 16px sans-serif;fill:${ink}">${escape(card.network.name)}</text>${inner.join('')}</g>`;
        left += card.layout.width + 32;
    }
    const words = (y, size, weight, text) => `<text x="16" y="${y}" style="font:${weight} ${size}px sans-serif;fill:${ink}">${escape(text)}</text>`;
    // Whoever has a shared page's address may see it, so that a picture of it does not tell it.
    const source = `Length ${page.recording.length}, seed ${page.recording.seed}, sequence ${page.sequence + 1}, epoch ${frameWord(page.recording.frames[page.frame])}. ${location.origin}${page.shared ? '' : location.pathname}`;
    return {
        width, height,
        text: `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="100%" height="100%" fill="${surface}"/>`
            + words(28, 16, 600, page.title.textContent) + words(48, 12, 400, page.text.textContent) + words(height - 8, 10, 400, source) + parts + '</svg>',
    };
}

/** What is drawn, as SVG. */
export function exportSvg(page) {
    save(page, 'svg', new Blob([drawing(page).text], { type: 'image/svg+xml' }));
}

/** What is drawn, as PNG at twice the size. */
export async function exportPng(page) {
    const { width, height, text } = drawing(page), picture = new Image();
    picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    await picture.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: 2 * width, height: 2 * height });
    canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
    save(page, 'png', await new Promise(done => canvas.toBlob(done, 'image/png')));
}
