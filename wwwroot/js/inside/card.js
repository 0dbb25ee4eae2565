// One network's card: everything that has timesteps over one x axis, one cell a step. Built once for a width, then only
// attributes change. card/ holds its parts.
import { Answer } from './card/answer.js';
import { Contributions } from './card/contributions.js';
import { Depends } from './card/depends.js';
import { Gradient } from './card/gradient.js';
import { Classes } from './card/classes.js';
import { Inputs } from './card/inputs.js';
import { layoutOf, names } from './card/layout.js';
import { mapOf, StateMap } from './card/map.js';
import { listen } from './card/pointing.js';
import { Readable } from './card/readable.js';
import { Grids } from './card/grids.js';
import { Scatters } from './card/scatters.js';
import { Spelled } from './card/spelled.js';
import { Symbols } from './card/symbols.js';
import { formulaOf, mapsOf } from './network.js';
import { html, modelMark, put, say, show, svg } from './svg.js';
import { fixed, magnitude, percent } from './text.js';

/** A card of one network. `actions`: {step(t, unit), leave(), edit(t, value), mark(t, from),
 * edited(), map(name), resized()}. */
export class Card {
    #hot; #cell; #map; #parts; #answer; #scatters; #foot;

    constructor(parent, recording, network, task, actions) {
        Object.assign(this, { recording, network, task, actions, map: 'h' });
        this.root = html('section', `card inside-card ${network.model}`, parent);
        this.root.setAttribute('aria-label', network.name);
        this.#head();
        // One tab stop: a grid with one cell, which is wherever the arrows are.
        this.body = html('div', 'inside-body', this.root);
        this.body.tabIndex = 0;
        this.body.setAttribute('role', 'grid');
        this.body.setAttribute('aria-colcount', this.steps);
        this.body.setAttribute('aria-rowcount', network.hidden);
        this.more = html('button', 'tool more', this.root, 'More');
        Object.assign(this.more, { type: 'button', hidden: true, ariaExpanded: 'false' });
        this.more.addEventListener('click', () => {
            this.more.ariaExpanded = this.more.ariaExpanded === 'true' ? 'false' : 'true';
            say(this.more, this.more.ariaExpanded === 'true' ? 'Less' : 'More');
            actions.resized();
        });
        this.foot = html('div', 'inside-foot figures', this.root);
        this.foot.setAttribute('aria-live', 'polite');
    }

    get steps() { return this.recording.steps; }

    /** The left edge of a step's cell. */
    at = t => this.layout.label + t * this.cell;

