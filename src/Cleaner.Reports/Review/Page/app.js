// The person's work: which case is shown, which keys do what, and that each decision is written at once.
import * as api from './api.js';
import { $, h, count, tail } from './dom.js';
import { pick } from './picker.js';
import { strip, current, load, refresh, firstOpenAfter, openElsewhere, choose, draw, mark, turn, columns } from './strip.js';
import { imageCase, pairCase, gridCase, empty } from './views.js';

const KINDS = [['', 'All'], ['image', 'Images'], ['conflict', 'Same picture'], ['merge', 'One person?'], ['split', 'Two people?'], ['noise', 'Mostly noise']];

let info = {}, detail = null, whole = false, turnOf = 0;
// Images of one name laid out for choosing: {identity, marked, last, from: the case it was opened from}.
let grid = null;

const busy = { on: false };   // keys typed while a decision is being written do not fall on the next image unseen

function toast(text, bad = false) {
  const place = $('toast');
  place.textContent = text;
  place.className = bad ? 'show bad' : 'show';
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => { place.className = ''; }, bad ? 8000 : 3500);
}

// One request at a time, and every failure said.
async function guarded(work) {
  if (busy.on) return;
  busy.on = true;
  document.body.dataset.busy = 'true';
  try {
    await work();
  } catch (error) {
    toast(error.message, true);
  } finally {
    busy.on = false;
    delete document.body.dataset.busy;
  }
}

function header() {
  $('manifest').textContent = `${info.manifest}@${info.head}`;
  document.title = `${info.manifest}: review`;
  const all = Object.values(info.kinds), total = all.reduce((sum, kind) => sum + kind.total, 0), open = all.reduce((sum, kind) => sum + kind.open, 0);
  $('tabs').replaceChildren(...KINDS.filter(([kind]) => !kind || info.kinds[kind]).map(([kind, title]) => h('button', {
    type: 'button', 'aria-current': strip.kind === kind ? 'page' : null, onclick: () => guarded(() => go(kind)),
  }, title, ' ', h('span', {}, (kind ? info.kinds[kind].open : open).toLocaleString('en')))));
  $('progress').textContent = `${(total - open).toLocaleString('en')} of ${total.toLocaleString('en')} done · ${info.actor}`;
  const shown = info.kinds.image?.total ?? 0;
  $('more').title = 'Start the review again for the next ones.';
  $('more').textContent = info.judged > shown ? `the most doubtful of ${info.judged.toLocaleString('en')}` : '';
  $('undo').disabled = !info.undo;
  $('undo').title = info.undo ? `Take back: ${info.undo}` : 'Nothing to take back';
}

async function go(kind, at) {
  strip.chosen.clear();
  await load(kind, at);
  header();
  await show();
}

async function show() {
  const mine = ++turnOf, item = current();
  grid = null;
  detail = item ? await api.detail(item.key) : null;
  if (mine !== turnOf) return;
  if (detail && (item.kind === 'split' || item.kind === 'noise')) openGrid(detail.identities[0], new Set(detail.marked), null);
  render();
  const next = strip.items[strip.at - strip.skip + 1];
  if (next?.kind === 'image') new Image().src = `image/${next.samples[0]}?size=800`;
}

function openGrid(identity, marked, from) {
  grid = { identity, marked, last: 0, from };
}

function render() {
  const item = current(), stage = $('stage');
  const title = item && { conflict: 'The same picture under two names', merge: 'One person under two names?', split: `Is ${item.title} two people?`, noise: `Is ${item.title} mostly noise?` }[item.kind];
  stage.replaceChildren(
    grid ? gridCase(grid.identity, grid.marked, grid.from ? `Split ${grid.identity.name}` : title, grid.from ? 'Images most like the one you came from stand first. Mark those that show somebody else.' : detail.reason, toggle)
      : !detail ? empty(info, strip.kind)
        : item.kind === 'image' ? imageCase(detail, info, whole, other => guarded(() => moveTo({ identity: other.id })))
          : pairCase(detail, title));
  actions();
}

const button = (key, text, run, kind = '') => h('button', { type: 'button', class: kind, 'data-key': key, onclick: () => guarded(run) }, h('span', {}, text), ' ', h('kbd', {}, key));

const targets = () => strip.chosen.size > 0 ? [...strip.chosen.values()].map(item => item.samples[0]) : [detail.image.face.id];

const marks = () => [...grid.marked];

const settles = () => grid && grid.from || current()?.kind === 'image' ? undefined : current()?.key;

