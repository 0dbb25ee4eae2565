// The epoch track: the curves of all networks are the track, so plateaus can be seen before anything plays.
import { crossings } from './recording.js';
import { html, marker, put, say, show, svg, text } from './svg.js';
import { score } from './text.js';

/** Where frames stand on the epoch axis: the first epoch's batches share the room before epoch 1 evenly. */
export function positions(frames) {
    const inFirst = frames.filter(f => f.batch).length;
    let seen = 0;
    return frames.map(f => f.batch ? ++seen / (inFirst + 1) : f.epoch);
}

/** The track with its slider. `choose(frame)` is called while it is dragged. */
export class Track {
    constructor(parent, recording, task, choose) {
        Object.assign(this, { recording, task, choose });
        this.root = html('div', 'inside-track', parent);
        this.root.tabIndex = 0;
        this.root.setAttribute('role', 'slider');
        this.root.setAttribute('aria-label', 'Epoch');
        this.root.setAttribute('aria-valuemin', '0');
        this.root.setAttribute('aria-valuemax', String(recording.frames.length - 1));
        this.at = positions(recording.frames);
        let dragging = false;
        const pick = e => {
            const box = this.root.getBoundingClientRect(), x = (e.clientX - box.left - this.left) / this.width * this.epochs;
            let best = 0;
            this.at.forEach((p, i) => { if (Math.abs(p - x) < Math.abs(this.at[best] - x)) best = i; });
            this.choose(best);
        };
        this.root.addEventListener('pointerdown', e => { dragging = true; this.root.setPointerCapture(e.pointerId); pick(e); });
        this.root.addEventListener('pointermove', e => { if (dragging) pick(e); });
        for (const name of ['pointerup', 'pointercancel']) this.root.addEventListener(name, () => { dragging = false; });
    }

    build() {
        const { recording, task, at } = this, narrow = innerWidth < 760, height = narrow ? 56 : 84;
        this.root.replaceChildren();
        const full = this.root.clientWidth || 800;
        this.left = narrow ? (task.trackMax < 5 ? 30 : 22) : task.isSmall ? 38 : 30;
        this.width = full - this.left - (narrow ? 12 : 20);
        this.epochs = Math.max(1, recording.frames.at(-1).epoch);
        const root = svg('svg', { width: full, height: height + 14, 'aria-hidden': true }, this.root);
        const most = task.trackMax, top = narrow ? 4 : 14;
        const x = e => this.left + this.width * e / this.epochs, y = v => height - (height - top) * Math.min(most, Math.max(0, v)) / most;
        for (const value of [0, ...task.lines.map(l => l.value)]) {
            svg('line', { x1: this.left, x2: this.left + this.width, y1: y(value), y2: y(value), class: value ? 'memory' : 'axis' }, root);
            text(root, this.left - 5, y(value) + 4, 'tick', value ? score(value, task.isSmall && !narrow, most < 5 ? 2 : 0) : '0', 'end');
        }
        // Words of marks stand at the bottom, those of stops at the top: lines are named between.
        let taken = -Infinity;
        if (!narrow) for (const line of [...task.lines].sort((a, b) => b.value - a.value)) {
            // Over its line where that leaves both it and the name above it room.
            const at = y(line.value), words = at - 16 < top || at - 16 < taken ? at + 13 : at - 4;
            taken = words;
            text(root, this.left + this.width - 26, words, 'note halo', `${line.label}, ${score(line.value, task.isSmall, most < 5 ? 3 : 1)}`, 'end');
        }
        const every = [1, 2, 5, 10, 20, 50, 100, 200].find(n => this.epochs / n <= (narrow ? 5 : 8)) ?? 500;
        for (let e = 0; e <= this.epochs; e += every) text(root, x(e), height + 13, 'tick', String(e), 'middle');
        this.curves = svg('g', {}, root);
        for (const network of recording.networks) {
            const stopped = network.stop ?? this.epochs;
            let solid = '', dashed = '', full = '', hollow = '';
            network.losses.forEach((v, i) => {
                if (!Number.isFinite(v)) return;
                const point = `${x(at[i]).toFixed(1)},${y(v).toFixed(1)}`;
                if (at[i] <= stopped) solid += `${solid ? 'L' : 'M'}${point}`;
                if (at[i] >= stopped) dashed += `${dashed ? 'L' : 'M'}${point}`;
                if (recording.frames[i].batch || this.epochs > 60) return;
                if (at[i] <= stopped) full += marker(network.model, x(at[i]), y(v), 2.2);
                else hollow += marker(network.model, x(at[i]), y(v), 2.2);
            });
            const group = svg('g', { class: network.model }, this.curves);
            svg('path', { d: dashed, class: 'line dashed' }, group);
            svg('path', { d: solid, class: 'line' }, group);
            svg('path', { d: full, class: 'toned' }, group);
            svg('path', { d: hollow, class: 'hollow' }, group);
            if (network.diverged) text(group, x(network.diverged), top + 8, 'strong', '×', 'middle');
        }
        this.#marks(root, x, y, top, height, narrow);
        this.handle = svg('line', { y1: narrow ? 0 : 4, y2: height, class: 'handle' }, root);
        this.dots = recording.networks.map(network => svg('path', { class: `handle-dot ${network.model}` }, root));
        Object.assign(this, { x, y });
    }

