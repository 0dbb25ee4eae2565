// Short guided looks: a small card that points at things on the real pages and goes from one to the next. Steps are data (looks/), where
// somebody is stays in this browser, and nothing opens by itself but a look that was begun and not left.
const kept = 'looks', ids = ['forgetting', 'gates', 'seeds'];
const base = path => new URL(path, document.baseURI);
const steps = new Map();    // id → what looks/id.json holds
const facts = new Map();    // run → its trials
let card, aim, at, waiting;

function read() {
  try { return JSON.parse(localStorage.getItem(kept)) ?? {}; } catch { return {}; }
}
function write(change) {
  const state = { ...read(), ...change };
  localStorage.setItem(kept, JSON.stringify(state));
  offer();
  return state;
}
const own = id => read()[id] ?? {};
const keep = (id, change) => write({ [id]: { ...own(id), ...change } });

async function load(id) {
  if (!steps.has(id)) steps.set(id, await (await fetch(base(`looks/${id}.json`))).json());
  return steps.get(id);
}

const element = (tag, parent, attributes = {}, text = '') => {
  const node = Object.assign(document.createElement(tag), attributes);
  if (text) node.textContent = text;
  parent.append(node);
  return node;
};

/** Opens a look where it was left. */
async function open(id) {
  const look = await load(id);
  write({ open: id });
  await show(id, Math.min(own(id).step ?? 0, look.steps.length - 1), true);
}

function leave() {
  write({ open: null });
  clearTimeout(waiting);
  card?.remove();
  card = at = undefined;
  document.documentElement.removeAttribute('data-look');
  pointAt(null);
}

async function show(id, index, go) {
  const look = await load(id), step = look.steps[index], run = own(id).run;
  at = { id, index, step };
  keep(id, { step: index, done: index === look.steps.length - 1 || own(id).done });
  const needs = /\{(solved|best)/.test(step.text + step.page);
  if (needs && run) await learn(run);
  if (at?.step !== step) return;
  // A step on a run that is not there yet, or not any more, waits where it is trained.
  if (step.page.includes('{run}') && !step.train && !await exists(run)) return show(id, look.steps.findIndex(s => s.train), true);
  if (at?.step !== step) return;
  if (go && (!step.train || await exists(run))) visit(words(step.page, run));
  draw(look, go);
}

const isThere = to => to.pathname === location.pathname && [...to.searchParams].every(([name, value]) => new URLSearchParams(location.search).get(name) === value);

function visit(path) {
  const to = base(path), there = to.pathname === location.pathname;
  if (isThere(to)) return;
  // Inside reads its address when it is opened, and again only then.
  if (window.Blazor?.navigateTo && !(there && to.pathname.endsWith('/inside'))) window.Blazor.navigateTo(to.href);
  else location.assign(to);
}

async function exists(run) {
  if (!run) return false;
  const answer = await fetch(base(`api/runs/${run}`));
  return answer.ok && (await answer.json()).status === 'done';
}

async function learn(run) {
  if (facts.has(run)) return;
  const answer = await fetch(base(`api/runs/${run}/trials`));
  if (answer.ok) facts.set(run, await answer.json());
}

// {run}; {solved lstm 12}: "11 of 20"; {best lstm 12}: the seed with the lowest score.
function words(text, run) {
  const of = (model, length) => (facts.get(run) ?? []).filter(t => t.model === model && t.length === Number(length));
  return text.replaceAll('{run}', run ?? '')
    .replace(/\{solved (\w+) (\d+)\}/g, (_, model, length) => `${of(model, length).filter(t => t.solved).length} of ${of(model, length).length}`)
    .replace(/\{best (\w+) (\d+)\}/g, (_, model, length) => of(model, length).filter(t => t.mad !== null).sort((a, b) => a.mad - b.mad)[0]?.seed ?? 1);
}

function draw(look, going) {
  const { id, index, step } = at, state = own(id);
  clearTimeout(waiting);
  const fresh = !card;
  card?.remove();
  card = element('aside', document.body, { id: 'look', className: 'look' });
  card.setAttribute('aria-label', `Short look: ${look.title}`);
  document.documentElement.dataset.look = '';
  const head = element('div', card, { className: 'row spread nowrap-row' });
  element('span', head, { className: 'small quiet' }, `${look.title} · ${index + 1} of ${look.steps.length}`);
  element('button', head, { type: 'button', className: 'quiet-button', onclick: leave }, index === look.steps.length - 1 ? 'Close' : 'Leave');
  const title = element('h2', card, { tabIndex: -1 }, step.title);
  element('p', card, {}, words(step.text, state.run));
  let next;
  if (step.question) {
    element('p', card, { className: 'strong' }, step.question);
    const answers = element('div', card, { className: 'look-answers' });
    answers.setAttribute('role', 'group');
    answers.setAttribute('aria-label', step.question);
    const verdict = element('p', card, { className: 'look-verdict' });
    verdict.setAttribute('role', 'status');
    const tell = choice => {
      [...answers.children].forEach((button, i) => button.setAttribute('aria-pressed', String(i === choice)));
      verdict.textContent = choice === undefined ? '' : choice === step.right ? 'So it is. See for yourself:' : 'Not quite. See for yourself:';
      if (next) next.disabled = choice === undefined;
    };
    const choose = i => {
      keep(id, { answer: i });
      tell(i);
      verdict.scrollIntoView({ block: 'nearest' });
    };
    step.answers.forEach((answer, i) => element('button', answers, { type: 'button', onclick: () => choose(i) }, answer));
    queueMicrotask(() => tell(own(id).answer));
  }
  const progress = step.train ? element('p', card, { className: 'small quiet' }) : null;
  progress?.setAttribute('role', 'status');
  const foot = element('div', card, { className: 'row look-foot' });
  if (index > 0) element('button', foot, { type: 'button', className: 'quiet-button', onclick: () => show(id, index - 1, true) }, 'Back');
  if (step.train) train(foot, progress);
  // Somebody went on by themselves: the look waits, and leads back.
  else if (!going && !isThere(base(words(step.page, state.run)))) element('button', foot, { type: 'button', className: 'quiet-button', onclick: () => show(id, index, true) }, 'Go there');
  if (index < look.steps.length - 1) {
    next = element('button', foot, { type: 'button', className: 'look-next', onclick: () => show(id, index + 1, true), disabled: !!step.train || !!step.question },
      step.question ? 'Show me' : 'Next');
  } else {
    for (const other of ids.filter(o => o !== id && !own(o).done))
      load(other).then(({ title }) => element('button', foot, { type: 'button', className: 'quiet-button', onclick: () => open(other) }, title));
  }
  pointAt(step.point);
  if (!fresh || document.activeElement === document.body) title.focus({ preventScroll: true });
}

// Starts the step's run, or goes on with the one that was started; "Next" opens when it is done.
async function train(foot, progress) {
  const { id, step } = at, of = card;
  const follow = async run => {
    if (card !== of) return;
    const answer = await fetch(base(`api/runs/${run}`)).catch(() => null);
    if (card !== of) return;
    if (answer?.status === 404) return offerTraining();
    const { status, progress: p } = answer?.ok ? await answer.json() : {};
    if (card !== of) return;
    if (p) progress.textContent = status === 'done' ? `All ${p.trialsTotal} are trained.` : `${p.trialsDone} of ${p.trialsTotal} trained${status === 'running' || status === 'queued' ? '' : `; the run is ${status}`}`;
    if (status === 'done') {
      facts.delete(run);
      foot.querySelector('.look-next').disabled = false;
    } else waiting = setTimeout(() => follow(run), 700);
  };
  const offerTraining = () => {
    const start = element('button', foot, { type: 'button', className: 'look-start' }, 'Train them');
    start.onclick = async () => {
      start.disabled = true;
      const answer = await fetch(base('api/runs'), { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ ...step.train, tags: ['short look'] }) });
      const body = await answer.json();
      if (!answer.ok) {
        progress.textContent = `Not started: ${body.detail ?? body.title}`;
        start.disabled = false;
        return;
      }
      start.remove();
      keep(id, { run: body.id });
      visit(words(step.page, body.id));
      follow(body.id);
    };
  };
  const { run } = own(id);
  if (run) follow(run);
  else offerTraining();
}

