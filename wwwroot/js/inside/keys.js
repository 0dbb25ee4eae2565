// The keyboard of a card and of the epoch track.
import { say } from './svg.js';
import { fixed } from './text.js';

const edits = { '+': 1, '=': 1, '-': -1, '−': -1, PageUp: 10, PageDown: -10, ArrowUp: 1, ArrowDown: -1 };

/** A key on a card; `page` is the page it is on. */
export function cardKey(page, e, card) {
    if (!page.ready || e.target !== card.body) return;
    const handled = page.typing !== undefined && page.step !== null ? edit(page, e.key) : move(page, e.key, card);
    if (handled) e.preventDefault();
}

// While an input is edited: plus, minus and the page keys change it, Enter keeps it, Escape puts it back.
function edit(page, key) {
    if (edits[key]) page.edit(page.step, page.x[page.step] + edits[key]);
    else if (key === 'Enter') page.typing = undefined;
    else if (key === 'Escape') {
        page.edit(page.step, page.typing);
        page.typing = undefined;
        if (page.before?.every((v, t) => v === page.x[t])) page.putBack();
    } else return false;
    return true;
}

function move(page, key, card) {
    const last = page.recording.length - 1, units = card.network.hidden, { step, unit } = page, at = step ?? -1, maps = [...(card.choice?.children ?? [])];
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
            page.typing = page.x[step];
            say(page.spoken, `Editing step ${step + 1}, ${fixed(page.x[step], 0)}: plus and minus change it, Enter keeps it, Escape puts it back`);
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
