// Fetches recordings; a trial still in the queue is asked for until it is trained.
import { decode } from './recording.js';

const patience = 1000, watched = 250;           // milliseconds

/**
 * Fetches what `source` has of a length and seed (null: its choice). Tells `on`: {outline(recording), progress(state),
 * recording(recording), waiting(problem), refused(problem)}.
 */
export async function fetchRecording(source, { length, seed }, signal, on) {
    const query = new URLSearchParams({ ...(length !== null && { length }), ...(seed !== null && { seed }) });
    try {
        const answer = await fetch(`${source}/outline?${query}`, { signal });
        if (!answer.ok) return on.refused(await answer.json());
        const outline = decode(await answer.arrayBuffer());
        // What a frozen link kept is whole.
        if (isWhole(outline)) return await on.recording(outline);
        await on.outline(outline);
        const at = `?length=${outline.length}&seed=${outline.seed}`;
        for (let problem; ; await new Promise(done => setTimeout(done, patience))) {
            if (!problem) on.progress({ epoch: 0, of: outline.frames.at(-1).epoch });
            const answer = await watching(source, at, signal, on, () => fetch(source + at, { signal }));
            if (answer.ok) return await on.recording(decode(await answer.arrayBuffer()));
            problem = await answer.json();
            if (problem.state !== 'waiting') return on.refused(problem);
            on.waiting(problem);
        }
    } catch (e) {
        if (signal.aborted) return;
        on.refused({ title: 'The recording did not arrive', detail: `${e.message}. The connection may be gone; the page tries again when you choose a length or seed.` });
    }
}

/** Whether a recording has its networks. */
export const isWhole = recording => recording.networks.every(n => n.weights);

// Says how far the recording is while an answer is waited for.
async function watching(source, at, signal, on, wait) {
    const watch = setInterval(async () => {
        const state = await fetch(`${source}/progress${at}`, { signal }).then(r => r.json()).catch(() => null);
        if (state && state.state !== 'none' && watch !== null && !signal.aborted) on.progress(state);
    }, watched);
    try {
        return await wait();
    } finally {
        clearInterval(watch);
    }
}