// Rings what a step is about, as soon as the page has it.
function pointAt(selector) {
  clearInterval(aim);
  document.querySelectorAll('[data-look-at]').forEach(node => delete node.dataset.lookAt);
  if (!selector) return;
  let seen = null;
  const look = () => {
    const node = document.querySelector(selector);
    if (!node || node === seen && 'lookAt' in node.dataset) return;
    document.querySelectorAll('[data-look-at]').forEach(old => delete old.dataset.lookAt);
    node.dataset.lookAt = '';
    if (node !== seen) node.scrollIntoView({ block: 'start', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
    seen = node;
  };
  look();
  aim = setInterval(look, 300);
}

// The offers on a page say how far one is.
async function offer() {
  for (const button of document.querySelectorAll('[data-look-id]')) {
    const { step, done } = own(button.dataset.lookId);
    button.querySelector('.look-state').textContent = done ? 'Again' : step ? 'Go on' : 'Start';
  }
  const begun = ids.some(id => own(id).step > 0 && !own(id).done);
  for (const room of document.querySelectorAll('[data-looks="begun"]')) room.hidden = !begun;
}

document.addEventListener('click', event => {
  const button = event.target.closest?.('[data-look-id]');
  if (button) open(button.dataset.lookId);
});
// Pages come and go without a load.
new MutationObserver(changes => {
  if (changes.some(c => [...c.addedNodes].some(n => n.nodeType === 1 && (n.matches('[data-looks]') || n.querySelector('[data-looks]'))))) offer();
}).observe(document.body, { childList: true, subtree: true });
offer();
const begun = read().open;
if (ids.includes(begun)) show(begun, own(begun).step ?? 0, false);
