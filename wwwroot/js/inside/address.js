// The address holds the view.
import { frameWord } from './recording.js';

/** What the address asks for; on a shared page what was shared, until its own address says where its viewer went. */
export function wantedOf(page) {
    const own = new URLSearchParams(location.search), query = page.shared && !own.has('sequence') ? new URLSearchParams(page.root.dataset.query) : own;
    const whole = (name, otherwise = null) => /^\d{1,10}$/.test(query.get(name) ?? '') ? Number(query.get(name)) : otherwise;
    return { length: whole('length'), seed: whole('seed'), sequence: whole('sequence', 1), epoch: query.get('epoch'), map: query.get('map') ?? 'h', step: whole('step') };
}

/** Writes what is shown; what the router keeps in the history entry stays as it is. */
export function writeAddress({ recording, frame, sequence, step, cards, shared }) {
    const url = new URL(location.href), put = (name, value) => value === null ? url.searchParams.delete(name) : url.searchParams.set(name, value);
    if (!shared) {
        put('length', recording.length);
        put('seed', recording.seed);
    }
    put('sequence', sequence || shared ? sequence + 1 : null);
    put('epoch', frame === recording.frames.length - 1 ? null : frameWord(recording.frames[frame]));
    put('map', cards.map(c => c.map).find(m => m !== 'h') ?? null);
    put('step', step === null ? null : step + 1);
    history.replaceState(history.state, '', url);
}