// What can be done with what is shown: label, key, action.
function choices() {
  const item = current();
  if (grid) {
    const some = grid.marked.size > 0, on = some ? ` ${grid.marked.size}` : '';
    return [
      some && ['S', `Split${on} off…`, splitMarked, 'main'],
      some && ['D', `Drop${on}`, () => decide([{ do: 'drop', samples: marks() }], settles()), 'drop'],
      some && ['M', `Move${on}…`, async () => moveTo(await pick({ title: `Move ${count(grid.marked.size, 'image')} to`, like: marks()[0], except: grid.identity.id, create: true })), ''],
      ['A', some ? 'Mark none' : 'Mark all', async () => { grid.marked = some ? new Set() : new Set(grid.identity.faces.map(face => face.id)); render(); }, ''],
      grid.from ? ['Esc', 'Back', show, ''] : ['K', item.kind === 'split' ? 'One person' : 'Leave as it is', () => decide([], item.key), 'keep'],
    ].filter(Boolean);
  }
  if (!detail) return [];
  const [a, b] = detail.identities;
  if (item.kind === 'merge') {
    return [
      ['K', 'Keep apart', () => decide([], item.key), 'keep'],
      ['1', `Merge into ${tail(a.name, 22)}`, () => decide([{ do: 'merge', from: b.id, identity: a.id }], item.key), 'main'],
      ['2', `Merge into ${tail(b.name, 22)}`, () => decide([{ do: 'merge', from: a.id, identity: b.id }], item.key), 'main'],
    ];
  }
  if (item.kind === 'conflict') {
    const [left, right] = [a.faces[0].id, b.faces[0].id];
    return [
      ['1', `It is ${tail(a.name, 22)}`, () => decide([{ do: 'keep', samples: [left] }, { do: 'drop', samples: [right] }], item.key), 'main'],
      ['2', `It is ${tail(b.name, 22)}`, () => decide([{ do: 'keep', samples: [right] }, { do: 'drop', samples: [left] }], item.key), 'main'],
      ['D', 'Drop both', () => decide([{ do: 'drop', samples: [left, right] }], item.key), 'drop'],
      ['K', 'Keep both', () => decide([{ do: 'keep', samples: [left, right] }], item.key), 'keep'],
    ];
  }
  const several = strip.chosen.size > 0 ? ` ${strip.chosen.size}` : '';
  return [
    ['K', `Keep${several}`, () => decide([{ do: 'keep', samples: targets() }]), 'keep'],
    ['D', `Drop${several}`, () => decide([{ do: 'drop', samples: targets() }]), 'drop'],
    ['M', `Move${several}…`, async () => moveTo(await pick({ title: `Move ${count(targets().length, 'image')} to`, like: detail.image.face.id, except: a.id, create: true })), ''],
    !several && ['G', 'Merge name…', mergeName, ''],
    !several && ['S', 'Split name…', splitName, ''],
    several && ['Esc', 'Choose none', async () => { strip.chosen.clear(); mark(); actions(); }, ''],
  ].filter(Boolean);
}

function actions() {
  $('actions').replaceChildren(
    ...(strip.chosen.size > 0 && !grid ? [h('span', { class: 'chosen' }, `${count(strip.chosen.size, 'image')} chosen`)] : []),
    ...choices().map(([key, text, run, kind]) => button(key, text, run, kind)));
}

async function decide(what, settle) {
  const outcome = await api.decide(what, settle);
  info = outcome.state;
  toast(outcome.text);
  const shown = grid && grid.from;
  strip.chosen.clear();
  await refresh();
  if (!shown) {
    const next = firstOpenAfter() ?? await openElsewhere();
    if (next !== null) await load(strip.kind, next);
  }
  header();
  await show();
}

const moveTo = async choice => {
  if (choice) await decide([{ do: 'move', samples: grid ? marks() : targets(), identity: choice.identity, name: choice.name }], settles());
};

async function mergeName() {
  const own = detail.identities[0];
  const choice = await pick({ title: `Merge ${own.name} (${count(own.kept, 'image')}) into`, except: own.id });
  if (choice) await decide([{ do: 'merge', from: own.id, identity: choice.identity }]);
}

async function splitName() {
  const face = detail.image.face;
  openGrid(await api.grid(detail.identities[0].id, face.id), new Set(face.state === 'dropped' ? [] : [face.id]), face.id);
  render();
}

async function splitMarked() {
  const choice = await pick({ title: `Name for the ${count(grid.marked.size, 'image')} split off`, except: grid.identity.id, create: 'first', text: `${grid.identity.name} (2)` });
  if (choice) await decide([{ do: 'split', samples: marks(), identity: choice.identity, name: choice.name }], settles());
}

