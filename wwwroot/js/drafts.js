// What is being written in a form, kept for this tab: a circuit that is gone (a restart, a long time offline) takes its fields with it.
// A form is named "kind" or "kind|rest"; each kind has one draft, of the thing whose id its data-about is. The page hands over whole drafts; what is typed is noted here as well,
// as a page without its server cannot hear of it.
const load = kind => {
  try {
    return JSON.parse(sessionStorage.getItem(`draft-${kind}`));
  } catch {
    return null;
  }
};
const save = (kind, draft) => {
  try {
    sessionStorage.setItem(`draft-${kind}`, JSON.stringify(draft));
  } catch {
    // No room or not allowed: the page works without.
  }
};
const kindOf = name => name.split('|')[0];

export function keepDraft(name, fields) {
  const typed = load(kindOf(name))?.typed ?? {};
  // What the page knows by now need not be told again.
  for (const field of Object.keys(typed)) if (typed[field] === fields[field]) delete typed[field];
  save(kindOf(name), { name, fields, typed });
}

export function readDraft(name) {
  const draft = load(kindOf(name));
  if (!draft || draft.name !== name) return null;
  const fields = { ...draft.fields, ...draft.typed };
  return Object.keys(fields).length > 0 ? fields : null;
}

export function dropDraft(kind) {
  sessionStorage.removeItem(`draft-${kind}`);
}

document.addEventListener('input', ({ target }) => {
  const form = target.closest('[data-draft]');
  if (!form || !target.dataset.field) return;
  const { draft: name, about } = form.dataset;
  const kept = load(kindOf(name));
  const same = kept?.name === name && (kept.fields.id ?? kept.typed.id) === about;
  const draft = same ? kept : { name, fields: {}, typed: about ? { id: about } : {} };
  draft.typed[target.dataset.field] = target.value;
  save(kindOf(name), draft);
}, true);
