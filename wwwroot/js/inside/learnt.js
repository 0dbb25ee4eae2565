// What it learnt: the seed pointed at lights up in every chart, and keys choose seeds and lengths.

const moves = { ArrowLeft: ['seed', -1], ArrowRight: ['seed', 1], ArrowUp: ['length', 1], ArrowDown: ['length', -1] };

/** Listens on the page; nothing is left behind when its element goes. */
export function watch(root) {
    let lit = null;
    root.addEventListener('pointerover', e => {
        const seed = e.target.closest('[data-seed]')?.dataset.seed ?? null;
        if (seed === lit) return;
        for (const line of root.querySelectorAll('.lit')) line.classList.remove('lit');
        lit = seed;
        if (seed !== null) for (const line of root.querySelectorAll(`[data-seed="${CSS.escape(seed)}"]`)) line.classList.add('lit');
    });
    root.addEventListener('keydown', e => {
        if (!e.target.matches('.learnt-top') || e.altKey || e.ctrlKey || e.metaKey) return;
        if (e.key === 'Enter') root.querySelector('[data-inside]')?.click();
        else if (moves[e.key]) step(root, ...moves[e.key]);
        else return;
        e.preventDefault();
    });
}

// The page's own fields do it, so that the address follows as it does for a mouse.
function step(root, field, by) {
    const select = root.querySelector(`[data-choose="${field}"]`), to = select ? select.selectedIndex + by : -1;
    if (to < 0 || to >= select.options.length) return;
    select.selectedIndex = to;
    select.dispatchEvent(new Event('change', { bubbles: true }));
}
