// Asks for a name: type-ahead over the names there are, the nearest ones first, and a new one where that makes sense.
import { identities } from './api.js';
import { $, h, count, degrees, picture } from './dom.js';

const SHOWN = 8;

// Resolves to {identity, label}, {name, label} or null.
export function pick({ title, like = 0, except = 0, create = false, text = '' }) {
  const dialog = $('picker'), input = $('picker-text'), list = $('picker-list');
  let choices = [], at = 0, asked = 0;

  const show = () => {
    list.replaceChildren(...choices.map((choice, i) => h('li', {
      id: `choice-${i}`, role: 'option', 'aria-selected': String(i === at), onclick: () => close(choice),
    }, choice.faces.map(face => picture(face.id, 96, face.place)), h('span', { class: 'who' }, choice.label), h('span', { class: 'muted' }, choice.note))));
    if (choices.length === 0) list.append(h('li', { class: 'muted none' }, 'No such name.'));
    input.setAttribute('aria-activedescendant', choices.length ? `choice-${at}` : '');
    list.children[at]?.scrollIntoView({ block: 'nearest' });
  };

  const search = async () => {
    const mine = ++asked, typed = input.value.trim();
    const found = await identities(typed, like, except, SHOWN).catch(() => []);
    if (mine !== asked) return;
    choices = found.map(identity => ({
      identity: identity.id, label: identity.name, faces: identity.faces,
      note: count(identity.kept, 'image') + (identity.cosine === undefined ? '' : ` · ${degrees(identity.cosine).toFixed(0)}°`),
    }));
    if (create && typed && !found.some(identity => identity.name === typed)) {
      const fresh = { name: typed, label: typed, faces: [], note: 'new name' };
      if (create === 'first') choices.unshift(fresh); else choices.push(fresh);
    }
    at = 0;
    show();
  };

  let close;
  return new Promise(resolve => {
    const keys = event => {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        at = Math.min(Math.max(at + (event.key === 'ArrowDown' ? 1 : -1), 0), choices.length - 1);
        show();
        event.preventDefault();
      } else if (event.key === 'Enter') {
        event.preventDefault();
        if (choices[at]) close(choices[at]);
      }
    };
    const leave = () => close(null);
    close = choice => {
      input.removeEventListener('input', search);
      input.removeEventListener('keydown', keys);
      dialog.removeEventListener('close', leave);
      asked++;
      dialog.close();
      resolve(choice);
    };
    $('picker-title').textContent = title;
    input.value = text;
    choices = [];
    list.replaceChildren();
    input.addEventListener('input', search);
    input.addEventListener('keydown', keys);
    dialog.addEventListener('close', leave);
    dialog.showModal();
    input.select();
    search();
  });
}