    #marks(root, x, y, top, height, narrow) {
        const { recording, task, at } = this, taken = [], stops = [];
        for (const network of recording.networks) {
            const marks = narrow ? [] : crossings(network.found, task.items[0].weight).map(m => [at[m.frame] - .5 * (at[m.frame] - at[Math.max(0, m.frame - 1)]), `${m.found ? 'finds' : 'loses'} ${task.items[0].sign}`, false]);
            if (network.stop && network.stop < this.epochs) marks.push([network.stop, `${network.name} stopped`, true]);
            for (const [epoch, words, stop] of marks.slice(-7)) {
                const place = x(epoch), row = stop ? (stops.some(s => Math.abs(s - place) < 100) ? 1 : 0) : taken.filter(t => Math.abs(t - place) < 62).length % 2 + 1;
                (stop ? stops : taken).push(place);
                svg('line', { x1: place, x2: place, y1: stop ? 0 : top, y2: stop ? y(network.losses[recording.frames.findIndex(f => f.epoch === epoch && !f.batch)] ?? 0) : height, class: `mark-line ${stop ? '' : 'dotted'} ${network.model}` }, root);
                if (narrow) continue;
                const right = place > this.left + this.width - 90;
                text(root, place + (right ? -3 : 3), stop ? 10 + row * 12 : height - 30 + row * 12, `mark-word halo ${network.model}`, words, right ? 'end' : 'start');
            }
        }
    }

    /** Moves the handle. */
    draw(frame) {
        const { recording, at } = this, f = recording.frames[frame], px = this.x(at[frame]);
        put(this.handle, 'x1', px);
        put(this.handle, 'x2', px);
        recording.networks.forEach((network, i) => {
            const v = network.losses[frame];
            show(this.dots[i], Number.isFinite(v));
            if (Number.isFinite(v)) put(this.dots[i], 'd', marker(network.model, px, this.y(v), 3.6));
            this.dots[i].classList.toggle('late', !!network.stop && at[frame] > network.stop);
        });
        put(this.root, 'aria-valuenow', String(frame));
        put(this.root, 'aria-valuetext', `${f.batch ? `${f.batch} batches into epoch 1` : `epoch ${f.epoch}`} of ${this.epochs}, `
            + recording.networks.map(n => `${this.task.scoreWord} of the ${n.name} ${score(n.losses[frame], this.task.isSmall)}`).join(', '));
        say(this.word, f.batch ? `0 + ${f.batch}` : String(f.epoch));
        say(this.of, f.batch ? 'batches' : `of ${this.epochs}`);
    }
}
