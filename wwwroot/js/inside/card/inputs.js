// The input bars, those that decide the answer in ink; where a task marks numbers, the marks under them.
import { put, show, say, svg, text } from '../svg.js';
import { fixed, input } from '../text.js';
import { heights, mostCounts } from './layout.js';

export class Inputs {
    #bars = []; #labels; #base; #hovered = null; #channels; #numbers;

    constructor(card, root) {
        const { task, recording, layout: l, steps, cell, at } = card, [from, to] = task.inputRange, top = l.y.inputs;
        Object.assign(this, { card, layout: l, y: value => top + heights.inputs * (to - Math.max(from, Math.min(to, value))) / (to - from) });
        this.#channels = recording.channels;
        text(root, 0, top - 18, 'title', task.inputTitle);
        text(root, 54, top - 18, 'note', l.narrow ? task.inputNoteShort : task.inputNote);
        text(root, l.label - 8, top + 8, 'tick', input(to), 'end');
        text(root, l.label - 8, top + 60, 'tick', input(from), 'end');
        this.#base = Math.max(from, Math.min(to, 0));
        const bars = svg('g', {}, root), base = this.y(this.#base);
        svg('line', { x1: l.label, x2: l.label + l.steps, y1: base, y2: base, class: 'axis' }, root);
        const wide = Math.max(1, Math.min(15, cell * .6));
        this.roomy = cell >= (task.fractions ? 30 : 18);
        for (let t = 0; t < steps; t++) {
            const x = at(t) + cell / 2, group = svg('g', {}, bars);
            this.#bars.push({
                group,
                ghost: svg('rect', { x: x - wide / 2, width: wide, class: 'ghost', visibility: 'hidden' }, group),
                bar: svg('rect', { x: x - wide / 2, width: wide }, group),
                grip: cell >= 4 ? svg('rect', { x: x - wide / 2, width: wide, height: 3, class: 'grip' }, group) : null,
                value: text(group, x, 0, 'value', '', 'middle'),
                mark: task.hasMarks ? svg('path', { class: 'mark', visibility: 'hidden' }, group) : null,
            });
        }
        this.#numbers = new StepNumbers(card, root);
        this.#labels = Array.from({ length: mostCounts(card) }, () => text(root, 0, 0, 'weight', '', 'middle'));
    }

    /** The value at a height. */
    valueAt(y) {
        const zero = this.y(0), one = this.y(1);
        return (zero - y) / (zero - one);
    }

    /** Bars of sequence x [its steps, channels], beside `before` where a value was changed. */
    draw(x, before, hovered) {
        const base = this.y(this.#base), l = this.layout, c = this.#channels, { task, at, cell } = this.card;
        const counts = task.counts(x), counted = new Set(counts.map(i => i.step)), steps = x.length / c;
        this.#bars.forEach((part, t) => {
            show(part.group, t < steps);
            if (t >= steps) return;
            const value = x[t * c], y = this.y(value), up = value >= this.#base, counting = counted.has(t);
            if (part.counting !== counting) part.group.classList.toggle('counts', part.counting = counting);
            put(part.bar, 'y', Math.min(y, base));
            put(part.bar, 'height', Math.max(.5, Math.abs(y - base)));
            if (part.grip) put(part.grip, 'y', up ? y : y - 3);
            const old = before ? before[t * c] : value, changed = old !== value;
            if (changed) {
                const top = this.y(old);
                put(part.ghost, 'y', Math.min(top, base));
                put(part.ghost, 'height', Math.max(.5, Math.abs(top - base)));
            }
            show(part.ghost, changed);
            // Beside a shown value of its neighbour there is no room for another.
            const shown = this.roomy || counting || changed || t === hovered;
            show(part.value, shown);
            if (shown) {
                put(part.value, 'y', up ? Math.max(y - 4, l.y.inputs - 2) : Math.min(y + 13, l.y.stepNumbers - 14));
                say(part.value, input(value));
            }
            if (part.mark) drawMark(part.mark, x[t * c + 1], before && before[t * c + 1] !== x[t * c + 1] ? before[t * c + 1] : 0, at(t) + cell / 2, l.y.inputs + heights.inputs + 4);
        });
        // A weight stands on the side its bar leaves free.
        this.#labels.forEach((label, i) => {
            const item = counts[i];
            show(label, !!item?.label);
            if (!item?.label) return;
            put(label, 'x', Math.min(at(item.step) + cell / 2, l.width - 14));
            put(label, 'y', x[item.step * c] >= this.#base ? base + 15 : base - 6);
            say(label, item.label);
        });
        this.#numbers.draw(counts, steps);
    }

    highlight(step) {
        if (step === this.#hovered) return;
        this.#hovered = step;
        this.#numbers.highlight(step);
    }
}

// A mark of 1 is a full triangle, one of −1 (a sequence's ends, in the paper) a hollow one; where one was before, a dashed one.
function drawMark(path, mark, before, x, y) {
    const any = mark !== 0 || before === 1;
    show(path, any);
    if (!any) return;
    put(path, 'd', `M${x},${y}l5,8h-10z`);
    put(path, 'class', mark === 1 ? 'mark' : mark === -1 ? 'mark end' : 'mark gone-mark');
}

/** The numbers of the steps under everything that goes in; those of steps that count are strong. */
export class StepNumbers {
    #numbers = []; #strong; #card; #hot; #hovered = null;

    constructor(card, root) {
        const { layout: l, steps, cell, at } = card, y = l.y.stepNumbers;
        this.#card = card;
        text(root, l.label - 8, y, 'tick', 'step', 'end');
        const every = cell >= 18 ? 1 : [5, 10, 20, 50].find(n => n * cell >= (steps < 100 ? 24 : 30)) ?? 100;
        for (let t = every - 1; t < steps; t += every) this.#numbers.push({ t, number: text(root, at(t) + cell / 2, y, 'tick', String(t + 1), 'middle') });
        this.#strong = Array.from({ length: mostCounts(card) }, () => text(root, 0, y, 'tick strong', '', 'middle'));
        this.#hot = text(root, 0, y, 'tick hovered halo', '', 'middle');
    }

    /** Strong where something counts; the others leave them room. */
    draw(counts, steps) {
        const { at, cell } = this.#card, taken = [];
        this.#strong.forEach((number, i) => {
            const step = counts[i]?.step, x = step === undefined ? 0 : at(step) + cell / 2, fits = step !== undefined && taken.every(o => Math.abs(o - x) >= 15);
            show(number, fits);
            if (!fits) return;
            taken.push(x);
            put(number, 'x', x);
            say(number, String(step + 1));
        });
        for (const { t, number } of this.#numbers) show(number, t < steps && taken.every(o => Math.abs(o - at(t) - cell / 2) >= (cell >= 18 ? .9 * cell : 20)));
        this.highlight(this.#hovered);
    }

    highlight(step) {
        this.#hovered = step;
        show(this.#hot, step !== null);
        if (step === null) return;
        put(this.#hot, 'x', this.#card.at(step) + this.#card.cell / 2);
        say(this.#hot, String(step + 1));
    }
}
