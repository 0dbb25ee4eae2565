// The parts of the page that never change: steppers, sentence, stage, scrubber, table.
import { exportCsv, exportPng, exportSvg } from './numbers.js';
import { html } from './svg.js';

const icons = { play: 'M5 3l8 5-8 5z', back: 'M12 3L6 8l6 5zM4 3h1.6v10H4z', on: 'M4 3l6 5-6 5zM10.4 3H12v10h-1.6z' };

/**
 * Draws them into page.root and names them on `page`. `actions`: {move(stepper, by), worst(), putBack(), change(whether),
 * play(), frame(by)}.
 */
export function drawFrame(page, actions) {
    page.head = html('div', 'inside-head row', page.root);
    page.steppers = {};
    for (const [name, label] of [['length', 'Length'], ['seed', 'Seed'], ['sequence', 'Sequence']]) {
        const box = html('span', 'stepper row', page.head);
        html('span', 'small quiet', box, label);
        // A shared page has one length and seed.
        const fixed = page.shared && name !== 'sequence';
        page.steppers[name] = fixed ? { value: html('strong', 'figures', box, '–') } : stepper(box, name, label, by => actions.move(name, by));
        if (name === 'sequence') page.countWord = html('span', 'small quiet', box);
    }
    page.worst = tool(page.head, 'Worst for the …', actions.worst);
    page.restore = tool(page.head, 'Put it back', actions.putBack);
    page.valueChoice = html('span', 'choice', page.head);
    for (const [change, word] of [[false, 'Values'], [true, 'Change']])
        html('button', '', page.valueChoice, word).addEventListener('click', () => actions.change(change));
    const tools = html('span', 'actions', page.head);
    for (const [word, save] of [['SVG', exportSvg], ['PNG', exportPng], ['CSV', exportCsv]])
        tool(tools, word, () => { if (page.states) save(page); }).title = `What is drawn, as ${word}`;
    page.sentence = html('div', 'inside-sentence', page.root);
    page.title = html('p', 'title', page.sentence);
    page.text = html('p', 'quiet', page.sentence);
    page.progress = html('div', 'bar4', page.sentence);
    html('i', '', page.progress);
    page.progress.hidden = true;
    page.spoken = html('span', 'spoken', page.root);
    page.spoken.setAttribute('aria-live', 'polite');
    page.notice = html('div', 'inside-notice', page.root);
    page.stage = html('div', 'inside-stage', page.root);
    page.table = html('section', 'card flush inside-numbers', page.root);
    page.table.id = 'inside-numbers';
    page.table.setAttribute('aria-label', 'Numbers');
    // T leads there from every card and from the track, and back.
    Object.assign(page.root.dataset, { figure: '', table: page.table.id });
    scrubber(page, actions);
}

function stepper(box, name, label, move) {
    const group = html('span', 'choice', box);
    group.setAttribute('role', 'group');
    group.setAttribute('aria-label', label);
    const back = html('button', '', group, '‹'), value = html('output', 'strong figures', group, '–'), on = html('button', '', group, '›');
    back.setAttribute('aria-label', `Previous ${name}`);
    on.setAttribute('aria-label', `Next ${name}`);
    back.addEventListener('click', () => move(-1));
    on.addEventListener('click', () => move(1));
    return { back, value, on };
}

function scrubber(page, actions) {
    page.scrubber = html('div', 'inside-scrubber', page.root);
    const buttons = html('span', 'row', page.scrubber);
    const button = (icon, label, act) => {
        const made = html('button', icon === 'play' ? 'play filled' : 'play', buttons);
        made.type = 'button';
        made.setAttribute('aria-label', label);
        made.innerHTML = `<svg viewBox="0 0 16 16" aria-hidden="true"><path d="${icons[icon]}"/></svg>`;
        made.addEventListener('click', act);
        return made;
    };
    page.play = button('play', 'Play', actions.play);
    button('back', 'Back one', () => actions.frame(-1));
    button('on', 'On one', () => actions.frame(1));
    const epoch = html('div', 'epoch', page.scrubber);
    html('span', 'small quiet', epoch, 'Epoch');
    const line = html('div', '', epoch);
    page.epochWord = html('b', 'figures', line, '–');
    page.epochOf = html('span', 'small quiet', line);
    page.trackRoom = html('div', 'track-room', page.scrubber);
    page.scores = html('div', 'scores figures', page.scrubber);
}

/** A small outlined button. */
export function tool(parent, word, act) {
    const button = html('button', 'tool', parent, word);
    button.type = 'button';
    button.addEventListener('click', act);
    return button;
}
