// Looks inside the networks of one length and seed: fetches their recording once, then everything a person does (scrub,
// point, drag, edit) is computed here. One requestAnimationFrame, the newest state wins.
import { wantedOf, writeAddress } from './address.js';
import { Card } from './card.js';
import { Examined, valuesToRead } from './facts.js';
import { drawFrame } from './head.js';
import { cardKey, trackKey } from './keys.js';
import { fetchRecording, isWhole } from './load.js';
import { keepsCell } from './network.js';
import { numbersTable } from './numbers.js';
import { frameOf, frameWord, sequenceOf } from './recording.js';
import { sayDifferences, sayProblem, sayProgress } from './states.js';
import { html, say } from './svg.js';
import { score } from './text.js';
import { Track } from './track.js';

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
    #asked = 0; #pointed = 0; #curveAsked = 0; #curveOf; #frameAt; #fetching; #playing; #sized; #themed; #left = new AbortController(); #resting; #speaking; #addressing; #shown = {}; #reads;

    constructor(root) {
        this.root = root;
        root.inside = this;
        root.replaceChildren();
        this.shared = 'shared' in root.dataset;
        this.wanted = wantedOf(this);
        drawFrame(this, {
            move: (name, by) => this.#move(name, by), worst: () => this.#worst(), putBack: () => this.putBack(),
            change: whether => { this.showChange = whether; this.#ask(); }, play: () => this.toggle(), frame: by => this.toFrame(this.frame + by),
        });
        this.#edited(false);
        this.#sized = new ResizeObserver(() => { if (this.cards && this.width !== this.stage.clientWidth) this.#rebuild(); });
        this.#sized.observe(this.stage);
        const retheme = () => {
            this.cards?.forEach(c => c.retheme());
            this.#paintAll();
        };
        this.#themed = new MutationObserver(retheme);
        this.#themed.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
        for (const [query, act] of [['(prefers-color-scheme: dark)', retheme], ['(forced-colors: active)', () => { if (this.cards) this.#rebuild(); }]])
            matchMedia(query).addEventListener('change', act, { signal: this.#left.signal });
    }

    dispose() {
        this.#fetching?.abort();
        clearInterval(this.#playing);
        clearTimeout(this.#resting);
        this.#sized.disconnect();
        this.#themed.disconnect();
        this.#left.abort();
    }

    /** Fetches the recording asked for; sequence, target and the saved curves are there at once. */
    load() {
        this.#fetching?.abort();
        this.#fetching = new AbortController();
        this.#stop();
        return fetchRecording(this.root.dataset.source, this.wanted, this.#fetching.signal, {
            outline: recording => this.#take(recording),
            recording: recording => this.#take(recording),
            progress: state => { if (!this.states) sayProgress(this, state); },
            waiting: problem => this.#say(problem),
            refused: problem => {
                this.#clear();
                this.#say(problem);
            },
        });
    }

    #say(problem) { sayProblem(this, problem, { look: (length, seed) => this.#look({ length, seed }), train: () => this.#train() }); }

    // Nothing of the networks before stays on the page.
    #clear() {
        this.states = this.cards = this.recording = null;
        this.ready = false;
        for (const room of [this.stage, this.table, this.trackRoom, this.scores]) room.replaceChildren();
        this.root.classList.add('nothing');
    }

    /** Goes to other networks of the run. */
    #look(networks) {
        this.wanted = { ...this.wanted, epoch: null, step: null, ...networks };
        this.load();
    }

    // The networks asked for, trained as a run of its own; its page fills in by itself.
    async #train() {
        const { length, seed } = this.recording ?? this.wanted, { sequence } = this.wanted;
        const given = values => new URLSearchParams(Object.entries(values).filter(([, value]) => value !== null));
        const answer = await fetch(`${this.root.dataset.source}/train?${given({ length, seed })}`, { method: 'POST' }), body = await answer.json();
        if (!answer.ok) return this.#say(body);
        location.assign(new URL(`runs/${body.id}/inside?${given({ length, seed, sequence })}`, document.baseURI));
    }

    async #take(recording) {
        // What somebody did while they waited for the networks stays.
        const { length, seed, frames } = this.recording ?? {};
        if (length === recording.length && seed === recording.seed && frames.length === recording.frames.length)
            this.wanted = { ...this.wanted, sequence: this.sequence + 1, epoch: frameWord(frames[this.frame]), step: this.step === null ? null : this.step + 1 };
        const task = (await import(`./tasks/${recording.task.module}.js`)).default(recording);
        Object.assign(this, { recording, task, states: null, before: null, changed: null, unit: null, ready: isWhole(recording) });
        this.notice.replaceChildren();
        this.root.classList.remove('nothing');
        this.sequence = Math.max(0, Math.min(recording.count - 1, this.wanted.sequence - 1));
        this.frame = frameOf(recording.frames, this.wanted.epoch);
        this.step = this.wanted.step !== null && this.wanted.step >= 1 && this.wanted.step <= recording.steps ? this.wanted.step - 1 : null;
        this.x = this.#values(this.sequence);
        this.#reads = valuesToRead(recording, task);
        say(this.steppers.length.value, String(recording.length));
        say(this.steppers.seed.value, String(recording.seed));
        say(this.countWord, `of ${recording.count.toLocaleString('en')}`);
        this.examined = recording.networks.map(n => new Examined(recording, n, task));
        this.stage.replaceChildren();
        this.stage.dataset.networks = recording.networks.length;
        this.cards = recording.networks.map(n => new Card(this.stage, recording, n, task, {
            step: (t, unit) => this.point(t, unit),
            leave: () => this.point(null, null),
            edit: (t, value) => this.edit(t, value),
            mark: (t, from) => this.moveMark(t, from),
            edited: () => this.#ask(),
            map: map => this.showMap(map),
            resized: () => this.#rebuild(),
        }));
        for (const card of this.cards) card.root.addEventListener('keydown', e => cardKey(this, e, card));
        this.trackRoom.replaceChildren();
        this.track = new Track(this.trackRoom, recording, task, frame => this.toFrame(frame));
        Object.assign(this.track, { word: this.epochWord, of: this.epochOf });
        this.track.root.addEventListener('keydown', e => trackKey(this, e));
        say(this.worst, `Worst for the ${recording.networks[0].name}`);
        for (const card of this.cards) card.setMap(this.wanted.map);
        this.#rebuild();
        this.#withhold(this.ready && !!recording.differences);
    }

    // Networks other than the run saved are drawn only for who asks for them, and marked.
    #withhold(whether) {
        this.withheld = whether;
        this.root.classList.toggle('withheld', whether);
        this.notice.replaceChildren();
        if (!this.ready || !this.recording.differences) return;
        const show = () => {
            this.#withhold(false);
            this.#rebuild();
        };
        sayDifferences(this, this.recording.differences, { train: () => this.#train(), show });
    }

    #values(k) { return Float64Array.from(sequenceOf(this.recording, k)); }

    #rebuild() {
        this.width = this.stage.clientWidth;
        for (const card of this.cards) card.build();
        this.track.build();
        this.#paintAll();
    }

    #paintAll() {
        if (!this.cards) return;
        this.#shown = {};
        this.#curveOf = null;
        this.#ask();
    }

    #ask() {
        this.#asked ||= requestAnimationFrame(now => {
            this.#asked = 0;
            this.#timed(now, () => this.#paint());
        });
    }

    /** One frame: computes what changed and writes it. */
    #paint() {
        const { recording, task, frame } = this, shown = this.#shown, target = task.target(this.x), edited = !!this.before;
        this.track.draw(frame);
        if (!this.ready) {
            this.cards.forEach(card => { card.drawInputs(this.x, null, this.step); card.drawWaiting(target, this.x); });
            return;
        }
        const { epoch } = recording.frames[frame], edit = this.before && { before: this.before, step: this.changed, change: this.showChange };
        this.states = this.examined.map(network => network.sequence(frame, this.x, target, edit));
        const most = Math.max(...this.states.flatMap(s => s.contributions.map(Math.abs)), 1e-9);
        // One scale for both; where inputs are fractions a change is small.
        const changed = Math.max(...this.states.map(s => s.changeMost ?? 0)), changeScale = task.fractions ? [.1, .2, .5, 1].find(v => v >= changed) ?? 2 : 2;
        this.cards.forEach((card, i) => {
            const n = recording.networks[i], s = this.states[i];
            s.contributionScale = most;
            s.changeScale = changeScale;
            const past = n.stop && epoch > n.stop ? `Past its stop at epoch ${n.stop}` : null;
            if (shown.frame !== frame || shown.edited !== edited) card.drawFacts({ ...this.examined[i].facts(frame, card.map, this.#reads), edited, past });
            card.drawInputs(this.x, this.before, this.step, s);
            card.draw(s);
            card.highlight(this.step, this.unit);
            card.drawFoot(s, this.step);
        });
        this.#scores();
        this.#settle(shown.frame === undefined);
        this.progress.hidden = true;
        say(this.steppers.sequence.value, String(this.sequence + 1));
        this.#edited(edited);
        if (edited) this.#curve();
        else this.#curveOf = null;
        this.#shown = { frame, sequence: this.sequence, version: this.version, edited };
    }

    // How long the page's own script takes in each frame, all that it does in one together; read by who measures it.
    #timed(now, act) {
        const began = performance.now(), timings = this.root.timings ??= [];
        act();
        if (this.#frameAt !== now || !timings.length) timings.push(0);
        if (timings.length > 1000) timings.shift();
        this.#frameAt = now;
        timings[timings.length - 1] += performance.now() - began;
    }

    // What is read and not watched is written at rest: a frame of dragging has no time for it.
    #settle(now) {
        clearTimeout(this.#resting);
        if (this.#playing || this.cards.some(c => c.root.querySelector('.dragging'))) return;
        if (now) this.#rest();
        else this.#resting = setTimeout(() => { if (this.states) this.#rest(); }, 120);
    }

    // The sentence, the table and the address.
    #rest() {
        this.cards.forEach((card, i) => card.describe(this.states[i]));
        const { title, text } = this.task.sentence(this.#view(this.task.target(this.x)));
        say(this.title, title);
        say(this.text, text);
        clearTimeout(this.#speaking);
        this.#speaking = setTimeout(() => say(this.spoken, title), 400);
        numbersTable(this);
        this.#address();
    }

    // What the task makes its sentence of.
    #view(target) {
        const { recording, task, before, changed: step } = this, at = step * recording.channels;
        return {
            frame: recording.frames[this.frame], target, x: this.x,
            edited: before && { step, name: task.stepName(step), from: before[at], to: this.x[at], target, targetBefore: task.target(before) },
            networks: this.states.map((s, i) => {
                const { facts } = this.cards[i], n = recording.networks[i];
                return { ...n, ...s, ...facts, readC: keepsCell(n.model) ? facts.readC : null };
            }),
        };
    }

    // On the frame after, as it is a hundred and one answers a network. The input that is changed goes through all its values
    // there, so that it takes no new curve while it is dragged.
    #curve() {
        const { task, changed, x, frame, recording: { channels } } = this, at = changed * channels, of = [frame, changed, ...x.with(at, 0)].join();
        if (this.#curveOf === of) return;
        this.#curveOf = of;
        cancelAnimationFrame(this.#curveAsked);
        this.#curveAsked = requestAnimationFrame(now => this.#timed(now, () => {
            if (!this.before) return;
            if (!task.curve) {
                const swap = task.swap(x, changed);
                return this.cards.forEach((card, i) => card.drawSwaps(swap, this.examined[i].swaps(frame, x, changed, swap.asked, swap.symbols), x[at]));
            }
            const other = Float64Array.from(x), truth = Float64Array.from(task.curve, v => { other[at] = v; return task.target(other); });
            this.cards.forEach((card, i) => card.drawCurve(task.curve, this.examined[i].response(frame, x, changed), truth));
        }));
    }

    #scores() {
        const { recording, task, scores } = this;
        if (scores.children.length !== recording.networks.length + 1) {
            scores.replaceChildren();
            html('span', 'small quiet', scores, `Validation ${task.scoreWord}`);
            for (const n of recording.networks) {
                const line = html('span', `row score ${n.model}`, scores);
                html('span', 'small', line, n.name);
                html('b', '', line);
            }
        }
        recording.networks.forEach((n, i) => say(scores.children[i + 1].lastChild, score(n.losses[this.frame], task.isSmall)));
    }

    #move(name, by) {
        const { recording } = this;
        if (!recording) return;
        if (name === 'sequence') return this.#show((this.sequence + by + recording.count) % recording.count);
        const list = name === 'length' ? recording.lengths : recording.seeds, at = list.indexOf(recording[name]) + by;
        if (at < 0 || at >= list.length) return;
        const map = this.cards.find(c => c.map !== 'h')?.map ?? 'h';
        this.#look({ length: recording.length, seed: recording.seed, sequence: this.sequence + 1, map, [name]: list[at] });
    }

    #show(sequence) {
        this.sequence = sequence;
        this.before = this.changed = null;
        this.x = this.#values(sequence);
        this.#ask();
    }

    #worst() {
        if (!this.states) return;
        const { yhat } = this.cards[0].facts, { targets } = this.recording;
        // Of classes an answer is the probability of what is right.
        const off = this.task.kind === 'number' ? k => Math.abs(yhat[k] - targets[k]) : k => -yhat[k];
        let worst = 0;
        for (let k = 0; k < yhat.length; k++) if (off(k) > off(worst)) worst = k;
        this.#show(worst);
    }

    /** Changes the input of a step by the task's rule; what it was before stays beside it until it is put back. */
    edit(t, value) { this.#change(t, x => this.task.edit(x, t, value)); }

    /** Moves a mark to a step: the one at `from`, or the nearest that may stand there. */
    moveMark(t, from) {
        return this.#change(t, x => {
            const mark = this.task.markFor(x, t);
            if (mark === null || from !== undefined && mark !== from) return false;
            this.task.moveMark(x, mark, t);
            return true;
        });
    }

    #change(t, act) {
        if (!this.ready || !this.task.editable || t >= this.x.length / this.recording.channels) return false;
        const x = Float64Array.from(this.x);
        if (!act(x)) return false;
        if (!this.before) {
            this.before = this.x;
            this.showChange ??= true;
        }
        this.x = x;
        this.changed = t;
        this.version = (this.version ?? 0) + 1;
        this.step = t;
        this.#ask();
        return true;
    }

    /** Undoes every edit. */
    putBack() {
        if (!this.before) return;
        this.x = this.before;
        this.before = this.changed = null;
        this.#ask();
    }

    #edited(edited) {
        this.restore.hidden = this.valueChoice.hidden = !edited;
        [...this.valueChoice.children].forEach((button, i) => button.setAttribute('aria-pressed', String(!!this.showChange === (i === 1))));
        this.worst.classList.toggle('gone', edited);
        this.countWord.classList.toggle('gone', edited);
    }

    /** Points at a step and a unit; null for none. */
    point(step, unit) {
        if (this.step === step && this.unit === unit) return;
        this.step = step;
        this.unit = unit;
        if (!this.ready) return;
        // Pointing changes no number: the lit cells and the line at the foot are all there is to write.
        cancelAnimationFrame(this.#pointed);
        this.#pointed = requestAnimationFrame(() => {
            this.cards.forEach((card, i) => {
                card.highlight(this.step, this.unit);
                card.drawInputs(this.x, this.before, this.step, this.states?.[i]);
                if (this.states) card.drawFoot(this.states[i], this.step);
            });
            this.table.querySelectorAll('tr[data-step]').forEach(tr => tr.classList.toggle('chosen', Number(tr.dataset.step) === this.step));
            this.#address();
        });
    }

    /** Shows another map on every card that has it. */
    showMap(map) {
        for (const card of this.cards) card.setMap(map);
        if (this.ready) this.#paintAll();
    }

    /** Goes to a frame of the recording. */
    toFrame(frame) {
        if (!this.recording) return;
        const to = Math.max(0, Math.min(this.recording.frames.length - 1, frame));
        if (to === this.frame) return;
        this.frame = to;
        this.#ask();
    }

    /** Plays, or stops playing. */
    toggle() {
        if (this.#playing) return this.#stop();
        if (!this.ready) return;
        if (this.frame === this.recording.frames.length - 1) this.frame = 0;
        const pace = matchMedia('(prefers-reduced-motion: reduce)').matches ? 1 : framesASecond;
        this.play.setAttribute('aria-label', 'Pause');
        this.play.classList.add('playing');
        this.#playing = setInterval(() => {
            if (this.frame >= this.recording.frames.length - 1) return this.#stop();
            this.toFrame(this.frame + 1);
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

    #address() {
        clearTimeout(this.#addressing);
        this.#addressing = setTimeout(() => writeAddress(this), 150);
    }
}