    #head() {
        const head = html('div', 'card-head', this.root), name = modelMark(head, this.network.model, this.network.name, 'h2');
        html('span', 'small quiet formula', name, formulaOf(this.network.model));
        const right = html('span', 'row', head);
        this.chip = html('span', 'chip past', right);
        const maps = mapsOf(this.network.model);
        if (maps.length === 1) return;
        this.choice = html('span', 'choice', right);
        this.choice.setAttribute('role', 'group');
        this.choice.setAttribute('aria-label', `What the map of the ${this.network.name} shows`);
        for (const map of maps) {
            const button = html('button', '', this.choice, map);
            // The keys 1 to 6 choose too.
            Object.assign(button, { type: 'button', title: names[map], tabIndex: -1 });
            button.dataset.map = map;
            button.addEventListener('click', () => this.actions.map(map));
        }
    }

    /** Builds the drawing for the card's width; asked for again when the width changes. */
    build() {
        this.body.replaceChildren();
        const l = this.layout = layoutOf(this.body.clientWidth || 656, this.network.hidden, this.more.ariaExpanded === 'true');
        this.more.hidden = !l.narrow;
        this.cell = l.steps / this.steps;
        const root = svg('svg', { width: l.width, height: l.height, class: 'inside-drawing', 'aria-hidden': true }, this.body);
        this.#hot = svg('g', { class: 'hot', visibility: 'hidden' });
        for (const [y, height] of [[l.y.inputs - 12, 94], [l.y.map, l.units * l.rowHeight], [l.y.readable, 40], [l.y.depends - 4, 68], [l.y.gradient - 2, 70]])
            svg('rect', { y, height, width: this.cell, rx: 3 }, this.#hot);
        const { task } = this, kind = { number: Answer, class: Classes, spelled: Spelled }[task.kind];
        this.inputs = task.symbols ? new Symbols(this, root) : new Inputs(this, root);
        this.#map = new StateMap(this, root);
        this.#answer = new kind(this, root);
        this.#parts = [new Readable(this, root), new Depends(this, root), new Gradient(this, root), this.#answer];
        if (l.adds) this.#parts.push(new Contributions(this, root));
        this.#scatters = l.scatters ? task.kind === 'number' ? new Scatters(this, root) : new Grids(this, root) : null;
        if (this.#scatters) this.#parts.push(this.#scatters);
        root.append(this.#hot);
        const line = html('div', 'spoken', this.body);
        line.setAttribute('role', 'row');
        this.#cell = html('span', '', line);
        this.#cell.id = `cell-${this.network.model}`;
        this.#cell.setAttribute('role', 'gridcell');
        this.body.setAttribute('aria-activedescendant', this.#cell.id);
        listen(this, root);
    }

    /** Forgets the theme's colours. */
    retheme() {
        this.#map?.retheme();
        this.#scatters?.retheme();
    }

    /** Inputs of sequence x [its steps, channels], beside `before` where a value was changed; no network is needed for it. */
    drawInputs(x, before, hovered, s = null) {
        this.shown = x;
        this.inputs.draw(x, before, hovered, s);
    }

    /** Lights a step in all rows, and the unit pointed at. */
    highlight(step, unit) {
        show(this.#hot, step !== null);
        if (step !== null) for (const rect of this.#hot.children) put(rect, 'x', this.at(step));
        this.#map.highlight(unit);
        this.inputs.highlight(step);
        put(this.#cell, 'aria-colindex', (step ?? 0) + 1);
        put(this.#cell, 'aria-rowindex', (unit ?? 0) + 1);
        say(this.#cell, step === null ? 'no step' : `step ${step + 1}${unit === null ? '' : `, unit ${unit + 1}`}`);
    }

    /** What belongs to a frame: facts over the validation set. `f`: {readH, readC, effect, band, carrier, note, score, past, slope}. */
    drawFacts(f) {
        say(this.chip, f.past ?? '');
        this.chip.hidden = !f.past;
        this.root.classList.toggle('past-stop', !!f.past);
        for (const part of this.#parts) part.draw?.(f);
        this.facts = f;
    }

    /** What belongs to one sequence: its trace, and before it was changed. */
    draw(s) {
        this.#map.draw(s, this.map, this.facts);
        for (const part of this.#parts) part.drawSequence?.(s, this.facts);
    }

    /** Says in words what is drawn of a sequence, at rest. */
    describe(s) {
        this.body.setAttribute('aria-label', `${this.#map.words}. Answer ${this.task.said(s.answer)}, target ${this.task.said(s.target)}.`);
    }

    /** The response curve: answers and truth for every value of the changed input. */
    drawCurve(values, answers, truth) { this.#scatters?.drawCurve(values, answers, truth); }

    /** What is answered with every symbol in place of the changed one: probabilities [symbols][classes]. */
    drawSwaps(swap, probabilities, now) { this.#scatters?.drawSwaps(swap, probabilities, now); }

    /** The line at the foot: everything at one step, also what a screen reader hears. */
    drawFoot(s, step) {
        if (step === null || step >= s.steps) {
            if (this.#foot !== null) say(this.foot, this.#hint());
            this.#foot = null;
            return;
        }
        const n = this.network.hidden, pair = (name, value) => `<span>${name} <b>${value}</b></span>`;
        const values = Array.from({ length: Math.min(n, 8) }, (_, k) => fixed(s.trace.maps[this.map][step * n + k], 2)).join(' ') + (n > 8 ? ' …' : '');
        const read = this.facts?.readH[step];
        this.#footed(pair('step', step + 1) + pair('x', this.task.word(s.x, step)) + (this.task.kind === 'spelled' ? pair('y', this.task.classes[s.target[step]]) + pair('ŷ', `${this.task.classes[s.answer[step]]} ${percent(s.sure[step])}`) : '')
            + pair(this.map, values) + (Number.isFinite(read) ? pair(`${this.task.items[0].sign} readable`, percent(read)) : '')
            + (s.derivatives ? pair('∂ŷ/∂x', fixed(s.derivatives[step], 2)) : '') + pair('‖∂L/∂h‖', magnitude(s.norms[step])));
    }

    #footed(words) {
        if (this.#foot !== words) this.foot.innerHTML = this.#foot = words;
    }

    #hint() {
        if (matchMedia('(pointer: coarse)').matches) return `Tap a step for its numbers${this.task.editable ? this.task.symbols ? '; hold a symbol to change it' : '; hold a bar to change it' : ''}.`;
        const maps = this.choice?.children.length, { task } = this;
        return `Point at a step for its numbers, or press ← and →${task.editable ? '; E edits its input' : ''}${task.hasMarks ? '; M moves a mark there' : ''}${maps ? `; 1 to ${maps} choose the map` : ''}.`;
    }

    /** Shows another map: "h", "c", "f" … */
    setMap(map) {
        this.map = mapOf(this.network.model, map);
        for (const button of this.choice?.children ?? []) button.setAttribute('aria-pressed', button.dataset.map === this.map);
    }

    /** Nothing is known of the network yet: maps are blocks. */
    drawWaiting(target, x) {
        this.#answer.drawWaiting(target, x);
        this.#map.drawWaiting();
        this.body.setAttribute('aria-label', `The ${this.network.name} is being trained again`);
        say(this.foot, ' ');
        this.#foot = undefined;
        this.chip.hidden = true;
    }
}
