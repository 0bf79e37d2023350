// The server's answers. Every change carries the page's own header.
async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Error('the review has ended: start `cleaner review` again');
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error ?? `the server answers ${response.status}`);
  return answer;
}

const change = (path, body) => ask(path, {
  method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Cleaner-Review': '1' }, body: JSON.stringify(body ?? {}),
});

export const state = () => ask('api/state');
export const cases = (kind, skip, take) => ask(`api/cases?kind=${kind}&skip=${skip}&take=${take}`);
export const detail = key => ask(`api/cases/${key}`);
export const grid = (identity, like) => ask(`api/identities/${identity}?like=${like}`);
export const identities = (text, like, except, count) =>
  ask(`api/identities?q=${encodeURIComponent(text)}&like=${like}&except=${except}&count=${count}`);
export const decide = (actions, settle) => change('api/decisions', { actions, settle });
export const undo = () => change('api/undo');
