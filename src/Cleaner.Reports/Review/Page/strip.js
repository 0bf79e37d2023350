// The row of cases: a page of the queue, the current case, and those chosen for a decision on several at once.
import { cases } from './api.js';
import { $, h, picture, tail } from './dom.js';

const PAGE = 48;
const SIGN = { kept: '✓', dropped: '✕', relabelled: '→' };

export const strip = { kind: '', total: 0, skip: 0, items: [], at: 0, chosen: new Map() };

export const current = () => strip.items[strip.at - strip.skip];

const label = item => item.decided ? `${item.title}, ${item.answer || 'decided'}` : `${item.title}, ${item.state || item.kind}`;

// Loads the page that holds a place in the queue; without a place the first case that is still open.
export async function load(kind, at) {
  let page = await cases(kind, at === undefined ? 0 : Math.floor(at / PAGE) * PAGE, PAGE);
  at ??= Math.min(page.first_open, Math.max(page.total - 1, 0));
  const skip = Math.floor(at / PAGE) * PAGE;
  if (at >= PAGE && skip !== strip.skip || at >= PAGE && kind !== strip.kind) page = await cases(kind, skip, PAGE);
  Object.assign(strip, { kind, total: page.total, skip, items: page.items, at: Math.min(at, Math.max(page.total - 1, 0)) });
  draw();
}

// Fetches the page anew: decisions change more than the case they were made on.
export const refresh = () => load(strip.kind, strip.at);

export const firstOpenAfter = () => {
  const after = strip.items.findIndex((item, i) => i + strip.skip > strip.at && !item.decided);
  return after >= 0 ? after + strip.skip : null;
};

export const openElsewhere = async () => {
  const page = await cases(strip.kind, 0, 1);
  return page.first_open < page.total ? page.first_open : null;
};

export function choose(item, on = !strip.chosen.has(item.key)) {
  if (item.kind !== 'image') return;
  if (on) strip.chosen.set(item.key, item); else strip.chosen.delete(item.key);
}

// Marks which case is shown and which are chosen, on the cards that are there.
export function mark() {
  for (const card of $('strip').children) {
    const here = Number(card.dataset.at) === strip.at;
    card.tabIndex = here ? 0 : -1;
    card.setAttribute('aria-selected', String(strip.chosen.has(card.dataset.key)));
    if (here) card.setAttribute('aria-current', 'true'); else card.removeAttribute('aria-current');
  }
  $('strip').querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
}

export function draw() {
  const row = $('strip');
  // Pictures that are there already stay as they are; made anew they would flicker.
  const there = new Map([...row.children].map(card => [card.dataset.key, card.querySelector('.pics')]));
  row.replaceChildren(...strip.items.map((item, i) => h('div', {
    class: `card ${item.kind} ${item.state}${item.decided ? ' decided' : ''}`, role: 'option', 'data-at': strip.skip + i, 'data-key': item.key, 'aria-label': label(item),
  }, there.get(item.key) ?? h('span', { class: 'pics' }, item.samples.slice(0, 2).map(id => picture(id, 128, item.title))),
  item.decided && h('span', { class: 'sign', 'aria-hidden': 'true' }, SIGN[item.state] ?? '✓'),
  h('span', { class: 'name' }, tail(item.title, document.body.classList.contains('sheet') ? 18 : 13)))));
  mark();
  const last = Math.min(strip.skip + PAGE, strip.total);
  $('where').textContent = strip.total === 0 ? 'no cases' : `${(strip.skip + 1).toLocaleString('en')}–${last.toLocaleString('en')} of ${strip.total.toLocaleString('en')}`;
  $('earlier').disabled = strip.skip === 0;
  $('later').disabled = last >= strip.total;
}

export const turn = step => load(strip.kind, Math.min(Math.max(strip.skip + step * PAGE, 0), strip.total - 1));

// How far the case above or below lies where the row is laid out as a sheet.
export const columns = () => {
  const cards = [...$('strip').children];
  const next = cards.findIndex(card => card.offsetTop > cards[0].offsetTop);
  return next < 0 ? cards.length : next;
};
