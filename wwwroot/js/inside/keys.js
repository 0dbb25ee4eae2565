// The keyboard of a card and of the epoch track.
import { say } from './svg.js';

// By how much a key changes an input, in small and in large steps of the task.
const edits = { '+': [1, 0], '=': [1, 0], '-': [-1, 0], '−': [-1, 0], PageUp: [0, 1], PageDown: [0, -1], ArrowUp: [1, 0], ArrowDown: [-1, 0] };

/** A key on a card; `page` is the page it is on. */
export function cardKey(page, e, card) {
    if (!page.ready || e.target !== card.body) return;
    const handled = page.typing !== undefined && page.step !== null ? edit(page, e.key) : move(page, e.key, card);
    if (handled) e.preventDefault();
}

// While an input is edited: plus, minus and the page keys change it, a symbol's own key writes it, Enter keeps it, Escape puts
// it back.
function edit(page, key) {
    const { task, step, recording: { channels } } = page, value = page.x[step * channels];
    if (edits[key]) {
        const [small, large] = edits[key], [fine, coarse] = task.nudge;
        page.edit(step, task.symbols ? task.next(page.x, step, small + large) : value + small * fine + large * coarse);
    } else if (key === 'Enter') page.typing = undefined;
    else if (key === 'Escape') {
        page.edit(step, page.typing);
        page.typing = undefined;
        if (page.before?.every((v, t) => v === page.x[t])) page.putBack();
    } else if (task.symbols?.includes(key)) page.edit(step, task.symbols.indexOf(key));
    else return false;
    return true;
}

function move(page, key, card) {
    const last = page.x.length / page.recording.channels - 1, units = card.network.hidden, { step, unit } = page, at = step ?? -1, maps = [...(card.choice?.children ?? [])];
    switch (key) {
        case 'ArrowRight': page.point(Math.min(last, at + 1), unit); return true;
        case 'ArrowLeft': page.point(Math.max(0, at - 1), unit); return true;
        case 'ArrowDown': page.point(Math.max(0, at), Math.min(units - 1, (unit ?? -1) + 1)); return true;
        case 'ArrowUp': page.point(Math.max(0, at), Math.max(0, (unit ?? 1) - 1)); return true;
        case 'Home': page.point(0, unit); return true;
        case 'End': page.point(last, unit); return true;
        case 'Escape': page.point(null, null); return true;
        case 'e': case 'E':
            if (step === null || !page.task.editable) return false;
            page.typing = page.x[step * page.recording.channels];
            say(page.spoken, `Editing step ${step + 1}, ${page.task.word(page.x, step)}: plus and minus change it, Enter keeps it, Escape puts it back`);
            return true;
        case 'm': case 'M':
            if (step === null || !page.task.hasMarks) return false;
            if (!page.moveMark(step)) say(page.spoken, `No mark may stand at step ${step + 1}`);
            return true;
        default:
            if (!/^[1-6]$/.test(key) || !maps[key - 1]) return false;
            page.showMap(maps[key - 1].dataset.map);
            return true;
    }
}

/** A key on the track. */
export function trackKey(page, e) {
    const { frames } = page.recording, { epoch } = frames[page.frame], find = to => {
        const best = frames.findIndex(f => !f.batch && f.epoch >= Math.max(0, to));
        return best < 0 ? frames.length - 1 : best;
    };
    switch (e.key) {
        case 'ArrowRight': case 'ArrowUp': page.toFrame(page.frame + 1); break;
        case 'ArrowLeft': case 'ArrowDown': page.toFrame(page.frame - 1); break;
        case 'PageUp': page.toFrame(find(epoch + 5)); break;
        case 'PageDown': page.toFrame(find(epoch - 5)); break;
        case 'Home': page.toFrame(0); break;
        case 'End': page.toFrame(frames.length - 1); break;
        case ' ': page.toggle(); break;
        default: return;
    }
    e.preventDefault();
}
