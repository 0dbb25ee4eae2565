// Looks inside the networks of one length and seed: fetches their recording once, then everything a person does (scrub,
// point, drag, edit) is computed here. One requestAnimationFrame, the newest state wins.
import { Card, norms } from './card.js';
import { Network, parameterCount } from './network.js';
import { decode, frameOf, row } from './recording.js';
import { exportCsv, exportPng, exportSvg, numbersTable } from './numbers.js';
import { html, say } from './svg.js';
import { Track } from './track.js';
import { fixed, indexed } from './text.js';

const framesASecond = 4;

/**
 * Opens the page in `root`. Its data set: `source` (address of recordings, without query) and, on a shared page, `shared`
 * (there is this one length and seed) and `query` (the view that was shared, until the page's own address holds one).
 */
export function open(root) {
    const page = new Inside(root);
    page.load();
    return page;
}

class Inside {
    #asked = 0; #frameAsked = 0; #curveAsked = 0; #aborted; #playing; #observer; #themed; #gone;

    constructor(root) {
        this.root = root;
        root.inside = this;
        root.replaceChildren();
        this.shared = 'shared' in root.dataset;
        const own = new URLSearchParams(location.search), query = this.shared && !own.has('sequence') ? new URLSearchParams(root.dataset.query) : own;
        const whole = (name, otherwise = null) => /^\d{1,10}$/.test(query.get(name) ?? '') ? Number(query.get(name)) : otherwise;
        this.wanted = { length: whole('length'), seed: whole('seed'), sequence: whole('sequence', 1), epoch: query.get('epoch'), map: query.get('map') ?? 'h', step: whole('step') };
        this.#frame();
        this.#observer = new ResizeObserver(() => { if (this.cards && this.width !== this.stage.clientWidth) this.#rebuild(); });
        this.#observer.observe(this.stage);
        const retheme = () => { this.cards?.forEach(c => c.retheme()); this.#paintAll(); };
        this.#themed = new MutationObserver(retheme);
        this.#themed.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
        this.#gone = new AbortController();
        for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)']) matchMedia(query).addEventListener('change', retheme, { signal: this.#gone.signal });
    }

