// The map of states or gates, unit × step: cells of SVG while there are few, else a canvas.
import { mapsOf } from '../network.js';
import { html, pixelShades, put, say, shade, show, svg, text } from '../svg.js';
import { fixed } from '../text.js';
import { gates, names } from './layout.js';

const mostCells = 150;

// Nearer to zero than this a value has no sign worth a mark.
const unsigned = .05;

// Where the reader chose the colours, a sign is not told by them.
const forced = () => matchMedia('(forced-colors: active)').matches;

const signOf = share => share > unsigned ? '+' : share < -unsigned ? '−' : '';

export class StateMap {
    #cells; #signs; #canvas; #image; #shades; #title; #note; #boxes; #keyed; #low; #high; #carrier; #unit;

    constructor(card, root) {
        const { network, layout: l, steps, cell, at, body } = card, units = network.hidden, top = l.y.map;
        Object.assign(this, { card, units });
        this.#title = text(root, 0, top - 10, 'title');
        this.#note = text(root, 66, top - 10, 'note');
        const scale = svg('g', { transform: `translate(${l.label + l.steps - 86},${top - 18})` }, root);
        this.#boxes = Array.from({ length: 9 }, (_, i) => svg('rect', { x: 6 + i * 7.5, width: 7.5, height: 8 }, scale));
        this.#low = text(scale, 2, 8, 'tick', '', 'end');
        this.#high = text(scale, 78, 8, 'tick');
        for (let k = 0; k < units; k++)
            if (l.rowHeight >= 12 || k % 4 === 3 || k === 0) text(root, l.label - 8, top + (k + .5) * l.rowHeight + 4, 'tick', String(k + 1), 'end');
        if (steps * units <= mostCells) {
            const grid = svg('g', {}, root);
            this.#cells = Array.from({ length: steps * units }, (_, i) => svg('rect', {
                x: at(Math.floor(i / units)) + .5, y: top + i % units * l.rowHeight + .5, width: Math.max(.5, cell - 1), height: l.rowHeight - 1,
            }, grid));
        } else {
            this.#canvas = html('canvas', 'inside-map');
            // Under the drawing, whose outlines and lit steps lie over it.
            body.prepend(this.#canvas);
            Object.assign(this.#canvas, { width: steps, height: units });
            let grid = '';
            for (let t = 0; t <= steps && cell >= 5; t++) grid += `M${at(t)},${top}v${units * l.rowHeight}`;
            for (let k = 0; k <= units; k++) grid += `M${l.label},${top + k * l.rowHeight}h${l.steps}`;
            svg('path', { d: grid, class: 'map-grid' }, root);
            Object.assign(this.#canvas.style, { left: `${l.label}px`, top: `${top}px`, width: `${l.steps}px`, height: `${units * l.rowHeight}px` });
        }
        if (forced() && cell >= 7 && l.rowHeight >= 12) this.#signs = Array.from({ length: steps * units }, (_, i) =>
            text(root, at(Math.floor(i / units)) + cell / 2, top + (i % units + .5) * l.rowHeight + 4, 'sign', '', 'middle'));
        this.#carrier = svg('rect', { x: l.label, width: l.steps, height: l.rowHeight, class: 'outline', visibility: 'hidden' }, root);
        this.#unit = svg('rect', { x: l.label, width: l.steps, height: l.rowHeight, class: 'outline thin', visibility: 'hidden' }, root);
    }

    /** Marks the unit pointed at. */
    highlight(unit) {
        show(this.#unit, unit !== null);
        if (unit !== null) put(this.#unit, 'y', this.card.layout.y.map + unit * this.card.layout.rowHeight);
    }

    /** Nothing is known of the network yet. */
    drawWaiting() {
        for (const cell of this.#cells ?? []) fill(cell, 'var(--soft)');
        this.#name('State hₜ');
    }

    /** The map called `map` of one sequence's trace, or how it changed. */
    draw(s, map, facts) {
        const { network: { model, name }, layout: l } = this.card;
        const end = s.steps * this.units, values = s.trace.maps[map].subarray(0, end), old = s.change?.maps[map].subarray(0, end), isGate = gates.has(map) && !old;
        const scale = map === 'c' ? niceScale(old ?? [], values) : old ? s.changeScale : 1;
        const of = old ? i => (values[i] - old[i]) / scale : i => values[i] / scale;
        if (this.#cells) this.#cells.forEach((cell, i) => fill(cell, i < end ? shade(model, of(i)) : 'none'));
        else this.#paint(of, s.steps);
        this.#signs?.forEach((sign, i) => say(sign, i < end ? signOf(of(i)) : ''));
        this.#name(`${old ? `Change of ${names[map][0].toLowerCase()}${names[map].slice(1)}` : names[map]}ₜ`);
        say(this.#note, l.width < 400 ? '' : old ? s.changeWord : facts?.note ?? '');
        say(this.#low, isGate ? '0' : fixed(-scale, scale < 10 ? (Number.isInteger(scale) ? 0 : 1) : 0));
        say(this.#high, fixed(scale, Number.isInteger(scale) ? 0 : 1));
        this.#key(isGate);
        const carrier = facts?.carrier?.[map] ?? null;
        show(this.#carrier, carrier !== null && !old);
        if (carrier !== null) put(this.#carrier, 'y', l.y.map + carrier * l.rowHeight);
        this.words = `${old ? 'Change of the state' : names[map]} of the ${name}, ${this.units} units, ${s.steps} steps; ${facts?.note ?? ''}`;
    }

    // Asking how long a text is lays the whole page out: only where it is another.
    #name(title) {
        if (this.#title.textContent === title) return;
        say(this.#title, title);
        this.#note.setAttribute('x', this.#title.getComputedTextLength() + 8);
    }

    // The colours of the scale's nine boxes, which are others for a gate.
    #key(isGate) {
        if (this.#keyed === isGate) return;
        this.#keyed = isGate;
        this.#boxes.forEach((rect, i) => { rect.style.fill = shade(this.card.network.model, isGate ? i / 8 : i / 4 - 1); });
    }

    // A pixel a cell, which the browser enlarges; the grid over it is SVG.
    #paint(of, end) {
        const { network: { model }, steps, root } = this.card, n = this.units;
        this.#shades ??= pixelShades(root, model);
        this.#image ??= this.#canvas.getContext('2d').createImageData(steps, n);
        const to = new Uint32Array(this.#image.data.buffer);
        // Nothing after a sequence's end.
        for (let t = 0; t < steps; t++) for (let k = 0; k < n; k++) to[k * steps + t] = t < end ? this.#shades(of(t * n + k)) : 0;
        this.#canvas.getContext('2d').putImageData(this.#image, 0, 0);
    }

    /** Forgets the theme's colours. */
    retheme() { this.#shades = null; }
}

// Only where it is another colour.
function fill(cell, colour) {
    if (cell.filled !== colour) cell.style.fill = cell.filled = colour;
}

/** The map of that name where the network has it, else its state. */
export const mapOf = (model, map) => mapsOf(model).includes(map) ? map : 'h';

/** The largest magnitude, rounded up to a number that reads well. */
function niceScale(...lists) {
    let most = 1;
    for (const list of lists) for (const v of list) most = Math.max(most, Math.abs(v));
    const unit = 10 ** Math.floor(Math.log10(most));
    return Math.ceil(most / unit * 2) / 2 * unit;
}
