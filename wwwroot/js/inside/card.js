// One network's card: everything that has timesteps over one x axis, one cell a step. Built once for a width, then only
// attributes change.
import { mapsOf, rowNorm } from './network.js';
import { canvasShades, html, marker, say, shade, show, svg, text, token } from './svg.js';
import { fixed, indexed, input, magnitude, percent, power, signed } from './text.js';

const low = -12, high = 2;                      // powers of ten of the gradient's axis
const names = { h: 'State h', c: 'Cell c', i: 'Input gate i', f: 'Forget gate f', g: 'Candidate g', o: 'Output gate o', r: 'Reset gate r', z: 'Update gate z', n: 'Candidate n' };
const formulas = {
    rnn: 'hₜ = tanh(Wx xₜ + Wh hₜ₋₁ + b)',
    lstm: 'cₜ = f·cₜ₋₁ + i·g, hₜ = o·tanh(cₜ)',
    gru: 'hₜ = (1 − z)·n + z·hₜ₋₁',
};
const gates = new Set(['i', 'f', 'o', 'r', 'z']);

/** Where the parts of a card lie, from its inner width in pixels. */
export function layoutOf(width, units, more) {
    const narrow = width < 520;
    const label = narrow ? 36 : 46, adds = 68, read = 146, gap = 12;
    const steps = narrow ? width - label : width - label - adds - read - 2 * gap;
    const rowHeight = units <= 6 ? 19 : units <= 12 ? 12 : 8;
    const top = narrow ? 56 : 0;
    const y = { inputs: top + 30, stepNumbers: top + 112, map: top + 144 };
    y.readable = y.map + units * rowHeight + 32;
    y.depends = y.readable + 40 + 32;
    y.gradient = y.depends + 60 + 30;
    y.end = y.gradient + 66 + 12;
    const scatter = narrow ? (more ? { x1: label, x2: label + steps / 2 + 8, size: Math.min(146, steps / 2 - 24), y: y.end + 24 } : null) : null;
    return {
        width, narrow, label, steps, rowHeight, y, more, adds: narrow ? null : label + steps + gap,
        read: narrow ? 0 : width - read, readWidth: narrow ? width : read, scatter,
        height: y.end + (scatter ? scatter.size + 56 : 0),
    };
}

/** A card of one network. `actions`: {step(t, unit), leave(), edit(t, value), map(name)}. */
export class Card {
    #parts = {}; #shades; #clipTimer;

    constructor(parent, recording, network, task, actions) {
        Object.assign(this, { recording, network, task, actions, map: 'h' });
        this.root = html('section', `card inside-card ${network.model}`, parent);
        this.root.tabIndex = 0;
        this.root.setAttribute('role', 'group');
        this.root.setAttribute('aria-roledescription', 'network');
        this.#head();
        this.body = html('div', 'inside-body', this.root);
        this.foot = html('div', 'inside-foot figures', this.root);
        this.foot.setAttribute('aria-live', 'polite');
    }

    get steps() { return this.recording.length; }

