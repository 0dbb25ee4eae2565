// Going through a chart by keys: the same keys in all of them, and what they are at is said.
const moves = {
  ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1],
  Home: [-Infinity, 0], End: [Infinity, 0],
};

/** Whether keys with a letter or sign of their own do anything (WCAG 2.1.4): whoever speaks to the computer turns them off. */
export const singleKeys = {
  get on() {
    // A page in another site's frame may be kept from all that is stored.
    try { return localStorage.getItem('single-keys') !== 'off'; } catch { return true; }
  },
  set on(value) {
    if (value) localStorage.removeItem('single-keys');
    else localStorage.setItem('single-keys', 'off');
  },
};

/**
 * Listens on a chart that has the focus. `grid` is what can be gone through, read anew with each key:
 * lanes() how many lines, places(lane) the keys of a line's points from left to right, at() the place where the chart is (or null),
 * first() the line to begin with, show(place, lane), say(place, lane) in words, choose(place, lane), leave(event).
 */
export function walk(root, grid) {
  let lane = null;
  const said = root.closest('[data-figure]')?.querySelector('.figure-said');
  const go = place => {
    grid.show(place, lane);
    if (said) said.textContent = grid.say(place, lane);
  };
  root.addEventListener('keydown', event => {
    if (event.target !== root || event.altKey || event.ctrlKey || event.metaKey) return;
    const lanes = grid.lanes();
    if (event.key === 'Escape') return grid.leave(event);
    if (lanes === 0) return;
    lane = Math.min(lane ?? grid.first?.() ?? 0, lanes - 1);
    if (event.key === 'Enter' || event.key === ' ') {
      if (!grid.choose) return;
      event.preventDefault();
      if (grid.at() !== null) grid.choose(grid.at(), lane);
      return;
    }
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    const places = grid.places(lane), i = places.indexOf(grid.at());
    let place = grid.at();
    if (move[1]) lane = (lane + move[1] + lanes) % lanes;
    else if (places.length) place = places[i < 0 && move[0] === -1 ? places.length - 1 : Math.max(0, Math.min(places.length - 1, i + move[0]))];
    go(place);
  });
  // Where it is, and back there: for whoever draws the chart anew under somebody who goes through it.
  root.walking = {
    get: () => lane === null ? null : [grid.at(), lane],
    set([place, line]) {
      if (line >= grid.lanes() || !grid.places(line).includes(place)) return;
      lane = line;
      go(place);
    },
  };
  root.addEventListener('blur', () => {
    lane = null;
    if (said) said.textContent = '';
  });
}
