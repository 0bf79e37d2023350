// Draws one case: an image beside the faces of its name, two names beside each other, or all images of a name for choosing.
import { h, count, degrees, picture } from './dom.js';

const STATE = { kept: 'kept', dropped: 'dropped', relabelled: 'kept, moved here', duplicate: 'duplicate', unusable: 'unusable' };
const GAUGE = { angle: 30, score: 0.5 };

const chip = (state, text) => h('span', { class: `chip ${state}` }, text);

const counts = identity => `${count(identity.kept, 'image')} kept${identity.dropped ? `, ${identity.dropped.toLocaleString('en')} dropped` : ''}`;

const strip = (faces, size = 128) => faces.length
  ? h('div', { class: 'faces' }, faces.map(face => picture(face.id, size, face.place)))
  : h('p', { class: 'muted' }, 'no image is kept');

// Where the image lies between staying and going.
function gauge(score, info) {
  if (score === undefined || info.threshold === undefined) return null;
  const reach = info.angle ? GAUGE.angle : GAUGE.score, off = score - info.threshold;
  const dot = h('i', {});
  dot.style.left = `${50 + 50 * Math.max(-1, Math.min(1, off / reach))}%`;
  const text = info.angle
    ? `${score.toFixed(1)}° (limit ${info.threshold.toFixed(1)}°)`
    : `score ${score.toFixed(3)} (limit ${info.threshold.toFixed(3)})`;
  return h('div', { class: 'gauge' }, h('div', { class: 'scale', 'aria-hidden': 'true' }, dot), h('div', { class: 'ends', 'aria-hidden': 'true' }, h('span', {}, 'stays'), h('span', {}, 'goes')), h('p', {}, text));
}

export function imageCase(detail, info, whole, move) {
  const { face, ...facts } = detail.image, [own] = detail.identities;
  const bytes = facts.bytes >= 1 << 20 ? `${(facts.bytes / (1 << 20)).toFixed(1)} MiB` : `${Math.max(1, Math.round(facts.bytes / 1024))} KiB`;
  return h('div', { class: 'case image' },
    h('figure', { class: `big ${face.state}` }, picture(face.id, 800, `${own.name}: ${face.place}`, whole),
      h('figcaption', {},
        h('p', { class: 'verdict' }, chip(face.state, STATE[face.state]), facts.rule && h('span', { class: 'muted' }, facts.rule === 'review' ? 'by a person' : `by rule ${facts.rule}`),
          face.angle !== undefined && h('span', {}, h('b', {}, `${face.angle.toFixed(1)}°`), h('span', { class: 'muted' }, ' from its center'))),
        facts.rule !== 'review' && gauge(facts.score, info),
        facts.reason && h('p', { class: 'reason' }, facts.reason),
        facts.given_name !== own.name && h('p', {}, h('span', { class: 'muted' }, 'came as '), facts.given_name),
        h('p', { class: 'muted place' }, `${face.place} · ${facts.width}×${facts.height} ${facts.format} · ${bytes}`))),
    h('div', { class: 'beside' },
      h('section', { class: 'panel own' }, h('h2', {}, own.name), h('p', { class: 'muted' }, `typical of ${counts(own)}`), strip(own.faces)),
      detail.others.length > 0 && h('section', { class: 'panel' }, h('h2', {}, 'Nearest other names'),
        h('ol', { class: 'others' }, detail.others.map((other, i) => h('li', {}, h('button', {
          type: 'button', class: 'other', onclick: () => move(other), 'aria-label': `Move to ${other.name}`,
        }, h('kbd', {}, String(i + 1)), h('span', { class: 'who' }, h('b', {}, other.name), h('span', { class: 'muted' }, `${degrees(other.cosine).toFixed(0)}° · ${count(other.kept, 'image')}`)), strip(other.faces, 96))))))));
}

export function pairCase(detail, title) {
  const conflict = detail.item.kind === 'conflict';
  return h('div', { class: 'case' }, h('h1', {}, title), h('p', { class: 'reason' }, detail.reason),
    h('div', { class: 'sides' }, detail.identities.map((side, i) => h('section', { class: 'panel' },
      h('h2', {}, h('kbd', {}, String(i + 1)), ' ', side.name), h('p', { class: 'muted' }, counts(side)),
      conflict && h('div', { class: 'evidence' }, picture(side.faces[0].id, 400, side.faces[0].place)),
      strip(conflict ? side.faces.slice(1) : side.faces)))));
}

export function gridCase(identity, marked, title, reason, toggle) {
  return h('div', { class: 'case' }, h('h1', {}, title), h('p', { class: 'reason' }, reason),
    h('p', { class: 'muted' }, `${counts(identity)}${identity.faces.length < identity.kept ? `; the ${identity.faces.length} nearest are shown` : ''}. Mark images with a click, the arrow keys and `, h('kbd', {}, 'X'), '.'),
    h('div', { class: 'pick', role: 'listbox', 'aria-multiselectable': 'true', 'aria-label': `Images of ${identity.name}` }, identity.faces.map((face, i) => h('button', {
      type: 'button', class: 'tile', role: 'option', 'data-id': face.id, tabindex: i === 0 ? '0' : '-1', 'aria-selected': String(marked.has(face.id)), 'aria-label': face.place,
      onclick: event => toggle(i, event.shiftKey),
    }, picture(face.id, 160, face.place)))));
}

export function empty(info, kind) {
  const nothing = !info.rule && !info.embeddings;
  return h('div', { class: 'case none' }, h('h1', {}, nothing ? 'Nothing has been judged yet' : 'Nothing is left to decide here'),
    h('p', { class: 'muted' }, nothing ? 'Run cleaner purge on this manifest first, or give the training run with --run.' : kind ? 'Look at another kind of case, or close the page.' : 'Every case has an answer. Close the page; all decisions are in the manifest.'));
}