    dispose() {
        this.#aborted?.abort();
        clearInterval(this.#playing);
        this.#observer.disconnect();
        this.#themed.disconnect();
        this.#gone.abort();
    }

    // The parts that never change: steppers, sentence, cards' stage, scrubber, table.
    #frame() {
        this.head = html('div', 'inside-head row', this.root);
        this.steppers = {};
        for (const [name, label] of [['length', 'Length'], ['seed', 'Seed'], ['sequence', 'Sequence']]) {
            const box = html('span', 'stepper row', this.head);
            html('span', 'small quiet', box, label);
            if (this.shared && name !== 'sequence') {
                this.steppers[name] = { value: html('strong', 'figures', box, '–') };
                continue;
            }
            const group = html('span', 'choice', box);
            group.setAttribute('role', 'group');
            group.setAttribute('aria-label', label);
            const back = html('button', '', group, '‹'), value = html('output', 'strong figures', group, '–'), on = html('button', '', group, '›');
            back.setAttribute('aria-label', `Previous ${name}`);
            on.setAttribute('aria-label', `Next ${name}`);
            back.addEventListener('click', () => this.#move(name, -1));
            on.addEventListener('click', () => this.#move(name, 1));
            this.steppers[name] = { back, value, on };
            if (name === 'sequence') this.countWord = html('span', 'small quiet', box);
        }
        this.worst = this.#button('Worst for the RNN', () => this.#worst());
        this.restore = this.#button('Put it back', () => this.#putBack());
        this.valueChoice = html('span', 'choice', this.head);
        for (const [change, word] of [[false, 'Values'], [true, 'Change']]) {
            const button = html('button', '', this.valueChoice, word);
            button.addEventListener('click', () => { this.showChange = change; this.#ask(); });
        }
        this.tools = html('span', 'actions', this.head);
        for (const [word, save] of [['SVG', exportSvg], ['PNG', exportPng], ['CSV', exportCsv]]) {
            const button = html('button', 'tool', this.tools, word);
            button.title = `What is drawn, as ${word}`;
            button.addEventListener('click', () => { if (this.states) save(this); });
        }
        this.sentence = html('div', 'inside-sentence', this.root);
        this.title = html('p', 'title', this.sentence);
        this.text = html('p', 'quiet', this.sentence);
        this.progress = html('div', 'bar4', this.sentence);
        html('i', '', this.progress);
        this.progress.hidden = true;
        this.spoken = html('span', 'spoken', this.root);
        this.spoken.setAttribute('aria-live', 'polite');
        this.notice = html('div', 'inside-notice', this.root);
        this.stage = html('div', 'inside-stage', this.root);
        this.table = html('section', 'card flush inside-numbers', this.root);
        this.scrubber = html('div', 'inside-scrubber', this.root);
        const buttons = html('span', 'row', this.scrubber);
        this.play = html('button', 'play filled', buttons);
        this.play.addEventListener('click', () => this.#toggle());
        const back = html('button', 'play', buttons), on = html('button', 'play', buttons);
        for (const [button, label, path] of [[this.play, 'Play', 'M5 3l8 5-8 5z'], [back, 'Back one', 'M12 3L6 8l6 5zM4 3h1.6v10H4z'], [on, 'On one', 'M4 3l6 5-6 5zM10.4 3H12v10h-1.6z']]) {
            button.type = 'button';
            button.setAttribute('aria-label', label);
            button.innerHTML = `<svg viewBox="0 0 16 16" aria-hidden="true"><path d="${path}"/></svg>`;
        }
        back.addEventListener('click', () => this.#to(this.frame - 1));
        on.addEventListener('click', () => this.#to(this.frame + 1));
        const epoch = html('div', 'epoch', this.scrubber);
        html('span', 'small quiet', epoch, 'Epoch');
        const line = html('div', '', epoch);
        this.epochWord = html('b', 'figures', line, '–');
        this.epochOf = html('span', 'small quiet', line);
        this.trackRoom = html('div', 'track-room', this.scrubber);
        this.scores = html('div', 'scores figures', this.scrubber);
        this.#edited(false);
    }

    #button(word, act) {
        const button = html('button', 'tool', this.head, word);
        button.type = 'button';
        button.addEventListener('click', act);
        return button;
    }

    /** Fetches the recording asked for; sequence, target and the saved curves are there at once. */
    async load() {
        this.#aborted?.abort();
        const { signal } = this.#aborted = new AbortController();
        this.#stop();
        const query = `?${new URLSearchParams({ ...(this.wanted.length !== null && { length: this.wanted.length }), ...(this.wanted.seed !== null && { seed: this.wanted.seed }) })}`;
        try {
            const outline = await fetch(`${this.root.dataset.source}/outline${query}`, { signal });
            if (!outline.ok) return this.#refuse(await outline.json());
            await this.#take(decode(await outline.arrayBuffer()));
            // What a frozen link kept is whole.
            if (this.ready) return;
            const at = `?length=${this.recording.length}&seed=${this.recording.seed}`;
            while (true) {
                this.#waiting({ epoch: 0, of: this.recording.frames.at(-1).epoch });
                const watch = setInterval(async () => {
                    const state = await fetch(`${this.root.dataset.source}/progress${at}`, { signal }).then(r => r.json()).catch(() => null);
                    if (state && !this.states && !signal.aborted) this.#waiting(state);
                }, 250);
                try {
                    const answer = await fetch(`${this.root.dataset.source}${at}`, { signal });
                    if (answer.ok) return await this.#take(decode(await answer.arrayBuffer()));
                    const problem = await answer.json();
                    if (problem.state !== 'waiting') return this.#refuse(problem);
                    this.#refuse(problem);
                } finally {
                    clearInterval(watch);
                }
                await new Promise(done => setTimeout(done, 1000));
            }
        } catch (e) {
            if (signal.aborted) return;
            this.#refuse({ title: 'The recording did not arrive', detail: `${e.message}. The connection may be gone; the page tries again when you choose a length or seed.` });
        }
    }

    #waiting({ epoch, of, state }) {
        if (this.states) return;
        say(this.title, state === 'queued' ? 'Waiting for its turn to be trained again' : `Trained again to look inside: epoch ${epoch} of ${of}`);
        say(this.text, 'A run keeps its results, not its weights. The same seed gives the same network, so it is trained once more and checked against the saved numbers.');
        this.progress.hidden = false;
        this.progress.firstChild.style.width = `${100 * epoch / Math.max(1, of)}%`;
    }

    #refuse(problem) {
        this.states = null;
        this.progress.hidden = true;
        say(this.title, problem.title ?? 'Nothing to look at');
        say(this.text, problem.detail ?? '');
        this.notice.replaceChildren();
        if (!problem.ways) return;
        const ways = html('p', 'row', this.notice);
        for (const way of problem.ways) Object.assign(html('a', 'tool', ways, way.word), { href: way.address });
    }

    async #take(recording) {
        const task = (await import(`./tasks/${recording.task.module}.js`)).default(recording);
        Object.assign(this, { recording, task, states: null, before: null, editing: null });
        this.notice.replaceChildren();
        this.sequence = Math.max(0, Math.min(recording.count - 1, this.wanted.sequence - 1));
        this.frame = frameOf(recording.frames, this.wanted.epoch);
        this.step = this.wanted.step !== null && this.wanted.step >= 1 && this.wanted.step <= recording.length ? this.wanted.step - 1 : null;
        this.unit = null;
        this.x = Float64Array.from(this.#values(this.sequence));
        say(this.steppers.length.value, String(recording.length));
        say(this.steppers.seed.value, String(recording.seed));
        say(this.countWord, `of ${recording.count.toLocaleString('en')}`);
        const ready = recording.networks.every(n => n.weights);
        this.engines = recording.networks.map(n => ({
            network: new Network(n.model, n.hidden, recording.inputs, recording.outputs),
            size: parameterCount(n.model, n.hidden, recording.inputs, recording.outputs),
        }));
        this.stage.replaceChildren();
        this.stage.dataset.networks = recording.networks.length;
        this.cards = recording.networks.map(n => new Card(this.stage, recording, n, task, {
            step: (t, unit) => this.#point(t, unit),
            leave: () => this.#point(null, null),
            edit: (t, value) => this.#edit(t, value),
            edited: () => this.#ask(),
            map: map => this.#map(map),
        }));
        for (const card of this.cards) card.root.addEventListener('keydown', e => this.#key(e, card));
        this.trackRoom.replaceChildren();
        this.track = new Track(this.trackRoom, recording, task, frame => this.#to(frame));
        Object.assign(this.track, { word: this.epochWord, of: this.epochOf });
        this.track.root.addEventListener('keydown', e => this.#trackKey(e));
        this.worst.hidden = !recording.networks.some(n => n.model === 'rnn');
        this.#map(this.wanted.map);
        this.ready = ready;
        this.#rebuild();
        if (ready) this.#differences();
    }

    // What was trained now is what was saved, or the page says by how much it is not.
    #differences() {
        const different = this.recording.networks.filter(n => n.differs);
        if (!different.length) return;
        const banner = html('div', 'banner bad', this.notice);
        html('strong', '', banner, 'Not the very network of this run.');
        html('span', '', banner, different.map(n => n.differs).join(' '));
    }

    #values(k) { return row(this.recording.sequences, k, this.recording.length * this.recording.inputs); }

    #rebuild() {
        this.width = this.stage.clientWidth;
        for (const card of this.cards) card.build(innerWidth < 760 ? false : card.more);
        this.track.build();
        this.#paintAll();
    }

    #paintAll() {
        if (!this.cards) return;
        this.shown = {};
        this.#ask();
    }

    #ask() {
        if (this.#asked) return;
        this.#asked = requestAnimationFrame(() => { this.#asked = 0; this.#paint(); });
    }

    /** One frame: computes what changed and writes it. */
    #paint() {
        const began = performance.now(), { recording, task, shown } = this;
        this.track.draw(this.frame);
        if (!this.ready) {
            this.cards.forEach(card => { card.drawInputs(this.x, null, this.step); card.drawWaiting(task.target(this.x)); });
            return;
        }
        const f = recording.frames[this.frame], edited = !!this.before, sequenceChanged = shown.sequence !== this.sequence || shown.version !== this.version;
        const frameChanged = shown.frame !== this.frame, target = task.target(this.x);
        this.states = recording.networks.map((n, i) => this.#state(n, i, target));
        const most = Math.max(...this.states.flatMap(s => s.contributions.map(Math.abs)), 1e-9);
        this.cards.forEach((card, i) => {
            const n = recording.networks[i], s = this.states[i];
            s.contributionScale = most;
            if (frameChanged || shown.edited !== edited) card.drawFacts({ ...this.#facts(n, i), edited, readValues: this.#readValues(), past: n.stop && f.epoch > n.stop ? `Past its stop at epoch ${n.stop}` : null });
            card.drawInputs(this.x, this.before?.x, this.step);
            card.draw(s);
            card.highlight(this.step, this.unit);
            card.drawFoot(s, this.step);
        });
        this.#scores();
        const view = this.#view(target);
        if (!this.#playing && !this.cards.some(c => c.root.querySelector('.dragging'))) {
            const { title, text } = task.sentence(view);
            say(this.title, title);
            say(this.text, text);
            clearTimeout(this.speaking);
            this.speaking = setTimeout(() => say(this.spoken, title), 400);
            numbersTable(this);
            this.#address();
        }
        this.progress.hidden = true;
        say(this.steppers.sequence.value, String(this.sequence + 1));
        this.#edited(edited);
        this.shown = { frame: this.frame, sequence: this.sequence, version: this.version, edited };
        if (edited && sequenceChanged) this.#curve();
        (this.root.timings ??= []).push(performance.now() - began);
    }

    // Everything of one network on the sequence shown, and on the one before the edit.
    #state(n, i, target) {
        const { recording, task, frame } = this, { network, size } = this.engines[i], T = recording.length;
        network.load(row(n.weights, frame, size));
        const run = (x, old) => {
            const trace = network.forward(this.#scaled(x), old ?? network.trace(T));
            return trace;
        };
        const engine = this.engines[i];
        const trace = engine.trace = run(this.x, engine.trace);
        const seeds = engine.seeds ??= new Float64Array(T * recording.outputs), at = (T - 1) * recording.outputs;
        seeds.fill(0);
        seeds[at] = 1;
        network.backward(trace, seeds);
        const answer = trace.outputs[at], slope = recording.task.loss === 'l1' ? 1 : Math.abs(2 * (answer - target));
        const s = {
            x: this.x, trace, answer, target, contributions: network.contributions(trace),
            derivatives: Float64Array.from({ length: T }, (_, t) => trace.inputGradients[t * recording.inputs] / recording.inputScale.std),
            norms: norms(trace.hiddenGradients, T, n.hidden).map(v => v * slope),
            cellNorms: n.model === 'lstm' ? norms(trace.cellGradients, T, n.hidden).map(v => v * slope) : null,
            read: this.x[task.weights[0].index], before: null, change: null,
        };
        if (this.before) {
            const old = engine.old = run(this.before.x, engine.old), { index } = this.editing;
            s.before = { answer: old.outputs[at], target: task.target(this.before.x), value: this.before.x[index] };
            s.editedName = indexed('x', index + 1);
            s.editedValue = this.x[index];
            s.changeWord = `${s.editedName} from ${fixed(s.before.value, 0)} to ${fixed(s.editedValue, 0)}`;
            if (this.showChange) s.change = old;
            s.changeGone = null;
            for (let t = T - 1; t >= index; t--) {
                let most = 0;
                for (let k = t * n.hidden; k < (t + 1) * n.hidden; k++) most = Math.max(most, Math.abs(trace.maps.h[k] - old.maps.h[k]));
                if (most > .05) break;
                s.changeGone = t;
            }
        }
        return s;
    }

    #scaled(x) {
        const { mean, std } = this.recording.inputScale;
        return mean === 0 && std === 1 ? x : Float64Array.from(x, v => Math.fround((v - mean) / std));
    }

    // What the server worked out over the validation set, for the frame shown.
    #facts(n, i) {
        const { recording, task } = this, T = recording.length, at = this.frame;
        const yhat = row(n.yhat, at, recording.count), readH = row(n.readH, at, T), readC = row(n.readC, at, T), effect = row(n.effect, at, T);
        const unitH = row(n.unitH, at, n.hidden), unitC = row(n.unitC, at, n.hidden);
        const best = list => { let b = 0; list.forEach((v, k) => { if (v > list[b]) b = k; }); return b; };
        const h = best(unitH), c = best(unitC), isLstm = n.model === 'lstm';
        const map = this.cards[i].map, unit = map === 'c' ? c : h, share = map === 'c' ? unitC[c] : unitH[h];
        const note = share < .5 ? `${n.hidden} units, one a row`
            : map === 'c' ? `unit ${c + 1} holds ${Math.round(100 * share)}% of ${task.readName}, at ${fixed(row(n.cellMean, at, n.hidden)[c])} ± ${fixed(row(n.cellSd, at, n.hidden)[c])}`
                : map === 'h' ? `unit ${unit + 1} carries ${Math.round(100 * share)}% of ${task.readName}` : `${n.hidden} units, one a row`;
        return {
            yhat, readH, readC, effect, band: row(n.band, at, 2 * T), score: n.losses[at], note,
            carrier: { h: unitH[h] >= .5 ? h : null, c: isLstm && unitC[c] >= .5 ? c : null }, slope: this.#slope(yhat),
            cell: isLstm && unitC[c] >= .5 ? { unit: c, share: unitC[c], state: readH[T - 1], mean: row(n.cellMean, at, n.hidden)[c], sd: row(n.cellSd, at, n.hidden)[c] } : null,
        };
    }

    #readValues() {
        const { sequences, count, length, inputs } = this.recording, index = this.task.weights[0].index;
        return this.reads ??= Float64Array.from({ length: count }, (_, k) => sequences[(k * length + index) * inputs]);
    }

    // The slope of y − ŷ on the value that should be remembered.
    #slope(yhat) {
        const x = this.#readValues(), { targets, count } = this.recording;
        let mx = 0, me = 0, xx = 0, xe = 0;
        for (let k = 0; k < count; k++) { mx += x[k] / count; me += (targets[k] - yhat[k]) / count; }
        for (let k = 0; k < count; k++) { xx += (x[k] - mx) ** 2; xe += (x[k] - mx) * (targets[k] - yhat[k] - me); }
        return xx > 0 ? xe / xx : 0;
    }

    #view(target) {
        const { recording, task } = this;
        return {
            frame: recording.frames[this.frame], target, x: this.x,
            edited: this.before && { index: this.editing.index, from: this.before.x[this.editing.index], to: this.x[this.editing.index], target, targetBefore: task.target(this.before.x) },
            networks: this.states.map((s, i) => ({
                ...recording.networks[i], ...s, ...this.cards[i].facts, readC: recording.networks[i].model === 'lstm' ? this.cards[i].facts.readC : null,
                signOnly: task.signScore !== null && Math.abs(this.cards[i].facts.score - task.signScore) < .12 * task.signScore
                    && this.cards[i].facts.effect[task.weights[0].index] / task.weights[0].weight < .9,
            })),
        };
    }

    // On the frame after an edit: a hundred and one answers.
    #curve() {
        cancelAnimationFrame(this.#curveAsked);
        this.#curveAsked = requestAnimationFrame(() => {
            const { task, engines, recording, editing } = this;
            if (!this.before) return;
            const { mean, std } = recording.inputScale;
            const truth = Float64Array.from(task.curve, v => { const x = Float64Array.from(this.x); x[editing.index] = v; return task.target(x); });
            this.cards.forEach((card, i) => {
                const { network, size } = engines[i];
                network.load(row(recording.networks[i].weights, this.frame, size));
                engines[i].spare ??= network.trace(recording.length);
                card.drawCurve(task.curve, network.response(this.#scaled(this.x), editing.index, task.curve.map(v => Math.fround((v - mean) / std)), engines[i].spare), truth);
            });
        });
    }

    #scores() {
        const { recording, task } = this;
        if (this.scores.children.length !== recording.networks.length + 1) {
            this.scores.replaceChildren();
            html('span', 'small quiet', this.scores, `Validation ${task.scoreWord}`);
            for (const n of recording.networks) {
                const line = html('span', `row score ${n.model}`, this.scores);
                html('span', 'small', line, n.name);
                html('b', '', line);
            }
        }
        recording.networks.forEach((n, i) => say(this.scores.children[i + 1].lastChild, fixed(n.losses[this.frame], 2)));
    }