    #head() {
        const head = html('div', 'card-head', this.root), name = html('h2', `model ${this.network.model}-name`, head);
        const shape = svg('svg', { class: `shape ${this.network.model}`, viewBox: '0 0 10 10', 'aria-hidden': true }, name);
        svg('path', { d: marker(this.network.model, 5, 5, this.network.model === 'gru' ? 4 : 5) }, shape);
        html('span', '', name, this.network.name);
        html('span', 'small quiet formula', name, formulas[this.network.model]);
        const right = html('span', 'row', head);
        this.chip = html('span', 'chip past', right);
        const maps = mapsOf(this.network.model);
        if (maps.length === 1) return;
        this.choice = html('span', 'choice', right);
        this.choice.setAttribute('role', 'group');
        this.choice.setAttribute('aria-label', `What the map of the ${this.network.name} shows`);
        for (const map of maps) {
            const button = html('button', '', this.choice, map);
            Object.assign(button, { type: 'button', title: names[map] });
            button.dataset.map = map;
            button.addEventListener('click', () => this.actions.map(map));
        }
    }

    /** Builds the drawing for the card's width; asked for again when the width changes. */
    build(more = false) {
        this.body.replaceChildren();
        const units = this.network.hidden, l = this.layout = layoutOf(this.body.clientWidth || 656, units, more);
        const cell = this.cell = l.steps / this.steps, at = t => l.label + t * cell;
        const root = svg('svg', { width: l.width, height: l.height, class: 'inside-drawing', role: 'img' }, this.body);
        const p = this.#parts = { root };
        this.#shades = null;
        p.hot = svg('g', { class: 'hot' }, root);
        for (const [y, height] of [[l.y.inputs - 12, 94], [l.y.map, units * l.rowHeight], [l.y.readable, 40], [l.y.depends - 4, 68], [l.y.gradient - 2, 70]])
            svg('rect', { y, height, width: cell, rx: 3 }, p.hot);

        // Input
        text(root, 0, l.y.inputs - 18, 'title', this.task.inputTitle);
        text(root, 54, l.y.inputs - 18, 'note', l.narrow ? this.task.inputNoteShort : this.task.inputNote);
        const [from, to] = this.task.inputRange;
        this.inputY = value => l.y.inputs + 58 * (to - Math.max(from, Math.min(to, value))) / (to - from);
        text(root, l.label - 8, l.y.inputs + 8, 'tick', fixed(to, 0), 'end');
        text(root, l.label - 8, l.y.inputs + 60, 'tick', fixed(from, 0), 'end');
        const base = Math.max(from, Math.min(to, 0));
        this.base = base;
        p.bars = svg('g', {}, root);
        svg('line', { x1: l.label, x2: l.label + l.steps, y1: this.inputY(base), y2: this.inputY(base), class: 'axis' }, root);
        p.inputs = [];
        const sparse = cell < 18, wide = Math.max(1, Math.min(15, cell * .6));
        text(root, l.label - 8, l.y.stepNumbers, 'tick', 'step', 'end');
        for (let t = 0; t < this.steps; t++) {
            const x = at(t) + cell / 2, weight = this.task.weights.find(w => w.index === t);
            const group = svg('g', { class: weight ? 'counts' : '' }, p.bars);
            p.inputs.push({
                ghost: svg('rect', { x: x - wide / 2, width: wide, class: 'ghost', visibility: 'hidden' }, group),
                bar: svg('rect', { x: x - wide / 2, width: wide }, group),
                grip: svg('rect', { x: x - wide / 2, width: wide, height: 3, class: 'grip' }, group),
                value: text(group, x, 0, 'value', '', 'middle'),
                number: (!sparse || weight || (t + 1) % 5 === 0) && !(sparse && !weight && this.task.weights.some(w => Math.abs(w.index - t) < 2))
                    ? text(root, x, l.y.stepNumbers, weight ? 'tick strong' : 'tick', String(t + 1), 'middle') : null,
                always: !sparse || weight,
            });
            if (weight) text(root, Math.min(x, l.width - 14), weight.index === 0 ? l.y.inputs + 76 : l.y.inputs + 2, 'weight', `× ${input(weight.weight)}`, 'middle')
                .setAttribute('data-weight', t);
        }

        // State map
        p.mapTitle = text(root, 0, l.y.map - 10, 'title');
        p.mapNote = text(root, 66, l.y.map - 10, 'note');
        p.scale = svg('g', { transform: `translate(${l.label + l.steps - 86},${l.y.map - 18})` }, root);
        for (let i = 0; i < 9; i++) svg('rect', { x: 6 + i * 7.5, width: 7.5, height: 8, style: `fill:${shade(this.network.model, i / 4 - 1)}` }, p.scale);
        p.scaleLow = text(p.scale, 2, 8, 'tick', '', 'end');
        p.scaleHigh = text(p.scale, 78, 8, 'tick');
        for (let k = 0; k < units; k++)
            if (l.rowHeight >= 12 || k % 4 === 3 || k === 0) text(root, l.label - 8, l.y.map + (k + .5) * l.rowHeight + 4, 'tick', String(k + 1), 'end');
        if (this.steps * units <= 150) {
            p.cells = [];
            const grid = svg('g', {}, root);
            for (let t = 0; t < this.steps; t++)
                for (let k = 0; k < units; k++)
                    p.cells.push(svg('rect', { x: at(t) + .5, y: l.y.map + k * l.rowHeight + .5, width: Math.max(.5, cell - 1), height: l.rowHeight - 1 }, grid));
        } else {
            p.canvas = html('canvas', 'inside-map', this.body);
            const scale = devicePixelRatio || 1;
            Object.assign(p.canvas, { width: Math.round(l.steps * scale), height: Math.round(units * l.rowHeight * scale) });
            Object.assign(p.canvas.style, { left: `${l.label}px`, top: `${l.y.map}px`, width: `${l.steps}px`, height: `${units * l.rowHeight}px` });
        }
        p.carrier = svg('rect', { x: l.label, width: l.steps, height: l.rowHeight, class: 'outline', visibility: 'hidden' }, root);
        p.unit = svg('rect', { x: l.label, width: l.steps, height: l.rowHeight, class: 'outline thin', visibility: 'hidden' }, root);

        // Contributions
        if (l.adds !== null || l.scatter) {
            const place = l.adds ?? l.label + l.steps;
            if (l.adds !== null) {
                text(root, place + 58, l.y.map - 10, 'note', 'adds to ŷ', 'end');
                p.zero = svg('line', { x1: place + 14, x2: place + 14, y1: l.y.map, y2: l.y.map + units * l.rowHeight, class: 'axis' }, root);
                p.adds = Array.from({ length: units }, (_, k) => ({
                    bar: svg('rect', { y: l.y.map + k * l.rowHeight + l.rowHeight * .25, height: l.rowHeight * .5, class: 'toned' }, root),
                    number: l.rowHeight >= 12 ? text(root, place + 66, l.y.map + (k + .5) * l.rowHeight + 4, 'tick', '', 'end') : null,
                }));
            }
        }

        // x1 still readable
        text(root, 0, l.y.readable - 8, 'title', this.task.readTitle);
        if (!l.narrow) text(root, 104, l.y.readable - 8, 'note', this.network.model === 'lstm' ? 'share of it a straight line finds in hₜ; dotted: in hₜ and cₜ' : 'share of it a straight line finds in hₜ');
        text(root, l.label - 8, l.y.readable + 8, 'tick', '100%', 'end');
        text(root, l.label - 8, l.y.readable + 42, 'tick', '0%', 'end');
        p.readArea = svg('path', { class: 'area' }, root);
        p.readLine = svg('path', { class: 'line' }, root);
        p.readCell = svg('path', { class: 'line dotted' }, root);
        p.readTexts = Array.from({ length: 5 }, () => text(root, 0, 0, 'value halo', '', 'middle'));

        // What the answer depends on
        text(root, 0, l.y.depends - 8, 'title', 'ŷ depends on xₜ');
        text(root, 100, l.y.depends - 8, 'note', l.narrow ? 'outline: true weight' : `mean effect over ${this.recording.count.toLocaleString('en')} sequences; outline: truth; tick: this one`);
        const most = Math.max(...this.task.weights.map(w => Math.abs(w.weight)), .1) * 1.04;
        const least = Math.min(0, ...this.task.weights.map(w => w.weight)) * 1.04 - most * .04;
        this.dependsRange = [least, most];
        this.dependsY = value => l.y.depends + 60 * (most - Math.max(least, Math.min(most, value))) / (most - least);
        for (const value of [0, ...new Set(this.task.weights.map(w => w.weight))]) {
            text(root, l.label - 8, this.dependsY(value) + 4, 'tick', input(value), 'end');
            svg('line', { x1: l.label, x2: l.label + l.steps, y1: this.dependsY(value), y2: this.dependsY(value), class: value ? 'gridline' : 'axis' }, root);
        }
        const bar = Math.max(1, Math.min(16, cell * .55));
        p.effects = [];
        for (let t = 0; t < this.steps; t++) {
            const x = at(t) + cell / 2, weight = this.task.weights.find(w => w.index === t);
            p.effects.push({
                x,
                bar: svg('rect', { x: x - bar / 2 + .5, width: Math.max(.5, bar - 1), class: 'toned' }, root),
                tick: svg('path', { class: 'tick-mark' }, root),
                value: weight ? text(root, t === 0 ? x + bar / 2 + 6 : x - bar / 2 - 6, 0, 'value halo', '', t === 0 ? 'start' : 'end') : null,
            });
            if (weight) {
                const a = this.dependsY(0), b = this.dependsY(weight.weight);
                svg('rect', { x: x - bar / 2 - 1, y: Math.min(a, b), width: bar + 2, height: Math.abs(a - b), class: 'outline' }, root);
            }
        }

        // Gradient
        text(root, 0, l.y.gradient - 8, 'title', 'Gradient ‖∂L/∂hₜ‖');
        text(root, 118, l.y.gradient - 8, 'note', l.narrow ? 'log scale' : `log scale; band: 10 to 90% of sequences${this.network.model === 'lstm' ? '; thin: ‖∂L/∂cₜ‖' : ''}`);
        this.gradientY = value => l.y.gradient + 66 * (high - Math.max(low, Math.min(high, Math.log10(value)))) / (high - low);
        for (const exponent of [high, -5, low]) {
            const y = this.gradientY(10 ** exponent);
            text(root, l.label - 8, y + 4, 'tick', power(exponent), 'end');
            svg('line', { x1: l.label, x2: l.label + l.steps, y1: y, y2: y, class: exponent === low ? 'axis' : 'gridline' }, root);
        }
        p.band = svg('path', { class: 'area' }, root);
        p.cellGradient = svg('path', { class: 'line thin' }, root);
        p.gradient = svg('path', { class: 'line' }, root);
        p.gradientMarks = svg('path', { class: 'toned' }, root);
        p.below = text(root, l.label + 4, l.y.gradient + 16, 'value halo');

        this.#readout(l, root);
        p.hot.setAttribute('visibility', 'hidden');
        root.append(p.hot);
        this.#listen(root, l);
    }

    #readout(l, root) {
        const p = this.#parts, x = l.read, w = l.readWidth, [from, to] = this.task.answerRange;
        this.answerX = value => x + 4 + (w - 8) * (Math.max(from, Math.min(to, value)) - from) / (to - from);
        if (l.narrow) {
            text(root, x, 12, 'title', 'Prediction ŷ');
            p.answer = text(root, x + 78, 14, `answer-narrow ${this.network.model}`);
            p.target = text(root, x + w, 14, 'target', '', 'end');
            text(root, x + w - 70, 12, 'title', 'Target y', 'end');
        } else {
            text(root, x, 12, 'title', 'Prediction ŷ');
            text(root, x + w, 12, 'title', 'Target y', 'end');
            p.answer = text(root, x, 44, `answer ${this.network.model}`);
            p.target = text(root, x + w, 44, 'target', '', 'end');
        }
        const y = l.narrow ? 34 : 68;
        svg('line', { x1: x, x2: x + w, y1: y, y2: y, class: 'axis thick' }, root);
        if (from < 0 && to > 0) svg('line', { x1: this.answerX(0), x2: this.answerX(0), y1: y - 4, y2: y + 4, class: 'axis' }, root);
        p.error = svg('line', { y1: y, y2: y, class: 'error' }, root);
        p.ghostTarget = svg('line', { y1: y - 9, y2: y + 9, class: 'ghost-line', visibility: 'hidden' }, root);
        p.targetTick = svg('line', { y1: y - 9, y2: y + 9, class: 'target-tick' }, root);
        p.ghostAnswer = svg('path', { class: 'hollow', visibility: 'hidden' }, root);
        p.answerMark = svg('path', { class: 'toned' }, root);
        this.answerLineY = y;
        p.off = text(root, x, l.narrow ? 50 : 92, 'note');
        p.moved = text(root, x + w, l.narrow ? 50 : 92, 'note', '', 'end');
        if (l.narrow && !l.scatter) return;
        const s = l.scatter ? { y1: l.scatter.y, y2: l.scatter.y, h1: l.scatter.size, h2: l.scatter.size, x1: l.scatter.x1, x2: l.scatter.x2, w: l.scatter.size }
            : { y1: 130, y2: Math.max(310, l.y.end - 12 - 200), h1: 146, h2: 0, x1: x, x2: x, w };
        if (!l.scatter) s.h2 = l.y.end - 12 - s.y2;
        p.scatterTitle = text(root, s.x1, s.y1 - 8, 'title', 'ŷ against y');
        p.score = text(root, s.x1 + s.w, s.y1 - 8, 'note', '', 'end');
        p.secondTitle = text(root, s.x2, s.y2 - 8, 'title');
        p.secondNote = text(root, s.x2 + s.w, s.y2 - 8, 'note', '', 'end');
        for (const [sx, sy, sh] of [[s.x1, s.y1, s.h1], [s.x2, s.y2, s.h2]]) svg('rect', { x: sx + .5, y: sy + .5, width: s.w - 1, height: sh - 1, class: 'frame' }, root);
        const map = (sx, sy, sw, sh, x0, x1, y0, y1) => ({
            x: v => sx + sw * (Math.max(x0, Math.min(x1, v)) - x0) / (x1 - x0),
            y: v => sy + sh * (y1 - Math.max(y0, Math.min(y1, v))) / (y1 - y0), sx, sy, sw, sh,
        });
        const [lo, hi] = this.task.inputRange;
        this.first = map(s.x1, s.y1, s.w, s.h1, from, to, from, to);
        this.second = map(s.x2, s.y2, s.w, s.h2, lo, hi, from, to);
        svg('line', { x1: this.first.x(from), y1: this.first.y(from), x2: this.first.x(to), y2: this.first.y(to), class: 'diagonal' }, root);
        p.level = svg('line', { x1: s.x2, x2: s.x2 + s.w, y1: this.second.y(0), y2: this.second.y(0), class: 'axis' }, root);
        for (const [area, left, right] of [[this.first, from, to], [this.second, lo, hi]]) {
            if (!l.scatter) {
                text(root, area.sx - 4, area.sy + 8, 'tick', fixed(to, 0), 'end');
                text(root, area.sx - 4, area.sy + area.sh, 'tick', fixed(from, 0), 'end');
            }
            if (area === this.second) text(root, area.sx, area.sy + area.sh + 13, 'tick', fixed(left, 0));
            text(root, area.sx + area.sw, area.sy + area.sh + 13, 'tick', `${area === this.first ? 'y' : this.task.readName} ${fixed(right, 0)}`, 'end');
        }
        p.scatters = [this.first, this.second].map(area => {
            const canvas = html('canvas', 'inside-scatter', this.body), scale = devicePixelRatio || 1;
            Object.assign(canvas, { width: Math.round(area.sw * scale), height: Math.round(area.sh * scale) });
            Object.assign(canvas.style, { left: `${area.sx}px`, top: `${area.sy}px`, width: `${area.sw}px`, height: `${area.sh}px` });
            return canvas;
        });
        const over = p.over = svg('svg', { width: l.width, height: l.height, class: 'inside-over', 'aria-hidden': true }, this.body);
        p.curveTruth = svg('path', { class: 'truth-line' }, over);
        p.curve = svg('path', { class: 'line' }, over);
        p.ghostPoint = svg('path', { class: 'hollow', visibility: 'hidden' }, over);
        p.points = [0, 1].map(() => ({ ring: svg('circle', { r: 9, class: 'ring' }, over), dot: svg('path', { class: 'toned' }, over) }));
    }

    #listen(root, l) {
        const where = e => {
            const box = root.getBoundingClientRect(), x = e.clientX - box.left - l.label, y = e.clientY - box.top;
            const t = Math.floor(x / this.cell), unit = Math.floor((y - l.y.map) / l.rowHeight);
            return x < 0 || x >= l.steps || y < l.y.inputs - 20 ? null
                : { t, unit: unit >= 0 && unit < this.network.hidden ? unit : null, input: y >= l.y.inputs - 16 && y <= l.y.inputs + 74, y };
        };
        const valueAt = y => {
            const [from, to] = this.task.inputRange;
            return to - (y - l.y.inputs) / 58 * (to - from);
        };
        let dragging = null, press = null;
        const start = (e, t) => {
            dragging = t;
            root.setPointerCapture(e.pointerId);
            root.classList.add('dragging');
        };
        root.addEventListener('pointermove', e => {
            const at = where(e);
            if (dragging !== null) {
                const box = root.getBoundingClientRect();
                this.actions.edit(dragging, valueAt(e.clientY - box.top));
                return;
            }
            if (press && Math.hypot(e.clientX - press.x, e.clientY - press.y) > 8) press = clearTimeout(press.timer);
            if (e.pointerType === 'touch') return;
            if (at) this.actions.step(at.t, at.unit);
            else this.actions.leave();
            root.classList.toggle('over-input', !!at?.input && this.task.editable);
        });
        root.addEventListener('pointerleave', () => { if (dragging === null) this.actions.leave(); });
        root.addEventListener('pointerdown', e => {
            const at = where(e);
            if (!at) return;
            if (e.pointerType === 'touch') {
                // A tap picks a step, a long press starts the edit, so that the page still scrolls.
                press = { x: e.clientX, y: e.clientY, timer: setTimeout(() => { if (at.input && this.task.editable) start(e, at.t); press = null; }, 450) };
            } else if (at.input && this.task.editable) {
                e.preventDefault();
                start(e, at.t);
                this.actions.edit(at.t, valueAt(at.y));
            }
        });
        const end = e => {
            if (press) {
                clearTimeout(press.timer);
                const at = where(e);
                if (at && e.type === 'pointerup') this.actions.step(at.t, at.unit);
                press = null;
            }
            if (dragging !== null) this.actions.edited?.();
            dragging = null;
            root.classList.remove('dragging');
        };
        root.addEventListener('pointerup', end);
        root.addEventListener('pointercancel', end);
        root.addEventListener('touchmove', e => { if (dragging !== null) e.preventDefault(); }, { passive: false });
    }

    /** Forgets the theme's colours. */
    retheme() { this.#shades = null; }

    /** Input bars of sequence x [steps], beside `before` where a value was changed; no network is needed for it. */
    drawInputs(x, before, hovered) {
        const base = this.inputY(this.base);
        this.#parts.inputs.forEach((part, t) => {
            const y = this.inputY(x[t]);
            part.bar.setAttribute('y', Math.min(y, base));
            part.bar.setAttribute('height', Math.max(.5, Math.abs(y - base)));
            part.grip.setAttribute('y', x[t] >= this.base ? y : y - 3);
            const changed = before && before[t] !== x[t];
            if (changed) {
                const old = this.inputY(before[t]);
                part.ghost.setAttribute('y', Math.min(old, base));
                part.ghost.setAttribute('height', Math.max(.5, Math.abs(old - base)));
            }
            show(part.ghost, changed);
            show(part.value, part.always || changed || t === hovered);
            part.value.setAttribute('y', x[t] >= this.base ? Math.max(y - 4, this.layout.y.inputs - 2) : Math.min(y + 13, this.layout.y.stepNumbers - 14));
            say(part.value, input(x[t]));
        });
        // The weight stands on the side its bar leaves free.
        for (const label of this.#parts.root.querySelectorAll('[data-weight]'))
            label.setAttribute('y', x[label.dataset.weight] >= this.base ? base + 15 : base - 6);
    }

    /** Lights a step in all rows, and the unit pointed at. */
    highlight(step, unit) {
        const p = this.#parts;
        show(p.hot, step !== null);
        if (step !== null) for (const rect of p.hot.children) rect.setAttribute('x', this.layout.label + step * this.cell);
        show(p.unit, unit !== null);
        if (unit !== null) p.unit.setAttribute('y', this.layout.y.map + unit * this.layout.rowHeight);
        p.inputs.forEach((part, t) => part.number?.classList.toggle('hovered', t === step));
    }

    /** What belongs to a frame: facts over the validation set. `f`: {readH, readC, effect, band, carrier, note, score, past, slope}. */
    drawFacts(f) {
        const p = this.#parts, l = this.layout, steps = this.steps, at = t => l.label + t * this.cell;
        say(this.chip, f.past ?? '');
        this.chip.hidden = !f.past;
        this.root.classList.toggle('past-stop', !!f.past);
        const y = share => l.y.readable + 38 - 36 * Math.max(0, Math.min(1, share));
        let line = '', cells = '';
        for (let t = 0; t < steps; t++) {
            line += `M${at(t)},${y(f.readH[t])}h${this.cell}`;
            cells += `${t ? 'L' : 'M'}${at(t)},${y(f.readC[t])}h${this.cell}`;
        }
        p.readLine.setAttribute('d', line);
        p.readArea.setAttribute('d', `M${at(0)},${y(0)}${Array.from(f.readH, (v, t) => `L${at(t)},${y(v)}h${this.cell}`).join('')}V${y(0)}z`);
        p.readCell.setAttribute('d', this.network.model === 'lstm' ? cells : '');
        const labels = pickLabels(f.readH, this.cell);
        p.readTexts.forEach((label, i) => {
            const t = labels[i];
            show(label, t !== undefined);
            if (t === undefined) return;
            label.setAttribute('x', Math.max(l.label + 14, Math.min(l.label + l.steps - 16, at(t) + this.cell / 2)));
            const v = y(f.readH[t]);
            label.setAttribute('y', v < l.y.readable + 20 ? v + 14 : v - 5);
            say(label, percent(f.readH[t]));
        });
        const zero = this.dependsY(0);
        p.effects.forEach((part, t) => {
            const top = this.dependsY(f.effect[t]);
            part.bar.setAttribute('y', Math.min(top, zero));
            part.bar.setAttribute('height', Math.max(.6, Math.abs(zero - top)));
            if (!part.value) return;
            part.value.setAttribute('y', Math.min(l.y.depends + 56, Math.max(l.y.depends + 10, top + 4)));
            say(part.value, fixed(f.effect[t], 2));
        });
        if (f.band) {
            const edge = (from, step) => {
                let path = '';
                for (let i = 0; i < steps; i++) {
                    const t = step > 0 ? i : steps - 1 - i;
                    path += `${path ? 'L' : from}${(at(t) + this.cell / 2).toFixed(1)},${this.gradientY(f.band[(step > 0 ? 0 : steps) + t]).toFixed(1)}`;
                }
                return path;
            };
            p.band.setAttribute('d', `${edge('M', 1)}L${edge('', -1)}z`);
        }
        if (p.score) p.score.innerHTML = `${this.task.scoreWord} <tspan class="strong">${fixed(f.score, f.score < 10 ? 2 : 1)}</tspan>`;
        if (p.scatters) this.#scatter(f);
        this.facts = f;
    }

    #scatter(f) {
        const p = this.#parts, scale = devicePixelRatio || 1, colour = token(this.root, `--${this.network.model}`), { targets, count } = this.recording;
        const errors = !f.edited;
        for (const [i, area] of [this.first, this.second].entries()) {
            const context = p.scatters[i].getContext('2d');
            context.setTransform(scale, 0, 0, scale, 0, 0);
            context.clearRect(0, 0, area.sw, area.sh);
            if (i && !errors) continue;
            context.fillStyle = colour;
            context.globalAlpha = .42;
            for (let k = 0; k < count; k++) {
                const x = i ? area.x(f.readValues[k]) : area.x(targets[k]), y = i ? area.y(targets[k] - f.yhat[k]) : area.y(f.yhat[k]);
                context.fillRect(x - area.sx - .75, y - area.sy - .75, 1.5, 1.5);
            }
        }
    }

    /** What belongs to one sequence: its trace, and before it was changed. */
    draw(s) {
        const p = this.#parts, l = this.layout, n = this.network.hidden, steps = this.steps, model = this.network.model;
        const values = s.trace.maps[this.map], isGate = gates.has(this.map);
        let scale = 1;
        if (s.change) scale = this.map === 'c' ? niceScale(s.change.maps.c, values) : 2;
        else if (this.map === 'c') scale = niceScale(values);
        const of = i => s.change ? values[i] - s.change.maps[this.map][i] : values[i];
        if (p.cells) {
            for (let i = 0; i < p.cells.length; i++) p.cells[i].style.fill = shade(model, of(i) / scale);
        } else {
            this.#shades ??= canvasShades(this.root, model);
            const context = p.canvas.getContext('2d'), ratio = devicePixelRatio || 1, height = l.rowHeight, gap = this.cell >= 5 ? 1 : 0;
            context.setTransform(ratio, 0, 0, ratio, 0, 0);
            context.clearRect(0, 0, l.steps, n * height);
            for (let t = 0; t < steps; t++)
                for (let k = 0; k < n; k++) {
                    context.fillStyle = this.#shades(of(t * n + k) / scale);
                    context.fillRect(t * this.cell + gap / 2, k * height + .5, this.cell - gap, height - 1);
                }
        }
        say(p.mapTitle, `${s.change ? `Change of ${names[this.map][0].toLowerCase()}${names[this.map].slice(1)}` : names[this.map]}ₜ`);
        p.mapNote.setAttribute('x', p.mapTitle.getComputedTextLength() + 8);
        p.root.setAttribute('aria-label', `${s.change ? 'Change of the state' : names[this.map]} of the ${this.network.name}, ${n} units, ${steps} steps; ${this.facts?.note ?? ''}. Answer ${fixed(s.answer, this.task.digits)}, target ${fixed(s.target, this.task.digits)}.`);
        say(p.mapNote, s.change ? s.changeWord : l.narrow ? '' : this.facts?.note ?? '');
        say(p.scaleLow, isGate && !s.change ? '0' : fixed(-scale, scale < 10 ? (Number.isInteger(scale) ? 0 : 1) : 0));
        say(p.scaleHigh, fixed(scale, Number.isInteger(scale) ? 0 : 1));
        [...p.scale.children].filter(e => e.tagName === 'rect').forEach((rect, i) => { rect.style.fill = shade(model, isGate && !s.change ? i / 8 : i / 4 - 1); });
        const carrier = this.map === 'h' || this.map === 'c' ? this.facts?.carrier?.[this.map] : null;
        show(p.carrier, carrier !== null && carrier !== undefined && !s.change);
        if (carrier !== null && carrier !== undefined) p.carrier.setAttribute('y', l.y.map + carrier * l.rowHeight);

        if (p.adds) {
            const zero = l.adds + 14;
            p.adds.forEach((part, k) => {
                const v = s.contributions[k], width = Math.min(14, Math.abs(v) / s.contributionScale * 14);
                part.bar.setAttribute('x', v < 0 ? zero - width : zero);
                part.bar.setAttribute('width', Math.max(.5, width));
                if (part.number) say(part.number, signed(v));
            });
        }

        p.effects.forEach((part, t) => {
            const v = s.derivatives[t], [least, most] = this.dependsRange, w = Math.max(4, Math.min(8, this.cell * .4));
            const away = v > most ? 1 : v < least ? -1 : 0, x = part.x;
            const y = this.dependsY(v);
            part.tick.setAttribute('d', away > 0 ? `M${x - 4},${l.y.depends - 2}h8l-4,-5z` : away < 0 ? `M${x - 4},${l.y.depends + 61}h8l-4,5z`
                : `M${x + w},${y - .75}h${w}v1.5h${-w}z`);
        });

        let line = '', thin = '', marks = '', below = '';
        for (let t = 0; t < steps; t++) {
            const x = l.label + (t + .5) * this.cell, v = s.norms[t];
            if (v >= 10 ** low) {
                const y = this.gradientY(v);
                line += `${line ? 'L' : 'M'}${x.toFixed(1)},${y.toFixed(1)}`;
                if (this.cell >= 12) marks += marker(model, x, y, 3);
            } else if (!below && t === 0) below = v === 0 ? '0 in 64-bit numbers at step 1' : `${magnitude(v)} at step 1`;
            if (s.cellNorms) thin += `${thin ? 'L' : 'M'}${x.toFixed(1)},${this.gradientY(s.cellNorms[t]).toFixed(1)}`;
        }
        p.gradient.setAttribute('d', line);
        p.gradientMarks.setAttribute('d', marks);
        p.cellGradient.setAttribute('d', thin);
        say(p.below, below);
        this.#answer(s);
    }

    #answer(s) {
        const p = this.#parts, model = this.network.model, x = this.answerX(s.answer), tx = this.answerX(s.target);
        say(p.answer, fixed(s.answer, this.task.digits));
        say(p.target, fixed(s.target, this.task.digits));
        p.error.setAttribute('x1', x);
        p.error.setAttribute('x2', tx);
        p.targetTick.setAttribute('x1', tx);
        p.targetTick.setAttribute('x2', tx);
        p.answerMark.setAttribute('d', marker(model, x, this.answerLineY, 4));
        show(p.ghostAnswer, !!s.before);
        show(p.ghostTarget, !!s.before);
        if (s.before) {
            p.ghostAnswer.setAttribute('d', marker(model, this.answerX(s.before.answer), this.answerLineY, 4));
            const gx = this.answerX(s.before.target);
            p.ghostTarget.setAttribute('x1', gx);
            p.ghostTarget.setAttribute('x2', gx);
        }
        p.off.innerHTML = s.before ? `ŷ moved <tspan class="strong">${fixed(s.answer - s.before.answer, this.task.digits)}</tspan>`
            : `off by <tspan class="strong">${fixed(Math.abs(s.answer - s.target), this.task.digits)}</tspan>`;
        p.moved.innerHTML = s.before ? `y <tspan class="strong">${fixed(s.target - s.before.target, this.task.digits)}</tspan>` : '';
        if (!p.points) return;
        const put = (i, px, py) => {
            p.points[i].ring.setAttribute('cx', px);
            p.points[i].ring.setAttribute('cy', py);
            p.points[i].dot.setAttribute('d', marker(model, px, py, 4));
        };
        put(0, this.first.x(s.target), this.first.y(s.answer));
        show(p.ghostPoint, !!s.before);
        show(p.level, !s.before);
        if (s.before) {
            say(p.secondTitle, `ŷ if ${s.editedName} were …`);
            say(p.secondNote, 'dashed: y');
            put(1, this.second.x(s.editedValue), this.second.y(s.answer));
            p.ghostPoint.setAttribute('d', marker(model, this.second.x(s.before.value), this.second.y(s.before.answer), 4));
        } else {
            say(p.secondTitle, `y − ŷ against ${this.task.readName}`);
            p.secondNote.innerHTML = `<tspan class="strong">${fixed(this.facts?.slope ?? 0, 2)}</tspan>·${this.task.readName}`;
            put(1, this.second.x(s.read), this.second.y(s.target - s.answer));
        }
        if (!s.before) {
            p.curve.setAttribute('d', '');
            p.curveTruth.setAttribute('d', '');
        }
    }

    /** The response curve: answers and truth for every value of the changed input. */
    drawCurve(values, answers, truth) {
        const p = this.#parts;
        if (!p.curve) return;
        const path = list => Array.from(list, (v, i) => `${i ? 'L' : 'M'}${this.second.x(values[i]).toFixed(1)},${this.second.y(v).toFixed(1)}`).join('');
        p.curve.setAttribute('d', path(answers));
        p.curveTruth.setAttribute('d', path(truth));
    }

    /** The line at the foot: everything at one step, also what a screen reader hears. */
    drawFoot(s, step) {
        if (step === null) {
            say(this.foot, 'Point at a step for its numbers, or press ← and →.');
            return;
        }
        const n = this.network.hidden, pair = (name, value) => `<span>${name} <b>${value}</b></span>`;
        const values = Array.from({ length: Math.min(n, 8) }, (_, k) => fixed(s.trace.maps[this.map][step * n + k], 2)).join(' ') + (n > 8 ? ' …' : '');
        this.foot.innerHTML = pair('step', step + 1) + pair('x', input(s.x[step])) + pair(this.map, values)
            + pair(`${this.task.readName} readable`, percent(this.facts?.readH[step] ?? 0)) + pair('∂ŷ/∂x', fixed(s.derivatives[step], 2)) + pair('‖∂L/∂h‖', magnitude(s.norms[step]));
    }

    /** Shows another map: "h", "c", "f" … */
    setMap(map) {
        this.map = mapsOf(this.network.model).includes(map) ? map : 'h';
        for (const button of this.choice?.children ?? []) button.setAttribute('aria-pressed', button.dataset.map === this.map);
    }

    /** Nothing is known of the network yet: maps are blocks. */
    drawWaiting(target) {
        const p = this.#parts, x = this.answerX(target);
        say(p.target, fixed(target, this.task.digits));
        p.targetTick.setAttribute('x1', x);
        p.targetTick.setAttribute('x2', x);
        for (const cell of p.cells ?? []) cell.style.fill = 'var(--soft)';
        say(p.mapTitle, 'State hₜ');
        p.root.setAttribute('aria-label', `The ${this.network.name} is being trained again`);
        say(this.foot, ' ');
        this.chip.hidden = true;
    }
}

/** The largest magnitude, rounded up to a number that reads well. */
function niceScale(...lists) {
    let most = 1;
    for (const list of lists) for (const v of list) most = Math.max(most, Math.abs(v));
    const unit = 10 ** Math.floor(Math.log10(most));
    return Math.ceil(most / unit * 2) / 2 * unit;
}

/** Steps worth a figure: the first, where the share falls by a fifth or more, and the last; none so near another that they touch. */
function pickLabels(shares, cell) {
    const picked = [0], room = Math.max(1, Math.ceil(32 / cell)), last = shares.length - 1;
    for (let t = 1; t < last && picked.length < 4; t++)
        if (Math.abs(shares[t] - shares[picked.at(-1)]) >= .2 && t - picked.at(-1) >= room && last - t >= room) picked.push(t);
    if (last >= room) picked.push(last);
    return picked;
}

/** The name of a network's formula, for the table. */
export const formulaOf = model => formulas[model];

/** ‖row‖ of every step. */
export const norms = (rows, steps, width) => Float64Array.from({ length: steps }, (_, t) => rowNorm(rows, t, width));
