// What the page says where there is nothing to look at, or not yet, or something else than the run saved.
import { tool } from './head.js';
import { html, modelMark, say } from './svg.js';
import { fixed, magnitude } from './text.js';

/** The networks are being trained again. */
export function sayProgress(page, { epoch, of, state }) {
    page.notice.replaceChildren();
    say(page.title, state === 'queued' ? 'Waiting for its turn to be trained again' : `Trained again to look inside: epoch ${epoch} of ${of}`);
    say(page.text, 'A run keeps its results, not its weights. The same seed gives the same network, so it is trained once more and checked against the saved numbers.');
    page.progress.hidden = false;
    page.progress.firstChild.style.width = `${100 * epoch / Math.max(1, of)}%`;
}

/** Why there is nothing, and the ways on. `act`: {look(length, seed), train()}. */
export function sayProblem(page, { title, detail, ways = [] }, act) {
    page.progress.hidden = true;
    say(page.title, title ?? 'Nothing to look at');
    say(page.text, detail ?? '');
    page.notice.replaceChildren();
    // Whoever has only the link goes nowhere from here.
    if (page.shared || !ways.length) return;
    const row = html('div', 'row', page.notice);
    for (const { word, address, length, seed, trains } of ways) {
        if (address) html('a', 'tool', row, word).href = address;
        else if (trains) tool(row, word, act.train).classList.add('filled');
        else tool(row, word, () => act.look(length, seed));
    }
}

/**
 * Not the networks of this run: says by how much, and withholds them until somebody wants to see them all the same.
 * `act`: {train(), show()}.
 */
export function sayDifferences(page, { title, why, rows }, act) {
    const withheld = page.withheld, card = html('section', withheld ? 'card inside-differs' : 'inside-differs', page.notice);
    card.setAttribute('role', 'alert');
    const banner = html('div', 'banner bad', card);
    html('strong', '', banner, 'Not the networks of this run');
    html('span', '', banner, title);
    if (!withheld) return;
    table(html('div', 'scroll-x', card), rows, page.recording.task.scoreWord);
    html('p', 'quiet', card, `${why}${page.shared ? '' : ' It can be trained anew here, as a run of its own.'}`);
    const row = html('div', 'row', card);
    if (!page.shared) tool(row, 'Train this seed here', act.train).classList.add('filled');
    tool(row, 'Show it all the same, marked', act.show);
}

function table(room, rows, word) {
    const grid = html('table', 'grid figures', room), titles = html('tr', '', html('thead', '', grid)), body = html('tbody', '', grid);
    for (const [head, css] of [['Model', ''], ['Epoch', 'number'], [`Saved ${word}`, 'number'], ['Trained again', 'number'], ['Difference', 'number']])
        html('th', css, titles, head).scope = 'col';
    for (const { model, name, epoch, saved, now, differs } of rows) {
        const line = html('tr', differs ? 'chosen' : '', body), by = now - saved;
        modelMark(html('td', '', line), model, name);
        for (const value of [epoch, fixed(saved, 4), fixed(now, 4)]) html('td', 'number', line, String(value));
        const size = Math.abs(by) < 5e-5 ? magnitude(Math.abs(by)) : fixed(Math.abs(by), 4);
        html('td', differs ? 'number differs' : 'number', line, by === 0 ? '0' : `${by < 0 ? '−' : '+'}${size}`);
    }
}