    #move(name, by) {
        const { recording } = this;
        if (!recording) return;
        if (name === 'sequence') {
            this.#show((this.sequence + by + recording.count) % recording.count);
            return;
        }
        const list = name === 'length' ? recording.lengths : recording.seeds, at = list.indexOf(recording[name]) + by;
        if (at < 0 || at >= list.length) return;
        this.wanted = { ...this.wanted, length: recording.length, seed: recording.seed, sequence: this.sequence + 1, epoch: null, map: this.cards[0].map, step: null, [name]: list[at] };
        this.reads = null;
        this.load();
    }

    #show(sequence) {
        this.sequence = sequence;
        this.before = this.editing = null;
        this.x = Float64Array.from(this.#values(sequence));
        this.#ask();
    }

    #worst() {
        if (!this.states) return;
        const i = this.recording.networks.findIndex(n => n.model === 'rnn'), { yhat } = this.cards[i].facts, { targets } = this.recording;
        let worst = 0;
        for (let k = 0; k < yhat.length; k++) if (Math.abs(yhat[k] - targets[k]) > Math.abs(yhat[worst] - targets[worst])) worst = k;
        this.#show(worst);
    }

    #edit(t, value) {
        if (!this.ready || !this.task.editable) return;
        const kept = this.task.edit(value);
        if (!this.before) {
            this.before = { x: Float64Array.from(this.x) };
            this.showChange ??= true;
        }
        if (this.editing?.index === t && this.x[t] === kept) return;
        this.editing = { index: t };
        this.x[t] = kept;
        this.version = (this.version ?? 0) + 1;
        this.step = t;
        this.#ask();
    }

    #putBack() {
        if (!this.before) return;
        this.x = this.before.x;
        this.before = this.editing = null;
        this.#ask();
    }

    #edited(edited) {
        this.restore.hidden = this.valueChoice.hidden = !edited;
        [...this.valueChoice.children].forEach((button, i) => button.setAttribute('aria-pressed', String(!!this.showChange === (i === 1))));
        this.worst.classList.toggle('gone', edited);
    }

    #point(step, unit) {
        if (this.step === step && this.unit === unit) return;
        this.step = step;
        this.unit = unit;
        if (!this.ready) return;
        // Pointing changes no number: the lit cells and the line at the foot are all there is to write.
        cancelAnimationFrame(this.#frameAsked);
        this.#frameAsked = requestAnimationFrame(() => {
            this.cards.forEach((card, i) => {
                card.highlight(this.step, this.unit);
                card.drawInputs(this.x, this.before?.x, this.step);
                if (this.states) card.drawFoot(this.states[i], this.step);
            });
            this.table.querySelectorAll('tr[data-step]').forEach(tr => tr.classList.toggle('chosen', Number(tr.dataset.step) === this.step));
            this.#address();
        });
    }

    #map(map) {
        for (const card of this.cards) card.setMap(map);
        if (this.ready) this.#paintAll();
    }

    #to(frame) {
        const last = this.recording.frames.length - 1, to = Math.max(0, Math.min(last, frame));
        if (to === this.frame) return;
        this.frame = to;
        this.#ask();
    }

    #toggle() {
        if (this.#playing) return this.#stop();
        if (!this.ready) return;
        if (this.frame === this.recording.frames.length - 1) this.frame = 0;
        const pace = matchMedia('(prefers-reduced-motion: reduce)').matches ? 1 : framesASecond;
        this.play.setAttribute('aria-label', 'Pause');
        this.play.classList.add('playing');
        this.#playing = setInterval(() => {
            if (this.frame >= this.recording.frames.length - 1) return this.#stop();
            this.#to(this.frame + 1);
        }, 1000 / pace);
        this.#ask();
    }

    #stop() {
        if (!this.#playing) return;
        clearInterval(this.#playing);
        this.#playing = null;
        this.play.setAttribute('aria-label', 'Play');
        this.play.classList.remove('playing');
        this.#ask();
    }

    #key(e, card) {
        if (!this.ready || e.target !== card.root) return;
        const T = this.recording.length, units = card.network.hidden, at = this.step ?? -1;
        if (this.typing !== undefined && this.step !== null) {
            const by = { '+': 1, '=': 1, '-': -1, '−': -1, PageUp: 10, PageDown: -10, ArrowUp: 1, ArrowDown: -1 }[e.key];
            if (by) this.#edit(this.step, this.x[this.step] + by);
            else if (e.key === 'Enter') this.typing = undefined;
            else if (e.key === 'Escape') { this.#edit(this.step, this.typing); this.typing = undefined; if (this.before && this.x.every((v, t) => v === this.before.x[t])) this.#putBack(); } else return;
            e.preventDefault();
            return;
        }
        const moves = {
            ArrowRight: () => this.#point(Math.min(T - 1, at + 1), this.unit), ArrowLeft: () => this.#point(Math.max(0, at - 1), this.unit),
            ArrowDown: () => this.#point(Math.max(0, at), Math.min(units - 1, (this.unit ?? -1) + 1)), ArrowUp: () => this.#point(Math.max(0, at), Math.max(0, (this.unit ?? 1) - 1)),
            Home: () => this.#point(0, this.unit), End: () => this.#point(T - 1, this.unit), Escape: () => this.#point(null, null),
            e: () => { if (this.step !== null && this.task.editable) { this.typing = this.x[this.step]; say(this.spoken, `Editing step ${this.step + 1}, ${fixed(this.x[this.step], 0)}: plus and minus change it, Enter keeps it, Escape puts it back`); } },
        };
        const maps = [...(card.choice?.children ?? [])];
        if (/^[1-6]$/.test(e.key) && maps[e.key - 1]) this.#map(maps[e.key - 1].dataset.map);
        else if (moves[e.key]) moves[e.key]();
        else return;
        e.preventDefault();
    }

    #trackKey(e) {
        const { frames } = this.recording, epoch = frames[this.frame].epoch, find = to => {
            const best = frames.findIndex(f => !f.batch && f.epoch >= Math.max(0, to));
            return best < 0 ? frames.length - 1 : best;
        };
        const moves = {
            ArrowRight: () => this.#to(this.frame + 1), ArrowLeft: () => this.#to(this.frame - 1), ArrowUp: () => this.#to(this.frame + 1), ArrowDown: () => this.#to(this.frame - 1),
            PageUp: () => this.#to(find(epoch + 5)), PageDown: () => this.#to(find(epoch - 5)), Home: () => this.#to(0), End: () => this.#to(frames.length - 1), ' ': () => this.#toggle(),
        };
        if (!moves[e.key]) return;
        moves[e.key]();
        e.preventDefault();
    }

    // The address holds the view; what the router keeps in the history entry stays as it is.
    #address() {
        clearTimeout(this.addressing);
        this.addressing = setTimeout(() => {
            const url = new URL(location.href), put = (name, value) => value === null ? url.searchParams.delete(name) : url.searchParams.set(name, value);
            if (!this.shared) {
                put('length', this.recording.length);
                put('seed', this.recording.seed);
            }
            put('sequence', this.sequence || this.shared ? this.sequence + 1 : null);
            put('epoch', this.frame === this.recording.frames.length - 1 ? null : this.track.word_of(this.frame));
            put('map', this.cards[0].map === 'h' && this.cards.every(c => c.map === 'h') ? null : this.cards.map(c => c.map).find(m => m !== 'h'));
            put('step', this.step === null ? null : this.step + 1);
            history.replaceState(history.state, '', url);
        }, 150);
    }
}
