// Builds elements; text is always text, never markup.
export const $ = id => document.getElementById(id);

export function h(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else if (name === 'class') made.className = value;
    else made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return made;
}

export const count = (number, one, many = one + 's') => `${number.toLocaleString('en')} ${number === 1 ? one : many}`;

// Names of a set often begin alike: of a long one the end is shown.
export const tail = (name, most) => name.length > most ? `…${name.slice(1 - most)}` : name;

export const degrees = cosine => Math.acos(Math.min(1, Math.max(-1, cosine))) * 180 / Math.PI;

// A picture of a sample, with a note in its place where there is none.
export function picture(id, size, description, whole = false) {
  const image = h('img', { src: `image/${id}?size=${size}${whole ? '&whole=1' : ''}`, alt: description, title: description, draggable: 'false', decoding: 'async' });
  image.addEventListener('error', () => image.replaceWith(h('span', { class: 'nopicture', role: 'img', 'aria-label': description }, 'no picture')));
  return image;
}