// Marks one image of the grid, or the row since the last one.
function toggle(i, range) {
  const { faces } = grid.identity, on = !grid.marked.has(faces[i].id);
  for (let k = range ? Math.min(i, grid.last) : i; k <= (range ? Math.max(i, grid.last) : i); k++) {
    if (range || on) grid.marked.add(faces[k].id); else grid.marked.delete(faces[k].id);
  }
  grid.last = i;
  document.querySelectorAll('.pick .tile').forEach(tile => tile.setAttribute('aria-selected', String(grid.marked.has(Number(tile.dataset.id)))));
  actions();
}

async function step(by, extend) {
  const to = Math.min(Math.max(strip.at + by, 0), strip.total - 1);
  if (to === strip.at) return;
  if (extend) {
    const [from, until] = [Math.min(strip.at, to), Math.max(strip.at, to)];
    strip.items.filter((_, i) => i + strip.skip >= from && i + strip.skip <= until).forEach(item => choose(item, true));
  }
  if (to < strip.skip || to >= strip.skip + strip.items.length) await load(strip.kind, to); else { strip.at = to; mark(); }
  await show();
}

async function takeBack() {
  const outcome = await api.undo();
  info = outcome.state;
  toast(outcome.text);
  await refresh();
  header();
  await show();
}

function sheet(on = !document.body.classList.contains('sheet')) {
  document.body.classList.toggle('sheet', on);
  $('sheet').setAttribute('aria-pressed', String(on));
  draw();
}

// Arrow keys and X inside the grid of one name.
function gridKey(key, shift) {
  const tiles = [...document.querySelectorAll('.pick .tile')], at = Math.max(0, tiles.indexOf(document.activeElement));
  const perRow = tiles.filter(tile => tile.offsetTop === tiles[0].offsetTop).length;
  const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -perRow, ArrowDown: perRow }[key];
  if (key === 'x') toggle(at, shift);
  else if (by && tiles.includes(document.activeElement)) tiles[Math.min(Math.max(at + by, 0), tiles.length - 1)].focus();
  else if (by) tiles[0]?.focus();
  else return false;
  return true;
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]') || event.target.closest('input')) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const choice = choices().find(([wanted]) => wanted.toLowerCase() === key || wanted === 'Esc' && key === 'Escape');
  if (grid && !document.body.classList.contains('sheet') && gridKey(key, event.shiftKey)) event.preventDefault();
  else if (choice) { event.preventDefault(); guarded(choice[2]); }
  else if (key === 'u') guarded(takeBack);
  else if (key === 'v') sheet();
  else if (key === '?') $('keys').showModal();
  else if (key === 'o' && detail?.image?.aligned) { whole = !whole; render(); }
  else if (key === 'x' && current()) { choose(current()); mark(); actions(); }
  else if (key === 'a' && current()?.kind === 'image') { strip.items.filter(item => item.title === current().title && !item.decided).forEach(item => choose(item, true)); mark(); actions(); }
  else if (key >= '1' && key <= '5' && detail?.others?.[key - 1]) guarded(() => moveTo({ identity: detail.others[key - 1].id }));
  else if (key === 'ArrowLeft' || key === 'ArrowRight') { event.preventDefault(); guarded(() => step(key === 'ArrowLeft' ? -1 : 1, event.shiftKey)); }
  else if ((key === 'ArrowUp' || key === 'ArrowDown') && document.body.classList.contains('sheet')) { event.preventDefault(); guarded(() => step((key === 'ArrowUp' ? -1 : 1) * columns(), event.shiftKey)); }
  else if (key === 'Enter' && document.body.classList.contains('sheet') && event.target.closest('#strip')) sheet(false);
  else if (key === 'Escape') sheet(false);
}

function onCard(event) {
  const card = event.target.closest('.card');
  if (!card) return;
  const at = Number(card.dataset.at);
  guarded(async () => {
    if (event.shiftKey) await step(at - strip.at, true);
    else if (event.ctrlKey || event.metaKey) { choose(strip.items[at - strip.skip]); mark(); actions(); }
    else { strip.at = at; mark(); await show(); }
  });
}

document.addEventListener('keydown', onKey);
$('strip').addEventListener('click', onCard);
$('undo').addEventListener('click', () => guarded(takeBack));
$('sheet').addEventListener('click', () => sheet());
$('help').addEventListener('click', () => $('keys').showModal());
$('earlier').addEventListener('click', () => guarded(async () => { await turn(-1); await show(); }));
$('later').addEventListener('click', () => guarded(async () => { await turn(1); await show(); }));
guarded(async () => {
  info = await api.state();
  await go('');
  document.body.dataset.ready = 'true';
});
