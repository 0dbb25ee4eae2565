// What a mouse or finger does to a card: pointing picks a step and a unit, dragging a bar changes an input.
import { heights } from './layout.js';

const longPress = 450;                          // milliseconds

/** Listens on a card's drawing; tells `actions` {step(t, unit), leave(), edit(t, value), mark(t, from), edited()}. */
export function listen(card, root) {
    const { layout: l, actions, task } = card;
    const where = e => {
        const box = root.getBoundingClientRect(), x = e.clientX - box.left - l.label, y = e.clientY - box.top;
        const t = Math.floor(x / card.cell), unit = Math.floor((y - l.y.map) / l.rowHeight);
        if (x < 0 || x >= l.steps || y < l.y.inputs - 20 || y > l.y.end) return null;
        const marks = task.hasMarks && y > l.y.inputs + heights.inputs + 2 && y <= l.y.inputs + heights.inputs + 18;
        return {
            t, unit: unit >= 0 && unit < l.units ? unit : null, y, marks,
            input: task.editable && (marks || y >= l.y.inputs - 16 && y <= l.y.inputs + heights.inputs + (task.hasMarks ? 2 : 16)),
        };
    };
    let dragging = null, mark = null, press = null;
    // Where a mark was taken hold of it goes along, a symbol is swapped for the next one, a bar goes up and down.
    const take = at => {
        if (at.marks) {
            mark = at.t;
            actions.mark(at.t);
        } else if (task.symbols) actions.edit(at.t, task.next(card.shown, at.t, 1));
        else actions.edit(at.t, card.inputs.valueAt(at.y));
    };
    const drag = e => {
        const at = where(e);
        if (mark !== null) {
            if (at && at.t !== mark && actions.mark(at.t, mark)) mark = at.t;
        } else if (!task.symbols) actions.edit(dragging, card.inputs.valueAt(e.clientY - root.getBoundingClientRect().top));
    };
    const start = (e, t) => {
        dragging = t;
        root.setPointerCapture(e.pointerId);
        root.classList.add('dragging');
    };
    // The step lights up, so that the finger knows that it has hold of the bar.
    const hold = (e, at) => {
        start(e, at.t);
        actions.step(at.t, at.unit);
        if (at.marks || task.symbols) take(at);
    };
    root.addEventListener('pointermove', e => {
        if (dragging !== null) return drag(e);
        if (press && Math.hypot(e.clientX - press.x, e.clientY - press.y) > 8) press = clearTimeout(press.timer);
        if (e.pointerType === 'touch') return;
        const at = where(e);
        if (at) actions.step(at.t, at.unit);
        else actions.leave();
        root.classList.toggle('over-input', !!at?.input);
    });
    root.addEventListener('pointerleave', e => { if (dragging === null && e.pointerType !== 'touch') actions.leave(); });
    root.addEventListener('pointerdown', e => {
        const at = where(e);
        if (!at) return;
        if (e.pointerType === 'touch') {
            // A tap picks a step, a long press starts the edit, so that the page still scrolls.
            press = { x: e.clientX, y: e.clientY, timer: setTimeout(() => { press = null; if (at.input) hold(e, at); }, longPress) };
        } else if (at.input) {
            e.preventDefault();
            start(e, at.t);
            take(at);
        }
    });
    const end = e => {
        if (press) {
            clearTimeout(press.timer);
            const at = where(e);
            if (at && e.type === 'pointerup') actions.step(at.t, at.unit);
            press = null;
        }
        const edited = dragging !== null;
        dragging = mark = null;
        root.classList.remove('dragging');
        if (edited) actions.edited();
    };
    root.addEventListener('pointerup', end);
    root.addEventListener('pointercancel', end);
    root.addEventListener('touchmove', e => { if (dragging !== null) e.preventDefault(); }, { passive: false });
    // A long press must not open the browser's own menu over the bar it has just taken hold of.
    root.addEventListener('contextmenu', e => { if (dragging !== null || press) e.preventDefault(); });
}
